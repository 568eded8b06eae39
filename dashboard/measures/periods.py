"""Windows: the months, quarters and years over which counted events are summed."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.measures.dates import FAR, Ints, Mask, day_number, month_start, months_of


@dataclass(frozen=True)
class CutOff:
    """How far the cases go: to `newest` in the latest extract, whole by `oldest` in all."""

    newest: date
    oldest: date

    @property
    def day(self) -> int:
        """The newest cut-off as a day number."""
        return day_number(self.newest)

    @property
    def whole_by(self) -> int:
        """The oldest cut-off as a day number."""
        return day_number(self.oldest)

    @property
    def month(self) -> int:
        """The month of the newest cut-off."""
        return int(months_of(np.array([self.day]))[0])


@dataclass(frozen=True)
class Windows:
    """Spans of time, one element each: `first` and `last` are months counted from the first month."""

    basis: np.ndarray
    first: Ints
    last: Ints
    start: Ints
    end: Ints
    is_provisional: Mask


def windows_from(first_month: int, cut_off: CutOff, whole_after_days: int = 0) -> Windows:
    """Return every window of whole months from the first event to the cut-off.

    A window is provisional while it, and the days its cases are then given, end after the day
    by which every extract is whole.
    """
    months = np.arange(first_month, cut_off.month + 1)
    is_whole = month_start(months + 1) - 1 <= cut_off.day
    ends_quarter, ends_year = months % 3 == 2, months % 12 == 11
    spans = (
        ("month", months, months),
        ("quarter", months - 2, np.where(ends_quarter & is_whole, months, -FAR)),
        ("ytd", months - months % 12, months),
        ("rolling12", months - 11, months),
        ("year", months - 11, np.where(ends_year & is_whole, months, -FAR)),
    )
    spans_in_data = [
        (basis, *_within_data(first, last, first_month)) for basis, first, last in spans
    ]
    first, last = (np.concatenate([span[at] for span in spans_in_data]) for at in (1, 2))
    end = month_start(last + 1) - 1
    return Windows(
        basis=np.concatenate([np.full(len(span[1]), span[0], object) for span in spans_in_data]),
        first=first - first_month,
        last=last - first_month,
        start=month_start(first),
        end=end,
        is_provisional=end + whole_after_days > cut_off.whole_by,
    )


def _within_data(first: Ints, last: Ints, first_month: int) -> tuple[Ints, Ints]:
    is_in_data = (first >= first_month) & (last >= first_month)
    return first[is_in_data], last[is_in_data]


def calendar_years(first_month: int, cut_off: CutOff) -> Windows:
    """Return every calendar year from the first event to the cut-off, the one in progress too."""
    years = np.arange(first_month // 12, cut_off.month // 12 + 1)
    end = month_start((years + 1) * 12) - 1
    return Windows(
        basis=np.full(len(years), "year", object),
        first=np.maximum(years * 12, first_month) - first_month,
        last=np.minimum(years * 12 + 11, cut_off.month) - first_month,
        start=month_start(years * 12),
        end=end,
        is_provisional=end > cut_off.whole_by,
    )


def snapshot_days(first_day: int, cut_off: CutOff) -> Ints:
    """Return the month ends from the month of a day on, and the cut-off."""
    first_month = int(months_of(np.array([first_day]))[0])
    ends = month_start(np.arange(first_month, cut_off.month + 1) + 1) - 1
    return np.append(ends[ends < cut_off.day], cut_off.day)


def snapshots(days: Ints, cut_off: CutOff) -> Windows:
    """Return windows of one day each."""
    at = np.arange(len(days))
    basis = np.full(len(days), "snapshot", object)
    return Windows(basis, at, at, days, days, days > cut_off.whole_by)
