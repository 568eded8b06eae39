"""From loaded rows to judged series: one line for each breakdown and basis of a measure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from dashboard.judging import headline as sentences
from dashboard.judging.control import build_control
from dashboard.judging.forecast import build_forecast
from dashboard.judging.percentages import counts_note, small_number_note
from dashboard.judging.status import build_status
from dashboard.judging.trend import build_trend
from dashboard.model.codes import (
    BASIS_ORDER,
    BASIS_WORDS,
    HEADLINE_BREAKDOWNS,
    JUDGED,
    breakdown_words,
)
from dashboard.model.panel import Baseline, Benchmark, Event, Measure, Point, Series, Target
from dashboard.model.points import CASES, PUBLISHED
from dashboard.text.format import (
    due_words,
    joined,
    period_words,
    point_words,
    qualified_target_words,
    sentence_case,
)

# Worked out for cases whose time may not have run out yet: an unfinished month is drawn, not judged.
COHORTS: Final = frozenset(
    {"ehc-cohort-20-weeks", "annual-review-completed", "annual-review-processed"}
)
COMPUTED_WORDS: Final = "worked out from cases"


class SeriesKey(NamedTuple):
    """What sets a series apart within its measure; `statistic` only where two run side by side."""

    breakdown: str
    basis: str
    statistic: str = ""
    origin: str = PUBLISHED


@dataclass(frozen=True)
class Observation:
    """One observation with what says which series it belongs to."""

    area_code: str
    breakdown: str
    role: str
    point: Point


@dataclass(frozen=True)
class MeasureRows:
    """Everything loaded about one measure: of the area, of the areas it is set beside, of the plan."""

    own: tuple[Observation, ...]
    others: tuple[Observation, ...]
    targets: tuple[Target, ...]
    baselines: tuple[Baseline, ...]
    unnumbered: tuple[tuple[str, str], ...] = ()  # breakdown, what is to be said of it
    # Those at which limits restart, known by the report date.
    restarts: tuple[Event, ...] = ()
    screens_outliers: bool = True

    def unnumbered_of(self, breakdown: str) -> list[str]:
        return [words for part, words in self.unnumbered if part == breakdown]


def build_series(
    measure: Measure, rows: MeasureRows, report_date: date, names: dict[str, str]
) -> tuple[Series, ...]:
    """Build every series of a measure, judged at the report date, in reading order.

    `names` gives the areas' names for benchmark lines. A breakdown that has a target or baseline
    but no figure yet is a series without points.
    """
    groups = _group_points(rows.own, report_date)
    keys = [*groups, *_keys_without_points(rows, groups)]
    return tuple(
        _build_single_series(
            measure, key, groups.get(key, ()), rows, names, _series_names(key, keys)
        )
        for key in sorted(keys, key=_reading_order)
    )


@dataclass(frozen=True)
class SeriesNames:
    """What sets a series apart: within its measure (`label`), and beside its own breakdown."""

    label: str
    title: str


def _series_names(key: SeriesKey, keys: Sequence[SeriesKey]) -> SeriesNames:
    """Name breakdown and statistic; the basis too where the measure, or the part, has several.

    Where the part is both published and worked out from cases, say of the latter which it is.
    """
    parts = [breakdown_words(key.breakdown), key.statistic.replace("_", " ")]
    words = BASIS_WORDS.get(key.basis, key.basis).lower()
    same_breakdown = [other for other in keys if other.breakdown == key.breakdown]
    in_measure = {other.basis for other in keys if other.basis}
    names_origin = key.origin == CASES and {other.origin for other in same_breakdown} != {CASES}
    origin = COMPUTED_WORDS if names_origin else ""
    label = [*parts, words if key.basis and len(in_measure) > 1 else "", origin]
    title = [*parts, words if len({other.basis for other in same_breakdown}) > 1 else "", origin]
    joint = [", ".join(part for part in some if part) for some in (label, title)]
    return SeriesNames(sentence_case(joint[0]), joint[1])


def _group_points(
    own: Iterable[Observation], report_date: date
) -> dict[SeriesKey, tuple[Point, ...]]:
    """Gather actual points by breakdown, basis and origin.

    One line holds one statistic at a time; where two cover the same period they run side by side
    and are two series, else the later one follows the earlier (a change of statistic, said so).
    """
    groups: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for row in own:
        if row.role == "actual":
            groups[row.breakdown, row.point.basis, row.point.origin].append(row.point)
    split: dict[SeriesKey, tuple[Point, ...]] = {}
    for (breakdown, basis, origin), points in groups.items():
        chosen = _newest_by_period(points, report_date)
        for statistic, part in _by_statistic(chosen):
            key = SeriesKey(breakdown, basis, statistic, origin)
            split[key] = tuple(sorted(part, key=_period_order))
    return split


def _by_statistic(points: Sequence[Point]) -> Iterable[tuple[str, Sequence[Point]]]:
    periods = [(point.period_start, point.period_end) for point in points]
    if len(set(periods)) == len(periods):
        return [("", points)]
    statistics = sorted({point.statistic for point in points})
    return [(code, [p for p in points if p.statistic == code]) for code in statistics]


def _newest_by_period(points: Iterable[Point], report_date: date) -> list[Point]:
    """Of several publications of one period, keep the newest known on the report date.

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
    """What was known comes first, then what is newest, then a number before the lack of one."""
    return (
        not point.is_later,
        point.known_on or date.min,
        point.has_number,
        point.extract_id,
    )


