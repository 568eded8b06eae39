"""Check an extract of cases: its rows as of any kind, its cut-off and coverage, its areas."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.common.errors import Fault
from data.common.load_options import Given
from data.common.progress import Progress, unwatched
from data.files.csv_reader import RawExtract
from data.loading.check import in_reading_order, parse_rows, unknown_references
from data.schema.kinds import Kind
from data.schema.parsed_rows import Known, ParsedRows

_HOW = "--cut-off DATE and --coverage all or changes"


def check_cases(
    raw: RawExtract,
    kind: Kind,
    known: Known,
    given: Given,
    progress: Progress = unwatched,
) -> tuple[ParsedRows, tuple[Fault, ...]]:
    """Parse the rows of a case extract and return them with every fault, in reading order."""
    rows, faults = parse_rows(raw, kind, progress)
    rows, found = _dated(rows, given, known)
    faults += found
    if kind.name == "advice":
        rows, found = _with_areas(rows, known)
        faults += found
    faults += _repeated_cases(rows)
    for reference in kind.references:
        faults += unknown_references(rows, reference, known)
    for done, rule in enumerate(kind.rules):
        progress("Checking the rules", done, len(kind.rules))
        faults += rule(rows, known)
    return rows, in_reading_order(kind, faults)


def _dated(rows: ParsedRows, given: Given, known: Known) -> tuple[ParsedRows, list[Fault]]:
    """Find the one cut-off and the one coverage of the file."""
    faults: list[Fault] = []
    said = {
        "cut_off": _one(rows, "cut_off", given.cut_off, faults),
        "coverage": _one(rows, "coverage", given.coverage or None, faults),
    }
    blank = [name for name, values in said.items() if values is None]
    if blank:
        names = " and ".join(blank)
        expected = f"the {names} of the extract, in columns of that name or given at the load"
        faults.append(
            Fault(0, blank[0], "nothing", expected, f"Add the column, or load with {_HOW}.")
        )
    cut_off = said["cut_off"]
    day = cut_off if isinstance(cut_off, date) else None
    if day is not None and day > known.today:
        expected = f"a day not after today ({known.today})"
        mend = "Check the cut-off: an extract cannot be whole up to a day that is yet to come."
        faults.append(Fault(0, "cut_off", str(day), expected, mend))
    says_all = not any(rows.is_blank(name).any() for name in said)
    coverage = str(said["coverage"] or "")
    return replace(rows, cut_off=day, coverage=coverage, says_all=says_all), faults


def _one(rows: ParsedRows, name: str, given: object, faults: list[Fault]) -> object:
    """Return the one value of a column, with what was given for its blanks; None where there is none."""
    values = rows.frame[name]
    is_written = ~rows.is_blank(name)
    filled = pd.Series(values[is_written & values.notna().to_numpy()])
    found = [_plain(value) for value in filled.unique().tolist()]
    candidates = list(dict.fromkeys(found if is_written.all() or not given else [given, *found]))
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    first = candidates[0]
    is_other = is_written & values.isin([_kept(each) for each in candidates[1:]]).to_numpy()
    position = int(np.flatnonzero(is_other)[0])
    expected = f"one {name} for the whole file, as in the first row or as given ({first})"
    mend = "Send the rows of each in a file of its own."
    faults.append(rows.fault(position, name, expected, mend))
    return first


def _plain(value: object) -> object:
    return value.date() if isinstance(value, pd.Timestamp) else value


def _kept(value: object) -> object:
    return pd.Timestamp(value) if isinstance(value, date) else value


def _repeated_cases(rows: ParsedRows) -> Iterator[Fault]:
    key = list(rows.kind.key)
    is_repeated = rows.frame.duplicated(subset=key).to_numpy()
    if not is_repeated.any():
        return
    every = rows.frame.duplicated(subset=key, keep=False).to_numpy()
    firsts: dict[tuple, int] = {}
    for position in np.flatnonzero(every):
        values = tuple(str(rows.frame[name].iloc[position]) for name in key)
        number = int(rows.numbers[position])
        first = firsts.setdefault(values, number)
        if first != number:
            found = f"the same {', '.join(key)} as row {first}"
            mend = f"Keep one of rows {first} and {number}."
            yield Fault(number, key[0], found, "one row for each case", mend)


def _with_areas(rows: ParsedRows, known: Known) -> tuple[ParsedRows, list[Fault]]:
    """Hold each advice against its case, and fill in the area where the case alone tells it."""
    cases = known.cases.drop_duplicates()
    given = rows.frame["area_code"].to_numpy(dtype=object)
    numbers = rows.frame["case_id"].to_numpy(dtype=object)
    of_case = cases.drop_duplicates("case_id").set_index("case_id")["area_code"]
    in_several = cases.loc[cases.duplicated("case_id"), "case_id"]
    filled = np.where(given == "", pd.Series(numbers).map(of_case).to_numpy(), given)
    found = pd.MultiIndex.from_arrays([filled, numbers])
    is_unknown = ~found.isin(pd.MultiIndex.from_frame(cases[["area_code", "case_id"]]))
    is_unclear = (given == "") & pd.Series(numbers).isin(in_several).to_numpy()
    faults = [
        rows.fault(
            position,
            "case_id",
            "a case that stands in ehc_assessments, of the same area",
            "Correct it, or load ehc_assessments with it first.",
        )
        for position in np.flatnonzero(is_unknown)
    ]
    faults += [
        rows.fault(
            position,
            "area_code",
            "the area of the case, for several areas have a case of that number",
            "Fill in area_code.",
        )
        for position in np.flatnonzero(is_unclear)
    ]
    areas = pd.Categorical(pd.Series(filled).fillna(""))
    return replace(rows, frame=rows.frame.assign(area_code=areas)), faults
