"""The log of a committee in the store: asked, answered, closed, undone; as known on a day; numbered."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.meeting import Question, Recommendation
from dashboard.model.selection import Selection
from dashboard.records.scrutiny import entry_token
from data.loading.history import extract_history, undo_delivery
from data.loading.load import FileReport, load_files
from data.meetings.packs import load_pack, make_pack
from data.meetings.scrutiny import (
    EditConflictError,
    UnknownEntryError,
    change_question,
    change_recommendation,
    load_meeting_log,
    load_shown_log,
    write_question,
    write_recommendation,
)
from data.store.tables import packs
from tests.builders.files import example_rows
from tests.stores import MakeStore, opened, read_as_page

PLAN = "ha-wsoa-2021"
REPORT = date(2023, 4, 19)
TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
CHOSEN = Selection(area="E09000014", framework=PLAN)
ASKED = Question(
    question_id="",
    measure_id="ehcp-20-weeks",
    pack_id="",
    slide="",
    asked_on=TODAY,
    member="Councillor Grace Okafor",
    question="How many plans wait for health advice?",
)
MADE = Recommendation("", 1, "", TODAY, "Report on waits in June", "agree", state="proposed")


@pytest.fixture
def one_store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store of its own, for what is the same on any database."""
    with opened(make_sqlite("shipped")) as made:
        yield made


def ask(engine: Engine, plan: str = PLAN, **changes: Any) -> str:
    report, number = write_question(engine, plan, replace(ASKED, **changes), "Clerk", NOON)
    assert report.state == "loaded"
    return number


def questions(engine: Engine, as_of: date | None = None) -> tuple[Question, ...]:
    return read_as_page(load_shown_log, engine, replace(CHOSEN, as_of=as_of))[0]


def change(engine: Engine, one: Question, now: datetime = LATER, **said: str) -> FileReport:
    report, _ = change_question(
        engine, PLAN, one.question_id, said, by="Head of SEND", seen=entry_token(one), now=now
    )
    return report


def test_a_question_is_asked_answered_and_closed_by_extracts_of_one_row(shipped: Engine):
    number = ask(shipped)
    assert questions(shipped) == (replace(ASKED, question_id=number, author="Clerk"),)
    change(shipped, questions(shipped)[0], answer="52 children wait.")
    change(shipped, questions(shipped)[0], outcome="To come back in June")
    (closed,) = questions(shipped)
    assert (closed.state, closed.answer, closed.outcome, closed.author) == (
        "closed", "52 children wait.", "To come back in June", "Head of SEND",
    )  # fmt: skip
    newest = extract_history(shipped)[0]
    assert (newest.kind, newest.row_count, newest.changed_count) == ("scrutiny_questions", 1, 1)
    assert newest.loaded_by == "Head of SEND"


def test_a_recommendation_is_made_and_its_progress_told(one_store: Engine):
    _, number = write_recommendation(one_store, PLAN, MADE, "Clerk", NOON)
    assert number == f"R-{PLAN}-2026-11-21-1"
    (made,) = read_as_page(load_shown_log, one_store, CHOSEN)[1]
    assert made == replace(MADE, recommendation_id=number, author="Clerk")
    said = {"state": "in_progress", "progress": "Half done", "due_on": date(2026, 12, 1)}
    change_recommendation(one_store, PLAN, number, said, by="Clerk", seen=entry_token(made))
    (told,) = read_as_page(load_shown_log, one_store, CHOSEN)[1]
    assert told == replace(made, **said)


def test_the_log_is_shown_as_it_was_known_on_a_day(one_store: Engine):
    ask(one_store)
    change(one_store, questions(one_store)[0], answer="52")
    assert questions(one_store, TODAY - timedelta(days=1)) == ()
    assert [one.state for one in questions(one_store, TODAY)] == ["open"]
    assert [one.state for one in questions(one_store, LATER.date())] == ["answered"]


def test_an_undo_takes_back_the_answer_and_then_the_question(one_store: Engine):
    ask(one_store)
    change(one_store, questions(one_store)[0], answer="52")
    looked_at: list[object] = []
    for expected in (["open"], []):
        newest = next(one for one in extract_history(one_store) if one.state == "loaded")
        undo_delivery(
            one_store,
            newest.extract_id,
            by="x",
            before_commit=lambda _, areas: looked_at.append(areas),
        )
        assert [one.state for one in questions(one_store)] == expected
    # No measure is judged by what a committee asks.
    assert looked_at == [set(), set()]


def test_a_number_is_not_given_again_after_an_undo(one_store: Engine):
    ask(one_store)
    undo_delivery(one_store, extract_history(one_store)[0].extract_id, by="x")
    assert ask(one_store) == f"Q-{PLAN}-2026-11-21-2"


