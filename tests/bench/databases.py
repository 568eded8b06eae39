"""The databases of the bench, on which stores of their own are made, empty or set up."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from data.loading.setup import set_up
from data.store.databases.engine import make_engine
from tests.postgres import postgres_server


@dataclass
class Database:
    """A database by its name; `create` makes a store, empty or as another is, and returns its address."""

    name: str
    create: Callable[[str, str], str]

    def make(self, name: str) -> str:
        """Make an empty store, and return its address."""
        return self.create(name, "")

    def make_set_up(self, name: str) -> str:
        """Make a store with the shipped figures, and return its address."""
        return self.create(name, self._set_up_once)

    @cached_property
    def _set_up_once(self) -> str:
        url = self.make("plain")
        engine = make_engine(url)
        set_up(engine)
        engine.dispose()
        return "plain"


@contextmanager
def databases(folder: Path) -> Iterator[tuple[Database, ...]]:
    """Yield SQLite, in a folder, and a PostgreSQL server that ends with the context."""

    def create_file(name: str, like: str) -> str:
        path = folder / f"{name}.sqlite3"
        if like:
            shutil.copy(path.with_stem(like), path)
        return f"sqlite:///{path}"

    with postgres_server() as server:
        yield (
            Database("SQLite", create_file),
            Database("PostgreSQL", lambda name, like: _create_on(server, name, like)),
        )


def _create_on(server: URL, name: str, like: str) -> str:
    template = f' TEMPLATE "{like}"' if like else ""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"{template}')
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
