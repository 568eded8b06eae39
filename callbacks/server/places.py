"""A few places for those who wait for a load: who waits holds a thread, and some are left to readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Final

from callbacks.server.json_api import RefusedError
from data.store.databases.engine import waiting_at_most

PLACE_SECONDS: Final = 2.0
_OTHERS_WRITE: Final = (
    "Others are writing at this moment, so nothing is saved. Try again in a minute."
)


class Places:
    """So many requests write at once, and each waits so many seconds for a load, at most."""

    def __init__(self, count: int, load_seconds: float) -> None:
        self._free, self.load_seconds = BoundedSemaphore(count), load_seconds

    @contextmanager
    def take(self) -> Iterator[None]:
        """Take a place; RefusedError where none becomes free, BusyError where a load does not end."""
        if not self._free.acquire(timeout=PLACE_SECONDS):
            raise RefusedError(_OTHERS_WRITE, HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            with waiting_at_most(self.load_seconds):
                yield
        finally:
            self._free.release()
