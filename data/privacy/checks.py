"""Keep child data out: refuse what points at a person before anything of a file is kept or told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.common.errors import Fault
from data.files.csv_reader import RawExtract
from data.privacy.cell_scan import NAME, Newest, declared, look_through, role_of
from data.privacy.identifiers import BIRTH, POSTCODE, mark_in
from data.privacy.names import is_name
from data.schema.kinds import Kind
from data.schema.personal_columns import HOW_TO_PSEUDONYMISE, NOT_ACCEPTED, is_personal

_ROWS_NAMED = 10


def child_data(raw: RawExtract, kind: Kind | None) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return why the cells of an extract keep it out, and what a person should look at.

    Neither repeats what was found. `kind` is the kind that the columns fit best, if any: columns
    that it does not declare are held to the strictest rules.
    """
    faults: list[Fault] = list(_in_header(raw.names, kind))
    warnings: list[Fault] = []
    newest = Newest(raw, kind)
    for position, name in enumerate(raw.names):
        column = declared(kind, name)
        if column is None and is_personal(name):
            continue
        cells = raw.cells.iloc[:, position]
        looked_at = look_through(cells, name, role_of(kind, name, column), newest)
        told = name if not _points_at_person(name) else f"column {position + 1}"
        for what, texts in looked_at.found.items():
            faults.append(fault_of(raw, cells, told, what, texts))
        if looked_at.doubtful:
            warnings.append(_warning(raw, cells, told, looked_at.doubtful))
    return tuple(faults), tuple(warnings)


def header_points_at_person(raw: RawExtract, kind: Kind | None) -> bool:
    """Return whether the header itself holds what no fault may repeat."""
    return any(True for _ in _in_header(raw.names, kind))


def file_name_faults(name: str) -> tuple[Fault, ...]:
    """Refuse a file by its name, which the history would keep."""
    what = mark_in(re.sub(r"[_+]", " ", name.rpartition(".")[0]))
    if what in {"", POSTCODE, BIRTH}:
        return ()
    mend = f"{NOT_ACCEPTED}: give the file another name."
    return (Fault(0, "", f"{what} in the name of the file", "a name that tells the month", mend),)


def _in_header(names: Sequence[str], kind: Kind | None) -> Iterator[Fault]:
    for position, name in enumerate(names, 1):
        if declared(kind, name) is None and _points_at_person(name):
            mend = f"{NOT_ACCEPTED}: the first row must hold the names of the columns."
            yield Fault(1, f"column {position}", "what points at a person", "a column name", mend)


def _points_at_person(name: str) -> bool:
    written = name.replace("_", " ")
    return bool(mark_in(written)) or is_name(written)


def fault_of(
    raw: RawExtract, cells: pd.Series, column: str, what: str, texts: Sequence[str]
) -> Fault:
    """Make the fault of some cells of a column; it says where they are, not what they hold."""
    first, where = _places(raw, cells, texts)
    mend = f"{NOT_ACCEPTED}: remove it, or make pseudonymous numbers with {HOW_TO_PSEUDONYMISE}."
    return Fault(first, column, f"{what} in {where}", f"cells without {what}", mend)


def _warning(raw: RawExtract, cells: pd.Series, column: str, texts: Sequence[str]) -> Fault:
    first, where = _places(raw, cells, texts)
    mend = "Read it: if it names a child or a family, remove the name. Not every name is found."
    return Fault(first, column, f"what may be {NAME} in {where}", "no names of families", mend)


def _places(raw: RawExtract, cells: pd.Series, texts: Sequence[str]) -> tuple[int, str]:
    """Return the first row, and how many cells of which rows hold one of the texts."""
    rows = raw.numbers[np.flatnonzero(cells.astype(object).isin(list(texts)).to_numpy())].tolist()
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = f" and {len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else ""
    if len(rows) == 1:
        return rows[0], f"1 cell (row {named})"
    return rows[0], f"{len(rows):,} cells (rows {named}{more})"


def with_source(faults: Sequence[Fault], source: str) -> tuple[Fault, ...]:
    """Return faults that name the member of an archive, or the table, that they are of."""
    return tuple(replace(fault, source=source) for fault in faults)
