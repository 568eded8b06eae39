"""What the tables of the SEN2 return and their columns are called, in any of their spellings."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

# Each table with its own key and that of the table it hangs from, from the top down.
TABLES: dict[str, tuple[str, str]] = {
    "sen2": ("sen2tableid", ""),
    "person": ("persontableid", "sen2tableid"),
    "requests": ("requeststableid", "persontableid"),
    "assessment": ("assessmenttableid", "requeststableid"),
    "namedplan": ("namedplantableid", "assessmenttableid"),
    "plandetail": ("plandetailtableid", "namedplantableid"),
    "activeplans": ("activeplanstableid", "requeststableid"),
    "placementdetail": ("placementdetailtableid", "activeplanstableid"),
    "senneed": ("senneedtableid", "activeplanstableid"),
}
READ, DROPPED = "read", "dropped"

_HERE = Path(__file__).parent
_MARKS = re.compile(r"[^a-z0-9]+")
# Headings and tags are told only where they look like one: a file without a header has data there.
_HEADING = re.compile(r"(?!.*[0-9]{4})[A-Za-z][\w .,()/–-]{0,59}")


def fold_heading(heading: str) -> str:
    """Return a heading or tag without case, spaces, underscores and other marks."""
    return _MARKS.sub("", heading.lower())


@cache
def columns_of(table: str) -> Mapping[str, tuple[str, str]]:
    """Return the column that each folded heading of a table means, and what becomes of it."""
    columns: dict[str, tuple[str, str]] = {}
    for row in _rows("names.csv"):
        if row["table"] == table:
            spellings = (row["column"], *row["also"].split(";"))
            columns |= {
                fold_heading(each): (row["column"], row["use"]) for each in spellings if each
            }
    return columns


@cache
def columns_read(table: str) -> tuple[str, ...]:
    """Return the columns of a table that are read, in its own order."""
    return tuple(dict.fromkeys(name for name, use in columns_of(table).values() if use == READ))


def table_of_headings(headings: Iterable[str]) -> str:
    """Return the table that has these headings, or "": its key, that of its parent, and more."""
    have = {fold_heading(heading) for heading in headings}
    for table in reversed(TABLES):
        columns_by_heading = columns_of(table)
        columns = {columns_by_heading[each][0] for each in have if each in columns_by_heading}
        key, parent = TABLES[table]
        if key in columns and (not parent or parent in columns) and len(columns) > 2:
            return table
    return ""


def printable_heading(heading: str) -> str:
    """Return a heading or tag as it may be told, or "" where it may be something else."""
    return heading if _HEADING.fullmatch(heading) else ""


@cache
def authorities() -> Mapping[str, str]:
    """Return the ONS code of each authority that is known by its three-digit number."""
    return {row["la_number"]: row["area_code"] for row in _rows("authorities.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
