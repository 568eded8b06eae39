# ruff: noqa: INP001 - Alembic finds this file by its path
"""Run the migrations on the connection that `data.store.databases.engine.migrate` hands over."""

from alembic import context

from data.store import account_tables, audit, case_tables  # noqa: F401 - they declare their tables
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
    with context.begin_transaction():
        context.run_migrations()


run()
