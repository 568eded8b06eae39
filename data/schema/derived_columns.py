"""What is worked out of one case alone: days between its dates, and the days that end a wait."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from data.schema.kinds import DerivedColumn, Storage

# The events after which nobody waits any more for an assessment, by service
# (docs/definitions.md section 4).
AUTISM_STOPS = ("assessment_started_date", "decision_date", "closed_date")
OTHER_STOPS = ("first_appointment_date", "decision_date", "closed_date")
_NEVER = np.datetime64("NaT", "s")


def days_between(name: str, first: str, last: str) -> DerivedColumn:
    """Declare the whole days from one date to another; missing where either is."""

    def compute(cases: pd.DataFrame) -> pd.Series:
        # Plain days: subtracting Series would make an index and a mask of a million rows each.
        first_day = cases[first].to_numpy().astype("datetime64[D]")
        spent = cases[last].to_numpy().astype("datetime64[D]") - first_day
        days = spent.astype(np.int64).astype(np.float64)
        days[np.isnat(spent)] = np.nan
        return pd.Series(days)

    return DerivedColumn(name, Storage.INTEGER, compute)


def day_of(name: str, compute: Callable[[pd.DataFrame], np.ndarray]) -> DerivedColumn:
    """Declare a day that is worked out of a row's own days."""
    return DerivedColumn(name, Storage.DATE, lambda cases: pd.Series(compute(cases)))


def earliest(cases: pd.DataFrame, *names: str) -> np.ndarray:
    """Return the earliest of some days of each row, missing where there is none."""
    return np.fmin.reduce([cases[name].to_numpy() for name in names])


def closed_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day an assessment ended: with a plan, or with a decision against one."""
    ends_early = cases["decision"].isin(("refuse", "withdrawn")).to_numpy()
    ends_without = cases["outcome"].isin(("not_issue", "withdrawn")).to_numpy()
    decided = np.where(ends_early, cases["decision_date"].to_numpy(), _NEVER)
    concluded = np.where(ends_without, cases["outcome_date"].to_numpy(), _NEVER)
    return np.fmin.reduce([cases["plan_issued_date"].to_numpy(), decided, concluded])


def starts_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day from which a plan is the area's: moved in, else issued."""
    moved_in = cases["transferred_in_date"].to_numpy()
    return np.where(np.isnat(moved_in), cases["issued_date"].to_numpy(), moved_in)


def clock_stopped_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day on which a referral stopped waiting."""
    is_autism = (cases["service"] == "autism").to_numpy()
    return np.where(is_autism, earliest(cases, *AUTISM_STOPS), earliest(cases, *OTHER_STOPS))


def completed_on(cases: pd.DataFrame) -> np.ndarray:
    """Return the day on which a referral was decided, else closed."""
    decided = cases["decision_date"].to_numpy()
    return np.where(np.isnat(decided), cases["closed_date"].to_numpy(), decided)
