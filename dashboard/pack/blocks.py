"""The blocks that slides and the report are made of: text, counts, facts, tables, one picture.

Every format (deck, page, PDF, PowerPoint, workbook) renders these and nothing else, so that no two
can differ in content.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from dashboard.model.meeting import Question
from dashboard.model.panel import Panel, Series
from dashboard.text.format import format_value

# The kinds of tag: of a status, of a trend, of the status of an action.
STATUS: Final = "status"
TREND: Final = "trend"
ACTION: Final = "action"


@dataclass(frozen=True)
class Tag:
    """A word with a shape: `code` is of its `kind`; of a trend `direction` is up, down, flat or ""."""

    kind: str
    code: str
    word: str
    direction: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class Quantity:
    """A number in a unit with its decimals as published, -1 for as many as it has."""

    value: float
    decimals: int
    unit: str


@dataclass(frozen=True)
class TableCell:
    """The content of a table's cell: a number or words, a smaller line under them, a tag.

    `marks` are tags shown by their shapes alone, one a measure.
    """

    content: str | Quantity
    detail: str = ""
    tag: Tag | None = None
    marks: tuple[Tag, ...] = ()

    @property
    def words(self) -> str:
        """The content in words: "82%"."""
        content = self.content
        if isinstance(content, str):
            return content
        return format_value(content.value, content.decimals, content.unit)

    @property
    def text(self) -> str:
        """All of it as plain words, in reading order."""
        tag = self.tag.word if self.tag else ""
        parts = (self.words, tag, self.marks_words, self.detail)
        return " · ".join(part for part in parts if part)

    @property
    def marks_words(self) -> str:
        """The marks counted by their words: "5 below target, 4 on target"."""
        counts = Counter(mark.word.lower() for mark in self.marks)
        return ", ".join(f"{count} {word}" for word, count in counts.items())


@dataclass(frozen=True)
class TableColumn:
    """A column; `share` is its width relative to the other columns."""

    name: str
    is_number: bool = False
    share: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first of each a heading; `note` is shown under it.

    A table that runs over several slides is `part` of `parts`.
    """

    table_id: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    note: str = ""
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class Item:
    """One remark: `reference` is what it is about, `by` who owns it and when it is due.

    `backup` is the slide that tells more of it.
    """

    words: str
    reference: str = ""
    by: str = ""
    tag: Tag | None = None
    backup: str = ""


@dataclass(frozen=True)
class Points:
    """Remarks under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class StatusCount:
    """A number of measures or actions with its tag; `before` is None without an earlier one."""

    tag: Tag
    now: int
    before: int | None = None

    @property
    def words(self) -> str:
        """The number, with the one before in brackets: "16 (14)"."""
        return f"{self.now}" if self.before is None else f"{self.now} ({self.before})"


@dataclass(frozen=True)
class StatusCounts:
    """Numbers by status; `note` explains the numbers in brackets and anything odd about them."""

    heading: str
    counts: tuple[StatusCount, ...]
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """A name with its text and details: "Now" in the rail of a slide, "Why" in its foot."""

    name: str
    words: str
    details: tuple[str, ...] = ()
    tag: Tag | None = None

    @property
    def detail(self) -> str:
        """The details as one line."""
        return "; ".join(self.details)


@dataclass(frozen=True)
class Facts:
    """Facts in their fixed order; a missing one has text that says so."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Picture:
    """The chart of a series; `alt` is its finding. A series without points has no line to draw."""

    panel: Panel
    series: Series
    alt: str


@dataclass(frozen=True)
class Paragraphs:
    """Plain sentences, one a paragraph."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Remarks side by side, each column under its heading."""

    columns: tuple[Points, ...]


@dataclass(frozen=True)
class MeasureItem:
    """A measure in few words, beside its picture; `backup` is the slide that tells more of it.

    `goal` is its target, "of 95%"; `trend` which way it moved. Without a number `value` says why.
    """

    panel: Panel
    series: Series
    title: str
    value: str
    goal: str
    status: Tag
    trend: Tag | None
    backup: str

    @property
    def has_number(self) -> bool:
        """Whether there is a newest figure to show."""
        return self.series.latest is not None and self.series.latest.has_number


@dataclass(frozen=True)
class MeasureBars:
    """Measures under each other, each as a bar beside its target."""

    items: tuple[MeasureItem, ...]


@dataclass(frozen=True)
class MeasureCells:
    """Measures in a grid, each with a small chart; `note` has those without a cell."""

    heading: str
    items: tuple[MeasureItem, ...]
    note: str = ""


Block = (
    StatusCounts
    | Facts
    | Picture
    | Points
    | Table
    | Paragraphs
    | Columns
    | MeasureBars
    | MeasureCells
)


@dataclass(frozen=True)
class Slide:
    """One slide: one finding. `slide_id` is its name in an address and never changes in a pack.

    `layout` is cover, text, counts, table, measure, or one of the main slides: summary, bars, cells,
    columns. A measure's slide has a Picture, the rail (Facts "Figures") and, where anything is said,
    the foot (Facts "What is said"). `references` are what a reader may type to jump here; `notes`
    are for the presenter alone; `questions` are not yet closed.

    `label` is its place: "4" of the main slides, "A12" of those behind them. `backup` is the slide
    that tells more.
    """

    slide_id: str
    part: str
    layout: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    source: str = ""
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    measure_id: str = ""
    questions: tuple[Question, ...] = ()
    label: str = ""
    is_backup: bool = False
    backup: str = ""


@dataclass(frozen=True)
class Section:
    """One section of the report; `level` 2 or 3 is that of its heading.

    One that `starts_page` begins on a new page of paper.
    """

    section_id: str
    heading: str
    level: int
    blocks: tuple[Block, ...]
    is_appendix: bool = False
    starts_page: bool = False


@dataclass(frozen=True)
class Report:
    """The sections of the report in order; `title` is the document's, `facts` are at its head.

    One that `is_short` has no contents.
    """

    title: str
    subtitle: str
    facts: Facts
    sections: tuple[Section, ...]
    is_short: bool = False
