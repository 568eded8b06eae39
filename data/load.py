"""Load files, check them, and undo what was loaded: each command is one transaction."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data.catalogue import ALL_KINDS
from data.check import IdentifiedExtract, check_rows, identify
from data.faults import Fault
from data.insert import count_changes, insert_rows
from data.kinds import Kind
from data.read import ExtractFile
from data.rows import Known, MeasureFacts, ParsedRows
from data.standing import standing_keys, standing_rows
from data.store import lock_for_writing, require_ready, writing_connection
from data.tables import LOADED, extracts

_PLACES = {kind.name: place for place, kind in enumerate(ALL_KINDS)}


@dataclass(frozen=True)
class FileReport:
    """Tell what became of one file.

    `state` is loaded, unchanged (the same file is loaded already, as `extract_id`), would_load
    (sound, but nothing was to be written) or refused. Counts are None where they were not made.
    """

    file: str
    kind: str
    sha256: str
    state: str
    extract_id: int | None = None
    rows: int = 0
    new: int | None = None
    changed: int | None = None
    unchanged: int | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class _Visit:
    """Say who loads, when, and whether rows are written."""

    by: str
    now: datetime
    writes: bool


def load_files(
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
) -> tuple[FileReport, ...]:
    """Load all files or, where any has a fault, none; tell what became of each."""
    require_ready(engine)
    visit = _Visit(by or getpass.getuser(), now or datetime.now(UTC), writes=True)
    with writing_connection(engine) as connection, connection.begin() as transaction:
        lock_for_writing(connection)
        reports = _visited(connection, files, visit)
        is_kept = not dry_run and not any(report.faults for report in reports)
        if not is_kept:
            transaction.rollback()
    return reports if is_kept else tuple(_not_kept(report) for report in reports)


def check_files(
    engine: Engine, files: Sequence[ExtractFile], *, now: datetime | None = None
) -> tuple[FileReport, ...]:
    """Tell every fault of the files; nothing is written."""
    require_ready(engine)
    visit = _Visit("", now or datetime.now(UTC), writes=False)
    with engine.connect() as connection:
        return _visited(connection, files, visit)


def _not_kept(report: FileReport) -> FileReport:
    if report.state != "loaded":
        return report
    return replace(report, state="would_load", extract_id=None)


def _visited(
    connection: Connection, files: Sequence[ExtractFile], visit: _Visit
) -> tuple[FileReport, ...]:
    """Take each file after those it may refer to, and report in the order given."""
    reports: dict[int, FileReport] = {}
    opened: list[tuple[int, ExtractFile, IdentifiedExtract]] = []
    for place, file in enumerate(files):
        if earlier := _same_file(connection, file):
            reports[place] = earlier
        else:
            opened.append((place, file, identify(file)))
    promised = Known(today=visit.now.astimezone(UTC).date())
    for place, file, extract in sorted(opened, key=lambda each: _kind_place(each[2])):
        # Two copies of one file in a command: the second is the same as the first.
        earlier = _same_file(connection, file)
        reports[place] = earlier or _visit_file(connection, file, extract, promised, visit)
    return tuple(reports[place] for place in sorted(reports))


def _kind_place(extract: IdentifiedExtract) -> int:
    return -1 if extract.kind is None else _PLACES[extract.kind.name]


def _same_file(connection: Connection, file: ExtractFile) -> FileReport | None:
    found = connection.execute(
        sa.select(extracts.c.extract_id, extracts.c.kind, extracts.c.row_count).where(
            extracts.c.sha256 == file.sha256, extracts.c.state == LOADED
        )
    ).one_or_none()
    if found is None:
        return None
    extract_id, kind, count = found
    return FileReport(
        file.name, kind, file.sha256, "unchanged", extract_id, count, 0, 0, unchanged=count
    )


def _visit_file(
    connection: Connection,
    file: ExtractFile,
    extract: IdentifiedExtract,
    promised: Known,
    visit: _Visit,
) -> FileReport:
    name = extract.kind.name if extract.kind else ""
    if extract.kind is None or extract.raw is None:
        return FileReport(file.name, name, file.sha256, "refused", faults=extract.faults)
    known = _known_to(connection, extract.kind, promised)
    rows, faults = check_rows(extract.raw, extract.kind, known)
    report = FileReport(file.name, name, file.sha256, "would_load", rows=len(rows.frame))
    if visit.writes and not faults:
        return _write(connection, report, rows, visit)
    # What is not written is still there for the files that refer to it.
    promised.add(rows)
    return replace(report, state="refused", faults=faults) if faults else report


def _known_to(connection: Connection, kind: Kind, promised: Known) -> Known:
    """Gather what rows of a kind may refer to: what stands, and what the files before bring."""
    names = {reference.kind for reference in kind.references}
    keys = {
        name: standing_keys(connection, name) | promised.keys.get(name, set()) for name in names
    }
    facts = _measure_facts(connection) if "measures" in names else {}
    return Known(keys, facts | promised.measures, promised.today)


def _measure_facts(connection: Connection) -> dict[str, MeasureFacts]:
    rows = connection.execute(standing_rows("measures"))
    return {row.measure_id: MeasureFacts(row.unit, row.can_exceed_100) for row in rows}


def _write(
    connection: Connection, report: FileReport, rows: ParsedRows, visit: _Visit
) -> FileReport:
    count = len(rows.frame)
    moment = visit.now.astimezone(UTC)
    values = {
        "file_name": report.file,
        "sha256": report.sha256,
        "kind": report.kind,
        "row_count": count,
        "loaded_by": visit.by,
        "loaded_at": moment,
        "loaded_on": moment.date(),
        "state": LOADED,
    }
    counts = {"new_count": 0, "changed_count": 0, "unchanged_count": 0}
    inserted = connection.execute(sa.insert(extracts).values(**values, **counts))
    (extract_id,) = inserted.inserted_primary_key or (0,)
    insert_rows(connection, rows, extract_id)
    new, changed = count_changes(connection, rows.kind, extract_id)
    counts = {"new_count": new, "changed_count": changed, "unchanged_count": count - new - changed}
    connection.execute(
        sa.update(extracts).where(extracts.c.extract_id == extract_id).values(**counts)
    )
    return replace(
        report,
        state="loaded",
        extract_id=extract_id,
        new=new,
        changed=changed,
        unchanged=count - new - changed,
    )
