"""Where the present stretch of a series leads, by hand and by law."""

from dataclasses import replace
from datetime import date
from itertools import accumulate, combinations
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.judging.forecast import build_forecast
from dashboard.judging.forecast_text import TESTED, TESTED_IN_ALL, TESTED_WORDS
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.judging.status import build_status
from dashboard.model.panel import Measure, Series, Target
from dashboard.model.points import CASES, Event, Point
from dashboard.model.series import Pace
from dashboard.stats.robust_line import (  # fmt: skip
    LEAST_FITTED,
    RobustLine,
    day_after,
    fit_line,
    months_between,
)
from tests.bench import pace as bench
from tests.builders.points import FLOW, KNOWN, RATE, STOCK, WAIT, month, on_day, target, to_date

SEPTEMBER = date(2023, 9, 30)
DUE = target(70, due_on=SEPTEMBER)
# Of the fifteen slopes between two of them the middle one is 2 a month; from a line of that slope
# they lie 0, 0, 1, 0, 0 and 2 apart: 0.5 in the mean.
RISING = (50.0, 52.0, 55.0, 56.0, 58.0, 62.0)
NEW_TEMPLATE = Event(date(2023, 3, 1), "month", "new template", "", "", effect="restart")


def months(*values: float, start: int = 1, **more: Any) -> tuple[Point, ...]:
    """Make points of the months of 2023."""
    return tuple(
        month(f"2023-{number:02d}", value, **more) for number, value in enumerate(values, start)
    )


def pace(
    points: tuple[Point, ...], goal: Target | None = DUE, measure: Measure = RATE,
    events: tuple[Event, ...] = (),
) -> Pace | None:  # fmt: skip
    status = build_status(measure, points[-1], [goal] if goal else [])
    return build_forecast(measure, points, events, status)


def certain_pace(*args: Any, **more: Any) -> Pace:
    """Give the pace that must be there."""
    found = pace(*args, **more)
    assert found is not None
    return found


def ends(one: Pace) -> tuple[float, float, float]:
    assert one.projection is not None
    return one.projection.value, one.projection.low, one.projection.high


def test_a_stretch_goes_on_from_its_last_figure_by_the_middle_slope():
    one = certain_pace(months(*RISING))
    assert one.line == RobustLine(2.0, 0.5, 6, 5.0, 62.0)
    # 62 + 3 × 2, and 0.96 × 0.5 × (1 + 10 ÷ 2) × (1 + 0.2 × 3) to either side.
    assert ends(one) == pytest.approx((68, 68 - 4.608, 68 + 4.608))
    assert one.needed == pytest.approx(8 / 3)
    assert one.reached_on == date(2023, 10, 31)


def test_every_sentence_of_a_pace():
    one = certain_pace(months(*RISING, numerator=15.0, denominator=22.0))
    assert one.pace_words == (
        "On the whole rising by 2 points a month over 6 figures, January 2023 to June 2023."
    )
    assert one.forecast_words == (
        "May miss: 68% (63–73%) expected on 30 September 2023 if the present pace goes on "
        "(80% interval); the target of 70% lies within the interval."
    )
    assert one.reached_words == "About October 2023, at the present pace."
    assert one.needed_words == "Up 2.7 points a month, to reach 70% by 30 September 2023."
    assert (
        one.cases_words == "16 of 22 cases a month would meet 70%; the last 6 months had 15 of 22."
    )
    assert one.tested_words == TESTED_WORDS


@pytest.mark.parametrize(
    ("goal", "measure", "forecast"),
    [
        (target(63, due_on=SEPTEMBER), RATE, "on_course"),
        (target(64, due_on=SEPTEMBER), RATE, "may_miss"),
        (target(73, due_on=SEPTEMBER), RATE, "may_miss"),
        (target(74, due_on=SEPTEMBER), RATE, "off_course"),
        (target(73, ">", due_on=SEPTEMBER), RATE, "off_course"),
        (target(73, "<=", due_on=SEPTEMBER), WAIT, "on_course"),
        (target(63, "<=", due_on=SEPTEMBER), WAIT, "may_miss"),
        (target(62, "<=", due_on=SEPTEMBER), WAIT, "off_course"),
    ],
)
def test_the_whole_interval_as_it_is_told_is_held_against_the_target(goal, measure, forecast):
    # Between 63.392 and 72.608: told as 63 to 73.
    assert certain_pace(months(*RISING), goal, measure).forecast == forecast


