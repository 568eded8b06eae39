"""One load or undo at a time: the second waits, reports that it does, and can be cancelled."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.exc import OperationalError

from data.common.errors import CommandError
from data.common.progress import Progress, watched
from data.store.engine import LOAD_LOCK, writing_connection

WAITING = "Waiting for another load"
# How long a load waits in all, and between two reports of its progress.
_MAX_SECONDS = 1800.0
_SECONDS_AT_A_TIME = 0.2


class BusyError(CommandError):
    """Another load took too long to end."""

    def __init__(self) -> None:
        super().__init__("Another load has not ended. Nothing was loaded: try again later.")


@contextmanager
def alone_in_writing(
    engine: Engine, progress: Progress
) -> Iterator[tuple[Connection, RootTransaction]]:
    """Open a transaction that no other load runs beside; it reports while it waits.

    BusyError where another load takes longer than half an hour.
    """
    with writing_connection(engine) as opened:
        connection = watched(opened, progress)
        begin = _begin_sqlite if connection.dialect.name == "sqlite" else _begin_postgres
        with begin(connection, progress) as transaction:
            yield connection, transaction


def _begin_sqlite(connection: Connection, progress: Progress) -> RootTransaction:
    waiting = connection.execution_options(waits_milliseconds=int(_SECONDS_AT_A_TIME * 1000))
    deadline = time.monotonic() + _MAX_SECONDS
    while time.monotonic() < deadline:
        try:
            return waiting.begin()
        except OperationalError as error:
            if "database is locked" not in str(error.orig):
                raise
        progress(WAITING, 0, 0)
    raise BusyError


def _begin_postgres(connection: Connection, progress: Progress) -> RootTransaction:
    transaction = connection.begin()
    try:
        _wait_postgres(connection, progress)
    except BaseException:
        transaction.rollback()
        raise
    return transaction


def _wait_postgres(connection: Connection, progress: Progress) -> None:
    is_free = sa.select(sa.func.pg_try_advisory_xact_lock(LOAD_LOCK))
    deadline = time.monotonic() + _MAX_SECONDS
    while not connection.scalar(is_free):
        progress(WAITING, 0, 0)
        if time.monotonic() > deadline:
            raise BusyError
        time.sleep(_SECONDS_AT_A_TIME)
