"""Files of a pack that take long to make, made by a process of its own that takes them from the store.

Drawing is work of seconds for a whole processor: apart, it slows no reader down. On a machine one
process draws at a time, behind the readers of pages. It waits a minute for the next file, as starting
takes about a second.
"""

import logging
import os
import select
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from subprocess import DEVNULL, Popen
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import IO, Final
from uuid import uuid4

from callbacks.packs.file_cache import file_key
from callbacks.server.errors import log_unexpected
from dashboard.pack.model import StoredPack
from dashboard.pack.public_summary import build_public_summary
from dashboard.pack.report import build_report
from data.common.own_process import start_process
from data.common.private_folder import PrivateFolder
from data.meetings.file_jobs import (
    FAILED,
    LIBRARY_MISSING,
    FileJob,
    fail_job,
    finish_job,
    hold_job,
    take_job,
)
from data.meetings.packs import load_pack
from data.store.databases.engine import Engine, make_engine
from data.store.databases.failures import BusyError, StoreError, StoreUnavailableError
from layouts.report.pdf import MissingLibraryError, report_pdf

# Lets the files that are asked for be made.
StartDrawing = Callable[[], None]
# Each server's user has one, whatever store is drawn for.
_FOLDER: Final = Path(tempfile.gettempdir()) / f"send-dashboard-drawing-{os.getuid()}"
_IDLE_SECONDS: Final = 60.0
_SECONDS: Final = 0.5
# No file takes so long to draw, but one that never ends; a load may hold the store up for half an hour.
_DRAWING_SECONDS: Final = 600.0
_STORING_SECONDS: Final = 2400.0
# WeasyPrint logs these steps of a PDF as "Step 5 - Creating layout".
_STEPS: Final = 7
_PROGRESS_LOG: Final = "weasyprint.progress"
# What a store raises that can be written later.
_LATER: Final = (BusyError, StoreUnavailableError)


def draw(stored: StoredPack, ending: str) -> bytes:
    """Return a file of a pack; MissingLibraryError where a PDF cannot be made."""
    if ending == "pdf":
        return report_pdf(stored, build_report(stored))
    if ending == "summary.pdf":
        return report_pdf(stored, build_public_summary(stored))
    # Slow to import, and few need it.
    from layouts.powerpoint.presentation import powerpoint_file  # noqa: PLC0415

    return powerpoint_file(stored)


def draw_waiting(engine: Engine) -> None:
    """Make every file that is waiting, one after the other."""
    maker = uuid4().hex
    while job := take_job(engine, maker):
        _make(engine, job, maker)


def apart(engine: Engine) -> StartDrawing:
    """Return what lets a process make the files: the one that it started before, or a new one."""
    # A command line is seen by others; an environment is not.
    address = engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": address}
    started: list[Popen[bytes]] = []
    lock = Lock()

    def wait_for_end(process: Popen[bytes], wakes: IO[bytes]) -> None:
        process.wait()
        with lock:
            wakes.close()

    def start() -> None:
        with lock:
            if started and _wake(started[0]):
                return
            process = start_process(__name__, env=environment, stdout=DEVNULL, bufsize=0)
            # Its end is read as soon as it comes.
            Thread(target=wait_for_end, args=(process, process.stdin), daemon=True).start()
            started[:] = [process]

    return start


def main() -> int:
    """Make the files that are waiting, unless another process of this machine does, until none come."""
    engine = make_engine()
    try:
        is_woken = True
        while is_woken:
            with _alone(engine) as is_alone:
                # Whoever asks for the file asks again, and wakes this process.
                if is_alone:
                    with suppress(*_LATER):
                        draw_waiting(engine)
            is_woken = _is_woken()
    except Exception as error:  # noqa: BLE001 - logged without what it says
        log_unexpected(error)
        return 1
    finally:
        engine.dispose()
    return 0


def _wake(process: Popen[bytes]) -> bool:
    """Return whether a process is there to make what is waiting."""
    if process.stdin is None or process.poll() is not None:
        return False
    try:
        process.stdin.write(b".")
    except BrokenPipeError:
        return False
    return True


def _is_woken() -> bool:
    """Return whether the server asks for files again within a minute; not where it has ended."""
    readable, _, _ = select.select([sys.stdin], [], [], _IDLE_SECONDS)
    return bool(readable and os.read(sys.stdin.fileno(), 1 << 16))


@contextmanager
def _alone(engine: Engine) -> Iterator[bool]:
    """Yield whether no other process of this machine draws for the same store."""
    store = sha256(engine.url.render_as_string(hide_password=False).encode()).hexdigest()[:16]
    with ExitStack() as stack:
        try:
            is_alone = stack.enter_context(PrivateFolder(_FOLDER).locked(store))
        except PermissionError:
            # Another user has a folder of that name. The store gives each file to one process at a time.
            is_alone = True
        yield is_alone


def _make(engine: Engine, job: FileJob, maker: str) -> None:
    """Make the file of a job and store it, or that it failed; meanwhile the job is held."""
    with _held(engine, job, maker) as steps:
        body, state = _drawn(engine, job)
        steps.latest = monotonic() + _STORING_SECONDS
        while True:
            try:
                if body is None:
                    fail_job(engine, job, maker, state)
                else:
                    finish_job(engine, job, maker, body)
            except _LATER:
                sleep(_SECONDS)
            else:
                return


def _drawn(engine: Engine, job: FileJob) -> tuple[bytes | None, str]:
    """Return the file of a job; without one, the state in which the job is left."""
    try:
        stored = load_pack(engine, job.pack_id)
        # What a pack was when its file was asked for, nobody asks for any more.
        is_current = file_key(stored, job.ending) == job.job_key
        return (draw(stored, job.ending) if is_current else None), FAILED
    except MissingLibraryError:
        return None, LIBRARY_MISSING
    except Exception as error:  # noqa: BLE001 - logged without what it says
        log_unexpected(error)
        return None, FAILED


@contextmanager
def _held(engine: Engine, job: FileJob, maker: str) -> Iterator["_Steps"]:
    """Renew the hold on a job while this is open, and store how far it has come."""
    steps, is_over = _Steps(), Event()

    def hold() -> None:
        while not is_over.wait(_SECONDS):
            if monotonic() > steps.latest:
                # Only the end of the process ends a drawing; a job that nobody holds is taken again.
                os._exit(1)
            with suppress(StoreError):
                hold_job(engine, job, maker, steps.percent)

    log = logging.getLogger(_PROGRESS_LOG)
    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(steps)
    holding = Thread(target=hold, daemon=True)
    holding.start()
    try:
        yield steps
    finally:
        log.removeHandler(steps)
        log.setLevel(before)
        is_over.set()
        holding.join()


class _Steps(logging.Handler):
    """How far a PDF has come, from what WeasyPrint logs, and when its process is to end at the latest."""

    def __init__(self) -> None:
        super().__init__()
        self.percent = 0
        self.latest = monotonic() + _DRAWING_SECONDS

    def emit(self, record: logging.LogRecord) -> None:
        """Take the number of a step."""
        words = str(record.msg).split()
        if len(words) > 1 and words[0] == "Step" and words[1].isdigit():
            self.percent = 100 * (int(words[1]) - 1) // _STEPS
