"""Read a release, whole or one table of it, into observations, and the areas and source they need."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import (
    ExtractFile,
    RawExtract,
    UnreadableFileError,
    normalise_column_name,
    read_extract,
)
from data.files.zip_reader import is_archive, member_names, members
from data.formats.base import (
    LEFT_OUT,
    UNRECOGNISED,
    CurrentData,
    ExtractPart,
    Format,
    Note,
    ReadResult,
    part_from_records,
)
from data.formats.dfe.aliases import UNREAD, fields_of, figure_rules
from data.formats.dfe.areas import new_areas, roles_of
from data.formats.dfe.check_totals import identity_notes, negative_notes
from data.formats.dfe.columns import TableLayout, identify_table, layout_of
from data.formats.dfe.observations import make_observations
from data.formats.dfe.publication import Publication, find_publication
from data.formats.dfe.rows import Total, totals_of
from data.formats.dfe.tribunal import TRIBUNAL, is_tribunal, read_tribunal

_TABLE_ENDINGS = {".csv"}
_TEXT_ENDINGS = {".txt", ".pdf", ".md", ".html", ".docx", ".odt"}


@dataclass(frozen=True)
class _ReleaseTable:
    """Hold the totals of one member."""

    source: str
    layout: TableLayout
    totals: Sequence[Total]


@dataclass
class _ReleaseContents:
    """Gather what the members hold."""

    tables: list[_ReleaseTable] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def totals(self) -> list[Total]:
        """Return the totals of every table."""
        return [total for table in self.tables for total in table.totals]


def recognises(file: ExtractFile) -> bool:
    """Tell whether a file is the release, or a table of it."""
    if is_archive(file):
        return any(_is_ours(name) for name in member_names(file))
    return is_tribunal(file) or identify_table(_header(file)) != ""


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
    return tuple(normalise_column_name(cell.strip('"')) for cell in cells)


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Read one file: the archive with every table, or one table."""
    (file,) = files
    try:
        sent = list(members(file)) if is_archive(file) else [file]
    except UnreadableFileError as unreadable:
        return ReadResult(issues=unreadable.issues)
    gathered = _ReleaseContents()
    for number, member in enumerate(sent):
        progress("Reading the release", number, len(sent))
        _gather(member, gathered, is_alone=len(sent) == 1)
    if gathered.issues:
        return ReadResult(notes=tuple(gathered.notes), issues=tuple(gathered.issues))
    publication = find_publication(file.name, sent, options, current.rows("sources"))
    return _reading(gathered, publication, current)


def _gather(member: ExtractFile, gathered: _ReleaseContents, *, is_alone: bool) -> None:
    ending = PurePosixPath(member.name).suffix.lower()
    if not is_alone and ending not in _TABLE_ENDINGS:
        if ending not in _TEXT_ENDINGS:
            gathered.notes.append(Note(UNRECOGNISED, member.name, "Not a table: not read."))
        return
    try:
        _gather_table(member, gathered)
    except UnreadableFileError as unreadable:
        gathered.issues += [replace(issue, source=member.name) for issue in unreadable.issues]


def _gather_table(member: ExtractFile, gathered: _ReleaseContents) -> None:
    raw = read_extract(member)
    if is_tribunal(member):
        tribunal = read_tribunal(raw, member.name)
        gathered.tables.append(_ReleaseTable(member.name, _tribunal_layout(raw), tribunal.totals))
        gathered.notes += tribunal.notes
        return
    table = identify_table(raw.names)
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
    gathered.tables.append(_ReleaseTable(member.name, layout, totals))
    gathered.notes += notes


def _tribunal_layout(raw: RawExtract) -> TableLayout:
    """Return a layout that has every field: those that a year lacks are not in its rows."""
    fields = set(fields_of(TRIBUNAL).values()) - {UNREAD}
    return TableLayout(TRIBUNAL, raw.names, dict.fromkeys(sorted(fields), 0))


def _reading(
    gathered: _ReleaseContents, publication: Publication, current: CurrentData
) -> ReadResult:
    areas = current.rows("areas")
    roles = roles_of(gathered.totals, areas)
    parts: list[ExtractPart] = []
    notes = [*publication.notes(), *gathered.notes]
    for table in gathered.tables:
        figures = make_observations(table.layout, table.totals, roles, table.source)
        notes += figures.notes
        notes += identity_notes(table.layout, table.totals, table.source)
        notes += negative_notes(table.layout, table.totals, table.source)
        if figures.records:
            records = [{**record, **publication.columns} for record in figures.records]
            parts.append(part_from_records("observations", records, figures.numbers, table.source))
    if not parts:
        return ReadResult(notes=tuple(notes), issues=(_no_figures_issue(),))
    new = new_areas(gathered.totals, areas)
    before = (*publication.parts(), *((new,) if new else ()))
    return ReadResult((*before, *parts), tuple(notes), asks=publication.asks)


def _no_figures_issue() -> Issue:
    expected = "the total rows of areas, in a table that a measure has figures of"
    fix = "See what was not recognised; add a new name of a column to the aliases."
    return Issue(0, "", "no figure that a measure stands for", expected, fix)


DFE_RELEASE = Format("dfe", "DfE release: education, health and care plans", recognises, read)
