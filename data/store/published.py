"""Of what a server for all readers reads, only what is published.

A view of each table, under its name, shows what of it is published. On PostgreSQL the views have a schema of
their own, which is all that such a server looks into: the set-up makes them, a replica has them too, and who may
read nothing else can be a role of the database. On SQLite, which has no schemas, each connection gets temporary
ones, which come before the tables.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table, event

from dashboard.model.panel import NATIONAL_PUBLISHERS, SYNTHETIC
from data.schema.registry import CASE_KINDS
from data.store import account_tables, audit, waiting_files  # noqa: F401 - they declare their tables
from data.store.case_tables import SNAPSHOT_TABLES, extract_scopes, snapshots
from data.store.databases.engine import (
    SchemaTakenError,
    StoreNotReadyError,
    ViewsNotReadyError,
    lock_for_writing,
    writing_connection,
)
from data.store.databases.replica import replica_of
from data.store.tables import ID_TABLES, KIND_TABLES, extracts, metadata, store_changes

SCHEMA: Final = "published"
# What people write for meetings or are told of single rows, what is asked of whom, and how a council's
# own scorecards are read.
_NEVER: Final = (
    "headlines",
    "exceptions",
    "scrutiny_questions",
    "recommendations",
    "returns_due",
    "scorecard_mappings",
)
_OF_DOCUMENTS: Final = ("observations", "capacity", "commentary")
_OF_AREAS: Final = (*SNAPSHOT_TABLES, extract_scopes, snapshots)
# Of tables that are shown: who did what, how their files are called, and who answers for a measure.
_BLANK: Final[Mapping[str, tuple[str, ...]]] = {
    "extracts": ("file_name", "loaded_by", "undone_by"),
    "store_changes": ("by",),
    "priority_measures": ("owner",),
}
_NOTHING: Final = "1 = 0"
_ALL: Final = "1 = 1"


def read_published_only(engine: Engine) -> Engine:
    """Leave out of all that an engine and its replica read what is not published: return the engine.

    That is whatever is computed from cases unless the area is made up, what people wrote, packs, who
    loaded, purged or answers for a measure, how files are called, how scorecards are read, returns that are due, and figures
    of no document that is published: one with a day of publication, or of a publisher whose releases are for all, several of which
    do not state their day. A table is left out until it is named here.
    """
    look = _look_into_schema if engine.dialect.name == "postgresql" else _look_through_views

    def on_checkout(connection: Any, record: Any, _proxy: object) -> None:
        if "published" not in record.info:
            cursor = connection.cursor()
            try:
                if look(cursor):
                    record.info["published"] = True
            finally:
                cursor.close()
            connection.commit()

    for each in (engine, replica_of(engine)):
        if each is not None:
            event.listen(each, "checkout", on_checkout)
    return engine


def _look_into_schema(cursor: Any) -> bool:
    """Let a connection see the views alone; StoreNotReadyError where there are none of today."""
    cursor.execute(_NOTED)
    (noted,) = cursor.fetchone()
    if noted != _digest():
        cursor.execute("SELECT to_regclass('alembic_version')")
        raise (
            StoreNotReadyError if cursor.fetchone() == (None,) and not noted else ViewsNotReadyError
        )
    cursor.execute(f"SET search_path TO {SCHEMA}")
    cursor.execute("SET default_transaction_read_only = on")
    return True


def _look_through_views(cursor: Any) -> bool:
    """Make the views of a connection, unless there are no tables yet."""
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'extracts'")
    if not cursor.fetchone():
        return False
    for name, query in _views("main").items():
        cursor.execute(f'CREATE TEMPORARY VIEW "{name}" AS {query}')
    cursor.execute("PRAGMA query_only = ON")
    return True


# Which definition the views in a database are of.
_NOTED: Final = f"SELECT obj_description(to_regnamespace('{SCHEMA}'), 'pg_namespace')"


def refresh_views(engine: Engine) -> bool:
    """Make the views of a PostgreSQL store anew if they are of another definition; return whether they were."""
    if engine.dialect.name != "postgresql":
        return False
    with writing_connection(engine) as connection, connection.begin():
        if connection.exec_driver_sql(_NOTED).scalar() == _digest():
            return False
        lock_for_writing(connection)
        drop_views(connection)
        make_views(connection)
    return True


def drop_views(connection: Connection) -> None:
    """Drop the views of the tables of a PostgreSQL store, which could not be changed under them."""
    named = sa.text(
        "SELECT DISTINCT view_name FROM information_schema.view_table_usage "
        "WHERE view_schema = :schema AND table_schema = current_schema()"
    )
    for name in connection.scalars(named, {"schema": SCHEMA}).all():
        connection.exec_driver_sql(f'DROP VIEW {SCHEMA}."{name}"')


def make_views(connection: Connection) -> None:
    """Make the views of a PostgreSQL store, in the transaction in which those before were dropped.

    The schema stays, with who was granted what in it. SchemaTakenError where it has something of others.
    """
    quote = connection.dialect.identifier_preparer.quote
    tables = quote(connection.scalar(sa.select(sa.func.current_schema())) or "public")
    # Who owns no more than a schema that somebody made for them may not create one, not even if it exists.
    if connection.scalar(sa.select(sa.func.to_regnamespace(SCHEMA))) is None:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    of_others = sa.text(
        "SELECT min(relname) FROM pg_class WHERE relnamespace = to_regnamespace(:schema)"
    )
    if other := connection.scalar(of_others, {"schema": SCHEMA}):
        raise SchemaTakenError(SCHEMA, other)
    for name, query in _views(tables).items():
        connection.exec_driver_sql(f'CREATE VIEW {SCHEMA}."{name}" AS {query}')
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{_digest()}'")


@cache
def _digest() -> str:
    return sha256("\n".join(_views("").values()).encode()).hexdigest()


def _views(schema: str) -> dict[str, str]:
    """Return the query by which each table is read: what of the tables of a schema is published."""
    made_up = f"SELECT area_code FROM {schema}.areas WHERE kind = '{SYNTHETIC}'"  # noqa: S608 - of our own names
    of_others = f"SELECT extract_id FROM {schema}.extract_scopes WHERE area_code NOT IN ({made_up})"  # noqa: S608
    loaded = f"{schema}.sources JOIN {schema}.extracts USING (extract_id) WHERE undone_at IS NULL"
    # A source that was corrected is what its newest row says.
    newest = f"SELECT source_document, MAX(extract_id) FROM {loaded} GROUP BY source_document"  # noqa: S608
    documents = (
        f"SELECT source_document FROM {loaded} "  # noqa: S608
        f"AND (source_document, extract_id) IN ({newest}) AND (published_on IS NOT NULL "
        f"OR publisher IN ({_listed(NATIONAL_PUBLISHERS)}))"
    )
    is_published = f"source_document IS NOT NULL AND source_document IN ({documents})"
    typed = f"SELECT extract_id FROM {schema}.commentary WHERE NOT ({is_published})"  # noqa: S608
    cases = _listed(kind.name for kind in CASE_KINDS)
    shown = dict.fromkeys((*KIND_TABLES, store_changes.name), _ALL)
    shown |= {table.name: _ALL for table in ID_TABLES.values()}
    shown |= dict.fromkeys(_NEVER, _NOTHING)
    shown |= dict.fromkeys(_OF_DOCUMENTS, is_published)
    for each in (*_OF_AREAS, *CASE_KINDS):
        shown[each.name] = f"area_code IN ({made_up})"
    shown[extracts.name] = (
        f"kind NOT IN ({_listed(_NEVER)}) AND (kind NOT IN ({cases}) OR extract_id NOT IN "
        f"({of_others})) AND extract_id NOT IN ({typed})"
    )
    views = {
        table.name: _query(schema, table, shown.get(table.name, _NOTHING))
        for table in metadata.sorted_tables
    }
    version = f"SELECT version_num FROM {schema}.alembic_version"  # noqa: S608
    return views | {"alembic_version": version}


def _query(schema: str, table: Table, condition: str) -> str:
    blank = _BLANK.get(table.name, ())
    names = [column.name for column in table.c]
    columns = ", ".join(f"'' AS \"{name}\"" if name in blank else f'"{name}"' for name in names)
    return f'SELECT {columns} FROM {schema}."{table.name}" WHERE {condition}'  # noqa: S608


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
