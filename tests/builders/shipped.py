"""The shipped extracts read plainly, apart from the product: what figures must come out unchanged."""

import csv
from pathlib import Path
from typing import Final

EXTRACTS: Final = Path(__file__).parents[2] / "data" / "extracts"
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    """Return the rows of one shipped extract, every cell as text."""
    with (EXTRACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_row_of(name: str) -> list[Row]:
    """Return the rows of a shipped extract with those that the outcomes of children add to it."""
    added = EXTRACTS / f"{name}_outcomes.csv"
    more = rows_of(added.stem) if added.exists() else []
    rows = rows_of(name) + more
    columns = dict.fromkeys(column for row in rows for column in row)
    return [dict.fromkeys(columns, "") | row for row in rows]


def published_figures() -> list[Row]:
    """Return targets, baselines and observations of the plans' reports alike.

    A value is its two ends (equal, where it is one number) or a marker; a target ends on the day
    on which it is due and is of its plan's area. One that is set against a figure has none.
    """
    areas = {row["framework_id"]: row["area_code"] for row in rows_of("frameworks")}
    return [
        row
        | split_value(row["value"])
        | {
            "area_code": row.get("area_code", areas[row["framework_id"]]),
            "period_end": row.get("due_on") or row["period_end"],
            "target_operator": row.get("operator", ""),
            "published_arrow": row.get("published_arrow", ""),
        }
        for name in ("observations_published", "targets")
        for row in rows_of(name)
        if not row.get("relative_to")
    ]


def split_value(text: str) -> Row:
    """Return the two ends of a value, or its marker."""
    if not text[-1].isdigit():
        return {"value_low": "", "value_high": "", "marker": text}
    # A minus begins a number; between two it makes a band.
    low, _, high = text[1:].partition("-")
    return {"value_low": text[0] + low, "value_high": high or text[0] + low, "marker": ""}


def actions() -> list[Row]:
    """Return the actions, each with its status and the day of the status."""
    statuses = {
        (row["framework_id"], row["action_reference"]): row for row in rows_of("action_status")
    }
    return [
        row | statuses[row["framework_id"], row["action_reference"]] for row in rows_of("actions")
    ]
