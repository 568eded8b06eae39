"""Small files for the tests: a row says only what it is about."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.files.csv_reader import ExtractFile
from data.loading.load import FileReport
from data.schema.registry import KINDS

OBSERVATION = {
    "area_code": "E09000014",
    "measure_id": "ehcp-20-weeks",
    "basis": "month",
    "period_start": "2023-04-01",
    "period_end": "2023-04-30",
    "value": "80",
}
TARGET = {
    "framework_id": "ha-wsoa-2021",
    "measure_id": "ehcp-20-weeks",
    "role": "target",
    "basis": "quarter",
    "operator": ">=",
    "value": "80",
}


def csv_text(*rows: Mapping[str, str]) -> str:
    """Write rows as CSV; the columns are those that any row names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_file(*rows: Mapping[str, str], name: str = "file.csv") -> ExtractFile:
    """Make a file of rows."""
    return ExtractFile(name, csv_text(*rows).encode())


def text_file(text: str, name: str = "file.csv") -> ExtractFile:
    """Make a file of text."""
    return ExtractFile(name, text.encode())


def observations(*changes: Mapping[str, str], name: str = "file.csv") -> ExtractFile:
    """Make a file of observations that differ from an ordinary one as said."""
    return csv_file(*({**OBSERVATION, **change} for change in changes), name=name)


def targets(*changes: Mapping[str, str], name: str = "file.csv") -> ExtractFile:
    """Make a file of targets that differ from an ordinary one as said."""
    return csv_file(*({**TARGET, **change} for change in changes), name=name)


def example_rows(kind: str, *changes: Mapping[str, str]) -> ExtractFile:
    """Make a file of a kind's example row, changed as said."""
    example = {column.name: column.example for column in KINDS[kind].columns}
    return csv_file(*({**example, **change} for change in changes), name=f"{kind}.csv")


def issue_lines(reports: tuple[FileReport, ...]) -> list[str]:
    """Return every fault in one line: row, column, found."""
    return [
        f"{issue.row} {issue.column}: {issue.found}"
        for report in reports
        for issue in report.issues
    ]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows."""
    names = [str(name) for name in frame.columns]
    rows = frame.astype(object).to_numpy().tolist()
    return [dict(zip(names, row, strict=True)) for row in rows]
