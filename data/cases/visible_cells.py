"""Worked-out cells as they may be shown: no more of them than a page asks for, small ones hidden."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.disclosure import measures_linked_to, suppress_cells, read_small_to, version_and_dimension
from dashboard.model.codes import ISSUED_BANDS, WHOLE_BREAKDOWNS
from data.cases.read_snapshots import load_worked_out
from data.store.case_tables import snapshots, worked_out
from data.store.frames import load_frame
from data.store.tables import LOADED, extracts

# Measures without a whole are told by their bands.
WHOLES = (*WHOLE_BREAKDOWNS, *ISSUED_BANDS)
KEPT = 64


@dataclass(frozen=True)
class CellsAsked:
    """Which cells of an area a page shows: the wholes and some parts; every basis where none is named."""

    area_code: str
    measure_ids: tuple[str, ...]
    parts: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


def load_case_days(engine: Engine, as_of: date | None = None) -> pd.DataFrame:
    """Load the days on which the cases of each area were loaded: `area_code`, `known_on`."""
    day = extracts.c.loaded_on
    statement = (
        sa.select(snapshots.c.area_code, day.label("known_on"))
        .join(extracts, extracts.c.extract_id == snapshots.c.extract_id)
        .where(extracts.c.state == LOADED, *([day <= as_of] if as_of else []))
        .distinct()
    )
    with engine.connect() as connection:
        return pd.DataFrame(connection.execute(statement).all(), columns=["area_code", "known_on"])


@lru_cache(maxsize=KEPT)
def shown_cells(
    engine: Engine, version: str, asked: CellsAsked, day: date, is_open: bool
) -> pd.DataFrame:
    """Give the cells as known on a day, with a column `marker`; kept, so not to be changed.

    Unless `is_open`, small numbers are hidden: for that their neighbours are read too.
    """
    if is_open:
        return _read(engine, asked, day).assign(marker="")
    return _hidden(engine, version, asked, day)


def _hidden(engine: Engine, version: str, asked: CellsAsked, day: date) -> pd.DataFrame:
    """Hide what must be among all that bears on it, then keep what was asked for."""
    companions = [each for one in asked.measure_ids for each in measures_linked_to(one)]
    measures = tuple(dict.fromkeys((*asked.measure_ids, *companions)))
    keys = {version_and_dimension(part)[1] for part in asked.parts}
    listed = parts_listed(engine, version, asked.area_code, measures) if keys else ()
    beside = tuple(part for part in listed if version_and_dimension(part)[1] in keys)
    cells = _read(engine, CellsAsked(asked.area_code, measures, beside), day)
    hidden = suppress_cells(cells, small_to(engine, version, asked.area_code, day))
    is_asked = hidden["measure_id"].isin(asked.measure_ids)
    is_asked &= hidden["breakdown"].isin((*WHOLES, *asked.parts))
    if asked.bases:
        is_asked &= hidden["basis"].isin(asked.bases)
    return hidden.loc[is_asked]


def _read(engine: Engine, asked: CellsAsked, day: date) -> pd.DataFrame:
    return load_worked_out(
        engine,
        [asked.area_code],
        list(asked.measure_ids),
        bases=list(asked.bases) or None,
        breakdowns=[*WHOLES, *asked.parts],
        as_of=None if day == date.max else day,
    )


@lru_cache(maxsize=KEPT)
def small_to(engine: Engine, _version: str, area_code: str, day: date) -> int:
    """Give the largest count that is hidden in an area: 4, or what its settings say."""
    settings = load_frame(engine, "case_settings", as_of=None if day == date.max else day)
    return read_small_to(settings, area_code, day)


@lru_cache(maxsize=KEPT)
def parts_listed(
    engine: Engine, _version: str, area_code: str, measure_ids: tuple[str, ...]
) -> tuple[str, ...]:
    """Give the breakdowns that were ever worked out of some measures in an area, in order."""
    statement = (
        sa.select(worked_out.c.breakdown)
        .where(worked_out.c.area_code == area_code, worked_out.c.measure_id.in_(measure_ids))
        .distinct()
        .order_by(worked_out.c.breakdown)
    )
    with engine.connect() as connection:
        return tuple(connection.scalars(statement))
