"""Sentences of a forecast: how fast, how far by the due date, when the target is reached."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, NamedTuple

from dashboard.judging.gaps import period_count
from dashboard.judging.percentages import SMALL_N, rounded
from dashboard.measures import counted_words
from dashboard.model.codes import BASIS_WORDS
from dashboard.model.panel import Measure
from dashboard.model.points import CASES, Event, Point, Target
from dashboard.model.series import Pace, Projection
from dashboard.stats.robust_line import RobustLine
from dashboard.text.format import (
    counted,
    day_words,
    difference_words,
    distance,
    exact,
    format_value,
    joined,
    period_words,
    plain_number,
    sentence_case,
    target_noun,
    target_words,
)

FORECAST_WORDS: Final = {
    "on_course": "On course",
    "may_miss": "May miss",
    "off_course": "Off course",
    "cannot_say": "Can’t say",
    "": "",
}
BAND: Final = "the latest figure is a band, not one figure"
OVER: Final = "some of the longest waits are not shown in full"
SMALL: Final = f"fewer than {SMALL_N} cases stand behind the latest figure"
# Counts are compared with those of no more than this many periods before the due date's.
RECENT: Final = 6
_LEAST_RECENT: Final = 3
_EACH: Final = {
    "month": "a month",
    "quarter": "a quarter",
    "half-term": "a half term",
    "year": "a year",
}


class BacktestedCase(NamedTuple):
    """The share of later figures, in whole percent, inside the 80% intervals of a source."""

    source: str
    held: int


# As measured by `python -m tests.bench.pace`, which fails where it is no longer so.
TESTED: Final = (
    BacktestedCase("tribunal appeal rates of every authority, 2014 to 2024", 84),
    BacktestedCase("EHC plan caseloads of every authority, 2019 to 2025", 85),
    BacktestedCase("the made-up months of the Example borough", 80),
)
TESTED_IN_ALL: Final = 80
TESTED_WORDS: Final = (
    f"Tested on {joined(case.source for case in TESTED)}: {TESTED_IN_ALL}% of what came lay inside "
    f"such an interval ({joined(f'{case.held}%' for case in TESTED)})."
)


def without_pace(reason: str) -> Pace:
    """Return the forecast of a target whose day lies ahead where the figures bear no pace."""
    return Pace("cannot_say", FORECAST_WORDS["cannot_say"], forecast_words=f"Can’t say: {reason}.")


def no_basis(basis: str) -> str:
    """Return why a basis bears no pace."""
    if basis in ("ytd", "rolling12"):
        return f"figures of one {BASIS_WORDS[basis].lower()} after another share cases"
    return "what kind of period the figures are for is not stated"


def too_few(count: int, least: int, restart: Event | None) -> str:
    """Return that there are too few figures for a pace."""
    since = f" since {restart.title}, {restart.date:%B %Y}" if restart else ""
    are = "is" if count == 1 else "are"
    return f"a pace needs {least} figures, and there {are} {counted(count, 'figure')}{since}"


def decimals_of(latest: Point) -> int:
    """Return the decimals of an expected value: those of the latest figure."""
    return max(latest.decimals, 0)


def expected_text(measure: Measure, latest: Point, value: float) -> str:
    """Return an expected value with the decimals of the latest figure: "74%", "£46.1 million"."""
    return format_value(_shown(latest, value), decimals_of(latest), measure.unit)


def interval_text(measure: Measure, latest: Point, low: float, high: float) -> str:
    """Return the interval of an expected value: "66–82%", "44.0–48.2", "-2 to 3"."""
    ends = [_shown(latest, end) for end in (low, high)]
    between = "–" if ends[0] >= 0 else " to "
    interval = between.join(plain_number(end, decimals_of(latest)) for end in ends)
    return f"{interval}%" if measure.unit == "percent" else interval


def _shown(latest: Point, number: float) -> float:
    # What rounds to nought from below is nought, without a sign.
    return rounded(exact(number), decimals_of(latest)) + 0.0


def pace_sentence(measure: Measure, line: RobustLine, points: Sequence[Point]) -> str:
    """Return how fast figures move: "On the whole rising by 1.2 points a month over 14 figures, …"."""
    over = f"over {len(points)} figures, {period_words(points[0])} to {period_words(points[-1])}"
    if _is_level(line, points[-1]):
        return f"About level {over}."
    word = "rising" if line.slope > 0 else "falling"
    return f"On the whole {word} by {change_each_period(line.slope, line, measure)} {over}."


def _is_level(line: RobustLine, latest: Point) -> bool:
    """Return whether the whole line moves less than its figures are rounded to."""
    return abs(line.slope) * line.months < float(Decimal(1).scaleb(-decimals_of(latest)))


def change_each_period(monthly: float, line: RobustLine, measure: Measure) -> str:
    """Return a change a month, or a year where there is a figure a year."""
    is_yearly = line.step > 9
    change = abs(exact(monthly)) * (12 if is_yearly else 1)
    places = 0 if change >= 10 else 1 if change >= Decimal("0.095") else 2
    change_text = difference_words(exact(rounded(change, places)), measure.unit)
    return f"{change_text} a {'year' if is_yearly else 'month'}"


def forecast_sentence(
    measure: Measure, forecast: str, projection: Projection | None, target: Target, line: RobustLine
) -> str:
    """Return what is expected on the due date, and what that means for the target."""
    if not forecast or target.falls_due is None:
        return ""
    goal, day = target_words(target, measure.unit), day_words(target.falls_due)
    if projection is None:
        months = counted(round(line.months), "month")
        return f"Can’t say: {day} is too far ahead for figures that reach back {months}."
    goal = f"the {target_noun(measure.better, target)} of {goal}"
    meaning = {
        "on_course": f"the whole interval meets {goal}",
        "may_miss": f"{goal} lies within the interval",
        "off_course": f"no part of the interval meets {goal}",
    }[forecast]
    expected = f"{projection.words} expected on {day} if the present pace goes on"
    return f"{FORECAST_WORDS[forecast]}: {expected} (80% interval); {meaning}."


def reached_sentence(
    line: RobustLine, latest: Point, target: Target, reached: date | None, *, is_met: bool
) -> str:
    """Return when the target would be reached at the present pace, or that it would not."""
    if is_met:
        return f"The latest figure, {period_words(latest)}, meets it."
    if reached:
        return f"About {reached:%B %Y}, at the present pace."
    gap = -float(distance(exact(latest.value or 0), target))
    if gap * line.slope <= 0 or _is_level(line, latest):
        return "Not at the present pace."
    months = counted(round(line.months), "month")
    return f"Not within {months} at the present pace, as far ahead as can be said."


def needed_sentence(
    measure: Measure, line: RobustLine, target: Target, needed: float | None, *, is_met: bool
) -> str:
    """Return what change a month, or a year, would reach the target on its due date."""
    if needed is None or target.falls_due is None or is_met:
        return ""
    word = "Up" if needed > 0 else "Down"
    goal, day = target_words(target, measure.unit), day_words(target.falls_due)
    return f"{word} {change_each_period(needed, line, measure)}, to reach {goal} by {day}."


def cases_needed(measure: Measure, points: Sequence[Point], target: Target) -> str:
    """Return a rate's target in what it counts: "18 of 22 plans"; empty for no rate of enough periods."""
    recent = _recent(measure, points)
    if not recent:
        return ""
    whole = _mean_count([p.denominator or 0 for p in recent])
    return f"{_cases_to_reach(target, whole)} of {whole} {_counted_noun(measure, points[-1])}"


