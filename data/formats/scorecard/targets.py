"""Read the targets of a scorecard: each with the figures that it is for, beside the plan's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isnan
from typing import TypeAlias

import pandas as pd

from dashboard.model.codes import BASIS_WORDS
from dashboard.text.periods import period_words
from data.common.errors import UnreadableCellError
from data.formats.base import DIFFERENCE, LEFT_OUT, READ_AS, CurrentData, Note
from data.formats.scorecard.cells import read_target
from data.formats.scorecard.measure_matching import MatchedMeasure
from data.formats.scorecard.measure_rules import MeasureRules
from data.formats.scorecard.relative_targets import read_relative
from data.formats.scorecard.table_detection import SheetRow
from data.formats.scorecard.target_columns import TargetColumn, column_of_cell
from data.schema.cell_parsers import parse_figure
from data.schema.unit_words import conversion_note

_MAX_SHOWN_LENGTH = 80


@dataclass(frozen=True)
class TargetCell:
    """A cell of a column of targets; `bases` are those of the figures in its row."""

    row: SheetRow
    column: TargetColumn
    measure: MatchedMeasure
    rules: MeasureRules
    bases: tuple[str, ...]

    @property
    def basis(self) -> str:
        """The basis that its heading or the name of its row states."""
        return "ytd" if self.measure.is_to_date else self.column.basis


@dataclass(frozen=True)
class CurrentTarget:
    """A target that the plan has already; `bases` are those it is for, none where it is for all."""

    operator: str
    numbers: tuple[float, ...]
    basis: str
    period: tuple[date | None, date | None]
    bases: frozenset[str]

    @property
    def words(self) -> str:
        """Operator, numbers, basis and period: ">= 80 in month for April 2023 to March 2024"."""
        basis = BASIS_WORDS[self.basis].lower() if self.basis else ""
        numbers = "-".join(f"{number:g}" for number in self.numbers)
        start, end = self.period
        period = f"for {period_words(start, end, '')}" if start and end else ""
        return " ".join(filter(None, (self.operator, numbers, basis, period)))


_BySeries: TypeAlias = Mapping[tuple[str, str, str], list[CurrentTarget]]


def current_targets(current: CurrentData, framework_id: str) -> _BySeries:
    """Return every current target with a number, by series."""
    rows = current.rows("targets")
    targets: dict[tuple[str, str, str], list[CurrentTarget]] = {}
    own = rows.loc[(rows["framework_id"] == framework_id) & (rows["role"] == "target")]
    for row in own.to_dict("records"):
        series = row["measure_id"], row["breakdown"], row["statistic"]
        numbers = [row[name] for name in ("value", "value_low", "value_high")]
        filled = tuple(float(number) for number in numbers if not pd.isna(number))
        if filled:
            period = row["period_start"] or None, row["period_end"] or None
            bases = frozenset((row["basis"] or row["figure_bases"]).split())
            target = CurrentTarget(row["operator"], filled, row["basis"], period, bases)
            targets.setdefault(series, []).append(target)
    return targets


def read_target_cell(
    cell: TargetCell, targets: _BySeries, area_codes: Mapping[str, str]
) -> tuple[dict[str, str] | None, tuple[Note, ...]]:
    """Return the target of a cell as a record, None where it is unclear or not new; and notes.

    `area_codes` are those of the areas that it may be set against, by name.
    """
    whole = cell.row.at(cell.column.place)
    where = f"row {cell.row.number}, {cell.column.heading}"
    if not any(map(str.isalnum, whole)):
        return None, ()
    measure = cell.measure
    existing = targets.get((measure.measure_id, measure.breakdown, measure.statistic), [])
    try:
        if relative := read_relative(whole, cell.rules, area_codes):
            note = Note(READ_AS, where, f"“{whole}” is read as {relative.words}.")
            conflict = _conflict_notes(where, relative.words, cell.basis, existing)
            return _record(cell, "", "") | relative.cells, (note, *conflict)
        column, written = column_of_cell(cell.column, whole)
        cell = replace(cell, column=column)
        operator, value = read_target(
            written, cell.rules.unit, cell.rules.better, can_be_negative=cell.rules.can_be_negative
        )
    except UnreadableCellError as unreadable:
        found = f"The target “{whole[:_MAX_SHOWN_LENGTH]}” is left out"
        words = f"{found}: expected {unreadable.expected}. {unreadable.fix}"
        return None, (Note(LEFT_OUT, where, words),)
    figure = parse_figure(value, takes_markers=False)
    ends = figure.value, figure.low, figure.high
    numbers = tuple(number for number in ends if not isnan(number))
    bases = frozenset({cell.basis} if cell.basis else cell.bases)
    new = CurrentTarget(operator, numbers, cell.basis, cell.column.period or (None, None), bases)
    if any(_holds_already(each, new) for each in existing):
        words = f"The target {operator} {value} is loaded already."
        return None, (Note(LEFT_OUT, where, words),)
    words = conversion_note(written, cell.rules.unit)
    read_as = (Note(READ_AS, where, f"{words}."),) if words else ()
    return _record(cell, operator, value), (
        *read_as,
        *_conflict_notes(where, new.words, cell.basis, existing),
    )


def _holds_already(existing: CurrentTarget, new: CurrentTarget) -> bool:
    """Return whether a target of the same number judges every figure that a new one would."""
    is_same = (existing.operator, existing.numbers) == (new.operator, new.numbers)
    is_of_bases = not existing.bases or new.bases <= existing.bases
    return is_same and is_of_bases and existing.period in ((None, None), new.period)


def _conflict_notes(
    where: str, target: str, basis: str, existing: list[CurrentTarget]
) -> tuple[Note, ...]:
    """Return a note of the plan's own targets that differ, with which of them comes first."""
    if not existing:
        return ()
    others = ", ".join(each.words for each in existing)
    words = f"The target {target} differs from those of the plan: {others}."
    if not basis and any(each.basis for each in existing):
        words += " Where both are for a figure, the one that states its basis is judged by."
    return (Note(DIFFERENCE, where, words),)


def _record(cell: TargetCell, operator: str, value: str) -> dict[str, str]:
    column, measure = cell.column, cell.measure
    start, end = column.period or (None, None)
    return {
        "measure_id": measure.measure_id,
        "role": "target",
        "breakdown": measure.breakdown,
        "statistic": measure.statistic,
        "basis": cell.basis,
        "period_start": start.isoformat() if start else "",
        "period_end": end.isoformat() if end else "",
        "due_on": column.due_on.isoformat() if column.due_on else "",
        "operator": operator,
        "value": value,
        "as_published": f"{column.heading}: {cell.row.at(column.place)}",
        "figure_bases": "" if cell.basis else " ".join(cell.bases),
    }
