"""Sessions: opened by a password or a provider, ended by time, by whoever they are of, or for them."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.model.rights import UNCONFIRMED, User, granted
from data.accounts.users import (
    Role,
    address_source,
    digest,
    fold_login,
    hashed_anew,
    insert_user,
    is_password,
    login_source,
    name_apart,
    role_words,
    write_roles,
)
from data.store.account_tables import failed_sign_ins, sessions, user_roles, users
from data.store.audit import note_act
from data.store.databases.engine import lock_for_notes, ready_connection, writing_connection
from data.store.databases.failures import BusyError

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
# So long the roles hold that somebody's groups at a provider bring, where the settings say nothing else.
CONFIRMED: Final = timedelta(hours=1)
# After so many failures in that time nobody is let in for as long; after more in a day, only by a link.
MOST_FAILURES: Final = 5
THROTTLED: Final = timedelta(minutes=15)
LOCKING_FAILURES: Final = 20
MOST_OF_ADDRESS: Final = 50
SIGNED_IN: Final = "signed in"
_A_DAY: Final = timedelta(days=1)
# Longer than a try waits for others who write.
_TRIED: Final = timedelta(minutes=1)
_SEEN_EVERY: Final = timedelta(minutes=1)
_REFUSED: Final = "This name and password do not fit together, or the account is disabled."
_THROTTLED: Final = "Too many tries failed. Wait a quarter of an hour."
_LOCKED: Final = "Too many tries failed in a day: ask an administrator for a link."


class SignInRefusedError(Exception):
    """Why nobody is signed in, in words."""


class WrongPasswordError(SignInRefusedError):
    """A password that is not the one of its account."""


class SessionEndedError(Exception):
    """A session that was open when a request came has ended since."""


def sign_in(
    engine: Engine,
    login: str,
    password: str,
    address: str,
    now: datetime | None = None,
    *,
    former: str = "",
) -> str:
    """Return the token of a new session in the place of a former one, if any.

    SignInRefusedError where it cannot be opened.
    """
    moment = now or datetime.now(UTC)
    account = verified(engine, login, password, address, moment)
    hashed = hashed_anew(account.password, password)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        admit_verified(connection, account, address, moment)
        is_its = users.c.user_id == account.user_id
        connection.execute(sa.update(users).where(is_its).values(password=hashed))
        note_act(connection, account.name, SIGNED_IN, account.login, moment)
        return open_session(connection, account.user_id, moment, former)


def verified(
    engine: Engine, login: str, password: str, address: str, moment: datetime
) -> sa.Row[Any]:
    """Return the account of a login whose password this is; SignInRefusedError for any other."""
    # Counted before the password is looked at: many tries at once count as many.
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        sources = (login_source(connection, login), address_source(address))
        account = connection.execute(
            sa.select(users).where(users.c.login == fold_login(login))
        ).one_or_none()
        # A name that nobody has may be a password in the wrong field.
        about = account.login if account else "an unknown name"
        throttled = _throttled(connection, sources, moment)
        if throttled:
            _note_throttled(connection, throttled[0], about, moment)
        else:
            _count(connection, map(_trying, sources), moment)
    if throttled:
        raise SignInRefusedError(throttled[1])
    hashed = None if account is None or account.is_disabled else account.password
    if not is_password(hashed, password) or account is None:
        _note_failure(engine, sources, about, moment)
        raise WrongPasswordError(_REFUSED)
    return account


def admit_verified(
    connection: Connection, account: sa.Row[Any], address: str, moment: datetime
) -> None:
    """Forget the failures of an account that was verified.

    WrongPasswordError where its password was set anew or taken away, or it was disabled, since.
    """
    is_unchanged = (users.c.user_id == account.user_id) & (users.c.password == account.password)
    usable = sa.select(users.c.user_id).where(is_unchanged, sa.not_(users.c.is_disabled))
    if connection.scalar(usable) is None:
        raise WrongPasswordError(_REFUSED)
    of_login = login_source(connection, account.login)
    # Of its address the one that was counted ahead.
    is_this = _is_try((address_source(address),), moment)
    is_its = failed_sign_ins.c.source.in_((of_login, _trying(of_login)))
    connection.execute(sa.delete(failed_sign_ins).where(sa.or_(is_its, is_this)))


def sign_in_from_provider(
    engine: Engine,
    subject: str,
    name: str,
    roles: Sequence[Role],
    now: datetime | None = None,
    *,
    former: str = "",
) -> str:
    """Return the token of a session of whom a provider vouches for, with the roles of their groups.

    A former one of theirs goes on, so that what is typed in its pages can still be sent, until its 12 hours
    are over; a new one takes the place of any other. What tells people apart is taken as it is or refused: it
    stands on one line of the audit log.
    """
    moment = now or datetime.now(UTC)
    if not subject.isprintable():
        raise SignInRefusedError(_REFUSED)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        row = connection.execute(sa.select(users).where(users.c.login == subject)).one_or_none()
        if row is not None and row.is_disabled:
            raise SignInRefusedError(_REFUSED)
        if row is None:
            user_id = insert_user(connection, subject, name, roles, moment)
        else:
            user_id = row.user_id
            write_roles(connection, user_id, roles)
        name = name_apart(connection, name, user_id)
        connection.execute(sa.update(users).where(users.c.user_id == user_id).values(name=name))
        goes_on = sa.and_(
            sessions.c.token_sha256 == digest(former),
            sessions.c.user_id == user_id,
            sessions.c.vouched_at.is_not(None),
            *is_open(moment),
        )
        vouched = sa.update(sessions).where(goes_on).values(vouched_at=moment, seen_at=moment)
        if connection.execute(vouched).rowcount:
            note_act(connection, name, "confirmed", f"{subject}: {role_words(roles)}", moment)
            return former
        note_act(connection, name, SIGNED_IN, f"{subject}: {role_words(roles)}", moment)
        return open_session(connection, user_id, moment, former, is_vouched_for=True)


def end_of_roles(engine: Engine, subject: str) -> None:
    """Take every role from somebody whose groups at a provider have none any more, and end their sessions."""
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        row = connection.execute(sa.select(users).where(users.c.login == subject)).one_or_none()
        if row is not None:
            write_roles(connection, row.user_id, ())
            connection.execute(sa.delete(sessions).where(sessions.c.user_id == row.user_id))
            note_act(connection, row.name, "sign-in refused", f"{subject}: {role_words(())}")


def session_user(
    engine: Engine, token: str, now: datetime | None = None, confirmed: timedelta = CONFIRMED
) -> User | None:
    """Return who has a session; None where it has ended or never was.

    Roles that a provider's groups brought are left out where it vouched longer ago than `confirmed`.
    """
    moment = now or datetime.now(UTC)
    is_its = sessions.c.token_sha256 == digest(token)
    columns = (users.c.user_id, users.c.name, sessions.c.seen_at, sessions.c.vouched_at)
    statement = (
        sa.select(*columns, user_roles.c.role, user_roles.c.area_code)
        .join(sessions)
        .outerjoin(user_roles, user_roles.c.user_id == users.c.user_id)
        .where(is_its, sa.not_(users.c.is_disabled), *is_open(moment))
    )
    with ready_connection(engine) as connection:
        rows = connection.execute(statement).all()
    if not rows:
        return None
    if rows[0].seen_at < moment - _SEEN_EVERY:
        _note_seen(engine, is_its, moment)
    vouched_at = rows[0].vouched_at
    if vouched_at is not None and vouched_at <= moment - confirmed:
        return User(frozenset(), rows[0].name, lacking=UNCONFIRMED, is_unconfirmed=True)
    roles = [(row.role, row.area_code) for row in rows if row.role]
    return User(granted(roles), rows[0].name, account=rows[0].user_id)


def is_open(moment: datetime) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Return what holds of a session that no time has ended."""
    return sessions.c.started_at > moment - LONGEST, sessions.c.seen_at > moment - IDLE


