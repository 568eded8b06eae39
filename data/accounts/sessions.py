"""Sessions: opened by a password or a provider, ended by time, by whoever they are of, or for them."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from dashboard.model.rights import User, granted
from data.accounts.users import (
    LONGEST_PASSWORD,
    Role,
    digest,
    fold_login,
    insert_user,
    is_password,
    login_source,
    role_words,
    roles_of,
    write_roles,
)
from data.store.account_tables import failed_sign_ins, sessions, user_roles, users
from data.store.audit import note_act, note_alone
from data.store.engine import lock_for_writing, ready_connection, writing_connection

IDLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(hours=12)
# After so many failures in that time nobody is let in for as long; after more in a day, only by a link.
MOST_FAILURES: Final = 5
THROTTLED: Final = timedelta(minutes=15)
LOCKING_FAILURES: Final = 20
MOST_OF_ADDRESS: Final = 50
SIGNED_IN: Final = "signed in"
_A_DAY: Final = timedelta(days=1)
_SEEN_EVERY: Final = timedelta(minutes=1)
_REFUSED: Final = "This name and password do not fit together, or the account is disabled."
_THROTTLED: Final = "Too many tries failed. Wait a quarter of an hour."
_LOCKED: Final = "Too many tries failed in a day: ask an administrator for a link."


class SignInRefusedError(Exception):
    """Why nobody is signed in, in words."""


def sign_in(
    engine: Engine, login: str, password: str, address: str, now: datetime | None = None
) -> str:
    """Return the token of a new session; SignInRefusedError where it cannot be opened."""
    moment = now or datetime.now(UTC)
    sources = (login_source(login), f"address {address}")
    # Counted before the password is looked at: many tries at once count as many.
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        _refuse_throttled(connection, sources, moment)
        rows = [{"source": source, "failed_at": moment} for source in sources]
        connection.execute(sa.insert(failed_sign_ins), rows)
        account = connection.execute(
            sa.select(users).where(users.c.login == fold_login(login))
        ).one_or_none()
    hashed = None if account is None or account.is_disabled else account.password
    if not is_password(hashed, password[: LONGEST_PASSWORD + 1]) or account is None:
        # A name that nobody has may be a password in the wrong field.
        about = account.login if account else "an unknown name"
        note_alone(engine, "nobody", "sign-in refused", about)
        raise SignInRefusedError(_REFUSED)
    with writing_connection(engine) as connection, connection.begin():
        is_this = sa.and_(
            failed_sign_ins.c.source.in_(sources), failed_sign_ins.c.failed_at == moment
        )
        is_own = failed_sign_ins.c.source == sources[0]
        connection.execute(sa.delete(failed_sign_ins).where(sa.or_(is_own, is_this)))
        note_act(connection, account.name, SIGNED_IN, account.login, moment)
        return _open_session(connection, account.user_id, moment)


def sign_in_from_provider(
    engine: Engine, subject: str, name: str, roles: Sequence[Role], now: datetime | None = None
) -> str:
    """Return the token of a new session of whom a provider vouches for, with the roles of their groups."""
    moment = now or datetime.now(UTC)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        row = connection.execute(sa.select(users).where(users.c.login == subject)).one_or_none()
        if row is not None and row.is_disabled:
            raise SignInRefusedError(_REFUSED)
        if row is None:
            user_id = insert_user(connection, subject, name, roles, moment)
        else:
            user_id = row.user_id
            write_roles(connection, user_id, roles)
            connection.execute(sa.update(users).where(users.c.user_id == user_id).values(name=name))
        note_act(connection, name, SIGNED_IN, f"{subject}: {role_words(roles)}", moment)
        return _open_session(connection, user_id, moment)


def session_user(engine: Engine, token: str, now: datetime | None = None) -> User | None:
    """Return who has a session; None where it has ended or never was."""
    moment = now or datetime.now(UTC)
    is_its = sessions.c.token_sha256 == digest(token)
    statement = (
        sa.select(users.c.name, sessions.c.seen_at, user_roles.c.role, user_roles.c.area_code)
        .join(sessions)
        .outerjoin(user_roles, user_roles.c.user_id == users.c.user_id)
        .where(
            is_its,
            sa.not_(users.c.is_disabled),
            sessions.c.started_at > moment - LONGEST,
            sessions.c.seen_at > moment - IDLE,
        )
    )
    with ready_connection(engine) as connection:
        rows = connection.execute(statement).all()
    if not rows:
        return None
    if rows[0].seen_at < moment - _SEEN_EVERY:
        _note_seen(engine, is_its, moment)
    return User(granted([(row.role, row.area_code) for row in rows if row.role]), rows[0].name)


def end_session(engine: Engine, token: str, *, everywhere: bool = False) -> None:
    """End a session, or with it all that its owner has."""
    is_its = sessions.c.token_sha256 == digest(token)
    if everywhere:
        owner = sa.select(sessions.c.user_id).where(is_its).scalar_subquery()
        is_its = sessions.c.user_id == owner
    with writing_connection(engine) as connection, connection.begin():
        connection.execute(sa.delete(sessions).where(is_its))


def _open_session(connection: Connection, user_id: int, moment: datetime) -> str:
    """Open a session under a new token, and throw away those that time has ended."""
    token = secrets.token_urlsafe(32)
    is_over = sa.or_(sessions.c.started_at <= moment - LONGEST, sessions.c.seen_at <= moment - IDLE)
    connection.execute(sa.delete(sessions).where(is_over))
    row = {"token_sha256": digest(token), "user_id": user_id, "started_at": moment}
    connection.execute(sa.insert(sessions).values({**row, "seen_at": moment}))
    return token


def _refuse_throttled(connection: Connection, sources: tuple[str, str], now: datetime) -> None:
    """Raise SignInRefusedError after too many failures of a login or from an address."""
    connection.execute(
        sa.delete(failed_sign_ins).where(failed_sign_ins.c.failed_at <= now - _A_DAY)
    )
    if _failures(connection, sources[0], now - _A_DAY) >= LOCKING_FAILURES:
        raise SignInRefusedError(_LOCKED)
    of_login, of_address = (_failures(connection, source, now - THROTTLED) for source in sources)
    if of_login >= MOST_FAILURES or of_address >= MOST_OF_ADDRESS:
        raise SignInRefusedError(_THROTTLED)


def _failures(connection: Connection, source: str, since: datetime) -> int:
    counted = sa.select(sa.func.count()).where(
        failed_sign_ins.c.source == source, failed_sign_ins.c.failed_at > since
    )
    return connection.scalar(counted) or 0


def _note_seen(engine: Engine, is_its: sa.ColumnElement[bool], now: datetime) -> None:
    """Note that a session is used; not where a load writes: nobody waits for it."""
    try:
        with (
            writing_connection(engine).execution_options(waits_milliseconds=0) as connection,
            connection.begin(),
        ):
            connection.execute(sa.update(sessions).where(is_its).values(seen_at=now))
    except OperationalError as error:
        if "database is locked" not in str(error.orig):
            raise


def session_roles(engine: Engine, token: str) -> tuple[Role, ...]:
    """Return the roles of who has a session, each with the code of its area."""
    with engine.connect() as connection:
        owner = connection.scalar(
            sa.select(sessions.c.user_id).where(sessions.c.token_sha256 == digest(token))
        )
        return roles_of(connection, owner) if owner is not None else ()
