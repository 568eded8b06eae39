"""Let the database itself refuse whoever changes, deletes or replaces an entry of the audit log."""

from typing import Final

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_WORDS: Final = "An entry of the audit log is never changed."
# SQLite replaces a row of the same number without a deletion that a trigger sees.
_OF_SQLITE: Final = {
    "update": "BEFORE UPDATE ON audit_entries",
    "delete": "BEFORE DELETE ON audit_entries",
    "replace": "BEFORE INSERT ON audit_entries "
    "WHEN EXISTS (SELECT 1 FROM audit_entries WHERE entry_id = NEW.entry_id)",
}


def upgrade() -> None:
    """Make the triggers; on PostgreSQL one for the statement, whatever rows it is about."""
    if op.get_bind().dialect.name == "sqlite":
        for name, moment in _OF_SQLITE.items():
            op.execute(
                f"CREATE TRIGGER audit_entries_{name} {moment} "
                f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "sqlite":
        for name in _OF_SQLITE:
            op.execute(f"DROP TRIGGER audit_entries_{name}")
        return
    op.execute("DROP TRIGGER audit_entries_append_only ON audit_entries")
    op.execute("DROP FUNCTION refuse_audit_change()")
