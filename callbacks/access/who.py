"""Who asks, and whether they may: what routes, pages and callbacks ask before they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from flask import Flask, current_app, g, has_request_context

from callbacks.server.json_api import RefusedError
from dashboard.model.rights import EVERY_AREA, Reach, Right, User, granted, refusal

_IDENTIFY: Final = "identify"


@dataclass(frozen=True)
class Identity:
    """Who sent a request, None for nobody, and the secret of the cookie by which that is known."""

    user: User | None
    secret: str = ""


# Whoever asks where nobody signs in.
READER: Final = Identity(User(granted([("viewer", EVERY_AREA)])))


class NotAllowedError(RefusedError):
    """What somebody may not do, in words."""

    def __init__(self, words: str) -> None:
        super().__init__(words, 403)


def token_of(secret: str) -> str:
    """Return the token that goes with a cookie that only the server and the browser know."""
    return sha256(f"csrf {secret}".encode()).hexdigest()


def identify_by(server: Flask, identify: Callable[[], Identity]) -> None:
    """Let a server ask this function who sent a request."""
    server.extensions[_IDENTIFY] = identify


def current_identity() -> Identity:
    """Return who sent this request; a reader where there is no request."""
    if not has_request_context():
        return READER
    if "identity" not in g:
        identify = current_app.extensions.get(_IDENTIFY)
        # Where the store does not say, nobody has sent what is answered with its error.
        g.identity = Identity(None)
        g.identity = identify() if identify else READER
    return g.identity


def current_user() -> User | None:
    """Return who sent this request, None for nobody."""
    return current_identity().user


def why_not(right: Right, area: str | None = None) -> str:
    """Return why who asks may not do something, "" where they may; as `refusal` of the rights."""
    return refusal(current_user(), right, area)


def require(right: Right, area: str | None = None) -> None:
    """Raise NotAllowedError where who asks may not do something."""
    if words := why_not(right, area):
        raise NotAllowedError(words)


def areas_with(right: Right) -> frozenset[str] | None:
    """Return the areas in which who asks may do something; None for every one."""
    user = current_user()
    return user.areas_with(right) if user else frozenset()


def current_reach() -> Reach:
    """Return what of the store is shown to who asks."""
    user = current_user()
    return user.reach if user else Reach(frozenset())


def shows_small(area: str | None = None) -> bool:
    """Return whether who asks sees small numbers, of an area or of any."""
    return not why_not(Right.READ_SMALL, area)
