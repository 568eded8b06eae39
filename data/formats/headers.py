"""Read foreign files by their column names: to tell of which format one is, and its rows."""

import csv
from collections.abc import Iterator, Sequence

from data.read import ExtractFile, RawExtract, plain_name

_LONGEST = 1 << 16


def header_names(file: ExtractFile) -> tuple[str, ...]:
    """Return the names in the first row that holds anything, made plain; () of what is no text."""
    start = file.content[:_LONGEST]
    if b"\0" in start:
        return ()
    lines = start.decode("utf-8-sig", errors="replace").splitlines()
    first = next((line for line in lines if line.strip(", \t")), "")
    try:
        return tuple(plain_name(cell) for cell in next(csv.reader([first]), []))
    except csv.Error:
        return ()


def named_rows(raw: RawExtract, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Walk rows by column name, without spaces around; a column that the file has not is blank."""
    named = [name for name in names if name in raw.names]
    columns = [raw.cells.iloc[:, raw.names.index(name)].astype(str).tolist() for name in named]
    blank = dict.fromkeys(names, "")
    for values in zip(*columns, strict=True):
        yield {**blank, **{n: v.strip() for n, v in zip(named, values, strict=True)}}
