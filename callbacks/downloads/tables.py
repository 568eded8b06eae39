"""Files to take away: the numbers of a plan, and templates of extracts; how every CSV is sent."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from flask import Flask, Response, abort, request

from callbacks.access.who import areas_with, shows_small
from callbacks.pages.resolve import open_selection
from dashboard.model.panel import SYNTHETIC, Area, Overview, Panel, Series
from dashboard.model.rights import Right
from dashboard.model.selection import read_address
from dashboard.model.urls import PAGES, Urls
from dashboard.panels.panel import row_series
from dashboard.panels.signals import ASSURANCE_WORDS, VARIATION_WORDS, Signals
from dashboard.text.csv_safe import csv_text
from data.queries.loads import load_reading_rules
from data.queries.panels import load_overview, load_signals
from data.queries.snapshot import Snapshot
from data.schema.data_dictionary import template_csv
from data.schema.registry import KINDS
from data.store.databases.engine import Engine, require_ready
from data.store.read_transaction import read_transaction

OVERVIEW_COLUMNS: Final = (
    "priority",
    "measure_id",
    "measure",
    "series",
    "basis",
    "year_kind",
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
    "year_kind",
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

# The marks of files with small numbers.
UNSUPPRESSED: Final = "unsuppressed"
UNSUPPRESSED_WORDS: Final = "unsuppressed: not for publication"
# Their rows say how files are read: an analyst takes them away, edits them and loads them again.
EDITED_KINDS: Final = ("aliases", "measure_names", "scorecard_mappings", "sen2_codes")


def register_downloads(server: Flask, engine: Engine) -> None:
    """Add the addresses of the files; one that names nothing known answers 404."""

    def overview() -> Response:
        with open_requested(engine, "overview") as snapshot:
            plan_overview = load_overview(snapshot)
        name = f"{plan_overview.area.name}-{plan_overview.framework.framework_id}-as-at-{plan_overview.as_of}"
        named = file_name(name, plan_overview.area)
        return csv_response(named, OVERVIEW_COLUMNS, overview_rows(plan_overview))

    def signals() -> Response:
        with open_requested(engine, "overview") as snapshot:
            plan_overview, plan_signals = load_overview(snapshot), load_signals(snapshot)
        name = f"{plan_overview.area.name}-{plan_overview.framework.framework_id}-signals-as-at-{plan_overview.as_of}"
        rows = signals_rows(plan_signals, plan_overview.area)
        return csv_response(file_name(name, plan_overview.area), SIGNALS_COLUMNS, rows)

    def template(kind: str) -> Response:
        try:
            text = template_csv(kind)
        except KeyError:
            abort(404)
        return file_response(kind, text)

    def rows(kind: str) -> Response:
        if kind not in EDITED_KINDS:
            abort(404)
        names = [column.name for column in KINDS[kind].columns]
        with read_transaction(engine) as transaction:
            frame = load_reading_rules(transaction, kind, areas_with(Right.READ))[names]
        return csv_response(kind, names, frame.to_numpy().tolist())

    server.add_url_rule(Urls.ROWS_CSV, "download_rows", rows)
    server.add_url_rule(Urls.OVERVIEW_CSV, "download_overview", overview)
    server.add_url_rule(Urls.SIGNALS_CSV, "download_signals", signals)
    server.add_url_rule(Urls.TEMPLATE_CSV, "download_template", template)


def overview_rows(overview: Overview) -> Iterable[Sequence[Any]]:
    """Return a row for each series that the overview shows, in the plan's order."""
    for priority in overview.priorities:
        for panel in priority.panels:
            for series in row_series(panel):
                cells = (*_series_cells(panel, series), overview.as_of, series.origin)
                yield (priority.number, *cells, data_words(overview.area))


def signals_rows(signals: Signals, area: Area) -> Iterable[Sequence[Any]]:
    """Return a row for each series in the matrix, then for each that has no place in it."""
    placed = [
        (item, (VARIATION_WORDS[item.variation], ASSURANCE_WORDS[item.assurance], ""))
        for item in signals.signs
    ]
    apart = [(item, ("", "", item.reason)) for item in signals.uncharted]
    for item, judged in (*placed, *apart):
        cells = (*_series_cells(item.panel, item.series), *judged)
        yield (*cells, signals.as_of, item.series.origin, data_words(area))


def data_words(area: Area) -> str:
    """Return the mark of a row of a file: of made-up figures, or of real ones not to be published."""
    if area.is_synthetic:
        return SYNTHETIC
    return UNSUPPRESSED_WORDS if shows_small(area.area_code) else ""


def file_name(name: str, area: Area) -> str:
    """Return the name of a file; one of made-up figures, or with small numbers, says so."""
    named = synthetic_name(name, area)
    return f"{UNSUPPRESSED}-{named}" if shows_small(area.area_code) else named


def synthetic_name(name: str, area: Area) -> str:
    """Return the name of a file; one of made-up figures says so."""
    is_labelled = SYNTHETIC in name.lower() or not area.is_synthetic
    return name if is_labelled else f"{SYNTHETIC}-{name}"


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return a CSV file that spreadsheets read as UTF-8."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return file_response(plain, csv_text(columns, rows))


def _series_cells(panel: Panel, series: Series) -> tuple[str, ...]:
    return (
        panel.measure.measure_id,
        panel.measure.title,
        series.label,
        *series.window,
        series.value_words,
        series.period_words,
        series.baseline_words,
        series.target_words,
        series.status.gap_words,
        series.status.word,
        series.trend.word,
    )


@contextmanager
def open_requested(engine: Engine, page: str, measure: str = "") -> Iterator[Snapshot]:
    """Open a snapshot of the query, read as the page's own address."""
    path = Urls.path(PAGES[page], measure=measure)
    selection = read_address(path, request.query_string.decode())
    if selection is None:
        abort(404)
    require_ready(engine)
    with open_selection(engine, selection) as snapshot:
        yield snapshot


def file_response(name: str, text: str, ending: str = "csv") -> Response:
    """Return a text as a download of that name."""
    heads = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    if ending == "svg":
        return Response(text, mimetype="image/svg+xml", headers=heads)
    # The mark at the start tells Excel that the file is UTF-8.
    return Response("\ufeff" + text, mimetype="text/csv", headers=heads)
