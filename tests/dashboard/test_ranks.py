"""A place among others with what cannot be ruled out: exact values, and laws for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.comparison.model import (
    CountedShare,
    Rank,
    ordinal,
    rank_among,
    share_interval,
    share_percent,
    side_of,
)

# A part and the rest of it, so that no draw depends on another.
SHARES = st.tuples(st.integers(0, 300), st.integers(1, 300), st.booleans()).map(
    lambda drawn: CountedShare(drawn[0] if drawn[2] else drawn[1], drawn[0] + drawn[1])
)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        # The first three are examples of Newcombe (Statistics in Medicine 17, 1998), table I.
        (CountedShare(81, 263), 25.53, 36.62),
        (CountedShare(15, 148), 6.24, 16.05),
        (CountedShare(0, 20), 0, 16.11),
        (CountedShare(20, 20), 83.89, 100),
    ],
)
def test_an_interval_is_wilsons(share: CountedShare, low: float, high: float):
    found = share_interval(share)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_a_place_is_given_with_those_that_cannot_be_ruled_out():
    others = [
        CountedShare(95, 100),
        CountedShare(62, 100),
        CountedShare(55, 100),
        CountedShare(5, 100),
    ]
    assert rank_among(CountedShare(60, 100), others, highest_first=True) == Rank(3, 2, 4, 5)
    assert rank_among(CountedShare(60, 100), others, highest_first=False) == Rank(3, 2, 4, 5)
    assert rank_among(CountedShare(95, 100), others[1:], highest_first=True) == Rank(1, 1, 1, 4)


def test_equal_shares_of_other_sizes_are_one_place():
    others = [CountedShare(100, 300), CountedShare(0, 90)]
    assert rank_among(CountedShare(1, 3), others, highest_first=True) == Rank(
        1, 1, 2, 3, is_joint=True
    )


@given(SHARES)
def test_an_interval_holds_its_share_and_stays_between_nought_and_a_hundred(share: CountedShare):
    low, high = share_interval(share)
    assert 0 <= low <= share_percent(share) <= high <= 100


@given(SHARES, st.lists(SHARES, max_size=12), st.booleans())
def test_the_places_that_cannot_be_ruled_out_hold_the_place(
    own: CountedShare, others: list[CountedShare], highest_first: bool
):
    rank = rank_among(own, others, highest_first=highest_first)
    assert 1 <= rank.best <= rank.place <= rank.worst <= rank.of == len(others) + 1


@given(SHARES, st.lists(SHARES, max_size=12))
def test_turning_the_order_round_turns_the_places_round(
    own: CountedShare, others: list[CountedShare]
):
    up, down = (rank_among(own, others, highest_first=which) for which in (True, False))
    ties = sum(share_percent(one) == share_percent(own) for one in others)
    assert up.place + down.place == up.of + 1 - ties
    assert (down.best, down.worst) == (up.of + 1 - up.worst, up.of + 1 - up.best)


@given(SHARES, st.lists(SHARES, min_size=1, max_size=6), st.booleans())
def test_a_larger_share_is_never_placed_behind_a_smaller_one(
    own: CountedShare, others: list[CountedShare], highest_first: bool
):
    first, *rest = others
    mine = rank_among(own, others, highest_first=highest_first)
    theirs = rank_among(first, [own, *rest], highest_first=highest_first)
    is_before = share_percent(own) > share_percent(first)
    if share_percent(own) != share_percent(first):
        assert (mine.place < theirs.place) == (is_before == highest_first)


def test_only_ranges_that_do_not_meet_are_clearly_apart():
    ours = share_interval(CountedShare(50, 100))
    assert side_of(ours, share_interval(CountedShare(90, 100))) == "higher"
    assert side_of(ours, share_interval(CountedShare(10, 100))) == "lower"
    assert side_of(ours, share_interval(CountedShare(60, 100))) == ""


def test_places_are_written_as_they_are_said():
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 111)
    assert [ordinal(number) for number in numbers] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th",
    ]  # fmt: skip
