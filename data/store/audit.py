"""The audit log: who did what, when; each entry is sealed over the one before, and none is changed.

Triggers refuse any statement that would. Who owns the database can drop them: whoever then changes or
takes out an entry breaks the chain from there on. Who cuts off its end does not: keep the
seal that `python -m data audit verify` prints in another place, and give it the next time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import orjson
import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, Integer, String, Table, Text

from data.store.databases.engine import lock_for_notes, writing_connection
from data.store.tables import UtcTime, metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("entry_id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("seal", String(64), nullable=False),
)
# What comes before the first entry.
_FIRST: Final = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """Somebody did something; `about` says to what, in words and numbers that name no child."""

    entry_id: int
    at: datetime
    by: str
    act: str
    about: str
    seal: str


@dataclass(frozen=True)
class ChainReport:
    """Whether the chain is whole: how many entries, the last seal, and the entry where it breaks."""

    entries: int
    seal: str
    broken_at: int | None = None
    has_expected: bool = True


def note_act(
    connection: Connection, by: str, act: str, about: str, now: datetime | None = None
) -> None:
    """Append an entry within the transaction of what it is about, so that both are there or neither."""
    lock_for_notes(connection)
    newest = sa.select(audit_entries.c.entry_id, audit_entries.c.seal).order_by(
        audit_entries.c.entry_id.desc()
    )
    row = connection.execute(newest.limit(1)).one_or_none()
    number, before = (row.entry_id + 1, row.seal) if row else (1, _FIRST)
    entry = {
        "entry_id": number,
        "at": (now or datetime.now(UTC)).astimezone(UTC),
        "by": by,
        "act": act,
        "about": about,
    }
    connection.execute(sa.insert(audit_entries).values(**entry, seal=_seal(before, **entry)))


def note_alone(engine: Engine, by: str, act: str, about: str) -> None:
    """Append an entry in a transaction of its own."""
    with writing_connection(engine) as connection, connection.begin():
        note_act(connection, by, act, about)


@contextmanager
def replaceable_log(connection: Connection) -> Iterator[None]:
    """Let a restore into PostgreSQL write another log in the place of this one, in its transaction."""
    connection.exec_driver_sql("ALTER TABLE audit_entries DISABLE TRIGGER USER")
    yield
    connection.exec_driver_sql("ALTER TABLE audit_entries ENABLE TRIGGER USER")


def newest_entries(engine: Engine, most: int) -> tuple[AuditEntry, ...]:
    """Return the newest entries, the newest first."""
    statement = sa.select(audit_entries).order_by(audit_entries.c.entry_id.desc()).limit(most)
    with engine.connect() as connection:
        return tuple(AuditEntry(*row) for row in connection.execute(statement))


def all_entries(connection: Connection) -> tuple[AuditEntry, ...]:
    """Return every entry, the first first."""
    statement = sa.select(audit_entries).order_by(audit_entries.c.entry_id)
    return tuple(AuditEntry(*row) for row in connection.execute(statement))


def verify_chain(engine: Engine, expected: str = "") -> ChainReport:
    """Return whether every entry is as it was appended, and one with an expected seal among them."""
    seal, count, has_expected = _FIRST, 0, not expected
    with engine.connect() as connection:
        for entry in all_entries(connection):
            count += 1
            seal = _seal(seal, entry.entry_id, entry.at, entry.by, entry.act, entry.about)
            if seal != entry.seal or entry.entry_id != count:
                return ChainReport(count, seal, entry.entry_id, has_expected)
            has_expected = has_expected or seal == expected
    return ChainReport(count, seal, None, has_expected)


def _seal(before: str, entry_id: int, at: datetime, by: str, act: str, about: str) -> str:
    written = orjson.dumps([before, entry_id, at.astimezone(UTC).isoformat(), by, act, about])
    return sha256(written).hexdigest()
