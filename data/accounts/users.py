"""Accounts and their roles, and the links by which people set a password."""

import getpass
import hmac
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from sqlalchemy import Connection, Engine

from data.common.errors import CommandError
from data.store.account_tables import (
    LONGEST_NAME,
    failed_sign_ins,
    login_keys,
    reset_links,
    sessions,
    user_roles,
    users,
)
from data.store.audit import note_act
from data.store.databases.engine import lock_for_notes, writing_connection

Role = tuple[str, str]
LINK_HOURS: Final = 24
PASSWORD_SET: Final = "password set"  # noqa: S105 - an act
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 128
# RFC 9106's second choice, for a server with little memory; a hash of other numbers is made anew at
# the next sign-in.
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32)
# How a name ends that has the number of its account; one that is chosen so gets a number behind.
_NUMBERED: Final = "(account "
_EXPIRED: Final = "This link was used, or is older than a day. Ask an administrator for another."
_TOO_SHORT: Final = (
    f"A password has at least {SHORTEST_PASSWORD} characters, and at most {LONGEST_PASSWORD}."
)
_OF_NAME: Final = "A password does not have your name in it."


class PasswordRefusedError(Exception):
    """Why a password is not set, in words."""


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in; a role holds in an area, "" for every one."""

    user_id: int
    login: str
    name: str
    roles: tuple[Role, ...]
    is_disabled: bool = False
    has_password: bool = False


def add_user(
    engine: Engine,
    login: str,
    name: str,
    roles: Sequence[Role],
    now: datetime | None = None,
    by: str = "",
) -> None:
    """Add an account without a password; CommandError where there is one of that login or name."""
    folded = fold_login(login)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        if connection.scalar(sa.select(users.c.user_id).where(users.c.login == folded)):
            raise CommandError(f"There is an account of {login} already.")
        if _is_name_of_another(connection, name):
            raise CommandError(
                f"{name} is the name of another account already: histories could not tell them apart. "
                "Give another with --name."
            )
        insert_user(connection, folded, name, roles, now or datetime.now(UTC))
        _note(connection, by, "account added", f"{folded}: {role_words(roles)}")


def insert_user(
    connection: Connection, login: str, name: str, roles: Iterable[Role], now: datetime
) -> int:
    """Add an account within a transaction, and return its number."""
    row = {"login": login, "name": name, "is_disabled": False, "added_at": now}
    (user_id,) = connection.scalars(sa.insert(users).values(row).returning(users.c.user_id))
    write_roles(connection, user_id, roles)
    return user_id


def name_apart(connection: Connection, name: str, user_id: int) -> str:
    """Return under which name the acts of an account stand: its own, or with its number where others have that.

    A provider may have two people of one name, and lets some choose theirs.
    """
    is_numbered = _NUMBERED in name.casefold()
    if not (is_numbered or _is_name_of_another(connection, name, user_id)):
        return name
    number = f" {_NUMBERED}{user_id})"
    return f"{name[: LONGEST_NAME - len(number)].strip()}{number}"


def _is_name_of_another(connection: Connection, name: str, user_id: int | None = None) -> bool:
    folded = name.casefold()
    others = connection.execute(sa.select(users.c.user_id, users.c.name))
    return any(row.user_id != user_id and row.name.casefold() == folded for row in others)


def write_roles(connection: Connection, user_id: int, roles: Iterable[Role]) -> None:
    """Replace the roles of an account."""
    connection.execute(sa.delete(user_roles).where(user_roles.c.user_id == user_id))
    rows = [
        {"user_id": user_id, "role": role, "area_code": area} for role, area in sorted(set(roles))
    ]
    if rows:
        connection.execute(sa.insert(user_roles), rows)


def set_roles(engine: Engine, login: str, roles: Sequence[Role], by: str = "") -> None:
    """Replace the roles of an account; they hold from its next request on."""
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        write_roles(connection, _number_of(connection, login), roles)
        _note(connection, by, "roles changed", f"{fold_login(login)}: {role_words(roles)}")


def disable_user(engine: Engine, login: str, by: str = "") -> None:
    """Let nobody sign in as somebody any more, and end the sessions that are open."""
    _switch(engine, login, by, is_disabled=True)


def enable_user(engine: Engine, login: str, by: str = "") -> None:
    """Let somebody sign in again who was disabled."""
    _switch(engine, login, by, is_disabled=False)


def _switch(engine: Engine, login: str, by: str, *, is_disabled: bool) -> None:
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        user_id = _number_of(connection, login)
        is_its = users.c.user_id == user_id
        connection.execute(sa.update(users).where(is_its).values(is_disabled=is_disabled))
        _forget(connection, user_id)
        act = "account disabled" if is_disabled else "account enabled"
        _note(connection, by, act, fold_login(login))


def make_reset_link(engine: Engine, login: str, now: datetime | None = None, by: str = "") -> str:
    """Return the secret of a link that sets a password once; it also lets a locked account in.

    CommandError where the account is disabled.
    """
    token = secrets.token_urlsafe(32)
    moment = now or datetime.now(UTC)
    expires = moment + timedelta(hours=LINK_HOURS)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        user_id = _number_of(connection, login)
        is_disabled = sa.select(users.c.is_disabled).where(users.c.user_id == user_id)
        if connection.scalar(is_disabled):
            raise CommandError(f"The account of {login} is disabled: user enable lets it in again.")
        _forget(connection, user_id)
        connection.execute(sa.delete(reset_links).where(reset_links.c.expires_at <= moment))
        is_its = failed_sign_ins.c.source == login_source(connection, login)
        connection.execute(sa.delete(failed_sign_ins).where(is_its))
        connection.execute(sa.update(users).where(users.c.user_id == user_id).values(password=None))
        row = {"token_sha256": digest(token), "user_id": user_id, "expires_at": expires}
        connection.execute(sa.insert(reset_links).values(row))
        _note(connection, by, "link for a password made", fold_login(login))
    return token


def set_password(engine: Engine, token: str, password: str, now: datetime | None = None) -> None:
    """Set the password of whom a link is for; PasswordRefusedError where it or the link is no good."""
    moment = now or datetime.now(UTC)
    # Looked up first: whoever has no link costs no hash.
    with engine.connect() as connection:
        login = _linked(connection, token, moment).login
    hashed = hash_password(password, login)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_notes(connection)
        row = _linked(connection, token, moment)
        write_password(connection, row.user_id, hashed)
        note_act(connection, row.login, PASSWORD_SET, "by a link")


def _linked(connection: Connection, token: str, moment: datetime) -> sa.Row[Any, Any]:
    """Return the number and login of whom a link is for; PasswordRefusedError where it is no good.

    What is compared is a digest of the link: nothing of a link shows in how long that takes.
    """
    statement = sa.select(users.c.user_id, users.c.login).join(reset_links)
    is_its = reset_links.c.token_sha256 == digest(token)
    row = connection.execute(
        statement.where(is_its, reset_links.c.expires_at > moment)
    ).one_or_none()
    if row is None:
        raise PasswordRefusedError(_EXPIRED)
    return row


def hash_password(password: str, login: str) -> str:
    """Return what is stored of a new password; PasswordRefusedError where it is easily guessed."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordRefusedError(_TOO_SHORT)
    if login.partition("@")[0] in password.lower():
        raise PasswordRefusedError(_OF_NAME)
    return _HASHER.hash(password)


