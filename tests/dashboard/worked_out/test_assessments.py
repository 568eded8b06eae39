"""The 20-week clock, its two versions, what stands open behind it, and cases that lack a date."""

import pytest

from dashboard.measures import CaseSettings
from tests.builders.case_frames import after, cases_accounted, cells_of, counts, values, worked_out

INCLUDING, EXCLUDING = "exceptions=including", "exceptions=excluding"


def assessed(*rows, up_to="2023-12-31", **more):
    return worked_out("assessments", up_to, ehc_assessments=list(rows), **more)


def plan(days, issued="2023-06-15", **more):
    return {"request_date": after(issued, -days), "plan_issued_date": issued, **more}


@pytest.mark.parametrize(("days", "within"), [(139, 1), (140, 1), (141, 0)])
def test_day_140_is_within_20_weeks_and_day_141_is_not(days, within):
    found = assessed(plan(days))
    assert counts(found, "ehcp-20-weeks", breakdown=INCLUDING) == {"2023-06-30": (within, 1)}


@pytest.mark.parametrize(
    ("days", "band"), [(140, "within-20"), (141, "20-to-52"), (364, "20-to-52"), (365, "over-52")]
)
def test_a_plan_falls_in_one_band_by_its_days(days, band):
    found = assessed(plan(days))
    bands = {
        name: counts(found, "ehcp-issued-bands", breakdown=f"band={name}")["2023-06-30"]
        for name in ("within-20", "20-to-52", "over-52")
    }
    assert bands == {name: (int(name == band), 1) for name in bands}


def test_a_plan_with_no_request_date_is_counted_but_neither_within_nor_in_a_band():
    found = assessed({"plan_issued_date": "2023-06-15"})
    assert counts(found, "ehcp-20-weeks", breakdown=INCLUDING) == {"2023-06-30": (0, 1)}
    assert counts(found, "ehcp-issued-bands", breakdown="band=over-52") == {"2023-06-30": (0, 1)}
    assert cells_of(found, "ehcp-average-weeks").empty
    assert cases_accounted(found, "ehcp-average-weeks", "no request date") == 1
    assert cases_accounted(found, "ehc-open", "no request date") == 1


def test_excluding_leaves_exceptions_out_of_both_parts():
    late_exception = plan(200, exception=True)
    prompt_exception = plan(100, exception=True)
    found = assessed(plan(100), plan(200), late_exception, prompt_exception, prompt_exception)
    assert counts(found, "ehcp-20-weeks", breakdown=INCLUDING)["2023-06-30"] == (3, 5)
    assert counts(found, "ehcp-20-weeks", breakdown=EXCLUDING)["2023-06-30"] == (1, 2)
    assert counts(found, "ehc-exception-rate")["2023-06-30"] == (3, 5)


def test_an_area_that_excepts_every_plan_has_no_figure_without_exceptions():
    found = assessed(plan(100, exception=True), plan(200, exception=True))
    assert counts(found, "ehcp-20-weeks", breakdown=EXCLUDING) == {}
    assert counts(found, "ehcp-20-weeks", breakdown=INCLUDING) == {"2023-06-30": (1, 2)}


def test_the_two_versions_are_there_for_each_category_and_no_other_whole():
    found = assessed(plan(100, primary_need="ASD", sex="F"))
    cells = found.cells.query("measure_id == 'ehcp-20-weeks'")
    assert f"{EXCLUDING};need=ASD" in set(cells["breakdown"])
    assert f"age=not_known;{INCLUDING}" in set(cells["breakdown"])
    assert cells["breakdown"].str.contains("exceptions=").all()


def test_one_case_makes_every_basis_that_its_months_fill():
    found = assessed(plan(140, issued="2023-01-31"), up_to="2023-12-31")
    ends = {
        basis: list(counts(found, "ehcp-20-weeks", basis, INCLUDING))
        for basis in ("month", "quarter", "rolling12", "year")
    }
    assert ends == {
        "month": ["2023-01-31"],
        "quarter": ["2023-03-31"],
        "rolling12": ["2023-12-31"],
        "year": ["2023-12-31"],
    }
    assert len(counts(found, "ehcp-20-weeks", "ytd", INCLUDING)) == 12


