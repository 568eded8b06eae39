"""Make packs and keep them: frozen once, never updated, and held against their hash when read."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import IntegrityError

from dashboard.addresses import Selection
from dashboard.pack.freeze import DamagedPackError, content_hash, freeze, thaw
from dashboard.pack.shapes import CHECKED, DRAFT, FINAL, STATE_WORDS, STATES, Pack, Step, StoredPack
from dashboard.pack.since import Before, before_of
from dashboard.wording import day_words
from data.faults import CommandError
from data.loaders import data_version
from data.packs_gathered import gather
from data.packs_sealed import add_step, damage_of, has_own_content, hashes_before, steps_of
from data.panels import UnknownSelectionError, report_date_of, resolve
from data.store import lock_for_writing, writing_connection
from data.tables import pack_steps, packs

# How often a pack is gathered anew where a load came between.
_TRIES: Final = 3
_TAKEN: Final = "Somebody else took this step at the same moment. Look at the pack again."
_LISTED: Final = tuple(column for column in packs.c if column.name != "content")


class PackRefusedError(CommandError):
    """Say in a sentence why a pack is not made, or does not go a step further."""


def make_pack(engine: Engine, chosen: Selection, by: str, now: datetime | None = None) -> str:
    """Freeze what the meeting of a plan will see on a report date, as a new draft; give its id.

    Small numbers are hidden in it, whoever makes it. UnknownSelectionError where there is no such
    plan, PackRefusedError where nothing can be frozen.
    """
    moment = now or datetime.now(UTC)
    framework = resolve(engine, chosen)
    # Named, so that nothing is in the pack that was not known on its day.
    day = report_date_of(engine, framework, chosen.as_of, moment.date())
    if day > moment.date():
        raise PackRefusedError(f"{day_words(day)} is still to come: choose a day up to today.")
    plan = replace(chosen, area=framework.area_code, framework=framework.framework_id, as_of=day)
    for _ in range(_TRIES):
        state = _state(engine, plan.framework)
        text = freeze(_gathered(engine, plan, by))
        with writing_connection(engine) as connection, connection.begin():
            lock_for_writing(connection)
            if _state(engine, plan.framework) == state:
                return _keep(connection, plan, text, Step(DRAFT, by, moment))
    raise PackRefusedError("Files were loaded meanwhile. Make the pack again when they are in.")


def move_pack(
    engine: Engine, pack_id: str, state: str, by: str, note: str = "", now: datetime | None = None
) -> StoredPack:
    """Take a pack one step further: checked by a second person, then final.

    UnknownSelectionError where there is none of that name, PackRefusedError where it may not be.
    """
    step = Step(state, by, now or datetime.now(UTC), note)
    try:
        with writing_connection(engine) as connection, connection.begin():
            lock_for_writing(connection)
            stored = _read_pack(connection, pack_id)
            words = why_not(stored, state, by)
            if words:
                raise PackRefusedError(words)
            row = connection.execute(sa.select(*_LISTED).where(packs.c.pack_id == pack_id)).one()
            add_step(connection, row._mapping, step)  # noqa: SLF001 - its public name
    except IntegrityError as error:
        raise PackRefusedError(_TAKEN) from error
    return load_pack(engine, pack_id)


def why_not(stored: StoredPack, state: str, by: str) -> str:
    """Say why a pack may not go to a state by somebody's hand; empty where it may."""
    if stored.damage:
        return f"This pack cannot go further. {stored.damage}"
    if stored.state == FINAL:
        return "This pack is final: it never changes. Make a new pack instead."
    if state not in STATES or STATES.index(state) != STATES.index(stored.state) + 1:
        following = STATES[STATES.index(stored.state) + 1]
        return f"This pack is {_word(stored.state)}: the next step is {_word(following)}."
    if state == CHECKED and _same_person(by, stored.steps[0].by):
        return (
            f"{stored.steps[0].by} made this pack: a second person checks it, under another name."
        )
    return ""


def load_pack(engine: Engine, pack_id: str) -> StoredPack:
    """Read a pack with its content; UnknownSelectionError where there is none of that name."""
    with engine.connect() as connection:
        return _read_pack(connection, pack_id)


