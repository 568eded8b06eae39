"""The page of signals, drawn from made-up measures."""

from typing import Any

from dash import html

from dashboard.model.panel import Overview
from dashboard.model.selection import Selection
from dashboard.panels.signals import ASSURANCE_WORDS, Signals, build_signals
from layouts.pages.signals import FIRST_NEWS, UNCHARTED_COLUMNS, signals_page
from tests.builders.points import RATE, month, target
from tests.dashboard.test_signals import (
    HIGH_AT_LAST,
    PLAN,
    USUAL,
    february,
    months,
    named,
    overview,
    since,
)  # fmt: skip
from tests.layouts.test_pages import every, links, words

CHOSEN = Selection(page="signals", area="E1", framework=PLAN)
NAMES = ("up", "usual", "short")
POINTS = {"up": months(HIGH_AT_LAST), "usual": months(USUAL), "short": months(USUAL[:3])}
BUILT = overview([named(name) for name in NAMES], POINTS, {"up": target(40)})


def drawn(signals: Signals, anchor: str, built: Overview = BUILT) -> Any:
    """Draw the page and give one part of it."""
    page = signals_page(signals, built, CHOSEN)
    return next(part for part in page if getattr(part, "id", "") == anchor)


def of_plan(anchor: str) -> Any:
    return drawn(build_signals(BUILT), anchor)


def rows(part: html.Section) -> list[list[Any]]:
    """Give the cells of the body's rows, the heading of each first."""
    (body,) = every(html.Tbody, part)
    return [row.children for row in every(html.Tr, body)]


def items(tree: Any) -> list[str]:
    return [words(item) for item in every(html.Li, tree)]


def test_the_matrix_is_a_table_with_a_heading_for_each_row_and_column():
    part = of_plan("matrix")
    (caption,) = every(html.Caption, part)
    assert words(caption) == "Measures by variation and assurance"
    (head,) = every(html.Thead, part)
    names = list(every(html.Th, head))
    assert [words(cell) for cell in names] == ["Variation", *ASSURANCE_WORDS.values()]
    assert {cell.scope for cell in names} == {"col"}
    found = rows(part)
    assert [words(cells[0]) for cells in found] == [
        "Improvement", "Common cause: little change", "Concern",
    ]  # fmt: skip
    assert {cells[0].scope for cells in found} == {"row"}
    labels = [[getattr(cell, "data-label") for cell in cells[1:]] for cells in found]
    assert labels == [list(ASSURANCE_WORDS.values())] * 3


def test_a_measure_is_linked_with_its_value_and_the_rule_that_it_met():
    improving, _, worsening = rows(of_plan("matrix"))
    met = improving[1]
    assert words(met.children[0]) == "1"
    assert links(met) == {"up": "/measure/up?area=E1&framework=plan&basis=month&breakdown=total"}
    (item,) = items(met)
    assert "70% in March 2023" in item
    assert "Above the upper control limit of " in item
    (icon,) = every(html.Img, met)
    assert icon.alt == ""
    assert words(worsening[1]) == "None"


def test_what_has_no_place_stands_apart_with_the_reason():
    part = of_plan("apart")
    (head,) = every(html.Thead, part)
    assert [words(cell) for cell in every(html.Th, head)] == list(UNCHARTED_COLUMNS)
    ((name, latest, why, trend),) = rows(part)
    assert (words(name), words(latest)) == ("short", "48% in March 2023")
    assert words(why) == "Fewer than 13 points: 3"
    assert "Worsened" in words(trend)
    assert "Down 4 points from 52% in February 2023" in words(trend)


def test_a_plan_without_an_earlier_report_says_so():
    assert "No earlier report is loaded." in words(of_plan("new"))


def test_what_is_new_is_told_by_kind_and_a_long_list_is_folded():
    names = [f"measure-{place}" for place in range(FIRST_NEWS + 2)]
    old = {name: february(70, 85) for name in names}
    fell = {name: [*points, month("2023-03", 60)] for name, points in old.items()}
    part = drawn(since(old, fell), "new")
    assert [words(head) for head in every(html.H3, part)] == [
        "Newly below target or above limit: 8", "Newly worsening: 8",
    ]  # fmt: skip
    assert len(items(next(every(html.Ul, part)))) == FIRST_NEWS
    assert words(next(every(html.Summary, part))) == "2 more"
    assert "Nothing to tell under: newly on target, newly improving" in words(part)


def test_a_report_that_says_what_the_one_before_said_is_told_as_nothing_new():
    old = {"rate": february(70, 85)}
    part = drawn(since(old, {"rate": [*old["rate"], month("2023-03", 86)]}), "new")
    assert "Nothing is new since the report of 19 March 2023." in words(part)


def test_first_figures_are_folded_away():
    part = drawn(since({}, {"rate": [month("2023-03", 86)]}), "new")
    (folded,) = every(html.Details, part)
    assert words(next(every(html.Summary, folded))) == "1 figure of what had none in that report"
    assert items(part) == items(folded)


def test_the_periods_of_a_series_that_was_revised_are_folded_under_it():
    old = {"rate": february(85, 86)}
    again = [month("2023-01", 84), month("2023-02", 83)]
    part = drawn(since(old, {"rate": [*old["rate"], *again]}), "new")
    folded = list(every(html.Details, part))[-1]
    assert words(next(every(html.Summary, folded))) == "2 periods revised"
    assert "Revised figures: 2" in words(part)
    assert items(folded) == [
        "February 2023: 86% → 83%, source: highlight-report",
        "January 2023: 85% → 84%, source: highlight-report",
    ]


def test_a_plan_without_charts_has_no_empty_matrix():
    built = overview([RATE], {}, {})
    part = drawn(build_signals(built), "matrix", built)
    assert list(every(html.Table, part)) == []
    assert "so the matrix is empty" in words(part)
    assert list(links(part).values()) == ["/download/signals.csv?area=E1&framework=plan"]
