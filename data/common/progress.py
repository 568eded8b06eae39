"""Report the progress of long work, and stop it when a person cancels it."""

from collections.abc import Callable

from sqlalchemy import Connection

from data.common.errors import CommandError

# Called with the step, how much of it is done and of how much; raises CancelledError to stop.
Progress = Callable[[str, int, int], None]


class CancelledError(CommandError):
    """A person stopped the work: the store is as it was before."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was loaded.")


def unwatched(_step: str, _done: int, _of: int) -> None:
    """Report to nobody."""


def watched(connection: Connection, progress: Progress) -> Connection:
    """Return the connection with a progress callback, for whatever reads and writes rows on it."""
    return connection.execution_options(progress=progress)


def progress_of(connection: Connection) -> Progress:
    """Return the progress callback of a connection."""
    return connection.get_execution_options().get("progress", unwatched)