def end_session(engine: Engine, token: str, *, everywhere: bool = False) -> None:
    """End a session, or with it all that its owner has."""
    is_its = sessions.c.token_sha256 == digest(token)
    if everywhere:
        owner = sa.select(sessions.c.user_id).where(is_its).scalar_subquery()
        is_its = sessions.c.user_id == owner
    with writing_connection(engine) as connection, connection.begin():
        connection.execute(sa.delete(sessions).where(is_its))


def open_session(
    connection: Connection,
    user_id: int,
    moment: datetime,
    former: str = "",
    *,
    is_vouched_for: bool = False,
) -> str:
    """Open a session under a new token; end a former one, and those whose time is over."""
    token = secrets.token_urlsafe(32)
    is_over = sa.or_(
        sessions.c.started_at <= moment - LONGEST,
        sessions.c.seen_at <= moment - IDLE,
        sessions.c.token_sha256 == digest(former),
    )
    connection.execute(sa.delete(sessions).where(is_over))
    row = {"token_sha256": digest(token), "user_id": user_id, "started_at": moment}
    vouched_at = moment if is_vouched_for else None
    connection.execute(
        sa.insert(sessions).values({**row, "seen_at": moment, "vouched_at": vouched_at})
    )
    return token


def _throttled(
    connection: Connection, sources: tuple[str, str], now: datetime
) -> tuple[str, str] | None:
    """Return what waits, a login or an address, and words for it; None where nothing does."""
    connection.execute(
        sa.delete(failed_sign_ins).where(failed_sign_ins.c.failed_at <= now - _A_DAY)
    )
    of_login, of_address = sources
    if _failures(connection, of_login, now, _A_DAY) >= LOCKING_FAILURES:
        return of_login, _LOCKED
    if _failures(connection, of_login, now, THROTTLED) >= MOST_FAILURES:
        return of_login, _THROTTLED
    if _failures(connection, of_address, now, THROTTLED) >= MOST_OF_ADDRESS:
        return of_address, _THROTTLED
    return None


