"""How much a request may say: its address, its query and its body, before any of it is read."""

from typing import Final

from flask import Flask, abort, request

from dashboard.model.urls import Urls

MOST_BYTES: Final = 1 << 16
LONGEST_QUERY: Final = 4096
LONGEST_PATH: Final = 2048
_UNREADABLE: Final = "The address cannot be read."
_TOO_LONG: Final = "The address is too long."
TOO_LARGE: Final = (
    f"What was sent is larger than {MOST_BYTES >> 10} kilobytes, the most that is read."
)


def register_limits(server: Flask) -> None:
    """Refuse what is larger than a request of our own pages can be; files have a limit of their own."""
    # Of a body that does not say how large it is, reading stops there.
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    server.before_request(_refuse_oversized)


def _refuse_oversized() -> None:
    query = request.query_string
    if len(query) > LONGEST_QUERY or len(request.path) > LONGEST_PATH:
        abort(414, _TOO_LONG)
    # A database takes no text with a zero in it.
    if not query.isascii() or b"%00" in query or "\0" in request.path:
        abort(400, _UNREADABLE)
    if request.path != Urls.INTAKE_FILES and (request.content_length or 0) > MOST_BYTES:
        abort(413, TOO_LARGE)
