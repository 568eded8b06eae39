"""Whether a control chart leaves outlying ranges out of its limits: a setting, dated, by area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

SETTING: Final = "screen_outliers"
YES: Final = "yes"


@dataclass(frozen=True)
class Screening:
    """One choice: of an area, or of all where `area_code` is empty; open ends are None."""

    area_code: str
    is_on: bool
    applies_from: date | None
    applies_to: date | None
    extract_id: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether it applies on a day."""
        return (self.applies_from or date.min) <= day <= (self.applies_to or date.max)


def read_screening(rows: Iterable[Mapping[str, Any]]) -> tuple[Screening, ...]:
    """Pick the choices from rows of case settings."""
    return tuple(
        Screening(
            row["area_code"] or "",
            row["value"] == YES,
            row["applies_from"],
            row["applies_to"],
            row["extract_id"],
        )
        for row in rows
        if row["setting"] == SETTING
    )


def screens_outliers(choices: Iterable[Screening], area_code: str, day: date) -> bool:
    """Tell whether ranges are screened in an area on a day: they are unless it is set otherwise.

    An area's own choice comes before one for all, then the one that began last, then the newest.
    """
    held = [
        screening
        for screening in choices
        if screening.area_code in ("", area_code) and screening.holds_on(day)
    ]
    if not held:
        return True
    return max(held, key=_precedence).is_on


def _precedence(screening: Screening) -> tuple[bool, date, int]:
    return bool(screening.area_code), screening.applies_from or date.min, screening.extract_id
