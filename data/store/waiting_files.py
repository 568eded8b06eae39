"""What was sent and waits to be loaded, in the store: each server that shares it finds it there.

Whoever writes here has enciphered it; here it is bytes under a name, in pieces.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Column, Engine, Integer, LargeBinary, String, Table

from data.store.databases.engine import writing_connection
from data.store.tables import UtcTime, metadata

# What one statement carries.
_PIECE: Final = 1 << 20

waiting_files = Table(
    "waiting_files",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("piece", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("written_at", UtcTime, nullable=False, index=True),
)


class StoredFiles:
    """Files under names in the store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, name: str, content: bytes) -> None:
        """Store a file in place of an earlier one."""
        now = datetime.now(UTC)
        with writing_connection(self._engine) as connection, connection.begin():
            connection.execute(_deleted([name]))
            for piece, part in enumerate(_parts(content)):
                row = {"name": name, "piece": piece, "content": part, "written_at": now}
                connection.execute(sa.insert(waiting_files), row)

    def read(self, name: str) -> bytes | None:
        """Return a file; None where there is none."""
        statement = (
            sa.select(waiting_files.c.content)
            .where(waiting_files.c.name == name)
            .order_by(waiting_files.c.piece)
        )
        with self._engine.connect() as connection:
            parts = connection.scalars(statement).all()
        return b"".join(parts) if parts else None

    def drop(self, *names: str) -> None:
        """Drop files."""
        with writing_connection(self._engine) as connection, connection.begin():
            connection.execute(_deleted(names))

    def drop_older(self, seconds: float) -> None:
        """Drop every file that was written longer ago than that."""
        eldest = datetime.now(UTC) - timedelta(seconds=seconds)
        is_old = waiting_files.c.written_at < eldest
        with writing_connection(self._engine) as connection, connection.begin():
            connection.execute(sa.delete(waiting_files).where(is_old))

    def total_bytes(self) -> int:
        """Return how much waits."""
        length = sa.func.sum(sa.func.length(waiting_files.c.content))
        with self._engine.connect() as connection:
            return int(connection.scalar(sa.select(length)) or 0)


def _deleted(names: Sequence[str]) -> sa.Delete:
    return sa.delete(waiting_files).where(waiting_files.c.name.in_(names))


def _parts(content: bytes) -> Iterator[bytes]:
    for start in range(0, max(len(content), 1), _PIECE):
        yield content[start : start + _PIECE]
