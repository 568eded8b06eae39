"""Read a release, whole or one table of it, into observations, and the areas and source they need."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from data.common.errors import Fault
from data.common.load_options import Given
from data.common.progress import Progress
from data.files.csv_reader import (
    ExtractFile,
    RawExtract,
    UnreadableFileError,
    plain_name,
    read_extract,
)
from data.files.zip_reader import is_archive, member_names, members
from data.formats.base import (
    LEFT_OUT,
    UNRECOGNISED,
    Format,
    Note,
    Part,
    Reading,
    Standing,
    part_of_records,
)
from data.formats.dfe.aliases import UNREAD, fields_of, figure_rules
from data.formats.dfe.areas import new_areas, roles_of
from data.formats.dfe.check_totals import identity_notes, negative_notes
from data.formats.dfe.columns import Layout, layout_of, table_of
from data.formats.dfe.observations import figures_of
from data.formats.dfe.publication import Edition, edition_of
from data.formats.dfe.rows import Total, totals_of
from data.formats.dfe.tribunal import TRIBUNAL, is_tribunal, read_tribunal

_TABLE_ENDINGS = {".csv"}
_TEXT_ENDINGS = {".txt", ".pdf", ".md", ".html", ".docx", ".odt"}


@dataclass(frozen=True)
class _Table:
    """Hold the totals of one member."""

    source: str
    layout: Layout
    totals: Sequence[Total]


@dataclass
class _Gathered:
    """Gather what the members hold."""

    tables: list[_Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def totals(self) -> list[Total]:
        """Return the totals of every table."""
        return [total for table in self.tables for total in table.totals]


def recognises(file: ExtractFile) -> bool:
    """Tell whether a file is the release, or a table of it."""
    if is_archive(file):
        return any(_is_ours(name) for name in member_names(file))
    return is_tribunal(file) or table_of(_header(file)) != ""


def _is_ours(name: str) -> bool:
    """Tell by its name whether a member of an archive is a table of the release."""
    return PurePosixPath(name).name.lower() in _MEMBERS


# How tables are named in the archive. Which table one is, its columns say.
_MEMBERS = frozenset(
    {"timeliness_20_week.csv", "annual_reviews.csv", "caseload.csv", "requests.csv"}
    | {"assessments.csv", "newplans.csv"}
)


def _header(file: ExtractFile) -> tuple[str, ...]:
    line = file.content.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0][:20_000]
    cells = line.decode("utf-8", errors="replace").strip().split(",")
    return tuple(plain_name(cell.strip('"')) for cell in cells)


def read(
    files: Sequence[ExtractFile], standing: Standing, given: Given, progress: Progress
) -> Reading:
    """Read one file: the archive with every table, or one table."""
    (file,) = files
    try:
        sent = list(members(file)) if is_archive(file) else [file]
    except UnreadableFileError as unreadable:
        return Reading(faults=unreadable.faults)
    gathered = _Gathered()
    for number, member in enumerate(sent):
        progress("Reading the release", number, len(sent))
        _gather(member, gathered, is_alone=len(sent) == 1)
    if gathered.faults:
        return Reading(notes=tuple(gathered.notes), faults=tuple(gathered.faults))
    edition = edition_of(file.name, sent, given, standing.rows("sources"))
    return _reading(gathered, edition, standing)


def _gather(member: ExtractFile, gathered: _Gathered, *, is_alone: bool) -> None:
    ending = PurePosixPath(member.name).suffix.lower()
    if not is_alone and ending not in _TABLE_ENDINGS:
        if ending not in _TEXT_ENDINGS:
            gathered.notes.append(Note(UNRECOGNISED, member.name, "Not a table: not read."))
        return
    try:
        _gather_table(member, gathered)
    except UnreadableFileError as unreadable:
        gathered.faults += [replace(fault, source=member.name) for fault in unreadable.faults]


def _gather_table(member: ExtractFile, gathered: _Gathered) -> None:
    raw = read_extract(member)
    if is_tribunal(member):
        found = read_tribunal(raw, member.name)
        gathered.tables.append(_Table(member.name, _tribunal_layout(raw), found.totals))
        gathered.notes += found.notes
        return
    table = table_of(raw.names)
    if not table:
        words = f"No table that is known: its {len(raw.cells):,} rows were not read."
        gathered.notes.append(Note(UNRECOGNISED, member.name, words))
        return
    layout = layout_of(table, raw, member.name)
    gathered.notes += layout.notes
    if not figure_rules(table):
        words = f"No measure has these figures: its {len(raw.cells):,} rows were left out."
        gathered.notes.append(Note(LEFT_OUT, member.name, words))
        return
    totals, notes = totals_of(layout, raw, member.name)
    gathered.tables.append(_Table(member.name, layout, totals))
    gathered.notes += notes


def _tribunal_layout(raw: RawExtract) -> Layout:
    """Return a layout that has every field: those that a year lacks are not in its rows."""
    fields = set(fields_of(TRIBUNAL).values()) - {UNREAD}
    return Layout(TRIBUNAL, raw.names, dict.fromkeys(sorted(fields), 0))


def _reading(gathered: _Gathered, edition: Edition, standing: Standing) -> Reading:
    areas = standing.rows("areas")
    roles = roles_of(gathered.totals, areas)
    parts: list[Part] = []
    notes = [*edition.notes(), *gathered.notes]
    for table in gathered.tables:
        figures = figures_of(table.layout, table.totals, roles, table.source)
        notes += figures.notes
        notes += identity_notes(table.layout, table.totals, table.source)
        notes += negative_notes(table.layout, table.totals, table.source)
        if figures.records:
            records = [{**record, **edition.columns} for record in figures.records]
            parts.append(part_of_records("observations", records, figures.numbers, table.source))
    if not parts:
        return Reading(notes=tuple(notes), faults=(_nothing_read(),))
    new = new_areas(gathered.totals, areas)
    before = (*edition.parts(), *((new,) if new else ()))
    return Reading((*before, *parts), tuple(notes), asks=edition.asks)


def _nothing_read() -> Fault:
    expected = "the total rows of areas, in a table that a measure has figures of"
    mend = "See what was not recognised; add a new name of a column to the aliases."
    return Fault(0, "", "no figure that a measure stands for", expected, mend)


DFE_RELEASE = Format("dfe", "DfE release: education, health and care plans", recognises, read)