def test_the_forecast_is_apart_from_the_present_status():
    points = months(72, 70, 67, 66, 64, 62)
    status = build_status(RATE, points[-1], [target(60, due_on=SEPTEMBER)])
    one = certain_pace(points, target(60, due_on=SEPTEMBER))
    assert (status.code, one.forecast) == ("met", "off_course")
    assert one.reached_words == "The latest figure, June 2023, meets it."
    assert one.needed_words == ""


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((62, 60, 57, 56, 54, 50), "Not at the present pace."),
        ((60, 60, 60, 60, 60, 60), "Not at the present pace."),
        ((50, 50.5, 51, 51.5, 52, 52.5), "Not within 5 months at the present pace, as far ahead"),
        ((50, 55, 60, 65, 68, 69), "About July 2023, at the present pace."),
    ],
)
def test_when_the_target_would_be_reached(values, words):
    one = certain_pace(months(*values))
    assert one.reached_words.startswith(words)
    assert (one.reached_on is not None) == words.startswith("About")


def test_a_day_further_ahead_than_the_stretch_is_long_is_too_far_to_say():
    within, beyond = date(2023, 11, 30), date(2023, 12, 31)
    assert certain_pace(months(*RISING), target(70, due_on=within)).projection is not None
    one = certain_pace(months(*RISING), target(70, due_on=beyond))
    assert (one.forecast, one.projection) == ("cannot_say", None)
    assert one.forecast_words == (
        "Can’t say: 31 December 2023 is too far ahead for figures that reach back 5 months."
    )
    assert one.needed_words == "Up 1.3 points a month, to reach 70% by 31 December 2023."


@pytest.mark.parametrize("goal", [None, target(70), target(70, due_on=date(2023, 5, 31))])
def test_without_a_target_with_a_day_ahead_there_is_a_pace_and_no_forecast(goal):
    one = certain_pace(months(*RISING), goal)
    assert one.pace_words
    assert (one.forecast, one.projection, one.needed, one.forecast_words) == ("", None, None, "")


def test_percentages_stay_within_0_and_100_and_counts_above_0():
    steep = certain_pace(months(70, 80, 83, 90, 95, 97), target(90, due_on=SEPTEMBER))
    assert ends(steep)[::2] == (100, 100)
    assert "100% (" in steep.forecast_words
    falling = certain_pace(months(50, 40, 33, 20, 15, 7), target(30, "<=", due_on=SEPTEMBER), STOCK)
    assert ends(falling)[:2] == (0, 0)
    below = months(5, 4, 2, 1, -2, -4), target(-1, "<=", due_on=SEPTEMBER)
    net = certain_pace(*below, replace(STOCK, can_be_negative=True))
    assert ends(net)[0] < 0
    assert net.projection
    assert net.projection.words == "−10 (−13 to −7)"


def test_what_is_worked_out_from_cases_is_needed_of_what_it_counts():
    plans = replace(RATE, measure_id="ehcp-20-weeks")
    counted = months(*RISING, numerator=15.0, denominator=22.0, origin=CASES)
    one = certain_pace(counted, measure=plans)
    assert one.needed_cases == "16 of 22 plans"
    assert one.cases_words.startswith("16 of 22 plans a month would meet 70%; ")
    published = tuple(replace(point, origin="published") for point in counted)
    assert certain_pace(published, measure=plans).needed_cases == "16 of 22 cases"


