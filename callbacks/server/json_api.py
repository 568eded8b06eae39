"""Requests and answers of scripts, and of plain forms; an error is `{"error": {"words", "reference"?}}`."""

import logging
import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from traceback import format_tb
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from flask import Response, jsonify, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from data.store.engine import StoreNotReadyError

log = logging.getLogger(__name__)

Route = Callable[..., Response]
Body = TypeVar("Body", bound=BaseModel)
_MAX_BYTES: Final = 1 << 16
FORM_TYPE: Final = "application/x-www-form-urlencoded"
# The errors of pydantic, and of our own codes, for a field that is not filled in.
_UNFILLED: Final = ("missing", "string_too_short", "too_short", "unknown_code")


class RefusedError(Exception):
    """Why a request is refused, in words, with the HTTP status."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


def json_errors(route: Route) -> Route:
    """Return a route that answers every error in JSON, and lets nothing be stored on the way."""

    @wraps(route)
    def answer(**path: Any) -> Response:
        try:
            response = route(**path)
        except RefusedError as refused:
            response = error_response(str(refused), refused.status)
        except StoreNotReadyError as error:
            response = error_response(str(error), 503)
        except Exception as error:  # noqa: BLE001 - logged under a reference
            response = jsonify({"error": unexpected_error(error)})
            response.status_code = 500
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def read_body(model: type[Body]) -> Body:
    """Return the fields of the form or JSON object that was sent, checked by `check_fields`."""
    request.max_content_length = _MAX_BYTES
    fields = form_fields() if request.mimetype == FORM_TYPE else request.get_json(silent=True)
    if not isinstance(fields, dict):
        raise RefusedError("Nothing was said that can be read: send a JSON object.")
    return check_fields(model, fields)


def form_fields() -> dict[str, str] | None:
    """Return the fields of the form that was sent, and those of the button; None if it is too large."""
    request.max_content_length = _MAX_BYTES
    try:
        fields = request.form.to_dict()
    except RequestEntityTooLarge:
        return None
    return fields | dict(parse_qsl(fields.pop("pressed", ""), keep_blank_values=True))


def check_fields(model: type[Body], fields: Mapping[str, Any]) -> Body:
    """Return the checked fields; RefusedError in the words of the first that cannot be taken.

    A field's `title` begins the words about it; its `description` is all of them where it is not
    filled in or has no title.
    """
    try:
        return model.model_validate(fields)
    except ValidationError as invalid:
        error = invalid.errors()[0]
        kind, most = error["type"], error.get("ctx", {}).get("max_length")
        field = model.model_fields[str(error["loc"][0])]
        too_long = f"may have up to {most} characters." if kind.endswith("too_long") else ""
        words = f"{field.title} {too_long or error['msg']}"
        if field.description and (not field.title or kind in _UNFILLED):
            words = field.description
        raise RefusedError(words) from invalid


def error_response(words: str, status: int) -> Response:
    """Return an answer that says why something is not done."""
    response = jsonify({"error": {"words": words}})
    response.status_code = status
    return response


def unexpected_error(error: Exception) -> dict[str, str]:
    """Log an error under a reference, and return that reference in words."""
    reference = secrets.token_hex(4)
    # Without what the error says: it may quote a cell of somebody's file.
    where = "".join(format_tb(error.__traceback__))
    log.error("Unexpected %s, reference %s\n%s", type(error).__name__, reference, where)
    words = f"Something went wrong here. It has been logged under the reference {reference}."
    return {"words": words, "reference": reference}
