"""The frame round every page: header, chooser, main, live region, footer."""

from datetime import date

from dash import dcc, html

from dashboard.model.panel import Area
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from layouts.ui.components import DATA_TEAM, DATA_TEAM_WORDS, aria
from layouts.ui.controls import breakdown_field, chooser_fields

PRODUCT = "SEND dashboard"
_NAV = (
    ("overview", "Overview"),
    ("actions", "Actions"),
    ("meeting", "Meetings"),
    ("data", "Data"),
    ("about", "About"),
)
# Pages without a link of their own, and the page that leads to them.
_PRELUDE = {"scrutiny": "meeting"}
_LICENCE = (
    "Figures come from published reports of the local areas and from the Department for "
    "Education, the latter under the Open Government Licence v3.0."
)


def shell(today: date) -> html.Div:
    """Render the frame with an empty page in it; the address fills it."""
    return html.Div(
        [
            dcc.Store(id="address"),
            dcc.Store(id="shown"),
            html.Header(
                html.Div(
                    [
                        html.A(PRODUCT, href="/", className="product"),
                        html.Nav(id="nav", **aria(label="Pages")),
                    ],
                    className="wide",
                ),
                className="band",
            ),
            html.Section(
                html.Div(chooser_fields(today), className="wide"),
                id="chooser",
                className="chooser",
                **aria(label="Area, plan and report date"),
            ),
            html.Main(
                [
                    html.Div(id="small-numbers"),
                    html.Div(id="synthetic"),
                    html.Div(id="no-answer", className="no-answer"),
                    html.Div(html.P("Loading…"), id="page-top", className="wide app-loading"),
                    html.Div(breakdown_field(), className="wide"),
                    html.Div(id="page", className="wide"),
                ],
                id="main",
                tabIndex="-1",
            ),
            html.Div(id="announcer", className="visually-hidden", role="status"),
            _footer(),
        ],
        className="frame",
    )


def data_team_note() -> html.P:
    """Render the notice under the chooser on every page that shows small numbers."""
    return html.P([html.Strong(DATA_TEAM), f" {DATA_TEAM_WORDS}"], className="synthetic wide")


def synthetic_note(area: Area | None) -> html.P | None:
    """Render the notice under the chooser on every page with synthetic figures."""
    if area is None or not area.is_synthetic:
        return None
    words = f"{area.name} is no real place: every figure, target and text of it was made up."
    return html.P([html.Strong("Synthetic data. "), words], className="synthetic wide")


def nav_links(selection: Selection) -> html.Ul:
    """Render the links to the pages, each with area, plan and report date."""
    return html.Ul([_nav_item(page, words, selection) for page, words in _NAV])


def _nav_item(page: str, words: str, selection: Selection) -> html.Li:
    current = "page" if page == selection.page else page == _PRELUDE.get(selection.page)
    return html.Li(html.A(words, href=selection.to(page), **aria(current=current)))


def _footer() -> html.Footer:
    return html.Footer(
        html.Div(
            [
                html.P([_LICENCE, " ", html.A("Sources and licences", href=Urls.about("sources"))]),
                html.P(html.A("Accessibility statement", href=Urls.about("accessibility"))),
            ],
            className="wide",
        )
    )
