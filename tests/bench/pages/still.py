"""The floor of a page: its own HTML, stylesheets and font, as the product sends them, without a script.

`STILL_OF` is the address of the product, `STILL_PATHS` the addresses of the pages, one a line.
"""

import os
import re
from dataclasses import dataclass
from typing import Final
from urllib.request import Request, urlopen

import brotli
from flask import Flask, Response, request

SCRIPTS: Final = re.compile(r"<script\b.*?</script>", re.DOTALL)
LINKED: Final = re.compile(r'<link [^>]*href="(/[^"]+)"')
# Headers of an answer that belong to its content.
KEPT: Final = ("Content-Type", "Cache-Control", "ETag")


@dataclass(frozen=True)
class Answer:
    """What is sent for an address."""

    body: bytes
    headers: dict[str, str]


def fetch(address: str) -> Answer:
    """Fetch what the product answers, its text unpacked."""
    asked = Request(os.environ["STILL_OF"] + address, headers={"Accept-Encoding": "br"})
    with urlopen(asked) as answer:
        body = answer.read()
        headers = {name: answer.headers[name] for name in KEPT if answer.headers[name]}
        if answer.headers["Content-Encoding"] == "br":
            body = brotli.decompress(body)
    return Answer(body, headers)


def packed(answer: Answer) -> Answer:
    """Return an answer compressed, unless it is a font, which is."""
    if answer.headers["Content-Type"].startswith("font/"):
        return answer
    return Answer(brotli.compress(answer.body), answer.headers | {"Content-Encoding": "br"})


def collect() -> dict[str, Answer]:
    """Return every page without scripts, and what it links, by address."""
    found: dict[str, Answer] = {}
    for path in os.environ["STILL_PATHS"].split("\n"):
        page = fetch(path)
        html = SCRIPTS.sub("", page.body.decode())
        found[path] = packed(Answer(html.encode(), page.headers))
        for linked in LINKED.findall(html):
            if linked not in found:
                found[linked] = packed(fetch(linked))
    return found


answers: Final = collect()
server = Flask(__name__, static_folder=None)


@server.get("/")
@server.get("/<path:_path>")
def show(_path: str = "") -> Response:
    """Answer with what was collected."""
    address = request.full_path.rstrip("?")
    if address == "/healthz":
        return Response("ok")
    answer = answers.get(address)
    if answer is None:
        return Response("", status=404)
    return Response(answer.body, headers=answer.headers)