@pytest.mark.both_databases
def test_two_who_write_at_once_get_two_numbers(shipped: Engine):
    with ThreadPoolExecutor(4) as writers:
        plans = [PLAN, PLAN, PLAN, "th-wsoa-2021"]
        texts = [f"What of {place}?" for place in range(len(plans))]
        numbers = [*writers.map(lambda plan, text: ask(shipped, plan, question=text), plans, texts)]
    assert sorted(numbers) == [
        f"Q-{PLAN}-2026-11-21-1",
        f"Q-{PLAN}-2026-11-21-2",
        f"Q-{PLAN}-2026-11-21-3",
        "Q-th-wsoa-2021-2026-11-21-1",
    ]
    assert sorted(one.question_id for one in questions(shipped)) == sorted(numbers)[:3]


def test_of_two_who_answer_at_once_the_second_is_told(shipped: Engine):
    ask(shipped)
    (seen,) = questions(shipped)

    def answer(words: str) -> str:
        try:
            change(shipped, seen, answer=words)
        except EditConflictError:
            return "refused"
        return words

    with ThreadPoolExecutor(2) as writers:
        done = [*writers.map(answer, ("52", "61"))]
    assert max(done) == "refused"
    assert [one.answer for one in questions(shipped)] == [min(done)]


def test_an_answer_to_what_was_taken_back_meanwhile_is_refused(one_store: Engine):
    ask(one_store)
    (seen,) = questions(one_store)
    change(one_store, seen, state="withdrawn")
    assert questions(one_store) == ()
    with pytest.raises(UnknownEntryError):
        change(one_store, seen, answer="52")


def test_one_number_in_the_files_of_two_plans_is_two_questions(one_store: Engine):
    plans = (PLAN, "th-wsoa-2021")
    row = {"measure_id": "", "pack_id": "", "published_on": "2022-12-09", "due_on": ""}
    files = [example_rows("scrutiny_questions", {**row, "framework_id": plan}) for plan in plans]
    (report, other) = load_files(one_store, files, now=NOON)
    assert (report.issues, other.issues) == ((), ())
    for plan in plans:
        questions, _ = read_as_page(load_shown_log, one_store, Selection(framework=plan))
        assert [one.question_id for one in questions] == ["Q-2022-12-08-1"]


@pytest.mark.parametrize("text", ["Why does A123456789012 wait?", "Ask jo@example.com", "Sam Lee"])
def test_words_that_point_at_a_child_are_refused(one_store: Engine, text: str):
    report, _ = write_question(one_store, PLAN, replace(ASKED, question=text), "Clerk", NOON)
    assert (report.state, len(report.issues)) == ("refused", 1)
    assert questions(one_store) == ()


def test_a_name_in_a_sentence_is_warned_of_and_a_member_may_be_named(one_store: Engine):
    question = replace(ASKED, question="Sarah Jones waits: why?")
    report, _ = write_question(one_store, PLAN, question, "Clerk", NOON)
    assert [(issue.column, report.state) for issue in report.warnings] == [("question", "loaded")]


def test_a_question_is_in_the_next_pack_and_stays_there_as_it_was(one_store: Engine):
    ask(one_store)
    pack_id = make_pack(one_store, replace(CHOSEN, as_of=REPORT), "Clerk", NOON)
    change(one_store, questions(one_store)[0], answer="52")
    assert [one.state for one in load_pack(one_store, pack_id).content.questions] == ["open"]
    assert [
        one.answer for one in read_as_page(load_meeting_log, one_store, CHOSEN, REPORT, REPORT)[0]
    ] == ["52"]


def test_a_report_gone_by_has_what_was_asked_by_its_day_or_on_its_slides(one_store: Engine):
    day = REPORT - timedelta(days=30)
    with one_store.begin() as connection:
        row = {"area_code": "E09000014", "framework_id": PLAN, "version": 1, "as_of": day}
        row |= {"pack_id": "its-pack", "content": "", "sha256": ""}
        connection.execute(sa.insert(packs), row)
    ask(one_store, question="Asked before", asked_on=day)
    ask(one_store, question="Asked on its slide", pack_id="its-pack", slide="cover")
    ask(one_store, question="Asked since")
    write_recommendation(one_store, PLAN, MADE, "Clerk", NOON)
    questions, recommendations = read_as_page(load_meeting_log, one_store, CHOSEN, day, day)
    assert [one.question for one in questions] == ["Asked before", "Asked on its slide"]
    assert recommendations == ()
    whole = read_as_page(load_meeting_log, one_store, CHOSEN, REPORT, REPORT)
    assert [len(part) for part in whole] == [3, 1]
