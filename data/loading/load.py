"""Load files, check them: each command is one transaction."""

import getpass
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby

from sqlalchemy import Connection, Engine

from data.common.errors import Fault
from data.common.load_options import NOTHING_GIVEN, Given
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile
from data.formats.base import Delivery, Format, Part, Reading
from data.formats.registry import deliveries
from data.loading.check import IdentifiedExtract, identify, without_child_data
from data.loading.session import FileReport, Sent, Visit, loaded_already
from data.privacy.checks import file_name_faults
from data.privacy.sheet_scan import child_data_in_sheet
from data.schema.registry import ALL_KINDS, KINDS
from data.store.engine import require_ready
from data.store.write_lock import alone_in_writing

__all__ = ["FileReport", "Given", "check_files", "load_files"]

_PLACES = {kind.name: place for place, kind in enumerate(ALL_KINDS)}
# What became of a file is what became of that part of it which fared worst.
_WORST_FIRST = ("refused", "would_load", "loaded", "unchanged")
_PREVIEWED = 20
CONFIRMED = "confirmed"
# Called before a load ends, with what it has written still open.
Look = Callable[[Connection, "tuple[FileReport, ...]"], None]


@dataclass(frozen=True)
class _Piece:
    """Hold an extract, and the place of the file that it was read from."""

    place: int
    file: ExtractFile | Sent
    extract: IdentifiedExtract


def load_files(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    given: Given = NOTHING_GIVEN,
    progress: Progress = unwatched,
    look: Look | None = None,
) -> tuple[FileReport, ...]:
    """Load all files or, where any has a fault or asks for something, none; tell what became of each.

    `given` is what was said of files that do not say it themselves. CancelledError, raised by
    `progress`, leaves everything as it was. `look` sees the store as it is with the files, where
    all of them are sound.
    """
    require_ready(engine)
    with alone_in_writing(engine, progress) as (connection, transaction):
        moment = now or datetime.now(UTC)
        visit = Visit(
            connection, by or getpass.getuser(), moment, given, writes=True, progress=progress
        )
        reports = _visited(connection, files, visit)
        is_sound = not any(report.faults or report.asks for report in reports)
        if look and is_sound:
            look(connection, reports)
        is_kept = is_sound and not dry_run
        if is_kept:
            # The last moment at which it can be stopped.
            progress("Storing", 1, 1)
        else:
            transaction.rollback()
    return reports if is_kept else tuple(_not_kept(report) for report in reports)


def check_files(
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    now: datetime | None = None,
    given: Given = NOTHING_GIVEN,
) -> tuple[FileReport, ...]:
    """Tell every fault of the files; nothing is written."""
    require_ready(engine)
    with engine.connect() as connection:
        moment = now or datetime.now(UTC)
        visit = Visit(connection, "", moment, given, writes=False)
        return _visited(connection, files, visit)


def _not_kept(report: FileReport) -> FileReport:
    parts = tuple(_not_kept(part) for part in report.parts)
    if report.state != "loaded":
        return replace(report, parts=parts)
    return replace(report, state="would_load", extract_id=None, parts=parts)


def _visited(
    connection: Connection, files: Sequence[ExtractFile], visit: Visit
) -> tuple[FileReport, ...]:
    """Take each file after those it may refer to, and report in the order given."""
    foreign = list(deliveries(files))
    readings = [_read(delivery, visit) for delivery in foreign]
    taken = {place for delivery in foreign for place in delivery.places}
    opened = [
        piece for each in zip(foreign, readings, strict=True) for piece in _pieces(*each, visit)
    ]
    reports: dict[int, list[FileReport]] = {}
    for place, file in enumerate(files):
        if place in taken:
            continue
        visit.progress("Reading", place, len(files))
        if earlier := loaded_already(connection, file, visit.given):
            reports[place] = [earlier]
        else:
            opened.append(_Piece(place, file, identify(file, visit.progress)))
    for place, report in _taken(connection, opened, visit):
        reports.setdefault(place, []).append(report)
    for delivery, reading in zip(foreign, readings, strict=True):
        first, *others = delivery.places
        whole = _whole(delivery, reading, reports.get(first, []))
        visit.join(whole.parts, delivery.format.title, reading.notes)
        reports[first] = [whole]
        for place in others:
            reports[place] = [
                replace(
                    whole,
                    file=files[place].name,
                    parts=(),
                    notes=(),
                    faults=(),
                    read_with=files[first].name,
                )
            ]
    return tuple(reports[place][0] for place in sorted(reports))