@pytest.mark.parametrize(
    ("operator", "goal", "words"),
    [
        (">=", 80, "18 of 22 cases a month would meet 80%; the last 6 months had 15 of 22."),
        (
            ">",
            50,
            "12 of 22 cases a month would meet more than 50%; the last 6 months had 15 of 22.",
        ),
        ("<=", 10, "At most 2 of 22 cases a month would meet 10%; the last 6 months had 15 of 22."),
        (
            "<",
            50,
            "At most 10 of 22 cases a month would meet less than 50%; the last 6 months had 15 of 22.",
        ),
    ],
)
def test_what_a_target_means_in_cases(operator, goal, words):
    points = tuple(
        replace(point, numerator=numerator, denominator=denominator)
        for point, numerator, denominator in zip(
            months(*RISING), (14, 16, 15, 15, 13, 17), (20, 24, 22, 22, 21, 23), strict=True
        )
    )
    assert certain_pace(points, target(goal, operator, due_on=SEPTEMBER)).cases_words == words


def test_a_pace_begins_where_limits_restart():
    older = months(90, 20)
    newer = tuple(month(f"2023-{number:02d}", value) for number, value in enumerate(RISING, 3))
    one = certain_pace(
        (*older, *newer), target(70, due_on=date(2023, 10, 31)), events=(NEW_TEMPLATE,)
    )
    assert (one.points, one.line and one.line.slope) == (newer, 2)
    short = certain_pace(older + newer[:5], target(70, due_on=SEPTEMBER), events=(NEW_TEMPLATE,))
    assert short.forecast_words == (
        "Can’t say: a pace needs 6 figures, and there are 5 figures since new template, March 2023."
    )


def test_what_bears_no_pace_says_why_where_a_target_lies_ahead():
    cases = [
        (months(*RISING[:5]), RATE, "there are 5 figures"),
        (tuple(to_date(f"2023-0{n}", 50.0 + n) for n in range(1, 7)), RATE, "share cases"),
        (months(*RISING, numerator=4.0, denominator=8.0), RATE, "fewer than 10 cases"),
    ]
    for points, measure, words in cases:
        one = certain_pace(points, DUE, measure)
        assert words in one.forecast_words
        assert (one.forecast, one.line, one.pace_words) == ("cannot_say", None, "")
        assert pace(points, None, measure) is None


def test_bands_other_statistics_small_numbers_and_unfinished_counts_are_no_part_of_it():
    median = months(*RISING, statistic="median")
    mean = months(9, 9, 9, statistic="mean")
    assert certain_pace((*mean, *median), target(70, due_on=SEPTEMBER), WAIT).points == median
    small = month("2023-03", 0, numerator=0.0, denominator=4.0)
    others = months(*RISING, 64.0)
    points = (*others[:2], small, *others[3:])
    assert certain_pace(points).points == (*others[:2], *others[3:])
    running = replace(month("2023-07", 3), origin=CASES, is_provisional=True)
    goal = target(70, basis="month", due_on=SEPTEMBER)
    assert certain_pace((*months(*RISING), running), goal, FLOW).points == months(*RISING)


def test_a_figure_a_year_is_told_by_the_year():
    points = tuple(
        on_day(f"20{year}-01-31", value)
        for year, value in zip(range(18, 24), (500, 540, 570, 620, 660, 700), strict=True)
    )
    one = certain_pace(points, target(800, due_on=date(2026, 1, 31)), STOCK)
    assert one.pace_words.startswith("On the whole rising by 40 a year over 6 figures")
    assert one.needed_words == "Up 33 a year, to reach 800 by 31 January 2026."


def test_the_order_of_rows_changes_nothing():
    rows = [Observation("E09000014", "", "actual", point) for point in months(*RISING, 61, 65, 66)]
    first, *others = [_series(rows), _series(rows[::-1]), _series(rows[1::2] + rows[::2])]
    assert first.pace is not None
    assert [one.pace for one in others] == [first.pace] * 2


def _series(rows: list[Observation]) -> Series:
    (one,) = build_series(RATE, MeasureRows(tuple(rows), (), (DUE,), ()), KNOWN, {})
    return one