def _note_throttled(connection: Connection, source: str, about: str, now: datetime) -> None:
    """Log the first try of a quarter of an hour that waits: whoever goes on trying fills no disk."""
    if not _failures(connection, f"noted {source}", now, THROTTLED):
        _count(connection, (f"noted {source}",), now)
        note_act(connection, "nobody", "sign-in throttled", about, now)


def _trying(source: str) -> str:
    """Return under what a try is counted until it is known what comes of it.

    Where nobody hears that, since others write, it is forgotten after a minute.
    """
    return f"trying {source}"


def _is_try(sources: Iterable[str], moment: datetime) -> sa.ColumnElement[bool]:
    is_of = failed_sign_ins.c.source.in_([_trying(source) for source in sources])
    return sa.and_(is_of, failed_sign_ins.c.failed_at == moment)


def _note_failure(engine: Engine, sources: Iterable[str], about: str, moment: datetime) -> None:
    """Let tries be failures."""
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        connection.execute(sa.delete(failed_sign_ins).where(_is_try(sources, moment)))
        _count(connection, sources, moment)
        note_act(connection, "nobody", "sign-in refused", about)


def _count(connection: Connection, sources: Iterable[str], now: datetime) -> None:
    rows = [{"source": source, "failed_at": now} for source in sources]
    connection.execute(sa.insert(failed_sign_ins), rows)


def _failures(connection: Connection, source: str, now: datetime, within: timedelta) -> int:
    """Return how many tries of a source have failed, or may have, in the time before now."""
    column, failed_at = failed_sign_ins.c.source, failed_sign_ins.c.failed_at
    is_failure = sa.and_(column == source, failed_at > now - within)
    is_try = sa.and_(column == _trying(source), failed_at > now - _TRIED)
    counted = sa.select(sa.func.count()).where(sa.or_(is_failure, is_try))
    return connection.scalar(counted) or 0


def _note_seen(engine: Engine, is_its: sa.ColumnElement[bool], now: datetime) -> None:
    """Note that a session is used; not where a load writes: nobody waits for it."""
    try:
        with (
            writing_connection(engine).execution_options(waits_milliseconds=0) as connection,
            connection.begin(),
        ):
            connection.execute(sa.update(sessions).where(is_its).values(seen_at=now))
    except BusyError:
        pass
