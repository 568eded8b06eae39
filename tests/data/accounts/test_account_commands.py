"""The commands on accounts and the audit log, as an administrator runs them."""

import getpass
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.engine import URL

from data.accounts.sessions import MOST_FAILURES, SignInRefusedError, sign_in
from data.accounts.users import set_password
from data.cli.main import main
from tests.stores import MakeStore, address, opened

pytestmark = pytest.mark.both_databases
PASSWORD = "four words not together"  # noqa: S105 - of a made-up account
AT = "https://send.example.gov.uk/"
Answered = Callable[..., dict[str, Any]]


@pytest.fixture
def url(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> URL:
    made = make_store("empty")
    monkeypatch.setenv("DATABASE_URL", address(made))
    return made


@pytest.fixture
def answered(url: URL, capsys: pytest.CaptureFixture[str]) -> Answered:
    """Run a command that ends well, and return what it prints for programs."""

    def run(*arguments: str) -> dict[str, Any]:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def token_of(link: str) -> str:
    assert link.startswith(f"{AT}sign-in/link/")
    return link.rpartition("/")[2]


def test_an_account_is_added_let_in_unlocked_and_disabled(url: URL, answered: Answered):
    roles = ("--role", "contributor", "--role", "data_team:E09000014")
    added = answered("user", "add", "Ann", "--name", "Ann Example", *roles, "--at", AT)
    with opened(url) as engine:
        set_password(engine, token_of(added["link"]), PASSWORD)
        assert sign_in(engine, "ann", PASSWORD, "10.0.0.7")
        for _ in range(MOST_FAILURES):
            with pytest.raises(SignInRefusedError):
                sign_in(engine, "ann", "wrong", "10.0.0.7")
        reset = answered("user", "reset", "ann", "--at", AT)
        set_password(engine, token_of(reset["link"]), PASSWORD)
        assert sign_in(engine, "ann", PASSWORD, "10.0.0.7")
        answered("user", "roles", "ann", "--role", "approver", "--by", "Grace")
        (listed,) = answered("user", "list")["users"]
        assert (listed["login"], listed["name"]) == ("ann", "Ann Example")
        assert listed["roles"] == [["approver", ""]]
        answered("user", "disable", "ann")
        with pytest.raises(SignInRefusedError):
            sign_in(engine, "ann", PASSWORD, "10.0.0.7")
        assert main(["user", "reset", "ann"]) == 1
        answered("user", "enable", "ann")
        assert sign_in(engine, "ann", PASSWORD, "10.0.0.7")


def test_the_log_says_who_changed_accounts_and_is_verified(answered: Answered):
    answered("user", "add", "ann", "--role", "viewer")
    answered("user", "roles", "ann", "--by", "Grace")
    entries = answered("audit", "list")["entries"]
    assert [(one["by"], one["act"]) for one in entries][::-1] == [
        (getpass.getuser(), "account added"),
        (getpass.getuser(), "link for a password made"),
        ("Grace", "roles changed"),
    ]
    seal = answered("audit", "verify")["chain"]["seal"]
    assert answered("audit", "verify", "--seal", seal)["ok"]
    assert main(["audit", "verify", "--seal", "0" * 64]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "ann", "--role", "king"),
        ("add", "ann", "--role", "viewer:Nowhere"),
        ("add", "a" * 61),
        ("add", "an\nn"),
        ("roles", "nobody"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    url: URL, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
):
    assert main(["user", *arguments]) != 0
    said = capsys.readouterr()
    assert said.err
    assert "Traceback" not in said.err
