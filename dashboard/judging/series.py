"""Judged series: one line for each breakdown and window of a measure, with its texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from dashboard.judging import headline as sentences
from dashboard.judging.control import build_control
from dashboard.judging.due import build_due_statuses
from dashboard.judging.forecast import build_forecast
from dashboard.judging.observations import (
    MeasureRows,
    Observation,
    SeriesKey,
    group_points,
    keys_without_points,
    period_order,
)
from dashboard.judging.percentages import counts_note, small_number_note
from dashboard.judging.relative import Yardsticks, open_status, work_out
from dashboard.judging.status import build_status
from dashboard.judging.trend import build_trend, events_on_line
from dashboard.measures import is_cohort
from dashboard.model.codes import (
    BASIS_ORDER,
    HEADLINE_BREAKDOWNS,
    JUDGED,
    breakdown_parts,
    runs_against,
    window_words,
)
from dashboard.model.panel import Benchmark, Measure, Point, Series, Target
from dashboard.model.points import CASES
from dashboard.text.format import (
    dated_target_words,
    joined,
    period_words,
    point_words,
    sentence_case,
    when_words,
)

COMPUTED_WORDS: Final = "worked out from cases"


def build_series(
    measure: Measure, rows: MeasureRows, report_date: date, names: dict[str, str]
) -> tuple[Series, ...]:
    """Return every series of a measure, judged at the report date, in reading order.

    `names` gives the areas' names for benchmark lines. A breakdown that has a target or baseline
    but no figure yet is a series without points.
    """
    groups = group_points(rows.own, report_date)
    keys = [*groups, *keys_without_points(rows, groups)]
    return tuple(
        _build_single_series(measure, key, groups.get(key, ()), rows, names, keys, report_date)
        for key in sorted(keys, key=_reading_order)
    )


def _build_single_series(
    measure: Measure,
    key: SeriesKey,
    points: tuple[Point, ...],
    rows: MeasureRows,
    names: dict[str, str],
    keys: Sequence[SeriesKey],
    report_date: date,
) -> Series:
    breakdown, basis, statistic, origin, _ = key
    label, title_parts = _label_and_title_parts(key, keys)
    baselines = tuple(
        candidate
        for candidate in rows.baselines
        if candidate.breakdown == breakdown and statistic in ("", candidate.point.statistic)
    )
    # What came later is left out, and a cohort whose time has not run out.
    restarts = [event for event in events_on_line(rows.restarts, points) if event.effect]
    of_cohort = is_cohort(measure.measure_id)
    judged_points = [p for p in points if not (p.is_later or (of_cohort and p.may_grow))]
    # A mark for a time that is yet to come hides no figure of the time before.
    judged_points = [
        p for p in judged_points if p.has_number or p.start <= report_date
    ] or judged_points
    latest = judged_points[-1] if judged_points else None
    benchmarks = _benchmarks(key, points, rows.others, names)
    set_targets = _targets_of(key, rows.targets)
    yardsticks = Yardsticks(judged_points, baselines, benchmarks, names, report_date)
    targets, without = work_out(measure, set_targets, latest, yardsticks)
    status = open_status(measure, build_status(measure, latest, targets), without)
    if latest is None and points:
        status = replace(status, reason="No figure was known by the report date; newer ones are.")
    goal = status.target if status.code in JUDGED else None
    # Limits assure nothing of a target that runs against the measure, or is new for each figure.
    if goal and (goal.varies or runs_against(goal.operator, measure.better)):
        goal = None
    chart = build_control(
        measure,
        judged_points,
        restarts,
        goal.value if goal else None,
        target_high=goal.value_high if goal else None,
        screens_outliers=rows.screens_outliers,
    )
    trend = build_trend(measure, judged_points, baselines, chart, restarts)
    headline = sentences.build_headline(measure, breakdown, latest, status, trend)
    series = Series(
        breakdown=breakdown,
        basis=basis,
        statistic=latest.statistic if latest else statistic,
        label=label,
        points=points,
        targets=targets,
        baselines=baselines,
        benchmarks=benchmarks,
        latest=latest,
        status=status,
        trend=trend,
        value_words=point_words(latest, measure.unit) if latest else status.word,
        period_words=sentence_case(period_words(latest)) if latest else "",
        baseline_words="",
        target_words="",
        title=sentences.build_title(measure, title_parts, latest, status),
        headline=" ".join(headline),
        alt=sentences.build_alt(headline),
        cursor=sentences.build_cursor(measure, points, status, trend, latest),
        forecasts=_forecasts(key, rows.own),
        printed_arrow_note=sentences.printed_arrow_note(latest, trend),
        origin=origin,
        chart=chart,
        printed_last_year=_printed_last_year(key, rows.own, latest),
        due_statuses=build_due_statuses(
            measure, judged_points, set_targets, yardsticks, _other_bases(key, keys)
        ),
        open_targets=tuple(
            ", ".join(filter(None, (each.goal, when_words(each.target)))) for each in without
        ),
        make_pace=partial(build_forecast, measure, judged_points, restarts, status),
    )
    remarks = [words for part, words in rows.unnumbered if part == breakdown]
    remarks += [f"the target is {each.goal}, and {each.reason}" for each in without]
    return _with_texts(measure, series, remarks)


def _with_texts(measure: Measure, series: Series, remarks: Sequence[str]) -> Series:
    """Return a series with the words of its target and baseline, and its notes, each once."""
    latest, baseline = series.latest, series.baseline
    baseline_text = ""
    if baseline:
        baseline_text = (
            f"{point_words(baseline.point, measure.unit)} ({period_words(baseline.point)})"
        )
    target_texts = [dated_target_words(target, measure.unit) for target in series.shown_targets]
    if series.status.target is None:
        target_texts += series.open_targets
    notes = [point.note for point in series.points if point.marker]
    if latest:
        of_counts = small_number_note(measure, latest), counts_note(measure, latest)
        notes = [latest.note, *notes, *of_counts]
    notes += [target.note for target in series.targets]
    notes += [baseline.point.note for baseline in series.baselines]
    return replace(
        series,
        baseline_words=baseline_text,
        target_words=joined(target_texts),
        notes=tuple(dict.fromkeys(sentence_case(note) for note in (*notes, *remarks) if note)),
    )


def _label_and_title_parts(key: SeriesKey, keys: Sequence[SeriesKey]) -> tuple[str, Sequence[str]]:
    """Return what sets a series apart within its measure, and beside its own breakdown.

    Both name breakdown and statistic; the basis too where the measure, or the breakdown, has
    several. Of a breakdown both published and computed from cases, the latter says which it is.
    """
    parts = [*breakdown_parts(key.breakdown), key.statistic.replace("_", " ")]
    basis = window_words(*key.window, names_calendar=_has_other_years(key, keys)).lower()
    same_breakdown = [other for other in keys if other.breakdown == key.breakdown]
    names_origin = key.origin == CASES and {other.origin for other in same_breakdown} != {CASES}
    origin = COMPUTED_WORDS if names_origin else ""
    bases_of_measure = {other.window for other in keys if other.basis}
    label = [*parts, basis if key.basis and len(bases_of_measure) > 1 else "", origin]
    bases_of_breakdown = {other.window for other in same_breakdown}
    title = [*parts, basis if len(bases_of_breakdown) > 1 else "", origin]
    return sentence_case(", ".join(filter(None, label))), list(filter(None, title))


def _has_other_years(key: SeriesKey, keys: Iterable[SeriesKey]) -> bool:
    kinds = {other.year_kind for other in keys if other.basis == key.basis and other.year_kind}
    return len(kinds) > 1


def _other_bases(key: SeriesKey, keys: Iterable[SeriesKey]) -> set[str]:
    """Return the bases that other series of a breakdown have and this one has not."""
    return {other.basis for other in keys if other.breakdown == key.breakdown} - {key.basis, ""}


def _targets_of(key: SeriesKey, targets: Iterable[Target]) -> tuple[Target, ...]:
    """The headline version of a measure carries the targets of the measure as a whole."""
    is_headline = key.breakdown in HEADLINE_BREAKDOWNS
    breakdowns = {key.breakdown, ""} if is_headline else {key.breakdown}
    return tuple(
        target
        for target in targets
        if target.breakdown in breakdowns
        and (not key.statistic or target.statistic in (key.statistic, ""))
    )


def _benchmarks(
    key: SeriesKey, points: Sequence[Point], others: Iterable[Observation], names: dict[str, str]
) -> tuple[Benchmark, ...]:
    """Return other areas' points of the same breakdown, window and statistic."""
    statistics = {point.statistic for point in points} or {""}
    points_by_area: dict[str, list[Point]] = defaultdict(list)
    for row in others:
        is_like = (row.breakdown, row.point.window) == (key.breakdown, key.window)
        if is_like and row.point.statistic in statistics and row.role in ("actual", "benchmark"):
            points_by_area[row.area_code].append(row.point)
    return tuple(
        Benchmark(code, names.get(code, code), tuple(sorted(line, key=period_order)))
        for code, line in points_by_area.items()
    )


