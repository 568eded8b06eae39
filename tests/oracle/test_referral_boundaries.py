"""Referrals and feedback on either side of each limit, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from tests.oracle.asked import Band, Settings
from tests.oracle.by_hand import CUT_OFF, ISSUED, ago, cells_of, in_month, on_day
from tests.oracle.cells import Cell
from tests.oracle.columns import case


@pytest.mark.parametrize(("days", "within"), [(91, 1), (92, 0)])
def test_a_child_is_seen_or_waits_within_13_weeks_to_day_91(days, within):
    seen = case(
        "referrals", service="autism", referral_date=ago(days), first_appointment_date=ISSUED
    )
    found = in_month(cells_of("referrals", seen), "autism-seen-13-weeks", ISSUED)
    assert found == Cell(within, 1, None, False)
    waits = case("referrals", service="autism", referral_date=ago(days, CUT_OFF))
    now = on_day(cells_of("referrals", waits), "autism-waiting-13-weeks", CUT_OFF)
    assert now == Cell(within, 1, None, False)


@pytest.mark.parametrize(
    ("days", "over_52", "over_104"), [(364, 0, 0), (365, 1, 0), (728, 1, 0), (729, 1, 1)]
)
def test_a_wait_is_over_52_weeks_from_day_365_and_over_104_from_day_729(days, over_52, over_104):
    waits = case("referrals", service="camhs", referral_date=ago(days, CUT_OFF))
    cells = cells_of("referrals", waits)
    assert on_day(cells, "camhs-over-52-weeks", CUT_OFF).numerator == over_52
    assert on_day(cells, "camhs-over-104-weeks", CUT_OFF).numerator == over_104


@pytest.mark.parametrize(("started", "within"), [(date(2024, 2, 29), 1), (date(2024, 3, 1), 0)])
def test_three_months_from_30_november_end_on_the_leap_day(started, within):
    child = case(
        "referrals",
        service="autism",
        referral_date=date(2023, 11, 30),
        assessment_started_date=started,
    )
    found = in_month(cells_of("referrals", child), "autism-started-3-months", started)
    assert found == Cell(within, 1, None, False)


def test_an_autism_wait_goes_on_after_the_first_appointment_and_no_other_does():
    given = {"referral_date": date(2024, 1, 1), "first_appointment_date": date(2024, 2, 1)}
    for service, prefix, waiting in (("autism", "autism", 1), ("speech_language", "slt", 0)):
        cells = cells_of("referrals", case("referrals", service=service, **given))
        assert on_day(cells, f"{prefix}-waiting", CUT_OFF).numerator == waiting


def test_a_child_counts_in_every_age_band_that_holds_it():
    child = case("referrals", service="autism", referral_date=date(2024, 12, 1), age_at_referral=12)
    nobody = child | {"age_at_referral": None}
    grown = child | {"age_at_referral": 19}
    cells = cells_of("referrals", child, nobody, grown)
    counted = {
        key.breakdown: cell.numerator
        for key, cell in cells.items()
        if key.measure_id == "autism-waiting" and "age=" in key.breakdown
    }
    assert counted == {"age=6-18": 1, "age=12-18": 1, "age=0-17": 1, "age=not_known": 1}


def test_a_band_counts_while_it_is_in_force():
    band = Band(0, 17, None, date(2024, 11, 30))
    child = case("referrals", service="ot", referral_date=date(2024, 11, 2), age_at_referral=3)
    child |= {"service": "occupational_therapy"}
    cells = cells_of("referrals", child, settings=Settings(referral_bands=(band,)))
    ends = [
        key.end for key in cells if (key.measure_id, key.breakdown) == ("ot-waiting", "age=0-17")
    ]
    assert ends == [date(2024, 11, 30)]


def test_the_median_and_the_90th_percentile_lie_between_two_days():
    waits = [
        case("referrals", service="camhs", referral_date=ago(days, CUT_OFF))
        for days in (7, 14, 35, 70)
    ]
    cells = cells_of("referrals", *waits)
    median = on_day(cells, "camhs-median-waiting", CUT_OFF, statistic="median")
    assert median == Cell(None, 4, Fraction(7, 2), False)
    ninetieth = on_day(cells, "camhs-p90-waiting", CUT_OFF, statistic="p90")
    assert ninetieth == Cell(None, 4, Fraction(595, 70), False)


def test_a_list_is_cleared_at_the_pace_of_the_last_three_months():
    seen = [
        case("referrals", service="camhs", referral_date=date(2024, 10, 1), closed_date=closed)
        for closed in (date(2024, 10, 1), date(2024, 12, 31))
    ]
    waits = case("referrals", service="camhs", referral_date=date(2024, 12, 31))
    cells = cells_of("referrals", *seen, waits)
    found = on_day(cells, "camhs-clearance-months", CUT_OFF)
    assert found == Cell(1, Fraction(2, 3), Fraction(3, 2), False)


def test_more_completed_than_referred_is_a_net_below_nought():
    child = case(
        "referrals", service="autism", referral_date=date(2024, 5, 1), decision_date=ISSUED
    )
    cells = cells_of("referrals", child)
    assert in_month(cells, "autism-net", ISSUED) == Cell(-1, None, -1, False)
    assert in_month(cells, "autism-net", date(2024, 5, 1)) == Cell(1, None, 1, False)


def test_a_share_of_answers_counts_neutral_ones_in_the_whole():
    answers = [
        case("feedback", question="heard", asked_date=ISSUED, answer=answer, by="parent")
        for answer in ("positive", "neutral", "negative")
    ]
    found = in_month(cells_of("feedback", *answers), "heard", ISSUED, "by=parent")
    assert found == Cell(1, 3, None, False)