def _read(delivery: Delivery, visit: Visit) -> Reading:
    """Read a foreign delivery; what it asks for keeps the whole command from being kept."""
    found = [fault for file in delivery.files for fault in _child_data(delivery.format, file)]
    if found:
        reading = Reading(faults=tuple(found))
    else:
        reading = delivery.format.read(delivery.files, visit, visit.given, visit.progress)
    visit.has_faults |= bool(reading.faults)
    return reading


def _child_data(read_as: Format, file: ExtractFile) -> Iterator[Fault]:
    """Refuse what points at a person in a file of a format that does not drop it by itself."""
    yield from file_name_faults(file.name)
    if read_as.redact is None:
        yield from child_data_in_sheet(file)


def _pieces(delivery: Delivery, reading: Reading, visit: Visit) -> list[_Piece]:
    if reading.faults:
        return []
    mark = visit.given.fingerprint(delivery.fingerprint)
    return [
        _Piece(
            delivery.places[0],
            Sent(delivery.name, _part_mark(mark, part)),
            without_child_data(KINDS[part.kind], part.raw, part.source),
        )
        for part in reading.parts
    ]


def _part_mark(mark: str, part: Part) -> str:
    """Return the fingerprint of a part: the same file read otherwise is another extract."""
    cells = part.raw.cells.astype(str).to_csv(index=False, header=False)
    read_as = " ".join((mark, part.kind, part.source, *part.raw.names, cells))
    return sha256(read_as.encode()).hexdigest()


def _taken(
    connection: Connection, opened: list[_Piece], visit: Visit
) -> list[tuple[int, FileReport]]:
    """Take every piece; measures are worked out once for all of a group of cases."""
    opened.sort(key=lambda piece: _kind_place(piece.extract))
    reports: list[tuple[int, FileReport]] = []
    for _, group in groupby(opened, key=lambda piece: _case_group(piece.extract)):
        for piece in group:
            visit.progress("Checking and writing", len(reports), len(opened))
            # Two copies of one file in a command: the second is the same as the first.
            earlier = loaded_already(connection, piece.file, visit.given)
            reports.append((piece.place, earlier or visit.take(piece.file, piece.extract)))
        place, last = reports[-1]
        reports[-1] = place, visit.work_out(last)
    visit.work_out_by_new_settings()
    return reports


def _whole(delivery: Delivery, reading: Reading, parts: Sequence[FileReport]) -> FileReport:
    """Tell what became of a delivery by what became of its parts."""
    states = {part.state for part in parts} | ({"refused"} if reading.faults else set())
    numbers = [part.extract_id for part in parts if part.extract_id is not None]
    figures = [part.figures for part in parts if part.figures is not None]
    return FileReport(
        delivery.name,
        "",
        delivery.fingerprint,
        next((state for state in _WORST_FIRST if state in states), "would_load"),
        min(numbers, default=None),
        sum(part.rows for part in parts),
        sum(part.new or 0 for part in parts),
        sum(part.changed or 0 for part in parts),
        sum(part.unchanged or 0 for part in parts),
        (*reading.faults, *(fault for part in parts for fault in part.faults)),
        sum(part.vanished or 0 for part in parts),
        sum(figures) if figures else None,
        warnings=tuple(warning for part in parts for warning in part.warnings),
        format=delivery.format.title,
        parts=tuple(parts),
        notes=reading.notes,
        asks=reading.asks,
        areas=tuple(sorted({code for part in parts for code in part.areas})),
        area_names=tuple(pair for part in parts for pair in part.area_names),
        first_day=min((part.first_day for part in parts if part.first_day), default=None),
        last_day=max((part.last_day for part in parts if part.last_day), default=None),
        # What was refused may hold what nobody is to see.
        preview=() if any(part.faults for part in parts) else _preview(reading),
    )


def _preview(reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Return the column names and first rows of what a person must look at: the largest part."""
    if CONFIRMED not in reading.asks or not reading.parts:
        return ()
    raw = max((part.raw for part in reading.parts), key=lambda each: len(each.cells))
    rows = raw.cells.head(_PREVIEWED).astype(str).to_numpy().tolist()
    return (raw.names, *map(tuple, rows))


def _kind_place(extract: IdentifiedExtract) -> int:
    return -1 if extract.kind is None else _PLACES[extract.kind.name]


def _case_group(extract: IdentifiedExtract) -> str:
    return extract.kind.cases.group if extract.kind and extract.kind.cases else ""