def _forecasts(key: SeriesKey, own: Iterable[Observation]) -> tuple[Point, ...]:
    if key.origin == CASES:
        return ()
    forecasts = [o.point for o in own if o.role == "forecast" and o.breakdown == key.breakdown]
    return tuple(sorted((p for p in forecasts if p.window == key.window), key=period_order))


def _printed_last_year(
    key: SeriesKey, own: Iterable[Observation], latest: Point | None
) -> Point | None:
    """Return what the report of the latest figure prints beside it for the year before."""
    if key.origin == CASES or latest is None or latest.period_end is None:
        return None
    year = latest.period_end.year - 1
    printed = [o.point for o in own if (o.role, o.breakdown) == ("last_year", key.breakdown)]
    same = [point for point in printed if point.source_document == latest.source_document]
    same = [point for point in same if not point.is_of_another_year(latest)]
    return next((p for p in same if p.period_end and p.period_end.year == year), None)


def _reading_order(key: SeriesKey) -> tuple[list[tuple[int, str]], bool, int, str, str]:
    """Sort breakdowns naturally (age 0-5 before 0-11), published first, then the shortest window.

    What is within a limit starts at nought, before what is over it.
    """
    bits = re.split(r"(\d+)", key.breakdown.replace("=within-", "=0-within-"))
    parts = [(int(bit), "") if bit.isdigit() else (-1, bit) for bit in bits]
    order = BASIS_ORDER.index(key.basis) if key.basis in BASIS_ORDER else len(BASIS_ORDER)
    return (parts, key.origin == CASES, order, key.year_kind, key.statistic)
