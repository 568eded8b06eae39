"""The columns that extracts of cases share, and those derived from one case alone."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from data.common import codes
from data.schema.definitions.catalogue import AREA_CODE
from data.schema.kinds import CellType, Column, DerivedColumn, Storage

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
