"""The page of a priority answers its controls: counts, controls and panels, each of them by itself."""

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.live.calls import Drawing, written_part
from callbacks.pages.priority import load_priority, load_priority_panels
from data.queries.snapshot import Snapshot
from data.store.databases.engine import Engine
from layouts.pages.priority import COUNTS, PANELS, TOOLS, counts_part, panels_part, tools_part
from layouts.ui.live import ADDRESS, CHOICES
from layouts.ui.static_html import ATTRIBUTE


def register_priority(app: Dash, engine: Engine) -> None:
    """Register what follows a choice on the page of a priority; an address is in `choices`."""

    def written(draw: Drawing, address: str) -> str:
        return written_part(engine, address, "priority", draw)

    @app.callback(Output(PANELS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_panels(address: str) -> str:
        """Return the panels, or the list, of what was chosen."""
        return written(_panels, address)

    @app.callback(Output(TOOLS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_tools(address: str) -> str:
        """Return the row of controls with what was chosen."""
        return written(_tools, address)

    @app.callback(Output(COUNTS, ATTRIBUTE), Input(CHOICES, ADDRESS), prevent_initial_call=True)
    def show_counts(address: str) -> str:
        """Return the counts of measures by status, each with where it leads from here."""
        return written(_counts, address)


def _panels(snapshot: Snapshot) -> Component | None:
    return panels_part(*load_priority_panels(snapshot), snapshot.selection)


def _tools(snapshot: Snapshot) -> Component | None:
    overview, priority, _ = load_priority(snapshot)
    return tools_part(overview, priority, snapshot.selection)


def _counts(snapshot: Snapshot) -> Component | None:
    _, priority, _ = load_priority(snapshot)
    return counts_part(priority, snapshot.selection)
