"""Ask one callback of a live region, as Dash does in the browser."""

from typing import Any

from flask.testing import FlaskClient


def answer(client: FlaskClient, part: str, address: str) -> str:
    """Return the HTML with which the callback of a part answers an address."""
    sent = client.post("/_dash-update-component", json=call(part, address))
    return sent.get_json()["response"][part]["data-html"]


def call(part: str, address: str) -> dict[str, Any]:
    """Return what Dash sends for a part."""
    return {
        "output": f"{part}.data-html",
        "outputs": {"id": part, "property": "data-html"},
        "inputs": [{"id": "choices", "property": "data-address", "value": address}],
        "changedPropIds": ["choices.data-address"],
        "parsedChangedPropsIds": ["choices.data-address"],
    }
