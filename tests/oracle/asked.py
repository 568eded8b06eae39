"""What the oracle is asked: to which day, and with which local settings."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Band:
    """Ages from `low` to `high`, both included, in force on the days between; None has no end."""

    low: int
    high: int
    applies_from: date | None = None
    applies_to: date | None = None

    @property
    def category(self) -> str:
        return f"{self.low}-{self.high}"

    def holds(self, age: int, day: date) -> bool:
        """Say whether the age is in the band, and the band in force on the day."""
        begun = self.applies_from is None or self.applies_from <= day
        over = self.applies_to is not None and self.applies_to < day
        return begun and not over and self.low <= age <= self.high


EHC_BANDS = (Band(0, 4), Band(5, 10), Band(11, 15), Band(16, 19), Band(20, 25))
REFERRAL_BANDS = (Band(0, 5), Band(6, 18), Band(12, 18), Band(0, 11), Band(0, 17))


@dataclass(frozen=True)
class Settings:
    """What an area may choose for itself."""

    ehc_bands: tuple[Band, ...] = EHC_BANDS
    referral_bands: tuple[Band, ...] = REFERRAL_BANDS
    clocks: frozenset[str] = frozenset({"request"})


@dataclass(frozen=True)
class Asked:
    """The newest cut-off, to which figures run, and the oldest, to which they are whole."""

    newest: date
    oldest: date
    settings: Settings = Settings()
