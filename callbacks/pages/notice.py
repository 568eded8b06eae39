"""What became of a form that was sent without scripts, for the page to which it leads."""

from typing import Final
from urllib.parse import quote, unquote

from flask import Response, after_this_request, request

from callbacks.server.cookies import secret_cookie

_COOKIE: Final = "notice"
_SECONDS: Final = 60


def send_notice(response: Response, words: str) -> None:
    """Let the next page of this browser begin with these words."""
    response.set_cookie(
        secret_cookie(_COOKIE),
        quote(words),
        max_age=_SECONDS,
        httponly=True,
        secure=request.is_secure,
        samesite="Strict",
    )


def take_notice() -> str:
    """Return the words that this page begins with, once; "" for none."""
    words = unquote(request.cookies.get(secret_cookie(_COOKIE), ""))
    if words:

        @after_this_request
        def forget(response: Response) -> Response:
            response.delete_cookie(
                secret_cookie(_COOKIE), httponly=True, secure=request.is_secure, samesite="Strict"
            )
            return response

    return words
