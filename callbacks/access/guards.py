"""Who may load, write and look at single cases, and whether a request comes from our own page.

A form or script of another site may send here through a browser that may write: what changes
something must name our own address as its origin.
"""

from functools import wraps
from typing import Final

from flask import Response, request

from callbacks.access.this_machine import has_entered
from callbacks.server.json_api import FORM_TYPE, RefusedError, Route, json_errors
from callbacks.server.settings import Settings

HEADER: Final = "X-Intake"
_READ_ONLY: Final = "This server shows what is published: nothing is loaded or written here."
_NOT_ENTERED: Final = (
    "Nothing is loaded or written from this browser yet: open the link that the server printed "
    "when it started."
)
_OTHER_SITE: Final = (
    "This was not sent by a page of this dashboard. Open its Data page and try there."
)


def why_read_only(settings: Settings) -> str:
    """Return why this request may not load or write; "" where it may."""
    if settings.is_read_only:
        return _READ_ONLY
    return "" if has_entered() else _NOT_ENTERED


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


def _is_same_origin() -> bool:
    """Return whether the origin that a browser declares is our own address."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.headers.get('Host')}"
