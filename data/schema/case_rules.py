"""The checks of the rows of a case extract: order of days, cut-off, the days that the law sets."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.schema.kinds import Rule
from data.schema.parsed_rows import ParsedRows, ReferenceData

_OLDEST = 25
# The day by which a plan must name the next placement: SEND Regulations 2014, regulation 18.
_TRANSFER_DAYS = {"secondary_to_post16": (3, 31), "school": (2, 15)}


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
