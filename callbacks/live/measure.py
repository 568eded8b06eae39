"""The page of a measure answers its controls: the card of the series, and the tabs under it."""

from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.live.calls import open_page
from callbacks.pages.measure import load_measure
from data.store.engine import Engine
from layouts.measure.card import CARD, measure_card
from layouts.measure.tabs import TABS, tabs_part
from layouts.ui.live import ADDRESS, CHOICES
from layouts.ui.static_html import ATTRIBUTE, html_text


def register_measure(app: Dash, engine: Engine) -> None:
    """Register what follows a choice on the page of a measure; an address is in `choices`."""

    def shown(draw: Any, address: str) -> str:
        with open_page(engine, address, "measure") as snapshot:
            panel, series, context = load_measure(snapshot)
            drawn: Component = draw(panel, series, context, snapshot.selection)
            return html_text(drawn)

    @app.callback(Output(CARD, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_card(address: str) -> str:
        """Return value, tags, controls, chart and facts of what was chosen."""
        return shown(measure_card, address)

    @app.callback(Output(TABS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_tabs(address: str) -> str:
        """Return the tabs of what was chosen, with the one that is open."""
        return shown(tabs_part, address)
