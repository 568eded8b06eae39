"""The databases of the bench: each with what makes a new, empty one and returns its address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from tests.postgres import postgres_server

Maker = Callable[[str], str]


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Maker]]:
    """Yield SQLite, in a folder, and a PostgreSQL server that ends with the context."""
    with postgres_server() as server:
        yield {
            "SQLite": lambda name: f"sqlite:///{folder / name}.sqlite3",
            "PostgreSQL": lambda name: _new_database(server, name),
        }


def _new_database(server: URL, name: str) -> str:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
