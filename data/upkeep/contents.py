"""What a store holds, row by row as SQLite has it, whichever database it is on: hashed and copied."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Table

from data.store.databases.bulk_insert import copy_rows

# What a backup says of itself; it is no part of the store.
MANIFEST: Final = "backup_manifest"
# Nor is what waits for an hour.
_NOT_BACKED_UP: Final = (MANIFEST, "waiting_files")
_PART: Final = 10_000
_MOMENT: Final = "YYYY-MM-DD HH24:MI:SS.US"


def stored_tables(connection: Connection) -> list[Table]:
    """Return the tables of a store of any version, each after those that it refers to."""
    schema = sa.MetaData()
    schema.reflect(connection, only=lambda name, _: name not in _NOT_BACKED_UP)
    return schema.sorted_tables


def content_sha256(connection: Connection) -> str:
    """Return the SHA-256 of every row: of the same contents the same in both databases."""
    digest = sha256()
    for table in sorted(stored_tables(connection), key=lambda table: table.name):
        digest.update(orjson.dumps([table.name, *_names(table)], option=orjson.OPT_APPEND_NEWLINE))
        for rows in _rows(connection, table):
            digest.update(b"".join(map(_as_bytes, rows)))
    return digest.hexdigest()


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    counts = {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in stored_tables(connection)
    }
    return dict(sorted(counts.items()))


def replace_contents(source: Connection, target: Connection) -> None:
    """Put the rows of one store in the place of those of another, which has the same schema."""
    tables = stored_tables(target)
    for table in reversed(tables):
        target.execute(sa.delete(table))
    if target.dialect.name == "postgresql":
        # Moments are written without their zone, which is UTC.
        target.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
    for table in tables:
        _write(target, table, _rows(source, table))


def _write(target: Connection, table: Table, parts: Iterable[list[tuple]]) -> None:
    quote = target.dialect.identifier_preparer.quote
    names = ", ".join(map(quote, _names(table)))
    if target.dialect.name == "sqlite":
        places = ", ".join("?" for _ in table.c)
        statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})"  # noqa: S608 - own names
        for rows in parts:
            target.exec_driver_sql(statement, rows)
        return
    copy_rows(target, f"{quote(table.name)} ({names})", parts)
    column = table.autoincrement_column
    if column is not None:
        newest = sa.select(sa.func.max(column)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
        # Without rows the next number is the first.
        target.execute(
            sa.select(sa.func.setval(sequence, sa.func.coalesce(newest, 1), newest.is_not(None)))
        )


def _names(table: Table) -> list[str]:
    return sorted(column.name for column in table.c)


def _rows(connection: Connection, table: Table) -> Iterator[list[tuple]]:
    """Yield the rows of a table by its key, or by all columns, some at a time."""
    is_sqlite = connection.dialect.name == "sqlite"
    columns = [table.c[name] for name in _names(table)]
    order = [_sorted_alike(column, is_sqlite=is_sqlite) for column in table.primary_key or columns]
    shown = [_as_sqlite(column, is_sqlite=is_sqlite) for column in columns]
    statement = sa.select(*shown).select_from(table).order_by(*order)
    result = connection.execute(statement, execution_options={"yield_per": _PART})
    for rows in result.partitions():
        yield [tuple(row) for row in rows]


def _as_sqlite(column: sa.Column[Any], *, is_sqlite: bool) -> ColumnElement[Any]:
    """Return a column so that its values are read as SQLite stores them."""
    if is_sqlite:
        # Without its type, which would make days and moments of text.
        return sa.type_coerce(column, sa.types.NULLTYPE)
    if isinstance(column.type, sa.Boolean):
        return sa.cast(column, sa.Integer)
    if isinstance(column.type, sa.DateTime):
        return sa.func.to_char(sa.func.timezone("UTC", column), _MOMENT)
    return sa.cast(column, sa.Text) if isinstance(column.type, sa.Date) else column


def _sorted_alike(column: sa.Column[Any], *, is_sqlite: bool) -> ColumnElement[Any]:
    if is_sqlite:
        return sa.type_coerce(column, sa.types.NULLTYPE)
    is_text = isinstance(column.type, sa.String)
    return (sa.collate(column, "C") if is_text else column).nulls_first()


def _as_bytes(row: tuple) -> bytes:
    return orjson.dumps(row, default=bytes.hex, option=orjson.OPT_APPEND_NEWLINE)
