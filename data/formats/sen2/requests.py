"""The requests of a return with all that belongs to them, and the extracts made of them."""

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.files.csv_reader import RawExtract
from data.formats.base import DIFFERENCE, LEFT_OUT, READ_AS, ExtractPart, Note
from data.formats.sen2.cells import UNKNOWN, CodeMeanings, days_of, flags_of, readable_days_of
from data.formats.sen2.tables import (
    NO_ROW,
    TABLES,
    ReturnTable,
    columns_read,
    follow_positions,
    pick_cells,
    positions_of_children,
    positions_of_parents,
    table_of_cells,
)

# Numbers from COLLECT; those of persons (NHS number, ULN, UPN) are longer.
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
_FIRST = frozenset({"1", "01", ""})
# What a setting follows from where the return has no code of it: the first that is present.
_INDICATORS = ("senunitindicator", "resourcedprovisionindicator")
_NUMBERS = ("urn", "ukprn")


@dataclass(frozen=True)
class ReturnPlace:
    """The area of a return, its cut-off day (YYYY-MM-DD) and its coverage."""

    area_code: str
    cut_off: str
    coverage: str


@dataclass(frozen=True)
class Requests:
    """The cells of every request and of all that belongs to it; "" where nothing does.

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
    """Return the requests of a return, joined with its other tables."""
    requests = tables["requests"]
    empty = np.arange(0)
    whole = {name: tables.get(name) or table_of_cells(name, {}, empty) for name in TABLES}
    at = _row_positions(requests, whole)
    cells = {
        column: _parsed_cells(column, pick_cells(whole[name].column(column), at[name]))
        for name in ("assessment", "namedplan", "activeplans")
        for column in columns_read(name)
        if not column.endswith("tableid")
    }
    own = [column for column in columns_read("requests") if not column.endswith("tableid")]
    cells |= {column: _parsed_cells(column, requests.column(column)) for column in own}
    person = whole["person"]
    personal = {"sex": _sexes(person), "ethnicity": person.column("ethnicity")}
    for item, codes in personal.items():
        words = meanings.or_blank(item, codes, person.numbers, "person")
        cells[item] = pick_cells(words, at["person"])
    births = pick_cells(readable_days_of(person.column("personbirthdate")), at["person"])
    needs = _primary_needs(whole["activeplans"], whole["senneed"], meanings)
    now = _plan_settings(whole["activeplans"], whole["placementdetail"], meanings, cut_off)
    named = _plan_settings(whole["namedplan"], whole["plandetail"], meanings, cut_off)
    attended = pick_cells(now, at["activeplans"])
    return Requests(
        _case_identifiers(requests, meanings),
        requests.numbers,
        cells,
        births,
        pick_cells(needs, at["activeplans"]),
        np.where(attended == "", pick_cells(named, at["namedplan"]), attended),
        {name: places != NO_ROW for name, places in at.items()},
        {name: np.append(whole[name].numbers, 0)[places] for name, places in at.items()},
    )


def _row_positions(requests: ReturnTable, whole: dict[str, ReturnTable]) -> dict[str, np.ndarray]:
    assessed = positions_of_children(requests, whole["assessment"])
    named = positions_of_children(whole["assessment"], whole["namedplan"])
    return {
        "person": positions_of_parents(requests, whole["person"]),
        "assessment": assessed,
        "namedplan": follow_positions(assessed, named),
        "activeplans": positions_of_children(requests, whole["activeplans"]),
    }


def _parsed_cells(column: str, cells: np.ndarray) -> np.ndarray:
    return days_of(cells) if column in _DAYS else cells


def _sexes(person: ReturnTable) -> np.ndarray:
    """Return the sex; returns before version 1.2 have it in another column."""
    sex, gender = person.column("sex"), person.column("gendercurrent")
    return np.where(sex == "", gender, sex)


def _case_identifiers(requests: ReturnTable, meanings: CodeMeanings) -> np.ndarray:
    """Return the numbers of the cases: the return's own, or its order where those are not plain."""
    keys = requests.column("requeststableid").astype(str)
    if "requeststableid" in requests.present and all(map(_PLAIN_NUMBER.fullmatch, keys)):
        numbers = keys
        words = "Cases have the numbers of the return’s requests (requeststableid)."
    else:
        numbers = np.arange(1, len(keys) + 1).astype(str)
        words = "The return’s requests have no plain numbers of their own: cases are numbered in its order."
    words += " They hold within one return alone: in another the same child has another number."
    meanings.notes.append(Note(READ_AS, "requests", words))
    return np.char.add(_PREFIX, numbers).astype(object)


