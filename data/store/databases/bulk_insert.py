"""Insert many rows fast: each column as codes into its distinct values, on both databases."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import pandas as pd
import psycopg
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from data.common.errors import CommandError
from data.common.progress import progress_of
from data.schema.kinds import Storage
from data.schema.parsed_rows import ParsedRows
from data.store.databases.failures import StoreUnavailableError, failure_of
from data.store.tables import ID_TABLES

log = logging.getLogger(__name__)

_CHUNK = 20_000
_NOT_STORED: Final = "The database does not take these rows: nothing was saved. Its log, and that of the dashboard, say why."
_SAMPLE = 2_000
# COPY reads a backslash, a tab and line ends as placeholders of its own.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Coded:
    """A column as codes into its distinct values; code -1 is the last of them, for missing."""

    codes: np.ndarray
    distinct: np.ndarray

    def rows(self, part: slice) -> list:
        """Return the values of a slice of the rows."""
        return self.distinct[self.codes[part]].tolist()


def write_columns(
    connection: Connection, table: str, columns: Mapping[str, pd.Series | np.ndarray]
) -> None:
    """Insert rows of a table from its columns; missing values become NULL."""
    quote = connection.dialect.identifier_preparer.quote
    is_copied = connection.dialect.name == "postgresql"
    coded = [_coded(values, as_text=is_copied) for values in columns.values()]
    names = [quote(name) for name in columns]
    if is_copied:
        _copy(connection, table, names, coded)
    else:
        _insert(connection, table, names, coded)


def _coded(values: pd.Series | np.ndarray, *, as_text: bool) -> Coded:
    codes, distinct = _factorized(values)
    plain = _plain(distinct)
    values_and_null = [*map(_copied, plain), "\\N"] if as_text else [*plain, None]
    objects = np.empty(len(values_and_null), dtype=object)
    objects[:] = values_and_null
    return Coded(codes, objects)


def _factorized(values: pd.Series | np.ndarray) -> tuple[np.ndarray, np.ndarray | pd.Index]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        categorical = pd.Categorical(values)
        return categorical.codes, categorical.categories
    if isinstance(values.dtype, pd.Int64Dtype):
        codes, distinct = pd.factorize(values)
        return codes, np.asarray(distinct, dtype=np.int64)
    if values.dtype == bool:
        return np.asarray(values).view(np.int8), np.array([False, True])
    plain = np.asarray(values)
    if plain.dtype == object and len(set(plain[:_SAMPLE])) > _SAMPLE // 2:
        # Most values differ: to find the equal ones takes longer than to write each.
        return np.arange(len(plain)), plain
    return pd.factorize(plain)


def _plain(distinct: np.ndarray | pd.Index) -> list:
    """Return values as Python objects: days as YYYY-MM-DD, whole numbers as int."""
    if distinct.dtype.kind == "M":
        return np.asarray(distinct).astype("datetime64[D]").astype(str).tolist()
    return distinct.tolist()


def _copied(value: object) -> str:
    """Return a value as the text that COPY reads."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, bool):
        return "t" if value else "f"
    return repr(value) if isinstance(value, float) else str(value)


def _parts(connection: Connection, coded: list[Coded]) -> Iterator[zip]:
    """Yield the rows, some at a time."""
    progress, count = progress_of(connection), len(coded[0].codes)
    for start in range(0, count, _CHUNK):
        if count > _CHUNK:
            progress("Writing rows", start, count)
        part = slice(start, start + _CHUNK)
        yield zip(*(column.rows(part) for column in coded), strict=True)


def _insert(connection: Connection, table: str, names: list[str], coded: list[Coded]) -> None:
    placeholders = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({placeholders})"  # noqa: S608 - own names
    for rows in _parts(connection, coded):
        connection.exec_driver_sql(statement, list(rows))


def _copy(connection: Connection, table: str, names: list[str], coded: list[Coded]) -> None:
    _copy_text(connection, f"{table} ({', '.join(names)})", _parts(connection, coded))


def copy_rows(connection: Connection, table: str, parts: Iterable[Iterable[tuple]]) -> None:
    """Insert rows of values into a table of PostgreSQL, named with its columns."""
    _copy_text(connection, table, (([*map(_copied, row)] for row in rows) for rows in parts))


def _copy_text(connection: Connection, table: str, parts: Iterable[Iterable]) -> None:
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:  # pyright: ignore[reportArgumentType] - own names
            for rows in parts:
                copy.write("\n".join(map("\t".join, rows)) + "\n")
    except psycopg.Error as error:
        if driver.closed:
            raise StoreUnavailableError from error
        # What the driver says may have a cell of the file in it.
        log.warning("COPY into %s: SQLSTATE %s", table, error.sqlstate)
        raise failure_of(error) or CommandError(_NOT_STORED) from error


def insert_rows(connection: Connection, rows: ParsedRows, extract_id: int) -> None:
    """Insert every row of an extract, and the names that no earlier extract has."""
    for stored in rows.kind.stored:
        if stored.name in ID_TABLES:
            _insert_names(connection, stored.name, rows.frame[stored.name].dropna().unique())
    write_columns(connection, rows.kind.name, dict(_columns(rows, extract_id)))


def _insert_names(connection: Connection, column_name: str, values: np.ndarray) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(ID_TABLES[column_name]).on_conflict_do_nothing()
    if len(values):
        connection.execute(statement, [{column_name: value} for value in values])


def _columns(rows: ParsedRows, extract_id: int) -> Iterator[tuple[str, pd.Series | np.ndarray]]:
    """Yield name and values of each SQL column of an extract."""
    yield "extract_id", np.full(len(rows.frame), extract_id)
    yield "row_number", rows.numbers
    if not rows.kind.cases:
        yield "record_key", np.array(rows.keys(), dtype=object)
    for stored in rows.kind.stored:
        yield stored.name, _database_values(rows.frame[stored.name], stored.storage)
    for fact in rows.kind.facts:
        yield fact.name, _database_values(fact.compute(rows.frame), fact.storage)


def _database_values(values: pd.Series, storage: Storage) -> pd.Series:
    # In a frame a whole number that may be missing is a float.
    return values.astype("Int64") if storage is Storage.INTEGER else values
