"""What the kinds of cases share: columns, columns derived from one case, and rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from data.common import codes
from data.common.errors import Issue
from data.schema.definitions.catalogue import AREA_CODE
from data.schema.kinds import CellType, Column, DerivedColumn, Rule, Storage
from data.schema.parsed_rows import ParsedRows, ReferenceData

CASE_AREA = replace(AREA_CODE, description="The ONS code of the area whose case it is.")
CUT_OFF = Column(
    "cut_off",
    CellType.DATE,
    "The day up to which the extract is whole, the same in every row; else given when it is loaded.",
    "31/03/2023",
    of_file=True,
)
COVERAGE = Column(
    "coverage",
    CellType.CHOICE,
    "Whether the extract holds all cases or only those that changed; else given when it is loaded.",
    "all",
    allowed=codes.COVERAGES,
    of_file=True,
)
OF_FILE = (CUT_OFF, COVERAGE)
YEAR_GROUP = Column("year_group", CellType.YEAR_GROUP, "The year group: N, R, 1, 2 …", "")
PRIMARY_NEED = Column(
    "primary_need",
    CellType.CHOICE,
    "The primary need, by its code in the SEN2 return.",
    "ASD",
    allowed=codes.NEEDS,
    spellings=(("NSA", "none_specified"),),
)
SETTING = Column(
    "setting", CellType.CATEGORY, "The type of setting the child attends.", "mainstream_school"
)
PHASE_TRANSFER = Column(
    "phase_transfer",
    CellType.CHOICE,
    "Which move to another phase of education lies ahead, if any.",
    "",
    allowed=codes.PHASE_TRANSFERS,
)
# The events after which nobody waits any more for an assessment, by service
# (docs/definitions.md section 4).
AUTISM_STOPS = ("assessment_started_date", "decision_date", "closed_date")
OTHER_STOPS = ("first_appointment_date", "decision_date", "closed_date")
_NEVER = np.datetime64("NaT", "s")
_OLDEST = 25
# The day by which a plan must name the next placement: SEND Regulations 2014, regulation 18.
_TRANSFER_DAYS = {"secondary_to_post16": (3, 31), "school": (2, 15)}


def day(name: str, description: str, example: str = "", *, required: bool = False) -> Column:
    """Return a column of days."""
    return Column(name, CellType.DATE, description, example, required=required)


def identifier(name: str, description: str, example: str) -> Column:
    """Return the column of the pseudonymous number of a case."""
    return Column(name, CellType.CODE, f"{description}, never a UPN or NHS number.", example, True)


def days_between(name: str, first: str, last: str) -> DerivedColumn:
    """Return the column of whole days from one date to another; missing where either is."""

    def compute(cases: pd.DataFrame) -> pd.Series:
        # Plain days: subtracting Series would make an index and a mask of a million rows each.
        first_day = cases[first].to_numpy().astype("datetime64[D]")
        spent = cases[last].to_numpy().astype("datetime64[D]") - first_day
        days = spent.astype(np.int64).astype(np.float64)
        days[np.isnat(spent)] = np.nan
        return pd.Series(days)

    return DerivedColumn(name, Storage.INTEGER, compute)


def day_of(name: str, compute: Callable[[pd.DataFrame], np.ndarray]) -> DerivedColumn:
    """Return the column of a day that is computed from the row's own days."""
    return DerivedColumn(name, Storage.DATE, lambda cases: pd.Series(compute(cases)))


def earliest(cases: pd.DataFrame, *names: str) -> np.ndarray:
    """Return the earliest of some days of each row; NaT where there is none."""
    return np.fmin.reduce([cases[name].to_numpy() for name in names])


def closed_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day an assessment ended: with a plan, or with a decision against one."""
    ends_early = cases["decision"].isin(("refuse", "withdrawn")).to_numpy()
    ends_without = cases["outcome"].isin(("not_issue", "withdrawn")).to_numpy()
    decided = np.where(ends_early, cases["decision_date"].to_numpy(), _NEVER)
    concluded = np.where(ends_without, cases["outcome_date"].to_numpy(), _NEVER)
    return np.fmin.reduce([cases["plan_issued_date"].to_numpy(), decided, concluded])


def starts_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day from which a plan is the area's: moved in if it was, else issued."""
    moved_in = cases["transferred_in_date"].to_numpy()
    return np.where(np.isnat(moved_in), cases["issued_date"].to_numpy(), moved_in)


