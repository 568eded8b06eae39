"""Files to take away: the numbers of a plan, and templates of extracts; how every CSV is sent."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from flask import Flask, Response, abort, request

from callbacks.pages.resolve import resolve_selection
from dashboard.model.panel import SYNTHETIC, Area, Overview, Panel, Series
from dashboard.model.selection import Selection, read_address
from dashboard.model.urls import PAGES, Urls
from dashboard.panels.panel import row_series
from dashboard.panels.signals import ASSURANCE_WORDS, VARIATION_WORDS, Signals
from dashboard.text.csv_safe import csv_text
from data.queries.panels import UnknownSelectionError, load_overview
from data.queries.signals import load_signals
from data.schema.data_dictionary import template_csv
from data.store.engine import Engine, StoreNotReadyError, require_ready

OVERVIEW_COLUMNS: Final = (
    "priority",
    "measure_id",
    "measure",
    "series",
    "basis",
    "latest",
    "period",
    "baseline",
    "target",
    "gap",
    "status",
    "trend",
    "as_at",
    "origin",
    "data",
)
SIGNALS_COLUMNS: Final = (
    "measure_id",
    "measure",
    "series",
    "basis",
    "latest",
    "period",
    "baseline",
    "target",
    "gap",
    "status",
    "trend",
    "variation",
    "assurance",
    "why_not_charted",
    "as_at",
    "origin",
    "data",
)


def register_downloads(server: Flask, engine: Engine, *, shows_small: bool = False) -> None:
    """Add the addresses of the files; one that names nothing known answers 404."""

    def overview() -> Response:
        plan_overview = _requested_overview(engine, shows_small)
        name = f"{plan_overview.area.name}-{plan_overview.framework.framework_id}-as-at-{plan_overview.as_of}"
        named = file_name(name, plan_overview.area)
        return csv_response(named, OVERVIEW_COLUMNS, overview_rows(plan_overview))

    def signals() -> Response:
        plan_overview = _requested_overview(engine, shows_small)
        selection = requested_selection(engine, "signals")
        plan_signals = load_signals(engine, selection, today(), shows_small=shows_small)
        name = f"{plan_overview.area.name}-{plan_overview.framework.framework_id}-signals-as-at-{plan_overview.as_of}"
        rows = signals_rows(plan_signals, plan_overview.area)
        return csv_response(file_name(name, plan_overview.area), SIGNALS_COLUMNS, rows)

    def template(kind: str) -> Response:
        try:
            text = template_csv(kind)
        except KeyError:
            abort(404)
        return file_response(kind, text)

    server.add_url_rule(Urls.OVERVIEW_CSV, "download_overview", overview)
    server.add_url_rule(Urls.SIGNALS_CSV, "download_signals", signals)
    server.add_url_rule(Urls.TEMPLATE_CSV, "download_template", template)


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
        (item, (VARIATION_WORDS[item.variation], ASSURANCE_WORDS[item.assurance], ""))
        for item in signals.signs
    ]
    apart = [(item, ("", "", item.reason)) for item in signals.uncharted]
    for item, judged in (*placed, *apart):
        cells = (*_series_cells(item.panel, item.series), *judged)
        yield (*cells, signals.as_of, item.series.origin, data_words(area))


def data_words(area: Area) -> str:
    """Say in every row of a file that its figures are made up; empty where they are not."""
    return SYNTHETIC if area.is_synthetic else ""


def file_name(name: str, area: Area) -> str:
    """Name a file; one of made-up figures says so."""
    is_labelled = SYNTHETIC in name.lower() or not area.is_synthetic
    return name if is_labelled else f"{SYNTHETIC}-{name}"


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Write a CSV file that spreadsheets read as UTF-8."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return file_response(plain, csv_text(columns, rows))


def _series_cells(panel: Panel, series: Series) -> tuple[str, ...]:
    return (
        panel.measure.measure_id,
        panel.measure.title,
        series.label,
        series.basis,
        series.value_words,
        series.period_words,
        series.baseline_words,
        series.target_words,
        series.status.gap_words,
        series.status.word,
        series.trend.word,
    )


def _requested_overview(engine: Engine, shows_small: bool) -> Overview:
    selection = requested_selection(engine, "overview")
    return load_overview(engine, selection, today(), shows_small=shows_small)


def requested_selection(engine: Engine, page: str, measure: str = "") -> Selection:
    """Read the query as the page's own address is read; 404 where it names nothing known."""
    path = Urls.path(PAGES[page], measure=measure)
    selection = read_address(path, request.query_string.decode())
    if selection is None:
        abort(404)
    try:
        require_ready(engine)
        return resolve_selection(engine, selection, {})
    except (UnknownSelectionError, StoreNotReadyError):
        abort(404)


def today() -> date:
    """Give the day on which a file is asked for."""
    return datetime.now(UTC).date()


def file_response(name: str, text: str, ending: str = "csv") -> Response:
    """Send a text to be saved as a file of that name."""
    heads = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    if ending == "svg":
        return Response(text, mimetype="image/svg+xml", headers=heads)
    # The mark at the start tells Excel that the file is UTF-8.
    return Response("\ufeff" + text, mimetype="text/csv", headers=heads)
