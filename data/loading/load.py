"""Load files or check them, each command in one transaction."""

import getpass
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby

from sqlalchemy import Connection, Engine

from data.common.act_log import LOADED, log_act
from data.common.errors import Issue
from data.common.load_options import NO_LOAD_OPTIONS, LoadOptions
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError
from data.formats.base import READ_AS, Delivery, ExtractPart, Format, Note, ReadResult
from data.formats.registry import deliveries
from data.loading.check import FoundIssues
from data.loading.delivery_report import delivery_report, joined_report
from data.loading.file_report import FileReport, HistoryFile
from data.loading.session import LoadSession
from data.opening.identify import IdentifiedExtract, identify, without_child_data
from data.opening.large_file import LargeFile
from data.opening.mojibake import mojibake_warnings
from data.opening.tables import open_tables, remarks_as_notes
from data.privacy.checks import child_data_in_sheet, file_name_issues
from data.schema.kinds import Kind
from data.schema.registry import ALL_KINDS, KINDS
from data.store.audit import note_act
from data.store.databases.engine import alone_in_writing, require_ready

_PLACES = {kind.name: place for place, kind in enumerate(ALL_KINDS)}
_NAMING_KINDS = frozenset({"sources", "areas"})
_NOTHING_READ = Issue(
    0,
    "",
    "nothing in this file that can be read",
    "at least one row that is read",
    "See what was left out or not recognised, and why.",
)
# Called in the transaction of a load.
BeforeCommit = Callable[[Connection, "tuple[FileReport, ...]"], None]


@dataclass(frozen=True)
class _Piece:
    """An extract, and the place among the files of the command of the one that it is from."""

    place: int
    file: ExtractFile | HistoryFile | LargeFile
    extract: IdentifiedExtract


