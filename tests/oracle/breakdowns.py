"""The breakdowns in which a case counts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tests.oracle.asked import Band

Case = dict[str, Any]
Breakdowns = Callable[[date], list[str]]
"""All the breakdowns in which something counts, for a period that ends on the day; "" is whole."""

WHOLE = ""
NOT_KNOWN = "not_known"


def by_columns(case: Case, columns: Mapping[str, str]) -> list[str]:
    """Name the category of each dimension that a column holds; blank is not known."""
    return [f"{key}={case.get(column) or NOT_KNOWN}" for key, column in columns.items()]


def ehc_age(case: Case, age_column: str) -> int | None:
    """Return the age given, else the one that goes with the year group."""
    if case[age_column] is not None:
        return case[age_column]
    return None if case["year_group"] is None else case["year_group"] + 5


def ehc_breakdowns(
    case: Case, columns: Mapping[str, str], age: int | None, bands: tuple[Band, ...]
) -> Breakdowns:
    """Count a case whole, by its columns, and by the one band that holds its age."""
    fixed = [WHOLE, *by_columns(case, columns)]

    def on(day: date) -> list[str]:
        held = _bands(age, bands, day) or [NOT_KNOWN]
        return fixed + [f"age={band}" for band in held]

    return on


def referral_breakdowns(case: Case, bands: tuple[Band, ...]) -> Breakdowns:
    """Count a referral whole, by provider, and in every band that holds its age."""
    fixed = [WHOLE, *by_columns(case, {"provider": "provider"})]
    age = case["age_at_referral"]

    def on(day: date) -> list[str]:
        held = [NOT_KNOWN] if age is None else _bands(age, bands, day)
        return fixed + [f"age={band}" for band in held]

    return on


def column_breakdowns(case: Case, columns: Mapping[str, str]) -> Breakdowns:
    """Count a case whole and by its columns."""
    fixed = [WHOLE, *by_columns(case, columns)]
    return lambda _: fixed


def _bands(age: int | None, bands: tuple[Band, ...], day: date) -> list[str]:
    if age is None:
        return []
    return sorted({band.category for band in bands if band.holds(age, day)})


def joined(breakdown: str, other: str) -> str:
    """Write two breakdowns as one, keys in order."""
    return ";".join(sorted(part for part in (breakdown, other) if part))
