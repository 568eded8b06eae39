"""Store what the maker of a draft chose of its slides, until the pack is checked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.pack.agenda import Agenda, agenda_text
from dashboard.pack.model import DRAFT, StoredPack
from dashboard.pack.scope import WHOLE_PLAN
from data.common.act_log import PACKED, log_act
from data.meetings.pack_reader import read_pack
from data.meetings.packs import PackRefusedError, refuse_personal
from data.store.audit import note_act
from data.store.databases.engine import lock_for_writing, writing_connection
from data.store.read_transaction import Store
from data.store.tables import pack_agendas, pack_steps, packs

_NOT_A_DRAFT = (
    "This pack is no longer a draft: its slides stay as they are. Make a new pack instead."
)


def load_newest_draft(store: Store, framework_id: str) -> str:
    """Return the newest pack of the whole plan, "" where there is none or where that is no draft."""
    order = (packs.c.as_of.desc(), packs.c.version.desc(), pack_steps.c.step_id.desc())
    newest = (
        sa.select(packs.c.pack_id, pack_steps.c.state)
        .join(pack_steps)
        .where(packs.c.framework_id == framework_id, packs.c.scope == WHOLE_PLAN.code)
        .order_by(*order)
    )
    with store.connect() as connection:
        row = connection.execute(newest.limit(1)).one_or_none()
    return row.pack_id if row is not None and row.state == DRAFT else ""


def load_last_step(store: Store) -> int:
    """Return a number that changes with every step of any pack; 0 before the first."""
    with store.connect() as connection:
        return connection.scalar(sa.select(sa.func.max(pack_steps.c.step_id))) or 0


def choose_slides(
    engine: Engine,
    pack_id: str,
    change: Callable[[StoredPack], Agenda],
    by: str,
    now: datetime | None = None,
    account: int | None = None,
) -> tuple[StoredPack, StoredPack]:
    """Store the agenda that a change makes of a draft's; return the pack before and after.

    `account` is that of who has signed in.

    UnknownSelectionError where there is no such pack, PackRefusedError where it is no draft, or where
    the note holds personal data.
    """
    moment = now or datetime.now(UTC)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        stored = read_pack(connection, pack_id)
        if stored.integrity_error:
            raise PackRefusedError(stored.integrity_error)
        if stored.state != DRAFT:
            raise PackRefusedError(_NOT_A_DRAFT)
        agenda = change(stored)
        new = set(agenda.notes) - set(stored.agenda.notes)
        refuse_personal(by, " ".join(note for _, note in new))
        row = {"pack_id": pack_id, "by": by, "at": moment, "agenda": agenda_text(agenda)}
        connection.execute(sa.insert(pack_agendas), row | {"account": account})
        note_act(connection, by, PACKED, f"{pack_id}: slides", moment)
    log_act(PACKED, by, [f"{pack_id}: slides"])
    return stored, replace(stored, agenda=agenda)
