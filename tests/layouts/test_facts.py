"""The head and the facts of a measure's card: what a figure is of, and what is still open."""

from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.cases.model import Backlog, NamedCount
from dashboard.model.points import CASES, PUBLISHED
from dashboard.model.selection import Selection
from dashboard.pack.blocks_from_series import figure_facts
from dashboard.panels.export import copied_words
from dashboard.text.format import target_noun
from layouts.charts.spec.plot import build_plot
from layouts.measure.card import measure_card
from layouts.measure.context import MeasureContext
from layouts.measure.facts import build_facts
from layouts.sections.findings import finding
from layouts.ui.static_html import html_text
from tests.builders import panels as samples

ON: Final = date(2026, 10, 31)


def card(unit: str, of: float = 49.0, origin: str = PUBLISHED) -> str:
    point = samples.month("2023-03", 30, numerator=1470.0, denominator=of)
    series = samples.series((replace(point, origin=origin),))
    measure = replace(samples.PLANS_ON_TIME, measure_id="ehcp-20-weeks", unit=unit)
    panel = replace(samples.ON_TIME, measure=measure)
    context = MeasureContext((), (), (), {})
    return html_text(measure_card(panel, series, context, Selection(page="measure")))


def test_a_share_names_both_its_numbers_and_a_mean_its_cases_alone() -> None:
    assert ">1,470 of 49<" in card("percent")
    assert ">1,470 of 49 plans<" in card("percent", origin=CASES)
    assert "1,470" not in card("weeks")
    assert ">49<" in card("weeks")


def test_months_to_clear_a_list_name_the_mean_of_completions_rounded() -> None:
    assert ">38.3 completed a month<" in card("months", 115 / 3)
    assert ">49 completed a month<" in card("months")


def test_a_target_that_is_not_to_be_exceeded_is_called_a_limit_wherever_it_is_named() -> None:
    goal = samples.target(40, operator="<=", due_on=samples.DUE)
    waits = replace(samples.WAITS, targets=(goal,), target_words="40 weeks, due 30 April 2023")
    panel = samples.panel(samples.AUTISM_WAIT, waits)
    assert build_facts(panel, waits, None)[0].label == "Limit"
    assert [fact.name for fact in figure_facts(panel, waits)][1] == "Limit"
    assert ">Limit<" in html_text(finding(panel.measure, waits))
    assert copied_words(panel, waits).splitlines()[2] == "Limit: 40 weeks, due 30 April 2023"
    (step,) = build_plot(panel, waits, benchmarks=False).targets
    assert step.words[0] == "Limit 40 weeks"


def test_a_range_and_what_is_to_be_reached_are_called_a_target() -> None:
    limit, reached = (samples.target(40, operator=operator) for operator in ("<=", ">="))
    assert target_noun("lower", limit) == target_noun("higher", limit) == "limit"
    assert target_noun("lower", replace(limit, value_high=50)) == "target"
    assert target_noun("lower", reached) == target_noun("lower", limit, reached) == "target"
    assert target_noun("lower") == "target"


def test_no_pace_is_needed_for_a_target_that_the_figure_cannot_be_compared_with() -> None:
    reason = "The target is for a month, the figure for a quarter."
    status = replace(samples.IN_MONTH.status, code="not_comparable", reason=reason)
    facts = build_facts(samples.ON_TIME, replace(samples.IN_MONTH, status=status), None)
    needed = next(fact for fact in facts if fact.label == "Pace needed")
    assert (needed.value, needed.words) == ("Can’t say", reason)


def test_what_is_still_open_reads_as_a_phrase_with_its_unit() -> None:
    waiting = NamedCount("Waiting", 391)
    longer = NamedCount("Half have waited longer than", 21, unit="weeks")
    late = NamedCount("Open past 20 weeks", 9)

    def still_open(*counts: NamedCount) -> str:
        backlog = Backlog(ON, "", counts)
        facts = build_facts(samples.ON_TIME, samples.IN_MONTH, backlog)
        return next(fact.value for fact in facts if fact.label == "Still open")

    assert still_open(waiting, longer) == "391; half have waited longer than 21 weeks"
    assert still_open(waiting, late) == "391; 9 open past 20 weeks"
