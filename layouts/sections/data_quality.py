"""What looks odd about figures and targets: in full for the data team, and on the measure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import breakdown_words
from dashboard.model.selection import Selection, address
from dashboard.quality.checks import CHECK_WORDS, by_kind
from dashboard.quality.model import Anomaly
from dashboard.text.format import counted, sentence_case
from layouts.ui.components import section
from layouts.ui.tables import stacked_table

HEADING: Final = "To check"
ANCHOR: Final = "check"
_NONE: Final = "No figure or target looks odd by the checks that are made of each."
# So many kinds stand in the summary.
_SHOWN: Final = 3
_COLUMNS: Final = ("Measure", "Area", "Found", "Expected", "What to do")
# A table of more rows is not read; the rest is counted.
MOST_LISTED: Final = 100


def check_summary(anomalies: Sequence[Anomaly], addresses: Callable[[str], str]) -> list[Component]:
    """Render the kinds that matter most, each with a link to its list; `addresses` gives that of a kind."""
    if not anomalies:
        return [html.P(_NONE)]
    kinds = by_kind(anomalies)
    shown = [
        html.Li(
            [html.Strong(f"{len(some):,}"), " ", html.A(CHECK_WORDS[check], href=addresses(check))]
        )
        for check, some in kinds[:_SHOWN]
    ]
    return [
        html.Ul(shown, className="kinds"),
        html.P(html.A(_all_words(len(kinds)), href=addresses(""))),
    ]


def anomalies_list(
    anomalies: Sequence[Anomaly], areas: Mapping[str, str], opened: str = ""
) -> list[Component]:
    """Render every oddity by its kind, one of them open; `areas` names those with pages or none."""
    if not anomalies:
        return [html.P(_NONE)]
    return [
        html.P(f"{_figures_to_check(len(anomalies))} Nothing was changed."),
        *(
            _table(check, some, areas, is_open=check == opened)
            for check, some in by_kind(anomalies)
        ),
    ]


def measure_anomalies(anomalies: Sequence[Anomaly]) -> Component | None:
    """Render what looks odd about a measure; None where nothing does."""
    if not anomalies:
        return None
    texts = dict.fromkeys((CHECK_WORDS[anomaly.check], anomaly.words) for anomaly in anomalies)
    items = [html.Li([html.Strong(f"{name}. "), words]) for name, words in texts]
    return section(HEADING, html.Ul(items, className="odd"), anchor=ANCHOR)


def _figures_to_check(count: int) -> str:
    return f"{counted(count, 'figure')} to check."


def _all_words(count: int) -> str:
    return "Show all" if count <= _SHOWN else f"All {count} kinds"


def _table(
    check: str, anomalies: Sequence[Anomaly], areas: Mapping[str, str], *, is_open: bool
) -> html.Details:
    name = CHECK_WORDS[check]
    shown, left = anomalies[:MOST_LISTED], len(anomalies) - MOST_LISTED
    table = stacked_table(name, _COLUMNS, [_anomaly_cells(anomaly, areas) for anomaly in shown])
    more = html.P(f"And {left:,} more of the same.") if left > 0 else None
    parts = [html.Summary(f"{name} ({len(anomalies):,})"), table, more]
    return html.Details(
        [part for part in parts if part is not None], id=check, className="dictionary", open=is_open
    )


def _anomaly_cells(anomaly: Anomaly, areas: Mapping[str, str]) -> list[Any]:
    figure = anomaly.figure
    part = breakdown_words(figure.breakdown)
    title = f"{figure.measure.title}, {part}" if part else figure.measure.title
    return [
        _link(anomaly, title),
        areas.get(figure.area_code, figure.area_code),
        sentence_case(anomaly.actual),
        anomaly.expected,
        anomaly.fix,
    ]


def _link(anomaly: Anomaly, title: str) -> html.A | str:
    """Render a link to the measure in the plan that set or reported it; other figures have no page."""
    figure = anomaly.figure
    if not figure.framework_id or figure.role == "benchmark":
        return title
    chosen = Selection(
        page="measure",
        area=figure.area_code,
        framework=figure.framework_id,
        measure=figure.measure.measure_id,
    )
    return html.A(title, href=address(chosen))
