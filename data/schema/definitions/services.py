"""The kinds of referrals to a service and of answers to a survey."""

from dataclasses import replace

from data.common import codes
from data.schema.definitions.cases import (
    CASE_AREA,
    OF_FILE,
    age_in_range,
    clock_stopped_on,
    completed_on,
    day,
    day_of,
    days_between,
    days_in_order,
    identifier,
    names_a_percentage,
    nothing_after_cut_off,
    reason_needs_day,
)
from data.schema.definitions.catalogue import MEASURE_ID
from data.schema.kinds import CaseForm, CellType, Column, Kind, Reference

_LATER_DAYS = (
    "accepted_date",
    "first_appointment_date",
    "assessment_started_date",
    "decision_date",
    "closed_date",
)

REFERRALS = Kind(
    name="referrals",
    title="Referrals",
    description="One row a referral to a service: autism assessment, therapies, CAMHS.",
    columns=(
        identifier("referral_id", "The number of the referral at its provider", "R-2022-1187"),
        CASE_AREA,
        Column(
            "service",
            CellType.WORD,
            "The service: autism, speech_language, occupational_therapy, camhs or another.",
            "autism",
            required=True,
        ),
        Column("provider", CellType.CATEGORY, "Who provides it.", "Community trust"),
        day("referral_date", "The day of the referral.", "05/09/2022", required=True),
        day("accepted_date", "The day it was accepted.", "19/09/2022"),
        day("first_appointment_date", "The day of the first attended contact.", "28/11/2022"),
        day("assessment_started_date", "The day the assessment began.", "28/11/2022"),
        day("decision_date", "The day of the diagnosis or decision.", "20/02/2023"),
        day("closed_date", "The day the referral was closed.", "27/02/2023"),
        Column("close_reason", CellType.CATEGORY, "Why it was closed.", "completed"),
        Column("age_at_referral", CellType.INTEGER, "The age on the day of the referral.", "7"),
        *OF_FILE,
    ),
    key=("area_code", "service", "referral_id"),
    references=(Reference("areas", ("area_code",)),),
    rules=(
        days_in_order(*(("referral_date", later) for later in _LATER_DAYS)),
        nothing_after_cut_off("referral_date", *_LATER_DAYS),
        reason_needs_day("close_reason", "closed_date"),
        age_in_range("age_at_referral"),
    ),
    cases=CaseForm(
        group="referrals",
        scope=("area_code", "service", "provider"),
        facts=(
            days_between("days_to_first_appointment", "referral_date", "first_appointment_date"),
            days_between("days_to_start", "referral_date", "assessment_started_date"),
            day_of("clock_stopped_on", clock_stopped_on),
            day_of("completed_on", completed_on),
        ),
        indexes=(
            ("service", "referral_date"),
            ("service", "first_appointment_date"),
            ("service", "clock_stopped_on"),
        ),
    ),
)

FEEDBACK = Kind(
    name="feedback",
    title="Feedback",
    description="One row an answer to a question that families or young people were asked.",
    columns=(
        identifier("response_id", "The number of the response", "S-0031"),
        CASE_AREA,
        Column("survey", CellType.CATEGORY, "The survey it belongs to.", "Local offer survey"),
        day("asked_date", "The day the question was answered.", "06/02/2023", required=True),
        replace(
            MEASURE_ID,
            name="question",
            description="The measure that counts the positive answers, by the code in measures.",
            example="local-offer-useful",
        ),
        Column(
            "answer",
            CellType.CHOICE,
            "What was answered.",
            "positive",
            required=True,
            allowed=codes.ANSWER_TONES,
        ),
        Column("by", CellType.WORD, "Who answered.", "parent"),
        *OF_FILE,
    ),
    key=("area_code", "survey", "response_id", "question"),
    references=(Reference("areas", ("area_code",)), Reference("measures", ("question",))),
    rules=(names_a_percentage, nothing_after_cut_off("asked_date")),
    cases=CaseForm(
        group="feedback", scope=("area_code", "survey"), indexes=(("question", "asked_date"),)
    ),
)
