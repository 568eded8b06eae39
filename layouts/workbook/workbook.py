"""The tables of a pack as an accessible workbook, one table a sheet.

It follows the conventions of the Government Analysis Function, which are those of gptables: cover,
contents and notes first, titles in the first cell, tables marked as such, nothing merged, no blank
rows or cells. The gptables package itself turns brackets in people's text into links, refuses a
cell that is a dash, and warns at each table under the pandas used here.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dashboard.pack.blocks import (
    Block,
    Fact,
    Paragraphs,
    Points,
    Report,
    Section,
    StatusCounts,
    Table,
)
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from layouts.workbook.figures_sheet import SHORTHAND, figures_sheet
from layouts.workbook.sheets import (
    NOT_APPLICABLE,
    CellValue,
    SheetColumn,
    WorkbookSheet,
    split_columns,
    tag_words,
    write_workbook,
)

_ONE_TABLE: Final = "This worksheet contains one table."


def workbook_file(stored: StoredPack) -> bytes:
    """Return the tables of a pack as XLSX; the same pack and state always give the same bytes."""
    report = build_report(stored)
    sheets = tuple(_sheets(stored, report))
    return write_workbook(_cover(report), sheets, stored)


def _cover(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the headings of the cover, each with its sentences."""
    about = (
        "The figures are those of the frozen pack named above: later loads change nothing in them.",
        "Numbers are numbers; the format of a cell shows its unit, or a column beside it names it.",
        "Shorthand in square brackets says why a cell holds no number: see the sheet Notes.",
    )
    return (
        (report.title, (report.subtitle,)),
        ("This pack", tuple(_fact_words(fact) for fact in report.facts.facts)),
        ("About these tables", about),
    )


def _fact_words(fact: Fact) -> str:
    parts = (fact.words, tag_words(fact.tag), fact.detail)
    return f"{fact.name}: {', '.join(part for part in parts if part)}"


def _sheets(stored: StoredPack, report: Report) -> Iterator[WorkbookSheet]:
    yield _notes_sheet()
    section_blocks = [(section, block) for section in report.sections for block in section.blocks]
    yield _counts_sheet([block for _, block in section_blocks if isinstance(block, StatusCounts)])
    yield from _table_sheets(report.sections, is_appendix=False)
    yield figures_sheet(stored.content)
    if rows := [row for section, block in section_blocks for row in _remark_rows(section, block)]:
        names = (("Kind", 26), ("About", 36), ("Words", 80), ("Who and when", 36))
        columns = tuple(SheetColumn(*name) for name in names)
        title = "What is said of the figures"
        yield WorkbookSheet("Remarks", title, (_ONE_TABLE,), columns, tuple(rows))
    yield from _table_sheets(report.sections, is_appendix=True)


def _notes_sheet() -> WorkbookSheet:
    rows = tuple((CellValue(short), CellValue(words)) for short, words in SHORTHAND.items())
    columns = (SheetColumn("Shorthand", 14), SheetColumn("Meaning", 80))
    return WorkbookSheet("Notes", "Shorthand used in the tables", (_ONE_TABLE,), columns, rows)


def _counts_sheet(blocks: Sequence[StatusCounts]) -> WorkbookSheet:
    """Return the numbers of measures and actions by status, with the earlier ones."""
    rows = tuple(
        (
            CellValue(block.heading),
            CellValue(tag_words(count.tag)),
            CellValue(count.now),
            CellValue("[x]" if count.before is None else count.before),
        )
        for block in blocks
        for count in block.counts
    )
    notes = tuple(f"{block.heading}. {block.note}" for block in blocks if block.note)
    names = (("What is counted", 32), ("Status", 30), ("Now", 10), ("Before", 10))
    columns = tuple(SheetColumn(*name) for name in names)
    title = "Measures and actions by status"
    return WorkbookSheet("Status counts", title, (_ONE_TABLE, *notes), columns, rows)


def _table_sheets(sections: Sequence[Section], *, is_appendix: bool) -> Iterator[WorkbookSheet]:
    """Yield a sheet of each section's tables; those of measures are in the sheet of figures."""
    for section in sections:
        tables = [block for block in section.blocks if isinstance(block, Table) and block.rows]
        if section.is_appendix == is_appendix and tables and section.level == 2:
            alike = groupby(
                tables, key=lambda section_tables: tuple(c.name for c in section_tables.columns)
            )
            for number, (_, group) in enumerate(alike, start=1):
                yield _table_sheet(section, list(group), number)


def _table_sheet(section: Section, tables: Sequence[Table], number: int) -> WorkbookSheet:
    """Return tables of the same columns under each other, after a column of their captions."""
    whole = Table(
        tables[0].table_id,
        section.heading,
        tables[0].columns,
        tuple(row for table in tables for row in table.rows),
    )
    columns, rows = split_columns(whole)
    notes = tuple(table.note for table in tables if table.note)
    if len(tables) > 1:
        columns = (SheetColumn("Table", 40), *columns)
        captions = [table.caption for table in tables for _ in table.rows]
        rows = tuple((CellValue(name), *row) for name, row in zip(captions, rows, strict=True))
    name = section.heading if number == 1 else f"{section.heading} {number}"
    title = tables[0].caption if len(tables) == 1 else section.heading
    return WorkbookSheet(name, title, (_ONE_TABLE, *notes), columns, rows)


def _remark_rows(section: Section, block: Block) -> Iterator[tuple[CellValue, ...]]:
    """Yield remarks, and the finding of each measure, as rows."""
    if isinstance(block, Points):
        for item in block.items:
            words = ". ".join(part for part in (tag_words(item.tag), item.words) if part)
            parts = (section.heading, item.reference, words, item.by)
            yield tuple(CellValue(part or NOT_APPLICABLE) for part in parts)
    elif isinstance(block, Paragraphs):
        kind = "Finding" if section.level == 3 else section.heading
        about = section.heading if section.level == 3 else block.heading
        for sentence in block.sentences:
            yield tuple(CellValue(part or NOT_APPLICABLE) for part in (kind, about, sentence, ""))
