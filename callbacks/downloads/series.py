"""Files of one series to take away: its numbers, what they cannot say, and its picture."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from flask import Flask, Response, request

from callbacks.access.who import shows_small
from callbacks.downloads.tables import (
    csv_response,
    data_words,
    file_name,
    file_response,
    open_requested,
)
from callbacks.pages.content import load_measure
from dashboard.judging.control_text import signal_words
from dashboard.model.panel import Panel, Point, Series
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.panels.export import about_rows
from data.store.databases.engine import Engine
from layouts.charts.svg_file import picture_file
from layouts.measure.context import MeasureContext
from layouts.measure.shown import on_chart
from layouts.ui.series_links import series_file_name

SERIES_COLUMNS: Final = (
    "area_code",
    "area",
    "framework_id",
    "measure_id",
    "measure",
    "breakdown",
    "basis",
    "year_kind",
    "statistic",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "value_low",
    "value_high",
    "unit",
    "marker",
    "provisional",
    "published_after_report_date",
    "as_published",
    "note",
    "source_document",
    "source",
    "known_on",
    "extract",
    "origin",
    "data",
    "mean",
    "lower_limit",
    "upper_limit",
    "signal",
)
# What a CSV file of figures has no place for goes beside it, so that its first row is its header.
ABOUT_COLUMNS: Final = ("what", "words")


def register_series_downloads(server: Flask, engine: Engine) -> None:
    """Add the addresses of the files of a series; one that names nothing known answers 404."""

    def series() -> Response:
        panel, chosen, context, selection = _requested_series(engine)
        name = file_name(series_file_name(panel, chosen), panel.area)
        _, shown = on_chart(panel, chosen, context, selection)
        return csv_response(name, SERIES_COLUMNS, series_rows(panel, shown))

    def about_series() -> Response:
        panel, chosen, *_ = _requested_series(engine)
        name = file_name(f"about-{series_file_name(panel, chosen)}", panel.area)
        return csv_response(name, ABOUT_COLUMNS, about_rows(panel, chosen))

    def picture() -> Response:
        panel, chosen, context, selection = _requested_series(engine)
        svg = picture_file(
            *on_chart(panel, chosen, context, selection),
            span=(selection.since or date.min, selection.until or date.max),
            is_fitted=selection.axis == "fit",
            shows_small=shows_small(panel.area.area_code),
        )
        return file_response(file_name(series_file_name(panel, chosen), panel.area), svg, "svg")

    server.add_url_rule(Urls.SERIES_CSV, "download_series", series)
    server.add_url_rule(Urls.SERIES_ABOUT_CSV, "download_about_series", about_series)
    server.add_url_rule(Urls.SERIES_SVG, "download_picture", picture)


def series_rows(panel: Panel, series: Series) -> Iterable[Sequence[Any]]:
    """Return a row for each point, numbers as they were published; then those of the lines beside it."""
    area, measure = panel.area, panel.measure
    plan = (panel.framework.framework_id, measure.measure_id, measure.title)
    for point in series.points:
        head = (area.area_code, area.name, *plan, series.breakdown, *series.window)
        yield (*_row(head, point, panel), *_control_cells(series, point))
    for line in series.benchmarks:
        is_part = line.kind == "part"
        # The year before is the series itself.
        points = () if line.kind == "past" else line.points
        named = (area.area_code, area.name) if is_part else (line.area_code, line.area_name)
        breakdown = line.area_code if is_part else series.breakdown
        for point in points:
            head = (*named, *plan, breakdown, *series.window)
            yield (*_row(head, point, panel), *_control_cells(series, point))


def _row(head: tuple[Any, ...], point: Point, panel: Panel) -> tuple[Any, ...]:
    return (*head, *_point_cells(point, panel), point.origin, data_words(panel.area))


def _point_cells(point: Point, panel: Panel) -> tuple[Any, ...]:
    return (
        point.statistic,
        point.period_start,
        point.period_end,
        _number(point.numerator, 0),
        _number(point.denominator, 0),
        *(
            _number(number, point.decimals)
            for number in (point.value, point.value_low, point.value_high)
        ),
        panel.measure.unit,
        point.marker,
        _yes(point.is_provisional),
        _yes(point.is_later),
        point.as_published,
        point.note,
        point.source_document,
        panel.sources.get(point.source_document, ""),
        point.known_on,
        point.extract_id,
    )


def _control_cells(series: Series, point: Point) -> tuple[str, ...]:
    """Return the mean, the control limits and what the point signals."""
    reading = series.chart.readings.get(point) if series.chart else None
    if reading is None:
        return ("", "", "", "")
    lines = ("" if each is None else f"{each:.4f}" for each in reading.limits[:3])
    return (*lines, signal_words(reading))


def _number(number: float | None, decimals: int) -> str:
    """Return a number as it was published, without thousands separators; blank for None."""
    if number is None:
        return ""
    is_whole = decimals < 0 and number == int(number)
    return f"{number:.{max(decimals, 0)}f}" if decimals >= 0 or is_whole else repr(number)


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _requested_series(engine: Engine) -> tuple[Panel, Series, MeasureContext, Selection]:
    with open_requested(engine, "measure", request.args.get("measure", "")) as snapshot:
        return *load_measure(snapshot), snapshot.selection
