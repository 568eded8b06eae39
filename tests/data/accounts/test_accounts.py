"""Accounts: who gets in, how often they may try, and when a session ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import argon2
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event

from dashboard.model.rights import Right, refusal
from data.accounts import sessions as signing_in
from data.accounts import users as accounts
from data.accounts.own_account import change_password, end_one_session, own_account
from data.accounts.sessions import (
    IDLE,
    LOCKING_FAILURES,
    LONGEST,
    MOST_FAILURES,
    THROTTLED,
    SessionEndedError,
    SignInRefusedError,
    end_session,
    session_user,
    sign_in,
    sign_in_from_provider,
    verified,
)
from data.accounts.users import (
    LINK_HOURS,
    PasswordRefusedError,
    add_user,
    digest,
    disable_user,
    enable_user,
    list_users,
    make_reset_link,
    set_password,
    set_roles,
)
from data.common.errors import CommandError
from data.store.account_tables import (
    LONGEST_NAME,
    failed_sign_ins,
    login_keys,
    reset_links,
    sessions,
    users,
)
from data.store.audit import newest_entries
from data.store.databases.engine import (
    lock_for_writing,
    make_engine,
    waiting_at_most,
    writing_connection,
)
from data.store.databases.failures import BusyError
from tests.stores import MakeStore

pytestmark = pytest.mark.both_databases
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
PASSWORD = "four words not together"  # noqa: S105 - of a made-up account
HERE = "10.0.0.7"


@pytest.fixture
def engine(make_store: MakeStore) -> Iterator[Engine]:
    """A store with the account of Ann."""
    made = make_engine(make_store("empty"))
    add_user(made, "Ann", "Ann Example", [("contributor", ""), ("data_team", "E09000014")], NOW)
    set_password(made, make_reset_link(made, "ann", NOW), PASSWORD, NOW)
    yield made
    made.dispose()


def enter(engine: Engine, tried: str = PASSWORD, now: datetime = NOW, login: str = "ANN ") -> str:
    return sign_in(engine, login, tried, HERE, now)


def refused(engine: Engine, tried: str = PASSWORD, login: str = "ann") -> str:
    with pytest.raises(SignInRefusedError) as error:
        enter(engine, tried, login=login)
    return str(error.value)


def test_whoever_signs_in_has_the_rights_of_their_roles_in_their_areas(engine: Engine):
    user = session_user(engine, enter(engine), NOW)
    assert user is not None
    assert user.name == "Ann Example"
    assert refusal(user, Right.WRITE, "E09000030") == ""
    assert refusal(user, Right.LOAD, "E09000014") == ""
    assert "it takes the role data team" in refusal(user, Right.LOAD, "E09000030")
    assert "in every area" in refusal(user, Right.LOAD, "")
    assert refusal(user, Right.APPROVE)
    set_roles(engine, "ann", [("viewer", "")])
    assert refusal(session_user(engine, enter(engine), NOW), Right.WRITE)


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(engine: Engine):
    assert refused(engine, "wrong") == refused(engine, login="nobody")


def test_nobody_signs_in_without_a_password_or_when_disabled(engine: Engine):
    add_user(engine, "bea", "Bea", [], NOW)
    assert refused(engine, "", "bea")
    token = enter(engine)
    disable_user(engine, "ann")
    assert session_user(engine, token, NOW) is None
    assert refused(engine)


def test_after_some_failures_the_right_password_waits_too(engine: Engine):
    for _ in range(MOST_FAILURES):
        assert "do not fit together" in refused(engine, "wrong")
    assert "Wait a quarter of an hour" in refused(engine)
    assert enter(engine, now=NOW + THROTTLED + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("addresses", "waits"),
    [
        ((HERE, HERE, HERE), True),
        ((HERE, "::ffff:10.0.0.7", HERE), True),
        (("2001:db8::1", "2001:db8::2", "2001:db8::ffff:ffff"), True),
        (("2001:db8::1", "2001:db8:0:1::1", "2001:db8::2"), False),
        ((HERE, "10.0.0.8", HERE), False),
        (("no address", "no address", "no address"), True),
    ],
)
def test_after_many_failures_from_an_address_no_name_is_tried_from_there(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...], *, waits: bool
):
    """Whoever tries one password with many names is stopped by no name."""
    monkeypatch.setattr(signing_in, "MOST_OF_ADDRESS", 2)
    for place, address in enumerate(addresses[:2]):
        with pytest.raises(SignInRefusedError, match="do not fit together"):
            sign_in(engine, f"name {place}", "wrong", address, NOW)
    if waits:
        with pytest.raises(SignInRefusedError, match="Wait a quarter of an hour"):
            sign_in(engine, "ann", PASSWORD, addresses[2], NOW)
    else:
        assert sign_in(engine, "ann", PASSWORD, addresses[2], NOW)


def test_after_many_in_a_day_only_a_link_lets_in(engine: Engine):
    for failure in range(LOCKING_FAILURES):
        with pytest.raises(SignInRefusedError):
            enter(engine, "wrong", NOW + failure * THROTTLED)
    later = NOW + LOCKING_FAILURES * THROTTLED
    with pytest.raises(SignInRefusedError, match="ask an administrator"):
        enter(engine, now=later)
    set_password(engine, make_reset_link(engine, "ann", later), PASSWORD, later)
    assert enter(engine, now=later)


def test_a_session_ends_idle_in_the_end_and_by_whoever_it_is_of(engine: Engine):
    token = enter(engine)
    assert session_user(engine, token, NOW + IDLE + timedelta(seconds=1)) is None
    moment = NOW
    while moment < NOW + LONGEST:
        assert session_user(engine, token, moment)
        moment += IDLE / 2
    assert session_user(engine, token, NOW + LONGEST) is None
    one, other = enter(engine), enter(engine)
    end_session(engine, one)
    assert session_user(engine, one, NOW) is None
    assert session_user(engine, other, NOW)
    third = enter(engine)
    end_session(engine, third, everywhere=True)
    assert session_user(engine, other, NOW) is None


@pytest.mark.parametrize("password", ["short", "x" * 129, "my name is Ann indeed"])
def test_a_password_that_is_guessed_easily_is_not_set(engine: Engine, password: str):
    with pytest.raises(PasswordRefusedError, match="A password"):
        set_password(engine, make_reset_link(engine, "ann", NOW), password, NOW)


def test_a_link_works_once_within_a_day_and_ends_sessions(engine: Engine):
    token = enter(engine)
    link = make_reset_link(engine, "ann", NOW)
    assert session_user(engine, token, NOW) is None
    assert refused(engine)
    with pytest.raises(PasswordRefusedError, match="Ask an administrator"):
        set_password(engine, link, PASSWORD, NOW + timedelta(hours=LINK_HOURS))
    set_password(engine, link, PASSWORD, NOW)
    with pytest.raises(PasswordRefusedError):
        set_password(engine, link, PASSWORD, NOW)


def test_what_has_expired_of_sign_ins_is_dropped_at_the_next(engine: Engine):
    def rows(table: sa.Table) -> int:
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0

    enter(engine)
    add_user(engine, "bea", "Bea", [], NOW)
    make_reset_link(engine, "bea", NOW)
    refused(engine, "wrong", "bea")
    assert (rows(sessions), rows(reset_links), rows(failed_sign_ins) > 0) == (1, 1, True)
    later = NOW + timedelta(hours=LINK_HOURS)
    enter(engine, now=later)
    add_user(engine, "cy", "Cy", [], later)
    make_reset_link(engine, "cy", later)
    assert (rows(sessions), rows(reset_links), rows(failed_sign_ins)) == (1, 1, 0)


def test_neither_passwords_nor_tokens_are_in_the_store(engine: Engine):
    token, link = enter(engine), make_reset_link(engine, "ann", NOW)
    add_user(engine, "bea", "Bea", [], NOW)
    set_password(engine, make_reset_link(engine, "bea", NOW), PASSWORD, NOW)
    refused(engine, "wrong", login="my other secret")
    with engine.connect() as connection:
        tables = (users, sessions, reset_links, failed_sign_ins)
        text = str([connection.execute(sa.select(table)).all() for table in tables])
    assert "$argon2id$" in text
    assert not [each for each in (token, link, PASSWORD, "my other secret") if each in text]


def test_a_login_that_was_typed_is_digested_with_the_key_of_the_store(engine: Engine):
    counted: set[str] = set()
    for key in ("", "another"):
        with engine.begin() as connection:
            if key:
                connection.execute(sa.update(login_keys).values(key=key))
        refused(engine, login="my other secret")
        with engine.connect() as connection:
            counted |= set(connection.scalars(sa.select(failed_sign_ins.c.source)))
    of_login = {source for source in counted if source.startswith("login")}
    assert len(of_login) == 2
    assert f"login {digest('my other secret')}" not in of_login


def test_a_provider_says_the_roles_at_each_sign_in(engine: Engine):
    for roles in ([("viewer", "")], [("approver", "E09000030")]):
        token = sign_in_from_provider(engine, "https://id.example|7", "Cy", roles, NOW)
        assert session_user(engine, token, NOW)
        assert list_users(engine)[-1].roles == tuple(roles)
    disable_user(engine, "https://id.example|7")
    with pytest.raises(SignInRefusedError):
        sign_in_from_provider(engine, "https://id.example|7", "Cy", [], NOW)


def test_what_a_provider_says_forges_no_line_of_the_log(engine: Engine):
    with pytest.raises(SignInRefusedError):
        sign_in_from_provider(engine, "https://id.example|8\n", "Cy", [], NOW)


def test_no_two_accounts_have_one_name(engine: Engine):
    (ann,) = list_users(engine)
    with pytest.raises(CommandError, match="name of another account"):
        add_user(engine, "other", ann.name.upper(), [], NOW)
    assert list_users(engine) == (ann,)
    subjects = ("https://id.example|1", "https://id.example|2")
    for _ in range(2):
        for subject in subjects:
            sign_in_from_provider(engine, subject, "Cy", [], NOW)
            entry = newest_entries(engine, 1)[0]
            (account,) = (one for one in list_users(engine) if one.login == subject)
            assert entry.by == account.name
            assert entry.about.startswith(subject)
    _, first, second = list_users(engine)
    assert (first.name, second.name) == ("Cy", f"Cy (account {second.user_id})")
    chosen = second.name.upper()
    sign_in_from_provider(engine, subjects[0], chosen, [], NOW)
    assert list_users(engine)[1].name == f"{chosen} (account {list_users(engine)[1].user_id})"
    long = "y" * LONGEST_NAME
    for subject in subjects:
        sign_in_from_provider(engine, subject, long, [], NOW)
    names = {one.name for one in list_users(engine)}
    assert len(names) == 3
    assert max(map(len, names)) == LONGEST_NAME


def test_a_link_lets_nobody_in_who_is_disabled(engine: Engine):
    link = make_reset_link(engine, "ann", NOW)
    disable_user(engine, "ann")
    with pytest.raises(PasswordRefusedError):
        set_password(engine, link, PASSWORD, NOW)
    with pytest.raises(CommandError, match="user enable"):
        make_reset_link(engine, "ann", NOW)
    enable_user(engine, "ann", "Grace")
    assert newest_entries(engine, 1)[0].act == "account enabled"
    set_password(engine, make_reset_link(engine, "ann", NOW), PASSWORD, NOW)
    assert enter(engine)


def test_accounts_are_told_apart_by_login(engine: Engine):
    with pytest.raises(CommandError, match="already"):
        add_user(engine, "ANN", "Another", [], NOW)
    with pytest.raises(CommandError, match="no account"):
        set_roles(engine, "nobody", [])


def test_a_try_that_waits_is_logged_once_in_a_quarter_of_an_hour(engine: Engine):
    for _ in range(MOST_FAILURES + 3):
        refused(engine, "wrong")
    logged = [(one.act, one.about) for one in newest_entries(engine, 100)]
    assert logged.count(("sign-in refused", "ann")) == MOST_FAILURES
    assert logged.count(("sign-in throttled", "ann")) == 1


def test_whoever_has_no_link_costs_no_hash(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(accounts, "_HASHER", None)
    with pytest.raises(PasswordRefusedError, match="Ask an administrator"):
        set_password(engine, "guessed", PASSWORD, NOW)


def stored_hash(engine: Engine) -> str:
    with engine.connect() as connection:
        return connection.scalar(sa.select(users.c.password).where(users.c.login == "ann")) or ""


def test_a_hash_of_other_numbers_is_made_anew_at_the_next_sign_in(engine: Engine):
    enter(engine)
    today = stored_hash(engine)
    assert today.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with engine.begin() as connection:
        connection.execute(sa.update(users).where(users.c.login == "ann").values(password=weak))
    enter(engine)
    assert stored_hash(engine).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    enter(engine)


def test_who_is_signed_in_changes_their_password_and_is_signed_out_elsewhere(engine: Engine):
    here, elsewhere = enter(engine), enter(engine)
    other = "quite other words here"
    with pytest.raises(SignInRefusedError, match="not your current password"):
        change_password(engine, here, "wrong", other, HERE, NOW)
    with pytest.raises(PasswordRefusedError, match="at least"):
        change_password(engine, here, PASSWORD, "short", HERE, NOW)
    assert session_user(engine, elsewhere, NOW)
    token = change_password(engine, here, PASSWORD, other, HERE, NOW)
    assert session_user(engine, token, NOW)
    assert session_user(engine, here, NOW) is None
    assert session_user(engine, elsewhere, NOW) is None
    refused(engine, PASSWORD)
    assert enter(engine, other)
    guests = sign_in_from_provider(engine, "https://id.example|7", "Cy", [], NOW)
    with pytest.raises(PasswordRefusedError, match="no password here"):
        change_password(engine, guests, "", other, HERE, NOW)


def test_one_session_is_ended_by_whoever_it_is_of(engine: Engine):
    here, elsewhere = enter(engine), enter(engine)
    guest = sign_in_from_provider(engine, "https://id.example|7", "Cy", [], NOW)
    (theirs,) = (one.name for one in own_account(engine, elsewhere, NOW).sessions if one.is_this)
    end_one_session(engine, guest, theirs)
    assert session_user(engine, elsewhere, NOW)
    end_one_session(engine, here, theirs)
    assert session_user(engine, elsewhere, NOW) is None
    assert [one.is_this for one in own_account(engine, here, NOW).sessions] == [True]


def test_nobody_waits_long_for_a_load_to_sign_in(engine: Engine):
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        with waiting_at_most(0.3):
            if engine.dialect.name == "postgresql":
                assert enter(engine)
            else:
                with pytest.raises(BusyError):
                    enter(engine)
    assert enter(engine)


def test_who_is_signed_in_is_known_while_others_write(engine: Engine):
    token = enter(engine)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        assert session_user(engine, token, NOW + timedelta(minutes=2))


def test_a_password_that_is_taken_away_meanwhile_lets_nobody_in(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    def taken_away(hashed: str, _password: str) -> str:
        make_reset_link(engine, "ann", NOW)
        return hashed

    monkeypatch.setattr("data.accounts.sessions.hashed_anew", taken_away)
    assert "do not fit together" in refused(engine)


def test_a_password_that_is_taken_away_meanwhile_is_not_changed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    token = enter(engine)

    def verified_then_taken_away(*asked: Any) -> Any:
        account = verified(*asked)
        make_reset_link(engine, "ann", NOW)
        return account

    monkeypatch.setattr("data.accounts.own_account.verified", verified_then_taken_away)
    with pytest.raises(SignInRefusedError):
        change_password(engine, token, PASSWORD, "five other words not together", HERE, NOW)
    refused(engine, "five other words not together")


def test_whose_account_is_disabled_meanwhile_changes_no_password(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    token, before = enter(engine), stored_hash(engine)

    def verified_then_disabled(*asked: Any) -> Any:
        account = verified(*asked)
        disable_user(engine, "ann")
        return account

    monkeypatch.setattr("data.accounts.own_account.verified", verified_then_disabled)
    with pytest.raises(SignInRefusedError):
        change_password(engine, token, PASSWORD, "five other words not together", HERE, NOW)
    assert stored_hash(engine) == before


@pytest.mark.parametrize("tried", [PASSWORD, "five other words not together"])
def test_a_try_of_which_nobody_hears_is_no_failure(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tried: str
):
    def busy(*_told: Any, **_more: Any) -> None:
        raise BusyError

    for second in range(MOST_FAILURES):
        with monkeypatch.context() as patched:
            # The first transaction counts a try; the second finds others writing.
            patched.setattr("data.accounts.sessions.note_act", busy)
            with pytest.raises(BusyError):
                enter(engine, tried, NOW + timedelta(seconds=second))
    # So many in a minute are as many tries at once: they wait.
    with pytest.raises(SignInRefusedError, match="quarter of an hour"):
        enter(engine, PASSWORD, NOW + timedelta(seconds=30))
    assert enter(engine, PASSWORD, NOW + timedelta(seconds=90))


def test_an_account_of_a_provider_is_disabled_by_its_name_there(engine: Engine):
    token = sign_in_from_provider(engine, "https://id.example|aBc", "Cy", [("viewer", "")], NOW)
    disable_user(engine, "https://id.example|aBc")
    assert session_user(engine, token, NOW) is None


def test_a_session_that_has_ended_has_no_account(engine: Engine):
    token = enter(engine)
    end_session(engine, token)
    with pytest.raises(SessionEndedError):
        own_account(engine, token, NOW)
    with pytest.raises(SessionEndedError):
        change_password(engine, token, PASSWORD, "five other words not together", HERE, NOW)


@pytest.mark.parametrize("by_provider", [False, True])
def test_another_sign_in_ends_the_session_before_or_opens_none(
    engine: Engine, *, by_provider: bool
):
    def enter_anew(former: str) -> str:
        if by_provider:
            return sign_in_from_provider(
                engine, "https://id.example|7", "Cy", [], NOW, former=former
            )
        return sign_in(engine, "ann", PASSWORD, HERE, NOW, former=former)

    def busy(*told: Any) -> None:
        if told[2].startswith("DELETE FROM sessions"):
            raise BusyError

    former = enter(engine)
    before = rows_of(engine), len(newest_entries(engine, 100))
    event.listen(engine, "before_cursor_execute", busy)
    with pytest.raises(BusyError):
        enter_anew(former)
    event.remove(engine, "before_cursor_execute", busy)
    assert (rows_of(engine), len(newest_entries(engine, 100))) == before
    token = enter_anew(former)
    assert session_user(engine, former, NOW) is None
    assert session_user(engine, token, NOW)


def rows_of(engine: Engine) -> list[str]:
    """Return the sessions that there are."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(sessions.c.token_sha256)))