def test_a_year_to_date_is_never_the_mean_of_its_months():
    january = [plan(100, issued="2023-01-10")]
    february = [plan(200, issued="2023-02-10")] * 3
    found = assessed(*january, *february, up_to="2023-02-28")
    by_month = counts(found, "ehcp-20-weeks", "month", INCLUDING)
    assert by_month == {"2023-01-31": (1, 1), "2023-02-28": (0, 3)}
    to_date = counts(found, "ehcp-20-weeks", "ytd", INCLUDING)
    assert to_date == {"2023-01-31": (1, 1), "2023-02-28": (1, 4)}


def test_the_mean_of_weeks_is_over_cases():
    issued = plan(70), plan(70), plan(210)
    found = assessed(*issued)
    assert values(found, "ehcp-average-weeks") == {"2023-06-30": pytest.approx(350 / 3 / 7)}
    assert counts(found, "ehcp-average-weeks") == {"2023-06-30": (350, 3)}


def test_a_month_cut_off_in_the_middle_is_provisional_and_later_events_are_left_out():
    seen = {"request_date": "2023-05-10"}
    later = {"request_date": "2023-05-18"}
    found = assessed(seen, later, up_to="2023-05-17")
    cells = cells_of(found, "ehc-requests")
    assert cells["numerator"].to_dict() == {"2023-05-31": 1}
    assert cells["is_provisional"].to_dict() == {"2023-05-31": True}
    assert cells_of(found, "ehc-requests", "quarter").empty
    assert cases_accounted(found, "ehc-requests", "after the cut-off") == 1


def test_the_last_month_is_whole_where_the_cut_off_is_its_last_day():
    found = assessed({"request_date": "2023-05-10"}, up_to="2023-05-31")
    assert cells_of(found, "ehc-requests")["is_provisional"].tolist() == [False]


def test_what_one_extract_does_not_cover_yet_is_provisional():
    found = assessed({"request_date": "2023-04-10"}, up_to="2023-05-31", whole_by="2023-04-30")
    is_provisional = cells_of(found, "ehc-requests")["is_provisional"].to_dict()
    assert is_provisional == {"2023-04-30": False, "2023-05-31": True}
    snapshots = cells_of(found, "ehc-open", "snapshot")["is_provisional"].to_dict()
    assert snapshots == {"2023-04-30": False, "2023-05-31": True}


def test_a_count_has_its_zeroes_between_events_and_up_to_the_cut_off():
    found = assessed({"request_date": "2023-01-10", "sex": "F"}, up_to="2023-03-31")
    expected = {"2023-01-31": 1, "2023-02-28": 0, "2023-03-31": 0}
    assert values(found, "ehc-requests") == expected
    assert values(found, "ehc-requests", breakdown="sex=F") == expected
    assert values(found, "ehc-requests", breakdown="sex=not_known") == {}


@pytest.mark.parametrize(("days", "within"), [(42, 1), (43, 0)])
def test_a_decision_is_within_6_weeks_up_to_day_42(days, within):
    decided = {"request_date": "2023-03-01", "decision": "refuse"}
    found = assessed({**decided, "decision_date": after("2023-03-01", days)})
    assert counts(found, "ehc-decision-6-weeks") == {"2023-04-30": (within, 1)}
    assert counts(found, "ehc-refusal-rate") == {"2023-04-30": (1, 1)}


@pytest.mark.parametrize(("days", "within"), [(112, 1), (113, 0)])
def test_a_decision_not_to_issue_is_within_16_weeks_up_to_day_112(days, within):
    outcome = {"outcome": "not_issue", "outcome_date": after("2023-03-01", days)}
    found = assessed({"request_date": "2023-03-01", **outcome})
    assert counts(found, "ehc-refusal-16-weeks") == {"2023-06-30": (within, 1)}


