"""The Wilson interval of small percentages, and what it makes of a change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.judging.percentages import (
    FEW_N,
    interval_note,
    interval_of,
    interval_words,
    is_within_interval,
    small_number_note,
)
from dashboard.judging.trend import build_trend, compare
from dashboard.model.points import Point
from dashboard.stats.wilson import wilson_interval
from tests.builders.points import RATE, WAIT, baseline, month


@st.composite
def shares(draw) -> tuple[int, int]:
    whole = draw(st.integers(1, 2000))
    return draw(st.integers(0, whole)), whole


def of(part: float, whole: float, text: str = "2023-03") -> Point:
    """The percentage that two counts give, to the whole number that a report would print."""
    return month(text, float(round(100 * part / whole)), numerator=part, denominator=whole)


# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
# (1998), table I, method 3.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_the_interval_is_the_published_one(part, whole, low, high):
    assert wilson_interval(part, whole) == (
        pytest.approx(low, abs=0.005),
        pytest.approx(high, abs=0.005),
    )


@given(shares())
def test_the_share_lies_inside_and_the_interval_inside_0_and_100(share: tuple[int, int]):
    part, whole = share
    low, high = wilson_interval(part, whole)
    assert 0 <= low <= 100 * part / whole + 1e-9
    assert 100 * part / whole - 1e-9 <= high <= 100
    assert low < high


@given(shares())
def test_what_is_left_has_the_mirrored_interval(share: tuple[int, int]):
    part, whole = share
    low, high = wilson_interval(part, whole)
    mirrored = wilson_interval(whole - part, whole)
    assert mirrored == (pytest.approx(100 - high, abs=1e-9), pytest.approx(100 - low, abs=1e-9))


@given(shares(), st.integers(2, 9))
def test_more_cases_of_the_same_share_narrow_it(share: tuple[int, int], times: int):
    part, whole = share
    low, high = wilson_interval(part, whole)
    narrow = wilson_interval(part * times, whole * times)
    assert narrow[1] - narrow[0] < high - low


@given(shares())
def test_one_case_more_moves_both_ends_up(share: tuple[int, int]):
    part, whole = share
    if part < whole:
        low, high = wilson_interval(part, whole)
        more = wilson_interval(part + 1, whole)
        assert low < more[0]
        assert high <= more[1]


def test_none_of_n_starts_at_0_and_all_of_n_ends_at_100():
    assert wilson_interval(0, 9)[0] == 0.0
    assert wilson_interval(9, 9)[1] == 100.0
    assert wilson_interval(0, 1) == (0.0, pytest.approx(79.35, abs=0.005))
    assert wilson_interval(1, 1) == (pytest.approx(20.65, abs=0.005), 100.0)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_share_has_no_interval(part, whole):
    with pytest.raises(ValueError, match="no part of"):
        wilson_interval(part, whole)


def test_a_small_percentage_is_told_with_its_interval():
    assert interval_words(RATE, of(18, 22)) == "82% (95% interval 61–93%, n = 22)"
    assert interval_note(RATE, of(18, 22)) == "95% interval 61–93%, n = 22"
    assert interval_note(RATE, of(22, 22)) == "95% interval 85–100%, n = 22"
    assert interval_note(RATE, of(0, 22)) == "95% interval 0–15%, n = 22"


def test_fewer_than_ten_are_indicative_too():
    assert small_number_note(RATE, of(4, 5)) == (
        "indicative: fewer than 10 cases; 80% (95% interval 38–96%, n = 5)"
    )


@pytest.mark.parametrize(
    "point",
    [
        month("2023-03", 82),
        of(82, FEW_N),
        replace(of(3, 22), numerator=30.0),
        replace(of(0, 5), value=None, marker="z", denominator=0),
    ],
    ids=["no counts", "a hundred cases", "more than the whole", "of nothing"],
)
def test_without_small_counts_there_is_no_interval(point: Point):
    assert interval_of(RATE, point) is None
    assert interval_words(RATE, point) == ""


def test_the_parts_of_a_mean_are_no_share():
    assert interval_of(WAIT, month("2023-03", 20, numerator=10, denominator=40)) is None


def test_99_cases_have_an_interval_and_100_have_none():
    assert interval_of(RATE, of(50, 99)) is not None
    assert interval_of(RATE, of(50, 100)) is None


def test_a_change_inside_the_interval_of_the_later_figure_is_little_change():
    trend = build_trend(RATE, [month("2023-02", 70), of(18, 22)], [])
    assert (trend.direction, trend.judgement) == ("flat", "little_change")
    assert trend.reason.startswith("Up 12 points, from 70% to 82%")
    assert "82% (95% interval 61–93%, n = 22)" in trend.reason


def test_a_change_inside_the_interval_of_the_earlier_figure_is_little_change():
    trend = build_trend(RATE, [of(18, 22, "2023-02"), month("2023-03", 70)], [])
    assert trend.judgement == "little_change"


def test_a_change_beyond_both_intervals_is_one():
    trend = build_trend(RATE, [of(6, 22, "2023-02"), of(18, 22)], [])
    assert (trend.direction, trend.judgement) == ("up", "improved")
    assert "interval" not in trend.reason


def test_the_plans_baseline_is_held_against_the_interval_too():
    trend = build_trend(RATE, [of(18, 22)], [baseline(month("2022-01", 75))])
    assert trend.judgement == "little_change"


def test_the_very_end_of_the_interval_is_inside_it():
    low, _ = wilson_interval(18, 22)
    assert is_within_interval(RATE, month("2023-02", low), of(18, 22))
    assert not is_within_interval(RATE, month("2023-02", low - 0.01), of(18, 22))


def test_no_change_at_all_stays_no_change():
    assert compare(RATE, "previous", of(18, 22, "2023-02"), of(18, 22)).judgement == "no_change"


@given(st.integers(10, 99), st.integers(10, 99), st.data())
def test_swapping_earlier_and_later_never_turns_little_change_into_another(first, second, data):
    one = of(data.draw(st.integers(0, first)), first, "2023-02")
    two = of(data.draw(st.integers(0, second)), second)
    assert is_within_interval(RATE, one, two) == is_within_interval(RATE, two, one)
