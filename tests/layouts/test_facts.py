"""The head and the facts of a measure's card: what a figure is of, and what is still open."""

from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.cases.model import Backlog, NamedCount
from dashboard.model.points import CASES, PUBLISHED
from dashboard.model.selection import Selection
from layouts.measure.card import measure_card
from layouts.measure.context import MeasureContext
from layouts.measure.facts import build_facts
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
