"""Load files, check them: each command is one transaction."""

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection, Engine

from data.catalogue import ALL_KINDS
from data.check import IdentifiedExtract, identify
from data.check_cases import NOTHING_GIVEN, Given
from data.read import ExtractFile
from data.store import lock_for_writing, require_ready, writing_connection
from data.visit import FileReport, Visit, loaded_already

__all__ = ["FileReport", "Given", "check_files", "load_files"]

_PLACES = {kind.name: place for place, kind in enumerate(ALL_KINDS)}


def load_files(
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    given: Given = NOTHING_GIVEN,
) -> tuple[FileReport, ...]:
    """Load all files or, where any has a fault, none; tell what became of each.

    `given` is the cut-off and the coverage of extracts of cases that do not say them.
    """
    require_ready(engine)
    with writing_connection(engine) as connection, connection.begin() as transaction:
        lock_for_writing(connection)
        moment = now or datetime.now(UTC)
        visit = Visit(connection, by or getpass.getuser(), moment, given, writes=True)
        reports = _visited(connection, files, visit)
        is_kept = not dry_run and not any(report.faults for report in reports)
        if not is_kept:
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
        visit = Visit(connection, "", now or datetime.now(UTC), given, writes=False)
        return _visited(connection, files, visit)


def _not_kept(report: FileReport) -> FileReport:
    if report.state != "loaded":
        return report
    return replace(report, state="would_load", extract_id=None)


def _visited(
    connection: Connection, files: Sequence[ExtractFile], visit: Visit
) -> tuple[FileReport, ...]:
    """Take each file after those it may refer to, and report in the order given.

    Measures are worked out once for all files of a group of cases.
    """
    reports: dict[int, FileReport] = {}
    opened: list[tuple[int, ExtractFile, IdentifiedExtract]] = []
    for place, file in enumerate(files):
        if earlier := loaded_already(connection, file, visit.given):
            reports[place] = earlier
        else:
            opened.append((place, file, identify(file)))
    opened.sort(key=lambda each: _kind_place(each[2]))
    for _, group in groupby(opened, key=lambda each: _case_group(each[2])):
        place = 0
        for place, file, extract in group:
            # Two copies of one file in a command: the second is the same as the first.
            earlier = loaded_already(connection, file, visit.given)
            reports[place] = earlier or visit.take(file, extract)
        reports[place] = visit.work_out(reports[place])
    visit.work_out_by_new_settings()
    return tuple(reports[place] for place in sorted(reports))


def _kind_place(extract: IdentifiedExtract) -> int:
    return -1 if extract.kind is None else _PLACES[extract.kind.name]


def _case_group(extract: IdentifiedExtract) -> str:
    return extract.kind.cases.group if extract.kind and extract.kind.cases else ""
