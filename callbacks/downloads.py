"""Files to take away: the numbers of a series or of a plan, and templates of extracts."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask, Response, abort, request

from callbacks.answers import resolve_selection
from dashboard.addresses import Selection, read_address
from dashboard.control_words import signal_words
from dashboard.csv_cells import csv_text
from dashboard.panel import row_series
from dashboard.shapes import SYNTHETIC, Area, Overview, Panel, Point, Series
from dashboard.signals import ASSURANCE_WORDS, VARIATION_WORDS, Signals
from dashboard.taken_away import about_rows
from data.panels import UnknownSelectionError, load_overview, load_panel
from data.signals import load_signals
from data.store import Engine, StoreNotReadyError, require_ready
from data.templates import template_csv
from layouts.control import without_control
from layouts.picking import chosen_series
from layouts.picture_file import picture_file
from layouts.series_links import NO_LIMITS, series_file_name

SERIES_COLUMNS: Final = (
    "area_code", "area", "framework_id", "measure_id", "measure", "breakdown", "basis",
    "statistic", "period_start", "period_end", "numerator", "denominator", "value", "value_low",
    "value_high", "unit", "marker", "provisional", "published_after_report_date", "as_published",
    "note", "source_document", "source", "known_on", "extract", "origin", "data", "mean",
    "lower_limit", "upper_limit", "signal",
)  # fmt: skip
OVERVIEW_COLUMNS: Final = (
    "priority", "measure_id", "measure", "series", "basis", "latest", "period", "baseline",
    "target", "gap", "status", "trend", "as_at", "origin", "data",
)  # fmt: skip
# What a CSV file of figures has no place for goes beside it, so that its first row is its header.
ABOUT_COLUMNS: Final = ("what", "words")
SIGNALS_COLUMNS: Final = (
    "measure_id", "measure", "series", "basis", "latest", "period", "baseline", "target", "gap",
    "status", "trend", "variation", "assurance", "why_not_charted", "as_at", "origin", "data",
)  # fmt: skip


def register_downloads(server: Flask, engine: Engine, *, shows_small: bool = False) -> None:
    """Add the addresses of the files; one that names nothing known answers 404."""

    def series() -> Response:
        panel, chosen = _known_series(engine, shows_small)
        name = file_name(series_file_name(panel, chosen), panel.area)
        return csv_response(name, SERIES_COLUMNS, series_rows(panel, chosen))

    def about_series() -> Response:
        panel, chosen = _known_series(engine, shows_small)
        name = file_name(f"about-{series_file_name(panel, chosen)}", panel.area)
        return csv_response(name, ABOUT_COLUMNS, about_rows(panel, chosen))

    def picture() -> Response:
        panel, chosen = _known_series(engine, shows_small)
        hides = request.args.get("limits") == NO_LIMITS
        shown = without_control(chosen) if hides else chosen
        drawn = picture_file(panel, shown, benchmarks=request.args.get("around") == "1")
        return _file(file_name(series_file_name(panel, chosen), panel.area), drawn, "svg")

    def overview() -> Response:
        found = _known_overview(engine, shows_small)
        name = f"{found.area.name}-{found.framework.framework_id}-as-at-{found.as_of}"
        named = file_name(name, found.area)
        return csv_response(named, OVERVIEW_COLUMNS, overview_rows(found))

    def signals() -> Response:
        found = _known_overview(engine, shows_small)
        asked = asked_selection(engine, "signals")
        told = load_signals(engine, asked, _today(), shows_small=shows_small)
        name = f"{found.area.name}-{found.framework.framework_id}-signals-as-at-{found.as_of}"
        rows = signals_rows(told, found.area)
        return csv_response(file_name(name, found.area), SIGNALS_COLUMNS, rows)

    def template(kind: str) -> Response:
        try:
            text = template_csv(kind)
        except KeyError:
            abort(404)
        return _file(kind, text)

    server.add_url_rule("/download/series.csv", "download_series", series)
    server.add_url_rule("/download/about-series.csv", "download_about_series", about_series)
    server.add_url_rule("/download/series.svg", "download_picture", picture)
    server.add_url_rule("/download/overview.csv", "download_overview", overview)
    server.add_url_rule("/download/signals.csv", "download_signals", signals)
    server.add_url_rule("/download/template/<kind>.csv", "download_template", template)


def series_rows(panel: Panel, series: Series) -> Iterable[Sequence[Any]]:
    """Give a row for each point, numbers as they were published."""
    shared = (panel.area.area_code, panel.area.name, panel.framework.framework_id)
    measure = (panel.measure.measure_id, panel.measure.title, series.breakdown, series.basis)
    for point in series.points:
        cells = (*_point_cells(point, panel), point.origin, data_words(panel.area))
        yield (*shared, *measure, *cells, *_control_cells(series, point))


def overview_rows(overview: Overview) -> Iterable[Sequence[Any]]:
    """Give a row for each series that the overview shows, in the plan's order."""
    for priority in overview.priorities:
        for panel in priority.panels:
            for series in row_series(panel):
                cells = (*_series_cells(panel, series), overview.as_of, series.origin)
                yield (priority.number, *cells, data_words(overview.area))


