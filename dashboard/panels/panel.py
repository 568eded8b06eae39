"""Build a Panel: what one measure says in one plan at a report date."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dashboard.judging.differences import build_differences, difference_notes
from dashboard.judging.observations import MeasureRows
from dashboard.judging.series import COHORTS, build_series
from dashboard.judging.status import combine_statuses
from dashboard.model.codes import BASIS_ORDER, JUDGED, WHOLE_BREAKDOWNS
from dashboard.model.panel import (
    BENCHMARK,
    LOCAL_AREA,
    Difference,
    Event,
    Framework,
    Freshness,
    Measure,
    Panel,
    Point,
    Series,
)
from dashboard.model.points import CASES, PUBLISHED
from dashboard.panels.records import Catalogue, LoadedFigures, rows_for, with_statistic
from dashboard.text.periods import expected_period_end, month_words


def build_panel(
    catalogue: Catalogue,
    figures: LoadedFigures,
    framework_id: str,
    measure_id: str,
    report_date: date,
    today: date,
    statistic: str = "",
) -> Panel:
    """Judge a measure for a plan's area at the report date; `today` only for freshness.

    `statistic` keeps one statistic, to be judged on its own. KeyError for an unknown id.
    """
    framework = catalogue.frameworks[framework_id]
    measure = catalogue.measures[measure_id]
    benchmark_codes = benchmark_areas(catalogue, framework.area_code)
    rows = rows_for(figures, framework, measure_id, report_date, benchmark_codes)
    names = {code: area.name for code, area in catalogue.areas.items()}
    chosen_rows = with_statistic(rows, statistic) if statistic else rows
    series, differences = _judged_series(measure, chosen_rows, report_date, names)
    number, reference = catalogue.priorities_serving(framework_id, measure_id)
    return Panel(
        measure=measure,
        area=catalogue.areas[framework.area_code],
        framework=framework,
        as_of=report_date,
        series=series,
        lead=lead_series(series),
        status=combine_statuses(measure, [line.status for line in series if line.is_counted]),
        events=_events(figures, framework, measure_id, report_date),
        freshness=build_freshness(measure, series, today),
        sources=catalogue.sources,
        priority_number=number or None,
        local_reference=reference,
        later=sum(point.is_later for line in series for point in line.points),
        differences=differences,
    )


def benchmark_areas(catalogue: Catalogue, area_code: str) -> frozenset[str]:
    """Name the areas that an area is set beside: those it lies in, and the real ones with plans.

    Where it is not known what it lies in, every benchmark. An authority is only ever a neighbour.
    """
    lies_in = catalogue.areas[area_code].part_of
    return frozenset(
        code
        for code, area in catalogue.areas.items()
        if area.kind == LOCAL_AREA or (area.kind == BENCHMARK and (not lies_in or code in lies_in))
    )


def _judged_series(
    measure: Measure, rows: MeasureRows, report_date: date, names: dict[str, str]
) -> tuple[tuple[Series, ...], tuple[Difference, ...]]:
    """Build the series of a measure, with what they say of each other."""
    series = mark_counted(build_series(measure, rows, report_date, names))
    differences = build_differences(measure, series)
    if not differences:
        return series, ()
    with_notes = tuple(
        replace(line, notes=(*line.notes, *difference_notes(line, differences))) for line in series
    )
    return with_notes, differences


def lead_series(series: tuple[Series, ...]) -> Series:
    """Choose the series that speaks for the measure.

    Of published figures and those worked out from cases, the ones with the newest period speak;
    of equally new ones the published, for those are what was reported to the board. Of these:
    counted before not, judged before not, with a target before without, then the newest, then
    the shortest window.
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
            _newest(candidate),
            -_window(candidate.basis),
        )

    return max(series, key=rank)


