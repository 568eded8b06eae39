"""Run one migration of data by itself, on tables that are those of the newest."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from data.store.databases import engine as engine_module
from data.store.databases.engine import writing_connection
from data.store.published import drop_views, make_views

_MIGRATIONS = Path(engine_module.__file__).parents[1] / "migrations"


def downgrade(connection: Connection, revision: str) -> None:
    """Take a store back to the schema of an earlier release, with the rows that it had a place for."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def run_migration(
    engine: Engine,
    name: str,
    way: Literal["upgrade", "downgrade"] = "upgrade",
    **constants: Mapping[str, Any],
) -> None:
    """Run the migration of that name, such as `area_codes`, without those before and after it.

    `constants` are entries to put over those of its tables, by the table's name in the module.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    (revision,) = [each for each in revisions if each.path.endswith(f"_{name}.py")]
    for table, entries in constants.items():
        setattr(revision.module, table, {**getattr(revision.module, table), **entries})
    with (
        writing_connection(engine) as connection,
        connection.begin(),
        Operations.context(MigrationContext.configure(connection)),
    ):
        if connection.dialect.name == "postgresql":
            drop_views(connection)
        getattr(revision.module, way)()
        if connection.dialect.name == "postgresql" and way == "upgrade":
            make_views(connection)
