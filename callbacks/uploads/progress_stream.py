"""Long work told line by line: how far it is, then what came of it; a reader who leaves ends it.

No request is answered for longer than a few seconds: what takes longer is noted in the store, and asked for.
"""

import json
import logging
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore, Event, Lock, Thread
from time import monotonic, sleep
from typing import Any, Final

from flask import Response

from callbacks.server.json_api import RefusedError, unexpected_error
from callbacks.uploads.jobs import Job
from data.common.errors import CommandError
from data.common.progress import CancelledError, Progress
from data.store.databases.engine import waiting_at_most

log = logging.getLogger(__name__)

# A line at least so often, so that a reader knows that work goes on and we know that they are there.
HEARTBEAT_SECONDS: Final = 0.25
# So long lines come in one answer, and so long a file is waited for: each holds a thread.
STREAM_SECONDS: Final = 1.0
# Work that goes on at once in one worker, in threads of its own.
MAX_CONCURRENT: Final = 3
# Files that are looked through in one worker, one after the other: pages need the processor too.
MAX_FILES_READ: Final = 4
# So long a form without scripts is waited for, and so long its work waits for another load.
FORM_SECONDS: Final = 10.0
FORM_LOAD_SECONDS: Final = 300.0
NOTED_EVERY_SECONDS: Final = 2.0
# A store that is busy or away for a moment is there again by then.
LAST_NOTE_TRIES: Final = 25
_OTHERS_CHECK: Final = "Others are checking and loading at this moment. Try again in a minute."
_OTHERS_SEND: Final = "Others are sending files at this moment. Try again in a minute."
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
        except RefusedError as refused:
            self.outcome = {"error": {"words": str(refused), "status": refused.status}}
        except Exception as error:  # noqa: BLE001 - told with a reference, as any unexpected error
            self.outcome = {"error": unexpected_error(error)}
        finally:
            self.is_done.set()


class Streams:
    """Answer with the lines of long work, of so many pieces at once."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(MAX_CONCURRENT)
        self._file_places = BoundedSemaphore(MAX_FILES_READ)
        self._reading = Lock()

    def answer(self, work: Work, job: Job) -> Response:
        """Start the work with the first line; end it where the reader leaves.

        What takes longer than a stream may goes on: the last line is `{"goes_on": address}`.
        """
        self._take_place()
        # Given back once: with the last line, or where the reader leaves before the first one.
        place = _Place(self._places)
        response = Response(self._lines(work, job, place), mimetype="application/x-ndjson")
        response.call_on_close(place.leave)
        # For a proxy that would gather the lines.
        response.headers["X-Accel-Buffering"] = "no"
        return response

    def outcome(self, work: Work, job: Job) -> dict[str, Any] | None:
        """Do the work of a form and return its last line; None where that takes longer than it is waited for.

        From then on each line is noted: how far it is, and in the end the last one.
        """
        self._take_place()

        def run(progress: Progress) -> dict[str, Any]:
            with waiting_at_most(FORM_LOAD_SECONDS):
                return work(progress)

        return _waited_for(run, job, _Place(self._places), FORM_SECONDS)

    def read_file(self, work: Work, job: Job) -> dict[str, Any] | None:
        """Look a file through, and return as `outcome` does."""
        if not self._file_places.acquire(blocking=False):
            raise RefusedError(_OTHERS_SEND, 503)

        def run(progress: Progress) -> dict[str, Any]:
            progress("Waiting for other files", 0, 0)
            with self._reading:
                return work(progress)

        return _waited_for(run, job, _Place(self._file_places), STREAM_SECONDS)

    def _take_place(self) -> None:
        if not self._places.acquire(blocking=False):
            raise RefusedError(_OTHERS_CHECK, 503)

    def _lines(self, work: Work, job: Job, place: "_Place") -> Iterator[str]:
        watch = _begun(work)
        hands_over_at = monotonic() + STREAM_SECONDS
        is_handed_over = False
        try:
            while not watch.is_done.wait(HEARTBEAT_SECONDS):
                yield _line({"progress": watch.latest})
                # A store that does not take it now may later: until then lines come.
                if monotonic() >= hands_over_at and _note_if_possible(watch, job):
                    is_handed_over = True
                    _go_on(watch, job, place.moved())
                    yield _line({"goes_on": job.address})
                    return
            yield _line(watch.outcome)
        finally:
            if not is_handed_over:
                watch.is_cancelled.set()
                place.leave()


class _Place:
    """A place, which is left once."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places, self._has_left = places, Lock()

    def leave(self) -> None:
        """Leave it to others, unless that was done."""
        if self._has_left.acquire(blocking=False):
            self._places.release()

    def moved(self) -> "_Place":
        """Return the same place for another to leave; this one leaves it no more."""
        self._has_left.acquire(blocking=False)
        return _Place(self._places)


def _begun(work: Work) -> Watch:
    """Begin work in a thread of its own."""
    watch = Watch()
    Thread(target=watch.run, args=(work,), name="intake", daemon=True).start()
    return watch


def _waited_for(work: Work, job: Job, place: _Place, seconds: float) -> dict[str, Any] | None:
    """Return the last line of work that is done in so many seconds, else None and let it go on."""
    watch = _begun(work)
    if watch.is_done.wait(seconds):
        place.leave()
        return watch.outcome
    try:
        job.note({"progress": watch.latest})
    except BaseException:
        watch.is_cancelled.set()
        raise
    finally:
        _go_on(watch, job, place)
    return None


def _go_on(watch: Watch, job: Job, place: _Place) -> None:
    Thread(target=_note_lines, args=(watch, job, place), daemon=True).start()


def _note_lines(watch: Watch, job: Job, place: _Place) -> None:
    """Note how far work is, and in the end what came of it; end it where nobody asks any more."""
    try:
        while not watch.is_done.wait(NOTED_EVERY_SECONDS):
            if _note_if_possible(watch, job) and _is_left(job):
                watch.is_cancelled.set()
        for _ in range(LAST_NOTE_TRIES):
            if _note_if_possible(watch, job):
                break
            sleep(NOTED_EVERY_SECONDS)
    finally:
        place.leave()


def _is_left(job: Job) -> bool:
    """Return whether nobody asks any more; not where the store cannot say so now."""
    try:
        return job.is_left()
    except Exception as error:  # noqa: BLE001 - work that goes on is watched to its end
        log.warning("Whether work is waited for cannot be read: %s", type(error).__name__)
        return False


def error_status(error: dict[str, Any]) -> int:
    """Return the status with which a request is answered whose work ended with an error."""
    return error.get("status", 500 if "reference" in error else 400)


def _note_if_possible(watch: Watch, job: Job) -> bool:
    """Return whether the last line so far is noted."""
    line = watch.outcome if watch.is_done.is_set() else {"progress": watch.latest}
    try:
        job.note(line)
    except Exception as error:  # noqa: BLE001 - work that goes on is watched to its end
        log.warning("How far work is cannot be noted: %s", type(error).__name__)
        return False
    return True


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"
