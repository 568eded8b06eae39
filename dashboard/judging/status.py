"""Status against the target: one rule for all measures (docs/definitions.md section 6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.judging.percentages import judged_value
from dashboard.model.codes import (
    BASIS_WORDS,
    JUDGED,
    STATISTIC_WORDS,
    marker_status,
    runs_against,
    status_word,
)
from dashboard.model.panel import Measure, Point, Series, Status, Target
from dashboard.text.format import (
    covered_words,
    distance,
    exact,
    gap_words,
    goal_words,
    joined,
    period_words,
    point_words,
    sentence_case,
    target_noun,
    target_words,
)

# "Close" is missing by no more than the smaller of 5 percentage points and 10% of the target;
# points exist only for percentages. A measure's own tolerance (local) comes first.
CLOSE_POINTS: Final = Decimal(5)
CLOSE_SHARE: Final = Decimal("0.1")
# Where nothing can be judged, the measure has the first of these that any series has.
_UNJUDGED_ORDER: Final = (
    "not_comparable",
    "cannot_say",
    "no_target",
    "suppressed",
    "withheld",
    "not_reported",
    "not_due",
    "not_available",
)
_HIDDEN: Final = ("suppressed", "withheld")
_BASIS_NOUNS: Final = {
    "month": "a month",
    "ytd": "the year to date",
    "quarter": "a quarter",
    "year": "a year",
    "half-term": "a half term",
    "snapshot": "one day",
    "rolling12": "12 months",
}


def build_status(measure: Measure, latest: Point | None, targets: Iterable[Target]) -> Status:
    """Return the status of the latest point against the targets in force for its breakdown.

    `targets` are those of the series' breakdown, every basis and statistic, in force or not.
    """
    if latest is None:
        return _status("not_available", measure, _no_figure_words(measure))
    if not latest.has_number:
        code, reason = marker_status(latest.marker)
        return _status(code, measure, f"{period_words(latest)}: {reason}.")
    in_force = [target for target in targets if target.is_in_force]
    numbers = [target for target in in_force if target.operator != "towards"]
    of_period = [target for target in numbers if target.covers(latest)]
    if not of_period:
        words = _no_target_words(measure, latest, in_force, numbers)
        return _status("no_target", measure, words)
    reasons = [mismatch(measure, latest, target) for target in of_period]
    fitting = [target for target, reason in zip(of_period, reasons, strict=True) if not reason]
    if fitting:
        # One that states its basis comes before one that does not, whatever their dates.
        stated = [target for target in fitting if target.basis] or fitting
        return _judge(measure, latest, _due_next(stated, latest.period_end))
    reason = sentence_case(reasons[0])
    low, high, first = latest.value_low, latest.value_high, of_period[0]
    end = first.value if first.value_high is None else first.value_high
    if low is not None and high is not None and low <= first.value and end <= high:
        goal = goal_words(first, measure.unit)
        reason += f"; {goal} lies inside {point_words(latest, measure.unit)}"
    return _status("not_comparable", measure, f"{reason}.")


def mismatch(measure: Measure, point: Point, target: Target) -> str:
    """Return why a point cannot be judged by a target (docs/definitions.md section 1), or ""."""
    if target.statistic and target.statistic != point.statistic:
        return f"{statistic_words(point.statistic)} is not {statistic_words(target.statistic)}"
    if target.figure_bases and point.basis not in target.figure_bases.split():
        bases = joined(basis_noun(code) for code in target.figure_bases.split())
        return f"the target was set beside figures for {bases}, not for {basis_noun(point.basis)}"
    if not target.basis and target.figure_bases != point.basis and measure.kind == "flow":
        return "a count that accumulates needs a target that names its period"
    if target.basis and target.basis != point.basis:
        target_noun, noun = basis_noun(target.basis), basis_noun(point.basis)
        return f"the target is for {target_noun}, the figure for {noun}"
    if not target.covers(point):
        return f"the target is for {covered_words(target)}"
    return ""


def basis_noun(code: str) -> str:
    """Return what a figure of a basis is for: "a month", "the year to date"."""
    return _BASIS_NOUNS.get(code, BASIS_WORDS.get(code, code))


def _no_figure_words(measure: Measure) -> str:
    if measure.published_in:
        return f"Not loaded: its figures are published in {measure.published_in}."
    return "No figure has been published or loaded."


def _no_target_words(
    measure: Measure, latest: Point, in_force: Sequence[Target], numbers: Sequence[Target]
) -> str:
    """Return why no target judges a point: none is set, none is a number, or for its period."""
    if not in_force:
        return "No target is set."
    if not numbers:
        return "The plan sets a direction, not a number to reach."
    others = joined(
        f"{target_words(target, measure.unit)} is for {covered_words(target)}" for target in numbers
    )
    return f"No target is set for {period_words(latest)}: {others}."


def combine_statuses(measure: Measure, series: Sequence[Series]) -> Status:
    """Return one status of several series: met only if all judged ones are, missed if any is.

    Where none is judged, the first in _UNJUDGED_ORDER; one without a target does not speak for
    figures that have one and are hidden.
    """
    judged = [one.status for one in series if one.status.code in JUDGED]
    if not judged:
        hides_target = any(one.status.code in _HIDDEN and one.shown_targets for one in series)
        silent = "no_target" if hides_target else ""
        every = [one.status for one in series if one.status.code != silent]
        return min(every, key=lambda status: _UNJUDGED_ORDER.index(status.code))
    if len(judged) == 1:
        return judged[0]
    codes = [status.code for status in judged]
    code = "met" if set(codes) == {"met"} else "missed" if "missed" in codes else "close"
    counts = ", ".join(
        f"{codes.count(each)} {status_word(each, measure.better).lower()}"
        for each in JUDGED
        if each in codes
    )
    return _status(code, measure, f"Of {len(codes)} series that can be judged: {counts}.")


def tolerance(measure: Measure, goal: Decimal) -> Decimal:
    """Return how far a value may miss a number and yet be close, in the measure's unit."""
    if measure.tolerance is not None:
        return exact(measure.tolerance)
    share = abs(goal) * CLOSE_SHARE
    return min(share, CLOSE_POINTS) if measure.unit == "percent" else share


