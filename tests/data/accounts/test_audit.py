"""The audit log: what is in it, and that nobody changes an entry unnoticed."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from dashboard.model.selection import Selection
from data.accounts.sessions import SignInRefusedError, sign_in, sign_in_from_provider
from data.accounts.users import add_user, make_reset_link, set_password, set_roles
from data.loading.history import undo_delivery
from data.loading.load import load_files
from data.meetings.packs import make_pack
from data.store.access_log import note_view
from data.store.audit import audit_entries, newest_entries, note_alone, verify_chain
from data.store.databases.engine import make_engine
from tests.builders.files import observations
from tests.stores import MakeStore, drop_audit_triggers

pytestmark = pytest.mark.both_databases
PASSWORD = "four words not together"  # noqa: S105 - of a made-up account


@pytest.fixture
def engine(make_store: MakeStore) -> Iterator[Engine]:
    made = make_engine(make_store("shipped"))
    yield made
    made.dispose()


@pytest.fixture
def empty(make_store: MakeStore) -> Iterator[Engine]:
    made = make_engine(make_store("empty"))
    for number in range(5):
        note_alone(made, "Ann", "export", f"/file/{number}")
    yield made
    made.dispose()


def test_loads_undos_packs_case_views_sign_ins_and_roles_are_logged(engine: Engine):
    before = len(newest_entries(engine, 1_000))
    (report,) = load_files(engine, [observations({"value": "61"})], by="Ann")
    load_files(engine, [observations({"value": "62"})], by="Ann", dry_run=True)
    undo_delivery(engine, report.extract_id or 0, by="Bo")
    pack = make_pack(engine, Selection(framework="ha-wsoa-2021"), "Cy")
    note_view(engine, "Di", "ehc-open in E09000014", 3)
    add_user(engine, "ann", "Ann", [("viewer", "")], by="Ed")
    set_roles(engine, "ann", [("approver", "E09000014")], by="Ed")
    set_password(engine, make_reset_link(engine, "ann", by="Ed"), PASSWORD)
    sign_in(engine, "ann", PASSWORD, "10.0.0.7")
    for login in ("ann", "my secret"):
        with pytest.raises(SignInRefusedError):
            sign_in(engine, login, "wrong", "10.0.0.7")
    sign_in_from_provider(engine, "https://id.example|7", "Fay", [("viewer", "")])
    entries = newest_entries(engine, 1_000)
    listed = [(one.by, one.act, one.about) for one in entries[: len(entries) - before]]
    extract = f"extract {report.extract_id} (observations)"
    assert listed[::-1] == [
        ("Ann", "loaded", extract),
        ("Bo", "undone", extract),
        ("Cy", "packed", f"{pack}: draft"),
        ("Di", "cases viewed", "ehc-open in E09000014: 3 rows"),
        ("Ed", "account added", "ann: viewer in every area"),
        ("Ed", "roles changed", "ann: approver in E09000014"),
        ("Ed", "link for a password made", "ann"),
        ("ann", "password set", "by a link"),
        ("Ann", "signed in", "ann"),
        ("nobody", "sign-in refused", "ann"),
        ("nobody", "sign-in refused", "an unknown name"),
        ("Fay", "signed in", "https://id.example|7: viewer in every area"),
    ]
    assert verify_chain(engine).broken_at is None


NEWEST = "SELECT * FROM audit_entries WHERE entry_id = 5"
CHANGES = (
    "UPDATE audit_entries SET about = about",
    "DELETE FROM audit_entries WHERE entry_id = 5",
    f"INSERT INTO audit_entries {NEWEST} ON CONFLICT (entry_id) DO UPDATE SET about = ''",
)
OWN_CHANGES = {
    "sqlite": (
        f"INSERT OR REPLACE INTO audit_entries {NEWEST}",
        "UPDATE OR REPLACE audit_entries SET entry_id = 4 WHERE entry_id = 5",
    ),
    "postgresql": ("TRUNCATE audit_entries",),
}


def test_the_database_itself_refuses_to_change_an_entry(empty: Engine):
    before = newest_entries(empty, 10)
    for change in CHANGES + OWN_CHANGES[empty.dialect.name]:
        with (
            pytest.raises(IntegrityError, match="audit log is never changed"),
            empty.begin() as connection,
        ):
            connection.exec_driver_sql(change)
    assert newest_entries(empty, 10) == before


@pytest.fixture
def unguarded(empty: Engine) -> Engine:
    """A log in a database whose owner dropped what refuses changes."""
    with empty.begin() as connection:
        drop_audit_triggers(connection)
    return empty


@pytest.mark.parametrize("column", ["by", "act", "about", "seal"])
def test_a_changed_entry_breaks_the_chain(unguarded: Engine, column: str):
    change = sa.update(audit_entries).where(audit_entries.c.entry_id == 3).values({column: "x"})
    with unguarded.begin() as connection:
        connection.execute(change)
    assert verify_chain(unguarded).broken_at == 3


def test_an_entry_that_is_taken_out_breaks_the_chain(unguarded: Engine):
    with unguarded.begin() as connection:
        connection.execute(sa.delete(audit_entries).where(audit_entries.c.entry_id == 2))
    assert verify_chain(unguarded).broken_at == 3


def test_a_seal_that_was_printed_shows_that_the_end_was_cut_off(unguarded: Engine):
    printed = verify_chain(unguarded)
    assert (printed.entries, printed.broken_at) == (5, None)
    note_alone(unguarded, "Bo", "export", "/file/6")
    assert verify_chain(unguarded, printed.seal).has_expected
    with unguarded.begin() as connection:
        connection.execute(sa.delete(audit_entries).where(audit_entries.c.entry_id >= 5))
    assert verify_chain(unguarded).broken_at is None
    assert not verify_chain(unguarded, printed.seal).has_expected
