"""A page in plain Dash, as anyone would first write it: a graph and a callback for each measure.

Figures of `plotly.graph_objects`, default assets. It is what the product's pages are measured against; it
is never served to anybody.
"""

import json
import os
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

page: dict[str, Any] = json.loads(Path(os.environ["PEER_FIGURES"]).read_text())


def figure(panel: dict[str, Any]) -> go.Figure:
    """Draw a series and its target."""
    drawn = go.Figure(go.Scatter(x=panel["ends"], y=panel["values"], mode="lines+markers"))
    if panel["target"] is not None:
        drawn.add_hline(y=panel["target"], line_dash="dash")
    return drawn.update_layout(title=panel["title"])


app = Dash(__name__)
server = app.server
server.add_url_rule("/healthz", "healthz", lambda: "")
app.layout = html.Main(
    [html.H1(page["title"]), html.P(page["headline"]), dcc.Location(id="address")]
    + [
        html.Section([html.H2(each["title"]), html.P(each["headline"]), dcc.Graph(id=f"graph-{n}")])
        for n, each in enumerate(page["panels"])
    ]
)


def _register(number: int, panel: dict[str, Any]) -> None:
    @app.callback(Output(f"graph-{number}", "figure"), Input("address", "pathname"))
    def show(_: str) -> go.Figure:
        return figure(panel)


for _number, _panel in enumerate(page["panels"]):
    _register(_number, _panel)
