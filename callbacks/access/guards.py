"""Who may load, undo and look at single cases: until there is a sign-in, this machine alone.

A server that listens on the loopback address answers its own machine. A page of another site may
still reach it through a browser: by a name that leads here (so the Host must be a loopback name) or
by a form or script that sends here (so what changes something must come from our own pages).
"""

from functools import wraps
from typing import Final
from urllib.parse import urlsplit

from flask import Response, has_request_context, request

from callbacks.server.json_api import FORM_TYPE, RefusedError, Route, json_errors
from callbacks.server.loopback import is_loopback
from callbacks.server.settings import Settings

HEADER: Final = "X-Intake"
# A proxy that adds one of these stands between the reader and this machine.
_FORWARDED: Final = ("Forwarded", "Via", "X-Real-IP")
_SETTING: Final = (
    "Whoever runs the server opens it with the setting ALLOW_LOADING=1; think first who can reach "
    "it, for it has no sign-in."
)
_REACHED: Final = (
    "Files are not loaded or undone here, and single cases are not shown, because this server can "
    f"be reached from other machines. {_SETTING}"
)
_PROXIED: Final = (
    "Files are not loaded or undone here, and single cases are not shown, because this page came "
    f"through a proxy, which other machines may use too. {_SETTING}"
)
_MISNAMED: Final = (
    "Files are loaded and undone only at this machine's own address, such as "
    f"http://127.0.0.1:8050/data. {_SETTING}"
)
_OTHER_SITE: Final = (
    "This was not sent by a page of this dashboard. Open its Data page and try there."
)


def why_read_only(settings: Settings) -> str:
    """Return why this request may not load files; "" where it may."""
    if settings.allows_loading:
        return ""
    if not has_request_context() or not _listens_here(settings):
        return _REACHED
    if _is_forwarded():
        return _PROXIED
    name, _ = host_and_port(request.headers.get("Host", ""))
    return "" if is_loopback(name) else _MISNAMED


def why_foreign(*, may_be_form: bool = False) -> str:
    """Return why a request cannot have come from our own page; "" where it has."""
    is_marked = HEADER in request.headers or (may_be_form and is_plain_form())
    return "" if is_marked and _is_same_origin() else _OTHER_SITE


def is_plain_form() -> bool:
    """Return whether a browser sent this request by itself, as a form, and no script did."""
    return request.mimetype == FORM_TYPE and HEADER not in request.headers


def guarded(
    settings: Settings, route: Route, *, changes: bool = True, may_be_form: bool = False
) -> Route:
    """Return a route that answers only whom it may; one that changes nothing may be a plain link."""

    @json_errors
    @wraps(route)
    def answer(**path: str) -> Response:
        foreign = why_foreign(may_be_form=may_be_form) if changes else why_linked()
        if words := why_read_only(settings) or foreign:
            raise RefusedError(words, 403)
        return route(**path)

    return answer


def why_linked() -> str:
    """Return why a link cannot have been followed on our own page; "" where it may have been."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    return "" if site in ("same-origin", "none") else _OTHER_SITE


def is_direct(settings: Settings) -> bool:
    """Return whether this request came from this machine, and no proxy says that it forwarded it."""
    return _listens_here(settings) and not _is_forwarded()


def host_and_port(host: str) -> tuple[str, int | None]:
    """Return the name or address in a Host header and its port; "" where it cannot be read."""
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return "", None
    return parts.hostname or "", port


def _listens_here(settings: Settings) -> bool:
    """Return whether the socket that took this request is a loopback one.

    The setting may be overruled on the server's command line: what the server itself says of the
    socket, and whence the request came, must agree with it.
    """
    addresses = (settings.host, request.environ.get("SERVER_NAME", ""), request.remote_addr or "")
    return all(map(is_loopback, addresses))


def _is_forwarded() -> bool:
    if any(name in request.headers for name in _FORWARDED):
        return True
    return any(name.lower().startswith("x-forwarded-") for name, _ in request.headers)


def _is_same_origin() -> bool:
    """Return whether a browser declares that the request is from our own page; only browsers do."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("Host")
