"""Read a file that fits no kind by what a person says of its columns."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.files.csv_reader import (
    ExtractFile,
    RawExtract,
    UnreadableFileError,
    normalise_column_name,
    read_extract,
)
from data.files.csv_writer import csv_at_row_numbers
from data.schema.kinds import Kind
from data.schema.recognise import nearest_kind


def is_mapped(options: LoadOptions) -> bool:
    """Return whether anything was said of the columns of files."""
    return bool(options.columns or options.filled)


def with_columns_of_kind(file: ExtractFile, options: LoadOptions) -> ExtractFile:
    """Return a file with the columns of the kind that its own are read as, and no others.

    Raise UnreadableFileError for a column that it lacks, and for what is no column of the kind.
    """
    raw = read_extract(file)
    fields = {normalise_column_name(column): field for column, field in options.columns}
    filled = dict(options.filled)
    names = tuple(fields.get(name, name) for name in raw.names)
    kind = nearest_kind((*names, *filled))
    if issues := tuple(_issues(raw, fields, filled, kind)):
        raise UnreadableFileError(issues)
    read = [place for place, name in enumerate(names) if name in kind.column_names]
    cells = raw.cells.iloc[:, read].astype(object)
    for text in filled.values():
        cells = pd.concat([cells, pd.Series(text, index=cells.index)], axis="columns")
    mapped = RawExtract((*(names[place] for place in read), *filled), cells, raw.numbers)
    left_out = [raw.names[place] for place in range(len(names)) if place not in read]
    remark = ("columns", _words(fields, filled, left_out, kind))
    content = csv_at_row_numbers(mapped)
    return replace(file, content=content, remarks=(*file.remarks, remark))


def _issues(
    raw: RawExtract, fields: dict[str, str], filled: dict[str, str], kind: Kind
) -> Iterator[Issue]:
    missing = [column for column in fields if column not in raw.names]
    for column in missing:
        expected = f"a column of the file: {', '.join(raw.names)}"
        yield Issue(1, column, "no such column", expected, "Name one of them.")
    if missing:
        return
    for field in (*fields.values(), *filled):
        if field not in kind.column_names:
            expected = f"a column of {kind.name}: {', '.join(kind.column_names)}"
            yield Issue(0, field, field, expected, "Name one of them.")
        elif [*fields.values(), *filled].count(field) > 1:
            fix = f"Say once what {field} is."
            yield Issue(0, field, f"{field} twice", "each column once", fix)


def _words(fields: dict[str, str], filled: dict[str, str], left_out: list[str], kind: Kind) -> str:
    """Return how the columns were read, in sentences."""
    read = [f"{column} as {field}" for column, field in fields.items() if column != field]
    same = [f"{field} is “{text}” in every row" for field, text in filled.items()]
    words = f"Read as {kind.name}, as was said: {', '.join((*read, *same))}."
    return f"{words} Left out: {', '.join(left_out)}." if left_out else words
