"""The record of restores and purges, which makes a store one of another data version."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from data.store.audit import note_act
from data.store.tables import store_changes


def record_change(connection: Connection, what: str, by: str, now: datetime, words: str) -> None:
    """Record what was done to the store, in the transaction that does it."""
    change = {"what": what, "by": by, "at": now, "words": words, "token": secrets.token_hex(8)}
    connection.execute(sa.insert(store_changes).values(change))
    note_act(connection, by, what, words, now)
