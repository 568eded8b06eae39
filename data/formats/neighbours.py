"""Read the list of statistical neighbours: ten for each council, which it names without a code."""

from collections.abc import Iterator, Sequence

from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, UnreadableFileError, read_extract
from data.formats.base import (
    DIFFERENCE,
    LEFT_OUT,
    READ_AS,
    CurrentData,
    ExtractPart,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    header_names,
    part_from_records,
    rows_by_name,
    source_of_release,
)

_NAMES = ("la", "rank", "sn_la_code", "sn_new_la_code", "sn_name")
_ENGLAND = "E92000001"
_MAX_NAMED = 10
_RELEASE = RecurringRelease(
    "statistical-neighbours", "Statistical neighbours", "Department for Education"
)
NeighbourRow = dict[str, str]


def recognises(file: ExtractFile) -> bool:
    """Return whether a file has the columns of a list of neighbours."""
    return set(_NAMES) <= set(header_names(file))


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the neighbours, with the councils that are not loaded yet as areas."""
    progress("Reading", 0, 1)
    try:
        raw = read_extract(files[0])
    except UnreadableFileError as unreadable:
        return ReadResult(issues=unreadable.issues)
    rows = rows_by_name(raw, _NAMES)
    source, asks = source_of_release(_RELEASE, current, options)
    areas = current.rows("areas")
    current_names = dict(zip(areas["area_code"], areas["name"], strict=True))
    codes = _codes_by_name(current_names, rows)
    numbered = list(zip(rows, raw.numbers.tolist(), strict=True))
    matched = [(row, number) for row, number in numbered if _fold_name(row["la"]) in codes]
    parts = [*source.parts, *_new_areas_part(current_names, matched, codes)]
    if matched:
        parts.append(_neighbours_part(matched, codes, source.source_document))
    return ReadResult(
        tuple(parts), tuple(_matching_notes(current_names, rows, matched, codes)), asks=asks
    )


def _codes_by_name(current_names: dict[str, str], rows: Sequence[NeighbourRow]) -> dict[str, str]:
    """Return the code of each folded name: the current area's, else the one in the list."""
    listed = {_fold_name(row["sn_name"]): row["sn_new_la_code"] for row in rows}
    current_codes = {_fold_name(name): code for code, name in current_names.items()}
    return {name: code for name, code in (listed | current_codes).items() if name and code}


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().split())


def _new_areas_part(
    current_names: dict[str, str],
    matched: Sequence[tuple[NeighbourRow, int]],
    codes: dict[str, str],
) -> Iterator[ExtractPart]:
    """Yield the part of the councils that are not loaded yet; current areas are never changed."""
    councils: dict[str, tuple[str, int]] = {}
    for row, number in matched:
        councils.setdefault(row["sn_new_la_code"], (row["sn_name"], number))
        councils.setdefault(codes[_fold_name(row["la"])], (row["la"], number))
    new = {code: pair for code, pair in councils.items() if code and code not in current_names}
    records = [
        {
            "area_code": code,
            "name": name,
            "kind": "authority",
            "part_of": _ENGLAND if code.startswith("E") else "",
        }
        for code, (name, _) in new.items()
    ]
    if records:
        yield part_from_records("areas", records, [number for _, number in new.values()])


def _neighbours_part(
    matched: Sequence[tuple[NeighbourRow, int]], codes: dict[str, str], source: str
) -> ExtractPart:
    records = [
        {
            "area_code": codes[_fold_name(row["la"])],
            "neighbour_code": row["sn_new_la_code"],
            "neighbour_rank": row["rank"],
            "source_document": source,
        }
        for row, _ in matched
    ]
    return part_from_records("neighbours", records, [number for _, number in matched])


def _matching_notes(
    current_names: dict[str, str],
    rows: Sequence[NeighbourRow],
    matched: Sequence[tuple[NeighbourRow, int]],
    codes: dict[str, str],
) -> Iterator[Note]:
    names = list(dict.fromkeys(row["la"] for row in rows))
    read_as = [f"{name} ({codes[_fold_name(name)]})" for name in names if _fold_name(name) in codes]
    if read_as:
        yield Note(READ_AS, "la", f"Councils are told by name: {_names_text(read_as)}.")
    for name in names:
        if _fold_name(name) not in codes:
            count = sum(row["la"] == name for row in rows)
            skipped = f"{count} row{'' if count == 1 else 's'} left out"
            words = f"No area of that name stands: {skipped}. Load areas with it first."
            yield Note(LEFT_OUT, name or "la", words)
    listed = dict.fromkeys((row["sn_new_la_code"], row["sn_name"]) for row, _ in matched)
    for code, name in listed:
        if code in current_names and _fold_name(current_names[code]) != _fold_name(name):
            yield Note(DIFFERENCE, code, f"Listed as {name}; it stands as {current_names[code]}.")


def _names_text(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMED
    shown = ", ".join(names[:_MAX_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


NEIGHBOURS = Format("neighbours", "Statistical neighbours", recognises, read)