def row_series(panel: Panel) -> tuple[Series, ...]:
    """Give the series that get a row: those judged; else those with a target; else with a figure.

    Of these, those that speak for the measure; where it has none, the series that leads.
    """
    counted = [series for series in panel.series if series.is_counted]
    judged = [series for series in counted if series.status.code in JUDGED]
    aimed = [line for line in counted if any(target.is_in_force for target in line.targets)]
    with_figure = [line for line in counted if line.latest]
    return tuple(judged or aimed or with_figure) or (panel.lead,)


def leading_origin(series: Iterable[Series]) -> str:
    """Name the origin whose figures speak: the one of the newest period, published if equal."""
    with_figure = [line for line in series if line.latest is not None]
    newest = max(with_figure, key=lambda line: (_newest(line), line.origin != CASES), default=None)
    return newest.origin if newest else PUBLISHED


def mark_counted(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Mark the series that speak for the measure: one voice for what is told in several windows.

    Of figures worked out from cases these are the bases that the targets in force name, and where
    one names none, or there is none, the shortest window there is. Figures of the other origin
    are shown beside them and do not count.
    """
    origin = leading_origin(series)
    counted = [line for line in series if _speaks_for_measure(line, series, origin)] or list(series)
    return tuple(replace(line, is_counted=line in counted) for line in series)


def _speaks_for_measure(line: Series, series: tuple[Series, ...], origin: str) -> bool:
    if not line.points or CASES not in (line.origin, origin):
        return True
    return (
        line.origin == origin
        and _has_target_or_is_total(line, series)
        and line.basis in _counted_bases(line, series)
    )


def _has_target_or_is_total(line: Series, series: tuple[Series, ...]) -> bool:
    """Tell whether the plan asks for a part: the whole, or what it sets a number for."""
    has_whole = any(s.breakdown in WHOLE_BREAKDOWNS and s.points for s in series)
    return (
        not has_whole or line.breakdown in WHOLE_BREAKDOWNS or bool(line.targets or line.baselines)
    )


def _counted_bases(line: Series, series: tuple[Series, ...]) -> set[str]:
    bases = [s.basis for s in series if (s.breakdown, s.origin) == (line.breakdown, line.origin)]
    named = {target.basis for target in line.targets if target.is_in_force}
    target_bases = named & set(bases)
    return (
        target_bases
        if target_bases and "" not in named
        else target_bases | {min(bases, key=_window)}
    )


def _window(basis: str) -> int:
    return BASIS_ORDER.index(basis) if basis in BASIS_ORDER else len(BASIS_ORDER)


def _newest(series: Series) -> date:
    return series.latest.period_end if series.latest and series.latest.period_end else date.min


def build_freshness(measure: Measure, series: tuple[Series, ...], today: date) -> Freshness:
    """Set the newest period a measure has against the one that should have arrived by today."""
    points = [p for line in series for p in line.points if p.has_number and p.period_end]
    # A period that is still running says nothing about what has arrived, save of a cohort, which
    # runs on long after its month.
    is_cohort = measure.measure_id in COHORTS
    ends = [p.period_end for p in points if p.period_end and (is_cohort or not _is_running(p))]
    expected = expected_period_end(measure.frequency, today)
    if not ends:
        return Freshness("none", "No figure yet", None, expected)
    newest = max(ends)
    if newest >= expected:
        return Freshness("fresh", f"Up to date: {month_words(newest)}", newest, expected)
    words = f"Newest is {month_words(newest)}; {month_words(expected)} was due"
    return Freshness("stale", words, newest, expected)


def _is_running(point: Point) -> bool:
    return point.origin == CASES and point.is_provisional


def _events(
    figures: LoadedFigures, framework: Framework, measure_id: str, report_date: date
) -> tuple[Event, ...]:
    """Pick the area's events that name this measure or none, in order of date."""
    mine = [
        replace(event, is_planned=event.date > report_date)
        for area_code, event in figures.events
        if area_code == framework.area_code and event.measure_id in ("", measure_id)
    ]
    return tuple(sorted(mine, key=lambda event: event.date))
