"""The steps of a pack, and their seals: hashes that show a later change of pack or steps."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from dashboard.pack.model import STATE_WORDS, STATES, Step
from dashboard.pack.serialise import content_hash
from dashboard.text.format import joined
from data.store.tables import pack_steps, packs

# The fields of a pack that a seal covers, besides the hash of its content.
_NAMES = ("pack_id", "area_code", "framework_id", "as_of", "version", "previous_id")


def steps_of(connection: Connection, pack_id: str) -> Sequence[Row]:
    """Return the steps of a pack, in order; none where one cannot be read."""
    query = sa.select(pack_steps).where(pack_steps.c.pack_id == pack_id)
    try:
        return connection.execute(query.order_by(pack_steps.c.step_id)).all()
    except ValueError:
        # SQLite stores any text: a moment may have been changed into none.
        return ()


def packs_before(connection: Connection, rows: Sequence[Row]) -> frozenset[str]:
    """Return which of the packs before some packs exist."""
    names = [row.previous_id for row in rows if row.previous_id]
    query = sa.select(packs.c.pack_id).where(packs.c.pack_id.in_(names))
    return frozenset(connection.scalars(query))


def add_step(
    connection: Connection,
    pack: Mapping[str, Any],
    step: Step,
    agenda: str = "",
    account: int | None = None,
) -> None:
    """Store a step of a pack, with its seal; the row of the pack needs no content.

    `agenda` is the text of what was chosen by then; `account` that of who took the step, if they signed in.
    """
    before = connection.scalar(
        sa.select(pack_steps.c.seal)
        .where(pack_steps.c.pack_id == pack["pack_id"])
        .order_by(pack_steps.c.step_id.desc())
        .limit(1)
    )
    row = {
        "pack_id": pack["pack_id"],
        "state": step.state,
        "by": step.by,
        "at": step.at,
        "note": step.note,
        "sha256": pack["sha256"],
        "agenda": agenda,
        "account": account,
    }
    sealed = row | {"seal": seal(pack, row, before or "")}
    connection.execute(sa.insert(pack_steps), sealed)


def seal(pack: Mapping[str, Any], step: Mapping[str, Any], before: str) -> str:
    """Return the hash of a step, the fields and content hash of its pack, and the seal before.

    A scope, an agenda and an account are part of it where there is one: seals of earlier releases have none.
    """
    pack_fields = [str(pack[name] or "") for name in _NAMES]
    moment = step["at"].astimezone(UTC).isoformat()
    fields = [step["state"], step["by"], moment, step["note"], step["sha256"]]
    fields += [text for text in (pack["scope"], step["agenda"]) if text]
    fields += [f"account {step['account']}"] if step["account"] is not None else []
    return sha256(json.dumps([before, *pack_fields, *fields]).encode()).hexdigest()


def damage_of(row: Row, steps: Sequence[Row], earlier: Collection[str], *, is_own: bool) -> str:
    """Return in sentences how a pack or its steps were changed; empty if they were not.

    `earlier` names the packs before that exist; `is_own` is has_own_content.
    """
    return " ".join(_damages(row, steps, earlier, is_own=is_own))


def has_own_content(row: Row, steps: Sequence[Row]) -> bool:
    """Return whether the content has the hash stored with the pack and with each of its steps."""
    return {content_hash(str(row.content))} == {row.sha256, *(step.sha256 for step in steps)}


def _damages(
    row: Row, steps: Sequence[Row], earlier: Collection[str], *, is_own: bool
) -> Iterator[str]:
    if not is_own:
        yield (
            "What is kept of this pack is not what was frozen: its content or its hash was "
            "changed afterwards."
        )
    if [step.state for step in steps] != list(STATES[: len(steps)]) or not steps:
        yield "The steps of this pack are not whole, or not in their order."
    if row.previous_id and row.previous_id not in earlier:
        yield "The pack before this one is gone."
    unsealed = [STATE_WORDS.get(step.state, str(step.state)) for step in _unsealed(row, steps)]
    if unsealed:
        words = joined(state.lower() for state in unsealed)
        yield (
            "Of which plan, scope, day or version this pack is, or who took a step of it and when, was "
            f"changed afterwards: the seal of {words} does not fit."
        )


def _unsealed(row: Row, steps: Sequence[Row]) -> Iterator[Row]:
    """Yield the steps whose seal does not fit."""
    before = ""
    for step in steps:
        if step.seal != seal(row._mapping, step._mapping, before):  # noqa: SLF001
            yield step
        before = step.seal
