"""The commands that add accounts, say what they may do, and let people in again."""

import argparse
import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine

from dashboard.model.rights import EVERY_AREA, ROLES
from dashboard.model.urls import Urls
from data.accounts.users import (
    LINK_HOURS,
    Account,
    Role,
    add_user,
    disable_user,
    enable_user,
    list_users,
    make_reset_link,
    role_words,
    set_roles,
)
from data.cli.output import FINE, print_answer
from data.common.authorities import area_code_of
from data.common.errors import CommandError
from data.store.account_tables import LONGEST_NAME

# A code as the Office for National Statistics writes it, or none for every area.
_AREA: Final = re.compile(r"(?:[A-Z]\d{8})?")


def run_add(engine: Engine, options: argparse.Namespace) -> int:
    """Add an account, and print the link that sets its password."""
    login, name = options.login.strip(), " ".join((options.name or options.login).split())
    if not (login.isprintable() and name.isprintable() and 0 < len(login) <= LONGEST_NAME):
        raise CommandError(f"A login has 1 to {LONGEST_NAME} characters.")
    if len(name) > LONGEST_NAME:
        raise CommandError(f"A name has at most {LONGEST_NAME} characters.")
    add_user(engine, login, name, _roles(options.role), by=options.by)
    return _print_link(engine, options)


def run_roles(engine: Engine, options: argparse.Namespace) -> int:
    """Replace the roles of an account."""
    set_roles(engine, options.login, _roles(options.role), options.by)
    return _done(f"{options.login}: {role_words(_roles(options.role))}.", options)


def run_reset(engine: Engine, options: argparse.Namespace) -> int:
    """Print a link that sets a password anew."""
    return _print_link(engine, options)


def run_disable(engine: Engine, options: argparse.Namespace) -> int:
    """Let nobody sign in with an account any more."""
    disable_user(engine, options.login, options.by)
    return _done(f"Nobody signs in as {options.login} any more.", options)


def run_enable(engine: Engine, options: argparse.Namespace) -> int:
    """Let somebody sign in again with an account that was disabled."""
    enable_user(engine, options.login, options.by)
    return _done(f"{options.login} signs in again.", options)


def run_list(engine: Engine, options: argparse.Namespace) -> int:
    """Print every account."""
    accounts = list_users(engine)
    lines = map(_line, accounts) if accounts else ["There is no account."]
    print_answer({"users": accounts}, lines, options)
    return FINE


def _print_link(engine: Engine, options: argparse.Namespace) -> int:
    token = make_reset_link(engine, options.login, by=options.by)
    link = options.at.rstrip("/") + Urls.path(Urls.FROM_LINK, token=token)
    words = f"Once within {LINK_HOURS} hours {options.login} sets a password at {link}"
    print_answer({"login": options.login, "link": link}, [words], options)
    return FINE


def _done(words: str, options: argparse.Namespace) -> int:
    print_answer({"ok": True}, [words], options)
    return FINE


def _roles(written: Sequence[str]) -> list[Role]:
    roles = []
    for text in written:
        role, _, area = text.partition(":")
        name = role.strip().replace(" ", "_").replace("-", "_")
        if name not in ROLES:
            raise CommandError(f"--role {text}: the roles are {', '.join(ROLES)}.")
        code = area_code_of(area) if area else EVERY_AREA
        if not _AREA.fullmatch(code):
            raise CommandError(f"--role {text}: there is no area of that name or code.")
        roles.append((name, code))
    return roles


def _line(account: Account) -> str:
    state = "disabled" if account.is_disabled else "" if account.has_password else "no password yet"
    words = f"{account.login} ({account.name}): {role_words(account.roles)}"
    return f"{words}; {state}" if state else words
