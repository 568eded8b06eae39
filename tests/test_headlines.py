"""One number in headline, alternative text, cursor and table, for every series of every plan; no causes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape

import pytest
from dash import html
from dash.development.base_component import Component
from sqlalchemy import Engine

from dashboard.model.panel import Overview, Panel, Point, Series
from dashboard.model.selection import Selection
from dashboard.panels.overview import unique_panels
from data.queries.panels import load_overview, load_panel
from data.queries.snapshot import load_catalogue
from layouts.charts.spec.projection import alt_with_projection
from layouts.measure.card import measure_card
from layouts.measure.context import MeasureContext
from layouts.measure.numbers import numbers_part
from layouts.pages.measure import measure_series
from layouts.ui.live import split_region
from layouts.ui.static_html import html_text
from tests.builders.packs import DAYS, EXAMPLE, PLANS_OF_STORES
from tests.stores import read_as_page, read_at_once

TODAY = date(2026, 11, 22)
LONGEST_ALT = 220
# Words that would say why a number is what it is, which no figure can tell.
CAUSES = re.compile(
    r"\b(because|due to|owing to|thanks to|as a result|result(?:ed|ing|s)? (?:of|in|from)|"
    r"caused?|causing|led to|leads? to|leading to|driven by|drove|attribut\w+|"
    r"explain(?:s|ed)|reflect(?:s|ed|ing)|following|after the|stem\w* from|"
    r"contribut\w+|helped|thus|therefore|hence|why)\b",
    re.IGNORECASE,
)
# Said of two measures that moved together, so that nobody takes one for the cause.
NO_CAUSE = "That they moved together does not say that one caused the other."
# The made-up borough has three hundred series: those that speak for their measure stand for the
# rest, and one in so many of its charts is drawn.
ONE_IN = 6
# What is said only where a rule of the control chart fired.
RULES = re.compile(r"in a row|two of three|(?:upper|lower) control limit")


@dataclass(frozen=True)
class Drawn:
    """A series of a plan with its panel."""

    panel: Panel
    series: Series

    @property
    def name(self) -> str:
        one = self.series
        parts = (self.panel.measure.measure_id, one.breakdown, one.basis, one.statistic, one.origin)
        return " ".join(filter(None, parts))

    @cached_property
    def rows(self) -> list[list[str]]:
        """The cells of each row of its tables of numbers."""
        parts = numbers_part(self.panel, self.series, None, Selection(page="measure"))
        return [
            [text(cell) for cell in within(row) if isinstance(cell, (html.Td, html.Th))]
            for row in within(parts)
            if isinstance(row, html.Tr)
        ]

    @property
    def latest(self) -> Point | None:
        """The latest point, if it has a number."""
        return self.series.latest if self.series.latest and self.series.latest.has_number else None


@pytest.fixture(scope="module", params=PLANS_OF_STORES, ids="-".join)
def plan(request: pytest.FixtureRequest) -> tuple[str, Engine]:
    name, store = request.param
    return name, request.getfixturevalue(store)


@pytest.fixture(scope="module")
def overview(plan: tuple[str, Engine]) -> Overview:
    """Every measure of a plan, as the first screen has it."""
    name, engine = plan
    return read_as_page(load_overview, engine, Selection(framework=name), TODAY)


@pytest.fixture(scope="module")
def drawn(overview: Overview, plan: tuple[str, Engine]) -> list[Drawn]:
    """Every series of every measure of a plan, as its own page has it; of the made-up, those counted."""
    name, engine = plan
    found = [
        read_as_page(load_panel, engine, Selection(framework=name, measure=measure), TODAY)
        for measure in (one.measure.measure_id for one in unique_panels(overview.priorities))
    ]
    assert found
    return [
        Drawn(panel, series)
        for panel in found
        for series in panel.series
        if series.is_counted or series is panel.lead or name != EXAMPLE
    ]


def within(tree: object) -> Iterator[Component]:
    """Walk a tree of components."""
    if isinstance(tree, Component):
        yield tree
        yield from within(getattr(tree, "children", None))
    elif isinstance(tree, (list, tuple)):
        for child in tree:
            yield from within(child)


def text(tree: object) -> str:
    """Give all that a tree says."""
    if isinstance(tree, Component):
        return text(getattr(tree, "children", None))
    if isinstance(tree, (list, tuple)):
        return "".join(map(text, tree))
    return "" if tree is None else str(tree)


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", words))


def test_all_plans_that_are_shipped_are_looked_at(filled_engine: Engine):
    assert sorted(read_at_once(load_catalogue, filled_engine).catalogue.frameworks) == sorted(DAYS)


def test_the_latest_number_is_one_in_headline_title_alt_cursor_and_table(drawn: list[Drawn]):
    for one in drawn:
        if one.latest is None:
            continue
        series, value = one.series, one.series.value_words
        first = series.headline
        assert f": {value} " in first or f": {value}." in first, one.name
        assert value in series.title, one.name
        assert value in alt_with_projection(series), one.name
        assert value in series.cursor[series.points.index(one.latest)], one.name
        period = series.period_words.lower()
        assert [row[1] for row in one.rows if row[0].lower() == period] == [value], one.name


def test_the_headline_names_the_period_of_its_number(drawn: list[Drawn]):
    for one in drawn:
        if one.latest is not None:
            assert one.series.period_words.lower() in one.series.headline.lower(), one.name


def test_the_alt_text_is_the_start_of_the_headline_and_short(drawn: list[Drawn]):
    for one in drawn:
        assert len(alt_with_projection(one.series)) <= LONGEST_ALT, one.name
        assert one.series.headline.startswith(one.series.alt.removesuffix("…")), one.name


def test_the_gap_and_the_target_in_the_headline_are_those_of_the_status(drawn: list[Drawn]):
    for one in drawn:
        status = one.series.status
        if status.gap_words:
            assert status.gap_words[1:] in one.series.headline, one.name
            assert status.target is not None
            assert numbers(one.series.target_words) & numbers(status.gap_words), one.name


def test_a_number_in_the_headline_stands_in_the_table_or_in_what_the_table_gives(
    drawn: list[Drawn],
):
    """Beside value, gap, change and limits there is no other number in a headline."""
    for one in drawn:
        series, chosen = one.series, one.series.trend.chosen
        told = numbers(" ".join(cell for row in one.rows for cell in row))
        told |= numbers(one.panel.measure.title)
        told |= numbers(series.status.gap_words) | numbers(series.status.reason)
        told |= numbers(series.trend.sentence) | numbers(series.trend.reason)
        told |= numbers(chosen.words) if chosen else set()
        told |= numbers(series.label) | numbers(series.title)
        assert numbers(series.headline) <= told, (one.name, series.headline)


def test_the_card_shows_the_sentences_of_its_series(drawn: list[Drawn]):
    context = MeasureContext(crumbs=[], actions=[], commentary=[], titles={})
    leads = [one for one in drawn if one.series is one.panel.lead and one.series.points]
    is_long = leads and leads[0].panel.framework.framework_id == EXAMPLE
    for one in leads[:: ONE_IN if is_long else 1]:
        chosen = Selection(page="measure", measure=one.panel.measure.measure_id)
        card = measure_card(one.panel, one.series, context, chosen)
        parts = list(within(card))
        alts = [getattr(part, "aria-label") for part in parts if getattr(part, "role", "") == "img"]
        assert alts == [alt_with_projection(one.series)], one.name
        assert getattr(card, "aria-label") == one.series.title
        (words,) = (p for p in parts if getattr(p, "className", "") == "card-sentence")
        reason = one.series.status.reason
        if one.series.status.code == "no_target" and not one.series.targets:
            # The tag says so.
            reason = ""
        sentence = one.series.written.sentence if one.series.written else reason
        assert sentence in text(words), one.name
        assert "No target is set." not in text(words), one.name


def test_the_overview_tells_the_number_that_the_measures_own_page_tells(
    overview: Overview, drawn: list[Drawn]
):
    pages = {one.panel.measure.measure_id: one.panel for one in drawn}
    for panel in unique_panels(overview.priorities):
        page = pages[panel.measure.measure_id]
        assert panel.lead.headline == page.lead.headline, panel.measure.measure_id
        assert (panel.lead.value_words, panel.status) == (page.lead.value_words, page.status)


def test_the_measures_page_says_the_headline(overview: Overview, drawn: list[Drawn]):
    beside = MeasureContext(crumbs=[], actions=[], commentary=[], titles={})
    for one in drawn:
        if one.series is one.panel.lead and one.series.points and not overview.area.is_synthetic:
            chosen = Selection(page="measure", measure=one.panel.measure.measure_id)
            children, _ = split_region(measure_series(one.panel, one.series, beside, chosen))
            page = "".join(map(html_text, children))
            assert escape(one.series.headline) in page, one.name


def sentences(one: Drawn) -> Iterator[str]:
    """Give every sentence that is made of a series, without the words of catalogue and sources."""
    series, trend = one.series, one.series.trend
    made = [series.title, series.headline, series.alt, *series.cursor, series.status.reason]
    made += [trend.reason, trend.sentence, series.printed_arrow_note, *one.panel.pair_words]
    made += [compared.words for compared in trend.comparisons]
    if series.pace:
        pace = series.pace
        made += [pace.pace_words, pace.forecast_words, pace.reached_words, pace.needed_words]
        made += [pace.cases_words, pace.tested_words]
    titles = {one.panel.measure.title, one.panel.measure.short_title}
    titles |= {partner.title for partner in one.panel.partners}
    titles |= {event.title for event in one.panel.events}
    for words in filter(None, made):
        yield _without(words.replace(NO_CAUSE, ""), titles)


def _without(words: str, titles: set[str]) -> str:
    for title in sorted(titles, key=len, reverse=True):
        words = re.sub(re.escape(title), "…", words, flags=re.IGNORECASE)
    return words


def test_no_sentence_names_a_cause(overview: Overview, drawn: list[Drawn]):
    said = [words for one in drawn for words in sentences(one)]
    said += [overview.headline, *(change.words for change in overview.changes)]
    assert said
    assert [words for words in said if CAUSES.search(words)] == []


def test_a_run_is_told_only_where_a_rule_of_the_chart_fired(drawn: list[Drawn]):
    for one in drawn:
        series, trend = one.series, one.series.trend
        if not RULES.search(series.headline):
            continue
        assert trend.method == "control_chart", one.name
        assert series.chart is not None
        assert series.chart.analysis.point_type not in ("", "common_cause"), one.name


def test_improved_and_worsened_are_said_only_where_the_trend_says_so(drawn: list[Drawn]):
    for one in drawn:
        for word, code in (("improv", "improved"), ("worse", "worsened")):
            told = _without(one.series.headline, {one.panel.measure.title})
            assert (word in told.lower()) == (one.series.trend.judgement == code and one.latest is not None), (
                one.name, told,
            )  # fmt: skip
