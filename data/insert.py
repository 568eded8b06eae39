"""Write the rows of one extract."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from data.bulk import write_columns
from data.kinds import Storage
from data.rows import ParsedRows
from data.tables import NAME_TABLES


def insert_rows(connection: Connection, rows: ParsedRows, extract_id: int) -> None:
    """Write every row of an extract, and the names that it is the first to use."""
    for stored in rows.kind.stored:
        if stored.name in NAME_TABLES:
            _insert_names(connection, stored.name, rows.frame[stored.name].dropna().unique())
    write_columns(connection, rows.kind.name, dict(_columns(rows, extract_id)))


def _insert_names(connection: Connection, column_name: str, values: np.ndarray) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(NAME_TABLES[column_name]).on_conflict_do_nothing()
    if len(values):
        connection.execute(statement, [{column_name: value} for value in values])


def _columns(rows: ParsedRows, extract_id: int) -> Iterator[tuple[str, pd.Series | np.ndarray]]:
    """Yield each SQL column; days are the text YYYY-MM-DD, which both databases take as it is."""
    yield "extract_id", np.full(len(rows.frame), extract_id)
    yield "row_number", rows.numbers
    if not rows.kind.cases:
        yield "record_key", np.array(rows.keys(), dtype=object)
    for stored in rows.kind.stored:
        yield stored.name, _database_values(rows.frame[stored.name], stored.storage)
    for fact in rows.kind.facts:
        yield fact.name, _database_values(fact.compute(rows.frame), fact.storage)


def _database_values(values: pd.Series, storage: Storage) -> pd.Series:
    # A whole number that may be missing is a float in a frame, and must not be one in a database.
    return values.astype("Int64") if storage is Storage.INTEGER else values
