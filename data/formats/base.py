"""What the reader of a foreign format takes and gives."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Protocol

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract, normalise_column_name

# What a note is about.
UNRECOGNISED, LEFT_OUT, DIFFERENCE, IDENTITY, DROPPED, READ_AS = (
    "unrecognised",
    "left_out",
    "difference",
    "identity",
    "dropped",
    "read_as",
)


@dataclass(frozen=True)
class Note:
    """Tell something of a file that does not keep it out.

    `topic` is unrecognised (a column or table that nobody reads), left_out (rows, and why),
    difference (two figures of the file that disagree), identity (counts that do not add up), dropped
    (what was thrown away unread) or read_as (how something was understood). `place` names the
    table, row or column.
    """

    topic: str
    place: str
    words: str


@dataclass(frozen=True)
class ExtractPart:
    """Hold rows of one kind, as text, made from a foreign file.

    `raw` has the column names of the kind; its row numbers are those of `source`, the file or the
    member of an archive from which they were made.
    """

    kind: str
    raw: RawExtract
    source: str = ""


@dataclass(frozen=True)
class ReadResult:
    """Hold what was read of one file, or of files read together.

    With faults nothing of it is loaded. `asks` names what must be said before it can be loaded:
    fields of Given (area_code, framework_id, cut_off, coverage, source_document, published_on), or
    confirmed where a person must first look at `parts`.
    """

    parts: tuple[ExtractPart, ...] = ()
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    asks: tuple[str, ...] = ()


class CurrentData(Protocol):
    """Give what stands in the store, and what the files before bring."""

    def rows(self, kind: str) -> pd.DataFrame:
        """Return the standing rows of a kind, a column for each of its stored columns."""
        ...

    @property
    def today(self) -> date:
        """The day of the command."""
        ...


@dataclass(frozen=True)
class Format:
    """Declare one foreign format.

    `recognises` looks at a file's name and content, quickly and without raising. `read` gets the
    files of a command that it recognised: one, or where `reads_together` all of them. `redact` blanks
    what is never read, before a file waits to be loaded; UnreadableFileError where it cannot be read.
    """

    name: str
    title: str
    recognises: Callable[[ExtractFile], bool]
    read: Callable[[Sequence[ExtractFile], CurrentData, LoadOptions, Progress], ReadResult]
    reads_together: bool = False
    redact: Callable[[ExtractFile], ExtractFile] | None = None


@dataclass(frozen=True)
class Delivery:
    """Hold files that are read together, with their places among those of the command."""

    places: tuple[int, ...]
    files: tuple[ExtractFile, ...]
    format: Format

    @property
    def name(self) -> str:
        """Return the name that the history and reports have for it."""
        return ", ".join(file.name for file in self.files)

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of all its files together."""
        marks = "".join(sorted(file.sha256 for file in self.files))
        return sha256(f"{self.format.name} {marks}".encode()).hexdigest()


def part_from_records(
    kind: str, records: Sequence[dict[str, str]], numbers: Sequence[int], source: str = ""
) -> ExtractPart:
    """Make a part from records of text; columns that none of them has stay out."""
    frame = pd.DataFrame.from_records(list(records)).fillna("")
    names = tuple(str(name) for name in frame.columns)
    frame.columns = range(len(names))
    return ExtractPart(kind, RawExtract(names, frame.astype(object), np.array(numbers)), source)


_HEADER_BYTES = 1 << 16


def header_names(file: ExtractFile) -> tuple[str, ...]:
    """Return the names in the first row that holds anything, made plain; () of what is no text."""
    start = file.content[:_HEADER_BYTES]
    if b"\0" in start:
        return ()
    lines = start.decode("utf-8-sig", errors="replace").splitlines()
    first = next((line for line in lines if line.strip(", \t")), "")
    try:
        return tuple(normalise_column_name(cell) for cell in next(csv.reader([first]), []))
    except csv.Error:
        return ()


def named_rows(raw: RawExtract, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Walk rows by column name, without spaces around; a column that the file has not is blank."""
    named = [name for name in names if name in raw.names]
    columns = [raw.cells.iloc[:, raw.names.index(name)].astype(str).tolist() for name in named]
    blank = dict.fromkeys(names, "")
    for values in zip(*columns, strict=True):
        yield {**blank, **{n: v.strip() for n, v in zip(named, values, strict=True)}}


@dataclass(frozen=True)
class RecurringRelease:
    """Name a release that is published again and again."""

    code: str
    title: str
    publisher: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Hold the code of a source, and the part that brings it where it does not stand."""

    source_document: str
    parts: tuple[ExtractPart, ...] = ()


def source_of_release(
    release: RecurringRelease, current: CurrentData, options: LoadOptions
) -> tuple[Source, tuple[str, ...]]:
    """Return the source of an edition, and what must be said first: the day it was published.

    A source that stands says its day itself. Each day makes a source of its own, so that a later
    publication supersedes the earlier one and both stay known.
    """
    current_sources = set(current.rows("sources")["source_document"])
    day = options.published_on.isoformat() if options.published_on else ""
    code = options.source_document or "-".join(part for part in (release.code, day) if part)
    if code in current_sources:
        return Source(code), ()
    record = {
        "source_document": code,
        "title": release.title,
        "publisher": release.publisher,
        "published_on": day,
        "note": release.note,
    }
    made = part_from_records("sources", [record], [1])
    return Source(code, (made,)), () if day else ("published_on",)
