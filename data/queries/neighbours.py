"""Load the councils that an area is compared with, and their figures for one measure alone.

The frames that every page reads leave them out, so that a hundred and fifty councils slow none.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import pandas as pd
from sqlalchemy import Engine

from dashboard.comparison.model import Neighbour, Neighbours
from dashboard.judging.observations import Observation
from dashboard.model.selection import Selection
from dashboard.panels.records import read_observed, records
from data.queries.panels import resolve
from data.queries.snapshot import SNAPSHOT_CACHE_SIZE
from data.store import frames


def load_neighbours(engine: Engine, chosen: Selection) -> Neighbours | None:
    """Load the neighbours of the chosen area with what is known of them for the chosen measure.

    None where the area has none, or is made up: a made-up area is like no real one. Without a day
    in the selection everything known counts: neighbours are set beside an area and judge nothing.
    """
    area_code = resolve(engine, chosen).area_code
    version = frames.data_version(engine)
    return _neighbours(engine, version, area_code, chosen.measure, chosen.as_of)


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def _neighbours(
    engine: Engine, _version: str, area_code: str, measure_id: str, as_of: date | None
) -> Neighbours | None:
    listed = _newest(frames.load_frame(engine, "neighbours", area_code=area_code, as_of=as_of))
    areas = frames.load_frame(engine, "areas")
    real = areas[areas["kind"] != "synthetic"]
    names = dict(zip(real["area_code"], real["name"], strict=True))
    codes = [code for code in listed["neighbour_code"] if code in names]
    if area_code not in names or not codes:
        return None
    observed = _observed(engine, codes, measure_id, as_of)
    nearness = dict(zip(listed["neighbour_code"], listed["neighbour_rank"], strict=True))
    return Neighbours(
        tuple(Neighbour(c, names[c], int(nearness[c]), observed.get(c, ())) for c in codes),
        listed["source_document"].iloc[0],
    )


def _newest(listed: pd.DataFrame) -> pd.DataFrame:
    """Keep the list of the newest source, the nearest first."""
    if listed.empty:
        return listed
    newest = listed.sort_values(["known_on", "extract_id"])["source_document"].iloc[-1]
    return listed.loc[listed["source_document"] == newest].sort_values(["neighbour_rank"])


def _observed(
    engine: Engine, codes: Sequence[str], measure_id: str, as_of: date | None
) -> dict[str, tuple[Observation, ...]]:
    frame = frames.load_frame(engine, "observations", as_of, area_code=codes, measure_id=measure_id)
    by_code: dict[str, list[Observation]] = {}
    for row in records(frame):
        by_code.setdefault(row["area_code"], []).append(read_observed(row))
    return {code: tuple(rows) for code, rows in by_code.items()}
