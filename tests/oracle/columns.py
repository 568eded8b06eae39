"""The columns of each case kind, and cases as frames and as extracts."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from data.files.csv_reader import ExtractFile
from tests.oracle.breakdowns import Case

COLUMNS = {
    "ehc_assessments": """
        case_id area_code clock request_date:d request_source decision_date:d decision
        outcome_date:d outcome draft_date:d plan_issued_date:d exception:f coproduction_meeting
        age_at_request:n year_group:n primary_need sex ethnicity setting locality""",
    "advice": "case_id area_code sector requested_date:d received_date:d audited_quality",
    "plans": """
        plan_id area_code issued_date:d transferred_in_date:d ceased_date:d cease_reason age:n
        year_group:n primary_need setting phase_transfer phase_transfer_due:d""",
    "annual_reviews": """
        plan_id area_code year_group:n phase_transfer review_due_date:d meeting_date:d
        report_received_date:d draft_date:d decision_date:d decision final_plan_date:d
        young_person_took_part""",
    "referrals": """
        referral_id area_code service provider referral_date:d accepted_date:d
        first_appointment_date:d assessment_started_date:d decision_date:d closed_date:d
        close_reason age_at_referral:n""",
    "feedback": "response_id area_code survey asked_date:d question answer by",
}
KINDS_OF = {
    "assessments": ("ehc_assessments",),
    "advice": ("advice",),
    "reviews": ("plans", "annual_reviews"),
    "referrals": ("referrals",),
    "feedback": ("feedback",),
}
_EMPTY = {"": "", "d": None, "n": None, "f": False}


def columns_of(kind: str) -> dict[str, str]:
    """Return each column with its sort: d for a date, n a whole number, f a flag, else text."""
    pairs = (each.partition(":") for each in COLUMNS[kind].split())
    return {name: sort for name, _, sort in pairs}


def case(kind: str, **given: Any) -> Case:
    """Make a case of what is given, the rest missing."""
    sorts = columns_of(kind)
    unknown = given.keys() - sorts
    assert not unknown, unknown
    return {name: _EMPTY[sort] for name, sort in sorts.items()} | given


def as_frame(kind: str, rows: list[Case], text: str = "str") -> pd.DataFrame:
    """Return the cases as the product's formulae are given them."""
    dtypes = {"d": "datetime64[s]", "n": "float64", "f": "bool", "": text}
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=object).astype(dtypes[sort])
            for name, sort in columns_of(kind).items()
        }
    )


def extract_file(kind: str, rows: Iterable[Case], cut_off: date, coverage: str) -> ExtractFile:
    """Write the cases as an extract that is whole up to its cut-off."""
    text = io.StringIO()
    out = csv.writer(text)
    names = columns_of(kind)
    out.writerow([*names, "cut_off", "coverage"])
    for row in rows:
        out.writerow([*(_text(row[name]) for name in names), cut_off.isoformat(), coverage])
    return ExtractFile(f"{kind}.csv", text.getvalue().encode())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
