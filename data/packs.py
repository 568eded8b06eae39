"""Make packs and keep them: frozen once, never updated, and held against their hash when read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.addresses import Selection
from dashboard.pack.freeze import DamagedPackError, content_hash, freeze, thaw
from dashboard.pack.kept import kept_overview
from dashboard.pack.shapes import DRAFT, Pack, Step, StoredPack
from data.panels import (
    UnknownSelectionError,
    load_action_plan,
    load_catalogue,
    load_overview,
    load_plan_commentary,
    report_date_of,
    resolve,
)  # fmt: skip
from data.store import lock_for_writing, writing_connection
from data.tables import pack_steps, packs


def make_pack(engine: Engine, chosen: Selection, by: str, now: datetime | None = None) -> str:
    """Freeze what the meeting of a plan will see on a report date, as a new draft; give its id.

    Small numbers are hidden in it, whoever makes it. UnknownSelectionError where there is no such
    plan.
    """
    moment = now or datetime.now(UTC)
    today = moment.date()
    framework = resolve(engine, chosen)
    # Named, so that nothing is in the pack that was not known on its day.
    day = report_date_of(engine, framework, chosen.as_of, today)
    pack = _gather(engine, replace(chosen, as_of=day), by, today)
    text = freeze(pack)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        version, previous = _place(connection, framework.framework_id, day)
        pack_id = f"{framework.framework_id}-{day.isoformat()}-v{version}"
        row = {
            "pack_id": pack_id, "area_code": framework.area_code,
            "framework_id": framework.framework_id, "as_of": day, "version": version,
            "previous_id": previous, "content": text, "sha256": content_hash(text),
        }  # fmt: skip
        connection.execute(sa.insert(packs), row)
        _seal(connection, pack_id, Step(DRAFT, by, moment), content_hash(text))
    return pack_id


def load_pack(engine: Engine, pack_id: str) -> StoredPack:
    """Read a pack with its content; UnknownSelectionError where there is none of that name."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(packs).where(packs.c.pack_id == pack_id)).one_or_none()
        steps = _steps(connection, [pack_id])
    if row is None:
        raise UnknownSelectionError(f"no pack {pack_id}")
    damage, pack = _read(row.content, row.sha256)
    return _stored(row, steps.get(pack_id, ()), damage, pack)


@lru_cache(maxsize=8)
def _read(text: str, kept_hash: str) -> tuple[str, Pack | None]:
    """Thaw a content and say what is wrong with it."""
    if content_hash(text) != kept_hash:
        return "The content of this pack is not what its hash says: it was changed.", None
    try:
        return "", thaw(text)
    except DamagedPackError as error:
        return str(error), None


def list_packs(engine: Engine, framework_id: str) -> tuple[StoredPack, ...]:
    """List the packs of a plan without their content, the newest first."""
    columns = [column for column in packs.c if column.name != "content"]
    query = sa.select(*columns).where(packs.c.framework_id == framework_id)
    order = (packs.c.as_of.desc(), packs.c.version.desc())
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(*order)).all()
        steps = _steps(connection, [row.pack_id for row in rows])
    return tuple(_stored(row, steps.get(row.pack_id, ()), "", None) for row in rows)


def _gather(engine: Engine, chosen: Selection, by: str, today: date) -> Pack:
    overview = load_overview(engine, chosen, today)
    return Pack(
        overview=kept_overview(overview),
        actions=load_action_plan(engine, chosen, today),
        commentary=load_plan_commentary(engine, chosen, today),
        sources=load_catalogue(engine).sources,
        made_by=by,
    )


def _place(connection: Connection, framework_id: str, day: date) -> tuple[int, str | None]:
    """Give the version of a new pack and the id of the pack before it."""
    of_plan = packs.c.framework_id == framework_id
    newest = sa.func.coalesce(sa.func.max(packs.c.version), 0)
    version = connection.scalar(sa.select(newest).where(of_plan, packs.c.as_of == day)) or 0
    order = (packs.c.as_of.desc(), packs.c.version.desc())
    before = sa.select(packs.c.pack_id).where(of_plan, packs.c.as_of <= day).order_by(*order)
    return version + 1, connection.scalar(before.limit(1))


def _seal(connection: Connection, pack_id: str, step: Step, content: str) -> None:
    """Write down a step with a hash over it, the content that it saw and the step before."""
    before = connection.scalar(
        sa.select(pack_steps.c.seal)
        .where(pack_steps.c.pack_id == pack_id)
        .order_by(pack_steps.c.step_id.desc())
        .limit(1)
    )
    told = (before or "", pack_id, step.state, step.by, step.at.isoformat(), step.note, content)
    row = {
        "pack_id": pack_id, "state": step.state, "by": step.by, "at": step.at, "note": step.note,
        "sha256": content, "seal": sha256("\n".join(told).encode()).hexdigest(),
    }  # fmt: skip
    connection.execute(sa.insert(pack_steps), row)


def _steps(connection: Connection, pack_ids: Sequence[str]) -> dict[str, tuple[Step, ...]]:
    query = sa.select(pack_steps).where(pack_steps.c.pack_id.in_(pack_ids))
    found: dict[str, tuple[Step, ...]] = {}
    for row in connection.execute(query.order_by(pack_steps.c.step_id)):
        step = Step(row.state, row.by, row.at, row.note)
        found[row.pack_id] = (*found.get(row.pack_id, ()), step)
    return found


def _stored(row: sa.Row, steps: tuple[Step, ...], damage: str, pack: Pack | None) -> StoredPack:
    return StoredPack(
        pack_id=row.pack_id, area_code=row.area_code, framework_id=row.framework_id,
        as_of=row.as_of, version=row.version, previous_id=row.previous_id or "",
        sha256=row.sha256, steps=steps, damage=damage, pack=pack,
    )  # fmt: skip