def _primary_needs(plans: ReturnTable, needs: ReturnTable, meanings: CodeMeanings) -> np.ndarray:
    """Return the primary need of each active plan; "" where two have the first rank."""
    words = meanings.or_blank("sentype", needs.column("sentype"), needs.numbers, "senneed")
    is_first = np.isin(needs.column("sentyperank").astype(str), list(_FIRST))
    rows = pd.DataFrame({"key": needs.column(TABLES["senneed"][1]), "word": words})
    rows = rows.loc[is_first & (rows["word"] != "").to_numpy()].drop_duplicates()
    is_torn = rows["key"].duplicated(keep=False)
    if is_torn.any():
        count = rows.loc[is_torn, "key"].nunique()
        text = (
            f"{count:,} plans have two needs of the first rank: their primary need is left blank."
        )
        meanings.notes.append(Note(DIFFERENCE, "senneed", text))
    return _words_of_keys(rows.loc[~is_torn], plans.column(TABLES["activeplans"][0]))


def _plan_settings(
    parents: ReturnTable, details: ReturnTable, meanings: CodeMeanings, cut_off: str
) -> np.ndarray:
    """Return the setting of each plan: first rank, not left by the cut-off, newest; "" if none."""
    rows = pd.DataFrame(
        {
            "key": details.column(TABLES[details.name][1]),
            "word": _setting_words(details, meanings),
            "is_second": ~np.isin(details.column("placementrank").astype(str), list(_FIRST)),
            "entry": "",
            "has_left": False,
        }
    )
    if "leavingdate" in details.cells:
        leaving_days = readable_days_of(details.column("leavingdate"))
        rows["has_left"] = (leaving_days != "") & (leaving_days.astype(str) <= (cut_off or "9999"))
        rows["entry"] = readable_days_of(details.column("entrydate"))
    rows = rows.loc[~rows["has_left"] & (rows["word"] != "")]
    # The second sort keeps the order of the first among rows of one rank.
    rows = rows.sort_values("entry", ascending=False, kind="stable")
    rows = rows.sort_values("is_second", kind="stable").drop_duplicates("key")
    return _words_of_keys(rows, parents.column(TABLES[parents.name][0]))


def _setting_words(details: ReturnTable, meanings: CodeMeanings) -> np.ndarray:
    """Return the setting of each row by its code, or by its other columns."""
    meant = meanings.of_cells(
        "sensetting", details.column("sensetting"), details.numbers, details.name
    )
    is_coded = details.column("sensetting") != ""
    words = np.where(meant == UNKNOWN, "", meant).astype(object)
    for name in (*_INDICATORS, *_NUMBERS):
        cells = details.column(name)
        is_so = flags_of(cells) == "yes" if name in _INDICATORS else cells != ""
        words = np.where(
            ~is_coded & (words == "") & is_so, meanings.word("sensetting", name), words
        )
    return words


def _words_of_keys(rows: pd.DataFrame, keys: np.ndarray) -> np.ndarray:
    """Return the word of each key, from rows with distinct keys; "" for a missing key."""
    places = pd.Index(rows["key"], dtype=object).get_indexer(pd.Index(keys, dtype=object))
    return np.append(rows["word"].to_numpy(dtype=object), "")[places]


@dataclass
class LeftOut:
    """The rows that are left out, each counted for the first reason that applies."""

    table: str
    is_out: np.ndarray
    notes: list[Note] = field(default_factory=list)

    def leave(self, applies: np.ndarray, words: str) -> None:
        """Leave out the rows to which a reason applies; `words` follow their number in the note."""
        is_new = applies & ~self.is_out
        count = int(is_new.sum())
        if count:
            self.notes.append(Note(LEFT_OUT, self.table, f"{count:,} {words}"))
        self.is_out = self.is_out | is_new


def part_from_columns(
    kind: str, columns: dict[str, np.ndarray], numbers: np.ndarray, source: str, place: ReturnPlace
) -> ExtractPart:
    """Return a part from columns of text, with area, cut-off and coverage in each row."""
    constants = {"area_code": place.area_code, "cut_off": place.cut_off, "coverage": place.coverage}
    everywhere = {
        name: np.full(len(numbers), word, dtype=object) for name, word in constants.items()
    }
    whole = columns | everywhere
    frame = pd.DataFrame(dict(enumerate(whole.values())), dtype=object)
    return ExtractPart(kind, RawExtract(tuple(whole), frame, numbers), source)
