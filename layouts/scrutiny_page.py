"""The scrutiny log of a plan: questions with their answers, recommendations with their progress."""

from dash import html
from dash.development.base_component import Component

from dashboard.addresses import Selection
from dashboard.shapes import Overview
from layouts.overview import overview_title
from layouts.parts import page_head

TITLE = "Scrutiny log"


def scrutiny_page(overview: Overview, _selection: Selection) -> list[Component]:
    """Draw what a committee asked and recommended on this plan."""
    head = page_head(TITLE, eyebrow=overview_title(overview))
    return [head, html.P("No question is logged for this plan yet.", className="lead")]
