"""The checks of settings for cases: what a value can be, and which bands may stand side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data.common import codes
from data.common.errors import Issue
from data.schema.parsed_rows import ParsedRows, ReferenceData, as_text, joined

_BAND = re.compile(r"(0|[1-9][0-9]?)-(0|[1-9][0-9]?)")
_CLOCK_WORDS = ", ".join(codes.CLOCKS)
_LEAST_HIDDEN, _MOST_HIDDEN = 4, 99
# Of these a case has one band; bands of age at referral may overlap.
_APART = "age_band_ehc"
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"


def value_fits_setting(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Hold each value against what its setting can be."""
    pairs = zip(rows.frame["setting"], rows.frame["value"], strict=True)
    for position, (setting, value) in enumerate(pairs):
        expected = _expected(str(setting), str(value))
        if expected:
            yield rows.issue(position, "value", expected, f"Check the value of {setting}.")


def _expected(setting: str, value: str) -> str:
    """Return what a value should have been, or nothing where it is right."""
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
    """Refuse a band by which cases would be counted twice, beside those in the file and those that stand."""
    keys = set(rows.plain_keys())
    current = reference_data.settings
    is_retained = [key not in keys for key in joined(current, rows.kind.key)]
    others = [band for _, band in _bands(current.loc[is_retained], [""] * sum(is_retained))]
    for position, band in _bands(rows.frame, [f"row {number}" for number in rows.numbers]):
        clash = next((other for other in others if band.clashes_with(other)), None)
        others.append(band)
        if clash:
            other = f"{clash.low}-{clash.high} ({clash.where or 'loaded before'})"
            expected = f"a band that no age and day share with {other}"
            fix = (
                "Change the ages or days of one; a loaded band ends with an applies_to of its own."
            )
            yield rows.issue(position, "value", expected, fix)


def _bands(settings: pd.DataFrame, places: list[str]) -> Iterator[tuple[int, _AgeBand]]:
    """Yield the bands of age among settings, each with its position."""
    names = ("setting", "area_code", "value", "applies_from", "applies_to")
    rows = zip(*(settings[name] for name in names), places, strict=True)
    for position, (setting, area, value, first, last, where) in enumerate(rows):
        match = _BAND.fullmatch(str(value))
        if match and str(setting).startswith("age_band"):
            days = as_text(first) or _FIRST_DAY, as_text(last) or _LAST_DAY
            place = (str(setting), as_text(area))
            yield position, _AgeBand(place, int(match[1]), int(match[2]), *days, where)
