"""What a load works out of cases, without a store."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure import band_cells, is_published, mark_cells
from dashboard.measures import ComputedFigures, CutOff, compute_measures, read_settings
from data.files.csv_reader import RawExtract
from data.loading.check import check_rows
from data.loading.setup import SHIPPED
from data.schema.parsed_rows import ReferenceData
from data.schema.registry import KINDS
from tests.attack.boroughs import AREA, UNTIL
from tests.attack.cells import SMALL_TO

_NO_SETTINGS: Final = ReferenceData().settings
_KEYS: Final = {
    "areas": {AREA},
    "measures": set(pd.read_csv(SHIPPED / "measures.csv")["measure_id"]),
}


def checked(kind_name: str, cells: pd.DataFrame, case_ids: pd.Series) -> pd.DataFrame | None:
    """Return rows of text as the cases of a kind; None where a load would refuse them.

    `case_ids` are the cases of assessments, to which advice belongs.
    """
    kind = KINDS[kind_name]
    raw = RawExtract(tuple(cells.columns), cells, np.arange(len(cells)) + 2)
    numbers = pd.DataFrame({"area_code": AREA, "case_id": case_ids.to_numpy(object)})
    rows, issues = check_rows(raw, kind, ReferenceData(keys=_KEYS, cases=numbers))
    if issues.count:
        return None
    return pd.DataFrame(rows.frame, columns=[stored.name for stored in kind.stored])


def worked_out(
    group: str, frames: Mapping[str, pd.DataFrame], day: date = UNTIL
) -> ComputedFigures:
    """Return the figures of a group of measures of some cases, with their cut-off."""
    settings = read_settings(_NO_SETTINGS, AREA)
    return compute_measures(group, frames, CutOff(day, day), settings)


def marked(
    figures: ComputedFigures, day: date = UNTIL, before: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the cells of figures, then their bands of weeks, with whether each is published and its mark.

    `before` are those of an earlier day.
    """
    cells = pd.concat([figures.cells, band_cells(figures.bins)], ignore_index=True)
    published = is_published(cells, {}, day)
    marks = mark_cells(cells, SMALL_TO, published, before)
    return cells.assign(area_code=AREA, is_published=published, mark=marks)
