"""The words for how a measure is worked out from cases."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["rate", "flow", "average", "stock"]


@dataclass(frozen=True)
class Working:
    """What is divided by what, and between which events the time runs.

    A measure that is not a quotient has no denominator in words; one without a time limit or a
    duration says on which day its cases count.
    """

    group: str
    kind: Kind
    formula: str
    numerator: str
    denominator: str
    clock: str


def quotient(group: str, numerator: str, denominator: str, clock: str) -> Working:
    """Say a share of cases."""
    formula = f"{numerator[0].upper()}{numerator[1:]} ÷ {denominator}"
    return Working(group, "rate", formula, numerator, denominator, clock)


def counted(group: str, counted: str, clock: str) -> Working:
    """Say a count of a period."""
    return Working(group, "flow", f"Number of {counted} in the period", counted, "", clock)


def open_at(group: str, counted: str, clock: str) -> Working:
    """Say a count of a day."""
    return Working(group, "stock", f"Number of {counted} at the end of the day", counted, "", clock)


def mean_of(group: str, cases: str, clock: str) -> Working:
    """Say a mean of days, in weeks."""
    formula = f"Days of all {cases}, added up ÷ 7 ÷ number of {cases}"
    return Working(group, "average", formula, f"days of all {cases}, added up", cases, clock)


def spread_of(group: str, which: str, cases: str, clock: str) -> Working:
    """Say another statistic of days, in weeks."""
    return Working(group, "average", f"{which} of {cases}", "", cases, clock)
