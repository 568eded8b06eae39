"""Long work that goes on beside requests: how far it is, and what came of it, in the store.

Whoever began it asks at an address of its own, at whichever server; nobody else is told. Where nobody asks
for some minutes, work that a script began ends.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from callbacks.access.who import current_identity, token_of
from callbacks.server.json_api import RefusedError
from callbacks.uploads.staging import Staging, new_token
from dashboard.model.urls import Urls

# A browser lets a page that is not seen ask once a minute.
LEFT_SECONDS: Final = 180.0
# What goes on is noted every two seconds.
LOST_SECONDS: Final = 60.0
INTERRUPTED: Final = "This was interrupted, as when the server is restarted."
_GONE: Final = "It ended more than an hour ago, or you have signed in anew since."


@dataclass(frozen=True)
class Job:
    """A piece of work: where it is asked for, how a line about it is noted, and whether nobody asks."""

    address: str
    note: Callable[[dict[str, Any]], None]
    is_left: Callable[[], bool]


class Jobs:
    """The work that goes on, under tokens."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging

    def new(self, form: dict[str, Any] | None = None) -> Job:
        """Return a job of whoever sent this request; that of a `form` goes on without them."""
        token, reader = new_token(), token_of(current_identity().secret)
        begun = time.time()

        def note(line: dict[str, Any]) -> None:
            record = {"form": form, "reader": reader, "at": time.time(), "line": line}
            self._staging.store_outcome(token, record)

        def is_left() -> bool:
            if form is not None:
                return False
            last_request = self._staging.requested_at(token, begun)
            return self._staging.is_stopped(token) or time.time() - last_request > LEFT_SECONDS

        return Job(Urls.path(Urls.INTAKE_OUTCOME, token=token), note, is_left)

    def record(self, token: str) -> dict[str, Any]:
        """Return what is noted of a job to whoever began it; RefusedError to others, and after an hour."""
        try:
            record = self._staging.outcome(token)
        except RefusedError as error:
            raise RefusedError(_GONE, 404) from error
        if not secrets.compare_digest(record["reader"], token_of(current_identity().secret)):
            raise RefusedError(_GONE, 404)
        return record

    def line(self, token: str) -> dict[str, Any]:
        """Return the last line of a job, and note that it was asked for."""
        record = self.record(token)
        line = record["line"]
        if "progress" in line:
            if is_lost(record):
                raise RefusedError(INTERRUPTED, 503)
            self._staging.note_request(token, time.time())
        return line

    def leave(self, token: str) -> None:
        """Let a job end as soon as it can; of one that has ended nothing waits any more."""
        if "progress" in self.record(token)["line"]:
            self._staging.note_stop(token)
        else:
            self._staging.drop_outcome(token)


def is_lost(record: dict[str, Any]) -> bool:
    """Return whether work that goes on has not been noted for so long that it ended with its server."""
    return time.time() - record["at"] > LOST_SECONDS
