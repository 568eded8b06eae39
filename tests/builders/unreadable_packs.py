"""Packs that nothing can read, though hash and seals fit, as a faulty release might leave them."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.pack.serialise import content_hash
from data.meetings.pack_seals import seal
from data.store.tables import pack_steps, packs


@contextmanager
def unreadable(engine: Engine, pack_id: str) -> Iterator[str]:
    """Have a pack say for a while what is no pack."""
    with engine.connect() as connection:
        text = connection.scalar(sa.select(packs.c.content).where(packs.c.pack_id == pack_id))
    assert text
    write_over(engine, pack_id, '{"form":2,"pack":{},"nouns":{}}')
    try:
        yield pack_id
    finally:
        write_over(engine, pack_id, text)


def write_over(engine: Engine, pack_id: str, text: str) -> None:
    """Give a pack another content, with every hash and seal that fits it."""
    fits = {"sha256": content_hash(text)}
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        of_pack = packs.c.pack_id == pack_id
        connection.execute(sa.update(packs).where(of_pack).values(content=text, **fits))
        pack = connection.execute(sa.select(packs).where(of_pack)).one()._mapping
        steps = sa.select(pack_steps).where(pack_steps.c.pack_id == pack_id)
        before = ""
        for step in connection.execute(steps.order_by(pack_steps.c.step_id)).all():
            before = seal(pack, {**step._mapping, **fits}, before)
            of_step = pack_steps.c.step_id == step.step_id
            connection.execute(sa.update(pack_steps).where(of_step).values(seal=before, **fits))
