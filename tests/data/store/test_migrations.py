"""The migrations make the tables that are declared."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from data.store import account_tables, audit, waiting_files  # noqa: F401 - they declare their tables
from data.store.databases import engine as store_engine
from data.store.databases.engine import (
    SCHEMA_REVISION,
    LaterStoreError,
    is_ready,
    migrate,
    schema_revision,
    writing_connection,
)
from data.store.tables import metadata
from tests.apps import server_of
from tests.migrations import downgrade
from tests.stores import MakeStore, opened

pytestmark = pytest.mark.both_databases

MIGRATIONS = Path(__file__).parents[3] / "data" / "store" / "migrations"


def test_the_migrated_schema_is_the_declared_one(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_store_names_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA_REVISION


def test_migrating_again_does_nothing(engine: Engine):
    assert is_ready(engine)
    assert migrate(engine) is False


def test_a_store_of_a_later_version_is_left_as_it_is_and_said_to_be_so(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
):
    with opened(make_store("empty")) as store:
        monkeypatch.setattr(store_engine, "SCHEMA_REVISION", "0001")
        with pytest.raises(LaterStoreError, match="later version of the dashboard"):
            migrate(store)
        with store.connect() as connection:
            assert schema_revision(connection) == SCHEMA_REVISION


def test_a_server_says_of_a_store_of_an_earlier_version_what_brings_it_up_to_date(
    make_store: MakeStore, tmp_path: Path
):
    with opened(make_store("empty")) as store:
        with writing_connection(store) as connection, connection.begin():
            downgrade(connection, "0010")
        client = server_of(store, tmp_path).test_client()
        page, ready = client.get("/"), client.get("/readyz")
        assert (page.status_code, ready.status_code) == (503, 503)
        assert "The store has to be brought up to date" in page.text
        assert "No figures are loaded" not in page.text
        for answer in (page, ready):
            assert "python -m data setup" in answer.text
        assert f"(0010, not {SCHEMA_REVISION})" in ready.text


def test_every_table_of_a_kind_refers_to_its_extract_and_to_known_names(engine: Engine):
    inspector = inspect(engine)
    referred = {
        key["referred_table"]
        for table in metadata.tables
        for key in inspector.get_foreign_keys(table)
    }
    assert referred == {
        "extracts",
        "area_codes",
        "framework_ids",
        "measure_ids",
        "source_documents",
        "packs",
        "users",
    }
