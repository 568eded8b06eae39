"""Store what the maker of a draft chose of its slides, until the pack is checked."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.pack.agenda import Agenda, agenda_text
from dashboard.pack.model import DRAFT, StoredPack
from data.common.act_log import PACKED, log_act
from data.meetings.pack_reader import read_pack
from data.meetings.packs import PackRefusedError, refuse_personal
from data.store.audit import note_act
from data.store.databases.engine import lock_for_writing, writing_connection
from data.store.tables import pack_agendas

_NO_DRAFT = "This plan has no draft of a pack. Make a pack first."
_NEWEST_NO_DRAFT = (
    "The newest pack of this plan, {name}, is no longer a draft. Make a new pack first."
)
_NOT_A_DRAFT = (
    "This pack is no longer a draft: its slides stay as they are. Make a new pack instead."
)


def newest_draft(listed: Iterable[StoredPack]) -> str:
    """Return the newest pack of a plan, of its packs; PackRefusedError where that is no draft."""
    newest = next((stored for stored in listed if not stored.integrity_error), None)
    if newest is None:
        raise PackRefusedError(_NO_DRAFT)
    if newest.state != DRAFT:
        raise PackRefusedError(_NEWEST_NO_DRAFT.format(name=newest.name))
    return newest.pack_id


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
