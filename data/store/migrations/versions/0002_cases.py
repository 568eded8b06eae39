"""Create the tables of cases, of how they are counted, and of what is worked out from them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CASE_KINDS = ("ehc_assessments", "advice", "plans", "annual_reviews", "referrals", "feedback")
SNAPSHOT_TABLES = ("worked_out", "worked_out_bins", "worked_out_accounts")


def upgrade() -> None:
    """Create every table."""
    _create_settings()
    _create_assessments()
    _create_reviews()
    _create_services()
    _create_scopes()
    _create_snapshots()


def downgrade() -> None:
    """Drop every table."""
    for table_name in (*SNAPSHOT_TABLES, "worked_out_snapshots", "extract_scopes"):
        op.drop_table(table_name)
    for table_name in (*reversed(CASE_KINDS), "measure_pairs", "case_settings"):
        op.drop_table(table_name)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _date(name: str, *, optional: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=optional)


def _integer(name: str, *, optional: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _row_id() -> sa.Column:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("row_id", number, nullable=False)


def _refers(table_name: str, column_name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column_name], [f"{target}.{column_name}"], name=f"fk_{table_name}_{column_name}"
    )


def _create_settings() -> None:
    _create_rows_table(
        "case_settings",
        _text("setting"),
        sa.Column("area_code", sa.Text()),
        _text("value"),
        _date("applies_from"),
        _date("applies_to"),
        _text("note"),
        refers={"area_code": "area_codes"},
    )
    _create_rows_table(
        "measure_pairs",
        _text("measure_id"),
        _text("partner_id"),
        _text("partner_breakdown"),
        _text("relation"),
        refers={"measure_id": "measure_ids"},
    )


def _create_rows_table(table_name: str, *columns: sa.Column, refers: dict[str, str]) -> None:
    op.create_table(
        table_name,
        _row_id(),
        _integer("extract_id", optional=False),
        _integer("row_number", optional=False),
        _text("record_key"),
        *columns,
        sa.PrimaryKeyConstraint("row_id", name=f"pk_{table_name}"),
        _refers(table_name, "extract_id", "extracts"),
        *(_refers(table_name, name, target) for name, target in refers.items()),
    )
    op.create_index(f"ix_{table_name}_extract_id", table_name, ["extract_id"])
    op.create_index(
        f"ix_{table_name}_record_key_extract_id", table_name, ["record_key", "extract_id"]
    )


def _create_case_table(
    table_name: str, *columns: sa.Column, key: tuple[str, ...], indexes: tuple[str, ...]
) -> None:
    """Create a table of cases; each index is given by its columns, joined, within an area."""
    op.create_table(
        table_name,
        _row_id(),
        _integer("extract_id", optional=False),
        _integer("row_number", optional=False),
        *columns,
        sa.PrimaryKeyConstraint("row_id", name=f"pk_{table_name}"),
    )
    op.create_index(f"ix_{table_name}_key", table_name, ["area_code", *key, "extract_id"])
    op.create_index(
        f"ix_{table_name}_extract_id_area_code", table_name, ["extract_id", "area_code"]
    )
    for index in indexes:
        names = ["area_code", *index.split()]
        op.create_index(f"ix_{table_name}_{'_'.join(names)}", table_name, names)


def _create_assessments() -> None:
    _create_case_table(
        "ehc_assessments",
        _text("case_id"),
        _text("area_code"),
        _text("clock"),
        _date("request_date"),
        _text("request_source"),
        _date("decision_date"),
        _text("decision"),
        _date("outcome_date"),
        _text("outcome"),
        _date("draft_date"),
        _date("plan_issued_date"),
        sa.Column("exception", sa.Boolean(), nullable=False),
        _text("coproduction_meeting"),
        _integer("age_at_request"),
        _integer("year_group"),
        _text("primary_need"),
        _text("sex"),
        _text("ethnicity"),
        _text("setting"),
        _text("locality"),
        _integer("days_to_decision"),
        _integer("days_to_outcome"),
        _integer("days_to_plan"),
        _date("closed_on"),
        key=("case_id",),
        indexes=("request_date", "plan_issued_date", "closed_on"),
    )
    _create_case_table(
        "advice",
        _text("case_id"),
        _text("area_code"),
        _text("sector"),
        _date("requested_date"),
        _date("received_date"),
        _text("audited_quality"),
        _integer("days_to_advice"),
        key=("case_id", "sector"),
        indexes=("received_date",),
    )


def _create_reviews() -> None:
    _create_case_table(
        "plans",
        _text("plan_id"),
        _text("area_code"),
        _date("issued_date"),
        _date("transferred_in_date"),
        _date("ceased_date"),
        _text("cease_reason"),
        _integer("age"),
        _integer("year_group"),
        _text("primary_need"),
        _text("setting"),
        _text("phase_transfer"),
        _date("phase_transfer_due"),
        _date("starts_on"),
        key=("plan_id",),
        indexes=("ceased_date",),
    )
    _create_case_table(
        "annual_reviews",
        _text("plan_id"),
        _text("area_code"),
        _integer("year_group"),
        _text("phase_transfer"),
        _date("review_due_date"),
        _date("meeting_date"),
        _date("report_received_date"),
        _date("draft_date"),
        _date("decision_date"),
        _text("decision"),
        _date("final_plan_date"),
        _text("young_person_took_part"),
        _integer("days_to_decision"),
        _integer("days_to_draft"),
        _integer("days_to_final"),
        _integer("days_from_draft_to_final"),
        key=("plan_id", "phase_transfer", "review_due_date"),
        indexes=("meeting_date", "decision_date"),
    )


def _create_services() -> None:
    _create_case_table(
        "referrals",
        _text("referral_id"),
        _text("area_code"),
        _text("service"),
        _text("provider"),
        _date("referral_date", optional=False),
        _date("accepted_date"),
        _date("first_appointment_date"),
        _date("assessment_started_date"),
        _date("decision_date"),
        _date("closed_date"),
        _text("close_reason"),
        _integer("age_at_referral"),
        _integer("days_to_first_appointment"),
        _integer("days_to_start"),
        _date("clock_stopped_on"),
        _date("completed_on"),
        key=("referral_id", "service"),
        indexes=(
            "service referral_date",
            "service first_appointment_date",
            "service clock_stopped_on",
        ),
    )
    _create_case_table(
        "feedback",
        _text("response_id"),
        _text("area_code"),
        _text("survey"),
        _date("asked_date", optional=False),
        _text("question"),
        _text("answer"),
        _text("by"),
        key=("response_id", "survey", "question"),
        indexes=("question asked_date",),
    )


def _create_scopes() -> None:
    op.create_table(
        "extract_scopes",
        _integer("extract_id", optional=False),
        _text("area_code"),
        _text("scope"),
        _text("kind"),
        _date("cut_off", optional=False),
        _text("coverage"),
        _integer("row_count", optional=False),
        sa.PrimaryKeyConstraint("extract_id", "area_code", "scope", name="pk_extract_scopes"),
        _refers("extract_scopes", "extract_id", "extracts"),
        _refers("extract_scopes", "area_code", "area_codes"),
    )
    op.create_index("ix_extract_scopes_area_code_kind", "extract_scopes", ["area_code", "kind"])


def _create_snapshots() -> None:
    op.create_table(
        "worked_out_snapshots",
        _text("area_code"),
        _text("case_group"),
        _integer("extract_id", optional=False),
        _date("cut_off", optional=False),
        sa.PrimaryKeyConstraint(
            "area_code", "case_group", "extract_id", name="pk_worked_out_snapshots"
        ),
        _refers("worked_out_snapshots", "extract_id", "extracts"),
        _refers("worked_out_snapshots", "area_code", "area_codes"),
    )
    points = sa.LargeBinary()
    _create_snapshot_table(
        "worked_out",
        _text("breakdown"),
        _text("statistic"),
        sa.Column("points", points, nullable=False),
        found_by=("breakdown",),
    )
    _create_snapshot_table(
        "worked_out_bins", _text("breakdown"), sa.Column("points", points, nullable=False)
    )
    _create_snapshot_table("worked_out_accounts", _text("reason"), _integer("rows", optional=False))


def _create_snapshot_table(
    table_name: str, *columns: sa.Column, found_by: tuple[str, ...] = ()
) -> None:
    op.create_table(
        table_name,
        _integer("extract_id", optional=False),
        _text("area_code"),
        _text("case_group"),
        _text("measure_id"),
        *columns,
        _refers(table_name, "extract_id", "extracts"),
    )
    names = ["area_code", "measure_id", "extract_id", *found_by]
    op.create_index(f"ix_{table_name}_{'_'.join(names)}", table_name, names)
    op.create_index(
        f"ix_{table_name}_extract_id_area_code", table_name, ["extract_id", "area_code"]
    )
