"""Those waiting and those seen, never mixed; the flow of referrals and the list it makes."""

from datetime import date

import pytest

from dashboard.measures import AgeBand, CaseSettings
from tests.builders.case_frames import after, cells_of, counts, values, worked_out

AUTISM = {"service": "autism"}


def referred(*rows, up_to="2023-12-31", **more):
    cases = [{**AUTISM, **row} for row in rows]
    return worked_out("referrals", up_to, referrals=cases, **more)


@pytest.mark.parametrize(("days", "within"), [(91, 1), (92, 0)])
def test_day_91_is_within_13_weeks_and_day_92_is_not(days, within):
    seen = after("2023-03-01", days)
    found = referred({"referral_date": "2023-03-01", "first_appointment_date": seen})
    assert list(counts(found, "autism-seen-13-weeks").values()) == [(within, 1)]
    waiting = referred({"referral_date": "2023-03-01"}, up_to=seen)
    on_the_day = counts(waiting, "autism-waiting-13-weeks", "snapshot")[seen]
    assert on_the_day == (within, 1)


@pytest.mark.parametrize(
    ("referral", "started", "within"),
    [
        ("2023-11-30", "2024-02-29", 1),
        ("2023-11-30", "2024-03-01", 0),
        ("2022-11-30", "2023-02-28", 1),
        ("2024-02-29", "2024-05-29", 1),
        ("2024-02-29", "2024-05-30", 0),
    ],
)
def test_three_months_on_is_the_same_day_or_the_last_of_its_month(referral, started, within):
    case = {"referral_date": referral, "assessment_started_date": started}
    found = referred(case, up_to="2024-06-30")
    assert list(counts(found, "autism-started-3-months").values()) == [(within, 1)]


def test_the_clock_of_autism_runs_past_the_first_appointment_and_that_of_therapy_does_not():
    case = {"referral_date": "2023-01-10", "first_appointment_date": "2023-03-10"}
    autism = referred(case, up_to="2023-03-31")
    assert values(autism, "autism-waiting", "snapshot")["2023-03-31"] == 1
    therapy = referred({**case, "service": "speech_language"}, up_to="2023-03-31")
    assert values(therapy, "slt-waiting", "snapshot")["2023-03-31"] == 0
    assert values(therapy, "slt-seen")["2023-03-31"] == 1


def test_a_case_closed_unseen_leaves_the_list_and_is_not_seen():
    case = {"referral_date": "2023-01-10", "closed_date": "2023-02-10"}
    found = referred(case, up_to="2023-02-28")
    assert values(found, "autism-waiting", "snapshot") == {"2023-01-31": 1, "2023-02-28": 0}
    assert cells_of(found, "autism-seen").empty
    assert values(found, "autism-decisions") == {"2023-02-28": 1}


def test_statistics_of_the_list_are_of_those_waiting_alone():
    ages = (10, 20, 30, 100)
    waiting = [{"referral_date": after("2023-12-31", -age)} for age in ages]
    seen = {"referral_date": "2020-01-01", "assessment_started_date": "2023-12-31"}
    found = referred(*waiting, seen)
    by_name = {
        name: values(found, f"autism-{name}-waiting", "snapshot")["2023-12-31"] * 7
        for name in ("median", "mean", "p90", "longest")
    }
    assert by_name == pytest.approx({"median": 25, "mean": 40, "p90": 79, "longest": 100})
    cells = cells_of(found, "autism-mean-waiting", "snapshot")
    assert cells.loc["2023-12-31", "numerator"] == sum(ages)
    assert cells["statistic"].unique().tolist() == ["mean"]


def test_over_a_year_means_more_than_364_days():
    ages = (364, 365, 728, 729)
    found = referred(*({"referral_date": after("2023-12-31", -age)} for age in ages))
    assert values(found, "autism-over-52-weeks", "snapshot")["2023-12-31"] == 3
    assert values(found, "autism-over-104-weeks", "snapshot")["2023-12-31"] == 1
    assert counts(found, "autism-waiting-52-weeks", "snapshot")["2023-12-31"] == (1, 4)


