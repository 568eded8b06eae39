"""The plain twin: the same panels as anyone would first write them in Dash.

One `dcc.Graph` and one callback a panel, figures of `plotly.graph_objects`, default assets. It is
what the product's pages are measured against; it is never served to anybody.
"""

import os
from datetime import UTC, datetime

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from data.queries.panels import load_overview
from data.queries.snapshot import open_snapshot
from data.store.engine import make_engine
from tests.bench.pages.plan import FRAMEWORK

with open_snapshot(
    make_engine(os.environ["DATABASE_URL"]),
    datetime.now(UTC).date(),
    Selection(framework=FRAMEWORK),
) as _snapshot:
    _overview = load_overview(_snapshot)
_panels = [panel for priority in _overview.priorities for panel in priority.panels]
if os.environ["TWIN_PAGE"] != "overview":
    _panels = list(_overview.priorities[0].panels)
if os.environ["TWIN_PAGE"] == "measure":
    _panels = _panels[:1]


def figure(panel: Panel) -> go.Figure:
    """Draw the leading series and its target."""
    points = [point for point in panel.lead.points if point.value is not None]
    drawn = go.Figure()
    ends = [point.period_end for point in points]
    drawn.add_trace(go.Scatter(x=ends, y=[point.value for point in points], mode="lines+markers"))
    if panel.lead.status.target:
        drawn.add_hline(y=panel.lead.status.target.value, line_dash="dash")
    drawn.update_layout(title=panel.lead.title)
    return drawn


app = Dash(__name__)
server = app.server
server.add_url_rule("/healthz", "healthz", lambda: "")
app.layout = html.Main(
    [html.H1(_overview.framework.title), html.P(_overview.headline), dcc.Location(id="address")]
    + [
        html.Section(
            [html.H2(panel.measure.title), html.P(panel.lead.headline), dcc.Graph(id=f"graph-{n}")]
        )
        for n, panel in enumerate(_panels)
    ]
)


def _register(number: int, panel: Panel) -> None:
    @app.callback(Output(f"graph-{number}", "figure"), Input("address", "pathname"))
    def show(_: str) -> go.Figure:
        return figure(panel)


for _number, _panel in enumerate(_panels):
    _register(_number, _panel)
