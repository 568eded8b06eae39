"""One row a request, with all that hangs from it in the other tables of the return."""

import re
from dataclasses import dataclass

import numpy as np

from data.formats.base import READ_AS, Note
from data.formats.sen2.code_values import CodeMeanings
from data.formats.sen2.dates import days_of, readable_days_of
from data.formats.sen2.placements import needs_of, settings_of
from data.formats.sen2.tables.column_names import columns_read
from data.formats.sen2.tables.joins import (
    NO_ROW,
    follow_positions,
    pick_cells,
    positions_of_children,
    positions_of_parents,
)
from data.formats.sen2.tables.model import ReturnTable, table_of_cells

# Numbers that COLLECT gives; those of persons (NHS number, ULN, UPN) are longer.
_PLAIN_NUMBER = re.compile(r"[0-9]{1,9}")
_PREFIX = "SEN2-"
_DAYS = frozenset(
    {
        "assessmentoutcomedate",
        "startdate",
        "ceasedate",
        "reviewmeeting",
        "reviewdraft",
        "phasetransferduedate",
        "phasetransferfinaldate",
        "lastreview",
        "receiveddate",
        "requestoutcomedate",
    }
)


@dataclass(frozen=True)
class ReturnPlace:
    """Say whose return it is, and up to which day and of which cases it is whole."""

    area_code: str
    cut_off: str
    coverage: str


@dataclass(frozen=True)
class Requests:
    """Hold the cells of every request and of what hangs from it, blank where nothing does.

    Days are YYYY-MM-DD. `births` is the day of birth, from which only an age may be made.
    """

    identifiers: np.ndarray
    numbers: np.ndarray
    cells: dict[str, np.ndarray]
    births: np.ndarray
    needs: np.ndarray
    settings: np.ndarray
    has: dict[str, np.ndarray]
    rows: dict[str, np.ndarray]

    def __len__(self) -> int:
        """Return the number of requests."""
        return len(self.numbers)


def requests_of(tables: dict[str, ReturnTable], meanings: CodeMeanings, cut_off: str) -> Requests:
    """Join the tables of a return to its requests."""
    requests = tables["requests"]
    whole = {name: tables.get(name) or _empty(name) for name in _BELOW}
    at = _positions(requests, whole)
    cells = {
        column: _read(column, pick_cells(whole[name].column(column), at[name]))
        for name in ("assessment", "namedplan", "activeplans")
        for column in columns_read(name)
        if not column.endswith("tableid")
    }
    own = [column for column in columns_read("requests") if not column.endswith("tableid")]
    cells |= {column: _read(column, requests.column(column)) for column in own}
    person = whole["person"]
    personal = {"sex": _sexes(person), "ethnicity": person.column("ethnicity")}
    for item, codes in personal.items():
        words = meanings.or_blank(item, codes, person.numbers, "person")
        cells[item] = pick_cells(words, at["person"])
    births = pick_cells(readable_days_of(person.column("personbirthdate")), at["person"])
    needs = needs_of(whole["activeplans"], whole["senneed"], meanings)
    now = settings_of(whole["activeplans"], whole["placementdetail"], meanings, cut_off)
    named = settings_of(whole["namedplan"], whole["plandetail"], meanings, cut_off)
    attended = pick_cells(now, at["activeplans"])
    return Requests(
        _identifiers(requests, meanings),
        requests.numbers,
        cells,
        births,
        pick_cells(needs, at["activeplans"]),
        np.where(attended == "", pick_cells(named, at["namedplan"]), attended),
        {name: places != NO_ROW for name, places in at.items()},
        {name: _numbers(whole[name], places) for name, places in at.items()},
    )


_BELOW = (
    "person",
    "assessment",
    "namedplan",
    "plandetail",
    "activeplans",
    "placementdetail",
    "senneed",
)


def _empty(name: str) -> ReturnTable:
    return table_of_cells(name, {}, np.arange(0))


def _positions(requests: ReturnTable, whole: dict[str, ReturnTable]) -> dict[str, np.ndarray]:
    assessed = positions_of_children(requests, whole["assessment"])
    named = positions_of_children(whole["assessment"], whole["namedplan"])
    return {
        "person": positions_of_parents(requests, whole["person"]),
        "assessment": assessed,
        "namedplan": follow_positions(assessed, named),
        "activeplans": positions_of_children(requests, whole["activeplans"]),
    }


def _numbers(table: ReturnTable, positions: np.ndarray) -> np.ndarray:
    return np.append(table.numbers, 0)[positions]


def _read(column: str, cells: np.ndarray) -> np.ndarray:
    return days_of(cells) if column in _DAYS else cells


def _sexes(person: ReturnTable) -> np.ndarray:
    """Return the sex, which returns before version 1.2 had in another column."""
    sex, gender = person.column("sex"), person.column("gendercurrent")
    return np.where(sex == "", gender, sex)


def _identifiers(requests: ReturnTable, meanings: CodeMeanings) -> np.ndarray:
    """Number the cases by the return's own numbers, or in its order where those are none."""
    keys = requests.column("requeststableid").astype(str)
    if "requeststableid" in requests.present and all(map(_PLAIN_NUMBER.fullmatch, keys)):
        numbers = keys
        words = "Cases have the numbers of the return's requests (requeststableid)."
    else:
        numbers = np.arange(1, len(keys) + 1).astype(str)
        words = "The return's requests have no plain numbers of their own: cases are numbered in its order."
    words += " They hold within one return alone: in another the same child has another number."
    meanings.notes.append(Note(READ_AS, "requests", words))
    return np.char.add(_PREFIX, numbers).astype(object)
