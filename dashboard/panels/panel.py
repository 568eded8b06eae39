"""Panels: one measure of one plan at a report date, with the series that represents it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from dashboard.judging.comparisons import build_differences, difference_notes
from dashboard.judging.series import build_series
from dashboard.judging.status import combine_statuses
from dashboard.measures import is_cohort
from dashboard.model.codes import BASIS_ORDER, JUDGED, WHOLE_BREAKDOWNS
from dashboard.model.panel import BENCHMARK, LOCAL_AREA, Freshness, Measure, Panel, Series
from dashboard.model.points import CASES, PUBLISHED
from dashboard.model.same import Same
from dashboard.panels.catalogue import Catalogue
from dashboard.panels.records import LoadedFigures, rows_for, with_statistic
from dashboard.text.format import counted
from dashboard.text.periods import expected_period_end, month_words, months_between

# Panels that are kept: those of all plans, and of the reports before.
CACHED_PANELS: Final = 1024


def build_panel(
    catalogue: Catalogue,
    figures: LoadedFigures,
    framework_id: str,
    measure_id: str,
    report_date: date,
    today: date,
    statistic: str = "",
) -> Panel:
    """Return a measure judged for a plan's area at the report date; `today` only for freshness.

    `statistic` restricts it to one statistic, judged on its own. KeyError for an unknown id.
    """
    chosen = (framework_id, measure_id)
    observed = figures.observed.get(measure_id, ())
    own = (
        Same(catalogue),
        Same(observed),
        *(
            Same(each.get(chosen, ()))
            for each in (figures.targets, figures.baselines, figures.unnumbered)
        ),
        Same(figures.events),
        Same(figures.screening),
    )
    # Figures of cases are joined last, and anew for each page: such a panel would be kept for nothing.
    has_cases = bool(observed) and observed[-1][1].point.origin == CASES
    build = _build_panel.__wrapped__ if has_cases else _build_panel
    return build(own, *chosen, report_date, today, statistic)


@lru_cache(maxsize=CACHED_PANELS)
def _build_panel(
    own: tuple[Any, ...],
    framework_id: str,
    measure_id: str,
    report_date: date,
    today: date,
    statistic: str,
) -> Panel:
    """Return the panel of what a plan has of a measure, which is built once."""
    catalogue, observed, targets, baselines, unnumbered, events, screening = (
        each.value for each in own
    )
    chosen = (framework_id, measure_id)
    figures = LoadedFigures(
        {measure_id: observed},
        {chosen: targets},
        {chosen: baselines},
        {chosen: unnumbered},
        events,
        {},
        screening=screening,
    )
    framework = catalogue.frameworks[framework_id]
    measure = catalogue.measure_in(framework_id, measure_id)
    benchmark_codes = benchmark_areas(catalogue, framework.area_code)
    rows = rows_for(figures, framework, measure_id, report_date, benchmark_codes)
    names = {code: area.name for code, area in catalogue.areas.items()}
    rows = with_statistic(rows, statistic) if statistic else rows
    series = mark_counted(build_series(measure, rows, report_date, names))
    differences = build_differences(measure, series)
    of_area = [note] if (note := catalogue.area_notes.get(framework.area_code)) else []
    if differences or of_area:
        series = tuple(
            replace(line, notes=(*line.notes, *difference_notes(line, differences), *of_area))
            for line in series
        )
    events = [
        replace(event, is_planned=event.date > report_date)
        for area_code, event in figures.events
        if area_code == framework.area_code and event.measure_id in ("", measure_id)
    ]
    number, reference = catalogue.priorities_serving(framework_id, measure_id)
    return Panel(
        measure=measure,
        area=catalogue.areas[framework.area_code],
        framework=framework,
        as_of=report_date,
        series=series,
        lead=lead_series(series),
        status=combine_statuses(measure, [line for line in series if line.is_counted]),
        events=tuple(sorted(events, key=lambda event: event.date)),
        freshness=build_freshness(measure, series, today),
        sources=catalogue.sources,
        priority_number=number or None,
        local_reference=reference,
        later=sum(point.is_later for line in series for point in line.points),
        differences=differences,
    )


def benchmark_areas(catalogue: Catalogue, area_code: str) -> frozenset[str]:
    """Return the areas that an area is compared with: those it lies in, and the real ones with plans.

    Where it is not declared what it lies in, every benchmark. An authority is only ever a neighbour.
    """
    lies_in = catalogue.areas[area_code].part_of
    return frozenset(
        code
        for code, area in catalogue.areas.items()
        if area.kind == LOCAL_AREA or (area.kind == BENCHMARK and (not lies_in or code in lies_in))
    )


def lead_series(series: tuple[Series, ...]) -> Series:
    """Return the series that represents the measure.

    Of published figures and those computed from cases, one of the newest period; of equally new
    ones the published, as those were reported to the board. Of these: counted before not, judged
    before not, with a target before without, then the newest, then the shortest window.
    """
    origin = leading_origin(series)

    def rank(candidate: Series) -> tuple[bool, bool, bool, bool, bool, date, int]:
        is_judged = candidate.status.code in JUDGED
        return (
            not candidate.points or candidate.origin == origin,
            candidate.is_counted,
            is_judged,
            candidate.latest is not None,
            bool(candidate.targets),
            newest_end(candidate),
            -_window(candidate.basis),
        )

    return max(series, key=rank)


def row_series(panel: Panel) -> tuple[Series, ...]:
    """Return the counted series that get a row: those judged, else with a target, else a figure.

    Where there is none, the lead series.
    """
    counted = [series for series in panel.series if series.is_counted]
    judged = [series for series in counted if series.status.code in JUDGED]
    with_target = [line for line in counted if any(target.is_in_force for target in line.targets)]
    with_figure = [line for line in counted if line.latest]
    return tuple(judged or with_target or with_figure) or (panel.lead,)


def leading_origin(series: Iterable[Series]) -> str:
    """Return the origin of the newest period, published if both are equally new."""
    with_figure = [line for line in series if line.latest is not None]
    newest = max(
        with_figure, key=lambda line: (newest_end(line), line.origin != CASES), default=None
    )
    return newest.origin if newest else PUBLISHED


def mark_counted(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Mark the series that count towards the measure's status: each figure in one window only.

    Of figures computed from cases these are the bases that the targets in force name, and where
    one names none, or there is none, the shortest window there is. Figures of the other origin
    are shown and do not count.
    """
    origin = leading_origin(series)
    counted = [line for line in series if _counts(line, series, origin)] or list(series)
    return tuple(replace(line, is_counted=line in counted) for line in series)