def test_a_case_counts_in_every_band_that_holds_its_age():
    found = referred(
        {"referral_date": "2023-12-10", "age_at_referral": 14},
        {"referral_date": "2023-12-10", "age_at_referral": 19},
        {"referral_date": "2023-12-10"},
    )
    held = {
        breakdown: count
        for breakdown in ("", *(f"age={b}" for b in ("0-5", "6-18", "12-18", "0-11", "0-17")))
        for count in values(found, "autism-referrals", breakdown=breakdown).values()
    }
    assert held == {"": 3, "age=6-18": 1, "age=12-18": 1, "age=0-17": 1}
    assert values(found, "autism-referrals", breakdown="age=not_known") == {"2023-12-31": 1}


def test_the_median_of_a_window_is_of_all_its_cases():
    waits = {"2023-01-20": 10, "2023-02-20": 20, "2023-02-21": 60}
    found = referred(
        *(
            {"referral_date": after(day, -days), "first_appointment_date": day}
            for day, days in waits.items()
        ),
        up_to="2023-03-31",
    )
    monthly = values(found, "autism-seen-median")
    assert monthly == pytest.approx({"2023-01-31": 10 / 7, "2023-02-28": 40 / 7})
    quarter = cells_of(found, "autism-seen-median", "quarter").loc["2023-03-31"]
    assert (quarter["value"], quarter["denominator"]) == (pytest.approx(20 / 7), 3)
    assert values(found, "autism-seen-mean", "quarter") == pytest.approx({"2023-03-31": 30 / 7})


def test_net_may_fall_below_nothing_and_begins_with_the_earlier_of_both():
    found = referred(
        {"referral_date": "2023-01-10", "closed_date": "2023-03-10"},
        {"referral_date": "2023-01-20", "decision_date": "2023-03-20"},
        up_to="2023-03-31",
    )
    assert values(found, "autism-net") == {"2023-01-31": 2, "2023-02-28": 0, "2023-03-31": -2}
    assert values(found, "autism-net", "quarter") == {"2023-03-31": 0}


def test_the_list_is_cleared_at_the_pace_of_the_last_three_months():
    ended = [
        {"referral_date": "2023-01-02", "closed_date": day}
        for day in ("2023-01-10", "2023-02-10", "2023-03-10", "2023-03-11", "2023-04-10")
    ]
    waiting = [{"referral_date": "2023-01-05"}] * 4
    found = referred(*ended, *waiting, up_to="2023-04-15")
    cells = cells_of(found, "autism-clearance-months", "snapshot")
    assert cells["numerator"].to_dict() == {"2023-03-31": 5}
    assert cells["denominator"].tolist() == [pytest.approx(4 / 3)]
    assert cells["value"].tolist() == [pytest.approx(5 * 3 / 4)]


def test_a_band_shows_only_periods_that_end_while_it_applies():
    bands = (
        AgeBand(0, 17, applies_to=date(2023, 1, 31)),
        AgeBand(0, 18, applies_from=date(2023, 2, 1)),
    )
    found = referred(
        {"referral_date": "2023-01-10", "age_at_referral": 5},
        up_to="2023-02-28",
        settings=CaseSettings(referral_bands=bands),
    )
    assert values(found, "autism-referrals", breakdown="age=0-17") == {"2023-01-31": 1}
    assert values(found, "autism-referrals", breakdown="age=0-18") == {"2023-02-28": 0}
    assert values(found, "autism-referrals", "ytd", "age=0-18") == {"2023-02-28": 1}


def test_a_service_without_measures_of_its_own_is_left_alone():
    found = referred({"referral_date": "2023-01-10", "service": "dietetics"})
    assert found.cells.empty
