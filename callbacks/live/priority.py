"""The page of a priority answers its controls: counts, controls and panels, each of them by itself."""

from collections.abc import Callable

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.live.calls import open_page
from callbacks.pages.priority import load_priority
from dashboard.model.panel import Overview, Priority
from dashboard.model.selection import Selection
from data.store.engine import Engine
from layouts.pages.priority import (
    COUNTS,
    PANELS,
    TOOLS,
    PriorityContext,
    counts_part,
    panels_part,
    tools_part,
)
from layouts.ui.live import ADDRESS, CHOICES
from layouts.ui.static_html import ATTRIBUTE, html_text

_Drawing = Callable[[Overview, Priority, PriorityContext, Selection], Component | None]


def register_priority(app: Dash, engine: Engine) -> None:
    """Register what follows a choice on the page of a priority; an address is in `choices`."""

    def shown(draw: _Drawing, address: str) -> str:
        with open_page(engine, address, "priority") as snapshot:
            return html_text(draw(*load_priority(snapshot), snapshot.selection))

    @app.callback(Output(PANELS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_panels(address: str) -> str:
        """Return the panels, or the list, of what was chosen."""
        return shown(panels_part, address)

    @app.callback(Output(TOOLS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_tools(address: str) -> str:
        """Return the row of controls with what was chosen."""
        return shown(lambda plan, one, _, chosen: tools_part(plan, one, chosen), address)

    @app.callback(Output(COUNTS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_counts(address: str) -> str:
        """Return the counts of measures by status, each with where it leads from here."""
        return shown(lambda _, one, __, chosen: counts_part(one, chosen), address)
