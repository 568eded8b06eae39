"""The bare floor of a load: read a CSV with pandas and put its rows into the same kind of table.

Nothing is checked and nothing is worked out. Run as a process of its own, so that its time and its
memory can be set beside those of `python -m data load`.
"""

import io
import sys

import pandas as pd
import psycopg
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from data.schema.kinds import CellType
from data.schema.registry import KINDS
from data.store.databases.engine import make_engine
from data.store.tables import KIND_TABLES

KIND = "ehc_assessments"


def load_bare(url: str, path: str) -> int:
    """Load a file into a table made for it, keyed and indexed as the product's; count its rows."""
    days = [column.name for column in KINDS[KIND].columns if column.cell is CellType.DATE]
    whole = [column.name for column in KINDS[KIND].columns if column.cell is CellType.INTEGER]
    rows = pd.read_csv(path, parse_dates=days).astype(dict.fromkeys(whole, "Int64"))
    # Reception and nursery are kept as numbers.
    rows["year_group"] = rows["year_group"].replace({"R": "0", "N": "-1"})
    rows = rows.assign(extract_id=1, row_number=range(2, len(rows) + 2))
    engine = make_engine(url)
    bare = _bare_table()
    with engine.begin() as connection:
        bare.drop(connection, checkfirst=True)
        bare.create(connection)
        names = [name for name in rows.columns if name in bare.c]
        put = _copy if engine.dialect.name == "postgresql" else _execute_many
        put(connection, bare, rows[names], days)
    engine.dispose()
    return len(rows)


def _bare_table() -> Table:
    """Take the product's table without references to others; what the file lacks may be missing."""
    own = KIND_TABLES[KIND]
    columns = [sa.Column(c.name, c.type, primary_key=c.primary_key) for c in own.c]
    table = Table("bare", sa.MetaData(), *columns)
    for index in own.indexes:
        sa.Index(f"bare_{index.name}", *(table.c[c.name] for c in index.columns))
    return table


def _execute_many(
    connection: Connection, table: Table, rows: pd.DataFrame, days: list[str]
) -> None:
    named = [name for name in days if name in rows]
    written = rows.assign(**{name: rows[name].dt.strftime("%Y-%m-%d") for name in named})
    values = written.astype(object).where(written.notna(), None)
    marks = ", ".join("?" for _ in rows.columns)
    statement = f"INSERT INTO {table.name} ({', '.join(rows.columns)}) VALUES ({marks})"  # noqa: S608 - own names
    connection.exec_driver_sql(statement, list(values.itertuples(index=False, name=None)))


def _copy(connection: Connection, table: Table, rows: pd.DataFrame, _days: list[str]) -> None:
    names = ", ".join(rows.columns)
    connection.exec_driver_sql(f"CREATE TEMP TABLE staged (LIKE {table.name})")
    connection.exec_driver_sql("ALTER TABLE staged DROP COLUMN row_id")
    text = io.StringIO()
    rows.to_csv(text, index=False, header=False, date_format="%Y-%m-%d")
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    statement = f"COPY staged ({names}) FROM STDIN WITH (FORMAT csv)"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:  # pyright: ignore[reportArgumentType] - own names
        copy.write(text.getvalue())
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM staged"  # noqa: S608 - own names
    )


if __name__ == "__main__":
    print(load_bare(sys.argv[1], sys.argv[2]))
