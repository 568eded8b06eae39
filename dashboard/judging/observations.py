"""The observations of a measure, sorted into series: one for each breakdown, window and origin."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from dashboard.model.codes import HEADLINE_BREAKDOWNS
from dashboard.model.points import PUBLISHED, Baseline, Event, Point, Target

_NOT_STATED: Final = ("", "")


class SeriesKey(NamedTuple):
    """What sets a series apart within its measure; `statistic` only where two run side by side."""

    breakdown: str
    basis: str
    statistic: str = ""
    origin: str = PUBLISHED
    year_kind: str = ""

    @property
    def window(self) -> tuple[str, str]:
        """Its basis and kind of year."""
        return self.basis, self.year_kind


@dataclass(frozen=True)
class Observation:
    """A point with the area, the breakdown and the role that it has in a series."""

    area_code: str
    breakdown: str
    role: str
    point: Point


@dataclass(frozen=True)
class MeasureRows:
    """Everything loaded about one measure: of the area, of the areas beside it, of the plan.

    `unnumbered` has breakdowns without a number, each with what to say of it; `restarts` the events
    known by the report date at which limits restart.
    """

    own: tuple[Observation, ...]
    others: tuple[Observation, ...]
    targets: tuple[Target, ...]
    baselines: tuple[Baseline, ...]
    unnumbered: tuple[tuple[str, str], ...] = ()
    restarts: tuple[Event, ...] = ()
    screens_outliers: bool = True


def group_points(
    own: Iterable[Observation], report_date: date
) -> dict[SeriesKey, tuple[Point, ...]]:
    """Return actual points by series, in order of period.

    One line has one statistic at a time; where two cover the same period they run side by side
    and are two series, else the later one follows the earlier (a change of statistic).
    """
    groups: dict[tuple[str, tuple[str, str], str], list[Point]] = defaultdict(list)
    for row in own:
        if row.role == "actual":
            groups[row.breakdown, row.point.window, row.point.origin].append(row.point)
    split: dict[SeriesKey, tuple[Point, ...]] = {}
    for (breakdown, (basis, year_kind), origin), points in groups.items():
        newest = _newest_by_period(points, report_date)
        periods = {(point.period_start, point.period_end) for point in newest}
        is_one_line = len(periods) == len(newest)
        for statistic in [""] if is_one_line else sorted({p.statistic for p in newest}):
            part = [p for p in newest if is_one_line or p.statistic == statistic]
            key = SeriesKey(breakdown, basis, statistic, origin, year_kind)
            split[key] = tuple(sorted(part, key=period_order))
    return split


def _newest_by_period(points: Iterable[Point], report_date: date) -> list[Point]:
    """Return the newest publication of each period that was known on the report date.

    One that became known only afterwards stands in where nothing was known, marked as later.
    """
    newest: dict[tuple[object, ...], Point] = {}
    for point in points:
        is_later = (point.known_on or date.min) > report_date
        marked = replace(point, is_later=True) if is_later else point
        key = (point.period_start, point.period_end, point.statistic)
        if key not in newest or _precedence(marked) > _precedence(newest[key]):
            newest[key] = marked
    return list(newest.values())


def _precedence(point: Point) -> tuple[bool, date, bool, int]:
    """Known points come first, then the newest, then a number before the lack of one."""
    return (not point.is_later, point.known_on or date.min, point.has_number, point.extract_id)


def keys_without_points(rows: MeasureRows, keys: Iterable[SeriesKey]) -> list[SeriesKey]:
    """Return the series that have a target, a baseline or a note and no figure yet.

    Where there is nothing at all, those that other areas have figures of, so that these can be
    seen; else one empty series.
    """
    have = {key.breakdown for key in keys}
    if have & set(HEADLINE_BREAKDOWNS):
        have.add("")
    # A baseline whose day is not published does not say what kind of period it is either.
    candidates = [
        (baseline.breakdown, baseline.point.window if baseline.point.period_end else _NOT_STATED)
        for baseline in rows.baselines
    ]
    candidates += [(target.breakdown, (target.basis, "")) for target in rows.targets]
    candidates += [(breakdown, _NOT_STATED) for breakdown, _ in rows.unnumbered]
    missing: dict[str, tuple[str, str]] = {}
    for breakdown, window in candidates:
        if breakdown not in have:
            missing.setdefault(breakdown, window)
    if have or missing:
        return [
            SeriesKey(breakdown, basis, year_kind=year_kind)
            for breakdown, (basis, year_kind) in missing.items()
        ]
    of_others = dict.fromkeys(
        SeriesKey(row.breakdown, row.point.basis, year_kind=row.point.year_kind)
        for row in rows.others
        if row.role == "benchmark"
    )
    return list(of_others) or [SeriesKey("", "")]


def period_order(point: Point) -> tuple[date, date, str]:
    """Return the sort key by which the points of a series follow each other."""
    return (point.period_end or date.min, point.period_start or date.min, point.statistic)
