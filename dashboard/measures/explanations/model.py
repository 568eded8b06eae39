"""The words for how a measure is worked out from cases."""

from dataclasses import dataclass
from typing import Literal

ExplanationKind = Literal["rate", "flow", "average", "stock"]


@dataclass(frozen=True)
class Explanation:
    """What is divided by what, and between which events the time runs.

    A measure that is not a quotient has no denominator in words; one without a time limit or a
    duration says on which day its cases count.
    """

    group: str
    kind: ExplanationKind
    formula: str
    numerator: str
    denominator: str
    clock: str


def rate_explanation(group: str, numerator: str, denominator: str, clock: str) -> Explanation:
    """Say a share of cases."""
    formula = f"{numerator[0].upper()}{numerator[1:]} ÷ {denominator}"
    return Explanation(group, "rate", formula, numerator, denominator, clock)


def counted(group: str, counted: str, clock: str) -> Explanation:
    """Say a count of a period."""
    return Explanation(group, "flow", f"Number of {counted} in the period", counted, "", clock)


def stock_explanation(group: str, counted: str, clock: str) -> Explanation:
    """Say a count of a day."""
    return Explanation(
        group, "stock", f"Number of {counted} at the end of the day", counted, "", clock
    )


def mean_explanation(group: str, cases: str, clock: str) -> Explanation:
    """Say a mean of days, in weeks."""
    formula = f"Days of all {cases}, added up ÷ 7 ÷ number of {cases}"
    return Explanation(group, "average", formula, f"days of all {cases}, added up", cases, clock)


def spread_explanation(group: str, which: str, cases: str, clock: str) -> Explanation:
    """Say another statistic of days, in weeks."""
    return Explanation(group, "average", f"{which} of {cases}", "", cases, clock)
