"""Small made-up cases, so that a test shows only the dates and words it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.measures import CaseSettings, ComputedFigures, CutOff, compute_measures

DATES = "date"
NUMBERS = ("age", "year_group", "age_at_request", "age_at_referral")

COLUMNS = {
    "ehc_assessments": "case_id clock request_date request_source decision_date decision "
    "outcome_date outcome draft_date plan_issued_date exception coproduction_meeting "
    "age_at_request year_group primary_need sex ethnicity setting locality",
    "advice": "case_id sector requested_date received_date audited_quality",
    "plans": "plan_id issued_date transferred_in_date ceased_date cease_reason age year_group "
    "primary_need setting phase_transfer phase_transfer_due",
    "annual_reviews": "plan_id year_group phase_transfer review_due_date meeting_date "
    "report_received_date draft_date decision_date decision final_plan_date "
    "young_person_took_part",
    "referrals": "referral_id service provider referral_date accepted_date first_appointment_date "
    "assessment_started_date decision_date closed_date close_reason age_at_referral",
    "feedback": "response_id survey asked_date question answer by",
}

Row = Mapping[str, Any]


def frame(kind: str, *rows: Row) -> pd.DataFrame:
    """Make cases of a kind, each with what is said of it and nothing else."""
    said = pd.DataFrame(list(rows), columns=COLUMNS[kind].split())
    return pd.DataFrame({name: _column(name, said[name]) for name in said})


def _column(name: str, said: pd.Series) -> pd.Series:
    if name == "phase_transfer_due" or name.endswith(DATES):
        return pd.to_datetime(said).astype("datetime64[s]")
    if name in NUMBERS:
        return said.astype("float64")
    if name == "exception":
        return said.eq(other=True)
    return said.astype("object").where(said.notna(), "").astype("str")


def worked_out(
    group: str,
    up_to: str,
    settings: CaseSettings | None = None,
    whole_by: str = "",
    **cases: list[Row],
) -> ComputedFigures:
    """Work out a group from cases up to a day, every extract whole by it or by another."""
    cut_off = CutOff(date.fromisoformat(up_to), date.fromisoformat(whole_by or up_to))
    frames = {kind: frame(kind, *rows) for kind, rows in cases.items()}
    return compute_measures(group, frames, cut_off, settings or CaseSettings())


def cells_of(
    found: ComputedFigures, measure_id: str, basis: str = "month", breakdown: str = ""
) -> pd.DataFrame:
    """Give the cells of one series, by the last day of the period."""
    one_series = "measure_id == @measure_id and basis == @basis and breakdown == @breakdown"
    cells = found.cells.query(one_series)
    return cells.set_index(cells["period_end"].dt.strftime("%Y-%m-%d").rename("end"))


def counts(
    found: ComputedFigures, measure_id: str, basis: str = "month", breakdown: str = ""
) -> dict[str, tuple[float, float]]:
    """Give (numerator, denominator) by the last day of the period."""
    cells = cells_of(found, measure_id, basis, breakdown)
    return {
        str(end): (numerator, denominator)
        for end, numerator, denominator in cells[["numerator", "denominator"]].itertuples()
    }


def values(
    found: ComputedFigures, measure_id: str, basis: str = "month", breakdown: str = ""
) -> dict[str, float]:
    """Give the value by the last day of the period."""
    return cells_of(found, measure_id, basis, breakdown)["value"].to_dict()


def cases_accounted(found: ComputedFigures, measure_id: str, reason: str) -> int:
    """Give how many cases a measure counts, or leaves out for a reason."""
    accounts = found.accounts
    of_measure = accounts[accounts["measure_id"] == measure_id]
    return int(of_measure.loc[of_measure["reason"] == reason, "rows"].sum())


def after(day: str, days: int) -> str:
    """Give the day some days after a day."""
    return str((pd.Timestamp(day) + pd.Timedelta(days=days)).date())