def _keys_without_points(
    rows: MeasureRows, groups: dict[SeriesKey, tuple[Point, ...]]
) -> list[SeriesKey]:
    """Name the breakdowns that a target or baseline speaks of and no figure does."""
    have = {key.breakdown for key in groups}
    if have & set(HEADLINE_BREAKDOWNS):
        have.add("")
    # A baseline whose day is not published does not say what kind of period it is either.
    without_points = [
        (baseline.breakdown, baseline.point.basis if baseline.point.period_end else "")
        for baseline in rows.baselines
    ]
    without_points += [(target.breakdown, target.basis) for target in rows.targets]
    without_points += [(breakdown, "") for breakdown, _ in rows.unnumbered]
    missing: dict[str, str] = {}
    for breakdown, basis in without_points:
        if breakdown not in have:
            missing.setdefault(breakdown, basis)
    if not have and not missing:
        return _keys_of_others(rows.others) or [SeriesKey("", "")]
    return [SeriesKey(breakdown, basis) for breakdown, basis in missing.items()]


def _keys_of_others(others: Iterable[Observation]) -> list[SeriesKey]:
    """Name the parts that other areas alone have figures of, so that these can be seen."""
    benchmarks = [observation for observation in others if observation.role == "benchmark"]
    return list(
        dict.fromkeys(
            SeriesKey(observation.breakdown, observation.point.basis) for observation in benchmarks
        )
    )


def _build_single_series(
    measure: Measure,
    key: SeriesKey,
    points: tuple[Point, ...],
    rows: MeasureRows,
    names: dict[str, str],
    series_names: SeriesNames,
) -> Series:
    breakdown, basis, statistic, origin = key
    targets = _targets_of(breakdown, statistic, rows.targets)
    baselines = tuple(
        candidate
        for candidate in rows.baselines
        if candidate.breakdown == breakdown and statistic in ("", candidate.point.statistic)
    )
    judged_points = [point for point in points if _is_judged(measure, point)]
    latest = judged_points[-1] if judged_points else None
    status = build_status(measure, latest, targets)
    if latest is None and points:
        status = replace(status, reason="No figure was known by the report date; newer ones are.")
    goal = status.target.value if status.target and status.code in JUDGED else None
    chart = build_control(
        measure, judged_points, rows.restarts, goal, screens_outliers=rows.screens_outliers
    )
    trend = build_trend(measure, judged_points, baselines, chart, rows.restarts)
    sentence_list = sentences.build_headline(measure, breakdown, latest, status, trend)
    series = Series(
        breakdown=breakdown,
        basis=basis,
        statistic=latest.statistic if latest else statistic,
        label=series_names.label,
        points=points,
        targets=targets,
        baselines=baselines,
        benchmarks=_benchmarks(key, points, rows.others, names),
        latest=latest,
        status=status,
        trend=trend,
        value_words=point_words(latest, measure.unit) if latest else status.word,
        period_words=sentence_case(period_words(latest)) if latest else "",
        baseline_words="",
        target_words="",
        title=sentences.build_title(measure, series_names.title, latest, status),
        headline=" ".join(sentence_list),
        alt=sentences.build_alt(sentence_list),
        cursor=sentences.build_cursor(measure, points, status, trend, latest),
        forecasts=_forecasts(key, rows.own),
        notes=_notes(measure, latest, points, targets, baselines, rows.unnumbered_of(breakdown)),
        printed_arrow_note=sentences.printed_arrow_note(latest, trend),
        origin=origin,
        chart=chart,
        printed_last_year=_printed_last_year(key, rows.own, latest),
        make_pace=partial(build_forecast, measure, judged_points, rows.restarts, status),
    )
    return replace(
        series,
        baseline_words=_baseline_words(series.baseline, measure.unit),
        target_words=joined(_dated(target, measure.unit) for target in series.shown_targets),
    )


