"""What the view of a measure worked out from cases needs, and the view built of it."""

from dataclasses import replace

from dashboard.cases.cells import CaseCells, count_of, number_words
from dashboard.cases.distribution import BasisPeriod, HideRule, build_distribution
from dashboard.cases.explanation import build_calculation
from dashboard.cases.flow import build_capacity, build_cohort, build_flow
from dashboard.cases.model import Backlog, CaseFrames, CaseView, ViewQuery
from dashboard.measures import EventBands, Explanation, StockAverage, family_of, find_measure
from dashboard.model.codes import ISSUED_BANDS, OPEN_AGES, breakdown_words
from dashboard.model.panel import Measure
from dashboard.text.format import sentence_case
from dashboard.text.periods import day_words


def view_query(measure_id: str) -> ViewQuery:
    """Return what to load for the whole view of a measure."""
    measure, family = find_measure(measure_id), family_of(measure_id)
    measures, bins = [measure_id], [_weeks_of(measure_id)]
    if family:
        measures += [*family.backlog, *family.flow, family.clearance]
        bins.append(family.open_weeks)
    measures.append(measure.cohort if measure else "")
    bands = ISSUED_BANDS if isinstance(measure, EventBands) else ()
    return ViewQuery(
        tuple(dict.fromkeys(filter(None, measures))),
        ("", "exceptions=excluding", *bands, *OPEN_AGES),
        ("month", "snapshot"),
        tuple(dict.fromkeys(filter(None, bins))),
    )


def backlog_query(measure_id: str) -> ViewQuery | None:
    """Return what to load for the backlog beside a measure alone; None where it has none."""
    family = family_of(measure_id)
    return ViewQuery(tuple(family.backlog), ("", *OPEN_AGES), ("snapshot",)) if family else None


def _weeks_of(measure_id: str) -> str:
    """Return under which measure the weeks of its view are counted; empty where it has none."""
    measure, family = find_measure(measure_id), family_of(measure_id)
    if measure:
        return measure.weeks_of
    return family.open_weeks if family else ""


def build_backlog(measure_id: str, cells: CaseCells) -> Backlog | None:
    """Build the backlog shown beside a measure; None where it has none or nobody is counted."""
    family = family_of(measure_id)
    day = cells.last_snapshot(family.backlog) if family else None
    if family is None or day is None:
        return None
    rows = {measure: cells.at_day(measure, day) for measure in family.backlog}
    if not any(rows.values()):
        return None
    counts = [
        count_of(
            row, words, "weeks" if isinstance(find_measure(measure), StockAverage) else "count"
        )
        for (measure, words), row in zip(family.backlog.items(), rows.values(), strict=True)
    ]
    ages = [
        count_of(cells.at_day(family.ages, day, band), sentence_case(breakdown_words(band)))
        for band in (OPEN_AGES if family.ages else ())
    ]
    whole, oldest = counts[0], counts[-1]
    sentence = family.sentence.format(
        *map(number_words, counts),
        open="case was open" if whole.number == 1 else "cases were open",
        oldest=f", the oldest {number_words(oldest)}" if oldest.has_words else "",
    )
    return Backlog(
        on=day,
        sentence=f"On {day_words(day)}, {sentence}",
        counts=tuple(counts),
        ages=tuple(ages),
        is_provisional=any(bool(row and row["is_provisional"]) for row in rows.values()),
    )


def build_case_view(
    measure: Measure,
    frames: CaseFrames,
    formula: Explanation | None,
    period: BasisPeriod | None = None,
    hide: HideRule | None = None,
) -> CaseView | None:
    """Build the view of a measure in one area; None where nothing of it was worked out.

    `formula` is that of `explanation_of`, `period` the one whose weeks are shown, `hide` the
    small-number rule for the counts of one picture; without it rows are counted too.
    """
    measure_id = measure.measure_id
    if frames.cells.empty or measure_id not in set(frames.cells["measure_id"]):
        return None
    entry, family, cells = find_measure(measure_id), family_of(measure_id), CaseCells(frames.cells)
    open_weeks, weeks_of = family.open_weeks if family else "", _weeks_of(measure_id)
    backlog = _with_weeks(build_backlog(measure_id, cells), frames, open_weeks, hide)
    is_in_backlog = bool(backlog and backlog.by_week) and weeks_of == open_weeks
    return CaseView(
        measure_id=measure_id,
        distribution=None
        if is_in_backlog
        else build_distribution(frames.bins, weeks_of, None if hide else period, hide),
        backlog=backlog,
        flow=build_flow(family, cells) if family and family.flow and not family.clearance else None,
        cohort=build_cohort(entry.cohort, cells) if entry and entry.cohort else None,
        capacity=build_capacity(family, cells) if family and family.clearance else None,
        calculation=build_calculation(
            measure, formula, cells, frames.accounts, frames.extracts, shows_rows=hide is None
        ),
    )


def _with_weeks(
    backlog: Backlog | None, frames: CaseFrames, open_weeks: str, hide: HideRule | None
) -> Backlog | None:
    """Add by week how long those still open have waited, on the day of the backlog."""
    if backlog is None or not open_weeks:
        return backlog
    if any(count.is_hidden for count in (*backlog.counts, *backlog.ages)):
        # The weeks of all ages would give away what is hidden among them.
        return backlog
    day = ("snapshot", backlog.on, backlog.on)
    return replace(backlog, by_week=build_distribution(frames.bins, open_weeks, day, hide))
