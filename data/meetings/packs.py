"""Make packs and move them on: frozen once, never updated, and checked against their hash."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import IntegrityError

from dashboard.model.rights import Reach
from dashboard.model.selection import Selection
from dashboard.pack.agenda import agenda_mark, agenda_text
from dashboard.pack.changes import ComparedState, state_of_pack
from dashboard.pack.model import CHECKED, DRAFT, FINAL, STATE_WORDS, STATES, Pack, Step, StoredPack
from dashboard.pack.scope import Scope, same_name
from dashboard.pack.serialise import content_hash, serialise
from dashboard.text.format import day_words
from data.common.act_log import PACKED, log_act
from data.meetings.pack_contents import NOTHING_MORE, Wanted, gather
from data.meetings.pack_reader import (
    PackRefusedError,
    PersonalWordsError,
    compare_packs,
    first_readable,
    is_of_scope,
    list_packs,
    load_pack,
    read_pack,
)
from data.meetings.pack_seals import add_step
from data.privacy.cell_scan import ColumnRole
from data.privacy.checks import find_personal_text
from data.queries.snapshot import Snapshot, open_snapshot
from data.store.audit import note_act
from data.store.databases.engine import lock_for_writing, writing_connection
from data.store.read_transaction import Store, version_before
from data.store.tables import pack_agendas, pack_steps, packs

__all__ = [
    "PackRefusedError",
    "PersonalWordsError",
    "Wanted",
    "compare_packs",
    "final_first",
    "first_readable",
    "list_packs",
    "load_pack",
    "make_pack",
    "move_pack",
    "refuse_personal",
]
# How often a pack is gathered again where a load was committed meanwhile.
_TRIES: Final = 3
_STEP_CONFLICT: Final = "Somebody else took this step at the same moment. Look at the pack again."
_CHOSE_SLIDES: Final = (
    "You chose slides of this pack or wrote notes to them: somebody else checks it."
)
_SLIDES_CHANGED: Final = (
    "The slides of this pack were changed since you opened this page. Open it again, look at the slides, "
    "then mark the pack as checked."
)
_NO_SCENARIO: Final = (
    "This address chooses no scenario of the area on the report date. Open Future need, change a field "
    "under What if, and take the address then."
)
_NON_SLUG: Final = re.compile(r"[^A-Za-z0-9._-]+")
_LISTED: Final = tuple(column for column in packs.c if column.name != "content")


def make_pack(
    engine: Engine,
    chosen: Selection,
    by: str,
    now: datetime | None = None,
    wanted: Wanted = NOTHING_MORE,
    account: int | None = None,
) -> str:
    """Freeze what the meeting of a plan will see on a report date, as a new draft; return its id.

    The report date is the day that is chosen, else today; `wanted` is what the pack is of, if not of
    the plan, and what it has besides. Small numbers are hidden in it, and of other councils it has what
    is published, whoever makes it. `account` is that of who has signed in.
    UnknownSelectionError where there is no such plan, PackRefusedError where nothing can be frozen,
    where a scenario is none of the plan's area, or where the name holds personal data.
    """
    refuse_personal(by)
    moment = now or datetime.now(UTC)
    for _ in range(_TRIES):
        with open_snapshot(engine, moment.date(), chosen) as snapshot:
            plan = _plan_on_report_date(snapshot)
            with snapshot.transaction.connect() as connection:
                state = _state(connection, plan.area)
            # Whoever reads the pack may read no other area.
            of_area = replace(snapshot.of(plan), reach=Reach(frozenset({plan.area})))
            text = serialise(_gather_pack(of_area, by, wanted))
        with writing_connection(engine) as connection, connection.begin():
            lock_for_writing(connection)
            is_same = _state(connection, plan.area) == state
            step = Step(DRAFT, by, moment)
            pack_id = (
                _store_pack(connection, plan, wanted.scope, text, step, account) if is_same else ""
            )
            if pack_id:
                note_act(connection, by, PACKED, f"{pack_id}: {DRAFT}", moment)
        if pack_id:
            log_act(PACKED, by, [f"{pack_id}: {DRAFT}"])
            return pack_id
    raise PackRefusedError("Files were loaded meanwhile. Make the pack again when they are in.")


def move_pack(  # noqa: PLR0913 - what is read and whose account by name
    engine: Engine,
    pack_id: str,
    state: str,
    by: str,
    note: str = "",
    now: datetime | None = None,
    *,
    read: str = "",
    account: int | None = None,
) -> StoredPack:
    """Move a pack one step on: checked by a second person, then final.

    `read` is the mark of the agenda that whoever checks it has seen; `account` that of who has signed in.
    UnknownSelectionError where there is none of that name, PackRefusedError where the step is not
    allowed, or where the note holds personal data.
    """
    refuse_personal(by, note)
    step = Step(state, by, now or datetime.now(UTC), note)
    try:
        with writing_connection(engine) as connection, connection.begin():
            lock_for_writing(connection)
            stored = read_pack(connection, pack_id)
            words = step_refusal(stored, state)
            if not words and state == CHECKED:
                words = _own_work(connection, pack_id, by, account)
            if words:
                raise PackRefusedError(words)
            if state == CHECKED and read != agenda_mark(stored.agenda):
                raise PackRefusedError(_SLIDES_CHANGED)
            row = connection.execute(sa.select(*_LISTED).where(packs.c.pack_id == pack_id)).one()
            add_step(connection, row._mapping, step, agenda_text(stored.agenda), account)  # noqa: SLF001 - its public name
            note_act(connection, by, PACKED, f"{pack_id}: {state}", step.at)
    except IntegrityError as error:
        raise PackRefusedError(_STEP_CONFLICT) from error
    log_act(PACKED, by, [f"{pack_id}: {state}"])
    return load_pack(engine, pack_id)


def step_refusal(stored: StoredPack, state: str) -> str:
    """Return why nobody may move a pack to a state; empty where somebody may."""
    if stored.integrity_error:
        return f"This pack cannot go further. {stored.integrity_error}"
    if stored.state == FINAL:
        return "This pack is final: it never changes. Make a new pack instead."
    if state not in STATES or STATES.index(state) != STATES.index(stored.state) + 1:
        following = STATES[STATES.index(stored.state) + 1]
        return f"This pack is {_word(stored.state)}: the next step is {_word(following)}."
    return ""


def _own_work(connection: Connection, pack_id: str, by: str, account: int | None) -> str:
    """Return why somebody may not check a pack, empty where they may: they made it, or chose its slides."""

    def is_own(row: Row[Any]) -> bool:
        # A name can change between two steps; without a sign-in there is nothing else.
        if row.account is not None and account is not None:
            return row.account == account
        return same_name(row.by, by)

    made, chose = (
        connection.execute(sa.select(each.c.by, each.c.account).where(each.c.pack_id == pack_id))
        for each in (pack_steps, pack_agendas)
    )
    if maker := next((row for row in made if is_own(row)), None):
        otherwise = "" if maker.account is not None else ", under another name"
        return f"{maker.by} made this pack: a second person checks it{otherwise}."
    return _CHOSE_SLIDES if any(map(is_own, chose)) else ""


def _plan_on_report_date(snapshot: Snapshot) -> Selection:
    """Return the selection of a pack; with its day, so that the pack has nothing known later."""
    framework, day = snapshot.judging.framework, snapshot.selection.as_of or snapshot.today
    if day > snapshot.today:
        raise PackRefusedError(f"{day_words(day)} is still to come: choose a day up to today.")
    return replace(
        snapshot.selection, area=framework.area_code, framework=framework.framework_id, as_of=day
    )


def _gather_pack(snapshot: Snapshot, by: str, wanted: Wanted) -> Pack:
    """Return a pack, compared with the last pack shown for an earlier day, if there is one.

    That is the newest final one that can be read; without one, the newest that can be read.
    """
    store, plan = snapshot.transaction, snapshot.selection
    if wanted.scenario and wanted.scenario.area not in ("", plan.area):
        raise PackRefusedError(_NO_SCENARIO)
    listed = _series(store, plan, wanted.scope)
    day = plan.as_of or date.max
    earlier = [stored for stored in listed if stored.as_of < day]
    before = _before(store, final_first(earlier))
    draft = _before(store, [stored for stored in listed if stored.as_of == day])
    pack = gather(snapshot, by, before, draft, wanted)
    if wanted.scenario and pack.scenario is None:
        raise PackRefusedError(_NO_SCENARIO)
    if not any(priority.panels for priority in pack.overview.priorities):
        raise PackRefusedError(_nothing(wanted.scope))
    return pack


def _series(store: Store, plan: Selection, scope: Scope) -> list[StoredPack]:
    """Return the packs of a plan's scope, the newest first; of an owner those of the whole area."""
    listed = list_packs(store, "" if scope.owner else plan.framework, scope)
    of_area = [stored for stored in listed if stored.area_code == plan.area]
    return sorted(of_area, key=lambda stored: (stored.as_of, stored.version), reverse=True)


