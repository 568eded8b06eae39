"""What an area may set for itself: age bands and the clocks that count, each with its dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any, Final

import numpy as np
import pandas as pd


@dataclass(frozen=True, order=True)
class AgeBand:
    """Ages from `low` to `high`, both included, shown for periods that end while it applies."""

    low: int
    high: int
    applies_from: date | None = None
    applies_to: date | None = None

    @property
    def code(self) -> str:
        """The band as a category: 5-10."""
        return f"{self.low}-{self.high}"

    def holds(self, ages: np.ndarray) -> np.ndarray:
        """Mark the ages that lie in the band; NaN lies in none."""
        return (ages >= self.low) & (ages <= self.high)

    def meets(self, other: "AgeBand") -> bool:
        """Return whether both apply on some day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def together(self, other: "AgeBand") -> "AgeBand":
        """Return the band that applies on the days of both."""
        first, last = min(self.first_day, other.first_day), max(self.last_day, other.last_day)
        return replace(
            self,
            applies_from=None if first == date.min else first,
            applies_to=None if last == date.max else last,
        )

    @property
    def first_day(self) -> date:
        """The first day on which it applies."""
        return self.applies_from or date.min

    @property
    def last_day(self) -> date:
        """The last day on which it applies."""
        return self.applies_to or date.max


def _bands(*spans: tuple[int, int]) -> tuple[AgeBand, ...]:
    return tuple(AgeBand(low, high) for low, high in spans)


EHC_BANDS: Final = _bands((0, 4), (5, 10), (11, 15), (16, 19), (20, 25))
REFERRAL_BANDS: Final = _bands((0, 5), (6, 18), (12, 18), (0, 11), (0, 17))
CLOCKS: Final = frozenset({"request"})


@dataclass(frozen=True)
class CaseSettings:
    """How one area's cases are counted."""

    ehc_bands: tuple[AgeBand, ...] = EHC_BANDS
    referral_bands: tuple[AgeBand, ...] = REFERRAL_BANDS
    clocks: frozenset[str] = field(default=CLOCKS)


def read_settings(settings: pd.DataFrame, area_code: str) -> CaseSettings:
    """Return an area's settings from rows of (setting, area_code, value, applies_from, applies_to).

    A setting's rows for the area replace those for everywhere (no area code), and either replace
    the defaults.
    """
    rows = _rows_in_force(settings, area_code)
    return CaseSettings(
        ehc_bands=_read_bands(rows.get("age_band_ehc", ())) or EHC_BANDS,
        referral_bands=_read_bands(rows.get("age_band_referrals", ())) or REFERRAL_BANDS,
        clocks=frozenset(row["value"] for row in rows.get("clocks", ())) or CLOCKS,
    )


def _rows_in_force(settings: pd.DataFrame, area_code: str) -> dict[str, list[Mapping[str, object]]]:
    everywhere: dict[str, list[Mapping[str, object]]] = {}
    here: dict[str, list[Mapping[str, object]]] = {}
    for row in settings.to_dict("records"):
        of_area = "" if pd.isna(row["area_code"]) else row["area_code"]
        if of_area in ("", area_code):
            (here if of_area else everywhere).setdefault(row["setting"], []).append(row)
    return everywhere | here


def _read_bands(rows: Iterable[Mapping[str, object]]) -> tuple[AgeBand, ...]:
    """Return bands; of two of the same ages on the same days, as an undo may leave them, one."""
    bands: list[AgeBand] = []
    for band in map(_read_band, rows):
        same = [other for other in bands if other.code == band.code and other.meets(band)]
        bands = [other for other in bands if other not in same]
        bands.append(reduce(AgeBand.together, same, band))
    return tuple(bands)


def _read_band(row: Mapping[str, object]) -> AgeBand:
    low, high = str(row["value"]).split("-")
    return AgeBand(int(low), int(high), _day(row["applies_from"]), _day(row["applies_to"]))


def _day(value: Any) -> date | None:
    stamp = pd.to_datetime(value)
    return stamp.date() if isinstance(stamp, pd.Timestamp) else None
