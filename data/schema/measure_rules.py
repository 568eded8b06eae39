"""The checks of a figure against its measure: its unit, its bounds, its counts, its own words."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.schema.parsed_rows import MeasureFacts, ParsedRows, ReferenceData, joined_codes
from data.schema.unit_words import conversion_words, numbers_with_units

PERCENT_CEILING = 100
_PERCENTAGE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:%|per ?cent)", re.IGNORECASE)
# What is published together is on one scale.
_ON_ONE_SCALE = ("measure_id", "breakdown", "statistic", "basis", "role")


def value_fits_measure(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse figures that do not fit the unit of their measure, or what it can be."""
    codes, names = pd.factorize(rows.frame["measure_id"].to_numpy(), use_na_sentinel=False)
    facts = [reference_data.measures.get(name) for name in names]
    has_measure = np.array([each is not None for each in facts])[codes]
    is_percent = np.array([each is not None and each.unit == "percent" for each in facts])[codes]
    can_exceed = np.array([each is not None and each.can_exceed_100 for each in facts])[codes]
    is_signed = np.array([each is not None and each.can_be_negative for each in facts])[codes]
    yield from _percent_sign_issues(rows, has_measure & ~is_percent)
    yield from _negative_value_issues(rows, has_measure & ~is_signed)
    # A target beyond it is loaded as its plan has it, and found odd.
    is_target = (rows.frame["role"] == "target").to_numpy()
    yield from _above_100_issues(rows, is_percent & ~can_exceed & ~is_target)
    yield from _numerator_issues(rows, is_percent & ~can_exceed)
    yield from _share_issues(rows, is_percent)
    yield from _unit_issues(rows, facts, codes)


def negative_words(measure_id: str) -> tuple[str, str]:
    """Return what was expected instead of a figure below 0, and the fix."""
    fix = f"Check the sign. If {measure_id} can fall below 0, write yes under can_be_negative in measures."
    return f"a number of at least 0: {measure_id} cannot be negative", fix


def above_100_words(measure_id: str) -> tuple[str, str]:
    """Return what was expected instead of a percentage above 100, and the fix."""
    fix = f"Check the value. If {measure_id} can exceed 100, write yes under can_exceed_100 in measures."
    return f"a percentage of at most 100: {measure_id} cannot exceed it", fix


def _percent_sign_issues(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    for position in np.flatnonzero(rows.percents & where):
        measure = rows.frame["measure_id"].iloc[position]
        expected = f"a number without %: {measure} is not a percentage"
        yield rows.issue(position, "value", expected, "Remove the % or check the measure.")


def _negative_value_issues(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    for position in np.flatnonzero((rows.frame["value"].to_numpy() < 0) & where):
        yield rows.issue(
            position, "value", *negative_words(rows.frame["measure_id"].iloc[position])
        )


def _above_100_issues(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    highest = np.fmax(rows.frame["value"].to_numpy(), rows.frame["value_high"].to_numpy())
    for position in np.flatnonzero((highest > PERCENT_CEILING) & where):
        yield rows.issue(
            position, "value", *above_100_words(rows.frame["measure_id"].iloc[position])
        )


def _numerator_issues(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    numerators = rows.frame["numerator"].to_numpy()
    denominators = rows.frame["denominator"].to_numpy()
    for position in np.flatnonzero((numerators > denominators) & where):
        written = rows.raw["denominator"].at(position)
        expected = f"a number of at most the denominator ({written})"
        fix = "Check numerator and denominator: they may be swapped."
        yield rows.issue(position, "numerator", expected, fix)


def share_words(value: float, percent: float) -> tuple[str, str]:
    """Return what was expected instead of a share of 1, and the fix."""
    fix = f"Write {percent:g}%: the figures of this measure are percentages, not shares of 1."
    return f"a percentage: {value:g} may be a share of 1, which is {percent:g}%", fix


def _share_issues(rows: ParsedRows, where: np.ndarray) -> Iterator[Issue]:
    """Yield shares of 1: by their counts or their own words, or where a measure has nothing else."""
    values = rows.frame["value"].to_numpy(dtype=float)
    is_low = (values > 0) & (values <= 1) & where
    contradicted = {
        position for position in np.flatnonzero(is_low) if _is_share(rows, int(position))
    }
    lines = _lines_of_shares(rows, where) - contradicted
    for position in sorted(contradicted):
        value = float(values[position])
        yield rows.issue(position, "value", *share_words(value, value * 100))
    for position in sorted(lines):
        value = float(values[position])
        expected = (
            f"percentages: none of this measure is above 1, and {value:g} may be a share of 1"
        )
        fix = f"Write {value * 100:g}% where it is; or {value:g}% with its sign, where it is less than 1%."
        yield rows.issue(position, "value", expected, fix)


def _is_share(rows: ParsedRows, position: int) -> bool:
    """Return whether the counts or the words of a figure say that it is a share of 1."""
    row = rows.frame.iloc[position]
    percents = [float(number) for number in _PERCENTAGE.findall(row["as_published"])]
    if row["denominator"] > 0 and row["numerator"] >= 0:
        percents.append(float(row["numerator"] / row["denominator"] * 100))
    return is_share_of_1(float(row["value"]), int(row["decimals"]), percents)


def is_share_of_1(value: float, decimals: int, percents: Sequence[float]) -> bool:
    """Return whether a number is one of some percentages divided by 100, and none of them itself."""
    rounding = 0.5 * 10.0**-decimals
    if any(abs(percent - value) <= rounding for percent in percents):
        return False
    near = max(100 * rounding, 0.5) if decimals else 0.5
    return any(abs(percent - value * 100) <= near for percent in percents)


def _lines_of_shares(rows: ParsedRows, where: np.ndarray) -> set[int]:
    """Return the figures without a sign and counts of measures of which none is above 1 or has a sign."""
    lines, _ = joined_codes(rows.frame, _ON_ONE_SCALE)
    values = rows.frame["value"].to_numpy(dtype=float)
    has_counts = rows.frame["denominator"].notna().to_numpy()
    is_bare = where & ~rows.percents & ~has_counts & ~np.isnan(values)
    is_percent = where & (rows.percents | (np.abs(values) > 1))
    found: set[int] = set()
    for line in np.unique(lines[is_bare & (values < 1) & (values > 0)]):
        places = np.flatnonzero(is_bare & (lines == line))
        if len(places) > 1 and not is_percent[lines == line].any():
            found.update(places[values[places] > 0].tolist())
    return found


def _unit_issues(
    rows: ParsedRows, facts: list[MeasureFacts | None], codes: np.ndarray
) -> Iterator[Issue]:
    """Yield figures that their own words give in another unit than the measure's."""
    frame = rows.frame
    has_number = (frame["value"].notna() | frame["value_low"].notna()).to_numpy()
    for position in np.flatnonzero(has_number & ~rows.is_blank("as_published")):
        measure = facts[codes[position]]
        if measure is None:
            continue
        value, low = frame["value"].iloc[position], frame["value_low"].iloc[position]
        number = float(low if pd.isna(value) else value)
        written = numbers_with_units(frame["as_published"].iloc[position])
        units = {each.unit for each in written if each.number == number}
        others = sorted(units - {"", "percent", measure.unit})
        if others and units == set(others):
            expected = f"a number of {measure.unit.replace('_', ' ')}: its words give {number:g} {others[0]}"
            fix = conversion_words(number, others[0], measure.unit)
            yield rows.issue(position, "value", expected, fix)
