"""Who owns what in an area: the names that its plans, remarks, replies and returns give."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.model.codes import WITHDRAWN
from dashboard.pack.scope import LONGEST_OWNER, join_names, same_name
from dashboard.panels.records import records
from data.queries.as_of import SNAPSHOT_CACHE_SIZE
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, cached_by_version

# What names an owner, row by row.
_OWNED = ("priority_measures", "commentary", "exceptions", "scrutiny_questions", "recommendations")


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def owners_of(transaction: ReadTransaction, area: str, plans: tuple[str, ...]) -> tuple[str, ...]:
    """Return the owners and services that are named in an area and its plans, in their alphabet.

    Those whose names are longer than a pack may be of are left out.
    Of names that differ in case or spaces alone the first is there.
    """
    names: list[str] = []
    named = _names(transaction, area, plans)
    for name in sorted(named, key=lambda name: (name.casefold(), name)):
        if not any(same_name(name, other) for other in names):
            names.append(name)
    return tuple(names)


def _names(transaction: ReadTransaction, area: str, plans: tuple[str, ...]) -> set[str]:
    owners = {
        " ".join(row["owner"].split())
        for kind in _OWNED
        for row in records(load_frame(transaction, kind, framework_id=plans))
        if row.get("state") != WITHDRAWN
    }
    returns = load_frame(transaction, "returns_due", area_code=area)
    named = {*owners, *returns["service"]} - {""}
    return {name for name in named if len(name) <= LONGEST_OWNER}


def declared_owners(transaction: ReadTransaction, plan: str) -> Mapping[str, str]:
    """Return who answers for measures of a plan by what it declares; measures of nobody are left out."""
    owners: dict[str, list[str]] = {}
    for row in records(load_frame(transaction, "priority_measures", framework_id=plan)):
        if name := " ".join(row["owner"].split()):
            owners.setdefault(row["measure_id"], []).append(name)
    return {measure_id: join_names(names) for measure_id, names in owners.items()}


def measures_owned(
    transaction: ReadTransaction, area: str, plans: tuple[str, ...], owner: str
) -> frozenset[str]:
    """Return the measures that plans give to an owner, or whose figures the owner is to send.

    These are named in a return due, or worked out from cases of which the owner alone sends all.
    """
    served = records(load_frame(transaction, "priority_measures", framework_id=plans))
    declared = [row["measure_id"] for row in served if same_name(row["owner"], owner)]
    returns = list(records(load_frame(transaction, "returns_due", area_code=area)))
    return frozenset((*declared, *_awaited_measures(transaction, returns, owner)))


def _awaited_measures(
    transaction: ReadTransaction, returns: Sequence[Mapping[str, Any]], owner: str
) -> Iterator[str]:
    awaited = [row for row in returns if same_name(row["service"], owner)]
    yield from (row["measure_id"] for row in awaited if row["measure_id"])
    of_others = {row["kind"] for row in returns if not same_name(row["service"], owner)}
    whole = {row["kind"] for row in awaited if not (row["measure_id"] or row["provider"])}
    for row in records(load_frame(transaction, "measures")):
        if row["case_extract"] in whole - of_others:
            yield row["measure_id"]
