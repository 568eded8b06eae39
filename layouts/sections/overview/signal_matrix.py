"""How many measures vary how, and can be expected to reach their target: variation by assurance."""

from collections import Counter

from dash import html

from dashboard.model.selection import address
from dashboard.panels.signals import ASSURANCE_WORDS, VARIATION_WORDS
from layouts.ui.components import aria
from layouts.ui.overview_measures import MeasuresView
from layouts.ui.tables import scroll_region

MATRIX_CAPTION = "Measures by variation and assurance"
METHOD = (
    "Variation says whether a change is more than the usual ups and downs; assurance, whether the "
    "measure can be expected to reach its target as things are. Both come from its control chart "
    "(XmR), which needs 13 points whose periods do not overlap."
)


def signal_matrix(view: MeasuresView) -> html.Div:
    """Render the counts of variation by assurance, each a link to the measures of its cell.

    Where no control chart judges a measure there are none to show.
    """
    counts = Counter(each.signal for each in view.measures)
    matrix = _table(view, counts) if view.signals.signs else None
    is_hidden = not (view.selection.view == "list" and view.selection.group == "signal")
    parts = [html.P(view.signals.headline), matrix, html.P(METHOD, className="small")]
    return html.Div(
        [part for part in parts if part is not None], id="signal-matrix", hidden=is_hidden
    )


def _table(view: MeasuresView, counts: Counter[str]) -> html.Div:
    head = html.Tr(
        [html.Th("Variation", scope="col")]
        + [html.Th(words, scope="col") for words in ASSURANCE_WORDS.values()]
    )
    rows = [
        html.Tr(
            [html.Th(words, scope="row")]
            + [
                _cell(view, f"{variation}.{each}", counts, words)
                for each, words in ASSURANCE_WORDS.items()
            ]
        )
        for variation, words in VARIATION_WORDS.items()
        if variation != "neutral" or any(key.startswith("neutral.") for key in counts)
    ]
    table = html.Table(
        [html.Caption(MATRIX_CAPTION), html.Thead(head), html.Tbody(rows)],
        className="signal-matrix",
    )
    return scroll_region(table, MATRIX_CAPTION)


def _cell(view: MeasuresView, signal: str, counts: Counter[str], assurance: str) -> html.Td:
    """Render a count; on a phone the name of its column stands before it."""
    count = counts[signal]
    if not count:
        return html.Td("–", className="is-empty")
    is_chosen = view.selection.signal == signal
    href = address(view.without(signal="" if is_chosen else signal))
    link = html.A(
        str(count),
        href=href,
        **{"data-toggle": f"signal={signal}"},
        **aria(current=is_chosen and "true"),
    )
    return html.Td([html.Span(f"{assurance} ", className="head-word"), link])
