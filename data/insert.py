"""Write the rows of one extract, and tell how they differ from what stood before."""

from collections.abc import Iterator
from itertools import islice
from typing import cast

import numpy as np
import psycopg
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from data.faults import CommandError
from data.kinds import Kind, Storage
from data.rows import ParsedRows
from data.tables import KIND_TABLES, LOADED, NAME_TABLES, extracts

_CHUNK = 50_000
Row = tuple[object, ...]


def insert_rows(connection: Connection, rows: ParsedRows, extract_id: int) -> None:
    """Write every row of an extract, and the names that it is the first to use."""
    for stored in rows.kind.stored:
        if stored.name in NAME_TABLES:
            _insert_names(connection, stored.name, rows.frame[stored.name].dropna().unique())
    names = ["extract_id", "row_number", "record_key", *(each.name for each in rows.kind.stored)]
    if connection.dialect.name == "postgresql":
        _copy_rows(connection, rows.kind.name, names, _database_rows(rows, extract_id))
    else:
        _insert_many(connection, rows.kind.name, names, _database_rows(rows, extract_id))


def _insert_names(connection: Connection, column_name: str, values: np.ndarray) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(NAME_TABLES[column_name]).on_conflict_do_nothing()
    if len(values):
        connection.execute(statement, [{column_name: value} for value in values])


def _database_rows(rows: ParsedRows, extract_id: int) -> Iterator[Row]:
    # Days go in as the text YYYY-MM-DD, which both databases take as it is.
    columns = [_database_values(rows, each.name, each.storage) for each in rows.kind.stored]
    extract_ids = [extract_id] * len(rows.frame)
    return zip(extract_ids, rows.numbers.tolist(), rows.keys(), *columns, strict=True)


def _database_values(rows: ParsedRows, name: str, storage: Storage) -> list[object]:
    values = rows.frame[name].to_numpy()
    if storage not in {Storage.NUMBER, Storage.INTEGER}:
        return values.tolist()
    is_missing = np.isnan(values)
    if storage is Storage.INTEGER:
        objects = np.where(is_missing, 0, values).astype(int).astype(object)
    else:
        objects = values.astype(object)
    objects[is_missing] = None
    return objects.tolist()


def _insert_many(connection: Connection, table: str, names: list[str], rows: Iterator[Row]) -> None:
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - own names
    while chunk := list(islice(rows, _CHUNK)):
        connection.exec_driver_sql(statement, chunk)


def _copy_rows(connection: Connection, table: str, names: list[str], rows: Iterator[Row]) -> None:
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN"
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:  # pyright: ignore[reportArgumentType] - own names
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise CommandError(f"The rows of {table} cannot be stored: {error}".rstrip()) from error


def count_changes(connection: Connection, kind: Kind, extract_id: int) -> tuple[int, int]:
    """Return how many rows of an extract are new, and how many differ from what stood before."""
    table, before = KIND_TABLES[kind.name], _stood_before(kind, extract_id)
    differs = sa.or_(
        *(table.c[each.name].is_distinct_from(before.c[each.name]) for each in kind.stored)
    )
    is_new = before.c.row_id.is_(None)
    counts = sa.select(
        sa.func.count().filter(is_new),
        sa.func.count().filter(sa.not_(is_new), differs),
    )
    pairs = table.outerjoin(before, before.c.record_key == table.c.record_key)
    new, changed = connection.execute(
        counts.select_from(pairs).where(table.c.extract_id == extract_id)
    ).one()
    return new, changed


def _stood_before(kind: Kind, extract_id: int) -> sa.Subquery:
    """Select the newest version of each record among the extracts loaded before this one."""
    table = KIND_TABLES[kind.name]
    newest = (
        sa.select(table.c.record_key, sa.func.max(table.c.extract_id).label("extract_id"))
        .join(extracts, extracts.c.extract_id == table.c.extract_id)
        .where(extracts.c.state == LOADED, table.c.extract_id < extract_id)
        .group_by(table.c.record_key)
        .subquery()
    )
    same = sa.and_(
        newest.c.record_key == table.c.record_key, newest.c.extract_id == table.c.extract_id
    )
    return sa.select(table).join(newest, same).subquery()
