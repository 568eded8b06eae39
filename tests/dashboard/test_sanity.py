"""What looks odd about figures and targets: each check on rows that are odd, and on their like that are not."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.model.panel import Measure
from dashboard.quality.checks import CHECK_WORDS, find_anomalies
from dashboard.quality.model import CheckedFigure
from tests.builders.points import FLOW, RATE, STOCK, WAIT


def figure(value: float | None = None, measure: Measure = RATE, **more: Any) -> CheckedFigure:
    """An actual figure of March 2023, unless it is said otherwise; whole unless it has a fraction."""
    decimals = 0 if value is None or value == int(value) else len(repr(value).partition(".")[2])
    made = CheckedFigure(
        "observations", 2, measure, "E09000014", "a-plan", "actual", "", "", "month",
        date(2023, 3, 1), date(2023, 3, 31), value, None, None, decimals, None, None, "", "", "",
        "", "a-report",
    )  # fmt: skip
    return replace(made, **more)


def year(number: int, value: float, measure: Measure = RATE, **more: Any) -> CheckedFigure:
    days = {"start": date(number, 1, 1), "end": date(number, 12, 31)}
    return figure(value, measure, basis="year", **days, **more)


def to_date(month: int, value: float, measure: Measure = FLOW, **more: Any) -> CheckedFigure:
    days = {"start": date(2023, 1, 1), "end": date(2023, month, 28)}
    return figure(value, measure, basis="ytd", **days, **more)


def target(
    value: float | None, words: str = "", measure: Measure = RATE, **more: Any
) -> CheckedFigure:
    given = {"operator": ">=", "as_published": words, "start": None, "end": None, "basis": ""}
    return figure(value, measure, origin="targets", role="target", **{**given, **more})


def baseline(value: float, measure: Measure = RATE, **more: Any) -> CheckedFigure:
    days = {"start": date(2022, 1, 1), "end": date(2022, 1, 31)}
    return figure(value, measure, origin="targets", role="baseline", **{**days, **more})


def checks(*figures: CheckedFigure) -> list[str]:
    return [doubt.check for doubt in find_anomalies(figures)]


def words(*figures: CheckedFigure) -> str:
    (doubt,) = find_anomalies(figures)
    return doubt.words


# A target against its words.


def test_40_percent_more_than_986_is_not_1000():
    asked = target(1000, "1000 Jul 22", STOCK, note="the measure asks for 40% more")
    assert words(baseline(986, STOCK), asked) == (
        "The target is 1,000; expected: 1,380, which is 40% more than 986. Ask whoever set it which "
        "is meant; until then it is judged by its number."
    )


@pytest.mark.parametrize("goal", [1380, 1381])
def test_40_percent_more_than_986_is_1380_rounded_either_way(goal: int):
    asked = target(goal, f"{goal}: 40% more", STOCK)
    assert checks(baseline(986, STOCK), asked) == []


@pytest.mark.parametrize(
    "wording",
    ["a 40% increase", "increase sign-up by 40%", "40 per cent more than 986", "raised by 40%"],
)
def test_a_rise_is_read_in_several_wordings(wording: str):
    assert checks(baseline(986, STOCK), target(1000, "1000", STOCK, note=wording)) == [
        "percent_change"
    ]


def test_a_fall_is_read_as_one():
    lower = replace(STOCK, better="lower")
    asked = target(900, "900", lower, note="25% fewer than now", operator="<=")
    assert "750, which is 25% less than 1,000" in words(baseline(1000, lower), asked)
    assert checks(baseline(1000, lower), replace(asked, value=750.0, as_published="750")) == []


def test_a_share_may_rise_by_points_or_by_its_part():
    for goal in (60, 70):
        assert checks(baseline(50), target(goal, f"{goal}%", note="20% more")) == []
    assert checks(baseline(50), target(65, "65%", note="20% more")) == ["percent_change"]


def test_the_number_that_the_words_name_comes_before_the_baseline():
    asked = target(7448, "7448", STOCK, note="50% more than 4,992")
    assert "7,488, which is 50% more than 4,992" in words(asked)


def test_another_parts_baseline_is_not_its_own():
    other = baseline(986, STOCK, breakdown="kind=all")
    assert checks(other, target(1000, "1000", STOCK, note="40% more")) == []


@pytest.mark.parametrize(
    ("measure", "value", "published"),
    [
        (RATE, 80, "80% (in month)"),
        (STOCK, 3265, "3,265 up"),
        (WAIT, 78, "18 months"),
        (WAIT, 13, "all completed within 3 months"),
        (WAIT, 70, "c.70 weeks"),
        (RATE, 14.6, "1276216 of 8735098 (14.6%)"),
        (FLOW, 95796, "95,796 (+6%)"),
        (RATE, 82, "as in the month before"),
    ],
)
def test_a_figure_that_stands_in_its_own_words_is_not_odd(measure, value, published):
    assert checks(figure(value, measure, as_published=published)) == []


def test_a_figure_that_is_not_in_its_words_is_odd_and_a_slipped_point_is_named():
    assert "what its words say, “3.08%”" in words(figure(30.8, as_published="3.08%"))
    assert "a point or a nought may have slipped" in words(figure(30.8, as_published="3.08%"))
    assert "the two differ" in words(figure(82, as_published="28%"))


def test_the_ends_of_a_band_are_looked_for_in_its_words():
    band = figure(None, WAIT, low=18.0, high=36.0, as_published="mode average 18-36")
    assert checks(band) == []
    assert checks(replace(band, low=19.0, high=37.0)) == ["own_words"]


def test_two_percentages_in_one_cell_are_odd():
    assert checks(figure(44, as_published="27% 44%")) == ["two_figures"]


def test_a_percent_sign_on_a_score_is_odd():
    score = replace(RATE, unit="score", kind="average")
    assert checks(figure(51.9, score, as_published="51.9%")) == ["other_unit"]
    assert checks(figure(51.9, score, as_published="51.9")) == []


@pytest.mark.parametrize(
    ("operator", "published", "found"),
    [
        (">=", "more than 100", ["operator"]),
        (">", "more than 100", []),
        (">", "at least 100", ["operator"]),
        (">=", "at least 100", []),
        (">=", "100 or more", []),
        ("<=", "no more than 100", []),
        ("<=", "under 100", ["operator"]),
        (">=", "100 or above", []),
        (">=", "100+", []),
        ("<=", "=<100", []),
        ("<=", "within 100 weeks", []),
        (">=", "between 100 and 110", ["operator"]),
        (">=", "100, over 5 years", []),
    ],
)
def test_a_target_asks_for_what_its_words_ask_for(operator, published, found):
    measure = replace(STOCK, better="lower" if operator.startswith("<") else "higher")
    assert checks(target(100, published, measure, operator=operator)) == found


@pytest.mark.parametrize(
    ("better", "operator", "found"),
    [
        ("higher", "<=", ["against_direction"]),
        ("higher", "<", ["against_direction"]),
        ("lower", ">=", ["against_direction"]),
        ("lower", "<=", []),
        ("neutral", "<=", []),
    ],
)
def test_a_target_may_not_ask_for_what_is_worse(better: str, operator: str, found: list[str]):
    assert checks(target(80, "80", replace(STOCK, better=better), operator=operator)) == found


def test_a_target_against_the_direction_is_said_with_what_would_be_expected():
    odd = target(80, "No more than 80%", RATE, operator="<=")
    assert words(odd).startswith(
        "The target is at most 80%; expected: at least 80%, for higher is better."
    )


def test_a_range_that_is_loaded_with_another_operator_is_odd():
    odd = target(None, "20-30%", RATE, operator=">=", low=20, high=30)
    assert "loaded as >= 20–30%; expected: 20–30%, bounds included" in words(odd)
    assert checks(replace(odd, operator="between")) == []
    both = replace(odd, operator="between", as_published="between 20% and 30%")
    assert checks(both) == []


@pytest.mark.parametrize(
    ("value", "published", "found"),
    [
        (5, "+5%", ["change_as_number"]),
        (5, "Reduce by 5%", ["change_as_number"]),
        (5, "5% fewer than now", ["change_as_number"]),
        (80, "Increase to 80%", []),
        (100, "100% up to date", []),
    ],
)
def test_a_change_is_no_number_to_reach(value: float, published: str, found: list[str]):
    assert checks(target(value, published, RATE)) == found


def test_a_year_in_the_words_of_a_target_is_no_range():
    assert checks(target(23, "Target 2022-23: 23%", RATE)) == []


def test_a_share_cannot_be_to_exceed_100():
    assert checks(target(110, "110%", RATE)) == ["out_of_reach"]
    assert checks(target(110, "110", STOCK)) == []


def test_a_share_within_a_limit_must_name_the_share():
    asked = target(
        20, "a large majority within 20 weeks", WAIT, operator="<=", statistic="share_within"
    )
    assert checks(asked) == ["no_share"]
    assert checks(replace(asked, as_published="90% within 20 weeks")) == []


# Figures against their counts.


def test_a_percentage_that_its_counts_do_not_give():
    odd = year(2023, 84.8, numerator=111723, denominator=131586)
    assert "84.9%, which 111,723 of 131,586 give" in words(odd)


@pytest.mark.parametrize("value", [12.5, 12.6, 12, 13])
def test_a_percentage_may_be_rounded_either_way_at_a_half(value: float):
    counts = {12.5: (125, 1000), 12.6: (1255, 10000), 12: (125, 1000), 13: (125, 1000)}[value]
    assert checks(year(2023, value, numerator=counts[0], denominator=counts[1])) == []


@pytest.mark.parametrize(
    ("value", "part", "whole", "found"),
    [
        (100, 9, 9, ["whole_of_few"]),
        (0, 0, 9, ["whole_of_few"]),
        (100, 10, 10, []),
        (50, 2, 4, []),
        (100, None, None, ["whole_without_count"]),
        (0, None, None, []),
        (99, None, None, []),
    ],
)
def test_all_of_a_tiny_survey_is_odd(value, part, whole, found):
    assert checks(figure(value, numerator=part, denominator=whole)) == found


def test_a_target_of_100_percent_is_not():
    assert checks(target(100, "100%")) == []


# Figures against those before and after them.


def test_a_count_to_date_cannot_fall():
    assert checks(to_date(1, 10), to_date(2, 25), to_date(3, 24)) == ["cumulative_falls"]
    assert checks(to_date(1, 10), to_date(2, 25), to_date(3, 25)) == []


def test_the_counts_of_a_share_to_date_cannot_fall_though_the_share_may():
    before = to_date(1, 90, RATE, numerator=90, denominator=100)
    assert checks(before, to_date(2, 60, RATE, numerator=120, denominator=200)) == []
    assert checks(before, to_date(2, 87.5, RATE, numerator=84, denominator=96)) == [
        "cumulative_falls", "cumulative_falls",
    ]  # fmt: skip


def test_a_new_year_starts_a_count_to_date_anew():
    start = {"start": date(2022, 1, 1), "end": date(2022, 12, 31)}
    assert checks(to_date(1, 10), replace(to_date(12, 99), **start)) == []


def test_30_8_beside_3_99_is_a_slip():
    rate = [year(2021, 3.99), year(2022, 30.8)]
    assert words(*rate) == (
        "30.8% for 2022, beside 4; expected: a figure near those around it: a decimal point may have "
        "slipped. Look it up in the source, and load the row again if it is wrong."
    )


@pytest.mark.parametrize(
    ("values", "measure", "why"),
    [
        ([74, 0.82, 76], RATE, "a share may stand beside percentages"),
        ([300, 310, 300000], STOCK, "it may be in thousands"),
        ([52, 364, 50], WAIT, "days may stand beside weeks"),
        ([6.2, 6.4, 62.0, 6.1], WAIT, "a decimal point may have slipped"),
    ],
)
def test_a_slip_of_point_noughts_or_unit_is_named(values, measure, why):
    line = [year(2018 + place, value, measure) for place, value in enumerate(values)]
    assert why in words(*line)


@pytest.mark.parametrize(
    ("values", "measure", "why"),
    [
        ([25, 24.5, 26, 25.2, 175, 172, 170], WAIT, "days may stand beside weeks"),
        ([52, 50, 12, 11.5], WAIT, "weeks may stand beside months"),
        ([0.74, 0.8, 0.76, 74, 77], RATE, "a share may stand beside percentages"),
        ([30, 31, 150, 151], STOCK, "these are about 5 times apart"),
    ],
)
def test_a_lasting_change_of_scale_is_named(values, measure, why):
    line = [year(2016 + place, value, measure) for place, value in enumerate(values)]
    (found,) = find_anomalies(line)
    assert (found.check, why in found.words) == ("scale_changed", True)


def test_one_year_from_two_sources_is_no_lasting_change():
    line = [year(2020, 75), year(2021, 76), year(2022, 7), year(2022, 7, source="another")]
    assert "scale_changed" not in checks(*line)


@pytest.mark.parametrize(
    "values",
    [
        [8, 9, 22.7, 25.8, 70.1, 30.4],
        [40, 42, 20, 45],
        [3.99, 12],
        [20, 95, 55],
        [3, 4, 0, 5],
        [4, 5, 9, 21, 22],
    ],
)
def test_figures_that_only_move_are_no_slips(values):
    assert checks(*(year(2015 + place, value) for place, value in enumerate(values))) == []


def test_small_counts_jump_about_by_themselves():
    assert checks(year(2021, 2, STOCK), year(2022, 20, STOCK)) == []


def test_a_figure_that_its_counts_bear_out_has_not_slipped():
    line = [year(2019, 41.8), year(2020, 5.5, numerator=12, denominator=219), year(2021, 32.0)]
    assert checks(*line) == []


def test_a_first_figure_is_held_against_the_plans_baseline():
    wait = replace(WAIT, unit="weeks")
    assert checks(baseline(39, wait), figure(390, wait)) == ["unit_slip"]
    assert checks(baseline(39, wait), figure(46, wait)) == []


def test_an_area_of_nothing_but_noughts_beside_others_that_have_figures():
    zeros = [year(2019 + n, 0, STOCK, area_code="E09000030") for n in range(4)]
    others = [year(2019 + n, 50 + n, STOCK) for n in range(4)]
    assert checks(*zeros, *others) == ["all_zero"]
    assert checks(*zeros) == []
    assert checks(*zeros[:3], *others) == []
    assert checks(*zeros[:3], year(2022, 1, STOCK, area_code="E09000030"), *others) == []


def test_one_large_count_for_several_areas_is_odd():
    same = [year(2022, 6078, STOCK, area_code=f"E0800000{n}") for n in range(4)]
    assert checks(*same) == ["shared"] * 4
    assert "6,078 for 2022, as for 3 other areas" in find_anomalies(same)[0].words
    assert checks(*same[:3]) == []
    assert checks(*(replace(one, value=60.0) for one in same)) == []
    assert checks(*same[:3], replace(same[3], role="benchmark")) == []


# Figures against what the plan starts from.


def test_last_years_cell_that_holds_the_baseline_is_a_copy():
    last = year(2022, 83, role="last_year")
    assert "83% for 2022 is the baseline, of January 2022" in words(baseline(83), last)
    assert checks(baseline(83), replace(last, value=84.0)) == []


def test_one_figure_may_be_what_it_was_but_not_a_whole_column():
    parts = [f"part={letter}" for letter in "abc"]
    starts = [baseline(50 + n, breakdown=part) for n, part in enumerate(parts)]
    column = [figure(50 + n, breakdown=part) for n, part in enumerate(parts)]
    assert checks(*starts, *column) == ["copied"] * 3
    assert checks(*starts, *column[:2]) == []


def test_a_figure_of_many_digits_is_not_what_it_was_by_chance():
    assert checks(baseline(4992, STOCK), figure(4992, STOCK)) == ["copied"]
    assert checks(baseline(1000, STOCK), figure(1000, STOCK)) == []


@pytest.mark.parametrize(
    ("arrow", "before", "now", "found"),
    [
        ("up", 83, 79, ["arrow"]),
        ("down", 56, 67, ["arrow"]),
        ("up", 99, 99, ["arrow"]),
        ("level", 99, 99, []),
        ("down", 83, 79, []),
        ("", 83, 79, []),
    ],
)
def test_a_printed_arrow_that_the_figures_contradict(arrow, before, now, found):
    assert checks(baseline(before), figure(now, arrow=arrow)) == found


def test_a_year_of_counts_beside_a_monthly_target_is_odd():
    asked = target(9277, "9277 Jul 22", FLOW, basis="month")
    assert checks(asked, year(2022, 95796, FLOW)) == ["other_window"]
    assert checks(asked, figure(9000, FLOW)) == []


def test_a_baseline_without_a_day_is_odd():
    assert checks(baseline(70, WAIT, start=None, end=None)) == ["undated"]


def test_a_modal_band_after_a_mean_is_odd_and_so_is_an_average_that_nobody_names():
    mean = figure(46, WAIT, statistic="mean", start=date(2022, 8, 1), end=date(2022, 8, 31))
    band = figure(None, WAIT, low=18.0, high=36.0, statistic="modal_band")
    assert checks(mean, band) == ["statistic_changed"]
    assert checks(mean, replace(mean, statistic="median")) == []
    assert checks(figure(78, WAIT, statistic="not_stated")) == ["statistic_not_stated"]


def test_every_check_that_is_named_can_be_met_and_says_what_to_do():
    assert len(set(CHECK_WORDS.values())) == len(CHECK_WORDS)
    odd = find_anomalies([baseline(986, STOCK), target(1000, "1000", STOCK, note="40% more")])
    assert all(doubt.fix.endswith(".") and doubt.expected for doubt in odd)


def test_a_regions_total_that_stands_for_each_of_its_councils_is_all_that_looks_odd():
    """Councils of many sizes in six years: of 2022 fifteen of them have the total of their region."""
    odd = find_anomalies(
        [council(number, each) for number in range(60) for each in range(2019, 2025)]
    )
    assert {(doubt.figure.value, doubt.figure.end) for doubt in odd} == {
        (6078.0, date(2022, 12, 31))
    }
    kinds = Counter(doubt.check for doubt in odd)
    # Only of the smallest is it so much more that a unit may have slipped.
    assert kinds == {"shared": 15, "unit_slip": 3}


def council(number: int, of_year: int) -> CheckedFigure:
    """Make the count of a council: its region's for the first fifteen in 2022."""
    own = 60 + 23 * number + (number + 5) * (of_year - 2019)
    value = 6078 if number < 15 and of_year == 2022 else own
    return year(of_year, value, FLOW, area_code=f"E0600{number:04}", row=10 * number + of_year)
