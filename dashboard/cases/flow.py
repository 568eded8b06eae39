"""Coming in and going out by month, the cohort view, and where a list goes if nothing changes."""

from datetime import timedelta
from typing import Final

from dashboard.cases.backlog import number_words
from dashboard.cases.frame_access import Cells, count_of, marker_of
from dashboard.cases.model import (
    HIDDEN,
    Capacity,
    Cohort,
    CohortMonth,
    Count,
    Flow,
    FlowMonth,
    Projection,
)
from dashboard.cases.views import flow_measures
from dashboard.judging.percentages import percentage
from dashboard.model.services import SERVICES
from dashboard.text.format import plain_number
from dashboard.text.periods import day_words, month_end, month_words

MONTHS_SHOWN: Final = 24
# The mean of this many whole months is what "as they are" means (docs/definitions.md section 4).
WINDOW: Final = 3
MONTHS_AHEAD: Final = 12
_WORDS: Final = {"ehc": ("Requests received", "Plans issued", "Open at the end")}
_SERVICE_WORDS: Final = ("Referrals in", "Completed", "Waiting at the end")


def build_flow(family: str, cells: Cells) -> Flow | None:
    """Build the newest months of a flow; None where nothing came in or went out."""
    came_id, went_id, open_id = flow_measures(family)
    came, went = (cells.by_day(one, "month") for one in (came_id, went_id))
    open_at = cells.by_day(open_id, "snapshot")
    last = max(open_at, default=None)
    words = _WORDS.get(family, _SERVICE_WORDS)
    months: list[FlowMonth] = []
    for end in sorted({*came, *went})[-MONTHS_SHOWN:]:
        row = came.get(end) or went[end]
        is_whole = not row["is_provisional"]
        # A month in progress ends, for what is open, on the newest day that was looked at.
        day = last if last and row["period_start"] <= last < end else end
        counts = (came.get(end), went.get(end), open_at.get(day))
        named = [count_of(one, name) for one, name in zip(counts, words, strict=True)]
        months.append(FlowMonth(row["period_start"], end, *named, is_whole=is_whole))
    if not months:
        return None
    return Flow(_flow_title(months, family), words, tuple(months), _FLOW_NOTES.get(family, ""))


_FLOW_NOTES: Final = {
    "ehc": "A case also stops being open when a plan is refused, not issued or the request is "
    "withdrawn, so the three columns do not add up by themselves."
}


def _flow_title(months: list[FlowMonth], family: str) -> str:
    """Compare the whole months' sums: what came in with what went out."""
    whole = [month for month in months if month.is_whole][-12:]
    sums = [_sum([getattr(month, name) for month in whole]) for name in ("came_in", "went_out")]
    came, went = ("requests", "plans issued") if family == "ehc" else ("referrals", "completed")
    if not whole or sums[0] is None or sums[1] is None:
        return f"In and out by month: {came} and {went}"
    last = month_words(whole[-1].end)
    span = f"in the {len(whole)} months to {last}" if len(whole) > 1 else f"in {last}"
    return f"{plain_number(sums[0], -1)} {came}, {plain_number(sums[1], -1)} {went} {span}"


def _sum(counts: list[Count]) -> float | None:
    numbers = [one.number for one in counts]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def build_cohort(cells: Cells) -> Cohort | None:
    """Build the cohort view: of each month's requests, those with a plan within 20 weeks."""
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
        for row in cells.rows("ehc-cohort-20-weeks", "month")
    )[-MONTHS_SHOWN:]
    whole = [month for month in months if month.is_whole and month.percent is not None]
    if not months:
        return None
    if not whole:
        is_hidden = any(month.is_whole for month in months)
        told = "Requests of each month with a plan within 20 weeks: small numbers are hidden"
        return Cohort(
            told if is_hidden else "No month's requests have all had 20 weeks yet", months
        )
    last = whole[-1]
    title = (
        f"Of {plain_number(last.of or 0, -1)} requests of {month_words(last.end)}, "
        f"{plain_number(last.within or 0, -1)} had a plan within 20 weeks "
        f"({plain_number(last.percent or 0, 0)}%)"
    )
    return Cohort(title, months, _COHORT_NOTE)


_COHORT_NOTE: Final = (
    "Counted by the month of the request, whatever became of it: requests that were refused or "
    "withdrawn stay in the whole. A month is incomplete until 20 weeks after its end."
)


def _percent(numerator: float | None, denominator: float | None) -> float | None:
    if numerator is None or denominator is None:
        return None
    quotient = percentage(numerator, denominator)
    return None if quotient is None else float(quotient)


def build_capacity(service: str, cells: Cells) -> Capacity | None:
    """Set a service's demand against its capacity; None where it has no flow."""
    flow = build_flow(service, cells)
    if flow is None:
        return None
    months = [month for month in flow.months if month.is_whole][-WINDOW:]
    came, went = _sum([m.came_in for m in months]), _sum([m.went_out for m in months])
    clearance = cells.rows(f"{service}-clearance-months", "snapshot")
    facts = (
        _mean("Referrals a month", came, len(months), months, "came_in"),
        _mean("Completed a month", went, len(months), months, "went_out"),
        flow.months[-1].waiting,
        count_of(clearance[-1] if clearance else None, "Months to clear the list", "months"),
    )
    projection, reason = _project(months, came, went, service)
    return Capacity(_capacity_title(service, facts), flow, facts, projection, reason)


def _mean(words: str, total: float | None, months: int, of: list[FlowMonth], name: str) -> Count:
    is_hidden = any(getattr(month, name).is_hidden for month in of)
    mean = total / months if total is not None and months else None
    return Count(words, mean, HIDDEN if is_hidden else "", "mean")


def _capacity_title(service: str, facts: tuple[Count, ...]) -> str:
    came, went = facts[0].number, facts[1].number
    if came is None or went is None:
        return f"Demand and capacity: {SERVICES[service].words}"
    if came == went:
        return "As many were completed as came in over the last 3 whole months"
    more, fewer = ("came in", "were completed") if came > went else ("were completed", "came in")
    return f"More {more} than {fewer} over the last 3 whole months"


def _project(
    months: list[FlowMonth], came: float | None, went: float | None, service: str
) -> tuple[Projection | None, str]:
    """Carry the list on at the means of the window; never below nobody."""
    if len(months) < WINDOW:
        return None, "No projection: it needs 3 whole months."
    start = months[-1]
    if came is None or went is None or start.waiting.number is None:
        return None, "No projection: figures that it needs are hidden or missing."
    net = (came - went) / WINDOW
    points = [(start.end, start.waiting.number)]
    for _ in range(MONTHS_AHEAD):
        day, length = points[-1]
        points.append((month_end(month_end(day) + timedelta(days=1)), max(0.0, length + net)))
    end_day, end_length = points[-1]
    words = (
        f"If referrals stay at {plain_number(came / WINDOW, 1)} and completions at "
        f"{plain_number(went / WINDOW, 1)} a month, as in the 3 months to "
        f"{month_words(start.end)}, {plain_number(end_length, 0)} would be waiting for "
        f"{SERVICES[service].words} on {day_words(end_day)}, against {number_words(start.waiting)} on "
        f"{day_words(start.end)}."
    )
    return Projection(tuple(points), came / WINDOW, went / WINDOW, words), ""
