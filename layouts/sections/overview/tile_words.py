"""The few words of a measure's tile, as long as its place allows."""

from collections.abc import Iterator
from typing import Final

from dashboard.judging.status import basis_noun
from dashboard.model.codes import BASIS_WORDS, JUDGED, breakdown_words, marker_status
from dashboard.model.panel import Measure, Panel, Point, Series, Target
from dashboard.panels.briefs import WHOLE
from dashboard.panels.panel import row_series
from dashboard.text.font_metrics import lines_of, words_width
from dashboard.text.format import (
    difference_words,
    distance,
    exact,
    plain_number,
    sentence_case,
    short_point,
    target_noun,
    target_words,
)
from dashboard.text.periods import short_period_words

SIZE: Final = 16
# The px inside the narrowest tile.
TILE_ROOM: Final = 258
NAME_LINES: Final = 2
# Trends that a tile is silent about: its status says as much.
SILENT_TRENDS: Final = ("cannot_compare", "no_earlier")


def name_words(measure: Measure, room: int = TILE_ROOM, lines: int = NAME_LINES) -> str:
    """Return the title of a measure where it fits, else its short title."""
    fits = lines_of(measure.title, SIZE, room, is_bold=True) <= lines
    return measure.title if fits else measure.short_title


def short_period(point: Point | None) -> str:
    """Return the period of a point in a few letters: Mar 2023, to Mar 2023, Jul–Sep 2026."""
    if point is None:
        return ""
    words = short_period_words(point.period_start, point.period_end, point.basis)
    return f"{words}, provisional" if point.is_provisional and point.has_number else words


def value_words(panel: Panel, series: Series) -> str:
    """Return the latest value in a few letters; a dash where there is none."""
    return short_point(series.latest, panel.measure.unit) if series.latest else "–"


def gap_line(panel: Panel, series: Series, room: int = TILE_ROOM) -> str:
    """Return how far the value is from its target, and its period, as one line that fits."""
    return fitting_line(gap_lines(panel, series), room)


def fitting_line(lines: Iterator[str], room: int) -> str:
    """Return the first of several lines that fits its place, else the last."""
    words = ""
    for words in lines:
        if words_width(words, SIZE) <= room:
            return words
    return words


def gap_lines(panel: Panel, series: Series) -> Iterator[str]:
    """Yield the line about the gap, the fullest first."""
    if _absence(series) == "not_due":
        yield from _due_words(panel.measure, series)
        return
    period = short_period(series.latest)
    parts = _part_words(panel, series)
    gaps = tuple(gap_words(panel.measure, series))
    for part in parts:
        yield from (" · ".join(filter(None, (part, gap, period))) for gap in gaps)
        # A part is always named; of a whole the period may go.
        yield from (" · ".join(filter(None, (part, gap))) for gap in gaps if gap)


def part_gaps(panel: Panel, series: Series) -> Iterator[str]:
    """Yield the gap with the part that it is of, without a period, the fullest first."""
    for part in _part_words(panel, series)[-1:]:
        for gap in gap_words(panel.measure, series):
            yield " · ".join(filter(None, (part, gap)))


def gap_words(measure: Measure, series: Series) -> Iterator[str]:
    """Yield how far the latest value is from its target, or why that is not known, fullest first."""
    status, target = series.status, series.status.target
    if status.code in JUDGED and target is not None and series.latest is not None:
        yield from _judged_words(measure, series, target)
    elif status.code == "not_comparable":
        yield _mismatch_words(series)
    elif series.latest is not None and series.latest.is_over:
        yield ""
    elif series.latest is not None and series.latest.has_number:
        chosen = series.trend.chosen
        if aim := aim_words(measure, series):
            yield aim
        yield chosen.moved if chosen and chosen.is_allowed else ""
    else:
        yield {
            "not_due": "Not due yet",
            "not_reported": "Due, but not reported",
            "suppressed": "Hidden: too few children",
            "withheld": "Withheld by its publisher",
        }.get(_absence(series), "No figure yet")


