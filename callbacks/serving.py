"""How everything is sent: compressed, cached where it cannot change, and under strict headers."""

import logging
import re
import secrets
from typing import Final

from flask import Flask, Response, request, send_from_directory
from flask_compress import Compress
from werkzeug.exceptions import HTTPException

from callbacks.compression import ENCODINGS, CompressedCopies
from callbacks.index_page import PLOTLY_FILE, SendDash
from callbacks.settings import Settings
from data.store import Engine, is_ready

log = logging.getLogger(__name__)

STATIC_FOLDERS: Final = ("/assets/", "/_dash-component-suites/")
# Both folders' files carry their version in their name; Dash's own carry it as a fingerprint.
NAMED_BY_VERSION: Final = re.compile(r"^/assets/(vendor|fonts)/|\.v[\w-]+m\d+\.")
A_YEAR: Final = 31_536_000
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
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Chart downloads are drawn through a blob; Dash and Plotly set styles on elements.
POLICY: Final = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


def serve(app: SendDash, engine: Engine, settings: Settings) -> CompressedCopies:
    """Add routes, compression, caching, headers and the answer to an unexpected error."""
    server: Flask = app.server
    _compress_answers(server)
    copies = CompressedCopies(settings.compressed_folder)
    # Flask runs the last one first: bundles, then headers, then what is left to Flask-Compress.
    server.after_request(lambda response: _add_headers(response, app))
    server.after_request(lambda response: _send_static(response, copies))
    _add_routes(server, engine, settings)
    server.register_error_handler(Exception, answer_error)
    return copies


def _compress_answers(server: Flask) -> None:
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIMETYPES=list(TEXT_TYPES),
        COMPRESS_MIN_SIZE=SMALLEST_BYTES,
    )
    Compress(server)


def _add_routes(server: Flask, engine: Engine, settings: Settings) -> None:
    def healthz() -> tuple[str, int, dict[str, str]]:
        plain = {"Content-Type": "text/plain; charset=utf-8"}
        if is_ready(engine):
            return "ok\n", 200, plain
        return "the store is not set up: run python -m data setup\n", 503, plain

    def plotly(**_path: str) -> Response:
        # Dash asks for the whole of plotly.js when a chart appears on a page opened without it.
        return send_from_directory(settings.assets_folder, PLOTLY_FILE)

    server.add_url_rule("/healthz", "healthz", healthz)
    address = "/_dash-component-suites/plotly/package_data/<name>"
    server.add_url_rule(address, "plotly", plotly)


def _send_static(response: Response, copies: CompressedCopies) -> Response:
    """Send a bundle as its kept copy, for a year where its address names its content."""
    if not request.path.startswith(STATIC_FOLDERS) or response.status_code != 200:
        return response
    response.direct_passthrough = False
    response.set_etag(response.get_etag()[0] or _tag(response), weak=True)
    if NAMED_BY_VERSION.search(request.path) or "m" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    _use_copy(response, copies)
    return response.make_conditional(request)  # type: ignore[return-value]


def _tag(response: Response) -> str:
    response.add_etag()
    return response.get_etag()[0] or ""


def _use_copy(response: Response, copies: CompressedCopies) -> None:
    """Put the compressed body in place where the reader takes one and the file gains by it."""
    body = response.get_data()
    if response.mimetype not in TEXT_TYPES or len(body) < SMALLEST_BYTES:
        return
    response.vary.add("Accept-Encoding")
    for encoding in ENCODINGS:
        if request.accept_encodings[encoding.name] > 0:
            response.set_data(copies.copy_of(body, encoding))
            response.headers["Content-Encoding"] = encoding.name
            return


def _add_headers(response: Response, app: SendDash) -> Response:
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if response.mimetype == "text/html":
        scripts = " ".join(["'self'", *app.csp_hashes()])
        response.headers["Content-Security-Policy"] = POLICY.format(scripts=scripts)
    return response


def answer_error(error: Exception) -> Response | HTTPException:
    """Log an unexpected error under a reference, and tell the reader only that reference."""
    if isinstance(error, HTTPException):
        return error
    reference = secrets.token_hex(4)
    log.error("Unexpected error, reference %s", reference, exc_info=error)
    text = f"Something went wrong here. It has been logged under the reference {reference}.\n"
    return Response(text, status=500, mimetype="text/plain")
