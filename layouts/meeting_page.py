"""The packs of a plan: made, checked, finalised, and opened as deck, report or file."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.addresses import Selection
from dashboard.pack.shapes import StoredPack
from dashboard.shapes import Overview
from layouts.overview import overview_title
from layouts.parts import page_head

TITLE = "Meeting"


def meeting_page(
    packs: Sequence[StoredPack], overview: Overview, _selection: Selection
) -> list[Component]:
    """Draw what can be shown to a meeting of this plan."""
    head = page_head(TITLE, eyebrow=overview_title(overview))
    if not packs:
        return [head, html.P("No pack of this plan has been made yet.", className="lead")]
    return [head, html.Ul([html.Li(_links(pack)) for pack in packs])]


def _links(pack: StoredPack) -> list[Component]:
    return [
        html.A(f"Slides of {pack.pack_id}", href=f"/meeting/{pack.pack_id}/cover"),
        html.Span(" · "),
        html.A("Report", href=f"/report/{pack.pack_id}"),
    ]