DAYS = [date(2020 + number // 12, number % 12 + 1, 28) for number in range(40)]
STRETCHES = st.lists(
    st.tuples(st.sampled_from(DAYS), st.integers(-1000, 1000)),
    min_size=LEAST_FITTED, max_size=14, unique_by=lambda pair: pair[0],
).map(sorted)  # fmt: skip
AHEAD = st.integers(0, 24)


def line_of(stretch: list[tuple[date, int]], scale: float = 1, shift: float = 0) -> RobustLine:
    days, values = zip(*stretch, strict=True)
    return fit_line(days, [scale * value + shift for value in values])


@given(STRETCHES, AHEAD, st.integers(-500, 500), st.sampled_from([-3, -1, 0.25, 7]))
def test_shifting_scaling_and_mirroring_move_the_interval_with_the_figures(
    stretch, ahead, shift, scale
):
    plain, moved = line_of(stretch), line_of(stretch, scale, shift)
    expected = scale * plain.value_after(ahead) + shift
    assert moved.value_after(ahead) == pytest.approx(expected, abs=1e-6)
    assert moved.margin_after(ahead) == pytest.approx(
        abs(scale) * plain.margin_after(ahead), abs=1e-6
    )


@given(STRETCHES)
def test_the_slope_is_the_middle_one_of_all_pairs(stretch):
    slopes = [
        (later[1] - earlier[1]) / months_between(earlier[0], later[0])
        for earlier, later in combinations(stretch, 2)
    ]
    assert line_of(stretch).slope == pytest.approx(median(slopes))


@given(STRETCHES, AHEAD, st.integers(-20, 20))
def test_adding_a_slope_to_every_figure_adds_it_to_the_pace(stretch, ahead, slope):
    days, values = zip(*stretch, strict=True)
    tilted = [v + slope * months_between(DAYS[0], d) for d, v in stretch]
    plain, moved = fit_line(days, values), fit_line(days, tilted)
    assert moved.slope == pytest.approx(plain.slope + slope, abs=1e-6)
    assert moved.margin_after(ahead) == pytest.approx(plain.margin_after(ahead), abs=1e-6)


@given(STRETCHES, AHEAD, st.integers(-30, 30))
def test_a_perfect_line_projects_itself_without_width(stretch, ahead, slope):
    days = [day for day, _ in stretch]
    values = [slope * months_between(DAYS[0], day) for day in days]
    line = fit_line(days, values)
    assert line.value_after(ahead) == pytest.approx(values[-1] + slope * ahead, abs=1e-6)
    assert line.margin_after(ahead) == pytest.approx(0, abs=1e-6)


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.dates(date(2015, 1, 1)))
def test_a_day_is_found_again_by_its_months(first, last):
    assert day_after(first, months_between(first, last)) == last


def test_ends_of_months_are_whole_months_apart():
    assert months_between(date(2023, 1, 31), date(2023, 2, 28)) == pytest.approx(1)
    assert day_after(date(2023, 1, 31), 1) == date(2023, 2, 28)


def test_the_interval_holds_four_figures_of_five_of_what_drifts():
    """Lines of every slope that drift as they go: `bench.pace` tries it on published figures."""
    random = Random(7)  # noqa: S311 - made-up figures, the same each time
    days = [day_after(DAYS[0], 12 * number) for number in range(14)]
    stretches = [
        list(zip(days, accumulate(slope + random.gauss(0, 1) for _ in days), strict=True))
        for slope in range(-5, 6)
        for _ in range(20)
    ]
    outcomes = list(bench.tried("made up", stretches, LEAST_FITTED))
    assert bench.LEAST_HELD <= bench.share(outcomes) <= bench.MOST_HELD


def test_the_shares_that_are_told_are_near_the_interval_s_own():
    assert TESTED_WORDS.startswith("Tested on tribunal appeal rates")
    assert f"{TESTED_IN_ALL}% of what came lay inside" in TESTED_WORDS
    assert all(bench.LEAST_HELD <= one.held <= bench.MOST_HELD for one in TESTED)
