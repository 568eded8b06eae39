"""The kinds of the statutory assessment: one row a request, one row an advice."""

from data.common import codes
from data.schema.definitions.cases import (
    CASE_AREA,
    OF_FILE,
    PRIMARY_NEED,
    SETTING,
    YEAR_GROUP,
    age_in_range,
    closed_on,
    day,
    day_of,
    days_between,
    days_in_order,
    identifier,
    nothing_after_cut_off,
    plan_only_where_issued,
    value_with_its_day,
)
from data.schema.kinds import CaseForm, CellType, Column, Kind, Reference

_CASE_ID = identifier("case_id", "The number of the case in the case system", "A-2023-0412")

EHC_ASSESSMENTS = Kind(
    name="ehc_assessments",
    title="EHC needs assessments",
    description="One row a request for an EHC needs assessment, and what became of it.",
    columns=(
        _CASE_ID,
        CASE_AREA,
        Column(
            "clock",
            CellType.CHOICE,
            "Which clock the case runs on; blank for a request.",
            "request",
            allowed=codes.CLOCKS,
            default="request",
        ),
        day("request_date", "The day the request was received.", "03/10/2022"),
        Column("request_source", CellType.CATEGORY, "Who asked for it.", "school"),
        day("decision_date", "The day it was decided whether to assess.", "14/11/2022"),
        Column(
            "decision",
            CellType.CHOICE,
            "What was decided.",
            "assess",
            allowed=("assess", "refuse", "withdrawn"),
        ),
        day("outcome_date", "The day it was decided whether to issue a plan.", "16/01/2023"),
        Column(
            "outcome",
            CellType.CHOICE,
            "What was decided after the assessment.",
            "issue",
            allowed=("issue", "not_issue", "withdrawn"),
        ),
        day("draft_date", "The day the draft plan was sent.", "23/01/2023"),
        day("plan_issued_date", "The day the final plan was issued.", "20/02/2023"),
        Column(
            "exception",
            CellType.FLAG,
            "Whether an exception of regulation 10(4) holds.",
            "no",
            default="no",
        ),
        Column(
            "coproduction_meeting",
            CellType.CHOICE,
            "Whether a co-production meeting was offered or held.",
            "held",
            allowed=("offered", "held", "none"),
        ),
        Column("age_at_request", CellType.INTEGER, "The age on the day of the request.", "6"),
        YEAR_GROUP,
        PRIMARY_NEED,
        Column(
            "sex",
            CellType.CHOICE,
            "The sex, as the case system has it.",
            "female",
            allowed=codes.SEXES,
            spellings=(("F", "female"), ("M", "male")),
        ),
        Column("ethnicity", CellType.CATEGORY, "The ethnicity group.", "asian"),
        SETTING,
        Column("locality", CellType.CATEGORY, "The locality within the area.", "North"),
        *OF_FILE,
    ),
    key=("area_code", "case_id"),
    references=(Reference("areas", ("area_code",)),),
    rules=(
        days_in_order(
            ("request_date", "decision_date"),
            ("request_date", "outcome_date"),
            ("decision_date", "outcome_date"),
            ("request_date", "draft_date"),
            ("request_date", "plan_issued_date"),
            ("decision_date", "plan_issued_date"),
            ("draft_date", "plan_issued_date"),
        ),
        nothing_after_cut_off(
            "request_date", "decision_date", "outcome_date", "draft_date", "plan_issued_date"
        ),
        value_with_its_day("decision", "decision_date"),
        value_with_its_day("outcome", "outcome_date"),
        plan_only_where_issued,
        age_in_range("age_at_request"),
    ),
    cases=CaseForm(
        group="assessments",
        facts=(
            days_between("days_to_decision", "request_date", "decision_date"),
            days_between("days_to_outcome", "request_date", "outcome_date"),
            days_between("days_to_plan", "request_date", "plan_issued_date"),
            day_of("closed_on", closed_on),
        ),
        indexes=(("request_date",), ("plan_issued_date",), ("closed_on",)),
    ),
)

ADVICE = Kind(
    name="advice",
    title="Professional advice",
    description="One row for advice that was asked for in the assessment of a case.",
    columns=(
        _CASE_ID,
        Column(
            "area_code",
            CellType.AREA,
            "The area of the case; blank where the case number tells.",
            "E09000014",
        ),
        Column("sector", CellType.WORD, "Who was asked.", "health", required=True),
        day("requested_date", "The day the advice was asked for.", "14/11/2022"),
        day("received_date", "The day it came.", "19/12/2022"),
        Column(
            "audited_quality",
            CellType.CHOICE,
            "What an audit found, if there was one.",
            "good",
            allowed=("good", "not_good"),
        ),
        *OF_FILE,
    ),
    key=("area_code", "case_id", "sector"),
    references=(Reference("areas", ("area_code",)),),
    rules=(
        days_in_order(("requested_date", "received_date")),
        nothing_after_cut_off("requested_date", "received_date"),
    ),
    cases=CaseForm(
        group="advice",
        facts=(days_between("days_to_advice", "requested_date", "received_date"),),
        indexes=(("received_date",),),
    ),
)
