"""What a load works out of cases, without a store."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures import ComputedFigures, CutOff, compute_measures, read_settings
from data.files.csv_reader import RawExtract
from data.loading.check import check_rows
from data.schema.parsed_rows import ReferenceData
from data.schema.registry import KINDS
from tests.attack.boroughs import AREA, UNTIL

_NO_SETTINGS: Final = ReferenceData().settings
_AREAS: Final = {"areas": {AREA}}


def checked(kind_name: str, cells: pd.DataFrame, case_ids: pd.Series) -> pd.DataFrame | None:
    """Return rows of text as the cases of a kind; None where a load would refuse them.

    `case_ids` are the cases of assessments, to which advice belongs.
    """
    kind = KINDS[kind_name]
    raw = RawExtract(tuple(cells.columns), cells, np.arange(len(cells)) + 2)
    numbers = pd.DataFrame({"area_code": AREA, "case_id": case_ids.to_numpy(object)})
    rows, issues = check_rows(raw, kind, ReferenceData(keys=_AREAS, cases=numbers))
    if issues:
        return None
    return pd.DataFrame(rows.frame, columns=[stored.name for stored in kind.stored])


def worked_out(group: str, frames: Mapping[str, pd.DataFrame]) -> ComputedFigures:
    """Return the figures of a group of measures of some cases."""
    settings = read_settings(_NO_SETTINGS, AREA)
    return compute_measures(group, frames, CutOff(UNTIL, UNTIL), settings)
