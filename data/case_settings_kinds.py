"""The kinds that say how cases are counted and which measures belong side by side."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data import codes
from data.catalogue_kinds import AREA_CODE, MEASURE_ID, NOTE
from data.date_rules import in_order
from data.faults import Fault
from data.kinds import Cell, Column, Kind, Reference
from data.rows import Known, ParsedRows

_BAND = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_CLOCK_WORDS = ", ".join(codes.CLOCKS)


def value_fits_setting(rows: ParsedRows, _known: Known) -> Iterator[Fault]:
    """Hold each value against what its setting can be."""
    pairs = zip(rows.frame["setting"], rows.frame["value"], strict=True)
    for position, (setting, value) in enumerate(pairs):
        expected = _expected(str(setting), str(value))
        if expected:
            yield rows.fault(position, "value", expected, f"Check the value of {setting}.")


def _expected(setting: str, value: str) -> str:
    """Return what a value should have been, or nothing where it is right."""
    if setting.startswith("age_band"):
        band = _BAND.fullmatch(value)
        is_band = band is not None and int(band[1]) <= int(band[2])
        return "" if is_band else "a band of ages such as 5-10, the lower first"
    if setting == "clocks":
        return "" if value in codes.CLOCKS else f"one clock a row: {_CLOCK_WORDS}"
    return "" if re.fullmatch(r"[0-9]{1,4}", value) else "a whole number"


def not_its_own_partner(rows: ParsedRows, _known: Known) -> Iterator[Fault]:
    """Refuse a measure beside itself."""
    is_same = (rows.frame["measure_id"] == rows.frame["partner_id"]).to_numpy()
    for position in np.flatnonzero(is_same & rows.is_blank("partner_breakdown")):
        yield rows.fault(position, "partner_id", "another measure", "Name the measure beside it.")


CASE_SETTINGS = Kind(
    name="case_settings",
    title="Settings for cases",
    description="One row a choice of how cases are counted: an age band, a clock, a threshold.",
    columns=(
        Column(
            "setting",
            Cell.CHOICE,
            "What is set; a setting of several values has one row for each.",
            "age_band_ehc",
            required=True,
            allowed=codes.CASE_SETTINGS,
        ),
        replace(
            AREA_CODE, description="The area it holds for; blank for everywhere.", required=False
        ),
        Column("value", Cell.CODE, "The value: a band of ages, a clock, a number.", "5-10", True),
        Column("applies_from", Cell.DATE, "The first day it applies; blank for ever.", ""),
        Column("applies_to", Cell.DATE, "The last day it applies; blank for no end.", ""),
        NOTE,
    ),
    key=("setting", "area_code", "value", "applies_from"),
    references=(Reference("areas", ("area_code",)),),
    is_dated=False,
    rules=(in_order("applies_from", "applies_to"), value_fits_setting),
)

MEASURE_PAIRS = Kind(
    name="measure_pairs",
    title="Measures side by side",
    description="One row for each measure without which another should not be read.",
    columns=(
        MEASURE_ID,
        Column(
            "partner_id",
            Cell.CODE,
            "The measure beside it, by the code in measures.",
            "ehc-open-past-20-weeks",
            required=True,
        ),
        Column(
            "partner_breakdown",
            Cell.BREAKDOWN,
            "The part of the measure beside it; blank for the whole.",
            "",
        ),
        Column(
            "relation",
            Cell.CHOICE,
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