def cases_sentence(measure: Measure, points: Sequence[Point], target: Target) -> str:
    """Return a rate's target in what it counts: "18 of 22 plans a month would meet 80%; …"."""
    recent = _recent(measure, points)
    if not recent:
        return ""
    whole, part = (
        _mean_count(counts)
        for counts in ([p.denominator or 0 for p in recent], [p.numerator or 0 for p in recent])
    )
    had = f"the last {period_count(recent)} had {part} of {whole}"
    goal, needed = target_words(target, measure.unit), cases_needed(measure, points, target)
    return sentence_case(f"{needed} {_EACH[points[-1].basis]} would meet {goal}; {had}.")


def _counted_noun(measure: Measure, point: Point) -> str:
    return counted_words(measure.measure_id) if point.origin == CASES else "cases"


def _recent(measure: Measure, points: Sequence[Point]) -> list[Point]:
    """Return the last periods whose cases are counted; empty where they are too few or no rate."""
    recent = [p for p in points[-RECENT:] if p.numerator is not None and p.denominator]
    is_counted = measure.is_share and points[-1].basis in _EACH and len(recent) >= _LEAST_RECENT
    return recent if is_counted else []


def _mean_count(counts: Sequence[float]) -> int:
    return int(rounded(sum(map(exact, counts), Decimal(0)) / len(counts), 0))


def _cases_to_reach(target: Target, whole: int) -> str:
    """Return how many cases meet the target: "18", "at most 4", "2 to 4", "none"."""
    shares = [
        exact(end) * whole / 100 for end in (target.value, target.value_high) if end is not None
    ]
    least, most = (
        int(shares[0].to_integral_value(ROUND_CEILING)),
        int(shares[-1].to_integral_value(ROUND_FLOOR)),
    )
    if target.value_high is not None:
        return "none" if least > most else f"{least} to {most}" if least < most else f"{least}"
    if target.operator in ("<=", "<"):
        return f"at most {most - (target.operator == '<' and most == shares[0])}"
    return f"{least + (target.operator == '>' and least == shares[0])}"
