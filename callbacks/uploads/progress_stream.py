"""Long work told line by line: how far it is, then what came of it; a reader who leaves ends it."""

import json
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import Any, Final

from flask import Response

from callbacks.server.json_api import RefusedError, unexpected_error
from data.common.errors import CommandError
from data.common.progress import CancelledError, Progress

# A line at least so often, so that a reader knows that work goes on and we know that they are there.
HEARTBEAT_SECONDS: Final = 0.25
# Work that goes on at once in one worker: the rest of its threads are for readers of pages.
MAX_CONCURRENT: Final = 3
Work = Callable[[Progress], dict[str, Any]]


class Watch:
    """The progress of a piece of work, and whether a client is still waiting for it."""

    def __init__(self) -> None:
        self.latest = {"step": "Starting", "done": 0, "of": 0}
        self.outcome: dict[str, Any] = {}
        self.is_done, self.is_cancelled = Event(), Event()

    def progress(self, step: str, done: int, of: int) -> None:
        """Note how far the work is; CancelledError where nobody waits any more."""
        if self.is_cancelled.is_set():
            raise CancelledError
        self.latest = {"step": step, "done": done, "of": of}

    def run(self, work: Work) -> None:
        """Do the work and note what came of it."""
        try:
            self.outcome = {"result": work(self.progress)}
        except CancelledError as stopped:
            self.outcome = {"cancelled": {"words": str(stopped)}}
        except CommandError as error:
            self.outcome = {"error": {"words": str(error)}}
        except Exception as error:  # noqa: BLE001 - told with a reference, as any unexpected error
            self.outcome = {"error": unexpected_error(error)}
        finally:
            self.is_done.set()


class Streams:
    """Answer with the lines of long work, of so many pieces at once."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(MAX_CONCURRENT)

    def answer(self, work: Work) -> Response:
        """Start the work with the first line; end it where the reader leaves."""
        self._take_place()
        # Given back once: with the last line, or where the reader leaves before the first one.
        leave = _RunOnce(self._places.release)
        response = Response(self._lines(work, leave), mimetype="application/x-ndjson")
        response.call_on_close(leave)
        # For a proxy that would gather the lines.
        response.headers["X-Accel-Buffering"] = "no"
        return response

    def outcome(self, work: Work) -> dict[str, Any]:
        """Do the work and return its last line; the reader of a plain form waits for all of it."""
        self._take_place()
        watch = Watch()
        try:
            watch.run(work)
        finally:
            self._places.release()
        return watch.outcome

    def _take_place(self) -> None:
        if not self._places.acquire(blocking=False):
            words = "Others are checking and loading at this moment. Try again in a minute."
            raise RefusedError(words, 503)

    def _lines(self, work: Work, leave: Callable[[], None]) -> Iterator[str]:
        watch = Watch()
        worker = Thread(target=watch.run, args=(work,), name="intake", daemon=True)
        worker.start()
        try:
            while not watch.is_done.wait(HEARTBEAT_SECONDS):
                yield _line({"progress": watch.latest})
            yield _line(watch.outcome)
        finally:
            watch.is_cancelled.set()
            leave()


class _RunOnce:
    """Do something the first time it is asked for, and then no more."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act, self._lock = act, Lock()

    def __call__(self) -> None:
        if self._lock.acquire(blocking=False):
            self._act()


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"
