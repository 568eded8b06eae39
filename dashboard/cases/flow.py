"""Coming in and going out by month, the cohort view, and where a list goes if nothing changes."""

from datetime import timedelta
from typing import Final

from dashboard.cases.cells import CaseCells, count_of, marker_of, number_words
from dashboard.cases.model import (
    Capacity,
    Cohort,
    CohortMonth,
    FlowMonth,
    ListProjection,
    MonthlyFlow,
    NamedCount,
    total_of,
)
from dashboard.judging.percentages import percentage
from dashboard.measures import EventRate, RelatedMeasures, find_measure
from dashboard.model.points import HIDDEN
from dashboard.text.format import plain_number
from dashboard.text.periods import day_words, month_end, month_words

MONTHS_SHOWN: Final = 24
# The mean of this many whole months is what "as they are" means (docs/definitions.md section 4).
WINDOW: Final = 3
MONTHS_AHEAD: Final = 12


def build_flow(family: RelatedMeasures, cells: CaseCells) -> MonthlyFlow | None:
    """Build the newest months of a flow; None where nothing came in or went out."""
    inflow_id, outflow_id, open_id = family.flow
    inflow, outflow = (cells.by_day(each, "month") for each in (inflow_id, outflow_id))
    open_at = cells.by_day(open_id, "snapshot")
    last = max(open_at, default=None)
    words = family.flow_words
    months: list[FlowMonth] = []
    for end in sorted({*inflow, *outflow})[-MONTHS_SHOWN:]:
        newest = inflow.get(end) or outflow[end]
        is_whole = not newest["is_provisional"]
        # A month in progress ends, for what is open, on the newest day that was looked at.
        day = last if last and newest["period_start"] <= last < end else end
        counts = (inflow.get(end), outflow.get(end), open_at.get(day))
        named = [count_of(row, name) for row, name in zip(counts, words, strict=True)]
        months.append(FlowMonth(newest["period_start"], end, *named, is_whole=is_whole))
    if not months:
        return None
    return MonthlyFlow(_flow_title(months, family), words, tuple(months), family.flow_note)


def _flow_title(months: list[FlowMonth], family: RelatedMeasures) -> str:
    """Return the sums of the whole months: what came in and what went out."""
    whole = [month for month in months if month.is_whole][-12:]
    inflow = total_of([month.inflow.number for month in whole])
    outflow = total_of([month.outflow.number for month in whole])
    inflow_noun, outflow_noun = family.flow_nouns
    if not whole or inflow is None or outflow is None:
        return f"In and out by month: {inflow_noun} and {outflow_noun}"
    last = month_words(whole[-1].end)
    span = f"in the {len(whole)} months to {last}" if len(whole) > 1 else f"in {last}"
    return f"{plain_number(inflow, -1)} {inflow_noun}, {plain_number(outflow, -1)} {outflow_noun} {span}"


def build_cohort(measure_id: str, cells: CaseCells) -> Cohort | None:
    """Build the cohort view: of each month's requests, those with a plan within the limit."""
    measure = find_measure(measure_id)
    weeks = measure.whole_after_days // 7 if isinstance(measure, EventRate) else 0
    limit = f"{weeks} weeks"
    months = tuple(
        CohortMonth(
            row["period_start"],
            row["period_end"],
            row["numerator"],
            row["denominator"],
            _percent(row["numerator"], row["denominator"]),
            marker_of(row),
            not row["is_provisional"],
        )
        for row in cells.rows(measure_id, "month")
    )[-MONTHS_SHOWN:]
    whole = [month for month in months if month.is_whole and month.percent is not None]
    if not months:
        return None
    if not whole:
        is_hidden = any(month.is_whole for month in months)
        hidden = f"Requests of each month with a plan within {limit}: small numbers are hidden"
        running = f"No month’s requests have all had {limit} yet"
        return Cohort(hidden if is_hidden else running, months, weeks)
    last = whole[-1]
    title = (
        f"Of {plain_number(last.of or 0, -1)} requests of {month_words(last.end)}, "
        f"{plain_number(last.within or 0, -1)} had a plan within {limit} "
        f"({plain_number(last.percent or 0, 0)}%)"
    )
    note = (
        "Counted by the month of the request, whatever became of it: requests that were refused or "
        f"withdrawn stay in the whole. A month is incomplete until {limit} after its end."
    )
    return Cohort(title, months, weeks, note)


def _percent(numerator: float | None, denominator: float | None) -> float | None:
    if numerator is None or not denominator:
        return None
    return float(percentage(numerator, denominator) or 0)


def build_capacity(service: RelatedMeasures, cells: CaseCells) -> Capacity | None:
    """Build a service's demand beside its capacity; None where it has no flow."""
    flow = build_flow(service, cells)
    if flow is None:
        return None
    months = [month for month in flow.months if month.is_whole][-WINDOW:]
    inflow = total_of([month.inflow.number for month in months])
    outflow = total_of([month.outflow.number for month in months])
    clearance = cells.rows(service.clearance, "snapshot")
    facts = (
        _mean("Referrals a month", inflow, len(months), months, "inflow"),
        _mean("Completed a month", outflow, len(months), months, "outflow"),
        flow.months[-1].waiting,
        count_of(clearance[-1] if clearance else None, "Months to clear the list", "months"),
    )
    projection, reason = _project(months, inflow, outflow, service)
    return Capacity(_capacity_title(service, facts), flow, facts, projection, reason)


def _mean(
    words: str, total: float | None, months: int, of: list[FlowMonth], name: str
) -> NamedCount:
    is_hidden = any(getattr(month, name).is_hidden for month in of)
    mean = total / months if total is not None and months else None
    return NamedCount(words, mean, HIDDEN if is_hidden else "", "mean")


def _capacity_title(service: RelatedMeasures, facts: tuple[NamedCount, ...]) -> str:
    inflow, outflow = facts[0].number, facts[1].number
    if inflow is None or outflow is None:
        return f"Demand and capacity: {service.words}"
    if inflow == outflow:
        return "As many were completed as came in over the last 3 whole months"
    more, fewer = (
        ("came in", "were completed") if inflow > outflow else ("were completed", "came in")
    )
    return f"More {more} than {fewer} over the last 3 whole months"


def _project(
    months: list[FlowMonth], inflow: float | None, outflow: float | None, service: RelatedMeasures
) -> tuple[ListProjection | None, str]:
    """Return the list carried on at the means of the window, never below 0; else why not."""
    if len(months) < WINDOW:
        return None, "No projection: it needs 3 whole months."
    start = months[-1]
    if inflow is None or outflow is None or start.waiting.number is None:
        return None, "No projection: figures that it needs are hidden or missing."
    net = (inflow - outflow) / WINDOW
    points = [(start.end, start.waiting.number)]
    for _ in range(MONTHS_AHEAD):
        day, length = points[-1]
        points.append((month_end(month_end(day) + timedelta(days=1)), max(0.0, length + net)))
    end_day, end_length = points[-1]
    words = (
        f"If referrals stay at {plain_number(inflow / WINDOW, 1)} and completions at "
        f"{plain_number(outflow / WINDOW, 1)} a month, as in the 3 months to "
        f"{month_words(start.end)}, {plain_number(end_length, 0)} would be waiting for "
        f"{service.words} on {day_words(end_day)}, against {number_words(start.waiting)} on "
        f"{day_words(start.end)}."
    )
    return ListProjection(tuple(points), inflow / WINDOW, outflow / WINDOW, words), ""
