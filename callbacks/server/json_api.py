"""Requests and answers of scripts, and of plain forms; an error is `{"error": {"words", "reference"?}}`."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

import orjson
from flask import Response, jsonify, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from callbacks.server.errors import log_unexpected, reference_words, store_status
from data.store.databases.failures import StoreError

Route = Callable[..., Response]
Body = TypeVar("Body", bound=BaseModel)
_UNREADABLE: Final = "Nothing was said that can be read: send a JSON object."
_JSON_TYPE: Final = "application/json"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
# No database takes a zero character: JSON writes it so, and a form has this in its place.
_ZERO: Final = b"\\u0000"
_UNKNOWN: Final = "\ufffd"
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
        except StoreError as error:
            response = error_response(str(error), store_status(error))
        except HTTPException as error:
            response = error_response(error.description or error.name, error.code or 500)
        except Exception as error:  # noqa: BLE001 - logged under a reference
            response = jsonify({"error": unexpected_error(error)})
            response.status_code = 500
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def read_body(model: type[Body]) -> Body:
    """Return the fields of the form or JSON object that was sent, checked by `check_fields`."""
    fields = form_fields() if request.mimetype == FORM_TYPE else json_object()
    if fields is None:
        raise RefusedError(_UNREADABLE)
    return check_fields(model, fields)


def json_object() -> dict[str, Any] | None:
    """Return the JSON object that was sent; None for what is not one, or that no database can take.

    What does not say that it is JSON is none: a page of another site can send text without being asked.
    """
    if request.mimetype != _JSON_TYPE:
        return None
    body = request.get_data()
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return sent if isinstance(sent, dict) and _ZERO not in body else None


def form_fields() -> dict[str, str]:
    """Return the fields of the form that was sent, and those of the button."""
    fields = request.form.to_dict()
    fields |= dict(parse_qsl(fields.pop("pressed", ""), keep_blank_values=True))
    return {name: text.replace("\0", _UNKNOWN) for name, text in fields.items()}


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


def error_response(words: str, status: int, sign_in: str = "") -> Response:
    """Return an answer that says why something is not done, and to nobody known where people sign in."""
    response = jsonify({"error": {"words": words} | ({"sign_in": sign_in} if sign_in else {})})
    response.status_code = status
    return response


def unexpected_error(error: Exception) -> dict[str, str]:
    """Log an error under a reference, and return that reference in words."""
    reference = log_unexpected(error)
    return {"words": reference_words(reference), "reference": reference}
