"""Parts beside their whole: what adds up, what need not, and what cannot be."""

from typing import Any

from dashboard.model.panel import Measure
from dashboard.quality.checks import find_anomalies
from tests.builders.points import FLOW
from tests.dashboard.test_sanity import figure, words

AMOUNT = Measure("dsg-spend", "Spend", "Spend", "", "gbp_million", "flow", "neutral", "", "annual")


def odd(*figures: Any) -> list[str]:
    names = {"parts_above_whole", "part_counts_above_whole"}
    return [each.check for each in find_anomalies(figures) if each.check in names]


def counts(measure: Measure = FLOW, **numbers: float) -> list[Any]:
    """Return the figures of a whole and of its parts by sex."""
    breakdowns = {"whole": "", "female": "sex=female", "male": "sex=male"}
    return [figure(number, measure, breakdown=breakdowns[name]) for name, number in numbers.items()]


def share(breakdown: str, part: float, whole: float) -> Any:
    return figure(100 * part / whole, breakdown=breakdown, numerator=part, denominator=whole)


def test_parts_that_add_up_to_more_than_their_whole_are_odd():
    assert odd(*counts(whole=50, female=30, male=45)) == ["parts_above_whole"]
    assert odd(*counts(whole=75, female=30, male=45)) == []
    # Another part may be suppressed.
    assert odd(*counts(whole=80, female=30, male=45)) == []


def test_one_part_above_its_whole_is_told_by_itself():
    assert words(*counts(whole=50, female=60, male=1)) == (
        "Female: 60 for March 2023; expected: 50 or less, the whole. "
        "Ask which is right: the whole, or its parts."
    )


def test_of_shares_the_counts_are_compared():
    whole = share("", 60, 100)
    assert odd(whole, share("sex=female", 30, 40), share("sex=male", 45, 60)) == [
        "part_counts_above_whole"
    ]
    assert odd(whole, share("sex=female", 30, 60), share("sex=male", 30, 60)) == [
        "part_counts_above_whole"
    ]
    assert odd(whole, share("sex=female", 15, 40), share("sex=male", 45, 60)) == []


def test_shares_of_one_whole_have_its_denominator():
    parts = [share("need=ASD", 30, 100), share("need=SEMH", 20, 100)]
    assert odd(share("", 60, 100), *parts) == []


def test_parts_in_which_one_case_may_be_twice_need_not_add_up():
    bands = [figure(30, FLOW, breakdown=f"age={band}") for band in ("0-5", "4-18")]
    assert odd(figure(50, FLOW), *bands) == []
    apart = [figure(30, FLOW, breakdown=f"age={band}") for band in ("0-5", "6-18")]
    assert odd(figure(50, FLOW), *apart) == ["parts_above_whole"]
    asked = [figure(30, FLOW, breakdown=f"sector={name}") for name in ("health", "education")]
    assert odd(figure(50, FLOW), *asked) == []


def test_versions_are_no_parts_and_hold_parts_of_their_own():
    including, excluding = "exceptions=including", "exceptions=excluding"
    assert (
        odd(*(figure(each, FLOW, breakdown=part) for part, each in (("", 5), (including, 9)))) == []
    )
    parts = [figure(6, FLOW, breakdown=f"{including};sex={sex}") for sex in ("female", "male")]
    assert odd(figure(9, FLOW, breakdown=including), *parts) == ["parts_above_whole"]
    assert odd(figure(9, FLOW, breakdown=excluding), *parts) == []


def test_a_category_that_sums_others_is_no_part_more():
    pupils = {"without_sen": 50, "any_sen": 20, "sen_support": 15, "ehc_plan": 5}
    parts = [figure(each, FLOW, breakdown=f"provision={name}") for name, each in pupils.items()]
    assert odd(figure(70, FLOW), *parts) == []
    assert odd(figure(69, FLOW), *parts) == ["parts_above_whole"]


def test_parts_of_another_source_area_or_period_are_of_another_whole():
    whole, *parts = counts(whole=50, female=30, male=45)
    for change in ({"source": "another"}, {"area_code": "E09000030"}, {"basis": "quarter"}):
        moved = [figure(each.value, FLOW, breakdown=each.breakdown, **change) for each in parts]
        assert odd(whole, *moved) == []


def test_rounded_amounts_may_be_off_by_their_rounding():
    parts = {"female": 5.1, "male": 5.2}
    assert odd(*counts(AMOUNT, whole=10.2, **parts)) == []
    assert odd(*counts(AMOUNT, whole=9.7, **parts)) == ["parts_above_whole"]


def test_what_may_be_negative_is_not_added():
    assert odd(*counts(whole=5, female=10, male=-5)) == []
