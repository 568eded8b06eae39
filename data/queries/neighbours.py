"""Load the councils that an area is compared with, and their figures for one measure alone.

The frames that every page reads leave them out, so that a hundred and fifty councils slow none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard.comparison.model import Neighbour, Neighbours
from dashboard.judging.observations import Observation
from dashboard.model.same import Same
from dashboard.panels.catalogue import Catalogue
from dashboard.panels.records import Rows, read_observed
from data.queries.as_of import SNAPSHOT_CACHE_SIZE
from data.queries.observed import cached_by_measures, load_observed
from data.queries.snapshot import Snapshot, load_catalogue
from data.store.frames import as_records, load_columns, load_frame
from data.store.read_transaction import ReadTransaction, cached_by_kinds


def load_neighbours(snapshot: Snapshot) -> Neighbours | None:
    """Load the neighbours of the chosen area with what is known of them for the chosen measure.

    None where the area has none, or is made up: a made-up area is like no real one. Without a day
    in the selection everything known counts: neighbours are set beside an area and judge nothing.
    """
    area_code, chosen = snapshot.judging.framework.area_code, snapshot.selection
    found = _neighbours(snapshot.transaction, (chosen.measure,), area_code, chosen.as_of)
    return found and _readable(found, snapshot.reach.areas, snapshot.choices.catalogue)


def load_all_neighbours(
    transaction: ReadTransaction,
    area_code: str,
    as_of: date,
    own_areas: frozenset[str] | None = None,
) -> dict[str, Neighbours]:
    """Load the neighbours of an area with what is known of them by a day, by measure.

    Of those besides `own_areas` that is what is published, where some are named.
    """
    listed = _listed(transaction, area_code, as_of)
    if listed is None:
        return {}
    observed = load_observed(transaction, as_of, tuple(listed.names))
    catalogue = load_catalogue(transaction).catalogue
    return {
        measure_id: _readable(_with_figures(Same(listed), Same(rows)), own_areas, catalogue)
        for measure_id, rows in observed.items()
    }


def _readable(
    neighbours: Neighbours, own_areas: frozenset[str] | None, catalogue: Catalogue
) -> Neighbours:
    """Return neighbours with those of their figures that are shown to who reads some areas."""
    if own_areas is None:
        return neighbours
    is_shown = catalogue.figures_shown(own_areas)
    listed = (
        replace(each, observed=tuple(filter(is_shown, each.observed))) for each in neighbours.listed
    )
    return replace(neighbours, listed=tuple(listed))


def _by_area(rows: Rows) -> Mapping[str, tuple[Observation, ...]]:
    by_area: dict[str, list[Observation]] = {}
    for _, row in rows:
        by_area.setdefault(row.area_code, []).append(row)
    return {code: tuple(own) for code, own in by_area.items()}


@dataclass(frozen=True)
class _Listed:
    """The neighbours of an area by the newest list, the nearest first: names and nearness by code."""

    names: Mapping[str, str]
    nearness: Mapping[str, int]
    source_document: str

    def with_figures(self, observed: Mapping[str, tuple[Observation, ...]]) -> Neighbours:
        return Neighbours(
            tuple(
                Neighbour(code, name, self.nearness[code], observed.get(code, ()))
                for code, name in self.names.items()
            ),
            self.source_document,
        )


@lru_cache(maxsize=1024)
def _with_figures(listed: Same[_Listed], rows: Same[Rows]) -> Neighbours:
    """Return the neighbours with figures of one measure, which are put by area once."""
    return listed.value.with_figures(_by_area(rows.value))


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, ("neighbours",))
def _listed(transaction: ReadTransaction, area_code: str, as_of: date | None) -> _Listed | None:
    """Return the neighbours of an area; None where it has none or is made up."""
    listed = _newest(load_frame(transaction, "neighbours", area_code=area_code, as_of=as_of))
    areas = load_frame(transaction, "areas")
    real = areas[areas["kind"] != "synthetic"]
    names = dict(zip(real["area_code"], real["name"], strict=True))
    codes = [code for code in listed["neighbour_code"] if code in names]
    if area_code not in names or not codes:
        return None
    return _Listed(
        {code: names[code] for code in codes},
        {
            code: int(rank)
            for code, rank in zip(listed["neighbour_code"], listed["neighbour_rank"], strict=True)
        },
        listed["source_document"].iloc[0],
    )


@cached_by_measures(SNAPSHOT_CACHE_SIZE, ("neighbours",))
def _neighbours(
    transaction: ReadTransaction, measures: tuple[str, ...], area_code: str, as_of: date | None
) -> Neighbours | None:
    listed = _listed(transaction, area_code, as_of)
    if listed is None:
        return None
    return listed.with_figures(_observed(transaction, list(listed.names), measures, as_of))


def _newest(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the list of the newest source, the nearest first."""
    if listed.empty:
        return listed
    newest = listed.sort_values(["known_on", "extract_id"])["source_document"].iloc[-1]
    return listed.loc[listed["source_document"] == newest].sort_values(["neighbour_rank"])


def _observed(
    transaction: ReadTransaction, codes: Sequence[str], measures: Sequence[str], as_of: date | None
) -> Mapping[str, tuple[Observation, ...]]:
    columns = load_columns(transaction, "observations", as_of, area_code=codes, measure_id=measures)
    rows = as_records("observations", columns)
    return _by_area(tuple((row["framework_id"], read_observed(row)) for row in rows))
