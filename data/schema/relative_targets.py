"""The check of targets that are set against a figure in place of a number."""

from collections.abc import Iterator

import numpy as np

from data.common.errors import Issue
from data.schema.parsed_rows import ParsedRows, ReferenceData

_FIX = "Write area, baseline or before in the row of a target, or leave all four cells blank."


def relative_target_is_whole(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a relative target without its area, with a number of its own, or of a baseline."""
    frame = rows.frame
    set_against = frame["relative_to"]
    is_relative = set_against != ""
    has_area = ~rows.is_blank("relative_area")
    has_number = frame["value"].notna() | frame["value_low"].notna()
    has_parts = has_area | frame["relative_factor"].notna() | frame["relative_change"].notna()
    checks = (
        (
            "relative_to",
            (~is_relative & has_parts) | (is_relative & (frame["role"] != "target")),
            "what a target is set against, in the row of a target",
            _FIX,
        ),
        (
            "relative_area",
            is_relative & ((set_against == "area") != has_area),
            "the code of an area where relative_to is area, and there alone",
            "Write area as relative_to with the code of the area, or leave this cell blank.",
        ),
        (
            "value",
            is_relative & has_number,
            "a blank cell, for a target that is worked out from another figure",
            "Leave value blank, or relative_to where the target is that number.",
        ),
        (
            "operator",
            is_relative & (frame["operator"] == "between"),
            "one of >=, <=, >, <, towards, for a target set against a figure",
            "Write one row for each bound.",
        ),
        (
            "relative_factor",
            frame["relative_factor"] <= 0,
            "a number above 0, such as 0.5 for half",
            "Write 1.4 for 40% more and 0.6 for 40% less.",
        ),
    )
    for column, is_wrong, expected, fix in checks:
        for position in np.flatnonzero(np.asarray(is_wrong)):
            yield rows.issue(position, column, expected, fix)
