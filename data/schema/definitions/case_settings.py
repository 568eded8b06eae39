"""The kinds that say how cases are counted and which measures belong side by side."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data.common import codes
from data.common.errors import Issue
from data.schema.definitions.catalogue import AREA_CODE, MEASURE_ID, NOTE
from data.schema.kinds import CellType, Column, Kind, Reference
from data.schema.parsed_rows import ParsedRows, ReferenceData
from data.schema.rules.case_settings import bands_are_apart, clocks_have_no_days, value_fits_setting
from data.schema.rules.dates import in_order


def not_its_own_partner(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a measure beside itself."""
    is_same = (rows.frame["measure_id"] == rows.frame["partner_id"]).to_numpy()
    for position in np.flatnonzero(is_same & rows.is_blank("partner_breakdown")):
        yield rows.issue(position, "partner_id", "another measure", "Name the measure beside it.")


CASE_SETTINGS = Kind(
    name="case_settings",
    title="Settings for cases",
    description="One row a choice of how cases are counted or judged: an age band, a clock, a threshold.",
    columns=(
        Column(
            "setting",
            CellType.CHOICE,
            "What is set; a setting of several values has one row for each.",
            "age_band_ehc",
            required=True,
            allowed=codes.CASE_SETTINGS,
        ),
        replace(
            AREA_CODE, description="The area it holds for; blank for everywhere.", required=False
        ),
        Column(
            "value",
            CellType.CODE,
            "The value: a band of ages, a clock, a number, yes or no.",
            "5-10",
            True,
        ),
        Column("applies_from", CellType.DATE, "The first day it applies; blank for ever.", ""),
        Column("applies_to", CellType.DATE, "The last day it applies; blank for no end.", ""),
        NOTE,
    ),
    key=("setting", "area_code", "value", "applies_from"),
    references=(Reference("areas", ("area_code",)),),
    is_dated=False,
    rules=(
        in_order("applies_from", "applies_to"),
        value_fits_setting,
        clocks_have_no_days,
        bands_are_apart,
    ),
)

MEASURE_PAIRS = Kind(
    name="measure_pairs",
    title="Measures side by side",
    description="One row for each measure without which another should not be read.",
    columns=(
        MEASURE_ID,
        Column(
            "partner_id",
            CellType.CODE,
            "The measure beside it, by the code in measures.",
            "ehc-open-past-20-weeks",
            required=True,
        ),
        Column(
            "partner_breakdown",
            CellType.BREAKDOWN,
            "The part of the measure beside it; blank for the whole.",
            "",
        ),
        Column(
            "relation",
            CellType.CHOICE,
            "Whether it tells of the backlog or of quality.",
            "backlog",
            required=True,
            allowed=codes.PARTNER_RELATIONS,
        ),
    ),
    key=("measure_id", "partner_id", "partner_breakdown"),
    references=(Reference("measures", ("measure_id",)), Reference("measures", ("partner_id",))),
    rules=(not_its_own_partner,),
)
