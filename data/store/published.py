"""Of what a server for all readers reads, only what is published.

Each connection gets temporary views under the names of tables. Both databases look for a temporary
view before the table of its name, so every statement of the product reads what the view leaves.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Engine, Table, event

from dashboard.model.panel import SYNTHETIC
from data.schema.registry import CASE_KINDS
from data.store.case_tables import SNAPSHOT_TABLES, extract_scopes, snapshots
from data.store.tables import (
    KIND_TABLES,
    case_list_views,
    extract_notes,
    extracts,
    file_jobs,
    pack_agendas,
    pack_steps,
    packs,
    store_changes,
)

# What people write for meetings, and what they are told of single rows.
_WRITTEN: Final = ("headlines", "exceptions", "scrutiny_questions", "recommendations")
_NATIONAL_PUBLISHERS: Final = (
    "Department for Education",
    "NHS England",
    "Ofsted",
    "Ofsted and the Care Quality Commission",
    "Care Quality Commission",
)
_NEVER: Final = (packs, pack_steps, pack_agendas, file_jobs, case_list_views, extract_notes)
_OF_AREAS: Final = (*SNAPSHOT_TABLES, extract_scopes, snapshots)
_NAMES: Final = ("loaded_by", "undone_by", "by")


def read_published_only(engine: Engine) -> Engine:
    """Leave out of all that an engine reads what is not published: return it.

    That is whatever is computed from cases unless the area is made up, what people wrote, packs, who
    loaded, purged or answers for a measure, and figures of no document that is published: one with a
    day of publication, or of a publisher whose releases are for all, several of which do not state
    their day.
    """

    def on_checkout(connection: Any, record: Any, _proxy: object) -> None:
        if "published" in record.info:
            return
        cursor = connection.cursor()
        if engine.dialect.name == "postgresql":
            # A temporary view is no write, also where the server lets nobody write.
            cursor.execute("SET TRANSACTION READ WRITE")
        schema = _schema(cursor, engine.dialect.name)
        if schema:
            for statement in _views(schema):
                cursor.execute(statement)
            record.info["published"] = True
        cursor.close()
        connection.commit()

    event.listen(engine, "checkout", on_checkout)
    return engine


def _schema(cursor: Any, dialect: str) -> str:
    """Return the schema of the tables; "" where there are none yet."""
    if dialect == "sqlite":
        cursor.execute("SELECT 'main' FROM sqlite_master WHERE name = 'extracts'")
    else:
        cursor.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'extracts'")
    row = cursor.fetchone()
    return row[0] if row else ""


def _views(schema: str) -> Iterator[str]:
    made_up = f"SELECT area_code FROM {schema}.areas WHERE kind = '{SYNTHETIC}'"  # noqa: S608 - of our own names
    of_others = f"SELECT extract_id FROM {schema}.extract_scopes WHERE area_code NOT IN ({made_up})"  # noqa: S608
    loaded = f"{schema}.sources JOIN {schema}.extracts USING (extract_id) WHERE undone_at IS NULL"
    # A source that was corrected is what its newest row says.
    newest = f"SELECT source_document, MAX(extract_id) FROM {loaded} GROUP BY source_document"  # noqa: S608
    documents = (
        f"SELECT source_document FROM {loaded} "  # noqa: S608
        f"AND (source_document, extract_id) IN ({newest}) AND (published_on IS NOT NULL "
        f"OR publisher IN ({_listed(_NATIONAL_PUBLISHERS)}))"
    )
    is_published = f"source_document IS NOT NULL AND source_document IN ({documents})"
    typed = f"SELECT extract_id FROM {schema}.commentary WHERE NOT ({is_published})"  # noqa: S608
    cases = _listed(kind.name for kind in CASE_KINDS)
    yield _view(
        schema,
        extracts,
        f"kind NOT IN ({_listed(_WRITTEN)}) AND (kind NOT IN ({cases}) OR extract_id NOT IN "
        f"({of_others})) AND extract_id NOT IN ({typed})",
    )
    for name in ("commentary", "observations"):
        yield _view(schema, KIND_TABLES[name], is_published)
    for table in _OF_AREAS:
        yield _view(schema, table, f"area_code IN ({made_up})")
    yield _view(schema, store_changes, "1 = 1")
    yield _view(schema, KIND_TABLES["priority_measures"], "1 = 1", (*_NAMES, "owner"))
    for table in _NEVER:
        yield _view(schema, table, "1 = 0")


def _view(schema: str, table: Table, condition: str, blank: Sequence[str] = _NAMES) -> str:
    names = [column.name for column in table.c]
    columns = ", ".join(f"'' AS \"{name}\"" if name in blank else f'"{name}"' for name in names)
    return (
        f"CREATE TEMPORARY VIEW {table.name} AS "  # noqa: S608 - names of our own tables
        f"SELECT {columns} FROM {schema}.{table.name} WHERE {condition}"
    )


def _listed(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in names)
