"""A backup holds all of a store, whichever database it is on, and comes back as it was."""

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from dashboard.model.selection import Selection
from data.accounts.users import (
    PasswordRefusedError,
    add_user,
    list_users,
    make_reset_link,
    set_password,
)
from data.loading.history import extract_history
from data.meetings.packs import load_pack, make_pack
from data.store.databases.engine import is_ready
from data.store.read_transaction import data_version
from data.upkeep.backup import BackupReport, back_up
from data.upkeep.contents import content_sha256
from data.upkeep.restore import restore
from tests.builders.case_files import extract, figures, load_one, undo
from tests.postgres import Server
from tests.stores import MakeStore, drop_audit_triggers, opened

pytestmark = pytest.mark.both_databases

PACK_DAY = Selection(framework="ha-wsoa-2021", as_of=date(2023, 4, 19))
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def contents(engine: Engine) -> str:
    with engine.connect() as connection:
        return content_sha256(connection)


def contents_before_restoring(engine: Engine) -> str:
    """Return the hash of what a restored store holds but for the record that it was restored."""
    with engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM store_changes")
        drop_audit_triggers(connection)
        connection.exec_driver_sql("DELETE FROM audit_entries WHERE act = 'restored'")
        return content_sha256(connection)


@pytest.fixture
def written(shipped: Engine) -> Engine:
    """A store with cases and an undone extract besides what is shipped."""
    load_one(shipped, extract("ehc_assessments", {"plan_issued_date": "2022-12-01"}))
    undo(shipped, load_one(shipped, extract("plans", {"plan_id": "P2"})))
    return shipped


@pytest.fixture
def backup(written: Engine, tmp_path: Path) -> tuple[Path, BackupReport]:
    path = tmp_path / "backup.sqlite3"
    return path, back_up(written, path, NOON)


def test_a_backup_comes_back_into_the_store_that_went_on(written: Engine, tmp_path: Path):
    pack_id = make_pack(written, PACK_DAY, "Ann Example", NOON)
    path = tmp_path / "backup.sqlite3"
    report = back_up(written, path, NOON)
    before = contents(written)
    assert report.content_sha256 == before
    history = extract_history(written)
    load_one(written, extract("ehc_assessments", {"case_id": "C2"}, name="later.csv"))
    assert contents(written) != before
    restore(written, path, by="Ann Example")
    assert contents_before_restoring(written) == before
    assert extract_history(written) == history
    assert load_pack(written, pack_id).integrity_error == ""


def test_a_backup_of_one_database_restores_into_the_other(
    backup: tuple[Path, BackupReport], make_sqlite: MakeStore, make_postgres: MakeStore
):
    path, report = backup
    for make in (make_sqlite, make_postgres):
        with opened(make("empty")) as other:
            restore(other, path)
            assert contents_before_restoring(other) == report.content_sha256
            # Numbers go on where those of the backup end.
            known = {record.extract_id for record in extract_history(other)}
            assert load_one(other, extract("plans", {"plan_id": "P3"})) == max(known) + 1
            with pytest.raises(IntegrityError), other.begin() as connection:
                connection.exec_driver_sql("DELETE FROM audit_entries")


def test_a_restored_store_is_of_another_data_version_whatever_is_loaded_next(
    written: Engine, backup: tuple[Path, BackupReport]
):
    path, _ = backup
    load_one(written, extract("ehc_assessments", {"case_id": "C2"}, name="later.csv"))
    versions = [data_version(written)]
    restore(written, path)
    versions.append(data_version(written))
    load_one(written, extract("ehc_assessments", {"case_id": "C3"}, name="another.csv"))
    versions.append(data_version(written))
    restore(written, path)
    versions.append(data_version(written))
    assert len(set(versions)) == 4


def test_links_that_set_a_password_are_not_restored_and_accounts_are(
    engine: Engine, tmp_path: Path
):
    add_user(engine, "ann", "Ann Example", [])
    token = make_reset_link(engine, "ann")
    back_up(engine, tmp_path / "backup.sqlite3")
    restore(engine, tmp_path / "backup.sqlite3")
    assert [account.login for account in list_users(engine)] == ["ann"]
    with pytest.raises(PasswordRefusedError):
        set_password(engine, token, "correct horse battery staple")


def test_a_reader_in_the_midst_of_a_page_sees_the_store_as_it_was(
    written: Engine, backup: tuple[Path, BackupReport]
):
    path, _ = backup
    load_one(written, extract("ehc_assessments", {"case_id": "C2"}, name="later.csv"))
    with opened(written.url) as other, other.connect() as reader:
        seen = content_sha256(reader) if other.dialect.name == "sqlite" else None
        if other.dialect.name == "postgresql":
            reader.execution_options(isolation_level="REPEATABLE READ")
            seen = content_sha256(reader)
        restore(written, path)
        assert content_sha256(reader) == seen
        reader.rollback()
        assert content_sha256(reader) != seen


def test_a_backup_restores_where_there_is_no_store_yet(
    backup: tuple[Path, BackupReport], dialect: str, tmp_path: Path, request: pytest.FixtureRequest
):
    path, report = backup
    if dialect == "sqlite":
        url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    else:
        server: Server = request.getfixturevalue("postgres")
        url = server.url.set(database=server.create())
    with opened(url) as fresh:
        restore(fresh, path)
        assert is_ready(fresh)
        assert contents_before_restoring(fresh) == report.content_sha256
        assert figures(fresh, "ehcp-new-plans")


def test_a_backup_is_one_file_of_its_owner_and_leaves_nothing_else(
    backup: tuple[Path, BackupReport],
):
    path, _ = backup
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_dry_run_checks_and_restores_nothing(written: Engine, backup: tuple[Path, BackupReport]):
    path, report = backup
    load_one(written, extract("ehc_assessments", {"case_id": "C2"}, name="later.csv"))
    before = contents(written)
    assert restore(written, path, dry_run=True) == report
    assert contents(written) == before
