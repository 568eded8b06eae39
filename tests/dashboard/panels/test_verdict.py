"""The verdict of a plan: counts that add up to all of its measures, and what is furthest off."""

import re
from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.panels.overview import unique_panels
from dashboard.panels.verdict import NO_TARGETS, age_words, build_verdict
from data.queries.panels import load_overview
from data.queries.snapshot import load_catalogue, open_snapshot
from tests.builders import panels as samples
from tests.stores import current_day, read_at_once

TODAY = date(2026, 11, 28)


def plan_of(*codes: str):
    words = {"met": "On target", "close": "Close", "missed": "Below target"}
    statuses = [samples.Status(code, words.get(code, code), "") for code in codes]
    return [
        samples.panel(samples.PLANS_ON_TIME, samples.IN_MONTH, status=status) for status in statuses
    ]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["met"], "1 measure is on target"),
        (["met", "met"], "All 2 measures are on target"),
        (["met", "missed", "missed"], "1 measure is on target and 2 below"),
        (["missed"], "No measure is on target and 1 is below"),
        (["met", "met", "close", "missed"], "2 measures are on target, 1 close and 1 below"),
        (["met", "no_target"], "1 measure is on target; 1 has no target"),
        (["met", "missed", "not_due", "no_target"],
            "1 measure is on target and 1 below; 2 can’t be judged yet"),
        (["not_due"], "No measure can be judged yet; 1 of 1 measure has a figure"),
    ],
)  # fmt: skip
def test_the_first_sentence_counts_every_measure(codes: list[str], words: str) -> None:
    assert build_verdict(plan_of(*codes)).counts == words


def test_the_counts_of_every_shipped_plan_add_up_to_all_of_its_measures(
    filled_engine: Engine,
) -> None:
    # Figures worked out from cases became known when the cases were loaded, for the test.
    today = current_day()
    choices = read_at_once(load_catalogue, filled_engine)
    for plan in choices.catalogue.frameworks.values():
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        with open_snapshot(filled_engine, today, chosen, shows_small=False) as snapshot:
            overview = load_overview(snapshot)
        panels = unique_panels(overview.priorities)
        verdict = build_verdict(panels)
        assert overview.headline == verdict.words
        numbers = [int(number) for number in re.findall(r"\d+", verdict.counts)]
        is_judged = any(panel.status.code in ("met", "close", "missed") for panel in panels)
        assert len(panels) == (sum(numbers) if is_judged else numbers[-1]), plan.framework_id
        assert is_judged or verdict.counts.startswith(NO_TARGETS)


def test_haringeys_verdict(filled_engine: Engine) -> None:
    chosen = Selection(area="E09000014", framework="ha-wsoa-2021")
    with open_snapshot(filled_engine, TODAY, chosen, shows_small=False) as snapshot:
        assert load_overview(snapshot).headline == (
            "5 measures are on target and 8 below; 5 can’t be judged yet. Since the baseline 8 "
            "improved and 4 worsened. Furthest off: More options into employment, education and "
            "training, 25% against a target of 100%."
        )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 4, 19), "3 years 7 months"),
        (date(2025, 11, 28), "1 year"),
        (date(2026, 5, 29), "5 months"),
        (date(2026, 10, 1), ""),
    ],
)
def test_the_age_of_a_report_is_named_where_it_matters(day: date, words: str) -> None:
    assert age_words(day, TODAY) == words
