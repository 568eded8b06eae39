"""One measure in full: its card, and what else there is of it in tabs."""

from dash import html
from dash.development.base_component import Component

from dashboard.future.shown import has_future
from dashboard.model.panel import Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.export import BETTER_WORDS
from layouts.measure.card import CARD, measure_card
from layouts.measure.context import MeasureContext
from layouts.measure.tabs import TABS, tabs_part
from layouts.ui.components import aria, page_head
from layouts.ui.live import live_part, live_region
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.xml_text import escape


def measure_top(panel: Panel, context: MeasureContext, selection: Selection) -> list[html.Div]:
    """Render the head of the page: what leads to it, its title, definition and neighbours."""
    return [page_head(panel.measure.title, context.crumbs[-1:], _meta(panel, context, selection))]


def measure_series(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> list[Component]:
    """Render the card of the chosen series, then everything else about the measure in tabs."""
    card = live_part(CARD, measure_card(panel, series, context, selection))
    return [live_region([card, live_part(TABS, tabs_part(panel, series, context, selection))])]


def _meta(
    panel: Panel, context: MeasureContext, selection: Selection
) -> list[Component | str | None]:
    parts = [panel.local_reference, BETTER_WORDS[panel.measure.better].lower()]
    words = " · ".join(filter(None, parts))
    definition = escape(_sentence(panel.measure.definition))
    button = (
        '<button type="button" class="as-link" popovertarget="definition">Definition</button>'
        f'<span id="definition" popover class="explained">{definition}</span>'
    )
    links = [
        html.A(
            sign,
            href=way[1],
            className="next-measure",
            rel=rel,
            **aria(label=f"{name}: {way[0]}", keyshortcuts=key),
        )
        for sign, rel, name, key, way in (
            ("‹", "prev", "Previous measure", "[", context.before),
            ("›", "next", "Next measure", "]", context.after),
        )
        if way
    ]
    ahead = html.A("Future need", href=selection.to("future"), className="as-link")
    more = [" · ", ahead] if has_future(panel.measure) else []
    return [f"{words} · ", html.Span(**{ATTRIBUTE: button}), *more, *links]  # type: ignore[return-value]


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."
