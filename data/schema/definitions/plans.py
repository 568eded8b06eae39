"""The kinds of EHC plans and their annual reviews."""

from dataclasses import replace

from data.schema.definitions.cases import (
    CASE_AREA,
    OF_FILE,
    PHASE_TRANSFER,
    PRIMARY_NEED,
    SETTING,
    YEAR_GROUP,
    age_in_range,
    day,
    day_of,
    days_between,
    days_in_order,
    identifier,
    nothing_after_cut_off,
    reason_needs_day,
    starts_on,
    transfer_due_on_its_day,
    value_with_its_day,
)
from data.schema.kinds import CaseForm, CellType, Column, Kind, Reference

_PLAN_ID = identifier("plan_id", "The number of the plan in the case system", "P-2019-0087")

PLANS = Kind(
    name="plans",
    title="EHC plans",
    description="One row an EHC plan that the area maintains or has maintained.",
    columns=(
        _PLAN_ID,
        CASE_AREA,
        replace(
            day("issued_date", "The day the plan was first issued.", "12/06/2019"), in_header=True
        ),
        day("transferred_in_date", "The day it moved in from another area, if it did."),
        day("ceased_date", "The day it ceased, if it did."),
        Column("cease_reason", CellType.CATEGORY, "Why it ceased.", ""),
        Column("age", CellType.INTEGER, "The age on the cut-off day.", "10"),
        YEAR_GROUP,
        PRIMARY_NEED,
        SETTING,
        PHASE_TRANSFER,
        day("phase_transfer_due", "The day by which the plan must name the next placement."),
        *OF_FILE,
    ),
    key=("area_code", "plan_id"),
    references=(Reference("areas", ("area_code",)),),
    rules=(
        days_in_order(
            ("issued_date", "transferred_in_date"),
            ("issued_date", "ceased_date"),
            ("transferred_in_date", "ceased_date"),
        ),
        nothing_after_cut_off("issued_date", "transferred_in_date", "ceased_date"),
        reason_needs_day("cease_reason", "ceased_date"),
        value_with_its_day("phase_transfer", "phase_transfer_due"),
        transfer_due_on_its_day,
        age_in_range("age"),
    ),
    cases=CaseForm(
        group="reviews", facts=(day_of("starts_on", starts_on),), indexes=(("ceased_date",),)
    ),
)

ANNUAL_REVIEWS = Kind(
    name="annual_reviews",
    title="Annual reviews",
    description="One row a review of an EHC plan.",
    columns=(
        _PLAN_ID,
        CASE_AREA,
        YEAR_GROUP,
        PHASE_TRANSFER,
        day("review_due_date", "The day by which the review was due.", "12/12/2022"),
        replace(
            day("meeting_date", "The day of the review meeting.", "01/12/2022"), in_header=True
        ),
        day("report_received_date", "The day its report came.", "12/12/2022"),
        day("draft_date", "The day of the notice with the amendments.", "20/12/2022"),
        day("decision_date", "The day it was decided what becomes of the plan.", "20/12/2022"),
        Column(
            "decision",
            CellType.CHOICE,
            "What was decided.",
            "amend",
            allowed=("maintain", "amend", "cease"),
        ),
        day("final_plan_date", "The day of the final amended plan.", "06/02/2023"),
        Column(
            "young_person_took_part",
            CellType.CHOICE,
            "Whether the young person took part; blank where it is not known.",
            "yes",
            allowed=("yes", "no"),
            spellings=(("y", "yes"), ("n", "no")),
        ),
        *OF_FILE,
    ),
    key=("area_code", "plan_id", "review_due_date", "phase_transfer"),
    references=(Reference("areas", ("area_code",)),),
    rules=(
        days_in_order(
            ("meeting_date", "draft_date"),
            ("meeting_date", "decision_date"),
            ("meeting_date", "final_plan_date"),
            ("draft_date", "final_plan_date"),
        ),
        nothing_after_cut_off(
            "meeting_date", "report_received_date", "draft_date", "decision_date", "final_plan_date"
        ),
        value_with_its_day("decision", "decision_date"),
    ),
    cases=CaseForm(
        group="reviews",
        facts=(
            days_between("days_to_decision", "meeting_date", "decision_date"),
            days_between("days_to_draft", "meeting_date", "draft_date"),
            days_between("days_to_final", "meeting_date", "final_plan_date"),
            days_between("days_from_draft_to_final", "draft_date", "final_plan_date"),
        ),
        indexes=(("meeting_date",), ("decision_date",)),
    ),
)
