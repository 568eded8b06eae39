"""Status against the target: one rule for all measures (docs/definitions.md section 6)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.judging.percentages import judged_value
from dashboard.model.codes import BASIS_WORDS, JUDGED, STATISTIC_WORDS, marker_status, status_word
from dashboard.model.panel import Measure, Point, Status, Target
from dashboard.text.format import (
    exact,
    format_value,
    gap_words,
    period_words,
    point_words,
    sentence_case,
)

# "Close" is missing by no more than the smaller of 5 percentage points and 10% of the target;
# points exist only for percentages. A measure's own tolerance (local) comes first.
CLOSE_POINTS: Final = Decimal(5)
CLOSE_SHARE: Final = Decimal("0.1")
# Where nothing can be judged, the first of these that any series has speaks for the measure.
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


def build_status(measure: Measure, latest: Point | None, targets: Iterable[Target]) -> Status:
    """Judge the latest point against the targets in force for its breakdown.

    `targets` are those of the series' breakdown, every basis and statistic, in force or not.
    """
    if latest is None:
        return _status("not_available", measure, "No figure has been published or loaded.")
    if not latest.has_number:
        code, reason = marker_status(latest.marker)
        return _status(code, measure, f"{period_words(latest)}: {reason}.")
    targets_by_date = list(targets)
    in_force = [target for target in targets_by_date if target.is_in_force]
    if not in_force:
        words = "The target is no longer in force." if targets_by_date else "No target is set."
        return _status("no_target", measure, words)
    numbers = [target for target in in_force if target.operator != "towards"]
    if not numbers:
        return _status("no_target", measure, "The plan sets a direction, not a number to reach.")
    reasons = [mismatch(measure, latest, target) for target in numbers]
    fitting = [target for target, reason in zip(numbers, reasons, strict=True) if not reason]
    if not fitting:
        return _status("not_comparable", measure, _refusal(measure, latest, numbers[0], reasons[0]))
    return _judge(measure, latest, _due_next(fitting, latest.period_end))


def mismatch(measure: Measure, point: Point, target: Target) -> str:
    """Say why a point cannot meet or miss a target (docs/definitions.md section 1), or nothing."""
    if target.statistic and target.statistic != point.statistic:
        return f"{statistic_words(point.statistic)} is not {statistic_words(target.statistic)}"
    if not target.basis and measure.kind == "flow":
        return "a count that accumulates needs a target that names its period"
    if target.basis and target.basis != point.basis:
        return f"the target is for {_basis(target.basis)}, the figure for {_basis(point.basis)}"
    return ""


def combine_statuses(measure: Measure, statuses: Iterable[Status]) -> Status:
    """Give a measure of several series one status: met only if all judged ones are, missed if any.

    Where none is judged, the reason that tells most about why speaks for the measure.
    """
    unique_statuses = list(statuses)
    codes = [status.code for status in unique_statuses if status.code in JUDGED]
    if codes:
        code = "met" if set(codes) == {"met"} else "missed" if "missed" in codes else "close"
        judged = [status for status in unique_statuses if status.code in JUDGED]
        return judged[0] if len(judged) == 1 else _status(code, measure, _counts(codes, measure))
    return min(unique_statuses, key=lambda status: _UNJUDGED_ORDER.index(status.code))


def tolerance(measure: Measure, target: Target) -> Decimal:
    """Give how far a value may miss a target and still be close, in the measure's unit."""
    if measure.tolerance is not None:
        return exact(measure.tolerance)
    share = abs(exact(target.value)) * CLOSE_SHARE
    return min(share, CLOSE_POINTS) if measure.unit == "percent" else share


def _judge(measure: Measure, latest: Point, target: Target) -> Status:
    ends = [latest.value] if latest.value is not None else [latest.value_low, latest.value_high]
    judged = [judged_value(measure, latest, end) for end in ends if end is not None]
    codes = {_code(measure, value, target) for value in judged}
    if len(codes) > 1 and codes & {"met"}:
        words = point_words(latest, measure.unit)
        goal = format_value(target.value, target.decimals, measure.unit)
        return _status("cannot_say", measure, f"The target of {goal} lies inside {words}.", target)
    code = "missed" if "missed" in codes else codes.pop()
    if latest.value is None:
        words = (
            f"The whole band, {point_words(latest, measure.unit)}, lies on one side of the target."
        )
        return _status(code, measure, words, target)
    gap = exact(latest.value) - exact(target.value)
    words = sentence_case(_gap_words(measure, latest.value, judged[0], target))
    word = status_word(code, measure.better, target.operator)
    return Status(code, word, words + ".", target, float(gap), words)


def _gap_words(measure: Measure, value: float, judged: Decimal, target: Target) -> str:
    """Say the gap; a quotient that only its rounding brings to the target is "just" off it."""
    if exact(value) != exact(target.value) or judged == exact(target.value):
        return gap_words(value, target, measure.unit)
    goal = format_value(target.value, target.decimals, measure.unit)
    return f"just {'below' if judged < exact(target.value) else 'above'} the {goal} target"


def _code(measure: Measure, value: Decimal, target: Target) -> str:
    if is_met(value, exact(target.value), target.operator):
        return "met"
    miss = abs(value - exact(target.value))
    return "close" if miss <= tolerance(measure, target) else "missed"


def is_met(value: Decimal, goal: Decimal, operator: str) -> bool:
    """Hold a number against a goal: equality is met unless the operator asks for more or less."""
    return {">=": value >= goal, "<=": value <= goal, ">": value > goal, "<": value < goal}[
        operator
    ]


def _due_next(targets: list[Target], period_end: date | None) -> Target:
    """Of dated steps, the first that is not past when the period ends; else the last one set."""
    newest = max(target.known_on or date.min for target in targets)
    current = [target for target in targets if (target.known_on or date.min) == newest]
    dated = sorted(current, key=lambda target: target.due_on or date.max)
    ahead = [t for t in dated if period_end is None or t.due_on is None or t.due_on >= period_end]
    return ahead[0] if ahead else dated[-1]


def _refusal(measure: Measure, latest: Point, target: Target, reason: str) -> str:
    """Say the mismatch, and where a band holds the target although it cannot be judged by it."""
    text = reason[0].upper() + reason[1:]
    low, high = latest.value_low, latest.value_high
    if low is None or high is None or not low <= target.value <= high:
        return f"{text}."
    goal = format_value(target.value, target.decimals, measure.unit)
    return f"{text}; {goal} lies inside {point_words(latest, measure.unit)}."


def _counts(codes: list[str], measure: Measure) -> str:
    parts = [(codes.count(code), status_word(code, measure.better).lower()) for code in JUDGED]
    counts_text = ", ".join(f"{count} {word}" for count, word in parts if count)
    return f"Of {len(codes)} series that can be judged: {counts_text}."


def statistic_words(code: str) -> str:
    """Name a statistic with its article: "a modal band"."""
    words = STATISTIC_WORDS.get(code, code.replace("_", " ")) or "a figure whose kind is not stated"
    return words if words.startswith(("a ", "average", "share")) else f"a {words}"


def _basis(code: str) -> str:
    return {
        "month": "a month",
        "ytd": "the year to date",
        "quarter": "a quarter",
        "year": "a year",
        "half-term": "a half term",
        "snapshot": "one day",
        "rolling12": "12 months",
    }.get(code, BASIS_WORDS.get(code, code))


def _status(code: str, measure: Measure, reason: str, target: Target | None = None) -> Status:
    operator = target.operator if target else ""
    return Status(code, status_word(code, measure.better, operator), reason, target)
