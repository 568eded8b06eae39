"""The steps of a pack: each seals what it saw and the step before, so that a change is noticed."""

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

# What a seal tells of its pack besides the content.
_NAMES = ("pack_id", "area_code", "framework_id", "as_of", "version", "previous_id")


def steps_of(connection: Connection, pack_id: str) -> Sequence[Row]:
    """Read the steps of a pack, in their order; none where what is kept of them is no step."""
    query = sa.select(pack_steps).where(pack_steps.c.pack_id == pack_id)
    try:
        return connection.execute(query.order_by(pack_steps.c.step_id)).all()
    except ValueError:
        # SQLite keeps whatever is written: a moment may be no moment any more.
        return ()


def packs_before(connection: Connection, rows: Sequence[Row]) -> frozenset[str]:
    """Name the packs before some packs, so far as they are there."""
    names = [row.previous_id for row in rows if row.previous_id]
    query = sa.select(packs.c.pack_id).where(packs.c.pack_id.in_(names))
    return frozenset(connection.scalars(query))


def add_step(connection: Connection, pack: Mapping[str, Any], step: Step) -> None:
    """Write down a step of a pack, whose row is given without its content."""
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
    }
    sealed = row | {"seal": seal(pack, row, before or "")}
    connection.execute(sa.insert(pack_steps), sealed)


def seal(pack: Mapping[str, Any], step: Mapping[str, Any], before: str) -> str:
    """Give the hash over a step, what its pack is, what it saw of it, and the seal before."""
    named = [str(pack[name] or "") for name in _NAMES]
    moment = step["at"].astimezone(UTC).isoformat()
    fields = [step["state"], step["by"], moment, step["note"], step["sha256"]]
    return sha256(json.dumps([before, *named, *fields]).encode()).hexdigest()


def damage_of(row: Row, steps: Sequence[Row], earlier: Collection[str], *, is_own: bool) -> str:
    """Say in sentences what of a pack and its steps is not what was kept; empty where all is.

    `earlier` names the packs before that are there; `is_own` tells whether the content is that
    which was frozen.
    """
    return " ".join((*_content_damages(is_own=is_own), *_step_damages(row, steps, earlier)))


def has_own_content(row: Row, steps: Sequence[Row]) -> bool:
    """Tell whether the content is that which the pack and each of its steps saw."""
    return {content_hash(str(row.content))} == {row.sha256, *(step.sha256 for step in steps)}


def _content_damages(*, is_own: bool) -> Iterator[str]:
    if not is_own:
        yield (
            "What is kept of this pack is not what was frozen: its content or its hash was "
            "changed afterwards."
        )


def _step_damages(row: Row, steps: Sequence[Row], earlier: Collection[str]) -> Iterator[str]:
    if [step.state for step in steps] != list(STATES[: len(steps)]) or not steps:
        yield "The steps of this pack are not whole, or not in their order."
    if row.previous_id and row.previous_id not in earlier:
        yield "The pack before this one is gone."
    wrong = [step.state for step in _unsealed(row, steps)]
    if wrong:
        words = joined(STATE_WORDS.get(state, str(state)).lower() for state in wrong)
        yield (
            "Of which plan, day or version this pack is, or who took a step of it and when, was "
            f"changed afterwards: the seal of {words} does not fit."
        )


def _unsealed(row: Row, steps: Sequence[Row]) -> Iterator[Row]:
    """Find the steps whose seal is not the one that they, and what came before, would have."""
    before = ""
    for step in steps:
        if step.seal != seal(row._mapping, step._mapping, before):  # noqa: SLF001
            yield step
        before = step.seal
