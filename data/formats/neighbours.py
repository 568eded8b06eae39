"""Read the list of statistical neighbours: ten for each council, which it names without a code."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.text.format import counted, first_and_more
from data.common.authorities import (
    ENGLAND,
    Authority,
    area_code_of,
    distinct_name,
    find_authorities,
    fold_area_name,
)
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
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
    has_columns,
    numbered_rows,
    part_from_records,
    read_only_file,
    source_of_release,
)

_NAMES = ("la", "rank", "sn_la_code", "sn_new_la_code", "sn_name")
_MAX_NAMED = 10
_RELEASE = RecurringRelease(
    "statistical-neighbours", "Statistical neighbours", "Department for Education"
)
NeighbourRow = dict[str, str]


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the neighbours, with the councils that are not loaded yet as areas."""
    raw = read_only_file(files, progress)
    source, asks = source_of_release(_RELEASE, current, options)
    areas = current.rows("areas")
    current_names = dict(zip(areas["area_code"], areas["name"], strict=True))
    day = options.published_on or current.today
    matched: list[_MatchedRow] = []
    left_out: Counter[str] = Counter()
    for row, number in numbered_rows(raw, _NAMES):
        council = _council_of(row["la"], day, current_names)
        if council is None:
            left_out[row["la"] or "la"] += 1
        else:
            matched.append(_MatchedRow(council, _neighbour_of(row), row, number))
    parts = [*source.parts, *_new_areas_part(current_names, matched)]
    if matched:
        parts.append(_neighbours_part(matched, source.source_document))
    notes = (*_read_as_notes(matched), *_left_out_notes(left_out), *_name_notes(matched))
    return ReadResult(tuple(parts), notes, asks=asks)


@dataclass(frozen=True)
class _Council:
    """A council by the code that it is held under, as the register names it."""

    area_code: str
    name: str


@dataclass(frozen=True)
class _MatchedRow:
    """A row whose two councils are known."""

    council: _Council
    neighbour: _Council
    row: NeighbourRow
    number: int


def _council_of(name: str, day: date, current_names: dict[str, str]) -> _Council | None:
    """Return the council, or area that is loaded, of a name; None where none or several are."""
    found = find_authorities(name=name, on=day)
    if len(found) == 1:
        return _registered(found[0])
    folded = fold_area_name(name)
    own = [code for code, each in current_names.items() if fold_area_name(each) == folded]
    return _Council(own[0], name) if len(own) == 1 and folded else None


def _neighbour_of(row: NeighbourRow) -> _Council:
    """Return the council of a row's code, as it is listed where the code is unknown."""
    name = row["sn_name"]
    code = area_code_of(row["sn_new_la_code"], number=row["sn_la_code"], name=name)
    found = find_authorities(code=code)
    return _registered(found[0]) if found else _Council(code, name)


def _registered(authority: Authority) -> _Council:
    return _Council(authority.area_code, authority.name)


def _new_areas_part(
    current_names: dict[str, str], matched: Sequence[_MatchedRow]
) -> Iterator[ExtractPart]:
    """Yield the part of the councils that are not loaded yet; current areas are never changed."""
    new: dict[str, tuple[str, int]] = {}
    for each in matched:
        for council in (each.council, each.neighbour):
            if council.area_code and council.area_code not in current_names:
                new.setdefault(council.area_code, (council.name, each.number))
    records = [
        {
            "area_code": code,
            "name": distinct_name(code, name),
            "kind": "authority",
            "part_of": ENGLAND if code.startswith("E") else "",
        }
        for code, (name, _) in new.items()
    ]
    if records:
        yield part_from_records("areas", records, [number for _, number in new.values()])


def _neighbours_part(matched: Sequence[_MatchedRow], source: str) -> ExtractPart:
    records = [
        {
            "area_code": each.council.area_code,
            "neighbour_code": each.neighbour.area_code,
            "neighbour_rank": each.row["rank"],
            "source_document": source,
        }
        for each in matched
    ]
    return part_from_records("neighbours", records, [each.number for each in matched])


def _read_as_notes(matched: Sequence[_MatchedRow]) -> Iterator[Note]:
    names = {each.row["la"]: each.council.area_code for each in matched}
    if names:
        listed = first_and_more([f"{name} ({code})" for name, code in names.items()], _MAX_NAMED)
        yield Note(READ_AS, "la", f"Councils are told by name: {listed}.")
    codes = {each.row["sn_new_la_code"]: each.neighbour for each in matched}
    for code, council in codes.items():
        if code != council.area_code:
            words = f"{code} was read as {council.area_code}: the same area has both codes."
            yield Note(READ_AS, council.name, words)


def _left_out_notes(left_out: Counter[str]) -> Iterator[Note]:
    for name, count in left_out.items():
        words = f"No area of that name stands: {counted(count, 'row')} left out. Load areas with it first."
        yield Note(LEFT_OUT, name, words)


def _name_notes(matched: Sequence[_MatchedRow]) -> Iterator[Note]:
    for name, council in dict.fromkeys((each.row["sn_name"], each.neighbour) for each in matched):
        is_its_name = council in map(_registered, find_authorities(name=name))
        if not is_its_name and fold_area_name(name) != fold_area_name(council.name):
            words = f"Listed as {name}; it stands as {council.name}."
            yield Note(DIFFERENCE, council.area_code, words)


NEIGHBOURS = Format("neighbours", "Statistical neighbours", has_columns(_NAMES), read)
