"""What the readers of foreign formats share: their input and result, rows, parts and sources."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract, normalise_column_name, read_extract

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
    """A remark on a file that does not keep it from being loaded.

    `topic` is unrecognised (a column or table that is not read), left_out (rows, and why),
    difference (two figures of the file that disagree), identity (counts that do not add up), dropped
    (discarded unread) or read_as (how something was understood). `place` names the
    table, row or column.
    """

    topic: str
    place: str
    words: str


@dataclass(frozen=True)
class ExtractPart:
    """Rows of one kind, as text, made from a foreign file.

    `raw` has the column names of the kind; its row numbers are those of `source`, the file or the
    member of an archive from which they were made.
    """

    kind: str
    raw: RawExtract
    source: str = ""


@dataclass(frozen=True)
class Likeness:
    """A row whose name is like that of a measure; it is read only once a person accepts it.

    `found` and `reference` are the row's own, `title` is the measure's.
    """

    row: int
    found: str
    reference: str
    title: str
    measure_id: str
    is_accepted: bool


@dataclass(frozen=True)
class ReadResult:
    """What was read of one file, or of files read together.

    With issues nothing of it is loaded. `asks` names what is needed before it can be loaded:
    fields of LoadOptions (area_code, framework_id, cut_off, coverage, source_document,
    published_on), or confirmed where a person must first look at `parts`. `likenesses` are the rows
    that are read only where `accepted_rows` has them.
    """

    parts: tuple[ExtractPart, ...] = ()
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    asks: tuple[str, ...] = ()
    likenesses: tuple[Likeness, ...] = ()


class CurrentData(Protocol):
    """The current rows of the store, with those of the files before."""

    def rows(self, kind: str) -> pd.DataFrame:
        """Return the current rows of a kind, with its stored columns."""
        ...

    @property
    def today(self) -> date:
        """The day of the command."""
        ...


@dataclass(frozen=True)
class Format:
    """A foreign format.

    `recognises` decides by a file's name and content, quickly and without raising. `read` gets the
    files of a command that it recognised: one, or where `reads_together` all of them. `redact` blanks
    what is never read, before a file waits to be loaded. Both raise UnreadableFileError.
    """

    name: str
    title: str
    recognises: Callable[[ExtractFile], bool]
    read: Callable[[Sequence[ExtractFile], CurrentData, LoadOptions, Progress], ReadResult]
    reads_together: bool = False
    redact: Callable[[ExtractFile], ExtractFile] | None = None


@dataclass(frozen=True)
class Delivery:
    """Files that are read together, with their places among those of the command."""

    places: tuple[int, ...]
    files: tuple[ExtractFile, ...]
    format: Format

    @property
    def name(self) -> str:
        """Return its name in the history and in reports."""
        return ", ".join(file.name for file in self.files)

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of all its files together."""
        marks = "".join(sorted(file.sha256 for file in self.files))
        return sha256(f"{self.format.name} {marks}".encode()).hexdigest()


def part_from_records(
    kind: str, records: Sequence[dict[str, str]], numbers: Sequence[int], source: str = ""
) -> ExtractPart:
    """Return a part from records of text, with the columns that any of them has."""
    frame = pd.DataFrame.from_records(list(records)).fillna("")
    names = tuple(str(name) for name in frame.columns)
    frame.columns = range(len(names))
    return ExtractPart(kind, RawExtract(names, frame.astype(object), np.array(numbers)), source)


_HEADER_BYTES = 1 << 16
_TWO_YEARS = re.compile(r"([0-9]{4})[-/]?([0-9]{2})")
_REFERENCE = Path(__file__).parent / "reference"


def header_names(file: ExtractFile) -> tuple[str, ...]:
    """Return the normalised names in the first row that is not blank; () if it is not text."""
    start = file.content[:_HEADER_BYTES]
    if b"\0" in start:
        return ()
    text = start.decode("utf-8-sig", errors="replace")
    try:
        rows = csv.reader(io.StringIO(text, newline=""))
        first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return ()
    return tuple(normalise_column_name(cell) for cell in first)


def rows_by_field(raw: RawExtract, places: Mapping[str, int]) -> list[dict[str, str]]:
    """Return the rows as stripped texts by field; `places` are the columns of the fields."""
    columns = {
        field: [text.strip() for text in raw.cells.iloc[:, place].astype(object)]
        for field, place in places.items()
    }
    return pd.DataFrame(columns, dtype=object).to_dict("records")


def rows_by_name(raw: RawExtract, names: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows as stripped texts by column name; "" for a column that the file lacks."""
    blank = dict.fromkeys(names, "")
    places = {name: raw.names.index(name) for name in names if name in raw.names}
    return [blank | row for row in rows_by_field(raw, places)]


def numbered_rows(raw: RawExtract, names: Sequence[str]) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the rows as stripped texts by column name, each with its number in the file."""
    yield from zip(rows_by_name(raw, names), raw.numbers.tolist(), strict=True)


def read_only_file(files: Sequence[ExtractFile], progress: Progress) -> RawExtract:
    """Return the table of a delivery of one file."""
    (file,) = files
    progress("Reading", 0, 1)
    return read_extract(file)


def has_columns(names: Collection[str]) -> Callable[[ExtractFile], bool]:
    """Return what recognises a file by its columns: it has all of these."""
    return lambda file: set(names) <= set(header_names(file))


def unread_columns(raw: RawExtract, read_names: Collection[str]) -> Iterator[Note]:
    """Yield a note on the columns that are not read, if there are any."""
    others = [name for name in raw.names if name not in read_names]
    if others:
        yield Note(DROPPED, ", ".join(others), "Not read.")


def first_of_two_years(text: str) -> int | None:
    """Return 2021 of 2021-22, 2021/22 or 202122; None where the second year does not follow."""
    match = _TWO_YEARS.fullmatch(text)
    return int(match[1]) if match and (int(match[1]) + 1) % 100 == int(match[2]) else None


@cache
def reference_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one of the tables in data/formats/reference."""
    with (_REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@dataclass(frozen=True)
class RecurringRelease:
    """A release that is published regularly."""

    code: str
    title: str
    publisher: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """The code of a source, and the part that adds it if it is not loaded yet."""

    source_document: str
    parts: tuple[ExtractPart, ...] = ()


def source_of_release(
    release: RecurringRelease, current: CurrentData, options: LoadOptions
) -> tuple[Source, tuple[str, ...]]:
    """Return the source of a publication, and what must be asked first: the day of publication.

    A source that is loaded has its day. Each day makes a source of its own, so that a later
    publication supersedes the earlier one and both remain in the store.
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
