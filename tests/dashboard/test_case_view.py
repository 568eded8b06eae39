"""What stands behind a figure worked out from cases, built from small readable frames."""

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cases import CaseFrames, backlog_query, build_backlog, build_case_view, view_query
from dashboard.cases.cells import CaseCells
from dashboard.cases.distribution import build_distribution
from dashboard.cases.explanation import build_calculation, figure_words
from dashboard.cases.flow import build_capacity, build_cohort, build_flow
from dashboard.cases.model import Bar, Distribution
from dashboard.disclosure import suppress_counts
from dashboard.measures import Explanation, RelatedMeasures, family_of
from dashboard.model.codes import OPEN_AGES
from dashboard.model.panel import Measure
from tests.hiding import marked_bins

OCTOBER = date(2026, 10, 31)
FORMULA = Explanation(
    "assessments", "rate", "Plans within 140 days ÷ plans", "plans within 140 days",
    "plans issued", "From request to plan",
)  # fmt: skip
PLANS = Measure(
    "ehcp-20-weeks",
    "Plans within 20 weeks",
    "Plans",
    "",
    "percent",
    "rate",
    "higher",
    "",
    "monthly",
)


def cell(measure_id: str, end: date, value: float | None = None, **fields: Any) -> dict[str, Any]:
    """Make the cell of a snapshot; name in `fields` what makes it another."""
    made = {
        "measure_id": measure_id, "breakdown": "", "statistic": "", "basis": "snapshot",
        "period_start": end, "period_end": end, "numerator": value, "denominator": None,
        "value": value, "is_provisional": False, "marker": "", "known_on": OCTOBER,
        "extract_id": 3, "area_code": "X99000001",
    }  # fmt: skip
    return {**made, **fields}


def monthly(measure_id: str, month: int, value: float | None, **fields: Any) -> dict[str, Any]:
    start = date(2026, month, 1)
    end = date.fromordinal(date(2026, month + 1, 1).toordinal() - 1)
    return cell(measure_id, end, value, **{"basis": "month", "period_start": start, **fields})


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows))
    numbers = ["numerator", "denominator", "value"]
    return made.astype(dict.fromkeys(numbers, float))