def _nothing(scope: Scope) -> str:
    """Return why there is nothing to freeze."""
    if scope.owner:
        return f"No measure of a plan of this area is of {scope.owner} on that day."
    if scope.priority:
        return f"This plan has no priority {scope.priority} with measures."
    return "This plan has no measures: there is nothing to freeze."


def final_first(listed: Iterable[StoredPack]) -> list[StoredPack]:
    """Return final packs before others, else in the order given."""
    return sorted(listed, key=lambda stored: stored.state != FINAL)


def _before(store: Store, listed: Iterable[StoredPack]) -> ComparedState | None:
    stored = first_readable(store, listed)
    return state_of_pack(stored) if stored else None


def _state(connection: Connection, area: str) -> tuple[object, ...]:
    """Return what the contents of a pack depend on: the data version, and the steps of all packs."""
    of_area = sa.select(packs.c.pack_id).where(packs.c.area_code == area)
    steps = sa.select(sa.func.count()).where(pack_steps.c.pack_id.in_(of_area))
    return (version_before(connection), connection.scalar(steps))


def _store_pack(
    connection: Connection,
    plan: Selection,
    scope: Scope,
    text: str,
    step: Step,
    account: int | None,
) -> str:
    """Store a draft under the next version of its day: packs of all scopes are numbered together.

    That is the next in the plan; of an owner, whose packs are of several plans, in the area.
    """
    day, of_plan = plan.as_of, packs.c.framework_id == plan.framework
    reach = packs.c.area_code == plan.area if scope.owner else of_plan
    newest = sa.func.coalesce(sa.func.max(packs.c.version), 0)
    last = connection.scalar(sa.select(newest).where(reach, packs.c.as_of == day)) or 0
    order = (packs.c.as_of.desc(), packs.c.version.desc())
    of_series = (reach, is_of_scope(connection, scope), packs.c.as_of <= day)
    before = sa.select(packs.c.pack_id).where(*of_series).order_by(*order)
    row: dict[str, Any] = {
        "pack_id": f"{_slug(plan.framework)}-{day}-v{last + 1}",
        "area_code": plan.area,
        "framework_id": plan.framework,
        "as_of": day,
        "version": last + 1,
        "previous_id": connection.scalar(before.limit(1)),
        "content": text,
        "sha256": content_hash(text),
        "scope": scope.code,
    }
    connection.execute(sa.insert(packs), row)
    add_step(connection, row, step, account=account)
    return row["pack_id"]


def _slug(framework_id: str) -> str:
    """Return the name of a plan as part of an address, different for every plan."""
    slug = _NON_SLUG.sub("-", framework_id)
    if slug == framework_id:
        return slug
    # Two plans may have one slug.
    return f"{slug}-{content_hash(framework_id)[:8]}"


def refuse_personal(by: str, note: str = "") -> None:
    """Raise PersonalWordsError where text holds personal data: a step cannot be undone."""
    problems = (
        find_personal_text("your name", by, ColumnRole.STAFF),
        find_personal_text("note", note, ColumnRole.TEXT),
    )
    if words := " ".join(filter(None, problems)):
        raise PersonalWordsError(words)


def _word(state: str) -> str:
    return STATE_WORDS[state].lower()
