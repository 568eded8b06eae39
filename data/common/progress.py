"""Tell how far long work is, and stop it where nobody wants it any more."""

from collections.abc import Callable

from sqlalchemy import Connection

from data.common.errors import CommandError

# Told what is being done, how much of it is done and of how much; raises CancelledError where a
# person wants no more of it.
Progress = Callable[[str, int, int], None]


class CancelledError(CommandError):
    """Say that a person stopped the work: nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was loaded.")


def unwatched(_step: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def watched(connection: Connection, progress: Progress) -> Connection:
    """Let a watcher go with a connection to wherever rows are read and written."""
    return connection.execution_options(progress=progress)


def progress_of(connection: Connection) -> Progress:
    """Return the watcher that goes with a connection."""
    return connection.get_execution_options().get("progress", unwatched)
