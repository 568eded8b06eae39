"""The checks that hold the figures of a row against its role and its measure."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.schema.parsed_rows import ParsedRows, ReferenceData

_PERCENT_CEILING = 100
# The units in which a value may be below 0.
_SIGNED = frozenset({"gbp_million", "score"})


def target_has_operator(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Ask every target for its operator; a baseline has none."""
    wrong = (rows.frame["role"] == "target") & rows.is_blank("operator")
    for position in np.flatnonzero(wrong.to_numpy()):
        expected = "one of >=, <=, >, <, towards, in the row of a target"
        yield rows.issue(position, "operator", expected, "Write >= where the target is a least.")


def target_is_one_number(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a band as a target: neither met nor missed could be told from it."""
    wrong = (rows.frame["role"] == "target") & rows.frame["value_low"].notna()
    for position in np.flatnonzero(wrong.to_numpy()):
        expected = "one number: a target is met or missed at it, and a band has two"
        fix = "Write the number to be reached; leave the cell blank where the plan sets none yet."
        yield rows.issue(position, "value", expected, fix)


def value_fits_measure(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Hold the figures of each row against the unit of its measure."""
    codes, names = pd.factorize(rows.frame["measure_id"].to_numpy(), use_na_sentinel=False)
    facts = [reference_data.measures.get(name) for name in names]
    has_measure = np.array([each is not None for each in facts])[codes]
    is_percent = np.array([each is not None and each.unit == "percent" for each in facts])[codes]
    can_exceed = np.array([each is not None and each.can_exceed_100 for each in facts])[codes]
    is_signed = np.array([each is not None and each.unit in _SIGNED for each in facts])[codes]
    yield from _percent_signs(rows, has_measure & ~is_percent)
    yield from _negative_values(rows, has_measure & ~is_signed)
    yield from _above_100(rows, is_percent & ~can_exceed)
    yield from _numerator_above_denominator(rows, is_percent & ~can_exceed)


def _percent_signs(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    for position in np.flatnonzero(rows.percents & where):
        measure = rows.frame["measure_id"].iloc[position]
        expected = f"a number without %: {measure} is not a percentage"
        yield rows.issue(position, "value", expected, "Remove the % or check the measure.")


def _negative_values(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    for position in np.flatnonzero((rows.frame["value"].to_numpy() < 0) & where):
        yield rows.issue(position, "value", "a number of at least 0", "Check the sign.")


def _above_100(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    highest = np.fmax(rows.frame["value"].to_numpy(), rows.frame["value_high"].to_numpy())
    for position in np.flatnonzero((highest > _PERCENT_CEILING) & where):
        measure = rows.frame["measure_id"].iloc[position]
        expected = f"a percentage of at most 100: {measure} cannot exceed it"
        yield rows.issue(position, "value", expected, "Check the value and the measure.")


def _numerator_above_denominator(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    numerators = rows.frame["numerator"].to_numpy()
    denominators = rows.frame["denominator"].to_numpy()
    for position in np.flatnonzero((numerators > denominators) & where):
        written = rows.raw["denominator"].at(position)
        expected = f"a number of at most the denominator ({written})"
        fix = "Check numerator and denominator: they may be swapped."
        yield rows.issue(position, "numerator", expected, fix)