def clock_stopped_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day on which a referral stopped waiting (docs/definitions.md section 4)."""
    is_autism = (cases["service"] == "autism").to_numpy()
    return np.where(is_autism, earliest(cases, *AUTISM_STOPS), earliest(cases, *OTHER_STOPS))


def completed_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day on which a referral was decided; if it was not, the day it was closed."""
    decided = cases["decision_date"].to_numpy()
    return np.where(np.isnat(decided), cases["closed_date"].to_numpy(), decided)


def days_in_order(*pairs: tuple[str, str]) -> Rule:
    """Return the rule that of each pair the second day does not precede the first."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        for first, last in pairs:
            starts = rows.frame[first].to_numpy()
            for position in np.flatnonzero(starts > rows.frame[last].to_numpy()):
                expected = f"a day not before {first} ({starts[position].astype('datetime64[D]')})"
                fix = f"Check {first} and {last}: they may be swapped."
                yield rows.issue(position, last, expected, fix)

    return check


def nothing_after_cut_off(*names: str) -> Rule:
    """Return the rule that no day in these columns is after the extract's cut-off."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        if rows.cut_off is None:
            return
        last = np.datetime64(rows.cut_off)
        for name in names:
            for position in np.flatnonzero(rows.frame[name].to_numpy() > last):
                expected = f"a day not after the cut-off ({rows.cut_off})"
                fix = f"Check {name} and the cut-off: one of them is another."
                yield rows.issue(position, name, expected, fix)

    return check


def value_with_its_day(name: str, day: str) -> Rule:
    """Return the rule that a decision and its day are both filled or both blank."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        has_value = (rows.frame[name] != "").to_numpy()
        has_day = rows.frame[day].notna().to_numpy()
        for position in np.flatnonzero(has_value != has_day):
            blank = day if has_value[position] else name
            expected = f"both {name} and {day}, or neither"
            yield rows.issue(position, blank, expected, f"Fill in {blank}.")

    return check


def reason_needs_day(name: str, day: str) -> Rule:
    """Return the rule that a reason needs the day of what it is the reason for."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        has_value = (rows.frame[name] != "").to_numpy()
        for position in np.flatnonzero(has_value & rows.frame[day].isna().to_numpy()):
            expected = f"a day, where {name} is given"
            yield rows.issue(position, day, expected, f"Fill in {day}, or remove {name}.")

    return check


def plan_only_where_issued(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a plan for a case where the decision or the outcome is against one."""
    frame = rows.frame
    is_against = frame["outcome"].isin(["not_issue", "withdrawn"])
    is_against |= frame["decision"].isin(["refuse", "withdrawn"])
    wrong = is_against & frame["plan_issued_date"].notna()
    for position in np.flatnonzero(wrong.to_numpy()):
        expected = "no plan where the decision or the outcome is against one"
        fix = "Check decision, outcome and plan_issued_date: one of them is another."
        yield rows.issue(position, "plan_issued_date", expected, fix)


def transfer_due_on_its_day(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a due day of a phase transfer that is not the day set by law for its kind."""
    due = pd.DatetimeIndex(rows.frame["phase_transfer_due"])
    kinds = rows.frame["phase_transfer"]
    for kind, (month, day) in _TRANSFER_DAYS.items():
        is_other = ((due.month != month) | (due.day != day)) & due.notna()
        for position in np.flatnonzero((kinds == kind).to_numpy() & is_other):
            expected = f"{day}/{month:02}/ and the year, for a transfer {kind}"
            fix = "Check the day and the kind of transfer."
            yield rows.issue(position, "phase_transfer_due", expected, fix)


def age_in_range(name: str) -> Rule:
    """Return the rule that a child or young person is at most 25."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        for position in np.flatnonzero(rows.frame[name].to_numpy() > _OLDEST):
            fix = "Check the age: EHC plans end at 25."
            yield rows.issue(position, name, f"an age from 0 to {_OLDEST}", fix)

    return check


def names_a_percentage(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse answers to a question whose measure is not a percentage."""
    codes, names = pd.factorize(rows.frame["question"])
    facts = [reference_data.measures.get(str(name)) for name in names]
    is_other = np.array([each is not None and each.unit != "percent" for each in facts], bool)
    for position in np.flatnonzero(is_other[codes]):
        expected = "a measure whose unit is percent"
        fix = "Name the measure that counts the positive answers."
        yield rows.issue(position, "question", expected, fix)