def hashed_anew(hashed: str, password: str) -> str:
    """Return what is stored of a password that is right, as it is hashed today."""
    return _HASHER.hash(password) if _HASHER.check_needs_rehash(hashed) else hashed


def write_password(connection: Connection, user_id: int, hashed: str) -> None:
    """Store the hash of a new password, and end the sessions and links of its account."""
    _forget(connection, user_id)
    connection.execute(sa.update(users).where(users.c.user_id == user_id).values(password=hashed))


def list_users(engine: Engine) -> tuple[Account, ...]:
    """Return every account, by login."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(users).order_by(users.c.login)).all()
        return tuple(
            Account(
                row.user_id,
                row.login,
                row.name,
                roles_of(connection, row.user_id),
                row.is_disabled,
                row.password is not None,
            )
            for row in rows
        )


def roles_of(connection: Connection, user_id: int) -> tuple[Role, ...]:
    """Return the roles of an account."""
    statement = sa.select(user_roles.c.role, user_roles.c.area_code).order_by(
        user_roles.c.role, user_roles.c.area_code
    )
    result = connection.execute(statement.where(user_roles.c.user_id == user_id))
    return tuple((role, area) for role, area in result)


@cache
def _nobodys() -> str:
    """Return what whoever has no password is checked against, so that an answer takes as long."""
    return _HASHER.hash(secrets.token_urlsafe())


def is_password(hashed: str | None, password: str) -> bool:
    """Return whether a password is the one of a hash; it takes as long where there is no hash."""
    nobodys = _nobodys()
    try:
        is_same = _HASHER.verify(hashed or nobodys, password)
    except Argon2Error:
        return False
    return is_same and hashed is not None


def fold_login(login: str) -> str:
    """Return a login as it is stored."""
    return login.strip().lower()


def login_source(connection: Connection, login: str) -> str:
    """Return under what failures of a login are counted.

    What was typed may be a password: without the key of the store nobody guesses it from its digest.
    """
    key = connection.scalars(sa.select(login_keys.c.key)).one()
    return f"login {hmac.new(key.encode(), fold_login(login).encode(), sha256).hexdigest()}"


def address_source(address: str) -> str:
    """Return under what failures from an address are counted.

    Of IPv6 that is the network of it: one customer has 2 to the power of 64 addresses.
    """
    with suppress(ValueError):
        if isinstance(version_6 := ip_address(address), IPv6Address):
            address = str(version_6.ipv4_mapped or ip_network(f"{version_6}/64", strict=False))
    return f"address {address}"


def digest(token: str) -> str:
    """Return what of a secret is stored."""
    return sha256(token.encode()).hexdigest()


def role_words(roles: Sequence[Role]) -> str:
    """Return roles in words, each with its area."""
    return ", ".join(f"{role} in {area or 'every area'}" for role, area in roles) or "no role"


def _note(connection: Connection, by: str, act: str, about: str) -> None:
    note_act(connection, by or getpass.getuser(), act, about)


def _number_of(connection: Connection, login: str) -> int:
    # What a provider calls somebody has letters of both cases.
    for written in (login, fold_login(login)):
        user_id = connection.scalar(sa.select(users.c.user_id).where(users.c.login == written))
        if user_id is not None:
            return user_id
    raise CommandError(f"There is no account of {login}.")


def _forget(connection: Connection, user_id: int) -> None:
    """End the sessions and links of an account."""
    for table in (sessions, reset_links):
        connection.execute(sa.delete(table).where(table.c.user_id == user_id))
