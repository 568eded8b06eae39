"""A field of Bootstrap that the server writes is the element that it draws in the browser."""

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash, html
from dash.testing.composite import DashComposite
from lxml import html as parser

from layouts.ui.static_html import html_text

DATES: Final = [{"value": "", "label": "Last report"}, {"value": "latest", "label": "Newest <day>"}]
# What React sets as a property of the element, and a step that is that of every field anyhow.
NOT_WRITTEN: Final = ("value", "selected", "step")


def fields() -> html.Div:
    return html.Div(
        [
            dbc.Label("As at", html_for="day"),
            dbc.Select(DATES, "latest", id="day", name="as_of"),
            dbc.Input(
                id="other", name="as_of", type="date", value="2026-11-29", min="2010-01-01",
                max="2026-11-29", required=True,
            ),
            dbc.Input(id="area", name="area", type="text", value="Haringey", list="areas", autocomplete="off"),
        ],
        id="fields",
    )  # fmt: skip


def elements(text: str) -> list[Any]:
    return [
        (
            element.tag,
            (element.text or "").strip(),
            {
                name: value or name
                for name, value in element.attrib.items()
                if name not in NOT_WRITTEN or (element.tag == "option" and name == "value")
            },
        )
        for element in parser.fromstring(text).iter()
        # The option of a select without a choice, which ours never are.
        if "hidden" not in element.attrib
    ]


def test_fields_are_written_as_they_are_drawn(dash_duo: DashComposite) -> None:
    app = Dash(__name__)
    app.layout = fields()
    dash_duo.start_server(app)
    dash_duo.wait_for_element("#fields #area")
    drawn = dash_duo.find_element("#fields").get_attribute("outerHTML") or ""
    written = html_text(fields())
    assert elements(written) == elements(drawn)
    assert '<option selected value="latest">' in written
    assert dash_duo.find_element("#day").get_property("value") == "latest"
