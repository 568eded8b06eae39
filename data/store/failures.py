"""Why a store cannot be used, in words for whoever asked; what its driver says is for the log alone."""

from typing import Final

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from data.common.errors import CommandError

_SQLITE_BUSY: Final = 5
# Of SQLite: https://www.sqlite.org/rescode.html. The lower byte of a code is its kind.
_SQLITE_READ_ONLY: Final = 8
_SQLITE_FULL: Final = 13
# An error of the disk, a damaged file, one that cannot be opened, one that is no database.
_SQLITE_GONE: Final = (10, 11, 14, 26)
# Of PostgreSQL: classes and codes of SQLSTATE.
_DISK_FULL: Final = "53100"
_READ_ONLY: Final = "25006"
_LOCK_NOT_AVAILABLE: Final = "55P03"
# The connection, what a replica cancels to follow its store, resources, whoever runs it, its system.
_GONE: Final = ("08", "40", "53", "57", "58")


class StoreError(CommandError):
    """The store cannot be used as it is."""


class StoreUnavailableError(StoreError):
    """The store does not answer; `reason` is what its driver says."""

    def __init__(self, reason: str = "") -> None:
        super().__init__("The store does not answer. Nothing was saved: try again in a minute.")
        self.reason = reason


class StoreFullError(StoreError):
    """The disk of the store is full."""

    def __init__(self) -> None:
        super().__init__("The disk of the store is full. Nothing was saved: make room first.")


class BusyError(StoreError):
    """Another load took too long to end."""

    def __init__(self) -> None:
        super().__init__("Another load has not ended. Nothing was saved: try again later.")


class ReadOnlyStoreError(StoreError):
    """The store can be read and not written."""

    def __init__(self) -> None:
        super().__init__("The store can only be read here. Nothing was saved.")


def explain_failures(engine: Engine) -> None:
    """Let an engine raise a StoreError where its database is gone, full or read only."""

    def explain(context: ExceptionContext) -> StoreError | None:
        return None if context.is_pre_ping else _failure(context)

    event.listen(engine, "handle_error", explain)


def _failure(context: ExceptionContext) -> StoreError | None:
    error = context.original_exception
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        kind, state = code & 0xFF, ""
    else:
        kind, state = None, getattr(error, "sqlstate", None) or ""
    if kind == _SQLITE_FULL or state == _DISK_FULL:
        return StoreFullError()
    if kind == _SQLITE_READ_ONLY or state == _READ_ONLY:
        return ReadOnlyStoreError()
    if kind == _SQLITE_BUSY or state == _LOCK_NOT_AVAILABLE:
        return BusyError()
    is_gone = kind in _SQLITE_GONE or state.startswith(_GONE)
    if is_gone or context.is_disconnect or (context.connection is None and not kind):
        return StoreUnavailableError(" ".join(str(error).split()))
    return None
