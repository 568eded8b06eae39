"""Connections to PostgreSQL that wait no longer than they may: a server can stop without closing anything."""

from threading import Event, Lock
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event

_CONNECT_SECONDS: Final = 5
# Whether a connection from the pool still answers.
_PING_SECONDS: Final = 5.0
READING_SECONDS: Final = 30.0
# One statement of a load of millions of rows.
_WRITING_SECONDS: Final = 3600.0
_GONE: Final = "the server did not answer a moment ago"


class TimedConnection(psycopg.Connection[Any]):
    """A connection that is closed once a statement takes longer than it may."""

    seconds = _PING_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Return what a piece of work comes to; OperationalError where it takes too long."""
        try:
            return super().wait(gen, interval, self.seconds if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
            raise


def limit_waiting(engine: Engine) -> None:
    """Let an engine make such connections; while none can be made, one thread alone tries."""
    is_gone, trying = Event(), Lock()

    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
        options.setdefault("connect_timeout", _CONNECT_SECONDS)
        is_trial = is_gone.is_set()
        if is_trial and not trying.acquire(blocking=False):
            raise psycopg.OperationalError(_GONE)
        try:
            connection = TimedConnection.connect(*arguments, **options)
        except psycopg.OperationalError:
            is_gone.set()
            raise
        else:
            is_gone.clear()
            return connection
        finally:
            if is_trial:
                trying.release()

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "begin", _on_begin)
    event.listen(engine, "checkin", _on_checkin)


def _on_begin(connection: Connection) -> None:
    # Of whoever writes; a reader who sent a form waits for less than a load does.
    is_load = connection.get_execution_options().get("longest_wait", 0.0) > READING_SECONDS
    opened: Any = connection.connection.dbapi_connection
    opened.seconds = _WRITING_SECONDS if is_load else READING_SECONDS


def _on_checkin(connection: Any, _record: Any) -> None:
    if connection is not None:
        connection.seconds = _PING_SECONDS
        # After a page, which says that it reads: whether one may write, the server says.
        connection.read_only = None
