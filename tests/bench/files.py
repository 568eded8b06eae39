"""Files of figures to take away, beside what the database writes of the same rows by itself.

On PostgreSQL that is COPY, on SQLite a cursor whose rows Python writes as CSV. A backup is hashed and read
back, which COPY is not.
"""

import csv
import io
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import psycopg
import sqlalchemy as sa
from sqlalchemy import Engine

from data.store.databases.engine import make_engine
from data.store.tables import KIND_TABLES, metadata
from data.upkeep.backup import back_up
from tests.apps import server_of
from tests.bench.cases import run, write_assessments
from tests.bench.databases import Database
from tests.bench.table import Row, row_beside

AREA: Final = "E09000014"
MEASURE: Final = "ehcp-20-weeks"
PLAN: Final = f"area={AREA}&framework=ha-wsoa-2021"
SERIES: Final = f"/download/series.csv?measure={MEASURE}&{PLAN}"
OVERVIEW: Final = f"/download/overview.csv?{PLAN}"
CASES: Final = 100_000
RUNS: Final = 15
BACKUPS: Final = 3


def measure_files(database: Database, folder: Path) -> Iterator[Row]:
    """Time files of a series and of a plan, and a backup with 100,000 cases, on a database."""
    name, url = database.name, database.make_set_up("files")
    engine = make_engine(url)
    client = server_of(engine, folder).test_client()
    table = KIND_TABLES["observations"]
    of_area = sa.select(table).where(table.c.area_code == AREA)
    of_series = of_area.where(table.c.measure_id == MEASURE)
    bare = "COPY" if engine.dialect.name == "postgresql" else "bare SQL"
    for what, path, rows in (("a series", SERIES, of_series), ("a plan", OVERVIEW, of_area)):
        assert client.get(path).status_code == 200, path
        pairs = [(_took(client.get, path), _took(copy_out, engine, [rows])) for _ in range(RUNS)]
        yield row_beside(f"{name}, CSV of {what}", *_sides(pairs, bare))
    cases = write_assessments(folder / "files.csv", CASES, 1)
    run(["-m", "data", "load", str(cases)], url)
    whole = [sa.select(each) for each in metadata.sorted_tables]
    backups = [folder / f"{name}-{number}.sqlite3" for number in range(BACKUPS)]
    pairs = [(_took(back_up, engine, backup), _took(copy_out, engine, whole)) for backup in backups]
    yield row_beside(f"{name}, backup with {CASES:,} cases", *_sides(pairs, bare))
    engine.dispose()


def _took(make: Callable[..., object], *given: object) -> float:
    began = time.perf_counter()
    make(*given)
    return (time.perf_counter() - began) * 1000


def _sides(pairs: Sequence[tuple[float, float]], bare: str) -> tuple[list[float], str, list[float]]:
    mine, others = zip(*pairs, strict=True)
    return list(mine), bare, list(others)


def copy_out(engine: Engine, statements: Sequence[sa.Select]) -> int:
    """Write what statements return as CSV, as plainly as the database can; return its bytes."""
    text = io.BytesIO()
    with engine.connect() as connection:
        for statement in statements:
            if engine.dialect.name == "postgresql":
                plain = statement.compile(engine, compile_kwargs={"literal_binds": True})
                driver = connection.connection.driver_connection
                assert isinstance(driver, psycopg.Connection)
                asked = f"COPY ({plain}) TO STDOUT WITH (FORMAT csv, HEADER)"
                with driver.cursor() as cursor, cursor.copy(asked) as copy:  # pyright: ignore[reportArgumentType] - own names
                    text.writelines(copy)
            else:
                found = connection.execute(statement)
                lines = io.TextIOWrapper(text, "utf-8", newline="")
                writer = csv.writer(lines)
                writer.writerow(found.keys())
                writer.writerows(found.tuples())
                lines.detach()
    return text.tell()
