"""Numbers of different measures, windows, parts and days are named as sums of the same counts."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard.text.periods import window
from tests.attack.cells import Attack, Label, Learnt, learn, unsettled_bases
from tests.attack.solver import Found, solve

DAY = date(2026, 11, 5)
CUT_OFF = date(2026, 10, 31)
Numbers = float | tuple[float, float]


def cell(
    measure_id: str, numbers: Numbers, breakdown: str = "", basis: str = "month", *,
    end: date = date(2024, 3, 31), hidden: bool = False, day: date = DAY,
) -> dict[str, object]:  # fmt: skip
    """Return a cell of a count, or of a numerator and a denominator."""
    is_rate = isinstance(numbers, tuple)
    numerator, denominator, value = (*numbers, np.nan) if is_rate else (numbers, np.nan, numbers)
    start = end if basis == "snapshot" else window(basis, end)[1]
    return {
        "measure_id": measure_id, "breakdown": breakdown, "statistic": "", "basis": basis,
        "period_start": start, "period_end": end, "numerator": numerator,
        "denominator": denominator, "value": value, "marker": "c" if hidden else "",
        "cut_off": CUT_OFF, "as_of": day,
    }  # fmt: skip


def hidden(measure_id: str, numbers: Numbers, breakdown: str = "", **more: object):
    return cell(measure_id, numbers, breakdown, hidden=True, **more)  # pyright: ignore[reportArgumentType]


def attacked(*cells: dict[str, object]) -> dict[str, Found]:
    """Attack cells; return what is found by the measure, part and number."""
    truth = pd.DataFrame(list(cells))
    public = truth.copy()
    public.loc[public["marker"] != "", ["numerator", "denominator", "value"]] = np.nan
    attack = Attack(public, truth)
    found = solve(attack.system, attack.targets)
    return {name_of(each.target.label): each for each in found}  # pyright: ignore[reportArgumentType]


def name_of(label: Label) -> str:
    part = f" {label.breakdown}" if label.breakdown else ""
    return f"{label.number} of {label.measure_id}{part}"


def test_requests_are_the_denominator_of_their_cohort():
    found = attacked(hidden("ehc-requests", 3), cell("ehc-cohort-20-weeks", (0, 3)))
    assert found["value of ehc-requests"].is_solved


def test_plans_in_the_first_band_are_those_in_time():
    found = attacked(
        cell("ehcp-issued-bands", (3, 20), "band=within-20"),
        hidden("ehcp-20-weeks", (3, 20), "exceptions=including"),
    )
    assert found["numerator of ehcp-20-weeks exceptions=including"].is_solved


def test_plans_with_an_exception_are_the_difference_of_the_two_versions():
    found = attacked(
        cell("ehcp-20-weeks", (9, 14), "exceptions=including"),
        cell("ehcp-20-weeks", (9, 11), "exceptions=excluding"),
        hidden("ehc-exception-rate", (3, 14)),
    )
    assert found["numerator of ehc-exception-rate"].is_solved


def test_a_month_is_a_year_to_date_less_the_one_before():
    found = attacked(
        cell("ehcp-new-plans", 57, basis="ytd", end=date(2024, 2, 29)),
        cell("ehcp-new-plans", 60, basis="ytd"),
        hidden("ehcp-new-plans", 3),
    )
    assert found["value of ehcp-new-plans"].is_solved


def test_parts_of_a_dimension_add_up_to_the_whole():
    whole, part = cell("ehc-requests", 20), cell("ehc-requests", 17, "need=ASD")
    assert attacked(whole, part, hidden("ehc-requests", 3, "need=VI"))[
        "value of ehc-requests need=VI"
    ].is_solved
    open_parts = attacked(
        whole, cell("ehc-requests", 10, "need=ASD"), hidden("ehc-requests", 3, "need=VI"),
        hidden("ehc-requests", 7, "need=HI"),
    )  # fmt: skip
    assert not open_parts["value of ehc-requests need=VI"].is_narrowed


def test_bands_of_age_that_overlap_do_not_add_up_but_hold_one_another():
    found = attacked(
        cell("slt-referrals", 20), hidden("slt-referrals", 3, "age=6-18"),
        cell("slt-referrals", 2, "age=12-18"), cell("slt-referrals", 15, "age=0-11"),
        cell("slt-referrals", 14, "age=0-5"),
    )  # fmt: skip
    bounds = found["value of slt-referrals age=6-18"]
    assert (bounds.low, bounds.high) == (3, 3)


@pytest.mark.parametrize(("over_year", "high"), [(2, 2), (9, 9)])
def test_over_104_weeks_lies_within_over_52(over_year: int, high: int):
    found = attacked(
        cell("slt-over-52-weeks", over_year, basis="snapshot"),
        hidden("slt-over-104-weeks", 1, basis="snapshot"),
    )
    assert found["value of slt-over-104-weeks"].high == high


def test_whoever_waits_and_has_not_waited_before_was_referred():
    found = attacked(
        cell("slt-waiting", 106, basis="snapshot", end=date(2024, 2, 29)),
        cell("slt-waiting", 109, basis="snapshot"),
        hidden("slt-referrals", 4),
    )
    assert (found["value of slt-referrals"].low, found["value of slt-referrals"].is_narrowed) == (
        3,
        True,
    )


def test_bands_of_weeks_beside_a_measure_count_its_cases():
    found = attacked(
        cell("slt-waiting", 30, "weeks=52-104", basis="snapshot"),
        cell("slt-over-52-weeks", 33, basis="snapshot"),
        hidden("slt-over-104-weeks", 3, basis="snapshot"),
    )
    assert found["value of slt-over-104-weeks"].is_solved


def test_meetings_held_lie_within_those_offered():
    found = attacked(
        cell("ehcp-coproduction-offered", (2, 20)), hidden("ehcp-coproduction-meeting", (1, 20))
    )
    assert found["numerator of ehcp-coproduction-meeting"].high == 2


def test_a_month_that_has_begun_is_part_of_the_same_month_on_a_later_day():
    earlier = DAY - timedelta(17)
    early = cell("ehcp-new-plans", 20, end=CUT_OFF, day=earlier) | {"cut_off": date(2026, 10, 14)}
    found = attacked(early, hidden("ehcp-new-plans", 22, end=CUT_OFF))
    assert (found["value of ehcp-new-plans"].low, found["value of ehcp-new-plans"].high) == (
        20,
        np.inf,
    )


def test_what_changes_from_day_to_day_is_found_and_named_by_its_day():
    earlier = DAY - timedelta(30)
    truth = pd.DataFrame([cell("ehc-requests", 20), cell("ehc-requests", 18, day=earlier)])
    unsettled = unsettled_bases(truth)
    assert {base[1] for base in unsettled} == {"request_date"}
    assert Attack(truth, truth).contradictions
    assert not Attack(truth, truth, Learnt(unsettled)).contradictions


def made_up_month(month: int, referrals: int, completed: int, seen: int) -> list[dict[str, object]]:
    end = date(2024, month + 1, 1) - timedelta(1)
    numbers = {"slt-referrals": referrals, "slt-completed": completed, "slt-seen": seen}
    return [cell(name, number, end=end) for name, number in numbers.items()]


def test_sums_that_hold_in_every_borough_are_found_and_used():
    """Here, and nowhere by rule, whoever is referred is completed or first seen in the month."""
    boroughs = [
        pd.DataFrame([
            row
            for month in range(1, 7)
            for row in made_up_month(month, seed * month + month**2, seed * month, month**2)
        ])
        for seed in (3, 5, 7)
    ]  # fmt: skip
    learnt = learn(boroughs)
    (identity,) = learnt.identities
    assert {each.measure_id for each in identity.added} == {"slt-completed", "slt-seen"}
    shown = [cell("slt-referrals", 20), cell("slt-completed", 17)]
    truth = pd.DataFrame([*shown, hidden("slt-seen", 3)])
    public = truth.assign(value=[20, 17, np.nan])
    attack = Attack(public, truth, learnt)
    assert [each.is_solved for each in solve(attack.system, attack.targets)] == [True]


def test_what_holds_in_one_borough_alone_is_not_taken_for_an_identity():
    boroughs = [
        pd.DataFrame([
            row for month in range(1, 7) for row in made_up_month(month, 9 * month, 2 * month, seen * month)
        ])
        for seen in (7, 6)
    ]  # fmt: skip
    assert learn(boroughs).identities == ()
