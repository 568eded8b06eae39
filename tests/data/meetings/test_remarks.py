"""Remarks and replies in the store: written, changed, withdrawn, undone; as known on a day; in packs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.model.meeting import OpenException
from dashboard.model.panel import Commentary, Framework
from dashboard.model.selection import Selection
from dashboard.panels.actions import build_commentary
from dashboard.records.commentary import remark_token
from data.loading.file_report import FileReport
from data.loading.history import extract_history, undo_delivery
from data.meetings.commentary import (
    DuplicateEntryError,
    EditConflictError,
    load_open_exceptions,
    write_exception,
    write_remark,
)
from data.meetings.packs import load_pack, make_pack
from data.queries.panels import load_plan_commentary
from data.store.frames import load_frame
from data.store.read_transaction import data_version
from tests.stores import MakeStore, opened, read_as_page

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
REPORT = date(2023, 4, 19)
CHOSEN = Selection(area="E09000014", framework="ha-wsoa-2021")
PLAN = Framework("ha-wsoa-2021", "E09000014", "", None, None, "")
REVIEWS, AUDITS = "annual-review-on-time", "ehcp-audit-compliance"
REPLY = "Schools were short of staff"
REMARK = Commentary(
    "next_step", "Recruit two case officers", REPORT, 1, REVIEWS, "",
    owner="Head of SEND", due_on=date(2023, 5, 31),
)  # fmt: skip
AUTHOR, OTHER = "A. Lee", "B. Shah"


@pytest.fixture(scope="module")
def one_store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store for what is the same on any database: each test writes of a measure of its own."""
    with opened(make_sqlite("shipped")) as made:
        yield made


@pytest.fixture
def remark(request: pytest.FixtureRequest) -> Commentary:
    """A remark in words of the test's own."""
    return replace(REMARK, text=f"Recruit two case officers for {request.node.name}")


def write(
    engine: Engine,
    remark: Commentary = REMARK,
    by: str = AUTHOR,
    replaces: str = "",
    now: datetime = NOON,
) -> FileReport:
    return write_remark(engine, PLAN, remark, by, replaces=replaces, now=now)[0]


def written(
    engine: Engine, wanted: Commentary = REMARK, as_of: date | None = None
) -> list[Commentary]:
    """Give the remarks that stand of those in a test's own words, or in words made of them."""
    found = build_commentary(
        load_frame(engine, "commentary", as_of=as_of), PLAN.framework_id, REPORT, as_of or date.max
    )
    return [one for one in found if one.author and one.text.startswith(wanted.text)]


def exception(engine: Engine, measure: str, by_day: date | None = None) -> OpenException:
    found = read_as_page(
        load_open_exceptions, engine, CHOSEN, TODAY, by_day=by_day, flags_new=False
    )
    return next(one for one in found if one.measure_id == measure)


def reply(engine: Engine, measure: str, words: str = REPLY) -> FileReport:
    version = data_version(engine)
    told = replace(exception(engine, measure), reply=words, owner="Head of SEND")
    return write_exception(engine, PLAN.framework_id, told, AUTHOR, version=version, now=NOON)


def test_a_remark_is_an_extract_that_stands_from_the_day_it_was_written_until_it_is_undone(
    shipped: Engine,
):
    report = write(shipped)
    mine = replace(REMARK, author=AUTHOR)
    assert written(shipped) == [mine]
    assert written(shipped, as_of=date(2026, 11, 20)) == []
    assert written(shipped, as_of=TODAY) == [mine]
    newest = extract_history(shipped)[0]
    assert (newest.kind, newest.loaded_by, newest.row_count) == ("commentary", AUTHOR, 1)
    assert report.extract_id is not None
    undo_delivery(shipped, report.extract_id, by=OTHER)
    assert written(shipped) == []


def test_what_was_loaded_between_reading_and_writing_is_noticed(
    one_store: Engine, remark: Commentary
):
    version = data_version(one_store)
    told = OpenException(REVIEWS, "", "", "", "ytd", date(2023, 3, 31), "missed", "")
    write(one_store, remark)
    loaded = extract_history(one_store)
    with pytest.raises(EditConflictError):
        write_exception(one_store, PLAN.framework_id, told, AUTHOR, version=version)
    assert extract_history(one_store) == loaded


def test_new_words_are_one_extract_of_two_rows_and_an_undo_brings_the_old_ones_back(
    one_store: Engine, remark: Commentary
):
    write(one_store, remark)
    (old,) = written(one_store, remark)
    more = replace(remark, text=f"{remark.text} and one more")
    changed = write(one_store, more, OTHER, remark_token(old), LATER)
    assert written(one_store, remark) == [replace(more, author=OTHER)]
    assert extract_history(one_store)[0].row_count == 2
    assert changed.extract_id is not None
    undo_delivery(one_store, changed.extract_id, by=OTHER)
    assert written(one_store, remark) == [old]


