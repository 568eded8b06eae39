"""Follow every link of a public server, from its start page on, as pages and as their JSON."""

import html
import random
import re
import time
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import lxml.html
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from callbacks import make_app, register
from callbacks.server.settings import Settings
from dashboard.model.urls import PAGES, read_path
from tests.attack.guesses import Choices, choices_of, guesses

CALLBACK: Final = "/_dash-update-component"
_LINK: Final = re.compile(r"""["'(=](/[^"'()\s<>\\]*)""")
_LIVE: Final = re.compile(r'"requests_pathname_prefix":"(/live/[^"]+)"')
_ESCAPES: Final = {r"\u002f": "/", r"\u003c": "<", r"\u003e": ">", r"\u0026": "&", r"\"": '"'}
# A file that is made apart is asked for until it is there.
BEING_MADE: Final = 202
_READ: Final = ("text/html", "application/json")
_FILES_OF_SCREEN: Final = ("/assets/", "/_dash-component-suites/", "/static/")


@dataclass(frozen=True)
class Reply:
    """What a server replied to an address: of which rule, its status, type and body."""

    rule: str
    status: int
    mimetype: str
    body: bytes


def public_client(engine: Engine, folder: Path) -> FlaskClient:
    """Return a client of a server of a store, without the right to write."""
    settings = Settings(compressed_folder=folder, log_level="WARNING")
    app = make_app(settings)
    register(app, engine, settings)
    return app.server.test_client()


def crawl(
    client: FlaskClient, starts: Iterable[str], also: Choices, most: int, seed: int = 14
) -> dict[str, Reply]:
    """Return the replies to some addresses and all that they lead to; of a live page its callbacks' too.

    Of other addresses of one rule at most so many are followed, and so many with each name in the query,
    drawn by the seed; so many more of each path are guessed. `also` are choices that a reader knows of
    without a page that offers them.
    """
    draw = random.Random(seed)  # noqa: S311 - which links are followed is no secret
    reader = _Reader(client)
    known = _follow(reader, list(starts), also["as_of"], most, draw)
    by_path: dict[str, list[str]] = {}
    for address, reply in reader.replies.items():
        if reply.rule in PAGES.values() or (reply.rule != CALLBACK and "?" in address):
            by_path.setdefault(urlsplit(address).path, []).append(address)
    for address in guesses(by_path, choices_of(known, also), most, draw):
        reader.fetch(address)
    return reader.replies


class _Reader:
    """Fetches addresses of a server, and keeps the replies."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._adapter = client.application.url_map.bind("localhost")
        self.replies: dict[str, Reply] = {}

    def fetch(self, address: str) -> TestResponse:
        """Fetch an address, and of a live page what its callbacks reply to it."""
        response = self._client.get(address)
        while response.status_code == BEING_MADE:
            time.sleep(0.05)
            response = self._client.get(address)
        rule, body = self.rule_of(address), response.get_data()
        self.replies[address] = Reply(rule, response.status_code, response.mimetype, body)
        if _LIVE.search(body.decode(errors="replace")):
            for name, reply in _by_callbacks(self._client, address, response.text):
                self.replies[f"{CALLBACK} {name} {address}"] = reply
        return response

    def rule_of(self, address: str) -> str:
        """Return the rule that answers an address, a page's own; empty where none answers a GET."""
        if page := read_path(urlsplit(address).path):
            return PAGES[page[0]]
        try:
            rule, _ = self._adapter.match(urlsplit(address).path, method="GET", return_rule=True)
        except RequestRedirect:
            return "redirect"
        except HTTPException:
            return ""
        return str(rule.rule)


def _follow(
    reader: _Reader, starts: Sequence[str], days: Collection[str], most: int, draw: random.Random
) -> set[str]:
    """Fetch some addresses and those that they lead to; return all addresses there are."""
    waiting, known, followed = deque(starts), set(starts), Counter[tuple[str, str]]()
    while waiting:
        address = waiting.popleft()
        rule = reader.rule_of(address)
        names = [(rule, name) for name, _ in parse_qsl(urlsplit(address).query)] or [(rule, "")]
        if not rule or (address not in starts and all(followed[each] >= most for each in names)):
            continue
        followed.update(names)
        response = reader.fetch(address)
        if response.mimetype in _READ:
            links = [link for link in links_of(response.text, days) if link not in known]
            draw.shuffle(links)
            known.update(links)
            waiting.extend(links)
        if location := response.headers.get("Location"):
            waiting.append(location)
    return known


def links_of(page: str, days: Collection[str]) -> list[str]:
    """Return the addresses that a page has, and those to which its forms lead, once each."""
    text = page
    for escaped, plain in _ESCAPES.items():
        text = text.replace(escaped, plain)
    links = [link.split("#")[0] for link in _LINK.findall(html.unescape(text))]
    if page.startswith("<!DOCTYPE html>"):
        links.extend(_choices(page, days))
    links.extend(f"{prefix}_dash-layout" for prefix in _LIVE.findall(page))
    return [
        link
        for link in dict.fromkeys(links)
        if not link.startswith(_FILES_OF_SCREEN) and not link.startswith("//")
    ]


def _choices(page: str, days: Collection[str]) -> Iterator[str]:
    """Yield the addresses to which the forms of a page are sent, each choice changed by itself."""
    for form in lxml.html.fromstring(page).forms:
        if form.method != "GET":
            continue
        sent = [(name, value) for name, value in form.form_values() if value]
        for control in form.inputs:
            name = control.name
            values = control.value_options if control.tag == "select" else [control.get("value")]
            is_one_of_many = control.get("type") == "checkbox"
            others = [each for each in sent if each[0] != name or is_one_of_many]
            for value in [*values, *(days if name == "as_of" else ())] if name else ():
                yield f"{form.action}?{urlencode([*others, *([(name, value)] if value else [])])}"


def _by_callbacks(client: FlaskClient, address: str, page: str) -> Iterator[tuple[str, Reply]]:
    """Yield each part of a live page, with the reply of its callback to the page's own address."""
    for each in client.get("/_dash-dependencies").get_json():
        part, _, prop = each["output"].rpartition(".")
        if f'id="{part}"' not in page:
            continue
        body = {
            "output": each["output"],
            "outputs": {"id": part, "property": prop},
            "inputs": [one | {"value": address} for one in each["inputs"]],
            "changedPropIds": [f"{one['id']}.{one['property']}" for one in each["inputs"]],
        }
        response = client.post(CALLBACK, json=body)
        reply = Reply(CALLBACK, response.status_code, response.mimetype, response.get_data())
        yield part, reply
