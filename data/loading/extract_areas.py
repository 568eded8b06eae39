"""The areas that extracts are of, by the areas and plans that their rows name."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from dashboard.model.panel import NATIONAL_PUBLISHERS
from data.schema.registry import KINDS
from data.store.case_tables import extract_scopes
from data.store.current_rows import current_rows
from data.store.tables import KIND_TABLES

# Their rows name areas, and change what other areas show.
_OF_ALL: Final = ("areas", "case_settings")


def areas_of_extracts(
    connection: Connection, kinds: Iterable[tuple[int, str]]
) -> dict[int, frozenset[str] | None]:
    """Return the areas of each extract, given with its kind; None for one that is of no single areas.

    A row that names a plan is of every area that the plan was ever of: whoever loads a plan anew in
    their own area would take it from another.
    """
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for extract_id, kind in kinds:
        by_kind[kind].append(extract_id)
    plans = _areas_of_plans(connection)
    found: dict[int, frozenset[str] | None] = {}
    for kind, numbers in by_kind.items():
        found |= _of_kind(connection, kind, numbers, plans)
    return found


def areas_named(
    connection: Connection, areas: Iterable[str], plans: Iterable[str]
) -> frozenset[str]:
    """Return those of some codes that are areas, and the areas of some plans."""
    table = KIND_TABLES["areas"]
    codes = set(connection.scalars(sa.select(table.c.area_code).distinct()))
    of_plans = _areas_of_plans(connection)
    return frozenset(codes.intersection(areas)).union(*(of_plans.get(each, ()) for each in plans))


def reports_of_others(connection: Connection, own: Collection[str]) -> frozenset[str]:
    """Return the sources from which one area with a plan has figures, unless that is one of somebody's own.

    They make the report days of that plan (dashboard/panels/catalogue.py), which end once there are figures
    of another area from them. A national release makes none.
    """
    figures, plans, sources = (
        current_rows(kind).order_by(None).subquery()
        for kind in ("observations", "frameworks", "sources")
    )
    is_national = sources.c.publisher.in_(NATIONAL_PUBLISHERS)
    national = sa.select(sources.c.source_document).where(is_national)
    found = connection.execute(
        sa.select(figures.c.source_document, sa.func.min(figures.c.area_code))
        .where(
            figures.c.area_code.in_(sa.select(plans.c.area_code)),
            figures.c.source_document.not_in(national),
        )
        .group_by(figures.c.source_document)
        .having(sa.func.count(figures.c.area_code.distinct()) == 1)
    )
    return frozenset(source for source, area in found if area not in own)


def is_within(own: Collection[str] | None, areas: frozenset[str] | None) -> bool:
    """Return whether an extract is of somebody's areas alone; theirs are None where they are all."""
    return own is None or (areas is not None and areas <= frozenset(own))


def has_any(own: Collection[str] | None, areas: frozenset[str] | None) -> bool:
    """Return whether an extract is of any of somebody's areas."""
    return own is None or (areas is not None and not areas.isdisjoint(own))


def _areas_of_plans(connection: Connection) -> dict[str, set[str]]:
    table = KIND_TABLES["frameworks"]
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for plan, area in connection.execute(sa.select(table.c.framework_id, table.c.area_code)):
        areas[plan].add(area)
    return areas


def _of_kind(
    connection: Connection, kind: str, numbers: list[int], plans: dict[str, set[str]]
) -> dict[int, frozenset[str] | None]:
    # A million cases have few scopes, which have the same areas.
    table = extract_scopes if KINDS[kind].cases else KIND_TABLES[kind]
    names = [name for name in ("area_code", "framework_id") if name in table.c]
    if not names or kind in _OF_ALL:
        return dict.fromkeys(numbers)
    statement = sa.select(table.c.extract_id, *(table.c[name] for name in names)).distinct()
    found: dict[int, set[str]] = {number: set() for number in numbers}
    for number, *named in connection.execute(statement.where(table.c.extract_id.in_(numbers))):
        for name, code in zip(names, named, strict=True):
            found[number] |= plans.get(code, set()) if name == "framework_id" else {code}
    return {number: frozenset(filter(None, areas)) for number, areas in found.items()}
