"""Packs of an owner across the plans of an area, and of a priority's year: the parts of plans."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.pack.commentary import remarks
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.scope import Scope, read_scope
from dashboard.pack.serialise import parse, serialise
from dashboard.pack.slides.account import account_tables
from dashboard.pack.slides.deck import build_slides
from data.loading.load import load_files
from data.meetings.agendas import load_newest_draft
from data.meetings.owners import measures_owned, owners_of
from data.meetings.packs import (
    PackRefusedError,
    Wanted,
    compare_packs,
    list_packs,
    load_pack,
    make_pack,
)
from data.queries.snapshot import UnknownSelectionError
from data.store.read_transaction import read_transaction
from data.store.tables import packs
from tests.builders.files import csv_file
from tests.stores import MakeStore, opened

AREA: Final = "E09000030"
STATEMENT: Final = Selection(framework="th-wsoa-2021", as_of=date(2022, 12, 8))
HARINGEY: Final = Selection(framework="ha-wsoa-2021", as_of=date(2023, 4, 19))
NOW: Final = datetime(2026, 6, 15, 12, tzinfo=UTC)
CASEWORK: Final = Scope(owner="SEN casework")
_DUE: Final = {
    "area_code": AREA, "kind": "observations", "service": "SEN casework",
    "period_start": "2022-10-01", "period_end": "2022-12-31", "due_on": "2023-01-31",
}  # fmt: skip
# Both plans of 2020 and 2021 have these; the strategy of 2018 has the first too, with a target.
SENT: Final = ("ehcp-20-weeks", "plans-reflect-advice")
REMARK: Final = {
    "area_code": AREA, "framework_id": "th-strategy-2020", "priority_number": "3",
    "kind": "next_step", "date": "2022-12-08", "text": "Ask the clinic for its list",
    "author": "Ann Example", "owner": "sen  casework", "measure_id": "slt-waiting",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store in which a service of Tower Hamlets is to send some figures, and has a next step."""
    with opened(make_sqlite("shipped")) as engine:
        due = [_DUE | {"measure_id": measure_id} for measure_id in SENT]
        files = [csv_file(*due, name="returns_due.csv"), csv_file(REMARK, name="commentary.csv")]
        reports = load_files(engine, files, now=NOW)
        assert [each.state for each in reports] == ["loaded"] * 2, [r.issues for r in reports]
        yield engine


def made(engine: Engine, plan: Selection, scope: Scope) -> StoredPack:
    pack_id = make_pack(engine, plan, "Ann Example", NOW, Wanted(scope=scope))
    return load_pack(engine, pack_id)


@pytest.fixture(scope="module")
def of_owner(store: Engine) -> Pack:
    return made(store, STATEMENT, CASEWORK).content


def test_a_priority_has_its_measures_and_actions_to_the_letter(store: Engine):
    plan = made(store, HARINGEY, Scope()).content
    account = made(store, HARINGEY, Scope(priority=2)).content
    (priority,) = account.overview.priorities
    assert priority == plan.overview.priorities[1]
    assert account.actions.actions == tuple(
        action for action in plan.actions.actions if action.priority_number == 2
    )
    statuses = Counter(action.status for action in account.actions.actions)
    assert account.actions.counts == {code: statuses[code] for code in plan.actions.counts}
    assert {remark.priority_number for remark in account.commentary} == {2}
    assert {each.measure_id for each in account.exceptions} <= {
        panel.measure.measure_id for panel in priority.panels
    }
    # The totals that the report prints are those of the whole plan.
    assert plan.actions.printed_now
    assert not account.actions.printed_now


