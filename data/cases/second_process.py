"""A process beside that of a load, which decides about one area while the load works out another.

It ends with the load, whatever ends that: nothing more comes from its pipe.
"""

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from subprocess import PIPE, Popen
from typing import IO, Final

from data.cases.hiding import Marks, Undecided
from data.common.own_process import start_process

# For fewer areas than these it would have begun when they are done.
_LEAST_AREAS: Final = 4


class SecondProcess:
    """A process in which a decision is started, and from which its marks are taken."""

    def __init__(self, process: "Popen[bytes] | None") -> None:
        self._process = process
        self._under_way: Undecided | None = None

    def start(self, undecided: Undecided) -> bool:
        """Start a decision, and return whether it did: it is there, and decides about nothing else."""
        if self._process is None or self._under_way is not None:
            return False
        try:
            _send(self._process.stdin, undecided)
        except OSError:
            self._process = None
            return False
        self._under_way = undecided
        return True

    def take(self) -> Marks:
        """Return the marks of what was started; decided here where the process ended without them."""
        undecided, self._under_way = self._under_way, None
        if undecided is None or self._process is None or self._process.stdout is None:
            raise RuntimeError("The second process decides about nothing.")
        try:
            return pickle.load(self._process.stdout)  # noqa: S301 - our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            self._process = None
            return undecided.decide()


@contextmanager
def second_process(area_count: int) -> Iterator[SecondProcess]:
    """Start a process where there are areas and processors enough for one, and end it."""
    if area_count < _LEAST_AREAS or (os.cpu_count() or 1) < 2:
        yield SecondProcess(None)
        return
    process = start_process(__name__, stdout=PIPE)
    try:
        yield SecondProcess(process)
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Decide about what comes, until nothing does."""
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            undecided = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
            _send(sys.stdout.buffer, undecided.decide())
    # Nobody reads what is left in its pipe, of which Python would complain as it ends.
    os._exit(0)


def _send(pipe: IO[bytes] | None, value: object) -> None:
    if pipe is not None:
        pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()
