"""The SQL tables: the extracts, the names that rows refer to, and one table a kind.

No load or undo ever updates a row of a kind: `data.store.current_rows` finds those that count.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from data.schema.kinds import CaseForm, CellType, Kind, Storage, StoredColumn
from data.schema.kinds import Column as CsvColumn
from data.schema.registry import ALL_KINDS

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LOADED, UNDONE = "loaded", "undone"
# SQLite numbers its rows only in a column that is declared INTEGER.
RowNumber = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite stores no time zone, so it is added on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> datetime | None:
        """Return the moment in UTC, to be stored."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> datetime | None:
        """Return the moment with its time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


extracts = Table(
    "extracts",
    metadata,
    Column("extract_id", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kind", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("new_count", Integer, nullable=False),
    Column("changed_count", Integer, nullable=False),
    Column("unchanged_count", Integer, nullable=False),
    Column("loaded_by", Text, nullable=False),
    Column("loaded_at", UtcTime, nullable=False),
    Column("loaded_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("undone_by", Text),
    Column("undone_at", UtcTime),
    # The extracts made from one file, or from files read together, share the first one's number.
    Column("delivery_id", Integer),
    # What the file was, where it was not an extract already.
    Column("format", Text),
    # When the rows of its cases were dropped; the figures worked out from them stay.
    Column("purged_at", UtcTime),
    CheckConstraint("state IN ('loaded', 'undone')", name="state_is_known"),
    CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_has_time"),
    sqlite_autoincrement=True,
)
Index(
    "uq_extracts_loaded_sha256",
    extracts.c.sha256,
    unique=True,
    sqlite_where=text("state = 'loaded'"),
    postgresql_where=text("state = 'loaded'"),
)

# Notes on a file that did not refuse it.
extract_notes = Table(
    "extract_notes",
    metadata,
    Column("note_id", Integer, primary_key=True),
    Column("extract_id", ForeignKey(extracts.c.extract_id), nullable=False, index=True),
    Column("topic", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("words", Text, nullable=False),
)

# Who looked at single cases, when and at which.
case_list_views = Table(
    "case_list_views",
    metadata,
    Column("view_id", Integer, primary_key=True),
    Column("viewed_at", UtcTime, nullable=False),
    Column("viewed_by", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
)

# When the store was restored from a backup, or cases were purged from it. `token` is drawn at
# random: what a running server built before is of another data version.
store_changes = Table(
    "store_changes",
    metadata,
    Column("change_id", Integer, primary_key=True),
    Column("what", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("words", Text, nullable=False),
    Column("token", String(16), nullable=False),
    CheckConstraint("what IN ('restored', 'purged')", name="what_is_known"),
)

# What a meeting saw: `content` is what the hash is of, and no row is ever updated.
packs = Table(
    "packs",
    metadata,
    Column("pack_id", Text, primary_key=True),
    Column("area_code", Text, nullable=False),
    Column("framework_id", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("previous_id", Text, ForeignKey("packs.pack_id")),
    Column("content", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    # What it is of, "owner:NAME" or "priority:2"; "" of the plan.
    Column("scope", Text, nullable=False, server_default=""),
    UniqueConstraint("framework_id", "as_of", "version"),
)

# Who made, checked and finalised a pack: the seal of a step covers the one before and the hash.
pack_steps = Table(
    "pack_steps",
    metadata,
    Column("step_id", Integer, primary_key=True),
    Column("pack_id", ForeignKey(packs.c.pack_id), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    # The slides as they were chosen by then; "" where nobody chose any.
    Column("agenda", Text, nullable=False, server_default=""),
    # The account of who had signed in; names may change.
    Column("account", Integer),
    CheckConstraint("state IN ('draft', 'checked', 'final')", name="state_is_known"),
    UniqueConstraint("pack_id", "state"),
)

# Which slides a draft shows, in which order and with which notes: the newest row of a pack counts.
pack_agendas = Table(
    "pack_agendas",
    metadata,
    Column("agenda_id", Integer, primary_key=True),
    Column("pack_id", ForeignKey(packs.c.pack_id), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("agenda", Text, nullable=False),
    Column("account", Integer),
)

# Files of packs that take long to make: `job_key` is of the state of the pack and the kind of file.
# Whoever makes one holds it until a moment that it puts off; after it, another takes the job.
file_jobs = Table(
    "file_jobs",
    metadata,
    Column("job_id", Integer, primary_key=True),
    Column("job_key", String(64), nullable=False, unique=True),
    Column("pack_id", ForeignKey(packs.c.pack_id), nullable=False),
    Column("ending", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("held_until", UtcTime),
    Column("maker", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("body", LargeBinary),
    CheckConstraint(
        "state IN ('waiting', 'making', 'made', 'failed', 'library_missing')", name="state_is_known"
    ),
)

# Every name that was ever loaded, so that each reference is a real foreign key. A name stays when
# its extract is undone: whether it is current depends on the extracts that are loaded.
ID_TABLES: dict[str, Table] = {
    column_name: Table(table_name, metadata, Column(column_name, Text, primary_key=True))
    for column_name, table_name in (
        ("area_code", "area_codes"),
        ("framework_id", "framework_ids"),
        ("measure_id", "measure_ids"),
        ("source_document", "source_documents"),
    )
}

_TYPES: dict[Storage, TypeEngine] = {
    Storage.TEXT: Text(),
    Storage.DATE: Date(),
    Storage.NUMBER: Double(),
    Storage.INTEGER: Integer(),
    Storage.FLAG: Boolean(),
}
_NEVER_NULL = {Storage.TEXT, Storage.FLAG}
_REQUIRED_NOT_NULL = {CellType.DATE, CellType.INTEGER}
_EXTRA_INDEXES = {"observations": (("measure_id", "area_code"),)}


def _stored_column(source: CsvColumn, stored: StoredColumn) -> Column:
    if stored.name in ID_TABLES:
        target = ID_TABLES[stored.name].c[stored.name]
        return Column(stored.name, Text, ForeignKey(target), nullable=not source.required)
    is_filled = source.required and source.cell in _REQUIRED_NOT_NULL
    is_nullable = stored.storage not in _NEVER_NULL and not is_filled
    return Column(stored.name, _TYPES[stored.storage], nullable=is_nullable)


def _case_table(kind: Kind, form: CaseForm) -> Table:
    """Return the table of a kind of case, with indexes by area and key, extract or day."""
    names = [stored.name for stored in kind.stored]
    filled = {column.name for column in kind.columns if column.required} | {"area_code"}
    table = Table(
        kind.name,
        metadata,
        Column("row_id", RowNumber, primary_key=True),
        # No foreign key: it would be checked a million times; extract_scopes has it.
        Column("extract_id", Integer, nullable=False),
        Column("row_number", Integer, nullable=False),
        *(_case_column(stored, is_filled=stored.name in filled) for stored in kind.stored),
        *(_case_column(StoredColumn(fact.name, fact.storage)) for fact in form.facts),
    )
    keys = [name for name in names if name in kind.key and name != "area_code"]
    # Named, for its columns together can make a longer name than PostgreSQL allows.
    Index(f"ix_{kind.name}_key", *(table.c[name] for name in ("area_code", *keys, "extract_id")))
    Index(None, table.c.extract_id, table.c.area_code)
    for index_columns in form.indexes:
        Index(None, table.c.area_code, *(table.c[name] for name in index_columns))
    return table


def _case_column(stored: StoredColumn, *, is_filled: bool = False) -> Column:
    is_nullable = stored.storage not in _NEVER_NULL and not is_filled
    return Column(stored.name, _TYPES[stored.storage], nullable=is_nullable)


def _kind_table(kind: Kind) -> Table:
    if kind.cases:
        return _case_table(kind, kind.cases)
    table = Table(
        kind.name,
        metadata,
        Column("row_id", RowNumber, primary_key=True),
        Column("extract_id", ForeignKey(extracts.c.extract_id), nullable=False, index=True),
        Column("row_number", Integer, nullable=False),
        Column("record_key", Text, nullable=False),
        *(_stored_column(source, stored) for source in kind.columns for stored in source.stored),
    )
    Index(None, table.c.record_key, table.c.extract_id)
    for names in _EXTRA_INDEXES.get(kind.name, ()):
        Index(None, *(table.c[name] for name in names))
    return table


KIND_TABLES: dict[str, Table] = {kind.name: _kind_table(kind) for kind in ALL_KINDS}
