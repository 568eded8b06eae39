"""Read a DfE release, or one table of it, into observations, with their areas and source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import pandas as pd

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import (
    ExtractFile,
    UnreadableFileError,
    normalise_column_name,
    read_extract,
)
from data.files.zip_reader import is_archive, member_names, members
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    ExtractPart,
    Format,
    Note,
    ReadResult,
    part_from_records,
)
from data.formats.dfe.ages import with_ages
from data.formats.dfe.aliases import UNREAD, Aliases, aliases_with, shipped_aliases
from data.formats.dfe.checks import identity_notes, negative_notes
from data.formats.dfe.columns import (
    TableLayout,
    has_placing_columns,
    identify_table,
    layout_of,
    year_of_file,
)
from data.formats.dfe.figure_rules import breaks, figure_rules
from data.formats.dfe.observations import TableFigures, make_observations
from data.formats.dfe.rows import Total, new_areas, roles_of, totals_of
from data.formats.dfe.tribunal import TRIBUNAL, is_tribunal, read_tribunal

_TITLE = "Education, health and care plans"
_PUBLISHER = "Department for Education"
_REPORTING_YEAR = re.compile(rb"\bReporting year (20[0-9]{2})\b", re.IGNORECASE)
_SOURCE_OF_RELEASE = re.compile(r"dfe-(20[0-9]{2})")
# The guidance names the release and its year in the first lines.
_FIRST_LINES = 2_000
# Names of files in the archive; the table of each is recognised by its columns.
_MEMBERS = frozenset(
    {"timeliness_20_week.csv", "annual_reviews.csv", "caseload.csv", "requests.csv"}
    | {"assessments.csv", "newplans.csv", "data-guidance.txt"}
)
_TABLE_ENDINGS = {".csv"}
_TEXT_ENDINGS = {".txt", ".pdf", ".md", ".html", ".docx", ".odt"}


@dataclass(frozen=True)
class Publication:
    """The publication that figures come from; "" for what is unknown."""

    source_document: str
    published_on: str
    title: str
    is_current: bool

    @property
    def asks(self) -> tuple[str, ...]:
        """Return the load options that are needed before the figures can be loaded."""
        details = {"source_document": self.source_document, "published_on": self.published_on}
        return tuple(name for name, detail in details.items() if not detail)

    @property
    def columns(self) -> dict[str, str]:
        """Return the columns that all its observations share."""
        return {"source_document": self.source_document, "published_on": self.published_on}

    def parts(self) -> tuple[ExtractPart, ...]:
        """Return the part of the source, if it is not loaded yet."""
        if self.is_current or self.asks:
            return ()
        record = {
            "source_document": self.source_document,
            "title": self.title,
            "publisher": _PUBLISHER,
            "published_on": self.published_on,
            "note": "Open Government Licence v3.0",
        }
        return (part_from_records("sources", [record], [1], "the publication"),)

    def notes(self) -> tuple[Note, ...]:
        """Return the note as what the delivery was read; () while something is to be asked."""
        if self.asks:
            return ()
        words = f"Read as {self.source_document}, published on {self.published_on}."
        return (Note(READ_AS, self.title, words),)


def _find_publication(
    name: str, members: Iterable[ExtractFile], options: LoadOptions, sources: pd.DataFrame
) -> Publication:
    """Return the publication: by the load options, else by the guidance in the archive.

    Names and days of files prove nothing, so a single table needs the options. A publication that
    is loaded has its day.
    """
    named = _SOURCE_OF_RELEASE.fullmatch(options.source_document)
    year = named[1] if named else _reporting_year(members)
    source = options.source_document or (f"dfe-{year}" if year else "")
    title = f"{_TITLE}, reporting year {year}" if year else f"{_TITLE}: {name}"
    published_days = dict(zip(sources["source_document"], sources["published_on"], strict=True))
    is_current = source in published_days
    day = options.published_on or published_days.get(source)
    return Publication(
        source, "" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}", title, is_current
    )


def _reporting_year(members: Iterable[ExtractFile]) -> str:
    """Return the reporting year in the guidance of a release; "" without one."""
    for member in members:
        start = member.content[:_FIRST_LINES]
        if not member.name.lower().endswith(".txt") or _TITLE.encode() not in start:
            continue
        if match := _REPORTING_YEAR.search(start):
            return match[1].decode()
    return ""


@dataclass(frozen=True)
class _ReleaseTable:
    """The totals of one member of the archive."""

    source: str
    layout: TableLayout
    totals: Sequence[Total]


@dataclass
class _ReleaseContents:
    """What the members of the archive contain."""

    aliases: Aliases
    tables: list[_ReleaseTable] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def totals(self) -> list[Total]:
        """Return the totals of every table."""
        return [total for table in self.tables for total in table.totals]


def recognises(file: ExtractFile) -> bool:
    """Return whether a file is a release of the DfE, or a table laid out as its tables are."""
    if is_archive(file):
        names = [PurePosixPath(name).name.lower() for name in member_names(file)]
        return not _MEMBERS.isdisjoint(names)
    return is_tribunal(file) or has_placing_columns(_header_names(file))


def _header_names(file: ExtractFile) -> tuple[str, ...]:
    line = file.content.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0][:20_000]
    cells = line.decode("utf-8", errors="replace").strip().split(",")
    return tuple(normalise_column_name(cell.strip('"')) for cell in cells)


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the observations, areas and source of one file: the archive, or one table."""
    (file,) = files
    try:
        sent = list(members(file)) if is_archive(file) else [file]
    except UnreadableFileError as unreadable:
        return ReadResult(issues=unreadable.issues)
    aliases = aliases_with(current.rows("aliases"))
    contents = _ReleaseContents(aliases, notes=[*aliases.notes])
    for number, member in enumerate(sent):
        progress("Reading the release", number, len(sent))
        _add_member(member, contents, is_alone=len(sent) == 1)
    if contents.issues:
        return ReadResult(notes=tuple(contents.notes), issues=tuple(contents.issues))
    publication = _find_publication(file.name, sent, options, current.rows("sources"))
    return _read_result(contents, publication, current)