def list_packs(engine: Engine, framework_id: str = "") -> tuple[StoredPack, ...]:
    """List the packs of a plan, or of all, without what is in them, the newest first.

    Each is held against its hash and its steps.
    """
    query = sa.select(packs).order_by(
        packs.c.as_of.desc(), packs.c.framework_id, packs.c.version.desc()
    )
    if framework_id:
        query = query.where(packs.c.framework_id == framework_id)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
        steps = steps_of(connection, [row.pack_id for row in rows])
        earlier = hashes_before(connection, rows)
    found = [(row, steps.get(row.pack_id, [])) for row in rows]
    return tuple(_stored(row, own, damage_of(row, own, earlier)) for row, own in found)


def _read_pack(connection: Connection, pack_id: str) -> StoredPack:
    row = connection.execute(sa.select(packs).where(packs.c.pack_id == pack_id)).one_or_none()
    if row is None:
        raise UnknownSelectionError(f"no pack {pack_id}")
    steps = steps_of(connection, [pack_id]).get(pack_id, [])
    damage = damage_of(row, steps, hashes_before(connection, [row]))
    if not has_own_content(row, steps):
        return _stored(row, steps, damage)
    pack = _thawed(_Frozen(row.sha256, row.content))
    unread = pack if isinstance(pack, str) else ""
    words = " ".join(part for part in (damage, unread) if part)
    return _stored(row, steps, words, None if unread else pack)


@dataclass(frozen=True)
class _Frozen:
    """A content that is known by its hash, which was held against it."""

    sha256: str
    text: str = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _thawed(frozen: _Frozen) -> Pack | str:
    """Thaw a content, or say that it cannot be read; the last are kept for what is asked next."""
    try:
        return thaw(frozen.text)
    except DamagedPackError as error:
        return str(error)


def _gathered(engine: Engine, plan: Selection, by: str) -> Pack:
    """Gather a pack, set against the pack of an earlier day that was shown last, if there is one.

    That is the newest final one; where none was made final, the newest.
    """
    found = [one for one in list_packs(engine, plan.framework) if not one.damage]
    day = plan.as_of or date.max
    earlier = [one for one in found if one.as_of < day]
    shown = [one for one in earlier if one.state == FINAL] or earlier
    drafts = [one for one in found if one.as_of == day]
    pack = gather(engine, plan, by, _before(engine, shown[:1]), _before(engine, drafts[:1]))
    if not any(priority.panels for priority in pack.overview.priorities):
        raise PackRefusedError("This plan has no measures: there is nothing to freeze.")
    return pack


def _before(engine: Engine, found: list[StoredPack]) -> Before | None:
    return before_of(load_pack(engine, found[0].pack_id)) if found else None


def _state(engine: Engine, framework_id: str) -> tuple[object, ...]:
    """Tell what a pack would be gathered from: what is loaded, and how far the packs have come."""
    of_plan = sa.select(packs.c.pack_id).where(packs.c.framework_id == framework_id)
    steps = sa.select(sa.func.count()).where(pack_steps.c.pack_id.in_(of_plan))
    with engine.connect() as connection:
        return (data_version(engine), connection.scalar(steps))


def _keep(connection: Connection, plan: Selection, text: str, step: Step) -> str:
    day, of_plan = plan.as_of, packs.c.framework_id == plan.framework
    newest = sa.func.coalesce(sa.func.max(packs.c.version), 0)
    last = connection.scalar(sa.select(newest).where(of_plan, packs.c.as_of == day)) or 0
    order = (packs.c.as_of.desc(), packs.c.version.desc())
    before = sa.select(packs.c.pack_id).where(of_plan, packs.c.as_of <= day).order_by(*order)
    row: dict[str, Any] = {
        "pack_id": f"{plan.framework}-{day}-v{last + 1}", "area_code": plan.area,
        "framework_id": plan.framework, "as_of": day, "version": last + 1,
        "previous_id": connection.scalar(before.limit(1)), "content": text,
        "sha256": content_hash(text),
    }  # fmt: skip
    connection.execute(sa.insert(packs), row)
    add_step(connection, row, step)
    return row["pack_id"]


def _stored(row: Row, steps: list[Row], damage: str, pack: Pack | None = None) -> StoredPack:
    return StoredPack(
        pack_id=row.pack_id, area_code=row.area_code, framework_id=row.framework_id,
        as_of=row.as_of, version=row.version, previous_id=row.previous_id or "",
        sha256=row.sha256, damage=damage, pack=pack,
        steps=tuple(Step(step.state, step.by, step.at, step.note) for step in steps),
    )  # fmt: skip


def _same_person(one: str, other: str) -> bool:
    """Tell whether two names are one, however they are written."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def _word(state: str) -> str:
    return STATE_WORDS[state].lower()
