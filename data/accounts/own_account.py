"""What whoever is signed in sees and changes of their own account."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Engine

from data.accounts.sessions import (
    SessionEndedError,
    SignInRefusedError,
    WrongPasswordError,
    admit_verified,
    is_open,
    open_session,
    verified,
)
from data.accounts.users import (
    PASSWORD_SET,
    PasswordRefusedError,
    Role,
    digest,
    hash_password,
    roles_of,
    write_password,
)
from data.store.account_tables import sessions, users
from data.store.audit import note_act
from data.store.databases.engine import lock_for_notes, writing_connection

_NOT_CURRENT: Final = "This is not your current password."
_NO_PASSWORD: Final = "Your organisation’s account has no password here."  # noqa: S105 - words


@dataclass(frozen=True)
class Session:
    """A session; `name` is the digest of its token, by which nobody is let in."""

    name: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class OwnAccount:
    """The account of who has a session; without a password where a provider vouches for them."""

    login: str
    roles: tuple[Role, ...]
    has_password: bool
    sessions: tuple[Session, ...]


def own_account(engine: Engine, token: str, now: datetime | None = None) -> OwnAccount:
    """Return the account of who has a session; SessionEndedError where it has ended."""
    moment = now or datetime.now(UTC)
    columns = (users.c.user_id, users.c.login, users.c.password)
    with engine.connect() as connection:
        is_its = sessions.c.token_sha256 == digest(token)
        row = connection.execute(sa.select(*columns).join(sessions).where(is_its)).one_or_none()
        if row is None:
            raise SessionEndedError
        opened = connection.execute(
            sa.select(sessions)
            .where(sessions.c.user_id == row.user_id, *is_open(moment))
            .order_by(sessions.c.started_at.desc())
        ).all()
        roles = roles_of(connection, row.user_id)
    listed = tuple(
        Session(one.token_sha256, one.started_at, one.seen_at, one.token_sha256 == digest(token))
        for one in opened
    )
    return OwnAccount(row.login, roles, row.password is not None, listed)


def end_one_session(engine: Engine, token: str, name: str) -> None:
    """End one session of whoever has a session; nothing happens where it is not theirs."""
    owner = sa.select(sessions.c.user_id).where(sessions.c.token_sha256 == digest(token))
    is_own = sessions.c.user_id == owner.scalar_subquery()
    with writing_connection(engine) as connection, connection.begin():
        connection.execute(sa.delete(sessions).where(sessions.c.token_sha256 == name, is_own))


def change_password(
    engine: Engine,
    token: str,
    current: str,
    password: str,
    address: str,
    now: datetime | None = None,
) -> str:
    """Set another password for who has a session, end their sessions, and return the token of a new one.

    SignInRefusedError where the current password is not theirs, PasswordRefusedError where the other is
    no good, SessionEndedError where the session has ended.
    """
    moment = now or datetime.now(UTC)
    own = own_account(engine, token, moment)
    if not own.has_password:
        raise PasswordRefusedError(_NO_PASSWORD)
    hashed = hash_password(password, own.login)
    try:
        account = verified(engine, own.login, current, address, moment)
        with writing_connection(engine) as connection, connection.begin():
            lock_for_notes(connection)
            admit_verified(connection, account, address, moment)
            write_password(connection, account.user_id, hashed)
            note_act(connection, account.name, PASSWORD_SET, "by themselves", moment)
            return open_session(connection, account.user_id, moment)
    except WrongPasswordError as error:
        raise SignInRefusedError(_NOT_CURRENT) from error
