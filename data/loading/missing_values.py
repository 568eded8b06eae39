"""Figures without a value: what was written for them stays beside their marker."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.model.codes import NOTHING_TO_DIVIDE
from data.common.errors import Issue
from data.schema.parsed_rows import MeasureFacts, ParsedRows

_QUOTIENTS = ("rate", "average")
_WRITTEN = ("value", "numerator", "denominator")
_NUMBERS = ("value", "value_low", "value_high")


def without_empty_quotients(
    rows: ParsedRows, measures: Mapping[str, MeasureFacts]
) -> tuple[ParsedRows, tuple[Issue, ...]]:
    """Return figures and targets with no value where their denominator is 0, and a warning of each.

    What was published for it is kept in its words.
    """
    if not {"measure_id", "denominator"} <= set(rows.frame.columns):
        return rows, ()
    frame = rows.frame
    quotients = [name for name, facts in measures.items() if facts.kind in _QUOTIENTS]
    has_number = (frame["value"].notna() | frame["value_low"].notna()).to_numpy()
    is_empty = has_number & (frame["denominator"] == 0) & frame["measure_id"].isin(quotients)
    places = np.flatnonzero(is_empty)
    if not len(places):
        return rows, ()
    made = frame.copy()
    made.loc[is_empty, list(_NUMBERS)] = np.nan
    made.loc[is_empty, "decimals"] = -1
    if "marker" in made.columns:
        made.loc[is_empty, "marker"] = NOTHING_TO_DIVIDE
    is_wordless = is_empty & (frame["as_published"] == "")
    written = [rows.raw["value"].at(place) for place in np.flatnonzero(is_wordless)]
    made.loc[is_wordless, "as_published"] = written
    return replace(rows, frame=made), tuple(_warning(rows, int(place)) for place in places)


def with_written_marks(rows: ParsedRows) -> ParsedRows:
    """Return figures whose mark is not the marker that it means with the mark as their words."""
    frame = rows.frame
    if not {"marker", "as_published"} <= set(frame.columns):
        return rows
    is_wordless = (frame["marker"] != "") & (frame["as_published"] == "")
    written = pd.Series(rows.raw["value"].all(), index=frame.index)
    is_other = is_wordless & (written != frame["marker"])
    if not is_other.to_numpy().any():
        return rows
    return replace(
        rows, frame=frame.assign(as_published=frame["as_published"].mask(is_other, written))
    )


def _warning(rows: ParsedRows, place: int) -> Issue:
    value, part, whole = (rows.raw[name].at(place) for name in _WRITTEN)
    found = f"{value} for {part or 'part'} of {whole}: there is nothing to divide"
    fix = f"It is loaded as {NOTHING_TO_DIVIDE}, without a value."
    return Issue(int(rows.numbers[place]), "value", found, f"{NOTHING_TO_DIVIDE}, no value", fix)
