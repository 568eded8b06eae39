"""Main slides where an agenda is of another release, much was asked before, or a figure is missing."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.model.meeting import Question
from dashboard.pack.agenda import AS_BUILT, Agenda, agenda_mark
from dashboard.pack.blocks import Columns, Facts, MeasureBars, MeasureCells, Picture, Points, Table
from dashboard.pack.blocks_from_series import brief_target_cell, target_cell
from dashboard.pack.model import Since, StoredPack
from dashboard.pack.slides.chosen import HIDE, moved, slide_choice
from dashboard.pack.slides.deck import build_slides
from dashboard.panels.panel import row_series
from dashboard.panels.verdict import has_figure
from dashboard.text.format import within_sentence
from tests.builders.packs import (
    EXAMPLE,
    HARINGEY,
    PLANS_OF_STORES,
    STATEMENT,
    asked_pack,
    gather_pack,
)

FEBRUARY: Final = date(2023, 2, 28)


def with_questions(stored: StoredPack, count: int) -> StoredPack:
    """Give a pack whose meeting before asked so many questions."""
    since = Since("before", FEBRUARY, 1, "Since the pack before.", (), {}, {})
    questions = tuple(
        Question(f"q-{n}", "", "before", "cover", FEBRUARY, "Cllr Example", f"Question {n}: " + "why " * 40)
        for n in range(count)
    )  # fmt: skip
    return replace(stored, pack=replace(stored.content, since=since, questions=questions))


def test_all_that_the_meeting_before_asked_stands_in_the_backup(filled_engine: Engine):
    slides = {
        s.slide_id: s
        for s in build_slides(with_questions(gather_pack(filled_engine, HARINGEY), 30))
    }
    main = slides["meeting-before"]
    (columns,) = main.blocks
    assert isinstance(columns, Columns)
    *shown, more = columns.columns[0].items
    assert more.words == f"and {30 - len(shown)} more"
    assert {item.backup for item in (*shown, more)} == {"before-questions"}
    assert slides["before-questions"].is_backup
    asked = [
        item.words
        for slide in slides.values()
        if slide.slide_id.startswith("before-questions")
        for block in slide.blocks
        if isinstance(block, Points)
        for item in block.items
    ]
    assert [words.split(":")[0] for words in asked] == [f"Question {n}" for n in range(30)]
    assert all(words.count("why") == 40 for words in asked)


def test_chosen_slides_that_are_no_longer_made_are_left_out_and_named(filled_engine: Engine):
    stored = gather_pack(filled_engine, HARINGEY)
    chosen = Agenda(
        ("off-target", "weather", "focus-of-nothing", "actions"), (("weather", "A note"),)
    )
    stored = replace(stored, agenda=chosen)
    cover, *main = [s for s in build_slides(stored) if not s.is_backup]
    assert [slide.slide_id for slide in main] == ["off-target", "actions"]
    assert "left out: weather and focus-of-nothing." in cover.notes[0]
    assert slide_choice(stored).gone == ("weather", "focus-of-nothing")
    assert moved(stored, HIDE, "actions").slides == ("off-target",)


def test_only_what_was_chosen_has_a_mark():
    one, other = Agenda(("summary",)), Agenda(("actions",))
    assert agenda_mark(AS_BUILT) == ""
    assert (
        len({agenda_mark(one), agenda_mark(other), agenda_mark(replace(one, notes=(("a", "b"),)))})
        == 3
    )


@pytest.mark.parametrize("stored", PLANS_OF_STORES, ids="-".join, indirect=True)
def test_a_cell_says_once_why_it_has_no_figure(stored: StoredPack):
    for slide in build_slides(stored):
        for block in slide.blocks:
            for item in block.items if isinstance(block, MeasureBars | MeasureCells) else ():
                assert item.value != item.status.word


@pytest.fixture
def stored(request: pytest.FixtureRequest) -> StoredPack:
    return asked_pack(request)


def test_targets_that_judge_nothing_are_counted_on_a_slide_of_a_priority(filled_engine: Engine):
    stored = gather_pack(filled_engine, HARINGEY)
    panel = stored.content.panels["autism-wait"]
    (series,) = [s for s in row_series(panel) if len(s.shown_targets) > 1]
    assert target_cell(panel, series).words.count("due") == 2
    cell = brief_target_cell(panel, series)
    assert (cell.words, cell.detail) == ("2 targets", "first due 30 April 2023")
    unanswered = replace(series, open_targets=("10 points above England",))
    assert brief_target_cell(panel, unanswered).words == "3 targets"
    tables = [b for s in build_slides(stored) for b in s.blocks if isinstance(b, Table)]
    words = {
        kind: {
            c.words for t in tables if t.table_id.startswith(kind) for row in t.rows for c in row
        }
        for kind in ("measures-", "parts-")
    }
    assert "2 targets" in words["measures-"]
    assert target_cell(panel, series).words in words["parts-"]


def test_what_was_chosen_of_priorities_goes_to_the_slides_that_they_have_now(filled_engine: Engine):
    shared = ("priority-2-3", "off-target", "priority-3")
    alone = Agenda(shared, (("priority-2-3", "Both."), ("priority-3", "Ask why.")))
    choice = slide_choice(replace(gather_pack(filled_engine, HARINGEY), agenda=alone))
    assert [slide.slide_id for slide in choice.shown] == ["priority-2", "priority-3", "off-target"]
    assert choice.notes == {"priority-2": "Both.", "priority-3": "Both. Ask why."}
    assert "priority-1" in [slide.slide_id for slide in choice.hidden]
    assert choice.gone == ()


def test_two_slides_chosen_of_priorities_that_share_one_now_are_that_one(filled_engine: Engine):
    stored = gather_pack(filled_engine, HARINGEY)
    overview = stored.content.overview
    many = [replace(each, number=at) for at, each in enumerate(overview.priorities * 3, start=1)]
    pack = replace(stored.content, overview=replace(overview, priorities=tuple(many)))
    chosen = ("priority-1", "where-we-stand", "priority-2")
    agenda = Agenda(chosen, (("priority-1", "One."), ("priority-2", "Two.")))
    choice = slide_choice(replace(stored, pack=pack, agenda=agenda))
    assert [slide.slide_id for slide in choice.shown] == ["priority-1-2", "where-we-stand"]
    assert choice.notes == {"priority-1-2": "One. Two."}


def test_the_only_figure_of_a_priority_is_drawn_large_beside_its_facts(filled_engine: Engine):
    stored = gather_pack(filled_engine, STATEMENT)
    slides = {slide.slide_id: slide for slide in build_slides(stored)}
    alone = slides["priority-2"]
    picture, rail, foot = alone.blocks
    assert isinstance(picture, Picture)
    assert isinstance(rail, Facts)
    assert isinstance(foot, Facts)
    assert alone.title == picture.panel.lead.title
    assert rail.facts[0].words == picture.panel.lead.value_words
    priority = stored.content.overview.priorities[1]
    assert alone.subtitle.startswith(f"2 {priority.title}. ")
    others = [panel.measure.short_title for panel in priority.panels if not has_figure(panel)]
    assert others
    assert all(title in foot.facts[-1].words for title in others)
    # It has no second slide in focus.
    assert f"focus-{alone.measure_id}" not in slides


def test_a_figure_beside_measures_that_are_not_due_is_drawn_large_too(filled_engine: Engine):
    slides = {slide.slide_id: slide for slide in build_slides(gather_pack(filled_engine, HARINGEY))}
    alone = slides["priority-2"]
    picture, _, foot = alone.blocks
    assert isinstance(picture, Picture)
    assert isinstance(foot, Facts)
    assert alone.subtitle.endswith(" None of 3 measures can be judged yet.")
    assert [fact.name for fact in foot.facts] == ["Why", "What next", "Without a figure"]
    assert foot.facts[-1].words == (
        "Not due: Families informed after autism referral; Families supported during autism wait"
    )


def test_the_measure_that_is_called_furthest_off_stands_first_on_its_slide(filled_engine: Engine):
    slides = {slide.slide_id: slide for slide in build_slides(gather_pack(filled_engine, HARINGEY))}
    (cells,) = slides["priority-3"].blocks
    assert isinstance(cells, MeasureCells)
    worst = cells.items[0].panel.measure.short_title
    assert slides["priority-3"].title == f"1 of 6 on target; worst: {within_sentence(worst)}"


def test_the_second_slide_of_what_is_off_target_says_so_beside_its_title(filled_engine: Engine):
    slides = {slide.slide_id: slide for slide in build_slides(gather_pack(filled_engine, EXAMPLE))}
    first, second = slides["off-target"], slides["off-target-2"]
    assert first.title == second.title
    assert (first.part, second.part) == ("Off target, 1 of 2", "Off target, 2 of 2")
