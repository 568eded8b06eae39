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
# Whoever may only read: a role that was granted no more.
_NOT_PERMITTED: Final = "42501"
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


def failure_of(error: BaseException | None, statement: str = "") -> StoreError | None:
    """Return what an error of a driver means for the store; None where it is of the statement."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else code & 0xFF
    state = getattr(error, "sqlstate", None) or ""
    is_refused = state == _NOT_PERMITTED and not statement.upper().startswith(("SELECT", "WITH"))
    if kind == _SQLITE_FULL or state == _DISK_FULL:
        return StoreFullError()
    if kind == _SQLITE_READ_ONLY or state == _READ_ONLY or is_refused:
        return ReadOnlyStoreError()
    if kind == _SQLITE_BUSY or state == _LOCK_NOT_AVAILABLE:
        return BusyError()
    return _gone(error) if kind in _SQLITE_GONE or state.startswith(_GONE) else None


def _failure(context: ExceptionContext) -> StoreError | None:
    error = context.original_exception
    failure = failure_of(error, context.statement or "")
    is_unconnected = context.connection is None and not hasattr(error, "sqlite_errorcode")
    return failure or (_gone(error) if context.is_disconnect or is_unconnected else None)


def _gone(error: BaseException | None) -> StoreUnavailableError:
    return StoreUnavailableError(" ".join(str(error).split()))
