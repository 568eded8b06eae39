"""The region of a page that Dash mounts: finished in the first HTML, and asked for under its address."""

import json
import re
import sys
from inspect import iscoroutinefunction
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from dash import html
from flask.testing import FlaskClient

from callbacks.pages import content
from callbacks.pages.content import Content
from callbacks.server.index_page import make_dash
from callbacks.server.settings import Settings
from layouts.ui.live import CHOICES, PART, live_part, live_region

# No other test asks for the page of this day: what a page shows is cached.
PAGE = "/about?area=E09000014&framework=ha-wsoa-2021&as_of=2019-02-03"


@pytest.fixture
def live_client(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of a server whose About page has a live region."""
    region = live_region([live_part("figure", html.P("82%")), html.P("Beside it")])
    page = [html.H1("About", id="title"), region, html.P("After it")]
    monkeypatch.setitem(content._PAGES, "about", lambda _snapshot: Content("About", page))
    return client


def test_the_first_html_holds_the_region_with_its_content(live_client: FlaskClient):
    text = live_client.get(PAGE).text
    part = '<div id="figure" data-part=""><p>82%</p></div>'
    live = f'<div id="live"><div id="choices" hidden></div>{part}<p>Beside it</p></div>'
    assert f'{live}<div id="react-entry-point" hidden>' in text
    assert "<p>After it</p>" in text


def test_dash_is_started_at_the_address_of_the_page(live_client: FlaskClient):
    text = live_client.get(PAGE).text
    config = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', text)
    assert config is not None
    path = json.loads(config[1])["requests_pathname_prefix"]
    assert path == f"/live/{quote(PAGE.removeprefix('/'), safe='')}/"
    layout = live_client.get(f"{path}_dash-layout").get_json()["props"]
    assert layout["id"] == "live"
    choices, figure, beside = layout["children"]
    assert choices["props"]["id"] == CHOICES
    assert figure["props"][PART] == ""
    assert figure["props"]["children"] is None
    assert beside["props"]["children"] == "Beside it"
    scripts = json.loads(re.findall(r'id="live-scripts">(.*?)</script>', text)[0])
    assert [address for address in scripts if "dash_renderer" in address]
    assert not [
        address for address in scripts if re.search("polyfill|dash_table|/dcc/|bootstrap", address)
    ]


def test_a_page_with_nothing_live_has_no_layout_and_does_not_load_dash(client: FlaskClient):
    assert "_dash" not in client.get("/actions").text
    assert client.get("/live/actions/_dash-layout").get_json()["props"] == {"children": None}


def test_callbacks_are_no_coroutines_whatever_else_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "asgiref", ModuleType("asgiref"))
    app = make_dash(Settings(compressed_folder=tmp_path))
    assert not iscoroutinefunction(app.server.view_functions["/_dash-update-component"])
