"""Read the list of statistical neighbours: ten councils for each, by its name."""

from collections.abc import Iterator, Sequence

from data.common.load_options import Given
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, UnreadableFileError, read_extract
from data.formats.base import (
    DIFFERENCE,
    LEFT_OUT,
    READ_AS,
    Edition,
    Format,
    Note,
    Part,
    Reading,
    Standing,
    edition_of,
    header_names,
    named_rows,
    part_of_records,
)

_NAMES = ("la", "rank", "sn_la_code", "sn_new_la_code", "sn_name")
_ENGLAND = "E92000001"
_MOST_NAMED = 10
_EDITION = Edition("statistical-neighbours", "Statistical neighbours", "Department for Education")
Row = dict[str, str]


def recognises(file: ExtractFile) -> bool:
    """Tell a list of neighbours by its column names."""
    return set(_NAMES) <= set(header_names(file))


def read(
    files: Sequence[ExtractFile], standing: Standing, given: Given, progress: Progress
) -> Reading:
    """Read who is like whom; councils that do not stand come as authorities."""
    progress("Reading", 0, 1)
    try:
        raw = read_extract(files[0])
    except UnreadableFileError as unreadable:
        return Reading(faults=unreadable.faults)
    rows = list(named_rows(raw, _NAMES))
    source, asks = edition_of(_EDITION, standing, given)
    areas = standing.rows("areas")
    stands = dict(zip(areas["area_code"], areas["name"], strict=True))
    codes = _codes(stands, rows)
    numbered = list(zip(rows, raw.numbers.tolist(), strict=True))
    known = [(row, number) for row, number in numbered if _folded(row["la"]) in codes]
    parts = [*source.parts, *_areas(stands, known, codes)]
    if known:
        parts.append(_neighbours(known, codes, source.source_document))
    return Reading(tuple(parts), tuple(_notes(stands, rows, known, codes)), asks=asks)


def _codes(stands: dict[str, str], rows: Sequence[Row]) -> dict[str, str]:
    """Give the code of each name: as it stands, else as the list itself has it."""
    listed = {_folded(row["sn_name"]): row["sn_new_la_code"] for row in rows}
    standing = {_folded(name): code for code, name in stands.items()}
    return {name: code for name, code in (listed | standing).items() if name and code}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _areas(
    stands: dict[str, str], known: Sequence[tuple[Row, int]], codes: dict[str, str]
) -> Iterator[Part]:
    """Make a part of the councils that do not stand; what stands is never changed."""
    found: dict[str, tuple[str, int]] = {}
    for row, number in known:
        found.setdefault(row["sn_new_la_code"], (row["sn_name"], number))
        found.setdefault(codes[_folded(row["la"])], (row["la"], number))
    new = {code: pair for code, pair in found.items() if code and code not in stands}
    records = [
        {"area_code": code, "name": name, "kind": "authority", "part_of": _part_of(code)}
        for code, (name, _) in new.items()
    ]
    if records:
        yield part_of_records("areas", records, [number for _, number in new.values()])


def _part_of(code: str) -> str:
    return _ENGLAND if code.startswith("E") else ""


def _neighbours(known: Sequence[tuple[Row, int]], codes: dict[str, str], source: str) -> Part:
    records = [
        {
            "area_code": codes[_folded(row["la"])],
            "neighbour_code": row["sn_new_la_code"],
            "neighbour_rank": row["rank"],
            "source_document": source,
        }
        for row, _ in known
    ]
    return part_of_records("neighbours", records, [number for _, number in known])


def _notes(
    stands: dict[str, str],
    rows: Sequence[Row],
    known: Sequence[tuple[Row, int]],
    codes: dict[str, str],
) -> Iterator[Note]:
    names = list(dict.fromkeys(row["la"] for row in rows))
    read_as = [f"{name} ({codes[_folded(name)]})" for name in names if _folded(name) in codes]
    if read_as:
        yield Note(READ_AS, "la", f"Councils are told by name: {_listed(read_as)}.")
    for name in names:
        if _folded(name) not in codes:
            count = sum(row["la"] == name for row in rows)
            left = f"{count} row{'' if count == 1 else 's'} left out"
            words = f"No area of that name stands: {left}. Load areas with it first."
            yield Note(LEFT_OUT, name or "la", words)
    listed = dict.fromkeys((row["sn_new_la_code"], row["sn_name"]) for row, _ in known)
    for code, name in listed:
        if code in stands and _folded(stands[code]) != _folded(name):
            yield Note(DIFFERENCE, code, f"Listed as {name}; it stands as {stands[code]}.")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


NEIGHBOURS = Format("neighbours", "Statistical neighbours", recognises, read)