def signals_rows(signals: Signals, area: Area) -> Iterable[Sequence[Any]]:
    """Give a row for each series in the matrix, then for each that has no place in it."""
    placed = [
        (one, (VARIATION_WORDS[one.variation], ASSURANCE_WORDS[one.assurance], ""))
        for one in signals.signs
    ]
    apart = [(one, ("", "", one.reason)) for one in signals.uncharted]
    for one, judged in (*placed, *apart):
        cells = (*_series_cells(one.panel, one.series), *judged)
        yield (*cells, signals.as_of, one.series.origin, data_words(area))


def data_words(area: Area) -> str:
    """Say in every row of a file that its figures are made up; empty where they are not."""
    return SYNTHETIC if area.is_synthetic else ""


def file_name(name: str, area: Area) -> str:
    """Name a file; one of made-up figures says so."""
    is_said = SYNTHETIC in name.lower() or not area.is_synthetic
    return name if is_said else f"{SYNTHETIC}-{name}"


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Write a CSV file that spreadsheets read as UTF-8."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return _file(plain, csv_text(columns, rows))


def _point_cells(point: Point, panel: Panel) -> tuple[Any, ...]:
    return (
        point.statistic, point.period_start, point.period_end,
        _number(point.numerator, 0), _number(point.denominator, 0),
        *(_number(one, point.decimals) for one in (point.value, point.value_low, point.value_high)),
        panel.measure.unit, point.marker, _yes(point.is_provisional), _yes(point.is_later),
        point.as_published, point.note, point.source_document,
        panel.sources.get(point.source_document, ""), point.known_on, point.extract_id,
    )  # fmt: skip


def _control_cells(series: Series, point: Point) -> tuple[str, ...]:
    """Give the mean, the limits as they were worked out, and what the point signals."""
    reading = series.chart.readings.get(point) if series.chart else None
    if reading is None:
        return ("", "", "", "")
    lines = ("" if each is None else f"{each:.4f}" for each in reading.limits[:3])
    return (*lines, signal_words(reading))


def _series_cells(panel: Panel, series: Series) -> tuple[str, ...]:
    return (
        panel.measure.measure_id, panel.measure.title, series.label, series.basis,
        series.value_words, series.period_words, series.baseline_words, series.target_words,
        series.status.gap_words, series.status.word, series.trend.word,
    )  # fmt: skip


def _number(number: float | None, decimals: int) -> str:
    """Write a number as it was published, without the commas that a CSV file would trip over."""
    if number is None:
        return ""
    is_whole = decimals < 0 and number == int(number)
    return f"{number:.{max(decimals, 0)}f}" if decimals >= 0 or is_whole else repr(number)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def _known_series(engine: Engine, shows_small: bool) -> tuple[Panel, Series]:
    selection = asked_selection(engine, "measure", request.args.get("measure", ""))
    try:
        panel = load_panel(engine, selection, _today(), shows_small=shows_small)
    except UnknownSelectionError:
        abort(404)
    chosen = chosen_series(panel, selection)
    is_known = chosen and (chosen.points or not selection.statistic)
    return (panel, chosen) if chosen and is_known else abort(404)


def _known_overview(engine: Engine, shows_small: bool) -> Overview:
    asked = asked_selection(engine, "overview")
    return load_overview(engine, asked, _today(), shows_small=shows_small)


def asked_selection(engine: Engine, page: str, measure: str = "") -> Selection:
    """Read the query as the page's own address is read; 404 where it names nothing known."""
    path = f"/measure/{measure}" if page == "measure" else "/"
    asked = read_address(path, request.query_string.decode())
    if asked is None:
        abort(404)
    try:
        require_ready(engine)
        return resolve_selection(engine, asked, {})
    except (UnknownSelectionError, StoreNotReadyError):
        abort(404)


def _today() -> Any:
    return datetime.now(UTC).date()


def _file(name: str, text: str, ending: str = "csv") -> Response:
    heads = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    if ending == "svg":
        return Response(text, mimetype="image/svg+xml", headers=heads)
    # The mark at the start tells Excel that the file is UTF-8.
    return Response("\ufeff" + text, mimetype="text/csv", headers=heads)
