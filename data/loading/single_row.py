"""Write what a person typed in the browser: rows of one kind, loaded as those of a file are."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine

from data.files.csv_reader import RawExtract
from data.loading.file_report import FileReport, HistoryFile
from data.loading.load import BeforeCommit, load_rows
from data.schema.registry import KINDS
from data.store.read_transaction import version_before

RowCells = Mapping[str, str]


class EditConflictError(Exception):
    """Somebody else has changed what is being changed since it was read."""


def write_rows(
    engine: Engine,
    kind: str,
    name: str,
    rows: Sequence[RowCells],
    *,
    by: str,
    now: datetime | None = None,
    before_commit: BeforeCommit | None = None,
) -> FileReport:
    """Load rows of a kind, all with the same columns, as the file `name`, in one transaction.

    Each gets the day of writing as `published_on`. The report has the issues where they are
    refused. What `before_commit`, called with the rows in the store, raises leaves it as it was.
    """
    moment = now or datetime.now(UTC)
    day = moment.astimezone(UTC).date().isoformat()
    cells = pd.DataFrame([{**row, "published_on": day} for row in rows], dtype=object)
    # Row 1 of a file is its header.
    raw = RawExtract(tuple(map(str, cells.columns)), cells, np.arange(len(cells)) + 2)
    # With the moment, for whoever writes the same text again means it.
    fingerprint = sha256(f"{cells.to_json()} {moment.isoformat()}".encode()).hexdigest()
    file = HistoryFile(name, fingerprint)
    return load_rows(engine, file, KINDS[kind], raw, by=by, now=moment, before_commit=before_commit)


def cell(value: object) -> str:
    """Return the text of one cell: a day as YYYY-MM-DD, None as a blank."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def require_unchanged_since(version: str) -> BeforeCommit:
    """Return a check that raises EditConflictError if data changed after `version`."""

    def before_commit(connection: Connection, reports: tuple[FileReport, ...]) -> None:
        if version_before(connection, [report.extract_id for report in reports]) != version:
            raise EditConflictError

    return before_commit