def test_an_owner_has_each_measure_once_as_the_plan_judges_it_that_is_furthest_behind(
    of_owner: Pack,
):
    plans = {name: panel.framework.framework_id for name, panel in of_owner.panels.items()}
    assert plans == {
        # Below the target of the strategy of 2018; the newer plans have none.
        "ehcp-20-weeks": "th-strategy-2018",
        "plans-reflect-advice": "th-wsoa-2021",
        # Named in a remark, whatever the case and spaces of the name.
        "slt-waiting": "th-wsoa-2021",
    }
    assert of_owner.panels["ehcp-20-weeks"].status.code == "missed"
    others = Counter(change.measure_id for change in of_owner.elsewhere)
    assert others == {"ehcp-20-weeks": 2, "plans-reflect-advice": 1, "slt-waiting": 1}
    assert "SEND Strategy 2020-24: not available" in {e.words for e in of_owner.elsewhere}
    groups = [(group.name, group.title) for group in of_owner.overview.priorities]
    assert groups[0] == ("Plan 1", "Written Statement of Action (local area inspection 2021)")
    assert sum(len(group.panels) for group in of_owner.overview.priorities) == 3


def test_what_names_the_owner_or_is_about_a_measure_of_theirs_is_there(of_owner: Pack):
    assert [r.text for r in of_owner.commentary if r.owner] == ["Ask the clinic for its list"]
    about = {remark.measure_id for remark in of_owner.commentary}
    assert about <= {*of_owner.panels, ""}
    assert {each.measure_id for each in of_owner.exceptions} == {"ehcp-20-weeks"}


def test_the_groups_of_several_plans_are_called_plans(store: Engine):
    slides = build_slides(made(store, STATEMENT, CASEWORK))
    assert "Plan 1 and 2" in {slide.part for slide in slides}
    assert not [slide for slide in slides if "Priority" in f"{slide.part} {slide.title}"]


def test_a_scope_is_frozen_and_read_back(store: Engine, of_owner: Pack):
    assert parse(serialise(of_owner)) == of_owner
    listed = next(p for p in list_packs(store) if p.scope == CASEWORK)
    assert listed.name.endswith("(quarterly summary of SEN casework)")
    assert not listed.integrity_error


def test_packs_of_a_scope_follow_each_other_and_no_others(store: Engine):
    plan = made(store, HARINGEY, Scope())
    first = made(store, HARINGEY, Scope(priority=1))
    second = made(store, HARINGEY, Scope(priority=1))
    assert second.previous_id == first.pack_id
    assert second.version == first.version + 1
    assert load_newest_draft(store, "ha-wsoa-2021") == plan.pack_id
    assert compare_packs(store, first.pack_id, second.pack_id).since.turns == ()
    with pytest.raises(UnknownSelectionError):
        compare_packs(store, plan.pack_id, first.pack_id)


def test_packs_of_an_owner_follow_each_other_across_plans_and_spellings(store: Engine):
    first = made(store, STATEMENT, CASEWORK)
    strategy = replace(STATEMENT, framework="th-strategy-2020")
    second = made(store, strategy, Scope(owner="SEN  Casework"))
    third = made(store, STATEMENT, CASEWORK)
    assert (second.previous_id, third.previous_id) == (first.pack_id, second.pack_id)
    assert first.version < second.version < third.version
    assert second.name.endswith("(quarterly summary of SEN  Casework)")
    assert compare_packs(store, first.pack_id, second.pack_id).later == second
    ids = {listed.pack_id for listed in list_packs(store, scope=CASEWORK)}
    assert {first.pack_id, second.pack_id, third.pack_id} <= ids


def test_another_scope_than_was_frozen_is_noticed(store: Engine):
    pack = made(store, HARINGEY, Scope(priority=3))
    with store.connect().execution_options(writes=True) as connection, connection.begin():
        of_pack = packs.c.pack_id == pack.pack_id
        connection.execute(sa.update(packs).where(of_pack).values(scope="priority:2"))
    assert "scope" in load_pack(store, pack.pack_id).integrity_error


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(owner="Nobody"), "No measure of a plan of this area is of Nobody on that day."),
        (Scope(priority=9), "This plan has no priority 9 with measures."),
    ],
)
def test_what_nothing_belongs_to_is_not_frozen(store: Engine, scope: Scope, words: str):
    with pytest.raises(PackRefusedError, match=words):
        made(store, HARINGEY, scope)