def load_files(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    files: Sequence[ExtractFile | LargeFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    options: LoadOptions = NO_LOAD_OPTIONS,
    progress: Progress = unwatched,
    areas: Collection[str] | None = None,
    may_load: BeforeCommit | None = None,
    before_commit: BeforeCommit | None = None,
) -> tuple[FileReport, ...]:
    """Load all files and return a report of each; none where one has an issue or asks for something.

    `options` holds what the files do not say themselves, `areas` those of who loads, None for all. `may_load` is called in the transaction that
    wrote the sound ones, and `before_commit` where all of them are. An error that these raise, and
    CancelledError, raised by `progress`, leave the store as it was.
    """
    require_ready(engine)
    with alone_in_writing(engine, progress) as (connection, transaction):
        session = LoadSession(
            connection,
            by or getpass.getuser(),
            now or datetime.now(UTC),
            options,
            writes=True,
            progress=progress,
            areas=areas,
        )
        reports = _load_in_session(files, session)
        if may_load:
            may_load(connection, reports)
        is_committed = _is_accepted(session, reports, before_commit) and not dry_run
        if is_committed:
            # The last moment at which it can be stopped.
            progress("Storing", 1, 1)
            _note_loaded(session, reports)
        else:
            transaction.rollback()
    if not is_committed:
        return tuple(_as_dry_run(report) for report in reports)
    _log_loaded(reports, session.by)
    return reports


def _log_loaded(reports: Sequence[FileReport], by: str) -> None:
    """Log the extracts that were written, where any were."""
    if loaded := _loaded(reports):
        log_act(LOADED, by, loaded)


def _note_loaded(session: LoadSession, reports: Sequence[FileReport]) -> None:
    """Note in the audit log which extracts are written, where any are."""
    if loaded := _loaded(reports):
        note_act(session.connection, session.by, LOADED, ", ".join(loaded), session.now)


def _loaded(reports: Sequence[FileReport]) -> list[str]:
    parts = (part for report in reports for part in (report.parts or (report,)))
    return [f"extract {part.extract_id} ({part.kind})" for part in parts if part.state == "loaded"]


def load_rows(
    engine: Engine,
    file: HistoryFile,
    kind: Kind,
    raw: RawExtract,
    *,
    by: str,
    now: datetime,
    before_commit: BeforeCommit | None = None,
) -> FileReport:
    """Load rows of one kind that are in memory, as the file of that name would be loaded.

    `before_commit` is as in load_files.
    """
    require_ready(engine)
    with alone_in_writing(engine, unwatched) as (connection, transaction):
        session = LoadSession(
            connection, by or getpass.getuser(), now, NO_LOAD_OPTIONS, writes=True
        )
        extract = without_child_data(kind, raw)
        issues = (*file_name_issues(file.name), *extract.issues)
        if issues:
            extract = replace(extract, raw=None, issues=issues)
        ((_, report),) = _load_pieces([_Piece(0, file, extract)], session)
        is_accepted = _is_accepted(session, [report], before_commit)
        if is_accepted:
            _note_loaded(session, [report])
        else:
            transaction.rollback()
    if is_accepted:
        _log_loaded([report], session.by)
    return report


def _is_accepted(
    session: LoadSession, reports: Sequence[FileReport], before_commit: BeforeCommit | None
) -> bool:
    is_sound = not any(report.issues or report.asks for report in reports)
    if is_sound and before_commit:
        before_commit(session.connection, tuple(reports))
    return is_sound


def check_files(
    engine: Engine,
    files: Sequence[ExtractFile | LargeFile],
    *,
    now: datetime | None = None,
    options: LoadOptions = NO_LOAD_OPTIONS,
    progress: Progress = unwatched,
) -> tuple[FileReport, ...]:
    """Return a report of each file with every issue in it; nothing is written."""
    require_ready(engine)
    with engine.connect() as connection:
        moment = now or datetime.now(UTC)
        session = LoadSession(connection, "", moment, options, writes=False, progress=progress)
        return _load_in_session(files, session)


def _as_dry_run(report: FileReport) -> FileReport:
    parts = tuple(_as_dry_run(part) for part in report.parts)
    if report.state != "loaded":
        return replace(report, parts=parts)
    return replace(report, state="would_load", extract_id=None, parts=parts)


def _load_in_session(
    sent: Sequence[ExtractFile | LargeFile], session: LoadSession
) -> tuple[FileReport, ...]:
    """Load each file after those it may refer to; return the reports in the order of the files."""
    large = {place: file for place, file in enumerate(sent) if isinstance(file, LargeFile)}
    heads = [file.head if isinstance(file, LargeFile) else file for file in sent]
    files, unreadable = open_tables(heads, session.options, session.progress)
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
        if place in large:
            extract = IdentifiedExtract(large[place].kind, None, ())
            opened.append(_Piece(place, large[place], extract))
        elif earlier := session.find_loaded(file):
            reports[place] = [earlier]
        else:
            extract = unreadable.get(place) or identify(file, session.progress)
            opened.append(_Piece(place, file, extract))
    for place, report in _load_pieces(opened, session):
        is_own = place not in foreign_places and place not in large
        own = _with_remarks(report, files[place], session) if is_own else report
        reports.setdefault(place, []).append(own)
    for delivery, reading in zip(foreign, readings, strict=True):
        first, *others = delivery.places
        whole = delivery_report(delivery, reading, reports.get(first, []))
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


def _with_remarks(report: FileReport, file: ExtractFile, session: LoadSession) -> FileReport:
    """Return the report of an extract of our own with how its rows were taken from the file."""
    notes = remarks_as_notes(file)
    if report.state == "loaded" and report.extract_id is not None:
        session.record_notes(report.extract_id, notes)
    return replace(report, notes=notes, warnings=(*mojibake_warnings(file), *report.warnings))


def _read(delivery: Delivery, session: LoadSession) -> ReadResult:
    """Return a foreign delivery as extracts, or its issues."""
    issues = [issue for file in delivery.files for issue in _child_data(delivery.format, file)]
    if issues:
        reading = ReadResult(issues=tuple(issues))
    else:
        reading = _read_foreign(delivery, session)
        remarks = (note for file in delivery.files for note in remarks_as_notes(file))
        reading = replace(reading, notes=(*remarks, *reading.notes))
    if not reading.issues and not reading.asks and _is_empty(reading):
        reading = replace(reading, issues=(_NOTHING_READ,))
    session.has_issues |= bool(reading.issues)
    return reading


def _read_foreign(delivery: Delivery, session: LoadSession) -> ReadResult:
    try:
        return delivery.format.read(delivery.files, session, session.options, session.progress)
    except UnreadableFileError as unreadable:
        return ReadResult(issues=unreadable.issues)


def _is_empty(reading: ReadResult) -> bool:
    """Return whether nothing was read but the names of areas and of the publication."""
    return all(part.kind in _NAMING_KINDS for part in reading.parts)


def _child_data(read_as: Format, file: ExtractFile) -> Iterator[Issue]:
    """Yield the issues of personal data in a file of a format that does not redact it."""
    yield from file_name_issues(file.name)
    if read_as.redact is None:
        yield from child_data_in_sheet(file)


def _pieces(delivery: Delivery, reading: ReadResult, session: LoadSession) -> list[_Piece]:
    if reading.issues:
        return []
    fingerprint = session.options.fingerprint(delivery.fingerprint)
    return [
        _Piece(
            delivery.places[0],
            HistoryFile(delivery.name, _part_fingerprint(fingerprint, part)),
            without_child_data(KINDS[part.kind], part.raw, part.source),
        )
        for part in reading.parts
    ]


def _part_fingerprint(fingerprint: str, part: ExtractPart) -> str:
    """Return the fingerprint of a part: the same file read in another way is another extract."""
    cells = part.raw.cells.astype(str).to_csv(index=False, header=False)
    read_as = " ".join((fingerprint, part.kind, part.source, *part.raw.names, cells))
    return sha256(read_as.encode()).hexdigest()


def _load_pieces(opened: list[_Piece], session: LoadSession) -> list[tuple[int, FileReport]]:
    """Load every piece; figures are computed once for all pieces of a group of cases."""
    opened.sort(key=lambda piece: _kind_place(piece.extract))
    reports: list[tuple[int, FileReport]] = []
    for _, group in groupby(opened, key=lambda piece: _case_group(piece.extract)):
        for piece in group:
            if isinstance(piece.file, LargeFile):
                has_references = any(_refers_to_cases(each.extract) for each in opened)
                whole = _load_large(piece.file, session, keeps_numbers=has_references)
                reports.append((piece.place, whole))
                continue
            session.progress("Checking and writing", len(reports), len(opened))
            # Two copies of one file in a command: the second is the same as the first.
            earlier = session.find_loaded(piece.file)
            reports.append((piece.place, earlier or session.load_file(piece.file, piece.extract)))
        place, last = reports[-1]
        reports[-1] = place, session.compute_figures(last)
    session.recompute_by_new_settings()
    session.publish_targeted_parts()
    return reports


def _load_large(file: LargeFile, session: LoadSession, *, keeps_numbers: bool) -> FileReport:
    """Load a file part by part, each with its figures: the rows of no more than one are in memory."""
    found, reports = FoundIssues(file.kind), []
    for number, part in enumerate(file.extracts()):
        session.progress("Loading parts of the file", number, len(file.parts))
        report = session.find_loaded(part)
        if report is None:
            report = session.load_file(part, identify(part, session.progress))
            report = session.compute_figures(report)
        if not keeps_numbers:
            session.pending.forget_cases()
        # What is wrong with the name of the file is said of each part.
        found.add(issue for issue in report.issues if issue.row or not number)
        warnings = (*mojibake_warnings(part), *report.warnings)
        reports.append(replace(report, issues=(), warnings=warnings))
    count = f"{len(reports)} parts, each with every row of some areas, as it is large"
    notes = (Note(READ_AS, "the file", count),)
    whole = joined_report(file.name, file.sha256, file.kind.title, reports)
    session.join(whole.parts, whole.format, notes)
    issues = found.first()
    further = whole.further_issues + found.count - len(issues)
    return replace(whole, issues=issues, further_issues=further, notes=notes)


def _refers_to_cases(extract: IdentifiedExtract) -> bool:
    return extract.kind is not None and extract.kind.name == "advice"


def _kind_place(extract: IdentifiedExtract) -> int:
    return -1 if extract.kind is None else _PLACES[extract.kind.name]


def _case_group(extract: IdentifiedExtract) -> str:
    return extract.kind.cases.group if extract.kind and extract.kind.cases else ""
