"""Load files, check them: each command is one transaction."""

import getpass
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby

from sqlalchemy import Connection, Engine

from data.common.errors import Issue
from data.common.load_options import NO_LOAD_OPTIONS, LoadOptions
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile
from data.formats.base import Delivery, ExtractPart, Format, ReadResult
from data.formats.registry import deliveries
from data.loading.check import IdentifiedExtract, identify, without_child_data
from data.loading.session import FileReport, HistoryFile, LoadSession, find_loaded
from data.privacy.checks import child_data_in_sheet, file_name_issues
from data.schema.registry import ALL_KINDS, KINDS
from data.store.engine import require_ready
from data.store.write_lock import alone_in_writing

__all__ = ["FileReport", "LoadOptions", "check_files", "load_files"]

_PLACES = {kind.name: place for place, kind in enumerate(ALL_KINDS)}
# What became of a file is what became of that part of it which fared worst.
_WORST_FIRST = ("refused", "would_load", "loaded", "unchanged")
_PREVIEWED = 20
CONFIRMED = "confirmed"
# Called before a load ends, with what it has written still open.
BeforeCommit = Callable[[Connection, "tuple[FileReport, ...]"], None]


@dataclass(frozen=True)
class _Piece:
    """Hold an extract, and the place of the file that it was read from."""

    place: int
    file: ExtractFile | HistoryFile
    extract: IdentifiedExtract


def load_files(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    options: LoadOptions = NO_LOAD_OPTIONS,
    progress: Progress = unwatched,
    before_commit: BeforeCommit | None = None,
) -> tuple[FileReport, ...]:
    """Load all files or, where any has a fault or asks for something, none; tell what became of each.

    `given` is what was said of files that do not say it themselves. CancelledError, raised by
    `progress`, leaves everything as it was. `look` sees the store as it is with the files, where
    all of them are sound.
    """
    require_ready(engine)
    with alone_in_writing(engine, progress) as (connection, transaction):
        moment = now or datetime.now(UTC)
        session = LoadSession(
            connection, by or getpass.getuser(), moment, options, writes=True, progress=progress
        )
        reports = _load_in_session(connection, files, session)
        is_sound = not any(report.issues or report.asks for report in reports)
        if before_commit and is_sound:
            before_commit(connection, reports)
        is_committed = is_sound and not dry_run
        if is_committed:
            # The last moment at which it can be stopped.
            progress("Storing", 1, 1)
        else:
            transaction.rollback()
    return reports if is_committed else tuple(_as_dry_run(report) for report in reports)


def check_files(
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    now: datetime | None = None,
    options: LoadOptions = NO_LOAD_OPTIONS,
) -> tuple[FileReport, ...]:
    """Tell every fault of the files; nothing is written."""
    require_ready(engine)
    with engine.connect() as connection:
        moment = now or datetime.now(UTC)
        session = LoadSession(connection, "", moment, options, writes=False)
        return _load_in_session(connection, files, session)


def _as_dry_run(report: FileReport) -> FileReport:
    parts = tuple(_as_dry_run(part) for part in report.parts)
    if report.state != "loaded":
        return replace(report, parts=parts)
    return replace(report, state="would_load", extract_id=None, parts=parts)


def _load_in_session(
    connection: Connection, files: Sequence[ExtractFile], session: LoadSession
) -> tuple[FileReport, ...]:
    """Take each file after those it may refer to, and report in the order given."""
    foreign = list(deliveries(files))
    readings = [_read(delivery, session) for delivery in foreign]
    foreign_places = {place for delivery in foreign for place in delivery.places}
    opened = [
        piece for each in zip(foreign, readings, strict=True) for piece in _pieces(*each, session)
    ]
    reports: dict[int, list[FileReport]] = {}
    for place, file in enumerate(files):
        if place in foreign_places:
            continue
        session.progress("Reading", place, len(files))
        if earlier := find_loaded(connection, file, session.options):
            reports[place] = [earlier]
        else:
            opened.append(_Piece(place, file, identify(file, session.progress)))
    for place, report in _load_pieces(connection, opened, session):
        reports.setdefault(place, []).append(report)
    for delivery, reading in zip(foreign, readings, strict=True):
        first, *others = delivery.places
        whole = _delivery_report(delivery, reading, reports.get(first, []))
        session.join(whole.parts, delivery.format.title, reading.notes)
        reports[first] = [whole]
        for place in others:
            reports[place] = [
                replace(
                    whole,
                    file=files[place].name,
                    parts=(),
                    notes=(),
                    issues=(),
                    read_with=files[first].name,
                )
            ]
    return tuple(reports[place][0] for place in sorted(reports))


def _read(delivery: Delivery, session: LoadSession) -> ReadResult:
    """Read a foreign delivery; what it asks for keeps the whole command from being kept."""
    issues = [issue for file in delivery.files for issue in _child_data(delivery.format, file)]
    if issues:
        reading = ReadResult(issues=tuple(issues))
    else:
        reading = delivery.format.read(delivery.files, session, session.options, session.progress)
    session.has_issues |= bool(reading.issues)
    return reading


def _child_data(read_as: Format, file: ExtractFile) -> Iterator[Issue]:
    """Refuse what points at a person in a file of a format that does not drop it by itself."""
    yield from file_name_issues(file.name)
    if read_as.redact is None:
        yield from child_data_in_sheet(file)


def _pieces(delivery: Delivery, reading: ReadResult, session: LoadSession) -> list[_Piece]:
    if reading.issues:
        return []
    mark = session.options.fingerprint(delivery.fingerprint)
    return [
        _Piece(
            delivery.places[0],
            HistoryFile(delivery.name, _part_fingerprint(mark, part)),
            without_child_data(KINDS[part.kind], part.raw, part.source),
        )
        for part in reading.parts
    ]


def _part_fingerprint(mark: str, part: ExtractPart) -> str:
    """Return the fingerprint of a part: the same file read otherwise is another extract."""
    cells = part.raw.cells.astype(str).to_csv(index=False, header=False)
    read_as = " ".join((mark, part.kind, part.source, *part.raw.names, cells))
    return sha256(read_as.encode()).hexdigest()


def _load_pieces(
    connection: Connection, opened: list[_Piece], session: LoadSession
) -> list[tuple[int, FileReport]]:
    """Take every piece; measures are worked out once for all of a group of cases."""
    opened.sort(key=lambda piece: _kind_place(piece.extract))
    reports: list[tuple[int, FileReport]] = []
    for _, group in groupby(opened, key=lambda piece: _case_group(piece.extract)):
        for piece in group:
            session.progress("Checking and writing", len(reports), len(opened))
            # Two copies of one file in a command: the second is the same as the first.
            earlier = find_loaded(connection, piece.file, session.options)
            reports.append((piece.place, earlier or session.load_file(piece.file, piece.extract)))
        place, last = reports[-1]
        reports[-1] = place, session.compute_figures(last)
    session.recompute_by_new_settings()
    return reports


def _delivery_report(
    delivery: Delivery, reading: ReadResult, parts: Sequence[FileReport]
) -> FileReport:
    """Tell what became of a delivery by what became of its parts."""
    states = {part.state for part in parts} | ({"refused"} if reading.issues else set())
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
        (*reading.issues, *(issue for part in parts for issue in part.issues)),
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
        preview=() if any(part.issues for part in parts) else _preview(reading),
    )


def _preview(reading: ReadResult) -> tuple[tuple[str, ...], ...]:
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
