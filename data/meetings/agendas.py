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
from data.meetings.pack_reader import list_packs, read_pack
from data.meetings.packs import PackRefusedError, refuse_personal
from data.store.audit import note_act
from data.store.engine import lock_for_writing, writing_connection
from data.store.read_transaction import Store
from data.store.tables import pack_agendas

_NO_DRAFT = "This plan has no draft of a pack. Make a pack first."
_NOT_A_DRAFT = (
    "This pack is no longer a draft: its slides stay as they are. Make a new pack instead."
)


def newest_draft(store: Store, framework_id: str) -> str:
    """Return the newest draft of a plan; PackRefusedError without one."""
    drafts = (
        stored.pack_id
        for stored in list_packs(store, framework_id, WHOLE_PLAN)
        if stored.state == DRAFT and not stored.integrity_error
    )
    pack_id = next(drafts, "")
    if not framework_id or not pack_id:
        raise PackRefusedError(_NO_DRAFT)
    return pack_id


def choose_slides(
    engine: Engine,
    pack_id: str,
    change: Callable[[StoredPack], Agenda],
    by: str,
    now: datetime | None = None,
) -> tuple[StoredPack, StoredPack]:
    """Store the agenda that a change makes of a draft's; return the pack before and after.

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
        connection.execute(sa.insert(pack_agendas), row)
        note_act(connection, by, PACKED, f"{pack_id}: slides", moment)
    log_act(PACKED, by, [f"{pack_id}: slides"])
    return stored, replace(stored, agenda=agenda)
