"""What a load changes, in the measures' words."""

from datetime import date

import pytest

from dashboard.judging.observations import Observation
from dashboard.model.panel import Area, Framework, Measure, Overview, Point
from dashboard.model.points import Event
from dashboard.panels.catalogue import Catalogue
from dashboard.panels.load_effects import NOTHING, build_effects, plain_effects, summary_words
from dashboard.panels.overview import build_overview
from dashboard.panels.records import LoadedFigures
from tests.builders.points import RATE, WAIT, month, target

PLAN, NOW = "plan", date(2023, 4, 19)


def overview(
    points: list[Point],
    measure: Measure = RATE,
    goal: float = 80,
    events: tuple[tuple[str, Event], ...] = (),
) -> Overview:
    name = measure.measure_id
    catalogue = Catalogue(
        areas={"E1": Area("E1", "Made borough", "local_area")},
        frameworks={PLAN: Framework(PLAN, "E1", "Plan", None, None, "")},
        measures={name: measure},
        priorities={PLAN: ((1, "All", ""),)},
        served={PLAN: ((1, name, ""),)},
        sources={},
        source_dates={},
    )
    observed = {name: tuple((PLAN, Observation("E1", "", "actual", point)) for point in points)}
    aims = {(PLAN, name): (target(goal, "<=" if measure is WAIT else ">="),)}
    figures = LoadedFigures(observed, aims, {}, {}, events, {})
    return build_overview(catalogue, figures, PLAN, NOW, NOW)


def effect_lines(before: Overview | None, after: Overview | None) -> list[str]:
    return plain_effects(build_effects([(before, after)]))


def test_a_corrected_figure_that_misses_the_target_falls_below_it():
    before, after = overview([month("2023-03", 82)]), overview([month("2023-03", 74)])
    assert effect_lines(before, after) == [
        "1 measure changes, 1 status changes.",
        "Made rate, March 2023: 82% → 74%, falls below target.",
    ]


def test_a_corrected_figure_that_is_nearly_there_is_close():
    before, after = overview([month("2023-03", 82)]), overview([month("2023-03", 79)])
    assert effect_lines(before, after)[1] == "Made rate, March 2023: 82% → 79%, now close."


def test_a_longer_wait_rises_above_its_limit():
    before = overview([month("2023-03", 18)], WAIT, 20)
    after = overview([month("2023-03", 30)], WAIT, 20)
    assert effect_lines(before, after)[1].endswith("18 weeks → 30 weeks, rises above limit.")


def test_a_new_period_names_both_and_says_that_the_status_stays():
    before = overview([month("2023-02", 82)])
    after = overview([month("2023-02", 82), month("2023-03", 84)])
    assert effect_lines(before, after) == [
        "1 measure changes, no status changes.",
        "Made rate, February 2023: 82% → March 2023: 84%, still on target.",
    ]


def test_a_new_period_across_a_break_is_not_compared():
    broken = (
        ("E1", Event(date(2023, 3, 1), "month", "Counted anew", "", "report", effect="break")),
    )
    before = overview([month("2023-02", 82)], events=broken)
    after = overview([month("2023-02", 82), month("2023-03", 84)], events=broken)
    line = "Made rate, February 2023: 82% → March 2023: 84%, can’t compare, still on target."
    assert effect_lines(before, after)[1] == line


def test_a_first_figure_and_a_last_one_are_told():
    none, one = overview([]), overview([month("2023-03", 84)])
    assert effect_lines(none, one)[1] == "Made rate: no figure → March 2023: 84%, on target."
    assert effect_lines(one, none)[1] == "Made rate, March 2023: 84% → no figure."


def test_another_target_changes_a_measure_whose_figure_stays():
    points = [month("2023-03", 84)]
    assert effect_lines(overview(points), overview(points, goal=95))[1] == (
        "Made rate, March 2023: 84%, target 80% → 95%, falls below target."
    )


def test_an_earlier_figure_changes_a_measure_whose_latest_stays():
    march = month("2023-03", 84)
    before = overview([month("2023-02", 70), march])
    corrected, more = (
        overview([month("2023-02", 71), march]),
        overview([month("2023-01", 60), month("2023-02", 70), march]),
    )
    assert effect_lines(before, corrected)[1] == "Made rate: an earlier figure is another."
    assert effect_lines(before, more)[1] == "Made rate: 1 more earlier period."
    assert effect_lines(more, before)[1] == "Made rate: 1 fewer earlier period."


def test_a_figure_published_after_the_report_date_is_drawn_and_not_judged():
    march = month("2023-03", 84)
    later = month("2023-04", 20, known_on=date(2023, 5, 30), is_later=True)
    assert effect_lines(overview([march]), overview([march, later]))[1] == (
        "Made rate: 1 figure published after the report date, drawn but not judged."
    )


def test_nothing_changes_where_both_say_the_same():
    same = overview([month("2023-03", 84)])
    effects = build_effects([(same, same), (None, None)])
    assert (effects.words, effects.lines, effects.measures_changed) == (NOTHING, (), 0)


def test_a_plan_that_comes_in_brings_its_measures():
    assert build_effects([(None, overview([month("2023-03", 84)]))]).measures_changed == 1


def test_a_measure_of_two_plans_counts_once():
    before, after = overview([month("2023-03", 82)]), overview([month("2023-03", 74)])
    effects = build_effects([(before, after), (before, after)])
    assert (len(effects.lines), effects.measures_changed, effects.statuses_turned) == (2, 1, 1)


@pytest.mark.parametrize(
    ("changed", "turned", "words"),
    [
        (3, 1, "3 measures change, 1 status changes."),
        (3, 2, "3 measures change, 2 statuses change."),
        (1, 0, "1 measure changes, no status changes."),
        (0, 0, NOTHING),
    ],
)
def test_the_summary_counts_in_english(changed: int, turned: int, words: str):
    assert summary_words(changed, turned) == words
