"""The page of a measure answers its controls: the card of the series, and the tabs under it."""

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.live.calls import Drawing, written_part
from callbacks.pages.measure import load_measure
from data.queries.snapshot import Snapshot
from data.store.databases.engine import Engine
from layouts.measure.card import CARD, measure_card
from layouts.measure.tabs import TABS, tabs_part
from layouts.ui.live import ADDRESS, CHOICES
from layouts.ui.static_html import ATTRIBUTE


def register_measure(app: Dash, engine: Engine) -> None:
    """Register what follows a choice on the page of a measure; an address is in `choices`."""

    def written(draw: Drawing, address: str) -> str:
        return written_part(engine, address, "measure", draw)

    @app.callback(Output(CARD, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_card(address: str) -> str:
        """Return value, tags, controls, chart and facts of what was chosen."""
        return written(_card, address)

    @app.callback(Output(TABS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_tabs(address: str) -> str:
        """Return the tabs of what was chosen, with the one that is open."""
        return written(_tabs, address)


def _card(snapshot: Snapshot) -> Component:
    return measure_card(*load_measure(snapshot), snapshot.selection)


def _tabs(snapshot: Snapshot) -> Component:
    return tabs_part(*load_measure(snapshot), snapshot.selection)
