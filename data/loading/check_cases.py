"""Check an extract of cases: rows as of any kind, and its cut-off, coverage and areas."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress, unwatched
from data.files.csv_reader import RawExtract
from data.loading.check import FoundIssues, parse_rows, unknown_references
from data.schema.kinds import Kind
from data.schema.parsed_rows import ParsedRows, ReferenceData

_HOW = "--cut-off DATE and --coverage all or changes"


def check_cases(
    raw: RawExtract,
    kind: Kind,
    reference_data: ReferenceData,
    options: LoadOptions,
    progress: Progress = unwatched,
) -> tuple[ParsedRows, FoundIssues]:
    """Return the parsed rows of a case extract with every issue."""
    issues = FoundIssues(kind)
    rows = parse_rows(raw, kind, issues, progress)
    rows, more_issues = _dated(rows, options, reference_data)
    issues.add(more_issues)
    if kind.name == "advice":
        rows, more_issues = _with_areas(rows, reference_data)
        issues.add(more_issues)
    issues.add(_repeated_cases(rows))
    for reference in kind.references:
        issues.add(unknown_references(rows, reference, reference_data))
    for done, rule in enumerate(kind.rules):
        progress("Checking the rules", done, len(kind.rules))
        issues.add(rule(rows, reference_data))
    return rows, issues


def _dated(
    rows: ParsedRows, options: LoadOptions, reference_data: ReferenceData
) -> tuple[ParsedRows, list[Issue]]:
    """Return the rows with the one cut-off and the one coverage of the file, and issues of these."""
    issues: list[Issue] = []
    file_values = {
        "cut_off": _single_value(rows, "cut_off", options.cut_off, issues),
        "coverage": _single_value(rows, "coverage", options.coverage or None, issues),
    }
    blank = [name for name, values in file_values.items() if values is None]
    if blank:
        names = " and ".join(blank)
        expected = f"the {names} of the extract, in columns of that name or given at the load"
        issues.append(
            Issue(0, blank[0], "nothing", expected, f"Add the column, or load with {_HOW}.")
        )
    cut_off = file_values["cut_off"]
    day = cut_off if isinstance(cut_off, date) else None
    if day is not None and day > reference_data.today:
        expected = f"a day not after today ({reference_data.today})"
        fix = "Check the cut-off: an extract cannot be whole up to a day that is yet to come."
        issues.append(Issue(0, "cut_off", str(day), expected, fix))
    is_self_described = not any(rows.is_blank(name).any() for name in file_values)
    coverage = str(file_values["coverage"] or "")
    return replace(
        rows, cut_off=day, coverage=coverage, is_self_described=is_self_described
    ), issues


def _single_value(rows: ParsedRows, name: str, fallback: object, issues: list[Issue]) -> object:
    """Return the one value of a column; None without any. Blanks have `fallback`; others are an issue."""
    values = rows.frame[name]
    is_written = ~rows.is_blank(name)
    filled = pd.Series(values[is_written & values.notna().to_numpy()])
    distinct = [_as_plain(value) for value in filled.unique().tolist()]
    candidates = list(
        dict.fromkeys(distinct if is_written.all() or not fallback else [fallback, *distinct])
    )
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    first = candidates[0]
    is_other = is_written & values.isin([_as_stored(value) for value in candidates[1:]]).to_numpy()
    position = int(np.flatnonzero(is_other)[0])
    expected = f"one {name} for the whole file, as in the first row or as given ({first})"
    fix = "Send the rows of each in a file of its own."
    issues.append(rows.issue(position, name, expected, fix))
    return first


def _as_plain(value: object) -> object:
    return value.date() if isinstance(value, pd.Timestamp) else value


def _as_stored(value: object) -> object:
    return pd.Timestamp(value) if isinstance(value, date) else value


def _repeated_cases(rows: ParsedRows) -> Iterator[Issue]:
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
            actual = f"the same {', '.join(key)} as row {first}"
            fix = f"Keep one of rows {first} and {number}."
            yield Issue(number, key[0], actual, "one row for each case", fix)


def _with_areas(rows: ParsedRows, reference_data: ReferenceData) -> tuple[ParsedRows, list[Issue]]:
    """Return advice with the area of its case where it has none; issues where no one case fits."""
    cases = reference_data.cases.drop_duplicates()
    area_codes = rows.frame["area_code"].to_numpy(dtype=object)
    numbers = rows.frame["case_id"].to_numpy(dtype=object)
    of_case = cases.drop_duplicates("case_id").set_index("case_id")["area_code"]
    in_several = cases.loc[cases.duplicated("case_id"), "case_id"]
    filled = np.where(area_codes == "", pd.Series(numbers).map(of_case).to_numpy(), area_codes)
    pairs = pd.MultiIndex.from_arrays([filled, numbers])
    is_unknown = ~pairs.isin(pd.MultiIndex.from_frame(cases[["area_code", "case_id"]]))
    is_unclear = (area_codes == "") & pd.Series(numbers).isin(in_several).to_numpy()
    issues = [
        rows.issue(
            position,
            "case_id",
            "a case that stands in ehc_assessments, of the same area",
            "Correct it, or load ehc_assessments with it first.",
        )
        for position in np.flatnonzero(is_unknown)
    ]
    issues += [
        rows.issue(
            position,
            "area_code",
            "the area of the case, for several areas have a case of that number",
            "Fill in area_code.",
        )
        for position in np.flatnonzero(is_unclear)
    ]
    areas = pd.Categorical(pd.Series(filled).fillna(""))
    return replace(rows, frame=rows.frame.assign(area_code=areas)), issues
