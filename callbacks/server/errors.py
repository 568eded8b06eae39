"""What an error is answered with: a status, and words that repeat nothing of the request.

Nothing that a reader sent stands raw in the log: `shown` writes it on one line, cut. Nor does what an
error says, which may be a cell of a file: only its kind, and where it came from.
"""

import logging
from http import HTTPStatus
from traceback import format_tb
from typing import Final

from dash.exceptions import DependencyException
from flask import Flask, Response, has_request_context, request
from werkzeug.exceptions import HTTPException

from callbacks.monitoring.logs import logged_address, request_id
from data.queries.snapshot import UnknownSelectionError
from data.store.databases.failures import StoreError, StoreFullError, StoreUnavailableError

log = logging.getLogger(__name__)

_LONGEST: Final = 200
# Of a traceback, the innermost: they say where.
_FRAMES: Final = 12
_NOT_FOUND: Final = "There is nothing of that name."
_FILES_OF_DASH: Final = "/_dash-component-suites/"


def shown(text: object) -> str:
    """Return what a reader sent as a log may have it: on one line, cut."""
    return ascii(str(text)[:_LONGEST])


def log_unexpected(error: BaseException) -> str:
    """Log an error, with its causes and without what they say; return the id of the request."""
    reference = request_id()
    causes: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        causes.append(
            f"{type(cause).__name__}\n{''.join(format_tb(cause.__traceback__, -_FRAMES))}"
        )
        cause = cause.__cause__ or cause.__context__
    path = shown(logged_address()) if has_request_context() else "no request"
    log.error("Unexpected error, reference %s, at %s: %s", reference, path, "of ".join(causes))
    return reference


def reference_words(reference: str) -> str:
    """Return what a reader is told of an unexpected error."""
    return f"Something went wrong here. It has been logged under the reference {reference}."


def store_status(error: StoreError) -> HTTPStatus:
    """Return the status with which a store that cannot be used is answered, and log why."""
    reason = error.reason if isinstance(error, StoreUnavailableError) else str(error)
    log.warning("The store cannot be used: %s", shown(reason))
    if isinstance(error, StoreFullError):
        return HTTPStatus.INSUFFICIENT_STORAGE
    return HTTPStatus.SERVICE_UNAVAILABLE


def register_errors(server: Flask) -> None:
    """Answer every error in words."""
    server.register_error_handler(Exception, answer_error)


def answer_error(error: Exception) -> Response | HTTPException:
    """Return the status of an error and its words; an unexpected one is logged under a reference."""
    if isinstance(error, HTTPException):
        return _in_words(error)
    if isinstance(error, UnknownSelectionError) or _is_no_file_of_dash(error):
        return _plain(_NOT_FOUND, HTTPStatus.NOT_FOUND)
    if isinstance(error, StoreError):
        return _plain(str(error), store_status(error))
    words = reference_words(log_unexpected(error))
    return _plain(words, HTTPStatus.INTERNAL_SERVER_ERROR)


def _is_no_file_of_dash(error: Exception) -> bool:
    """Return whether a file of Dash was asked for that it does not know, or names and does not have."""
    is_missing = isinstance(error, DependencyException | FileNotFoundError)
    return is_missing and request.path.startswith(_FILES_OF_DASH)


def _in_words(error: HTTPException) -> Response | HTTPException:
    """Return an error of the protocol in words; a redirect as it is."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    answer = _plain(error.description or error.name, error.code)
    for name, value in error.get_headers():
        if name != "Content-Type":
            answer.headers[name] = value
    return answer


def _plain(words: str, status: int) -> Response:
    return Response(f"{words}\n", status=status, mimetype="text/plain")
