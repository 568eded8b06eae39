"""The kinds that set how cases are counted and which measures belong together, with their checks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.common import codes
from data.common.errors import Issue
from data.schema.definitions.catalogue import AREA_CODE, MEASURE_ID, NOTE
from data.schema.figure_rules import in_order
from data.schema.kinds import CellType, Column, Kind, Reference
from data.schema.parsed_rows import ParsedRows, ReferenceData, as_text, joined

_BAND = re.compile(r"(0|[1-9][0-9]?)-(0|[1-9][0-9]?)")
_CLOCK_WORDS = ", ".join(codes.CLOCKS)
_LEAST_HIDDEN, _MOST_HIDDEN = 4, 99
# Of these a case has one band; bands of age at referral may overlap.
_APART = "age_band_ehc"
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"


def value_fits_setting(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a value that its setting cannot have."""
    pairs = zip(rows.frame["setting"], rows.frame["value"], strict=True)
    for position, (setting, value) in enumerate(pairs):
        expected = _expected_text(str(setting), str(value))
        if expected:
            yield rows.issue(position, "value", expected, f"Check the value of {setting}.")


def _expected_text(setting: str, value: str) -> str:
    """Return what a value should have been; "" where it is right."""
    if setting.startswith("age_band"):
        band = _BAND.fullmatch(value)
        is_band = band is not None and int(band[1]) <= int(band[2])
        return "" if is_band else "a band of ages such as 5-10, the lower first"
    if setting == "clocks":
        return "" if value in codes.CLOCKS else f"one clock a row: {_CLOCK_WORDS}"
    if setting == "screen_outliers":
        return "" if value in codes.YES_OR_NO else "yes or no"
    is_count = re.fullmatch(r"[0-9]{1,2}", value) and int(value) >= _LEAST_HIDDEN
    return "" if is_count else f"a whole number from {_LEAST_HIDDEN} to {_MOST_HIDDEN}"


def clocks_have_no_days(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse days on a clock: the cases on it are counted for all periods, or for none."""
    for position, setting in enumerate(rows.frame["setting"]):
        for name in ("applies_from", "applies_to"):
            if setting == "clocks" and rows.frame[name].iloc[position]:
                fix = f"Leave {name} blank: a clock counts for all periods or for none."
                yield rows.issue(position, name, "a blank cell", fix)


@dataclass(frozen=True)
class _AgeBand:
    """A band of ages of one setting and area, and the days on which it applies."""

    place: tuple[str, str]
    low: int
    high: int
    first: str
    last: str
    where: str

    def clashes_with(self, other: "_AgeBand") -> bool:
        """Return whether a case would be counted twice by both on one day."""
        if self.place != other.place or self.first > other.last or other.first > self.last:
            return False
        if self.place[0] == _APART:
            return self.low <= other.high and other.low <= self.high
        return (self.low, self.high) == (other.low, other.high)


def bands_are_apart(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a band of ages by which cases would be counted twice, given the file's and current ones."""
    keys = set(rows.plain_keys())
    current = reference_data.settings
    is_retained = [key not in keys for key in joined(current, rows.kind.key)]
    others = [band for _, band in _age_bands(current.loc[is_retained], [""] * sum(is_retained))]
    for position, band in _age_bands(rows.frame, [f"row {number}" for number in rows.numbers]):
        clash = next((other for other in others if band.clashes_with(other)), None)
        others.append(band)
        if clash:
            other = f"{clash.low}-{clash.high} ({clash.where or 'loaded before'})"
            expected = f"a band that no age and day share with {other}"
            fix = (
                "Change the ages or days of one; a loaded band ends with an applies_to of its own."
            )
            yield rows.issue(position, "value", expected, fix)


def _age_bands(settings: pd.DataFrame, places: list[str]) -> Iterator[tuple[int, _AgeBand]]:
    """Yield the bands of ages among settings, each with its position."""
    names = ("setting", "area_code", "value", "applies_from", "applies_to")
    rows = zip(*(settings[name] for name in names), places, strict=True)
    for position, (setting, area, value, first, last, where) in enumerate(rows):
        match = _BAND.fullmatch(str(value))
        if match and str(setting).startswith("age_band"):
            days = as_text(first) or _FIRST_DAY, as_text(last) or _LAST_DAY
            place = (str(setting), as_text(area))
            yield position, _AgeBand(place, int(match[1]), int(match[2]), *days, where)


def not_its_own_partner(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a measure as its own partner."""
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
            allowed=codes.PAIR_RELATIONS,
        ),
    ),
    key=("measure_id", "partner_id", "partner_breakdown"),
    references=(Reference("measures", ("measure_id",)), Reference("measures", ("partner_id",))),
    rules=(not_its_own_partner,),
)
