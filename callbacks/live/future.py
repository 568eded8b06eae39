"""The page of future need answers its fields: the charts with the scenario that is chosen."""

from dash import Dash, Input, Output

from callbacks.live.calls import open_page
from data.queries.future import load_future_need
from data.store.databases.engine import Engine
from layouts.pages.future import PICTURE, picture
from layouts.ui.live import ADDRESS, CHOICES
from layouts.ui.static_html import ATTRIBUTE, html_text


def register_future(app: Dash, engine: Engine) -> None:
    """Register what follows a choice on the page of future need; `choices` is an address."""

    @app.callback(Output(PICTURE, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_picture(address: str) -> str:
        """Return the charts with the scenario."""
        with open_page(engine, address, "future") as snapshot:
            return html_text(picture(load_future_need(snapshot), snapshot.selection))
