"""How much a request may say: its address, its query and its body, before any of it is read."""

from typing import Final

from flask import Flask, Response, abort, request

from callbacks.server.settings import MEGABYTE
from dashboard.model.urls import Urls
from layouts.ui.static_html import message_page

# The type of a form with files.
FILE_FORM_TYPE: Final = "multipart/form-data"
MOST_BYTES: Final = 1 << 16
LONGEST_QUERY: Final = 4096
LONGEST_PATH: Final = 2048
_UNREADABLE: Final = "The address cannot be read."
_TOO_LONG: Final = "The address is too long."
TOO_LARGE: Final = (
    f"What was sent is larger than {MOST_BYTES >> 10} kilobytes, the most that is read."
)


def register_limits(server: Flask, most_file_bytes: int) -> None:
    """Refuse what is larger than a request of our own pages can be; files have a limit of their own."""
    # Of a body that does not say how large it is, reading stops there.
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    server.before_request(lambda: _refuse_oversized(most_file_bytes))


def too_large_words(most_file_bytes: int) -> str:
    """Return why a file is not taken, and how it can be loaded."""
    return (
        f"The file has more than {most_file_bytes // MEGABYTE:,} MB, the most that may be sent. Send it "
        "in parts, or load it on the server: python -m data load FILE."
    )


def _refuse_oversized(most_file_bytes: int) -> None:
    query = request.query_string
    if len(query) > LONGEST_QUERY or len(request.path) > LONGEST_PATH:
        abort(414, _TOO_LONG)
    # A database takes no text with a zero in it.
    if not query.isascii() or b"%00" in query or "\0" in request.path:
        abort(400, _UNREADABLE)
    if request.path == Urls.INTAKE_FILES:
        request.max_content_length = most_file_bytes + MOST_BYTES
        # What a script sends is measured as it comes; a form is read before its route runs.
        if request.mimetype == FILE_FORM_TYPE and (request.content_length or 0) > most_file_bytes:
            words = [too_large_words(most_file_bytes)]
            abort(Response(message_page("Not loaded", words), 413, mimetype="text/html"))
    elif (request.content_length or 0) > MOST_BYTES:
        abort(413, TOO_LARGE)
