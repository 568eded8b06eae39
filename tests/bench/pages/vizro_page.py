# pyright: basic, reportMissingImports=false
"""A page in Vizro, as its guide has it: a card and a graph for each measure."""

import json
import os
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture

page = json.loads(Path(os.environ["PEER_FIGURES"]).read_text())


@capture("graph")
def figure(data_frame: pd.DataFrame, target: float | None, title: str) -> go.Figure:
    """Draw a series and its target."""
    drawn = go.Figure(
        go.Scatter(x=data_frame["ends"], y=data_frame["values"], mode="lines+markers")
    )
    if target is not None:
        drawn.add_hline(y=target, line_dash="dash")
    return drawn.update_layout(title=title)


components = []
for each in page["panels"]:
    data = pd.DataFrame({"ends": each["ends"], "values": each["values"]})
    components.append(vm.Card(text=f"### {each['title']}\n{each['headline']}"))
    components.append(
        vm.Graph(figure=figure(data_frame=data, target=each["target"], title=each["title"]))
    )
dashboard = vm.Dashboard(
    pages=[vm.Page(title=page["title"], layout=vm.Flex(), components=components)]
)
server = Vizro().build(dashboard).dash.server
server.add_url_rule("/healthz", "healthz", lambda: "")
