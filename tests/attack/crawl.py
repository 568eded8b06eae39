"""Follow every link of a public server, from its start page on, as pages and as their JSON."""

import html
import json
import random
import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from callbacks import make_app, register
from callbacks.server.settings import Settings
from dashboard.model.urls import PAGES, read_path
from layouts.ui.controls import NO_CHOICE

CALLBACK: Final = "/_dash-update-component"
_LINK: Final = re.compile(r"""["'(=](/[^"'()\s<>\\]*)""")
_LAYOUT: Final = re.compile(r'<script type="application/json" data-answer="_dash-layout">(.*?)<')
_ESCAPES: Final = {r"\u002f": "/", r"\u003c": "<", r"\u003e": ">", r"\u0026": "&", r"\"": '"'}
_READ: Final = ("text/html", "application/json")
# A server of no other machine's address shows no more than one that listens to all.
_PUBLIC: Final = "0.0.0.0"  # noqa: S104 - nothing listens: the client calls the server itself
_FILES_OF_SCREEN: Final = ("/assets/", "/_dash-component-suites/", "/static/")


@dataclass(frozen=True)
class Reply:
    """What a server replied to an address: of which rule, its status, type and body."""

    rule: str
    status: int
    mimetype: str
    body: bytes


def public_client(engine: Engine, folder: Path) -> FlaskClient:
    """Return a client of a server of a store, whose readers have no rights."""
    settings = Settings(host=_PUBLIC, compressed_folder=folder, log_level="WARNING")
    app = make_app(settings)
    register(app, engine, settings)
    return app.server.test_client()


def crawl(
    client: FlaskClient, starts: Iterable[str], days: Collection[str], most: int, seed: int = 14
) -> dict[str, Reply]:
    """Return the replies to some addresses and all that they lead to; each page as its callback's JSON too.

    Of other addresses of one rule at most so many are followed, and so many with each name in the query,
    drawn by the seed. `days` are the report dates that a reader chooses.
    """
    draw = random.Random(seed)  # noqa: S311 - which links are followed is no secret
    adapter = client.application.url_map.bind("localhost")
    first = dict.fromkeys(starts)
    waiting, known, followed = deque(first), set(first), Counter[tuple[str, str]]()
    replies: dict[str, Reply] = {}
    while waiting:
        address = waiting.popleft()
        rule = _rule_of(adapter, address)
        names = [(rule, name) for name, _ in parse_qsl(urlsplit(address).query)] or [(rule, "")]
        if not rule or (address not in first and all(followed[each] >= most for each in names)):
            continue
        followed.update(names)
        response = client.get(address)
        body = response.get_data()
        replies[address] = Reply(rule, response.status_code, response.mimetype, body)
        if rule in PAGES.values():
            replies[f"{CALLBACK} {address}"] = _by_callback(client, address)
        if response.mimetype in _READ:
            links = [link for link in links_of(body.decode(), days) if link not in known]
            draw.shuffle(links)
            known.update(links)
            waiting.extend(links)
        if location := response.headers.get("Location"):
            waiting.append(location)
    return replies


def links_of(page: str, days: Collection[str]) -> list[str]:
    """Return the addresses that a page has, and those to which its selects lead, once each."""
    text = page
    for escaped, plain in _ESCAPES.items():
        text = text.replace(escaped, plain)
    links = [link.split("#")[0] for link in _LINK.findall(html.unescape(text))]
    if layout := _LAYOUT.search(page):
        links.extend(_choices(json.loads(layout[1]), days))
    return [
        link
        for link in dict.fromkeys(links)
        if not link.startswith(_FILES_OF_SCREEN) and not link.startswith("//")
    ]


def _choices(layout: Any, days: Collection[str]) -> Iterator[str]:
    """Yield the address of each choice that a select offers, as the browser writes it."""
    components = list(_components(layout))
    without = next(
        each["data"]["without"]
        for each in components
        if each.get("id") == "shown" and "data" in each
    )
    for each in components:
        chosen = each.get("id")
        if not isinstance(chosen, dict) or chosen.get("type") != "choice":
            continue
        name = chosen["name"]
        offered = days if name == "as_of" else [one["value"] for one in each.get("options", ())]
        for value in offered:
            address = without.get(name, "")
            joint = "&" if "?" in address else "?"
            added = "" if value == NO_CHOICE else f"{joint}{name}={quote(value, safe='')}"
            yield f"{address}{added}"


def _components(node: Any) -> Iterator[dict[str, Any]]:
    """Walk the properties of the components of a layout."""
    if isinstance(node, dict):
        if isinstance(node.get("props"), dict):
            yield node["props"]
        for value in node.values():
            yield from _components(value)
    elif isinstance(node, list):
        for value in node:
            yield from _components(value)


def _rule_of(adapter: Any, address: str) -> str:
    """Return the rule that answers an address, a page's own; empty where none answers a GET."""
    if page := read_path(urlsplit(address).path):
        return PAGES[page[0]]
    try:
        rule, _ = adapter.match(urlsplit(address).path, method="GET", return_rule=True)
    except RequestRedirect:
        return "redirect"
    except HTTPException:
        return ""
    return str(rule.rule)


def _by_callback(client: FlaskClient, address: str) -> Reply:
    """Return a page as the browser fetches it when it is opened from another."""
    listed = client.get("/_dash-dependencies").get_json()
    (output,) = [
        each["output"]
        for each in listed
        if [one["id"] for one in each["inputs"]] == ["address"] and not each["clientside_function"]
    ]
    parts = [part.rpartition(".") for part in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": [
            {"id": json.loads(name) if name.startswith("{") else name, "property": prop}
            for name, _, prop in parts
        ],
        "inputs": [{"id": "address", "property": "data", "value": {"address": address}}],
        "state": [{"id": "shown", "property": "data"}],
        "changedPropIds": ["address.data"],
    }
    response = client.post(CALLBACK, json=body)
    return Reply(CALLBACK, response.status_code, response.mimetype, response.get_data())