def _is_judged(measure: Measure, point: Point) -> bool:
    """Leave out what came later, and a cohort whose time has not run out."""
    is_running = measure.measure_id in COHORTS and point.origin == CASES and point.is_provisional
    return not point.is_later and not is_running


def _targets_of(breakdown: str, statistic: str, targets: Iterable[Target]) -> tuple[Target, ...]:
    """The headline version of a measure carries the targets of the measure as a whole."""
    breakdowns = {breakdown, ""} if breakdown in HEADLINE_BREAKDOWNS else {breakdown}
    fits = {statistic, ""}
    return tuple(
        t for t in targets if t.breakdown in breakdowns and (not statistic or t.statistic in fits)
    )


def _benchmarks(
    key: SeriesKey, points: Sequence[Point], others: Iterable[Observation], names: dict[str, str]
) -> tuple[Benchmark, ...]:
    """Set other areas beside the series where they share breakdown, basis and statistic."""
    breakdown, basis = key.breakdown, key.basis
    statistics = {point.statistic for point in points} or {""}
    lines: dict[str, list[Point]] = defaultdict(list)
    for row in others:
        fits = row.breakdown == breakdown and row.point.basis == basis
        if fits and row.point.statistic in statistics and row.role in ("actual", "benchmark"):
            lines[row.area_code].append(row.point)
    return tuple(
        Benchmark(code, names.get(code, code), tuple(sorted(line, key=_period_order)))
        for code, line in lines.items()
    )


def _forecasts(key: SeriesKey, own: Iterable[Observation]) -> tuple[Point, ...]:
    if key.origin == CASES:
        return ()
    forecasts = [o.point for o in own if o.role == "forecast" and o.breakdown == key.breakdown]
    return tuple(sorted((p for p in forecasts if p.basis == key.basis), key=_period_order))


def _printed_last_year(
    key: SeriesKey, own: Iterable[Observation], latest: Point | None
) -> Point | None:
    """Find what the report of the latest figure prints beside it for the year before."""
    if key.origin == CASES or latest is None or latest.period_end is None:
        return None
    year = latest.period_end.year - 1
    printed = [o.point for o in own if (o.role, o.breakdown) == ("last_year", key.breakdown)]
    same = [point for point in printed if point.source_document == latest.source_document]
    return next((p for p in same if p.period_end and p.period_end.year == year), None)


def _baseline_words(baseline: Baseline | None, unit: str) -> str:
    if baseline is None:
        return ""
    return f"{point_words(baseline.point, unit)} ({period_words(baseline.point)})"


def _dated(target: Target, unit: str) -> str:
    return ", ".join(filter(None, (qualified_target_words(target, unit), due_words(target))))


def _notes(
    measure: Measure,
    latest: Point | None,
    points: Sequence[Point],
    targets: Sequence[Target],
    baselines: Sequence[Baseline],
    unnumbered: Sequence[str],
) -> tuple[str, ...]:
    """Gather what is odd, each once: about the latest figure, its gaps, its targets, its baseline."""
    notes = [latest.note if latest else "", *(point.note for point in points if point.marker)]
    if latest:
        notes += [small_number_note(measure, latest), counts_note(measure, latest)]
    notes += [target.note for target in targets] + [baseline.point.note for baseline in baselines]
    return tuple(dict.fromkeys(sentence_case(note) for note in (*notes, *unnumbered) if note))


def _period_order(point: Point) -> tuple[date, date, str]:
    return (point.period_end or date.min, point.period_start or date.min, point.statistic)


def _reading_order(key: SeriesKey) -> tuple[list[tuple[int, str]], bool, int, str]:
    """Order breakdowns naturally (age 0-5 before 0-11), published first, then the shortest window.

    What is within a limit starts at nought, before what is over it.
    """
    bits = re.split(r"(\d+)", key.breakdown.replace("=within-", "=0-within-"))
    parts = [(int(bit), "") if bit.isdigit() else (-1, bit) for bit in bits]
    order = BASIS_ORDER.index(key.basis) if key.basis in BASIS_ORDER else len(BASIS_ORDER)
    return (parts, key.origin == CASES, order, key.statistic)