def test_a_case_withdrawn_before_the_decision_is_in_no_rate_of_decisions():
    withdrawn = {"decision": "withdrawn", "decision_date": "2023-04-01"}
    found = assessed({"request_date": "2023-03-01", **withdrawn})
    assert counts(found, "ehc-refusal-rate") == {}
    assert values(found, "ehc-open", "snapshot")["2023-04-30"] == 0


def test_a_cohort_is_provisional_until_140_days_after_its_end():
    found = assessed(plan(140, issued="2023-05-21"), up_to="2023-06-20")
    cells = cells_of(found, "ehc-cohort-20-weeks")
    assert cells["numerator"].to_dict() == {"2023-01-31": 1}
    assert cells["is_provisional"].tolist() == [False]
    a_day_before = assessed(plan(140, issued="2023-05-21"), up_to="2023-06-19")
    assert cells_of(a_day_before, "ehc-cohort-20-weeks")["is_provisional"].tolist() == [True]


def test_cases_on_another_clock_are_kept_out_unless_the_area_counts_them():
    moved = plan(100, clock="transfer_in")
    found = assessed(moved, plan(200, clock="request"), plan(200))
    assert counts(found, "ehcp-20-weeks", breakdown=INCLUDING)["2023-06-30"] == (0, 2)
    both = CaseSettings(clocks=frozenset({"request", "transfer_in"}))
    counted = assessed(moved, plan(200, clock="request"), plan(200), settings=both)
    assert counts(counted, "ehcp-20-weeks", breakdown=INCLUDING)["2023-06-30"] == (1, 3)


def test_open_cases_are_told_by_their_age_on_the_day():
    requests = [after("2023-12-31", -days) for days in (111, 112, 140, 141, 182, 183, 274, 365)]
    found = assessed(*({"request_date": day} for day in requests))
    on_the_day = {
        name: values(found, "ehc-open-past-20-weeks", "snapshot", breakdown)["2023-12-31"]
        for name, breakdown in {
            "all": "", "20-26": "open=20-26", "26-39": "open=26-39", "39-52": "open=39-52",
            "over-52": "open=over-52",
        }.items()
    }  # fmt: skip
    assert on_the_day == {"all": 5, "20-26": 2, "26-39": 1, "39-52": 1, "over-52": 1}
    assert values(found, "ehc-open", "snapshot")["2023-12-31"] == 8
    assert values(found, "ehc-due-4-weeks", "snapshot")["2023-12-31"] == 2
    oldest = cells_of(found, "ehc-oldest-open", "snapshot").loc["2023-12-31"]
    assert (oldest["value"], oldest["denominator"]) == (pytest.approx(365 / 7), 8)
    assert oldest["statistic"] == "max"


def test_a_case_is_no_longer_open_at_the_end_of_the_day_it_closes():
    found = assessed(plan(100, issued="2023-05-31"), up_to="2023-06-15")
    assert values(found, "ehc-open", "snapshot") == {
        "2023-02-28": 1, "2023-03-31": 1, "2023-04-30": 1, "2023-05-31": 0, "2023-06-15": 0,
    }  # fmt: skip


def test_weeks_to_a_plan_put_day_140_in_the_last_week_within():
    found = assessed(plan(0), plan(1), plan(7), plan(8), plan(140), plan(141))
    bins = found.bins.query("measure_id == 'ehcp-average-weeks'")
    by_month = bins[bins["basis"] == "month"].set_index("week")["count"]
    assert by_month.to_dict() == {0: 3, 1: 1, 19: 1, 20: 1}


def test_weeks_until_due_count_back_from_day_140():
    due = {0: 140, 1: 139, 7: 133, 8: 132, 28: 112, -1: 141, -7: 147, -8: 148}
    found = assessed(*({"request_date": after("2023-12-31", -age)} for age in due.values()))
    bins = found.bins.query("measure_id == 'ehc-due'").set_index("week")["count"]
    assert bins.to_dict() == {-2: 1, -1: 2, 0: 3, 1: 1, 3: 1}


def test_no_case_at_all_makes_no_figure_but_says_so():
    found = assessed()
    assert found.cells.empty
    assert found.bins.empty
    assert set(found.accounts["rows"]) == {0}
    assert found.cells["period_start"].dtype == "datetime64[s]"