def aim_words(measure: Measure, series: Series) -> str:
    """Return where a plan that sets a direction wants a figure to go: "Aim: towards 2.9%"; else empty."""
    if series.status.code != "no_target":
        return ""
    aims = [target for target in series.shown_targets if target.operator == "towards"]
    return f"Aim: {target_words(aims[-1], measure.unit)}" if aims else ""


def brief_words(panel: Panel, series: Series) -> str:
    """Return gap and trend in the fewest words, for a phone: "75 to go, worsened"."""
    *_, gap = gap_words(panel.measure, series)
    is_judged = panel.status.code in JUDGED and bool(gap)
    part = _part_words(panel, series)[-1] if is_judged else ""
    first = gap if is_judged else panel.status.word
    trend = series.trend
    moved = "" if trend.judgement in SILENT_TRENDS else trend.word.lower()
    return ", ".join(filter(None, (f"{part}: {first}" if part else first, moved)))


def _due_words(measure: Measure, series: Series) -> Iterator[str]:
    """Yield after which month a figure is due, which its tag does not say, and where the plan began."""
    end = series.latest.period_end if series.latest else None
    due = f"Due after {end:%b %Y}" if end else "Not due yet"
    start = series.baseline
    if start and start.point.has_number:
        yield f"{due} · baseline {short_point(start.point, measure.unit)}"
    yield due


def _absence(series: Series) -> str:
    marker = series.latest.marker if series.latest else ""
    return marker_status(marker)[0] if marker else ""


def _judged_words(measure: Measure, series: Series, target: Target) -> Iterator[str]:
    latest = series.latest
    value = latest.value if latest and latest.value is not None else None
    gap = distance(exact(value), target) if value is not None else exact(series.status.gap or 0)
    size = difference_words(gap, measure.unit)
    goal = plain_number(target.value, target.decimals)
    noun = target_noun(measure.better, target)
    percent = "%" if measure.unit == "percent" else ""
    if target.value_high is not None:
        high = plain_number(target.value_high, target.decimals)
        aim = f"{goal}–{high}{percent}"
        yield f"{size} {'above' if gap > 0 else 'below'} {aim}" if gap else f"Within {aim}"
    elif gap == 0:
        wish = (
            ""
            if series.status.code == "met"
            else f"; {'less' if noun == 'limit' else 'more'} is asked"
        )
        yield f"Equal to the {noun}{wish}"
    elif noun == "limit":
        side = "above" if gap > 0 else "below"
        yield f"{size} {side} the limit of {goal}{percent}"
        yield f"{size} {side} the limit"
        yield f"{plain_number(abs(float(gap)), -1)} {side} {goal}{percent}"
    elif gap > 0:
        yield f"{size} above {goal}{percent}"
        yield f"{plain_number(float(gap), -1)} above {goal}{percent}"
    else:
        yield f"{size} to go"
        yield f"{plain_number(abs(float(gap)), -1)} to go"


def _mismatch_words(series: Series) -> str:
    """Return in a few words why figure and target cannot be compared."""
    latest = series.latest
    target = next((each for each in series.targets if each.is_in_force), None)
    if latest is None or target is None:
        return "Target of another kind"
    if latest.is_band:
        return "A range, not an average"
    if target.basis and target.basis != latest.basis:
        return f"{BASIS_WORDS[latest.basis]}; target for {basis_noun(target.basis)}"
    return "Target of another kind"


def _part_words(panel: Panel, series: Series) -> tuple[str, ...]:
    """Return which of several parts is shown, fullest first: "Education, worst of 3", "Education"."""
    parts = row_series(panel)
    if len(parts) < 2 or series.status.code not in ("missed", "close"):
        return ("",)
    is_of_breakdowns = len({part.breakdown for part in parts}) > 1
    label = breakdown_words(series.breakdown) if is_of_breakdowns else series.label
    part = sentence_case(label or WHOLE)
    return (f"{part}, worst of {len(parts)}", part)
