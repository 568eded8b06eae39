# pyright: basic, reportMissingImports=false
"""A page in Streamlit, as its guide has it: words and a graph for each measure."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

page = json.loads(Path(os.environ["PEER_FIGURES"]).read_text())
st.title(page["title"])
st.write(page["headline"])
for number, each in enumerate(page["panels"]):
    st.header(each["title"])
    st.write(each["headline"])
    drawn = go.Figure(go.Scatter(x=each["ends"], y=each["values"], mode="lines+markers"))
    if each["target"] is not None:
        drawn.add_hline(y=each["target"], line_dash="dash")
    st.plotly_chart(drawn, key=f"graph-{number}")
