"""A replica of the store, from which reads may come that follow no write of their reader.

A replica is a moment behind. It is read only while it has the data version of the store, so that nobody
sees figures that the store no longer shows; where it does not answer, or has not all that a server reads,
the store is read.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from sqlalchemy import Connection, Engine

from data.store.databases.engine import StoreNotReadyError, make_engine
from data.store.databases.failures import StoreUnavailableError

_REPLICA: Final = "replica"
# Of the request at hand: whether a moment ago is new enough. Outside of one nothing is.
MAY_LAG: ContextVar[bool] = ContextVar("may_lag", default=False)


def with_replica(engine: Engine, url: str | None = None) -> Engine:
    """Return the engine with its replica: that of an address, else of DATABASE_READ_URL, if any."""
    address = os.environ.get("DATABASE_READ_URL", "") if url is None else url
    return engine.execution_options(**{_REPLICA: make_engine(address)}) if address else engine


def replica_of(engine: Engine) -> Engine | None:
    """Return the replica from which reads of an engine may come, if it has one."""
    return engine.get_execution_options().get(_REPLICA)


@contextmanager
def replica_connection(engine: Engine) -> Iterator[Connection | None]:
    """Open a connection to the replica; None where this read is for the store itself."""
    replica = replica_of(engine) if MAY_LAG.get() else None
    try:
        connection = replica.connect() if replica is not None else None
    except (StoreUnavailableError, StoreNotReadyError):
        connection = None
    if connection is None:
        yield None
        return
    with connection:
        yield connection
