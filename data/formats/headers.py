"""Look at the column names of a file, quickly and without raising, to tell of which format it is."""

import csv

from data.read import ExtractFile, plain_name

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
