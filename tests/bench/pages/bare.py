"""A bare Dash page: a button, and a callback that counts how often it was pressed.

A round trip of a callback takes as long as this at the least. It is never served to anybody.
"""

from dash import Dash, Input, Output, html

app = Dash(__name__)
server = app.server
server.add_url_rule("/healthz", "healthz", lambda: "")
app.layout = html.Main([html.Button("Count", id="press"), html.P("0", id="counted")])


@app.callback(Output("counted", "children"), Input("press", "n_clicks"))
def count(presses: int | None) -> str:
    """Return how often the button was pressed."""
    return str(presses or 0)
