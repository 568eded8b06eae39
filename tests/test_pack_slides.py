"""What every plan's slides and report hold: each number of the overview, each once named, no gaps."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.pack.blocks import (
    Columns,
    Facts,
    MeasureBars,
    MeasureCells,
    Picture,
    Report,
    Slide,
    StatusCounts,
    Table,
)
from dashboard.pack.model import StoredPack
from dashboard.pack.places.slide import MAIN_TABLE
from dashboard.pack.places.tables import height_below
from dashboard.pack.report import build_report
from dashboard.pack.serialise import parse, serialise
from dashboard.pack.slides.deck import build_slides
from dashboard.pack.slides.measure_items import measure_item
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.panels.verdict import has_figure, misses
from tests.builders.packs import (
    ACCOUNT,
    EXAMPLE,
    HARINGEY,
    OWNED,
    PLANS_OF_STORES,
    block_words,
    gather_pack,
    report_of,
    slides_of,
)

INSERTS: Final = ("profile", "future", "scenario")
# Of the main slides, then of those behind them.
MAIN: Final = (
    "cover", "where-we-stand", "account", "since", "off-target", "priority", "focus", *INSERTS,
    "actions", "remarks", "lessons-learnt", "next",
)  # fmt: skip
ORDER: Final = (
    "changed", "summary", "needed", "elsewhere", "exceptions", "questions", "working-well",
    "challenges", "mitigation", "lessons", "actions", "measures", "due", "measure", "next-steps", "recommendations", "figures",
    "definitions", "data-quality", "sources",
)  # fmt: skip
RAIL: Final = ["Now", "Target", "Limit", "Last year", "Baseline", "Change"]
FOOT: Final = ["Why", "What next", "Owner"]
MAIN_COUNTS: Final = {HARINGEY: 12, EXAMPLE: 14}
# Below this a slide says too little to be one.
LEAST_CHARACTERS: Final = 60
MOST_WORDS: Final = 40
# What a value that is missing looks like where nobody thought of it.
MISSING: Final = re.compile(r"\b(nan|None(?! of)|null|inf)\b|\(\)|  |\{|^, |; ;")
# Measures without a reference of the plan's own say so, and targets that are not set.
SAID: Final = ("None", "None set")


@pytest.fixture(params=[*PLANS_OF_STORES, ACCOUNT, OWNED], ids="-".join)
def plan(request: pytest.FixtureRequest) -> tuple[Engine, str]:
    name, store = request.param
    return request.getfixturevalue(store), name


@pytest.fixture
def stored(plan: tuple[Engine, str]) -> StoredPack:
    return gather_pack(*plan)


@pytest.fixture
def slides(plan: tuple[Engine, str]) -> tuple[Slide, ...]:
    return slides_of(*plan)


@pytest.fixture
def report(plan: tuple[Engine, str]) -> Report:
    return report_of(*plan)


def section_of(slide_id: str, order: Sequence[str]) -> str:
    return next(name for name in sorted(order, key=len, reverse=True) if slide_id.startswith(name))


def backups(slides: Sequence[Slide]) -> list[Slide]:
    return [slide for slide in slides if slide.is_backup]


def mains(slides: Sequence[Slide]) -> list[Slide]:
    return [slide for slide in slides if not slide.is_backup]


def tables(blocks: Sequence[object]) -> Iterator[Table]:
    return (block for block in blocks if isinstance(block, Table))


def all_words(made: Sequence[Slide] | Report) -> list[str]:
    if isinstance(made, Report):
        blocks = [made.facts, *(b for section in made.sections for b in section.blocks)]
        heads = [made.title, made.subtitle, *(section.heading for section in made.sections)]
    else:
        blocks = [block for slide in made for block in slide.blocks]
        heads = [w for s in made for w in (s.title, s.subtitle, s.source, s.part, *s.notes)]
    return [*heads, *(words for block in blocks for words in block_words(block))]


def test_slides_stand_in_their_fixed_order_each_with_a_name_of_its_own(slides: tuple[Slide, ...]):
    names = [slide.slide_id for slide in slides]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)
    for group, order in ((mains(slides), MAIN), (backups(slides), ORDER)):
        places = [order.index(section_of(slide.slide_id, order)) for slide in group]
        assert places == sorted(places)
    assert names[0] == "cover"
    count = len(mains(slides))
    assert [slide.label for slide in slides[:count]] == [str(at + 1) for at in range(count)]
    assert [s.label for s in slides[count:]] == [f"A{at + 1}" for at in range(len(slides) - count)]


def test_a_main_deck_has_at_most_fourteen_slides(
    plan: tuple[Engine, str], slides: tuple[Slide, ...]
):
    count = len([slide for slide in mains(slides) if slide.slide_id not in INSERTS])
    assert count <= 14
    assert count == MAIN_COUNTS.get(plan[1], count)


def test_a_measure_of_which_nothing_is_known_has_no_cell_but_a_name(
    stored: StoredPack, slides: tuple[Slide, ...]
):
    """A slide without any figure has a table of reasons instead."""
    cells = {slide.slide_id: slide.blocks for slide in slides if slide.layout == "cells"}
    for priority in stored.content.overview.priorities:
        for block in cells.get(f"priority-{priority.number}", ()):
            assert isinstance(block, MeasureCells)
            assert all(item.value for item in block.items)
            shown = {item.panel.measure.measure_id for item in block.items}
            others = [p for p in priority.panels if p.measure.measure_id not in shown]
            unknown = [item for item in map(measure_item, others) if not item.value]
            assert all(item.title in block.note for item in unknown), block.note
            more = len(others) - len(unknown)
            assert (f"{more} more in the backup" in block.note) == (more > 0)


def test_priorities_without_a_figure_share_one_slide_that_names_their_measures(
    stored: StoredPack, slides: tuple[Slide, ...]
):
    priorities = [each for each in stored.content.overview.priorities if each.panels]
    without = [each for each in priorities if not any(map(has_figure, each.panels))]
    if len(without) < 2:
        return
    (slide,) = (
        slide
        for slide in mains(slides)
        if slide.layout == MAIN_TABLE and "priority" in slide.slide_id
    )
    (table,) = tables(slide.blocks)
    for priority, (_, names) in zip(without, table.rows, strict=True):
        assert all(panel.measure.short_title in names.words for panel in priority.panels)


def test_every_main_slide_says_something_and_none_too_much(slides: tuple[Slide, ...]):
    for slide in mains(slides)[1:]:
        words = [slide.title, slide.subtitle, *(w for b in slide.blocks for w in block_words(b))]
        assert len(" ".join(words)) >= LEAST_CHARACTERS, slide.slide_id
        if slide.slide_id not in ("remarks", "next"):
            assert len(f"{slide.title} {slide.subtitle}".split()) <= MOST_WORDS, slide.slide_id


def test_what_leads_to_the_backup_leads_to_a_slide_there(slides: tuple[Slide, ...]):
    names = {slide.slide_id for slide in backups(slides)}
    leads = {slide.backup for slide in mains(slides)}
    for block in (block for slide in mains(slides) for block in slide.blocks):
        if isinstance(block, MeasureBars | MeasureCells):
            leads |= {item.backup for item in block.items}
        if isinstance(block, Columns):
            leads |= {item.backup for column in block.columns for item in column.items}
    assert leads - {""} <= names
    assert len(leads) > 2


def test_nothing_is_called_not_recorded(slides: tuple[Slide, ...], report: Report):
    for made in (slides, report):
        assert not [words for words in all_words(made) if "not recorded" in words.lower()]


def test_the_second_slide_counts_every_measure_once(stored: StoredPack, slides: tuple[Slide, ...]):
    panels = unique_panels(stored.content.overview.priorities)
    counts, table, *_ = slides[1].blocks
    assert isinstance(counts, StatusCounts)
    assert isinstance(table, Table)
    assert sum(count.now for count in counts.counts) == len(panels)
    assert len(table.rows) == len(stored.content.overview.priorities)


def test_the_furthest_off_comes_first_and_each_missed_measure_is_there(
    stored: StoredPack, slides: tuple[Slide, ...]
):
    missed = [
        panel.measure.measure_id
        for panel in unique_panels(stored.content.overview.priorities)
        if panel.status.code == "missed"
    ]
    bars = [b for slide in mains(slides) for b in slide.blocks if isinstance(b, MeasureBars)]
    items = [item for block in bars for item in block.items]
    assert len(items) == min(len(missed), 16)
    assert {item.panel.measure.measure_id for item in items} <= set(missed)
    gaps = [max(miss for miss, _ in misses(item.panel)) for item in items]
    assert gaps == sorted(gaps, reverse=True)


def test_a_pair_that_fired_is_the_headline_of_its_priority(filled_engine: Engine):
    slides = {s.slide_id: s for s in slides_of(filled_engine, HARINGEY)}
    assert slides["priority-1"].title == "Faster, but quality fell"
    assert slides["off-target"].title == "8 measures are below target; 4 of them got worse"
    assert slides["actions"].title == "16 of 26 actions are done; 4 are late"
    assert slides["where-we-stand"].title == "5 measures on target, 8 below"


def test_each_measure_has_a_slide_in_the_order_of_the_plan(
    stored: StoredPack, slides: tuple[Slide, ...]
):
    panels = unique_panels(stored.content.overview.priorities)
    drawn = [slide for slide in backups(slides) if slide.layout == "measure"]
    assert [s.measure_id for s in drawn] == [panel.measure.measure_id for panel in panels]
    for slide, panel in zip(drawn, panels, strict=True):
        picture, rail, *foot = slide.blocks
        assert isinstance(picture, Picture)
        assert isinstance(rail, Facts)
        assert slide.title == panel.lead.title
        assert len(slide.title.split()) <= 10
        assert [name for name in RAIL if name in {fact.name for fact in rail.facts}] == [
            fact.name for fact in rail.facts
        ]
        assert rail.facts[0].words == panel.lead.value_words
        for block in foot:
            assert isinstance(block, Facts)
            assert {fact.name for fact in block.facts} <= set(FOOT)
            assert all(fact.words for fact in block.facts)
        assert slide.notes[0] == panel.lead.headline
        assert panel.measure.definition in slide.notes
        assert panel.measure.measure_id in slide.references


def test_the_headline_is_told_above_the_chart_beside_it_or_on_the_next_slide(
    stored: StoredPack, slides: tuple[Slide, ...]
):
    after = {one.slide_id: other for one, other in pairwise(backups(slides))}
    for panel in unique_panels(stored.content.overview.priorities):
        name = f"measure-{panel.measure.measure_id}"
        slide = next(one for one in slides if one.slide_id == name)
        cut = panel.lead.headline.removeprefix(slide.subtitle).strip()
        chosen = panel.lead.trend.chosen
        told_beside = " ".join(words for block in slide.blocks[1:] for words in block_words(block))
        if cut and chosen:
            assert chosen.since in told_beside
        elif cut and panel.lead.trend.sentence:
            assert panel.lead.trend.sentence.partition(": ")[2].rstrip(".") in told_beside
        elif cut:
            words = [w for block in after[name].blocks for w in block_words(block)]
            assert panel.lead.headline in " ".join(words)


def test_every_number_of_the_overview_stands_on_a_slide_and_in_the_report(
    stored: StoredPack, slides: tuple[Slide, ...], report: Report
):
    for panel in unique_panels(stored.content.overview.priorities):
        mine = [s for s in slides if s.measure_id == panel.measure.measure_id]
        on_slides = {w for s in mine for b in s.blocks for w in block_words(b)}
        on_slides |= {part for words in on_slides for part in words.split(" · ")}
        section = f"measure-{panel.measure.measure_id}"
        blocks = next(s.blocks for s in report.sections if s.section_id == section)
        in_report = {c.words for table in tables(blocks) for row in table.rows for c in row}
        for series in row_series(panel):
            assert series.value_words in on_slides
            is_provisional = bool(series.latest and series.latest.is_provisional)
            word = f"{series.status.word}, provisional" if is_provisional else series.status.word
            assert word in on_slides
            assert series.trend.word in on_slides
            if series.latest and series.latest.period_end:
                assert series.value_words in in_report


def test_nothing_says_that_it_is_missing_in_a_word_of_the_machine(
    slides: tuple[Slide, ...], report: Report
):
    for made in (slides, report):
        for words in all_words(made):
            for part in words.split(" · "):
                if part not in SAID:
                    assert not MISSING.search(part), words


def test_every_table_counts_its_parts_and_every_row_has_its_cells(
    slides: tuple[Slide, ...], report: Report
):
    parts = Counter(t.table_id for slide in slides for t in tables(slide.blocks))
    for slide in slides:
        for table in tables(slide.blocks):
            assert table.parts == parts[table.table_id]
            assert table.rows
    on_paper = [t for section in report.sections for t in tables(section.blocks)]
    assert len({t.table_id for t in on_paper}) == len(on_paper)
    for table in (*on_paper, *(t for slide in slides for t in tables(slide.blocks))):
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert all(row[0].text for row in table.rows)
        assert table.caption


def test_the_head_and_foot_of_every_slide_leave_room_for_what_it_holds(slides: tuple[Slide, ...]):
    for slide in slides:
        assert height_below(slide.title, slide.subtitle, slide.source) > 300, slide.slide_id


def test_the_sections_of_the_report_are_those_of_the_highlight_report(
    stored: StoredPack, report: Report
):
    names = [section.section_id for section in report.sections]
    assert len(set(names)) == len(names)
    body = [one.section_id for one in report.sections if not one.is_appendix]
    asked = [
        "meeting-before", "summary", "account", "changed", "off-target", "measures", "profile",
        "future", "scenario", "actions", "working-well", "challenges", "mitigation", "lessons",
        "next-steps", "recommendations", "questions", "needed", "elsewhere", "due", "exceptions",
    ]  # fmt: skip
    assert body == [name for name in asked if name in body]
    assert {"summary", "measures"} <= set(body)
    assert {"definitions", "data-quality", "sources"} <= set(names)
    facts = {fact.name: fact.words for fact in report.facts.facts}
    assert facts["Version"] == "1, draft"
    assert facts["Hash"] == stored.sha256[:12]
    assert "first 12 characters" in {fact.detail.partition(", ")[2] for fact in report.facts.facts}
    assert facts["Made by"] == "Ann Example"


def test_a_thawed_pack_gives_the_same_slides_and_report(filled_engine: Engine):
    stored = gather_pack(filled_engine, HARINGEY)
    again = StoredPack(
        stored.pack_id, stored.area_code, stored.framework_id, stored.as_of, stored.version,
        stored.previous_id, stored.sha256, stored.steps, pack=parse(serialise(stored.content)),
    )  # fmt: skip
    assert build_slides(again) == slides_of(filled_engine, HARINGEY)
    assert build_report(again) == report_of(filled_engine, HARINGEY)


def test_what_is_made_up_is_called_synthetic_on_the_cover_and_in_the_report(filled_engine: Engine):
    cover = slides_of(filled_engine, EXAMPLE)[0]
    assert any("synthetic" in words.lower() for b in cover.blocks for words in block_words(b))
    assert any(
        "synthetic" in fact.words.lower() for fact in report_of(filled_engine, EXAMPLE).facts.facts
    )
    real = slides_of(filled_engine, HARINGEY)[0]
    assert not any("synthetic" in words.lower() for b in real.blocks for words in block_words(b))


def test_what_nobody_recorded_is_left_out(filled_engine: Engine):
    slides = {s.slide_id: s for s in slides_of(filled_engine, HARINGEY)}
    assert len(slides["measure-ehcp-voice"].blocks) == 2
    _, rail = slides["measure-autism-wait"].blocks[:2]
    assert isinstance(rail, Facts)
    assert "Last year" not in [fact.name for fact in rail.facts]


def test_a_printed_arrow_that_differs_is_told_beside_the_figures_and_in_the_notes(
    filled_engine: Engine,
):
    slides = {s.slide_id: s for s in slides_of(filled_engine, HARINGEY)}
    slide = slides["measure-ehcp-advice-quality"]
    rail = slide.blocks[1]
    assert isinstance(rail, Facts)
    change = rail.facts[-1]
    assert (change.words, change.detail) == (
        "Down 4 points",
        "from 83% in January 2022; the report printed “up”",
    )
    assert "The report printed an “up” arrow; the figures go down." in slide.notes
