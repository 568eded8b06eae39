"""The numbers behind a picture as a real table, with where each came from."""

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.codes import BASIS_WORDS, STATISTIC_WORDS
from dashboard.shapes import Panel, Point, Series, Target
from dashboard.wording import day_words, format_value, period_words, point_words, target_words

Cell = str | Component
Row = tuple[str, Sequence[Cell]]

_COUNTS = ("Numerator", "Denominator")
_REST = ("Note", "Source", "Known from", "Extract")


def series_table(panel: Panel, series: Series, *, label: str = "") -> html.Div:
    """Show every point of a series, its baselines and its targets, each with where it came from.

    `label` names the region that the table scrolls in, where a page holds two of the same.
    """
    has_counts = any(
        point.numerator is not None or point.denominator is not None for point in series.points
    )
    columns = ["Period", "Value", *(_COUNTS if has_counts else ()), *_REST]
    caption = f"{_series_name(panel, series)}: {panel.area.name}"
    table = html.Table(
        [
            html.Caption(caption),
            html.Thead(
                html.Tr([html.Th(name, scope="col", className=_look(name)) for name in columns])
            ),
            html.Tbody([_row(row, columns) for row in _rows(panel, series, has_counts=has_counts)]),
        ],
        className="numbers-table",
    )
    return scroll_region(table, label or f"Table: {caption}")


def scroll_region(table: Component, label: str) -> html.Div:
    """Let a wide table scroll in a box of its own that the keyboard reaches."""
    return html.Div(
        table, className="table-scroll", role="region", tabIndex=0, **{"aria-label": label}
    )


def _series_name(panel: Panel, series: Series) -> str:
    label = series.label or BASIS_WORDS.get(series.basis, series.basis).lower()
    return f"{panel.measure.title}, {label}"


def _rows(panel: Panel, series: Series, *, has_counts: bool) -> Iterable[Row]:
    """Baselines first, points in order of period, targets last."""
    for baseline in series.baselines:
        yield _point_row(panel, baseline.point, "Baseline: ", has_counts=has_counts)
    for point in series.points:
        yield _point_row(panel, point, "", has_counts=has_counts)
    for point in series.forecasts:
        yield _point_row(panel, point, "Forecast: ", has_counts=has_counts)
    for target in series.targets:
        yield _target_row(panel, target, has_counts=has_counts)


def _point_row(panel: Panel, point: Point, prefix: str, *, has_counts: bool) -> Row:
    counts = [_count(point.numerator), _count(point.denominator)] if has_counts else []
    cells: list[Cell] = [point_words(point, panel.measure.unit), *counts]
    source = panel.sources.get(point.source_document, point.source_document)
    known = day_words(point.known_on) if point.known_on else ""
    extract = str(point.extract_id) if point.extract_id else ""
    return f"{prefix}{period_words(point)}", [*cells, _point_note(point), source, known, extract]


def _count(number: float | None) -> str:
    return "" if number is None else format_value(number, -1, "count")


def _point_note(point: Point) -> str:
    """Say what sets a point apart: its statistic, provisional, later than the report, its note."""
    said = [
        STATISTIC_WORDS.get(point.statistic, point.statistic),
        "provisional" if point.is_provisional else "",
        "published after the report date: not judged" if point.is_later else "",
        point.note,
    ]
    return "; ".join(words for words in said if words)


def _target_row(panel: Panel, target: Target, *, has_counts: bool) -> Row:
    due = f"due {day_words(target.due_on)}" if target.due_on else "no due date published"
    said = [
        BASIS_WORDS[target.basis].lower() if target.basis else "basis not stated",
        STATISTIC_WORDS.get(target.statistic, target.statistic),
        "" if target.is_in_force else "not in force on the report date",
        target.note,
    ]
    source = panel.sources.get(target.source_document, target.source_document)
    known = day_words(target.known_on) if target.known_on else ""
    value = target_words(target, panel.measure.unit)
    note = "; ".join(words for words in said if words)
    return f"Target, {due}", [value, *([""] * 2 if has_counts else []), note, source, known, ""]


def _row(row: Row, columns: Sequence[str]) -> html.Tr:
    heading, cells = row
    shown = [
        html.Td(cell, className=_look(name)) for name, cell in zip(columns[1:], cells, strict=True)
    ]
    return html.Tr([html.Th(heading, scope="row"), *shown])


def _look(column: str) -> str:
    """Numbers stand right-aligned; words do not."""
    return "number" if column in ("Value", *_COUNTS, "Extract") else "words"
