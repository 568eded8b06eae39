"""The current rows of a kind: a query over the loaded extracts, never stored as a flag.

Of all versions of a record in loaded extracts, that of the newest extract is current, in the place
of the first: a correction does not move it. A row whose references are not current is set aside
until they are.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CTE, ColumnElement, Connection, Select

from data.schema.kinds import Kind, Reference
from data.schema.parsed_rows import joined_values
from data.schema.registry import ALL_KINDS, KINDS
from data.store.tables import KIND_TABLES, LOADED, extracts

AS_OF, SINCE = "as_of", "since"
# Columns of these queries alone: the first row of a record, and the age of each version.
FIRST, _VERSION = "first_row_id", "version"
# By which rows can be asked for, besides the columns of their key.
RECORD_KEY = "record_key"
DAY_COLUMN = "known_on"


@cache
def kinds_behind(name: str) -> frozenset[str]:
    """Return the kinds on whose extracts the current rows of a kind depend, itself among them."""
    others = {reference.kind for reference in KINDS[name].references}
    if "source_document" in KIND_TABLES[name].c:
        others.add("sources")
    return frozenset({name}).union(*map(kinds_behind, others - {name}))


@cache
def latest_rows(name: str, filters: tuple[str, ...] = (), *, by_day: bool = False) -> Select:
    """Return the query for the newest version of each record, with `known_on` for a dated kind.

    `filters` names columns that must be in the parameter `only_<column>`, a list: here those of
    the key, for any other may differ between versions. `by_day` leaves out versions that were not
    known on the day of the parameter `as_of`.
    """
    kind, table = KINDS[name], KIND_TABLES[name]
    origin, known_on = _origin(kind)
    columns: list[ColumnElement] = list(table.c)
    conditions = [extracts.c.state == LOADED]
    conditions += [_is_listed(table.c[column]) for column in filters if _is_of_key(kind, column)]
    if kind.is_dated:
        columns.append(known_on.label(DAY_COLUMN))
        if by_day:
            conditions.append(known_on <= sa.bindparam(AS_OF, type_=sa.Date()))
    key = table.c.record_key
    version = sa.func.row_number().over(partition_by=key, order_by=table.c.extract_id.desc())
    first = sa.func.min(table.c.row_id).over(partition_by=key)
    ranked = sa.select(*columns, first.label(FIRST), version.label(_VERSION))
    versions = ranked.select_from(origin).where(*conditions).subquery()
    return sa.select(*_without(versions, _VERSION)).where(versions.c[_VERSION] == 1)


def _origin(kind: Kind) -> tuple[sa.Join, ColumnElement[Any]]:
    """Return the rows of a kind with their extracts, and the day from which each is known."""
    table = KIND_TABLES[kind.name]
    origin = table.join(extracts, extracts.c.extract_id == table.c.extract_id)
    days: list[ColumnElement] = [extracts.c.loaded_on]
    # Rows that a person typed are of no document.
    if kind.is_dated and "source_document" in table.c:
        sources = _source_days()
        is_its = sources.c.source_document == table.c.source_document
        origin = origin.outerjoin(sources, is_its)
        days.insert(0, sources.c.published_on)
    own_days = [table.c.published_on] if "published_on" in table.c else []
    return origin, sa.func.coalesce(*own_days, *days)


@cache
def rows_since(name: str, *columns: str) -> Select:
    """Return the query for every row of a dated kind in the extracts after that of the parameter `since`.

    It has the key of each record, columns that are part of it, and `known_on`.
    """
    kind, table = KINDS[name], KIND_TABLES[name]
    origin, known_on = _origin(kind)
    shown = [table.c[column] for column in (RECORD_KEY, *columns)]
    is_newer = table.c.extract_id > sa.bindparam(SINCE)
    return (
        sa.select(*shown, known_on.label(DAY_COLUMN))
        .select_from(origin)
        .where(extracts.c.state == LOADED, is_newer)
    )


def _is_of_key(kind: Kind, column: str) -> bool:
    return column == RECORD_KEY or column in kind.key


def _without(rows: sa.Subquery, name: str) -> list[ColumnElement]:
    return [column for column in rows.c if column.name != name]


def _is_listed(column: ColumnElement) -> ColumnElement[bool]:
    return column.in_(sa.bindparam(f"only_{column.name}", expanding=True))


@cache
def _source_days() -> CTE:
    rows = latest_rows("sources").subquery()
    return sa.select(rows.c.source_document, rows.c.published_on).cte("source_days")


@cache
def current_rows(
    name: str, filters: tuple[str, ...] = (), *, by_day: bool = False, with_first: bool = False
) -> Select:
    """Return the query for the newest versions whose references are current, as latest_rows.

    `with_first` adds the number of the first row of each record, by which they are in order.
    """
    kind = KINDS[name]
    rows = latest_rows(name, filters, by_day=by_day).subquery()
    others = [_is_listed(rows.c[column]) for column in filters if not _is_of_key(kind, column)]
    conditions = [*_references_are_current(kind, rows), *others]
    columns = list(rows.c) if with_first else _without(rows, FIRST)
    return sa.select(*columns).where(*conditions).order_by(rows.c[FIRST])


@cache
def set_aside_rows(name: str) -> Select:
    """Return the query for the newest versions with a reference that is not current."""
    rows = latest_rows(name).subquery()
    conditions = _references_are_current(KINDS[name], rows)
    return sa.select(rows).where(sa.not_(sa.and_(sa.true(), *conditions)))


@cache
def _current_keys(name: str) -> CTE:
    rows = current_rows(name).order_by(None).subquery()
    return sa.select(*(rows.c[column] for column in KINDS[name].key)).cte(f"current_{name}")


def _references_are_current(kind: Kind, rows: sa.Subquery) -> list[ColumnElement[bool]]:
    return [_is_reference_current(reference, rows) for reference in kind.references]


def _is_reference_current(reference: Reference, rows: sa.Subquery) -> ColumnElement[bool]:
    keys = _current_keys(reference.kind)
    columns = [rows.c[column] for column in reference.columns]
    is_blank = sa.or_(*(column.is_(None) for column in columns))
    key = columns[0] if len(columns) == 1 else sa.tuple_(*columns)
    return sa.or_(is_blank, key.in_(sa.select(*keys.c)))


def current_keys(connection: Connection, name: str) -> set[str]:
    """Return the keys of every standing record of a kind, joined."""
    keys = connection.execute(sa.select(_current_keys(name)))
    return {joined_values(row) for row in keys}


def set_aside_ids(connection: Connection) -> set[tuple[str, int]]:
    """Return kind and row_id of every row that is set aside."""
    ids: set[tuple[str, int]] = set()
    for kind in _kinds_with_references():
        rows = set_aside_rows(kind.name).subquery()
        ids |= {(kind.name, row_id) for row_id in connection.scalars(sa.select(rows.c.row_id))}
    return ids


def _kinds_with_references() -> Sequence[Kind]:
    # Cases refer to areas alone, and are shown wherever their area is.
    return [kind for kind in ALL_KINDS if kind.references and not kind.cases]
