"""What an extract is about: which areas, and from which day to which."""

from datetime import date

import pandas as pd

from data.schema.parsed_rows import ParsedRows
from data.schema.registry import KINDS

# The first pair that a kind has says what its rows cover; of the rest, the day each row is of.
_PERIODS = (("period_start", "period_end"), ("status_date", "status_date"), ("date", "date"))

# The kinds that no measure is judged by.
SILENT = (
    "neighbours",
    "returns_due",
    "sen2_codes",
    "headlines",
    "commentary",
    "exceptions",
    "scrutiny_questions",
    "recommendations",
)


def covered_areas(rows: ParsedRows) -> tuple[str, ...]:
    """Return the codes of the areas that rows name, in order."""
    if "area_code" not in rows.frame:
        return ()
    return tuple(sorted(str(code) for code in rows.frame["area_code"].unique() if code))


def named_areas(rows: ParsedRows) -> tuple[tuple[str, str], ...]:
    """Return code and name of each area that rows bring."""
    if rows.kind.name != "areas":
        return ()
    pairs = zip(rows.frame["area_code"], rows.frame["name"], strict=True)
    return tuple((str(code), str(name)) for code, name in pairs)


def covered_days(rows: ParsedRows) -> tuple[date | None, date | None]:
    """Return the first and the last day that rows speak of; of cases, the day they are whole to."""
    if rows.kind.cases:
        return None, rows.cut_off
    for first, last in _PERIODS:
        if first in rows.frame and last in rows.frame:
            starts, ends = _days(rows.frame[first]), _days(rows.frame[last])
            return min([*starts, *ends], default=None), max([*ends, *starts], default=None)
    return None, None


def _days(values: pd.Series) -> list[date]:
    """Return the distinct days of a column that holds them as text."""
    return [date.fromisoformat(str(day)) for day in values.unique() if day and day == day]  # noqa: PLR0124 - NaN is not


def is_of_areas(kind: str) -> bool:
    """Tell whether the rows of a kind bear on the measures of the areas that they name alone."""
    return kind not in ("areas", "case_settings") and "area_code" in KINDS[kind].column_names
