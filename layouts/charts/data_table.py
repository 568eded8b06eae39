"""The numbers of a series in words: the rows of its periods, and the whole table of a slide."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Final

from dashboard.judging.percentages import interval_note
from dashboard.model.codes import STATISTIC_WORDS, window_words
from dashboard.model.panel import Benchmark, Measure, Panel, Point, Series, Target
from dashboard.model.points import CASES
from dashboard.text.format import (
    basis_words,
    day_words,
    format_value,
    period_words,
    point_words,
    target_noun,
    target_words,
    when_words,
)
from layouts.charts.control_text import COLUMNS as CONTROL
from layouts.charts.control_text import control_cells
from layouts.charts.spec.projection import projection_line

_HEADING: Final = '<th scope="row">{}</th>'
_NUMBER: Final = '<td class="number">{}</td>'
_WORDS: Final = "<td>{}</td>"


COUNTS: Final = ("Numerator", "Denominator")
PROJECTION_NOTE: Final = "if the present pace goes on; in brackets the 80% interval"

PeriodDays = tuple[date | None, date | None]
DrillUrl = Callable[[Point], str]


@dataclass(frozen=True)
class TableRow:
    """One line of the table, in words; `others` has a value for each area set beside."""

    heading: str
    value: str
    others: tuple[str, ...] = ()
    counts: tuple[str, str] = ("", "")
    control: tuple[str, ...] = ("",) * len(CONTROL)
    note: str = ""
    source: str = ""
    known_on: str = ""
    extract: str = ""
    href: str = ""


def series_name(panel: Panel, series: Series) -> str:
    """Return the full name of a series: its measure and what distinguishes it within it."""
    label = series.label or window_words(*series.window).lower()
    return f"{panel.measure.title}, {label}"


def _all_rows(panel: Panel, series: Series) -> Iterator[TableRow]:
    """Yield baselines, then every period, then forecasts and targets."""
    for baseline in series.baselines:
        yield _point_row(panel, baseline.point, prefix="Baseline: ")
    yield from period_rows(panel, series)
    for point in series.forecasts:
        yield _point_row(panel, point, prefix="Forecast: ")
    if projection := projection_line(series):
        day = day_words(projection.end.day)
        yield TableRow(f"Projection, {day}", projection.end.words, note=PROJECTION_NOTE)
    for target in series.targets:
        yield _target_row(panel, target)


def period_rows(
    panel: Panel, series: Series, areas: Sequence[Benchmark] = (), drill: DrillUrl | None = None
) -> Iterator[TableRow]:
    """Yield every period that any area has, in order; `drill` gives the address of a point's cases."""
    point_of_period = {_period(point): point for point in series.points}
    points_by_area = [{_period(point): point for point in area.points} for area in areas]
    for period, sample_point in _periods(series.points, *(area.points for area in areas)):
        unit = panel.measure.unit
        others = tuple(point_words(a[period], unit) if period in a else "" for a in points_by_area)
        if period in point_of_period:
            cells = control_cells(panel.measure, series, point_of_period[period])
            row = replace(_point_row(panel, point_of_period[period], others), control=cells)
            yield replace(row, href=drill(point_of_period[period])) if drill else row
        else:
            yield TableRow(period_words(sample_point), "", others)


def _period(point: Point) -> PeriodDays:
    return (point.period_start, point.period_end)


def _periods(*lines: Iterable[Point]) -> list[tuple[PeriodDays, Point]]:
    """Return each period of any line once, with a point to name it by, in order of its end."""
    point_by_period = {_period(point): point for line in lines for point in line}
    return sorted(
        point_by_period.items(), key=lambda item: (item[0][1] or date.min, item[0][0] or date.min)
    )


def _point_row(
    panel: Panel, point: Point, others: tuple[str, ...] = (), prefix: str = ""
) -> TableRow:
    return TableRow(
        heading=f"{prefix}{period_words(point)}",
        value=point_words(point, panel.measure.unit),
        others=others,
        counts=(_count_text(point.numerator), _count_text(point.denominator)),
        note=_point_note(panel.measure, point),
        source=_source(panel, point),
        known_on=day_words(point.known_on) if point.known_on else "",
        extract=str(point.extract_id) if point.extract_id else "",
    )


def _source(panel: Panel, point: Point) -> str:
    if point.origin == CASES:
        return "Worked out from cases"
    return panel.sources.get(point.source_document, point.source_document)


def _count_text(number: float | None) -> str:
    """Return a count; with one decimal where it is a mean, such as completions a month."""
    if number is None:
        return ""
    return format_value(number, -1 if number == int(number) else 1, "count")


def _point_note(measure: Measure, point: Point) -> str:
    """Return the notes of a point: statistic, interval, provisional, later, and its own note."""
    notes = [
        interval_note(measure, point),
        STATISTIC_WORDS.get(point.statistic, point.statistic),
        "provisional" if point.is_provisional else "",
        "published after the report date: not judged" if point.is_later else "",
        point.note,
    ]
    return "; ".join(words for words in notes if words)


def _target_row(panel: Panel, target: Target) -> TableRow:
    due = when_words(target) or "no due date published"
    notes = [
        basis_words(target),
        STATISTIC_WORDS.get(target.statistic, target.statistic),
        "" if target.is_in_force else "not in force on the report date",
        target.note,
    ]
    return TableRow(
        heading=f"{target_noun(panel.measure.better, target).title()}, {due}",
        value=target_words(target, panel.measure.unit),
        note="; ".join(words for words in notes if words),
    )


def slide_numbers(panel: Panel, series: Series) -> str:
    """Return every point of a series, its baselines and its targets as an HTML table.

    Their sources are on the page of the measure. Written as text: a pack has thousands of rows.
    """
    rows = list(_all_rows(panel, series))
    has_counts = any(any(row.counts) for row in rows)
    names = ("Value", *COUNTS) if has_counts else ("Value",)
    heads = [f'<th scope="col" class="number">{name}</th>' for name in names]
    head = f'<th scope="col">Period</th>{"".join(heads)}<th scope="col">Note</th>'
    body = "".join(_slide_row(row, has_counts=has_counts) for row in rows)
    caption = escape(f"{series_name(panel, series)}: {panel.area.name}")
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _slide_row(row: TableRow, *, has_counts: bool) -> str:
    numbers = (row.value, *(row.counts if has_counts else ()))
    cells = "".join(_NUMBER.format(escape(each)) for each in numbers)
    note = _WORDS.format(escape(row.note))
    return f"<tr>{_HEADING.format(escape(row.heading))}{cells}{note}</tr>"
