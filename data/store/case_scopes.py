"""Which extracts of cases count: of each scope the newest whole one, and all after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.common.errors import CommandError
from data.schema.kinds import Kind
from data.schema.parsed_rows import ParsedRows
from data.schema.registry import CASE_KINDS
from data.store.case_tables import extract_scopes
from data.store.tables import LOADED, extracts

WHOLE = "all"


@dataclass(frozen=True)
class ScopeExtract:
    """A scope that an extract covers: an area, or a part of it such as one provider."""

    extract_id: int
    kind: str
    area_code: str
    scope: str
    cut_off: date
    coverage: str
    row_count: int
    is_purged: bool

    @property
    def order(self) -> tuple[date, int]:
        """Return the sort key of the extracts of one scope."""
        return self.cut_off, self.extract_id


class PurgedCasesError(CommandError):
    """Something needs cases that were purged."""

    def __init__(self, purged: Sequence[ScopeExtract]) -> None:
        names = ", ".join(dict.fromkeys(f"{each.extract_id} ({each.kind})" for each in purged))
        super().__init__(
            f"This needs cases that were purged: extract {names}, of {purged[0].area_code}. "
            "Nothing was changed, and the figures stay as they are. Load whole extracts of all "
            "these kinds together, with coverage all."
        )


def refuse_purged(counted: Iterable[ScopeExtract]) -> None:
    """Raise PurgedCasesError where the cases of an extract that counts were purged."""
    purged = [scope for scope in counted if scope.is_purged]
    if purged:
        raise PurgedCasesError(purged)


def group_kinds(group: str) -> tuple[Kind, ...]:
    """Return the kinds of case that a group of measures is computed from."""
    return tuple(kind for kind in CASE_KINDS if kind.cases and kind.cases.group == group)


def scopes_of(kind: Kind, cases: pd.DataFrame) -> pd.Series:
    """Return the scope of each case within its area; "" where it is the whole area."""
    names = [name for name in kind.cases.scope if name != "area_code"] if kind.cases else []
    if not names:
        return pd.Series(np.full(len(cases), "", dtype=object))
    combined = cases.groupby(names, observed=True, sort=False, dropna=False).ngroup().to_numpy()
    firsts = pd.Series(combined).drop_duplicates().index
    texts = np.empty(len(firsts), dtype=object)
    for first in firsts:
        row = cases[names].iloc[first]
        texts[combined[first]] = ";".join(f"{name}={row[name]}" for name in sorted(names))
    return pd.Series(texts[combined])


def write_scopes(connection: Connection, rows: ParsedRows, extract_id: int) -> None:
    """Record the scopes that an extract covers."""
    head = {"extract_id": extract_id, "kind": rows.kind.name}
    tail = {"cut_off": rows.cut_off, "coverage": rows.coverage}
    scoped = rows.frame.assign(scope=scopes_of(rows.kind, rows.frame).to_numpy())
    counts = scoped.groupby(["area_code", "scope"], observed=True).size()
    records = [
        {**head, "area_code": area, "scope": scope, **tail, "row_count": int(count)}
        for (area, scope), count in counts.items()  # pyright: ignore[reportGeneralTypeIssues]
    ]
    connection.execute(sa.insert(extract_scopes), records)


def loaded_scopes(
    connection: Connection,
    area_code: str | None = None,
    kinds: Iterable[Kind] = CASE_KINDS,
    *,
    upto: int | None = None,
    as_of: date | None = None,
) -> tuple[ScopeExtract, ...]:
    """Return the scopes of loaded extracts: those up to `upto`, or loaded by the day `as_of`."""
    table = extract_scopes
    conditions = [extracts.c.state == LOADED, table.c.kind.in_([kind.name for kind in kinds])]
    if area_code is not None:
        conditions.append(table.c.area_code == area_code)
    if upto is not None:
        conditions.append(table.c.extract_id <= upto)
    if as_of is not None:
        conditions.append(extracts.c.loaded_on <= as_of)
    *stored, is_purged = ScopeExtract.__dataclass_fields__
    columns = [table.c[name] for name in stored]
    columns.append(extracts.c.purged_at.is_not(None).label(is_purged))
    joined = table.join(extracts, extracts.c.extract_id == table.c.extract_id)
    result = connection.execute(
        sa.select(*columns).select_from(joined).where(*conditions).order_by(table.c.extract_id)
    )
    return tuple(ScopeExtract(*row) for row in result)


def in_force(scopes: Iterable[ScopeExtract]) -> tuple[ScopeExtract, ...]:
    """Return of each scope the newest whole extract and all after it, in order."""
    by_scope: dict[tuple[str, str, str], list[ScopeExtract]] = {}
    for extract in sorted(scopes, key=lambda scope: scope.order):
        key = (extract.kind, extract.area_code, extract.scope)
        if extract.coverage == WHOLE:
            by_scope[key] = []
        by_scope.setdefault(key, []).append(extract)
    counted = (extract for newest in by_scope.values() for extract in newest)
    return tuple(sorted(counted, key=lambda scope: scope.order))


def cut_offs(scopes: Sequence[ScopeExtract]) -> tuple[date, date]:
    """Return the newest and the oldest of the cut-offs to which scopes, at least one, are known."""
    newest: dict[tuple[str, str, str], date] = {}
    for extract in sorted(scopes, key=lambda scope: scope.order):
        newest[extract.kind, extract.area_code, extract.scope] = extract.cut_off
    return max(newest.values()), min(newest.values())