def _add_member(member: ExtractFile, contents: _ReleaseContents, *, is_alone: bool) -> None:
    ending = PurePosixPath(member.name).suffix.lower()
    if not is_alone and ending not in _TABLE_ENDINGS:
        if ending not in _TEXT_ENDINGS:
            contents.notes.append(Note(UNRECOGNISED, member.name, "Not a table: not read."))
        return
    try:
        _add_table(member, contents)
    except UnreadableFileError as unreadable:
        contents.issues += [replace(issue, source=member.name) for issue in unreadable.issues]


def _add_table(member: ExtractFile, contents: _ReleaseContents) -> None:
    raw = read_extract(member)
    if is_tribunal(member):
        tribunal = read_tribunal(raw, member.name)
        contents.tables.append(_ReleaseTable(member.name, _tribunal_layout(), tribunal.totals))
        contents.notes += tribunal.notes
        return
    year = year_of_file(raw)
    table = identify_table(raw.names, contents.aliases, year)
    if not table:
        words = f"No table that is known: its {len(raw.cells):,} rows were not read. Its columns: "
        contents.notes.append(Note(UNRECOGNISED, member.name, f"{words}{', '.join(raw.names)}."))
        return
    layout = layout_of(table, raw, member.name, contents.aliases, year)
    contents.notes += layout.notes
    if not figure_rules(table):
        words = f"No measure has these figures: its {len(raw.cells):,} rows were left out."
        contents.notes.append(Note(LEFT_OUT, member.name, words))
        return
    totals, notes = totals_of(layout, raw, member.name, contents.aliases)
    divided, notes_on_ages = with_ages(layout, raw, totals, member.name)
    contents.tables.append(_ReleaseTable(member.name, layout, divided))
    contents.notes += [*notes, *notes_on_ages]


def _tribunal_layout() -> TableLayout:
    """Return a layout with every field: those that a year lacks are not in its rows."""
    fields = shipped_aliases().fields_of(TRIBUNAL).items()
    names = {field: name for name, field in fields if field != UNREAD}
    return TableLayout(TRIBUNAL, dict.fromkeys(names, 0), names)


def _read_result(
    contents: _ReleaseContents, publication: Publication, current: CurrentData
) -> ReadResult:
    areas = current.rows("areas")
    roles = roles_of(contents.totals, areas)
    parts: list[ExtractPart] = []
    notes = [*contents.notes]
    for table in contents.tables:
        figures = make_observations(table.layout, table.totals, roles, table.source)
        notes += figures.notes
        notes += identity_notes(table.layout, table.totals, table.source)
        notes += negative_notes(table.layout, table.totals, table.source)
        if figures.records:
            records = [{**record, **publication.columns} for record in figures.records]
            parts.append(part_from_records("observations", records, figures.numbers, table.source))
            parts += _break_parts(table, figures, publication.source_document)
    if not parts:
        expected = "the total rows of areas, in a table that a measure has figures of"
        fix = (
            "See what was left out or not recognised. Where a column or topic has a new name, load "
            "an extract of kind aliases (python -m data template aliases), then this file again."
        )
        issue = Issue(0, "", "no figure that a measure stands for", expected, fix)
        return ReadResult(notes=tuple(notes), issues=(issue,))
    new = new_areas(contents.totals, areas)
    before = (*publication.parts(), *((new,) if new else ()))
    return ReadResult((*before, *parts), (*publication.notes(), *notes), asks=publication.asks)


def _break_parts(
    table: _ReleaseTable, figures: TableFigures, source_document: str
) -> Iterator[ExtractPart]:
    """Yield the events that end the lines of councils where the DfE changed what it counts."""
    for each in breaks(table.layout.table):
        codes = {
            record["area_code"]
            for record in figures.records
            if record["measure_id"] == each.measure_id and record["role"] == "actual"
        }
        if each.field not in table.layout.places or not codes:
            continue
        event = {
            "measure_id": each.measure_id,
            "date": each.date,
            "precision": each.precision,
            "title": each.title,
            "effect": "release_break",
            "source_document": source_document,
        }
        records = [{"area_code": code, **event} for code in sorted(codes)]
        yield part_from_records("events", records, range(1, len(records) + 1), table.source)


DFE_RELEASE = Format("dfe", "DfE release: education, health and care plans", recognises, read)
