"""Build a Panel: what one measure says in one plan at a report date."""

from dataclasses import replace
from datetime import date

from dashboard.codes import BASIS_ORDER, JUDGED
from dashboard.periods import expected_period_end, month_words
from dashboard.rows import Catalogue, Figures, rows_for, with_statistic
from dashboard.series import build_series
from dashboard.shapes import Event, Framework, Freshness, Measure, Panel, Series
from dashboard.status import combine_statuses


def build_panel(
    catalogue: Catalogue, figures: Figures, framework_id: str, measure_id: str,
    report_date: date, today: date, statistic: str = "",
) -> Panel:  # fmt: skip
    """Judge a measure for a plan's area at the report date; `today` only for freshness.

    `statistic` keeps one statistic, to be judged on its own. KeyError for an unknown id.
    """
    framework = catalogue.frameworks[framework_id]
    measure = catalogue.measures[measure_id]
    rows = rows_for(figures, framework, measure_id, report_date)
    names = {code: area.name for code, area in catalogue.areas.items()}
    kept = with_statistic(rows, statistic) if statistic else rows
    series = build_series(measure, kept, report_date, names)
    number, reference = catalogue.priorities_serving(framework_id, measure_id)
    return Panel(
        measure=measure, area=catalogue.areas[framework.area_code], framework=framework,
        as_of=report_date, series=series, lead=lead_series(series),
        status=combine_statuses(measure, [one.status for one in series]),
        events=_events(figures, framework, measure_id, report_date),
        freshness=build_freshness(measure, series, today),
        sources=catalogue.sources, priority_number=number or None, local_reference=reference,
        later=sum(point.is_later for one in series for point in one.points),
    )  # fmt: skip


def lead_series(series: tuple[Series, ...]) -> Series:
    """Choose the series that speaks for the measure.

    Judged before not, with a target before without, then the newest, then the shortest window.
    """

    def rank(one: Series) -> tuple[bool, bool, bool, date, int]:
        end = one.latest.period_end if one.latest and one.latest.period_end else date.min
        order = BASIS_ORDER.index(one.basis) if one.basis in BASIS_ORDER else len(BASIS_ORDER)
        is_judged = one.status.code in JUDGED
        return (is_judged, one.latest is not None, bool(one.targets), end, -order)

    return max(series, key=rank)


def build_freshness(measure: Measure, series: tuple[Series, ...], today: date) -> Freshness:
    """Set the newest period a measure has against the one that should have arrived by today."""
    ends = [p.period_end for one in series for p in one.points if p.has_number and p.period_end]
    expected = expected_period_end(measure.frequency, today)
    if not ends:
        return Freshness("none", "No figure yet", None, expected)
    newest = max(ends)
    if newest >= expected:
        return Freshness("fresh", f"Up to date: {month_words(newest)}", newest, expected)
    words = f"Newest is {month_words(newest)}; {month_words(expected)} was due"
    return Freshness("stale", words, newest, expected)


def _events(
    figures: Figures, framework: Framework, measure_id: str, report_date: date
) -> tuple[Event, ...]:
    """Pick the area's events that name this measure or none, in order of date."""
    mine = [
        replace(event, is_planned=event.date > report_date)
        for area_code, event in figures.events
        if area_code == framework.area_code and event.measure_id in ("", measure_id)
    ]
    return tuple(sorted(mine, key=lambda event: event.date))