def test_a_plan_says_who_answers_for_a_measure(store: Engine):
    owned = {
        "framework_id": "ha-wsoa-2021", "priority_number": "2", "measure_id": "autism-wait",
        "local_reference": "ASC 1", "key_order": "2", "owner": "Autism pathway group",
    }  # fmt: skip
    (report,) = load_files(store, [csv_file(owned, name="priority_measures.csv")], now=NOW)
    assert report.state == "loaded", report.issues
    summary = made(store, HARINGEY, Scope(owner="autism pathway group")).content
    assert list(summary.panels) == ["autism-wait"]
    # Of one plan the groups are its priorities.
    assert [priority.name for priority in summary.overview.priorities] == ["Priority 2"]
    measures = {*summary.panels}
    assert all(measures & {*action.measures} for action in summary.actions.actions)
    assert summary.actions.actions
    assert summary.owners == {"autism-wait": "Autism pathway group"}
    assert made(store, HARINGEY, Scope()).content.owners == summary.owners


CLINICS: Final = {"North clinic": "North", "South clinic": "South", "All clinics": ""}


def test_cases_are_of_whoever_alone_sends_all_of_them(store: Engine):
    area, other = "E13000001", "E12000007"
    rows = [
        _DUE | {"area_code": area, "kind": "referrals", "service": service, "provider": provider}
        for service, provider in CLINICS.items()
    ]
    alone = _DUE | {"area_code": other, "kind": "referrals", "service": "All clinics"}
    (report,) = load_files(store, [csv_file(*rows, alone, name="returns_due.csv")], now=NOW)
    assert report.state == "loaded", report.issues
    with read_transaction(store) as transaction:
        for service in CLINICS:
            assert not measures_owned(transaction, area, (), service)
        assert "slt-waiting" in measures_owned(transaction, other, (), "all clinics")


def test_owners_are_those_that_remarks_and_returns_name(store: Engine):
    with read_transaction(store) as transaction:
        assert owners_of(transaction, AREA, ("th-strategy-2020",)) == ("SEN casework",)
        assert owners_of(transaction, "E09000014", ()) == ()


@pytest.mark.parametrize("code", ["owner:", "priority:0", "priority:x", "priority:1 ", "plan"])
def test_what_is_no_scope_is_none(code: str):
    assert read_scope(code) is None


@pytest.mark.parametrize("scope", [Scope(), Scope(owner="A: B"), Scope(priority=12)])
def test_a_scope_is_read_by_its_code(scope: Scope):
    assert read_scope(scope.code) == scope


LESSON: Final = {
    "area_code": "E09000014", "framework_id": "ha-wsoa-2021", "priority_number": "1",
    "kind": "lesson", "author": "Ann Example",
}  # fmt: skip


def test_an_account_has_the_lessons_of_its_year_and_each_measure_beside_its_target(store: Engine):
    lessons = {"2022-04-18": "Before the year", "2022-09-30": "Older", "2023-04-19": "Newer"}
    rows = [LESSON | {"date": day, "text": text} for day, text in lessons.items()]
    (report,) = load_files(store, [csv_file(*rows, name="commentary.csv")], now=NOW)
    assert report.state == "loaded"
    account = made(store, HARINGEY, Scope(priority=1))
    assert [remark.text for remark in remarks(account.content, "lesson")] == ["Older", "Newer"]
    slides = {slide.slide_id: slide for slide in build_slides(account)}
    assert slides["lessons-learnt"].title == "2 lessons learnt in the year"
    assert slides["account"].title == "4 of 9 measures on target"
    (table,) = account_tables(account.content)
    (first, *_) = table.rows
    assert [cell.words for cell in first[:5]] == [
        "More options after school", "100%", "44%", "44%", "25%",
    ]  # fmt: skip
    assert len(table.rows) == len(account.content.panels)
    sections = [section.section_id for section in build_report(account).sections]
    assert {"account", "lessons"} <= {*sections}
    plan = made(store, HARINGEY, Scope())
    assert account_tables(plan.content) == ()
    assert "lessons" in {section.section_id for section in build_report(plan).sections}
