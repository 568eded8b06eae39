"""Where numbers go if past growth continues, and what if: by hand and by law."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.future.capacity import gaps, list_ahead, total_on, totals
from dashboard.future.intervals import CASELOAD, INTERVALS, NEW_PLANS, REQUESTS
from dashboard.future.lists import months_to_clear
from dashboard.future.model import FutureNeed, Outlook, PlannedStep, WaitingList
from dashboard.future.outlook import NO_FIGURES, project_history, share_of, yearly_history
from dashboard.future.places_text import clearance_sentences, gap_sentence, planned_end
from dashboard.future.scenario import (
    Choices,
    capacity_assumption,
    chosen_capacity,
    present_flow,
    read_choices,
    run_scenario,
    with_chosen,
)
from dashboard.future.text import METHOD, verdict
from dashboard.model.panel import Area, Measure
from dashboard.model.points import CASES, Event
from dashboard.model.selection import Selection
from dashboard.stats.growth import METHODS, Interval, project, yearly_growth
from dashboard.text.font_metrics import words_width
from layouts.charts.svg.outlook import Overlays, outlook_svg
from layouts.pages.future import picture
from layouts.ui.static_html import html_text
from tests.bench.future import Outcome, held_against
from tests.builders.points import FLOW, STOCK, on_day, year
from tests.builders.shipped import rows_of

AREA = Area("E09000030", "Tower Hamlets", "local_area")
PLANS = replace(STOCK, measure_id=CASELOAD)
ASKED = replace(FLOW, measure_id=REQUESTS)
ISSUED = replace(FLOW, measure_id=NEW_PLANS)
COUNTRY = tuple(
    (date(number, 12, 31), 1000 * 1.1**place) for place, number in enumerate(range(2020, 2025))
)


def januaries(*numbers: float, last: int = 2025) -> tuple[tuple[date, float], ...]:
    """Make a history of a stock up to a January."""
    first = last - len(numbers) + 1
    return tuple((date(first + place, 1, 15), number) for place, number in enumerate(numbers))


def years(*numbers: float, last: int = 2024) -> tuple[tuple[date, float], ...]:
    """Make a history of a flow up to a calendar year."""
    first = last - len(numbers) + 1
    return tuple((date(first + place, 12, 31), number) for place, number in enumerate(numbers))


def outlook(measure: Measure, history: tuple[tuple[date, float], ...]) -> Outlook:
    """Return where a history goes beside a country that grows by a tenth a year."""
    basis = "snapshot" if measure is PLANS else "year"
    return project_history(measure, basis, history, COUNTRY)


def test_a_number_grows_by_half_of_its_own_growth_and_half_of_the_countrys() -> None:
    ahead = outlook(PLANS, januaries(1000, 1200, 1440)).years
    a_year = exp((log(1.2) + log(1.1)) / 2)
    assert [round(each.value, 6) for each in ahead] == [
        round(1440 * a_year**number, 6) for number in range(1, 6)
    ]
    assert [each.day for each in ahead[::4]] == [date(2026, 1, 15), date(2030, 1, 15)]


def test_one_odd_year_does_not_lead_the_growth() -> None:
    assert yearly_growth([100, 110, 121, 500, 146.41, 161.051]) == pytest.approx(log(1.1))


def test_the_interval_widens_every_year_and_more_for_few() -> None:
    many, few = (
        outlook(PLANS, januaries(*(scale * each for each in (1000, 1100, 1210)))).years
        for scale in (1, 0.1)
    )
    widths = [log(each.high / each.low) for each in many]
    assert widths == sorted(widths)
    assert log(few[0].high / few[0].low) > widths[0]


def test_three_years_are_checked_and_two_are_not() -> None:
    ahead = outlook(PLANS, januaries(1000, 1100, 1210)).years
    assert [each.is_tested for each in ahead] == [True, True, True, False, False]


def test_without_the_countrys_figures_nothing_is_checked() -> None:
    alone = project_history(PLANS, "snapshot", januaries(1000, 1100, 1210), ())
    assert alone.years[0].value == pytest.approx(1331)
    assert not any(each.is_tested for each in alone.years)


def test_two_years_are_too_few_and_it_says_so() -> None:
    short = outlook(PLANS, januaries(1000, 1100))
    assert (short.years, short.reason) == (
        (), "a projection needs 3 years in a row, and 2 are loaded"
    )  # fmt: skip
    assert outlook(PLANS, ()).reason == NO_FIGURES


def test_a_history_ends_at_the_first_year_without_a_figure() -> None:
    points = [year(2018, 5), year(2020, 10), year(2021, 20), year(2022, 30)]
    days = [day.year for day, _ in yearly_history(points, ASKED, ())]
    assert days == [2020, 2021, 2022]


def test_a_hidden_figure_is_no_part_of_a_history() -> None:
    points = [year(2020, 10), year(2021, marker="c", origin=CASES), year(2022, 30)]
    assert [number for _, number in yearly_history(points, ASKED, ())] == [30]


def test_nothing_is_carried_across_a_break() -> None:
    points = [year(2020, 10), year(2021, 20), year(2022, 30)]
    counted_anew = Event(date(2021, 1, 1), "year", "", REQUESTS, "", effect="break")
    assert len(yearly_history(points, ASKED, [counted_anew])) == 2


def test_months_are_followed_a_year_apart() -> None:
    points = [
        on_day(f"{number}-{month:02d}-28", 10 * number + month)
        for number in (2023, 2024)
        for month in (1, 2)
    ]
    assert [day for day, _ in yearly_history(points, PLANS, ())] == [
        date(2023, 2, 28), date(2024, 2, 28)
    ]  # fmt: skip


def test_a_part_without_a_history_keeps_its_present_share() -> None:
    whole = outlook(PLANS, januaries(1000, 1100, 1210))
    part = share_of(whole, "need=ASD", ((date(2025, 1, 15), 121),), dict(whole.history))
    assert [each.value for each in part.years] == pytest.approx([y.value / 10 for y in whole.years])
    assert not any(each.is_tested for each in part.years)


@given(
    st.sampled_from(METHODS), st.lists(st.floats(1, 1e5), min_size=3, max_size=8), st.integers(1, 5)
)
def test_no_number_ahead_is_below_nobody(method: str, numbers: list[float], ahead: int) -> None:
    assert project(method, numbers, numbers, ahead) > 0


def test_every_interval_was_tested_and_holds_or_is_wider() -> None:
    for interval in INTERVALS.values():
        assert all(held >= 75 for held in interval.held)
        assert sorted(interval.lows, reverse=True) == list(interval.lows)
        assert sorted(interval.highs) == list(interval.highs)


def test_an_interval_that_is_wider_than_it_need_be_is_named() -> None:
    words = " ".join(METHOD)
    named = "new plans 3 years ahead (90%) and plans in special schools 3 years ahead (86%)"
    assert f"More than 85% lay inside for {named}:" in words
    wider = [held for each in INTERVALS.values() for held in each.held if held > 85]
    assert sorted(wider) == [86, 90]


# What if. Of 1,000 plans 100 end a year: 1,000 − 100 + 200 = 1,100, 1,100 − 110 + 230 = 1,220.
NEED = FutureNeed(
    AREA,
    (
        outlook(PLANS, januaries(1000, 1100, 1220)),
        outlook(ASKED, years(380, 400, 460)),
        outlook(ISSUED, years(190, 200, 230)),
    ),
)


def test_a_number_without_figures_is_a_sentence_beside_the_cards_of_the_others() -> None:
    bare = replace(outlook(ISSUED, ()), reason="no figures are loaded")
    need = replace(NEED, outlooks=(*NEED.outlooks[:2], bare))
    written = html_text(picture(need, Selection("future")))
    assert written.count("<article") == 2
    after = written.rpartition("</article>")[2]
    assert f"<b>{ISSUED.title}. </b>No projection: no figures are loaded." in after


def test_the_present_is_read_off_the_last_years() -> None:
    flow = present_flow(NEED)
    assert flow is not None
    assert flow.leaving == pytest.approx(10)
    assert flow.issued == 50


def test_a_scenario_adds_what_is_issued_and_takes_what_ends() -> None:
    flow = present_flow(NEED)
    assert flow is not None
    scenario = run_scenario(flow, Choices(growth=0, issued=100))
    assert [number for _, number in scenario.requests] == [460] * 5
    assert scenario.caseload[0] == (date(2026, 1, 15), pytest.approx(1220 * 0.9 + 460))
    assert not scenario.is_as_now
    assert run_scenario(flow, Choices()).is_as_now


@given(st.floats(-50, 100), st.floats(0, 100), st.floats(0, 100))
def test_more_issued_is_never_fewer_plans(growth: float, one: float, other: float) -> None:
    flow = present_flow(NEED)
    assert flow is not None
    fewer, more = (
        run_scenario(flow, Choices(growth=growth, issued=issued)).caseload[-1][1]
        for issued in sorted((one, other))
    )
    assert fewer <= more + 1e-9


@pytest.mark.parametrize("text", ["", "many", "nan", "101", "-51", "inf", "1e9"])
def test_what_no_growth_can_be_is_left_out(text: str) -> None:
    assert read_choices(Selection(growth=text)).growth is None


def test_the_verdict_names_plans_and_requests() -> None:
    first, second = verdict(NEED)
    assert first.startswith("414 more plans by January 2028 if past growth continues: 1,634 (")
    assert second.startswith("Requests go from 460 in 2024 to ")


def test_without_figures_the_verdict_says_what_brings_them() -> None:
    first, second = verdict(FutureNeed(AREA, (outlook(PLANS, ()),)))
    assert first == "No projection yet."
    assert "the table caseload of the DfE's release" in second


def test_a_list_clears_only_where_more_are_completed_than_join() -> None:
    assert months_to_clear(120, 20) == 6
    assert months_to_clear(120, 20, 10) == 12
    assert months_to_clear(120, 20, 20) is None


# Places: 100 now, 20 more in another school from September 2026, 130 in the first from 2027.
SPECIAL = "setting=special_school"
STEPS = (
    PlannedStep(SPECIAL, "New school", date(2026, 9, 1), 20, "agreed"),
    PlannedStep(SPECIAL, "", date(2025, 9, 1), 100, "open"),
    PlannedStep(SPECIAL, "", date(2027, 9, 1), 130, "planned"),
)
PLACES = totals(STEPS)


def test_the_steps_of_schools_are_added_up() -> None:
    assert ((date(2025, 9, 1), 100), (date(2026, 9, 1), 120), (date(2027, 9, 1), 150)) == PLACES
    assert total_on(PLACES, date(2027, 8, 31)) == 120
    assert total_on(PLACES, date(2025, 8, 31)) is None


def part_of(number: float) -> Outlook:
    """Return plans in special schools that stay a share of a caseload that grows."""
    whole = outlook(PLANS, januaries(1000, 1100, 1210))
    return share_of(whole, SPECIAL, ((date(2025, 1, 15), number),), dict(whole.history))


def test_places_are_named_on_their_chart_with_how_many_in_the_end() -> None:
    drawn = outlook_svg(part_of(100), 380, Overlays(planned=PLACES, chosen=PLACES[:1]))
    named = re.findall(r'y="([\d.]+)"[^>]*>(Places[^<]+)<', drawn)
    assert [words for _, words in named] == ["Places: 150", "Places in scenario: 100"]
    assert abs(float(named[0][0]) - float(named[1][0])) >= 17


def crossed_words(drawn: str) -> list[str]:
    """Return the bold words of a drawing that a line passes through."""
    lines = [
        [tuple(map(float, corner.split(","))) for corner in points.split()]
        for points in re.findall(r'<polyline points="([^"]+)"', drawn)
    ]
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*font-weight[^>]*>([^<]+)<', drawn)
    crossed = []
    for x, y, words in found:
        left, foot = float(x), float(y)
        right = left + words_width(words, 16, is_bold=True)
        on_line = (
            left < from_x + (to_x - from_x) * share / 100 < right
            and foot - 12 < from_y + (to_y - from_y) * share / 100 < foot + 2
            for line in lines
            for (from_x, from_y), (to_x, to_y) in pairwise(line)
            for share in range(101)
        )
        crossed += [words] if any(on_line) else []
    assert found
    return crossed


@pytest.mark.parametrize("width", [380, 296])
@pytest.mark.parametrize("growth", [-40, -20, -5, 0, 5, 10, 20, 60])
def test_no_line_crosses_the_words_of_a_number_ahead(growth: int, width: int) -> None:
    whole = outlook(PLANS, januaries(1000, 1100, 1210))
    for number in (whole, part_of(121)):
        last = number.last[1]
        scenario = tuple(
            (year.day, last * (1 + growth / 100) ** place)
            for place, year in enumerate(number.years, 1)
        )
        steps = [(day, last * total / 120) for day, total in PLACES]
        for overlays in (
            Overlays(),
            Overlays(scenario=scenario),
            Overlays(planned=steps),
            Overlays(scenario=scenario, planned=steps),
        ):
            assert crossed_words(outlook_svg(number, width, overlays)) == []


def test_the_gap_is_of_plans_and_places_in_three_years() -> None:
    part = part_of(121)
    (first, *_), third = gaps(part, PLACES), part.years[2]
    assert (first.day, first.places) == (date(2026, 1, 15), 100)
    missing = round(third.value - 150)
    assert gap_sentence(part, PLACES, "special school").startswith(
        f"{missing} more plans than special school places by January 2028 if both go on as they are."
    )


def test_enough_places_are_doubted_where_the_interval_passes_them() -> None:
    words = gap_sentence(part_of(110), PLACES, "special school")
    assert words.startswith("4 more special school places than plans by January 2028")
    assert words.endswith("too few places are possible.")


def test_without_places_no_gap_is_named() -> None:
    assert gap_sentence(part_of(121), (), "special school") == ""


def waits(length: float, joining: float | None, completed: float | None) -> WaitingList:
    """Return a list whose length was the same for half a year."""
    history = tuple((date(2026, month, 28), length) for month in range(1, 7))
    return WaitingList(Outlook(STOCK, "", "snapshot", history), joining, completed)


def test_a_list_is_followed_under_what_is_planned() -> None:
    ahead = list_ahead(waits(100, 10, 10), ((date(2026, 9, 1), 60),))
    assert ahead == (
        (date(2026, 7, 31), 100), (date(2026, 8, 31), 100), (date(2026, 9, 30), 50), (date(2026, 10, 31), 0)
    )  # fmt: skip
    assert (
        planned_end(waits(100, 10, 10), ((date(2026, 9, 1), 60),)) == "it is clear by October 2026."
    )


def test_what_is_hidden_of_a_list_is_said_and_not_guessed() -> None:
    assert list_ahead(waits(100, None, 10), ()) == ()
    assert list(clearance_sentences(waits(100, 5, None), ())) == [
        "How many are completed a month is not loaded, so how long it takes to clear is not known."
    ]


def test_a_chosen_capacity_takes_the_place_of_what_is_planned_from_its_day() -> None:
    need = replace(NEED, parts=(part_of(121),), steps=STEPS)
    choices = read_choices(Selection(capacity="200", capacity_from=date(2026, 9, 1)))
    chosen = chosen_capacity(need, choices)
    assert chosen is not None
    assert chosen.of == SPECIAL
    assert with_chosen(PLACES, chosen, SPECIAL) == (
        (date(2025, 9, 1), 100),
        (date(2026, 9, 1), 200),
    )
    assert with_chosen(PLACES, chosen, "autism-waiting") == PLACES
    assert capacity_assumption(chosen) == (
        "Assumes 200 special school places from 1 September 2026 on."
    )


def test_no_capacity_is_chosen_by_default() -> None:
    need = replace(NEED, parts=(part_of(121),), steps=STEPS)
    assert chosen_capacity(need, read_choices(Selection(capacity_of=SPECIAL))) is None


# What came of new plans, in the figures that are shipped: those of timeliness. Before 2016 plans had
# only begun to take the place of statements.
FIRST_WHOLE_YEAR = "2016"
ENGLAND, HARINGEY = "E92000001", "E09000014"


def issued_by_year(area: str) -> dict[int, float]:
    """Return the plans issued in each year, exceptions counted in."""
    return {
        int(row["period_end"][:4]): float(row["denominator"])
        for row in rows_of("observations_dfe")
        if (row["area_code"], row["measure_id"], row["breakdown"])
        == (area, "ehcp-20-weeks", "exceptions=including")
        and row["denominator"]
        and row["period_end"] >= FIRST_WHOLE_YEAR
    }


def test_what_came_of_new_plans_lay_inside_their_interval_8_times_in_10() -> None:
    country = issued_by_year(ENGLAND)
    held = {
        area: [
            is_held(INTERVALS[NEW_PLANS], each)
            for each in held_against({area: issued_by_year(area)}, country)
        ]
        for area in (ENGLAND, HARINGEY)
    }
    assert {area: (sum(each), len(each)) for area, each in held.items()} == {
        ENGLAND: (15, 15), HARINGEY: (9, 15)
    }  # fmt: skip


def is_held(interval: Interval, outcome: Outcome) -> bool:
    """Return whether what came lay inside its interval."""
    low, high = interval.ends(1, outcome.ahead, outcome.last)
    return low <= exp(outcome.errors[interval.method]) <= high
