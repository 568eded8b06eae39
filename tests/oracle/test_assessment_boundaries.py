"""Assessments on either side of each limit, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from tests.oracle.asked import Settings
from tests.oracle.breakdowns import Case
from tests.oracle.by_hand import CUT_OFF, ISSUED, ago, cells_of, in_month, on_day
from tests.oracle.cells import Cell, Key
from tests.oracle.columns import case


def issued(days: int | None, **given) -> Case:
    """A plan issued so many days from its request."""
    requested = None if days is None else ago(days)
    return case("ehc_assessments", request_date=requested, plan_issued_date=ISSUED, **given)


INCLUDING, EXCLUDING = "exceptions=including", "exceptions=excluding"


@pytest.mark.parametrize(("days", "within"), [(139, 1), (140, 1), (141, 0), (None, 0)])
def test_a_plan_is_on_time_to_day_140_and_not_where_the_days_are_not_known(days, within):
    found = in_month(cells_of("assessments", issued(days)), "ehcp-20-weeks", ISSUED, INCLUDING)
    assert found == Cell(within, 1, None, False)


@pytest.mark.parametrize(
    ("days", "band"),
    [(140, "within-20"), (141, "20-to-52"), (364, "20-to-52"), (365, "over-52"), (None, None)],
)
def test_a_plan_is_in_one_band_or_in_none(days, band):
    cells = cells_of("assessments", issued(days))
    for each in ("within-20", "20-to-52", "over-52"):
        found = in_month(cells, "ehcp-issued-bands", ISSUED, f"band={each}")
        assert found == Cell(int(each == band), 1, None, False)


def test_an_area_that_excepts_every_plan_has_no_figure_without_exceptions():
    cells = cells_of("assessments", issued(100, exception=True), issued(200, exception=True))
    assert in_month(cells, "ehcp-20-weeks", ISSUED, INCLUDING) == Cell(1, 2, None, False)
    assert in_month(cells, "ehcp-20-weeks", ISSUED, EXCLUDING) is None
    assert in_month(cells, "ehc-exception-rate", ISSUED) == Cell(2, 2, None, False)


def test_excluding_exceptions_can_be_lower_than_including():
    cells = cells_of("assessments", issued(100, exception=True), issued(200))
    assert in_month(cells, "ehcp-20-weeks", ISSUED, INCLUDING) == Cell(1, 2, None, False)
    assert in_month(cells, "ehcp-20-weeks", ISSUED, EXCLUDING) == Cell(0, 1, None, False)


def test_the_average_leaves_out_a_plan_whose_days_are_not_known():
    cells = cells_of("assessments", issued(140), issued(None), issued(71))
    key = Key("ehcp-average-weeks", "", "mean", "month", date(2024, 6, 1), date(2024, 6, 30))
    assert cells[key] == Cell(211, 2, Fraction(211, 14), False)
    assert in_month(cells, "ehcp-new-plans", ISSUED) == Cell(3, None, 3, False)


def test_a_case_on_another_clock_counts_only_where_the_area_counts_that_clock():
    tribunal = issued(100, clock="tribunal")
    both = Settings(clocks=frozenset({"request", "tribunal"}))
    assert cells_of("assessments", tribunal) == {}
    counted = cells_of("assessments", tribunal, settings=both)
    assert in_month(counted, "ehcp-new-plans", ISSUED) == Cell(1, None, 1, False)


@pytest.mark.parametrize(("days", "within"), [(42, 1), (43, 0)])
def test_a_decision_to_assess_is_due_on_day_42(days, within):
    decided = case(
        "ehc_assessments", request_date=ago(days), decision_date=ISSUED, decision="assess"
    )
    found = in_month(cells_of("assessments", decided), "ehc-decision-6-weeks", ISSUED)
    assert found == Cell(within, 1, None, False)


@pytest.mark.parametrize(("days", "within"), [(112, 1), (113, 0)])
def test_a_decision_not_to_issue_is_due_on_day_112(days, within):
    refused = case(
        "ehc_assessments", request_date=ago(days), outcome_date=ISSUED, outcome="not_issue"
    )
    found = in_month(cells_of("assessments", refused), "ehc-refusal-16-weeks", ISSUED)
    assert found == Cell(within, 1, None, False)


@pytest.mark.parametrize(
    ("days", "band", "due_soon"),
    [
        (111, None, 0),
        (112, None, 1),
        (140, None, 1),
        (141, "20-26", 0),
        (182, "20-26", 0),
        (183, "26-39", 0),
        (273, "26-39", 0),
        (274, "39-52", 0),
        (364, "39-52", 0),
        (365, "over-52", 0),
    ],
)
def test_an_open_case_is_due_soon_or_late_by_its_days(days, band, due_soon):
    cells = cells_of("assessments", case("ehc_assessments", request_date=ago(days, CUT_OFF)))
    assert on_day(cells, "ehc-due-4-weeks", CUT_OFF).numerator == due_soon
    assert on_day(cells, "ehc-open-past-20-weeks", CUT_OFF).numerator == int(band is not None)
    for each in ("20-26", "26-39", "39-52", "over-52"):
        found = on_day(cells, "ehc-open-past-20-weeks", CUT_OFF, f"open={each}")
        assert found.numerator == int(each == band)
    oldest = on_day(cells, "ehc-oldest-open", CUT_OFF, statistic="max")
    assert oldest == Cell(None, 1, Fraction(days, 7), False)


def test_a_case_is_open_to_the_day_before_its_plan():
    plan = case(
        "ehc_assessments", request_date=date(2024, 11, 29), plan_issued_date=date(2024, 11, 30)
    )
    assert on_day(cells_of("assessments", plan), "ehc-open", date(2024, 11, 30)).numerator == 0
    later = plan | {"plan_issued_date": date(2024, 12, 1)}
    assert on_day(cells_of("assessments", later), "ehc-open", date(2024, 11, 30)).numerator == 1


def test_a_cohort_is_whole_140_days_after_its_month():
    asked = case("ehc_assessments", request_date=date(2024, 6, 30))
    for cut_off, is_provisional in ((date(2024, 11, 16), True), (date(2024, 11, 17), False)):
        cells = cells_of("assessments", asked, cut_off=cut_off)
        found = in_month(cells, "ehc-cohort-20-weeks", date(2024, 6, 30))
        assert found == Cell(0, 1, None, is_provisional)


def test_a_cut_off_within_a_month_leaves_the_month_provisional_and_its_quarter_out():
    plans = [issued(100) | {"plan_issued_date": date(2024, 4, n)} for n in (1, 30)]
    cells = cells_of("assessments", *plans, cut_off=date(2024, 6, 29))
    june = in_month(cells, "ehcp-new-plans", date(2024, 6, 1))
    assert june == Cell(0, None, 0, True)
    assert not any(key.basis == "quarter" for key in cells)
    whole = cells_of("assessments", *plans, cut_off=date(2024, 6, 30))
    key = Key("ehcp-new-plans", "", "", "quarter", date(2024, 4, 1), date(2024, 6, 30))
    assert whole[key] == Cell(2, None, 2, False)


def test_a_year_to_date_sums_cases_and_never_averages_months():
    january = [case("ehc_assessments", plan_issued_date=date(2024, 1, 31))]
    february = [
        case("ehc_assessments", request_date=date(2024, 2, 1), plan_issued_date=date(2024, 2, 29))
    ] * 3
    cells = cells_of("assessments", *january, *february)
    key = Key("ehcp-20-weeks", INCLUDING, "", "ytd", date(2024, 1, 1), date(2024, 2, 29))
    assert cells[key] == Cell(3, 4, None, False)


def test_a_year_that_began_before_the_first_event_is_not_worked_out():
    plan = case("ehc_assessments", plan_issued_date=date(2024, 2, 1))
    bases = {
        key.basis for key in cells_of("assessments", plan) if key.measure_id == "ehcp-new-plans"
    }
    assert bases == {"month", "quarter"}


def test_one_case_has_one_figure_of_each_sort():
    cells = cells_of("assessments", issued(140, primary_need="ASD"))
    assert in_month(cells, "ehcp-20-weeks", ISSUED, f"{EXCLUDING};need=ASD") == Cell(
        1, 1, None, False
    )
    assert in_month(cells, "ehcp-20-weeks", ISSUED, f"age=not_known;{EXCLUDING}") == Cell(
        1, 1, None, False
    )
    assert in_month(cells, "ehcp-20-weeks", ISSUED) is None