def bins(measure_id: str, weeks: dict[int, float], basis: str = "rolling12") -> pd.DataFrame:
    start = OCTOBER if basis == "snapshot" else date(2025, 11, 1)
    rows = [
        {
            "measure_id": measure_id, "breakdown": "", "basis": basis, "period_start": start,
            "period_end": OCTOBER, "week": week, "count": count, "mark": 0,
        }
        for week, count in weeks.items()
    ]  # fmt: skip
    columns = [
        "measure_id", "breakdown", "basis", "period_start", "period_end", "week", "count", "mark",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def family(measure_id: str) -> RelatedMeasures:
    """Return what is shown beside a measure that has something beside it."""
    beside = family_of(measure_id)
    assert beside is not None
    return beside


def open_cells(**hidden: str) -> pd.DataFrame:
    numbers = {
        "ehc-open": 247, "ehc-open-past-20-weeks": 12, "ehc-due-4-weeks": 40, "ehc-oldest-open": 51.3,
    }  # fmt: skip
    whole = [
        cell(name, OCTOBER, None if name in hidden else number, marker=hidden.get(name, ""))
        for name, number in numbers.items()
    ]
    parts = [
        cell("ehc-open-past-20-weeks", OCTOBER, number, breakdown=age)
        for age, number in zip(OPEN_AGES, (7, 2, 3, 0), strict=True)
    ]
    older = cell("ehc-open", date(2026, 9, 30), 300)
    return frame(*whole, *parts, older)


def test_the_backlog_is_that_of_the_newest_day_in_one_sentence():
    backlog = build_backlog("ehcp-20-weeks", CaseCells(open_cells()))
    assert backlog is not None
    assert backlog.on == OCTOBER
    assert backlog.sentence == (
        "On 31 October 2026, 247 cases were open: 12 past 20 weeks, the oldest 51 weeks; "
        "40 more reach 20 weeks in the next 4 weeks."
    )
    assert [one.number for one in backlog.ages] == [7, 2, 3, 0]


def test_a_hidden_number_is_said_to_be_small_and_never_shown():
    backlog = build_backlog(
        "ehcp-20-weeks", CaseCells(open_cells(**{"ehc-open-past-20-weeks": "c"}))
    )
    assert backlog is not None
    assert "a small number past 20 weeks" in backlog.sentence
    assert backlog.counts[1].number is None
    assert backlog.counts[1].is_hidden


def test_a_measure_without_a_backlog_has_none_and_asks_for_nothing():
    assert build_backlog("ehcp-coproduction-meeting", CaseCells(open_cells())) is None
    assert backlog_query("ehcp-coproduction-meeting") is None
    assert backlog_query("autism-wait") is not None


def test_day_140_stands_left_of_the_limit_and_day_141_right_of_it():
    shown = build_distribution(bins("ehcp-average-weeks", {19: 15, 20: 4}), "ehcp-average-weeks")
    assert shown is not None
    assert shown.title == "15 of 19 plans issued took at most 20 weeks"
    assert [(one.words, one.number) for one in shown.bands] == [
        ("Up to 20 weeks", 15), ("Over 20 to 52 weeks", 4), ("Over 52 weeks", 0),
    ]  # fmt: skip
    by_low = {bar.low: bar.count for bar in shown.bars}
    assert (by_low[19], by_low[20]) == (15, 4)
    assert shown.period == "12 months to October 2026"


def test_long_waits_are_gathered_into_wider_bars_with_an_edge_on_the_limit():
    weeks = dict.fromkeys(range(130), 1.0)
    shown = build_distribution(bins("ehcp-average-weeks", weeks), "ehcp-average-weeks")
    assert shown is not None
    assert {bar.high - bar.low for bar in shown.bars if bar.high} == {4}
    assert any(bar.low == 20 for bar in shown.bars)
    assert sum(bar.count or 0 for bar in shown.bars) == shown.n == 130


def shown_of(weeks: dict[int, float]) -> Distribution:
    """Build a distribution in which small numbers are hidden."""
    marked = marked_bins(bins("ehcp-average-weeks", weeks))
    shown = build_distribution(marked, "ehcp-average-weeks", hide=suppress_counts)
    assert shown is not None
    return shown


def test_a_small_week_is_hidden_with_all_of_its_own_band():
    shown = shown_of({10: 30.0, 12: 50.0, 19: 3.0, 25: 40.0, 60: 20.0})
    assert [(bar.low, bar.high) for bar in shown.bars if bar.marker == "c"] == [(0, 20)]
    assert [band.number for band in shown.bands] == [83, 40, 20]


def test_five_weeks_of_one_case_each_are_not_told_from_those_of_none():
    shown = shown_of({3: 1.0, 5: 1.0, 8: 1.0, 13: 1.0, 17: 1.0, 25: 40.0, 60: 20.0})
    assert shown.bands[0].number == 5
    assert [bar for bar in shown.bars if bar.low < 20] == [Bar(0, 20, None, "c")]


def test_a_small_band_is_hidden_with_another_and_all_their_weeks():
    shown = shown_of({10: 30.0, 19: 50.0, 25: 40.0, 30: 20.0, 60: 3.0})
    assert [band.number for band in shown.bands] == [80, None, None]
    assert [bar.low for bar in shown.bars if bar.marker == "c"] == [20, 52]
    assert shown.n == 143
    assert shown.title == "Plans issued by weeks"
    assert (
        build_distribution(
            marked_bins(bins("ehcp-average-weeks", {10: 3.0})),
            "ehcp-average-weeks",
            hide=suppress_counts,
        )
        is None
    )


@given(st.dictionaries(st.integers(0, 130), st.integers(1, 60).map(float), min_size=1, max_size=12))
def test_no_hidden_week_or_band_stands_alone_in_a_sum_that_is_shown(weeks: dict[int, float]):
    marked = marked_bins(bins("ehcp-average-weeks", weeks))
    shown = build_distribution(marked, "ehcp-average-weeks", hide=suppress_counts)
    if shown is None:
        return
    assert all(not bar.count or bar.count > 4 for bar in shown.bars)
    hidden_bands = [band for band in shown.bands if band.is_hidden]
    assert len(hidden_bands) != 1
    for band, (low, high) in zip(shown.bands, ((0, 20), (20, 52), (52, 999)), strict=True):
        of_band = [bar for bar in shown.bars if low <= bar.low < high]
        if band.is_hidden or any(bar.marker for bar in of_band):
            assert [(bar.low, bar.marker) for bar in of_band] == [(low, "c")]


def test_a_period_that_was_drilled_into_is_shown_and_another_falls_back():
    months = bins("ehcp-average-weeks", {12: 5}, "month")
    both = pd.concat([months, bins("ehcp-average-weeks", {12: 50})])
    month = ("month", date(2025, 11, 1), OCTOBER)
    chosen = build_distribution(both, "ehcp-average-weeks", month)
    absent = build_distribution(both, "ehcp-average-weeks", ("month", OCTOBER, OCTOBER))
    assert chosen is not None
    assert absent is not None
    assert (chosen.n, absent.n) == (5, 50)


def test_a_month_in_progress_ends_on_the_newest_day_and_is_not_whole():
    day = date(2026, 10, 12)
    cells = frame(
        monthly("ehc-requests", 9, 60), monthly("ehcp-new-plans", 9, 50),
        monthly("ehc-requests", 10, 20, is_provisional=True),
        monthly("ehcp-new-plans", 10, 15, is_provisional=True),
        cell("ehc-open", date(2026, 9, 30), 240), cell("ehc-open", day, 245),
    )  # fmt: skip
    flow = build_flow(family("ehc-requests"), CaseCells(cells))
    assert flow is not None
    assert [(m.inflow.number, m.outflow.number, m.waiting.number) for m in flow.months] == [
        (60, 50, 240), (20, 15, 245),
    ]  # fmt: skip
    assert [month.is_whole for month in flow.months] == [True, False]
    assert flow.title == "60 requests, 50 plans issued in September 2026"


def test_a_cohort_speaks_of_its_last_whole_month():
    cells = frame(
        monthly("ehc-cohort-20-weeks", 4, None, numerator=41, denominator=79),
        monthly("ehc-cohort-20-weeks", 5, None, numerator=3, denominator=70, is_provisional=True),
    )
    cohort = build_cohort("ehc-cohort-20-weeks", CaseCells(cells))
    assert cohort is not None
    assert cohort.title == "Of 79 requests of April 2026, 41 had a plan within 20 weeks (52%)"
    assert [month.is_whole for month in cohort.months] == [True, False]


def service_cells(*, hidden: bool = False) -> pd.DataFrame:
    rows = []
    for month, came, went in ((7, 50, 60), (8, 40, 70), (9, 60, 50)):
        marker = "c" if hidden and month == 8 else ""
        rows.append(monthly("ot-referrals", month, None if marker else came, marker=marker))
        rows.append(monthly("ot-completed", month, went))
        rows.append(cell("ot-waiting", rows[-1]["period_end"], 100))
    return frame(*rows, cell("ot-clearance-months", date(2026, 9, 30), 1.7))


def test_a_list_is_carried_on_for_twelve_months_and_never_below_nobody():
    capacity = build_capacity(family("ot-waiting"), CaseCells(service_cells()))
    assert capacity is not None
    assert capacity.projection is not None
    points = capacity.projection.points
    assert len(points) == 13
    assert points[0] == (date(2026, 9, 30), 100)
    assert points[1] == (date(2026, 10, 31), 90)
    assert points[-1] == (date(2027, 9, 30), 0)
    assert "If referrals stay at 50.0 and completions at 60.0 a month" in capacity.projection.words


def test_no_list_is_carried_on_from_hidden_figures():
    capacity = build_capacity(family("ot-waiting"), CaseCells(service_cells(hidden=True)))
    assert capacity is not None
    assert capacity.projection is None
    assert capacity.reason == "No projection: figures that it needs are hidden or missing."
    assert capacity.facts[0].is_hidden


def account(rows: dict[str, int]) -> pd.DataFrame:
    """Make the account of how many rows a measure counted, and how many it left out and why."""
    made = {"measure_id": "ehcp-20-weeks", "reason": list(rows), "rows": list(rows.values())}
    return pd.DataFrame(made)


def extract_of(rows: int) -> pd.DataFrame:
    made = {
        "file_name": "cases.csv", "kind": "ehc_assessments", "scope": "", "row_count": rows,
        "cut_off": OCTOBER, "coverage": "all", "loaded_on": OCTOBER,
    }  # fmt: skip
    return pd.DataFrame([made])


@given(
    st.dictionaries(
        st.sampled_from(["counted", "no date", "on another clock"]), st.integers(0, 10**9)
    ),
    st.integers(0, 10**9),
)
def test_where_small_numbers_are_hidden_a_working_is_the_same_whatever_the_rows(rows, in_extract):
    cells = CaseCells(frame(monthly("ehcp-20-weeks", 9, None, numerator=15, denominator=19)))
    one, other = (
        build_calculation(PLANS, FORMULA, cells, accounts, extracts, shows_rows=False)
        for accounts, extracts in (
            (account(rows), extract_of(in_extract)),
            (account({"counted": 19, "on another clock": 3}), extract_of(22)),
        )
    )
    assert one == other
    assert one is not None


def test_a_working_gives_parts_of_the_latest_figure_and_rows_left_out():
    cells = frame(monthly("ehcp-20-weeks", 9, None, numerator=15, denominator=19))
    accounts, extracts = account({"counted": 19, "on another clock": 3}), extract_of(22)
    working = build_calculation(
        PLANS, FORMULA, CaseCells(cells), accounts, extracts, shows_rows=True
    )
    assert working is not None
    assert working.latest_words == "September 2026: 15 ÷ 19 = 78.9%"
    assert (working.counted, working.left_out) == (19, (("On another clock", 3),))
    assert working.extracts[0].file_name == "cases.csv"
    assert (
        build_calculation(PLANS, None, CaseCells(cells), accounts, extracts, shows_rows=True)
        is None
    )


def test_a_mean_is_told_in_days_and_cases():
    weeks = Measure("ehcp-average-weeks", "", "", "", "weeks", "average", "lower", "", "monthly")
    cells = frame(
        monthly("ehcp-average-weeks", 9, 20.0, numerator=1400, denominator=10, statistic="mean")
    )
    accounts = pd.DataFrame(columns=["measure_id", "reason", "rows"])
    working = build_calculation(
        weeks, FORMULA, CaseCells(cells), accounts, pd.DataFrame(), shows_rows=True
    )
    assert working is not None
    assert working.latest is not None
    assert figure_words(working.latest, weeks) == (
        "September 2026: 1,400 days ÷ 7 ÷ 10 = 20.0 weeks"
    )


def test_the_view_of_timeliness_never_stands_without_the_backlog():
    wanted = view_query("ehcp-20-weeks")
    assert {"ehc-open", "ehc-open-past-20-weeks", "ehc-due-4-weeks"} <= set(wanted.measures)
    assert set(wanted.bins) == {"ehcp-average-weeks", "ehc-open"}
    cells = pd.concat(
        [open_cells(), frame(monthly("ehcp-20-weeks", 9, None, numerator=15, denominator=19))]
    )
    weeks = pd.concat(
        [bins("ehcp-average-weeks", {12: 5}), bins("ehc-open", {3: 200, 21: 12}, "snapshot")]
    )
    accounts = pd.DataFrame(columns=["measure_id", "reason", "rows"])
    view = build_case_view(PLANS, CaseFrames(cells, weeks, accounts, pd.DataFrame()), FORMULA)
    assert view is not None
    assert view.backlog is not None
    assert view.backlog.by_week is not None
    assert view.backlog.by_week.title == "12 of 212 open cases are past 20 weeks"


def test_a_measure_that_was_not_worked_out_has_no_view():
    nothing = CaseFrames(open_cells(), bins("ehc-open", {}), pd.DataFrame(), pd.DataFrame())
    assert build_case_view(PLANS, nothing, FORMULA) is None


def test_a_cohort_of_hidden_months_is_not_said_to_be_too_young():
    cells = pd.DataFrame([cell("ehc-cohort-20-weeks", OCTOBER, None, basis="month", marker="c")])
    cohort = build_cohort("ehc-cohort-20-weeks", CaseCells(cells))
    assert cohort is not None
    assert cohort.title.endswith("small numbers are hidden")
