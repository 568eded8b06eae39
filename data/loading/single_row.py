"""Write what a person says in the browser: an extract of a row or two, loaded as any other."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256

from sqlalchemy import Connection, Engine

from data.files.csv_reader import ExtractFile
from data.loading.load import BeforeCommit, load_files
from data.loading.session import FileReport
from data.store.frames import version_before

RowCells = Mapping[str, str]


class EditConflictError(Exception):
    """Somebody else has changed what is being changed since it was read."""


@dataclass(frozen=True)
class _TypedFile(ExtractFile):
    """Tell words that are written anew from the same words written before."""

    moment: datetime

    @cached_property
    def sha256(self) -> str:
        """Return a fingerprint that holds the moment too: who writes a text again means it."""
        return sha256(self.content + self.moment.isoformat().encode()).hexdigest()


def write_rows(
    engine: Engine,
    name: str,
    rows: Sequence[RowCells],
    *,
    by: str,
    now: datetime | None = None,
    before_commit: BeforeCommit | None = None,
) -> FileReport:
    """Load rows that a person wrote as the file `name`, in one transaction.

    The day on which they were written is added to each. The report has the faults where they are
    refused. `look` sees the store with them before they are kept: what it raises leaves the store
    as it was.
    """
    moment = now or datetime.now(UTC)
    day = moment.astimezone(UTC).date().isoformat()
    written = [{**row, "published_on": day} for row in rows]
    (report,) = load_files(
        engine, [_file(name, written, moment)], by=by, now=moment, before_commit=before_commit
    )
    return report


def cell(value: object) -> str:
    """Write what a person said as the text of one cell; nothing is a blank one."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def require_unchanged_since(version: str) -> BeforeCommit:
    """See that nothing was loaded or undone since a data version; else ChangedMeanwhileError."""

    def before_commit(connection: Connection, reports: tuple[FileReport, ...]) -> None:
        if version_before(connection, [report.extract_id for report in reports]) != version:
            raise EditConflictError

    return before_commit


def _file(name: str, rows: Sequence[RowCells], moment: datetime) -> ExtractFile:
    text = io.StringIO()
    lines = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL)
    lines.writeheader()
    lines.writerows(rows)
    return _TypedFile(name, text.getvalue().encode(), moment)
