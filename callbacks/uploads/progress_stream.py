"""Long work told line by line: how far it is, then what came of it; a reader who leaves ends it."""

import json
import logging
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore, Event, Lock, Thread
from time import sleep
from typing import Any, Final

from flask import Response

from callbacks.server.json_api import RefusedError, unexpected_error
from data.common.errors import CommandError
from data.common.progress import CancelledError, Progress
from data.store.databases.engine import waiting_at_most
from data.store.databases.failures import StoreError

log = logging.getLogger(__name__)

# A line at least so often, so that a reader knows that work goes on and we know that they are there.
HEARTBEAT_SECONDS: Final = 0.25
# Work that goes on at once in one worker: the rest of its threads are for readers of pages.
MAX_CONCURRENT: Final = 3
# So long a form without scripts is waited for, and so long its work waits for another load.
FORM_SECONDS: Final = 10.0
FORM_LOAD_SECONDS: Final = 300.0
NOTED_EVERY_SECONDS: Final = 5.0
# A store that is busy or away for a moment is there again by then.
LAST_NOTE_TRIES: Final = 10
Work = Callable[[Progress], dict[str, Any]]
Note = Callable[[dict[str, Any]], None]


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

    def outcome(self, work: Work, note: Note) -> dict[str, Any] | None:
        """Do the work and return its last line; None where that takes longer than a form is waited for.

        From then on each line is noted: how far it is, and in the end the last one.
        """
        self._take_place()
        watch = Watch()
        Thread(target=_run_unwatched, args=(watch, work), name="intake", daemon=True).start()
        if watch.is_done.wait(FORM_SECONDS):
            self._places.release()
            return watch.outcome
        try:
            note({"progress": watch.latest})
        except BaseException:
            watch.is_cancelled.set()
            raise
        finally:
            Thread(target=self._note_lines, args=(watch, note), daemon=True).start()
        return None

    def _note_lines(self, watch: Watch, note: Note) -> None:
        try:
            while not watch.is_done.wait(NOTED_EVERY_SECONDS):
                _note_if_possible({"progress": watch.latest}, note)
            for _ in range(LAST_NOTE_TRIES):
                if _note_if_possible(watch.outcome, note):
                    break
                sleep(NOTED_EVERY_SECONDS)
        finally:
            self._places.release()

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


def _run_unwatched(watch: Watch, work: Work) -> None:
    with waiting_at_most(FORM_LOAD_SECONDS):
        watch.run(work)


def _note_if_possible(line: dict[str, Any], note: Note) -> bool:
    """Return whether a line is noted."""
    try:
        note(line)
    except (StoreError, OSError) as error:
        log.warning("What came of a form cannot be noted: %s", type(error).__name__)
        return False
    return True


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"
