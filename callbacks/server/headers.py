"""How everything is sent: compressed, cached where it cannot change, and under strict headers."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask, Response, request
from flask_compress import Compress

from callbacks.server.bundles import named_by_content
from callbacks.server.errors import register_errors
from callbacks.server.health import register_health
from callbacks.server.index_page import SendDash
from callbacks.server.limits import register_limits
from callbacks.server.settings import Settings
from dashboard.model.urls import Urls
from data.store.databases.engine import Engine
from layouts.ui.content_policy import style_hashes

STATIC_FOLDERS: Final = ("/assets/", "/_dash-component-suites/")
# Both folders' files carry their version in their name; Dash's own carry it as a fingerprint.
NAMED_BY_VERSION: Final = re.compile(r"^/assets/(vendor|fonts)/|\.v[\w-]+m\d+\.")
A_YEAR: Final = "public, max-age=31536000, immutable"
# Woff2 and pictures are compressed already.
TEXT_TYPES: Final = (
    "text/html",
    "text/css",
    "text/csv",
    "text/plain",
    "text/javascript",
    "application/javascript",
    "application/json",
    "image/svg+xml",
)
SMALLEST_BYTES: Final = 500
# Which links a browser may fetch before they are pressed: pages alone, once a pointer rests on them.
_RULES_FILE: Final = "speculation.json"
_PAGE_LINKS: Final = ("/", "/?*", "/priority/*", "/measure/*", "/actions*", "/meeting?*", "/about*")
# Pages that a browser fetched before something was written do not have it.
_FETCHED_BEFORE: Final = '"prefetchCache"'
_CALLBACK: Final = "/_dash-update-component"
# Links of the overview that filter and sort in the browser: a press on them fetches nothing.
_FILTER_LINKS: Final = "[data-set], [data-toggle]"
SPECULATION_RULES: Final = {
    "prefetch": [
        {
            "where": {
                "and": [
                    {"or": [{"href_matches": pattern} for pattern in _PAGE_LINKS]},
                    {"not": {"selector_matches": _FILTER_LINKS}},
                ]
            },
            "eagerness": "moderate",
        }
    ]
}
_RULES: Final = json.dumps(SPECULATION_RULES)
_NAMED_RULES: Final = named_by_content(_RULES_FILE, _RULES.encode())
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Cuts a page off from the page of another site that opened it. A browser starts a process for it, so
# that it is left out where nothing of another site can have led here.
OPENER: Final = ("Cross-Origin-Opener-Policy", "same-origin")
_OWN_WAYS: Final = ("none", "same-origin")
# Chart downloads are drawn through a blob; Dash and Plotly set styles on elements. Scripts are files of
# ours alone, and so are styles but for two: the empty one to which Plotly adds rules, and one of Dash's
# renderer (a browser names the hash of the next version's, where it blocks it).
_INSERTED_STYLES: Final = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s='"
)
POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    f"style-src-elem 'self' {_INSERTED_STYLES}{{styles}}; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
# A drawing is a file: opened as a page it runs nothing.
_DRAWING_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# By this in its address a page that waits asks no more.
_ASK: Final = "ask"
_TWO_YEARS: Final = "max-age=63072000"


def serve(app: SendDash, engine: Engine, settings: Settings) -> None:
    """Add routes, compression, caching, headers, limits and the answers to errors."""
    server: Flask = app.server
    _compress_answers(server)
    # Flask runs the last one first: static files, then headers, then what is left to Flask-Compress.
    server.after_request(_add_headers)
    server.after_request(lambda response: send_static(response, settings.compressed_folder))
    register_limits(server, settings.max_upload_bytes)
    register_health(server, engine)
    register_errors(server)
    server.add_url_rule(f"{Urls.ASSETS}{_RULES_FILE}", "speculation", _speculation)


def _compress_answers(server: Flask) -> None:
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIMETYPES=list(TEXT_TYPES),
        COMPRESS_MIN_SIZE=SMALLEST_BYTES,
    )
    Compress(server)


def _speculation() -> Response:
    return Response(_RULES, mimetype="application/speculationrules+json")


def send_static(response: Response, folder: Path) -> Response:
    """Send a static file, for a year where its address names its content."""
    if not request.path.startswith(STATIC_FOLDERS) or response.status_code != 200:
        return response
    response.direct_passthrough = False
    copy = compressed_copy(folder, response.get_data())
    response.set_etag(copy.stem, weak=True)
    is_named_by_version = NAMED_BY_VERSION.search(request.path) or "m" in request.args
    response.headers["Cache-Control"] = A_YEAR if is_named_by_version else "no-cache"
    if request.accept_encodings["br"] > 0 and copy.is_file():
        response.set_data(copy.read_bytes())
        response.headers["Content-Encoding"] = "br"
    return response.make_conditional(request)  # type: ignore[return-value]


def compressed_copy(folder: Path, body: bytes) -> Path:
    """Return where callbacks/build/precompress.py leaves the smallest form of a file, by its content."""
    return folder / f"{sha256(body).hexdigest()}.br"


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.headers.get("Sec-Fetch-Site") not in _OWN_WAYS:
        response.headers.set(*OPENER)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = policy_of(response)
        response.headers["Speculation-Rules"] = f'"{_NAMED_RULES}"'
    if response.mimetype == "image/svg+xml":
        response.headers["Content-Security-Policy"] = _DRAWING_POLICY
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = _TWO_YEARS
    if request.method == "POST" and not request.path.endswith(_CALLBACK):
        response.headers["Clear-Site-Data"] = _FETCHED_BEFORE
    return response


def asks_by_itself() -> bool:
    """Return whether the requested page is to ask again: a reader may have stopped it (WCAG 2.2.2)."""
    return _ASK not in request.args


def ways_to_stop() -> tuple[tuple[str, str], ...]:
    """Return the link by which a reader stops this page from asking again by itself."""
    return (("Stop asking", f"{request.path}?{_ASK}=no"),) if asks_by_itself() else ()


def ask_again(response: Response, seconds: int) -> Response:
    """Let a browser ask for this page again after some seconds, with or without scripts."""
    response.headers["Retry-After"] = str(seconds)
    if asks_by_itself():
        response.headers["Refresh"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def policy_of(response: Response) -> str:
    """Return what a page may load: a page that carries styles, as a report does, names their hashes."""
    # Pages of the dashboard carry none, and are compressed already.
    is_plain = not response.direct_passthrough and "Content-Encoding" not in response.headers
    hashes = style_hashes(response.get_data(as_text=True)) if is_plain else ""
    return POLICY.format(styles=f" {hashes}" if hashes else "")