def _counts(line: Series, series: tuple[Series, ...], origin: str) -> bool:
    if not line.points or CASES not in (line.origin, origin):
        return True
    has_whole = any(s.breakdown in WHOLE_BREAKDOWNS and s.points for s in series)
    is_whole = not has_whole or line.breakdown in WHOLE_BREAKDOWNS
    has_number = bool(line.targets or line.baselines)
    is_of_origin = line.origin == origin
    return is_of_origin and (is_whole or has_number) and line.basis in _counted_bases(line, series)


def _counted_bases(line: Series, series: tuple[Series, ...]) -> set[str]:
    bases = [s.basis for s in series if (s.breakdown, s.origin) == (line.breakdown, line.origin)]
    named = {target.basis for target in line.targets if target.is_in_force}
    target_bases = named & set(bases)
    is_enough = target_bases and "" not in named
    return target_bases if is_enough else target_bases | {min(bases, key=_window)}


def _window(basis: str) -> int:
    return BASIS_ORDER.index(basis) if basis in BASIS_ORDER else len(BASIS_ORDER)


def newest_end(series: Series) -> date:
    """Return the last day of the latest figure of a series; date.min without one."""
    return series.latest.period_end if series.latest and series.latest.period_end else date.min


def build_freshness(measure: Measure, series: tuple[Series, ...], today: date) -> Freshness:
    """Return how the newest period of a measure compares with the one due by today."""
    points = [p for line in series for p in line.points if p.has_number and p.period_end]
    # A period that is still running says nothing about what has arrived, save of a cohort, which
    # runs on long after its month.
    counts_running = is_cohort(measure.measure_id)
    arrived = [p for p in points if p.period_end and (counts_running or not p.may_grow)]
    newest_point = max(arrived, key=lambda p: p.period_end or date.min, default=None)
    if newest_point is None or newest_point.period_end is None:
        expected = expected_period_end(measure.frequency, today)
        return Freshness("none", "No figure yet", None, expected)
    newest = newest_point.period_end
    is_of_years = measure.frequency == "annual" and newest_point.basis == "year"
    first_month = newest_point.start.month if is_of_years else 1
    expected = expected_period_end(measure.frequency, today, first_month)
    if newest >= expected:
        return Freshness("fresh", f"Up to date: {month_words(newest)}", newest, expected)
    words = f"{counted(months_between(newest, expected), 'month')} late"
    return Freshness("stale", words, newest, expected)
