# ruff: noqa: INP001 - Alembic finds this file by its path
"""Run the migrations on the connection that `data.store.databases.engine.migrate` hands over."""

from alembic import context

from data.store.databases.engine import SCHEMA_REVISION, schema_revision
from data.store.published import drop_views, make_views
from data.store.tables import metadata


def run() -> None:
    """Run what is missing, in the transaction of the caller."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    is_postgres = connection.dialect.name == "postgresql"
    with context.begin_transaction():
        if is_postgres:
            drop_views(connection)
        context.run_migrations()
        if is_postgres and schema_revision(connection) == SCHEMA_REVISION:
            make_views(connection)


run()