def _judge(measure: Measure, latest: Point, target: Target) -> Status:
    ends = [latest.value] if latest.value is not None else [latest.value_low, latest.value_high]
    judged = [judged_value(measure, latest, end) for end in ends if end is not None]
    codes = {_judged_code(measure, value, target) for value in judged}
    gaps = [distance(value, target) for value in judged]
    goal, noun = goal_words(target, measure.unit), target_noun(measure.better, target)
    if (len(codes) > 1 and "met" in codes) or min(gaps) < 0 < max(gaps):
        band = point_words(latest, measure.unit)
        parts = f"lies inside {band}" if target.value_high is None else f"holds a part of {band}"
        return _status("cannot_say", measure, f"The {noun} of {goal} {parts}.", target)
    code = "missed" if "missed" in codes else codes.pop()
    operator = target.operator
    if target.value_high is not None:
        # Of a range, the bound that was missed decides the word.
        operator = "<=" if gaps[0] > 0 else ">="
    word = status_word(code, measure.better, operator)
    if latest.value is None:
        side = "inside" if target.value_high is not None and code == "met" else "on one side of"
        words = f"The whole band, {point_words(latest, measure.unit)}, lies {side} the {noun}."
        return Status(code, word, words, target)
    gap = distance(exact(latest.value), target)
    if gap == 0 and gaps[0] != 0:
        # A quotient that only its rounding brings to the target.
        words = f"Just {'below' if gaps[0] < 0 else 'above'} the {goal} {noun}"
    else:
        words = sentence_case(gap_words(latest.value, target, measure.unit, measure.better))
    if runs_against(target.operator, measure.better):
        minimum = "" if noun == "limit" else "a minimum "
        words = f"{words}, {minimum}although {measure.better} is better"
    return Status(code, word, f"{words}.", target, float(gap), words)


def _judged_code(measure: Measure, value: Decimal, target: Target) -> str:
    if is_met(value, target):
        return "met"
    miss = distance(value, target)
    return "close" if abs(miss) <= tolerance(measure, value - miss) else "missed"


def is_met(value: Decimal, target: Target) -> bool:
    """Return whether a number meets a target: equality does unless the operator is strict."""
    gap = distance(value, target)
    return {">=": gap >= 0, "<=": gap <= 0, ">": gap > 0, "<": gap < 0, "between": gap == 0}[
        target.operator
    ]


def _due_next(targets: list[Target], period_end: date | None) -> Target:
    """Return the first dated step that is not past when the period ends; else the last one set."""
    newest = max(target.known_on or date.min for target in targets)
    current = [target for target in targets if (target.known_on or date.min) == newest]
    dated = sorted(current, key=lambda target: target.falls_due or date.max)
    ahead = [
        t for t in dated if period_end is None or t.falls_due is None or t.falls_due >= period_end
    ]
    return ahead[0] if ahead else dated[-1]


def statistic_words(code: str) -> str:
    """Return a statistic with its article: "a modal band"."""
    words = STATISTIC_WORDS.get(code, code.replace("_", " ")) or "a figure whose kind is not stated"
    return words if words.startswith(("a ", "average", "share")) else f"a {words}"


def _status(code: str, measure: Measure, reason: str, target: Target | None = None) -> Status:
    operator = target.operator if target else ""
    return Status(code, status_word(code, measure.better, operator), reason, target)
