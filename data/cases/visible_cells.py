"""Worked-out cells as they may be shown: those that a page needs, small ones hidden."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from dashboard.disclosure import longer_waits, public_cells, read_small_to, version_and_dimension
from dashboard.model.codes import ISSUED_BANDS, WHOLE_BREAKDOWNS
from data.cases.read_snapshots import load_computed_figures
from data.schema.registry import CASE_KINDS
from data.store.case_tables import computed_figures, snapshots
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, Store, cached_by_kinds
from data.store.tables import LOADED, extracts

# Measures without a whole are shown by their bands.
DEFAULT_BREAKDOWNS = (*WHOLE_BREAKDOWNS, *ISSUED_BANDS)
CELLS_CACHE_SIZE = 64
# What is worked out of cases, and what of it the public sees, changes with these alone.
KINDS_OF_CASES = (*(kind.name for kind in CASE_KINDS), "case_settings", "targets")


@dataclass(frozen=True)
class CellQuery:
    """Which cells of an area a page shows: the wholes and some parts; every basis where none is named."""

    area_code: str
    measure_ids: tuple[str, ...]
    parts: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


def load_case_days(store: Store, as_of: date | None = None) -> pd.DataFrame:
    """Load the days on which the cases of each area were loaded: `area_code`, `known_on`."""
    day = extracts.c.loaded_on
    statement = (
        sa.select(snapshots.c.area_code, day.label("known_on"))
        .join(extracts, extracts.c.extract_id == snapshots.c.extract_id)
        .where(extracts.c.state == LOADED, *([day <= as_of] if as_of else []))
        .distinct()
    )
    with store.connect() as connection:
        return pd.DataFrame(connection.execute(statement).all(), columns=["area_code", "known_on"])


@cached_by_kinds(CELLS_CACHE_SIZE, KINDS_OF_CASES)
def load_visible_cells(
    transaction: ReadTransaction, query: CellQuery, day: date, is_open: bool
) -> pd.DataFrame:
    """Return the cells as known on a day, with a column `marker`; cached, so not to be changed.

    Unless `is_open`, breakdowns are those of long windows, and small numbers are hidden.
    """
    if is_open:
        return _read(transaction, query, day).assign(marker="")
    return _public_cells(transaction, query, day)


def _public_cells(transaction: ReadTransaction, query: CellQuery, day: date) -> pd.DataFrame:
    """Return the cells of a query as the public sees them, by the marks of the load."""
    longer = [each for name in query.measure_ids for each in longer_waits(name).values()]
    measures = tuple(dict.fromkeys((*query.measure_ids, *(name for name, _ in longer))))
    parts = (*query.parts, *(part for _, part in longer if part))
    keys = {version_and_dimension(part)[1] for part in parts}
    listed = list_breakdowns(transaction, query.area_code, measures) if keys else ()
    related_parts = tuple(part for part in listed if version_and_dimension(part)[1] in keys)
    cells = _read(transaction, CellQuery(query.area_code, measures, related_parts), day)
    public = public_cells(cells, small_to(transaction, query.area_code, day))
    is_selected = public["measure_id"].isin(query.measure_ids)
    is_selected &= public["breakdown"].isin((*DEFAULT_BREAKDOWNS, *query.parts))
    if query.bases:
        is_selected &= public["basis"].isin(query.bases)
    return public.loc[is_selected]


def _read(store: Store, query: CellQuery, day: date) -> pd.DataFrame:
    return load_computed_figures(
        store,
        [query.area_code],
        list(query.measure_ids),
        bases=list(query.bases) or None,
        breakdowns=[*DEFAULT_BREAKDOWNS, *query.parts],
        as_of=None if day == date.max else day,
    )


@cached_by_kinds(CELLS_CACHE_SIZE, KINDS_OF_CASES)
def small_to(transaction: ReadTransaction, area_code: str, day: date) -> int:
    """Return the largest count that is hidden in an area: 4, or what its settings say."""
    settings = load_frame(transaction, "case_settings", as_of=None if day == date.max else day)
    return read_small_to(settings, area_code, day)


@cached_by_kinds(CELLS_CACHE_SIZE, KINDS_OF_CASES)
def list_breakdowns(
    transaction: ReadTransaction, area_code: str, measure_ids: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the breakdowns that were ever worked out of some measures in an area, in order."""
    statement = (
        sa.select(computed_figures.c.breakdown)
        .where(
            computed_figures.c.area_code == area_code,
            computed_figures.c.measure_id.in_(measure_ids),
        )
        .distinct()
        .order_by(computed_figures.c.breakdown)
    )
    with transaction.connect() as connection:
        return tuple(connection.scalars(statement))
