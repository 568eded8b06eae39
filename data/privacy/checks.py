"""Keep child data out: refuse what points at a person before anything of a file is kept or told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.files.csv_reader import RawExtract
from data.privacy.cell_scan import NAME, NewestDay, declared, role_of, scan_column
from data.privacy.identifiers import BIRTH, POSTCODE, mark_in
from data.privacy.names import is_name
from data.schema.kinds import Kind
from data.schema.recognise import HOW_TO_PSEUDONYMISE, NOT_ACCEPTED, is_personal

_ROWS_NAMED = 10


def scan_for_child_data(
    raw: RawExtract, kind: Kind | None
) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
    """Return why the cells of an extract keep it out, and what a person should look at.

    Neither repeats what was found. `kind` is the kind that the columns fit best, if any: columns
    that it does not declare are held to the strictest rules.
    """
    issues: list[Issue] = list(_in_header(raw.names, kind))
    warnings: list[Issue] = []
    newest = NewestDay(raw, kind)
    for position, name in enumerate(raw.names):
        column = declared(kind, name)
        if column is None and is_personal(name):
            continue
        cells = raw.cells.iloc[:, position]
        scanned = scan_column(cells, name, role_of(kind, name, column), newest)
        shown_name = name if not _points_at_person(name) else f"column {position + 1}"
        for mark, texts in scanned.matches.items():
            issues.append(issue_of_cells(raw, cells, shown_name, mark, texts))
        if scanned.doubtful:
            warnings.append(_warning(raw, cells, shown_name, scanned.doubtful))
    return tuple(issues), tuple(warnings)


def header_points_at_person(raw: RawExtract, kind: Kind | None) -> bool:
    """Return whether the header itself holds what no fault may repeat."""
    return any(True for _ in _in_header(raw.names, kind))


def file_name_issues(name: str) -> tuple[Issue, ...]:
    """Refuse a file by its name, which the history would keep."""
    mark = mark_in(re.sub(r"[_+]", " ", name.rpartition(".")[0]))
    if mark in {"", POSTCODE, BIRTH}:
        return ()
    fix = f"{NOT_ACCEPTED}: give the file another name."
    return (Issue(0, "", f"{mark} in the name of the file", "a name that tells the month", fix),)


def _in_header(names: Sequence[str], kind: Kind | None) -> Iterator[Issue]:
    for position, name in enumerate(names, 1):
        if declared(kind, name) is None and _points_at_person(name):
            fix = f"{NOT_ACCEPTED}: the first row must hold the names of the columns."
            yield Issue(1, f"column {position}", "what points at a person", "a column name", fix)


def _points_at_person(name: str) -> bool:
    written = name.replace("_", " ")
    return bool(mark_in(written)) or is_name(written)


def issue_of_cells(
    raw: RawExtract, cells: pd.Series, column: str, mark: str, texts: Sequence[str]
) -> Issue:
    """Make the fault of some cells of a column; it says where they are, not what they hold."""
    first, where = _places(raw, cells, texts)
    fix = f"{NOT_ACCEPTED}: remove it, or make pseudonymous numbers with {HOW_TO_PSEUDONYMISE}."
    return Issue(first, column, f"{mark} in {where}", f"cells without {mark}", fix)


def _warning(raw: RawExtract, cells: pd.Series, column: str, texts: Sequence[str]) -> Issue:
    first, where = _places(raw, cells, texts)
    fix = "Read it: if it names a child or a family, remove the name. Not every name is found."
    return Issue(first, column, f"what may be {NAME} in {where}", "no names of families", fix)


def _places(raw: RawExtract, cells: pd.Series, texts: Sequence[str]) -> tuple[int, str]:
    """Return the first row, and how many cells of which rows hold one of the texts."""
    rows = raw.numbers[np.flatnonzero(cells.astype(object).isin(list(texts)).to_numpy())].tolist()
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = f" and {len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else ""
    if len(rows) == 1:
        return rows[0], f"1 cell (row {named})"
    return rows[0], f"{len(rows):,} cells (rows {named}{more})"


def with_source(issues: Sequence[Issue], source: str) -> tuple[Issue, ...]:
    """Return faults that name the member of an archive, or the table, that they are of."""
    return tuple(replace(issue, source=source) for issue in issues)
