"""Read packs: each is checked against its hash and its steps, and says what was changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Row

from dashboard.pack.agenda import AS_BUILT, Agenda, read_agenda
from dashboard.pack.changes import PackComparison, compare
from dashboard.pack.model import DRAFT, Pack, Since, Step, StoredPack
from dashboard.pack.scope import WHOLE_PLAN, Scope, read_scope, same_name
from dashboard.pack.serialise import UnreadablePackError, parse, parse_since
from data.common.errors import CommandError
from data.meetings.pack_seals import damage_of, has_own_content, packs_before, steps_of
from data.queries.snapshot import UnknownSelectionError
from data.store.read_transaction import Store
from data.store.tables import pack_agendas, packs


class PackRefusedError(CommandError):
    """A pack is not made, not read, or not moved; the message is a sentence that says why."""


class PersonalWordsError(PackRefusedError):
    """A note on a pack, or the name of its author, holds personal data."""


def load_pack(store: Store, pack_id: str) -> StoredPack:
    """Return a pack with its content; UnknownSelectionError where there is none of that name."""
    with store.connect() as connection:
        return read_pack(connection, pack_id)


def list_packs(
    store: Store, framework_id: str = "", scope: Scope | None = None
) -> tuple[StoredPack, ...]:
    """Return the packs of a plan and scope, or of all, without their content, the newest first.

    Each is checked against its hash and its steps.
    """
    order = (packs.c.as_of.desc(), packs.c.framework_id, packs.c.version.desc())
    query = sa.select(packs.c.pack_id).order_by(*order)
    if framework_id:
        query = query.where(packs.c.framework_id == framework_id)
    with store.connect() as connection:
        if scope is not None:
            query = query.where(is_of_scope(connection, scope))
        names = connection.scalars(query).all()
        # One at a time: a content is some hundred thousand characters.
        return tuple(pack for name in names if (pack := _listed(connection, name)))


def is_of_scope(connection: Connection, scope: Scope) -> ColumnElement[bool]:
    """Return the condition for packs of a scope, whose owner may be spelt in several ways."""
    codes = connection.scalars(sa.select(packs.c.scope).distinct())
    return packs.c.scope.in_([code for code in codes if same_name(code, scope.code)])


def first_readable(store: Store, listed: Iterable[StoredPack]) -> StoredPack | None:
    """Return the first undamaged pack, with its content; None without one."""
    read = (load_pack(store, pack.pack_id) for pack in listed if not pack.integrity_error)
    return next((pack for pack in read if pack.pack is not None and not pack.integrity_error), None)


def _pack_row(connection: Connection, pack_id: str) -> Row | None:
    """Return the row of a pack, or None; without its day, where SQLite has a text that is no day."""
    query = sa.select(packs).where(packs.c.pack_id == pack_id)
    try:
        return connection.execute(query).one_or_none()
    except ValueError:
        columns = [sa.null().label(c.name) if c is packs.c.as_of else c for c in packs.c]
        undated = sa.select(*columns).where(packs.c.pack_id == pack_id)
        return connection.execute(undated).one_or_none()


def _listed(connection: Connection, pack_id: str) -> StoredPack | None:
    row = _pack_row(connection, pack_id)
    if row is None:
        return None
    steps = steps_of(connection, pack_id)
    is_own = has_own_content(row, steps)
    integrity_error = damage_of(row, steps, packs_before(connection, [row]), is_own=is_own)
    if not is_own:
        return _stored(row, steps, integrity_error)
    since = _since(_Frozen(row.sha256, row.content))
    unread = since if isinstance(since, str) else ""
    stored = replace(
        _stored(row, steps, _sentences(integrity_error, unread)), agenda=_agenda(connection, steps)
    )
    return stored if isinstance(since, str) else replace(stored, since=since)


def read_pack(connection: Connection, pack_id: str) -> StoredPack:
    """Return a pack with its content, within a transaction."""
    # No name has such characters, and a database takes none of them.
    if not pack_id.isprintable():
        raise UnknownSelectionError("no pack of that name")
    row = _pack_row(connection, pack_id)
    if row is None:
        raise UnknownSelectionError(f"no pack {pack_id}")
    steps = steps_of(connection, pack_id)
    is_own = has_own_content(row, steps)
    integrity_error = damage_of(row, steps, packs_before(connection, [row]), is_own=is_own)
    if not is_own:
        return _stored(row, steps, integrity_error)
    pack = _parsed_pack(_Frozen(row.sha256, row.content))
    if isinstance(pack, str):
        return _stored(row, steps, _sentences(integrity_error, pack))
    agenda = _agenda(connection, steps)
    return replace(_stored(row, steps, integrity_error, pack), agenda=agenda)


def _agenda(connection: Connection, steps: Sequence[Row]) -> Agenda:
    """Return what the maker of a pack chose: of a draft the newest, else what was frozen."""
    if not steps:
        return AS_BUILT
    if steps[-1].state != DRAFT:
        return read_agenda(steps[-1].agenda)
    of_pack = sa.select(pack_agendas.c.agenda).where(pack_agendas.c.pack_id == steps[0].pack_id)
    newest = of_pack.order_by(pack_agendas.c.agenda_id.desc()).limit(1)
    return read_agenda(connection.scalar(newest) or "")


def compare_packs(store: Store, first_id: str, other_id: str) -> PackComparison:
    """Return the comparison of two packs of a plan, the later with the earlier.

    UnknownSelectionError where these are not two packs of one plan; PackRefusedError where one of them
    cannot be read.
    """
    first, other = load_pack(store, first_id), load_pack(store, other_id)
    if first.series != other.series or first_id == other_id:
        raise UnknownSelectionError(f"{first_id} and {other_id} are not two packs of one plan")
    broken = next((pack for pack in (first, other) if pack.pack is None), None)
    if broken:
        raise PackRefusedError(f"{broken.name}: {broken.integrity_error}")
    return compare(first, other)


@dataclass(unsafe_hash=True)
class _Frozen:
    """A content with its hash, against which it was checked.

    The text is released when it is read: a cache keyed by the hash does not keep the text too.
    """

    sha256: str
    text: str = field(compare=False, repr=False)

    def take(self) -> str:
        text, self.text = self.text, ""
        return text


@lru_cache(maxsize=8)
def _parsed_pack(frozen: _Frozen) -> Pack | str:
    """Return a parsed content, or the reason why it cannot be read; the last few are cached."""
    try:
        return parse(frozen.take())
    except UnreadablePackError as error:
        return str(error)


@lru_cache(maxsize=32)
def _since(frozen: _Frozen) -> Since | str | None:
    """Return what a pack has on changes since the one before, or why it cannot be read."""
    try:
        return parse_since(frozen.take())
    except UnreadablePackError as error:
        return str(error)


def _stored(
    row: Row, steps: Sequence[Row], integrity_error: str, pack: Pack | None = None
) -> StoredPack:
    return StoredPack(
        pack_id=row.pack_id,
        area_code=row.area_code,
        framework_id=row.framework_id,
        as_of=row.as_of or _day_of(row.pack_id),
        version=row.version,
        previous_id=row.previous_id or "",
        sha256=row.sha256,
        integrity_error=integrity_error,
        pack=pack,
        since=pack.since if pack else None,
        scope=read_scope(row.scope) or WHOLE_PLAN,
        steps=tuple(Step(step.state, step.by, step.at, step.note) for step in steps),
    )


def _sentences(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def _day_of(pack_id: str) -> date:
    """Return the day in the name of a pack; date.min without one."""
    try:
        return date.fromisoformat(pack_id.rpartition("-v")[0][-len("2023-04-19") :])
    except ValueError:
        return date.min
