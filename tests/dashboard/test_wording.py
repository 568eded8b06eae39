"""Numbers in words, the same everywhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.text.format import (
    difference_words,
    exact,
    format_band,
    format_value,
    in_period,
    joined,
    point_words,
    short_number,
    short_point,
    within_sentence,
)
from tests.builders.points import month


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "words"),
    [
        (82, 0, "percent", "82%"),
        (59.9, 1, "percent", "59.9%"),
        (33.0, 1, "score", "33.0"),
        (3265, 0, "count", "3,265"),
        (1, 0, "weeks", "1 week"),
        (46, 0, "weeks", "46 weeks"),
        (46.08, 2, "gbp_million", "£46.08 million"),
        (-2.83, 2, "percent", "−2.83%"),
        (-0.3, 0, "count", "0"),
        (-5, 1, "gbp_million", "−£5.0 million"),
        (-1234.5, 1, "gbp_million", "−£1,234.5 million"),
        (12.5, -1, "percent", "12.5%"),
        (100, -1, "percent", "100%"),
    ],
)
def test_a_value_is_written_with_the_decimals_it_was_published_with(value, decimals, unit, words):
    assert format_value(value, decimals, unit) == words


def test_the_sign_of_money_stands_before_the_pound_in_a_band_and_where_there_is_little_room():
    assert format_band(-5, 10, 1, "gbp_million") == "−£5.0 to £10.0 million"
    assert format_band(5, 10, 1, "gbp_million") == "£5.0–10.0 million"
    assert short_number(-5, 1, "gbp_million") == "−£5.0m"
    band = month("2023-02", value_low=-2, value_high=-1, decimals=0)
    assert short_point(band, "gbp_million") == "−£2 to −£1m"


def test_a_band_and_a_missing_value_are_written_as_what_they_are():
    assert (
        point_words(month("2023-02", value_low=18, value_high=36, decimals=0), "weeks")
        == "18–36 weeks"
    )
    assert (
        point_words(month("2023-02", marker="not_reported"), "percent") == "Due, but not reported"
    )
    assert point_words(month("2023-02", marker="<5"), "count") == "Suppressed: fewer than 5"


def test_differences_are_exact_in_decimals():
    assert exact(77.2) - exact(71) == Decimal("6.2")
    assert difference_words(Decimal("-7.80"), "percent") == "7.8 points"
    assert difference_words(Decimal(1), "percent") == "1 point"
    assert difference_words(Decimal(2279), "count") == "2,279"


def test_words_are_joined_as_in_a_sentence():
    assert [joined(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_an_abbreviation_keeps_its_capitals_within_a_sentence():
    assert within_sentence("Pupils at SEN support") == "pupils at SEN support"
    assert within_sentence("SEN support") == "SEN support"
    assert within_sentence("EHC plans") == "EHC plans"
    assert within_sentence("Section F") == "Section F"
    assert within_sentence("Plans For all") == "plans For all"


def test_a_period_within_a_sentence_has_its_preposition():
    march = month("2023-03", 80)
    start, end = date(2022, 9, 1), date(2022, 10, 28)
    assert in_period(march) == "in March 2023"
    assert in_period(replace(march, period_start=start, period_end=end, basis="custom")) == (
        "from 1 September 2022 to 28 October 2022"
    )
    assert in_period(replace(march, basis="snapshot")) == "on 31 March 2023"