def test_another_owner_day_or_state_leaves_the_author_and_is_one_row(
    one_store: Engine, remark: Commentary
):
    write(one_store, remark)
    (old,) = written(one_store, remark)
    done = replace(remark, state="done", owner="Director")
    write(one_store, done, OTHER, remark_token(old), LATER)
    assert written(one_store, remark) == [replace(old, state="done", owner="Director")]
    assert extract_history(one_store)[0].row_count == 1


def test_a_remark_of_another_kind_stands_once(one_store: Engine, remark: Commentary):
    write(one_store, remark)
    (old,) = written(one_store, remark)
    write(one_store, replace(remark, kind="mitigation"), OTHER, remark_token(old), LATER)
    assert [one.kind for one in written(one_store, remark)] == ["mitigation"]


def test_a_remark_that_is_withdrawn_is_gone_and_can_be_written_again(
    one_store: Engine, remark: Commentary
):
    write(one_store, remark)
    (old,) = written(one_store, remark)
    write(one_store, replace(remark, text="", state="withdrawn"), OTHER, remark_token(old), LATER)
    assert written(one_store, remark) == []
    write(one_store, remark, now=LATER + timedelta(hours=1))
    assert written(one_store, remark) == [old]


def test_a_documents_remark_keeps_its_source_until_it_is_reworded(one_store: Engine):
    def first(as_of: date | None = None) -> Commentary:
        chosen = replace(CHOSEN, as_of=as_of)
        found = read_as_page(load_plan_commentary, one_store, chosen, TODAY)
        return next(one for one in found if one.kind == "challenge")

    old = first()
    assert old.source_document
    write(one_store, replace(old, owner="Head of SEND"), AUTHOR, remark_token(old))
    owned = first()
    assert owned == replace(old, owner="Head of SEND")
    write(one_store, replace(owned, text="Other words"), AUTHOR, remark_token(owned), LATER)
    (words,) = written(one_store, replace(REMARK, text="Other words"))
    assert (words.source_document, words.owner) == ("", "Head of SEND")
    assert first(as_of=REPORT) == old


def test_a_remark_that_somebody_changed_meanwhile_is_not_overwritten(
    one_store: Engine, remark: Commentary
):
    write(one_store, remark)
    (seen,) = written(one_store, remark)
    write(one_store, replace(remark, owner="Director"), OTHER, remark_token(seen), LATER)
    with pytest.raises(EditConflictError):
        write(one_store, replace(remark, state="done"), AUTHOR, remark_token(seen), LATER)
    stands = [(one.owner, one.state) for one in written(one_store, remark)]
    assert stands == [("Director", "open")]


def test_the_same_words_do_not_stand_twice(one_store: Engine, remark: Commentary):
    write(one_store, remark)
    with pytest.raises(DuplicateEntryError):
        write(one_store, remark, now=LATER)


def test_a_reply_answers_as_from_the_day_it_was_written_until_it_is_undone(one_store: Engine):
    before = exception(one_store, AUDITS)
    assert (before.owner, before.reply, before.reply_by) == ("", "", date(2023, 5, 3))
    report = reply(one_store, AUDITS)
    answered = exception(one_store, AUDITS)
    assert (answered.reply, answered.owner) == (REPLY, "Head of SEND")
    assert (answered.author, answered.replied_on) == (AUTHOR, TODAY)
    assert (
        read_as_page(load_open_exceptions, one_store, CHOSEN, TODAY, flags_new=False)[-1]
        == answered
    )
    assert not exception(one_store, AUDITS, date(2026, 11, 20)).is_answered
    assert exception(one_store, AUDITS, TODAY).is_answered
    assert exception(one_store, AUDITS, date(2023, 5, 4)).is_overdue
    assert not exception(one_store, AUDITS, date(2023, 5, 3)).is_overdue
    assert report.extract_id is not None
    undo_delivery(one_store, report.extract_id, by=AUTHOR)
    assert exception(one_store, AUDITS) == before


def test_one_without_a_reply_shows_in_the_next_pack_and_with_it_in_the_pack_after(
    one_store: Engine, remark: Commentary
):
    chosen = replace(CHOSEN, as_of=REPORT)
    first = load_pack(one_store, make_pack(one_store, chosen, AUTHOR, NOON)).content.exceptions
    assert [one.reply for one in first if one.measure_id == REVIEWS] == [""]
    reply(one_store, REVIEWS)
    write(one_store, remark, now=LATER)
    pack = load_pack(one_store, make_pack(one_store, chosen, AUTHOR, LATER)).content
    assert [one.reply for one in pack.exceptions if one.measure_id == REVIEWS] == [REPLY]
    assert replace(remark, author=AUTHOR) in pack.commentary


@pytest.mark.parametrize("text", ["NHS number 943 476 5919 waits", "Born 3 May 2015, still waits"])
def test_a_text_that_points_at_a_child_is_refused(one_store: Engine, text: str):
    told = OpenException(REVIEWS, "", "", "", "ytd", date(2023, 3, 31), "missed", "", reply=text)
    version = data_version(one_store)
    report = write_exception(one_store, PLAN.framework_id, told, AUTHOR, version=version)
    assert report.state == "refused"
    assert write(one_store, replace(REMARK, text=text)).state == "refused"
    assert data_version(one_store) == version
