"""Deck, report, PDF, PowerPoint and workbook of a pack say the same: each is read back and compared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pytest

from dashboard.pack.blocks import (
    Block,
    MeasureBars,
    MeasureCells,
    Picture,
    Report,
    Slide,
    StatusCounts,
    Table,
    TableCell,
    TableColumn,
)
from dashboard.pack.blocks_from_series import NO_FIGURE
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.slides.deck import build_slides
from dashboard.pack.tables.summary import highlight_table
from dashboard.panels.overview import unique_panels
from dashboard.text.format import plain_number, point_words, screen_name
from layouts.deck.document import render_deck
from layouts.powerpoint.presentation import powerpoint_file
from layouts.report.blocks import compact
from layouts.report.document import carried_styles, report_file
from layouts.report.pdf import report_pdf
from layouts.workbook.sheets import NOT_APPLICABLE
from layouts.workbook.workbook import workbook_file
from tests.builders.packs import ACCOUNT, HARINGEY, HIDING, OWNED, STRATEGY, asked_pack, block_words
from tests.read_back import (
    Told,
    chart_numbers,
    read_html,
    read_pdf,
    read_powerpoint,
    read_workbook,
    sheet_numbers,
    squeezed,
)

PLANS: Final = ((HARINGEY, "filled_engine"), (STRATEGY, "filled_engine"), HIDING, ACCOUNT, OWNED)
READ_AS_PDF: Final = (PLANS[0], OWNED, pytest.param(HIDING, marks=pytest.mark.sweep))
NUMBER: Final = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


@pytest.fixture(scope="module", params=PLANS, ids="-".join)
def stored(request: pytest.FixtureRequest) -> StoredPack:
    return asked_pack(request)


@pytest.fixture(scope="module")
def slides(stored: StoredPack) -> tuple[Slide, ...]:
    return build_slides(stored)


@pytest.fixture(scope="module")
def report(stored: StoredPack) -> Report:
    return build_report(stored)


@pytest.fixture(scope="module")
def powerpoint(stored: StoredPack) -> list[Told]:
    return read_powerpoint(powerpoint_file(stored))


@pytest.fixture(scope="module")
def workbook(stored: StoredPack) -> dict[str, list[list[str]]]:
    return read_workbook(workbook_file(stored))


def shown_words(block: Block) -> list[str]:
    """Give what a block says, of a chart what it is called."""
    return [words for words in block_words(block) if words]


def report_blocks(report: Report) -> Iterator[Block]:
    yield report.facts
    yield from (block for section in report.sections for block in section.blocks)


def printed_blocks(report: Report) -> Iterator[Block]:
    """Give the blocks of a report with its tables as page and paper have them: see that none loses a word."""
    for block in report_blocks(report):
        if isinstance(block, Table):
            short = compact(block)
            assert "".join(spelt_out(block, short)) == "".join(
                cell.text for cell in cells_of(block)
            )
            yield short
        else:
            yield block


def spelt_out(block: Table, short: Table) -> Iterator[str]:
    """Give the cells of a table from its compact form, which has some details in its head alone."""
    places = [
        next((at for at, head in enumerate(short.columns) if named(head, column)), None)
        for column in block.columns
    ]
    for row in short.rows:
        for column, place in zip(block.columns, places, strict=True):
            cell = TableCell(NO_FIGURE) if place is None else row[place]
            head = column.name if place is None else short.columns[place].name
            shared = head.removeprefix(column.name).removeprefix(": ")
            is_bare = not cell.detail and cell.words != NO_FIGURE
            yield replace(cell, detail=shared).text if shared and is_bare else cell.text


def named(head: TableColumn, column: TableColumn) -> bool:
    return head.name == column.name or head.name.startswith(f"{column.name}: ")


def cell_words(cell: TableCell) -> str:
    tag = cell.tag.word if cell.tag else ""
    return squeezed(f"{cell.words}{tag}{cell.detail}")


def missing(blocks: Sequence[Block], text: str) -> list[str]:
    """List what is said in the blocks and not in a text without spaces.

    What a sentence of the same slide says need not be said again.
    """
    words = [
        part
        for block in blocks
        for part in (
            map(cell_words, cells_of(block)) if isinstance(block, Table) else shown_words(block)
        )
    ]
    found = text.lower()
    return [
        block_words
        for block_words in words
        if not all(squeezed(part).lower() in found for part in block_words.split("; "))
    ]


def cells_of(table: Table) -> Iterator[TableCell]:
    return (cell for row in table.rows for cell in row)


def test_every_slide_is_in_the_powerpoint_in_its_order_with_its_words_and_notes(
    slides: tuple[Slide, ...], powerpoint: list[Told]
):
    assert [one.title for one in powerpoint] == [slide.title for slide in slides]
    for slide, read in zip(slides, powerpoint, strict=True):
        assert squeezed(slide.subtitle) in read.text
        assert missing(slide.blocks, read.text) == []
        assert squeezed(read.notes) == squeezed("".join(slide.notes))


def test_every_cell_of_a_slide_stands_in_its_place_of_a_native_table(
    slides: tuple[Slide, ...], powerpoint: list[Told]
):
    for slide, read in zip(slides, powerpoint, strict=True):
        tables = [block for block in slide.blocks if isinstance(block, Table)]
        assert len(read.tables) == len(tables)
        for table, grid in zip(tables, read.tables, strict=True):
            heads, *rows = grid
            assert heads == [column.name for column in table.columns]
            assert [[squeezed(cell) for cell in row] for row in rows] == [
                [cell_words(cell) for cell in row] for row in table.rows
            ]


def test_the_charts_hold_the_figures_and_name_what_they_show(
    slides: tuple[Slide, ...], powerpoint: list[Told]
):
    drawn = 0
    for slide, read in zip(slides, powerpoint, strict=True):
        pictures = [block for block in slide.blocks if isinstance(block, Picture)]
        for picture, chart in zip(pictures, read.charts, strict=False):
            assert picture.alt in read.alts
            kept = chart_numbers(chart)
            assert sheet_numbers(chart) == kept
            assert plotted(kept, picture) == figures(picture)
            drawn += 1
    assert drawn


def test_the_small_charts_of_main_slides_hold_figures_of_their_measures(
    slides: tuple[Slide, ...], powerpoint: list[Told]
):
    drawn = 0
    for slide, read in zip(slides, powerpoint, strict=True):
        items = [i for b in slide.blocks if isinstance(b, MeasureCells) for i in b.items]
        by_alt = {item.series.alt: item for item in items}
        for chart, alt in zip(read.charts if items else (), read.alts, strict=False):
            item = by_alt[alt]
            numbers = chart_numbers(chart)
            assert sheet_numbers(chart) == numbers
            known = {point.value for point in item.series.points}
            area = screen_name(item.panel.area.name)
            own = [each for name in numbers if name.startswith(area) for each in numbers[name]]
            assert own
            assert set(own) <= known
            drawn += 1
    assert drawn or not any(slide.slide_id == "off-target" for slide in slides)


def figures(picture: Picture) -> list[float]:
    """Give every dated number of a series; of a band both ends and what lies between."""
    numbers: list[float] = []
    for point in picture.series.points:
        if not point.period_end:
            continue
        if point.value is not None:
            numbers.append(point.value)
        elif point.value_low is not None and point.value_high is not None:
            middle = (point.value_low + point.value_high) / 2
            numbers += [point.value_low, middle, point.value_high]
    return sorted(numbers)


def plotted(kept: dict[str, list[float]], picture: Picture) -> list[float]:
    """Give what a chart holds of the series itself, beside targets, events and labels."""
    area = screen_name(picture.panel.area.name)
    own = [name for name in kept if name.startswith((area, "Low to high end"))]
    return sorted(number for name in own for number in kept[name])


def test_the_deck_says_what_the_slides_say(stored: StoredPack, slides: tuple[Slide, ...]):
    drawn = render_deck(stored).slides
    assert [one.slide_id for one in drawn] == [slide.slide_id for slide in slides]
    for slide, one in zip(slides, drawn, strict=True):
        read = read_html(one.inside)
        assert read.title == slide.title
        assert missing(slide.blocks, read.text) == []


def test_the_file_for_e_mail_says_what_the_report_says(stored: StoredPack, report: Report):
    read = read_html(report_file(stored, report, carried_styles()))
    assert missing(list(printed_blocks(report)), read.text) == []
    grids = [[[squeezed(cell) for cell in row] for row in grid] for grid in read.tables]
    for block in printed_blocks(report):
        if isinstance(block, Table):
            rows = [[cell_words(cell) for cell in row] for row in block.rows]
            assert any(grid[1:-1] == rows for grid in grids), block.caption


@pytest.mark.parametrize("stored", READ_AS_PDF, ids="-".join, indirect=True)
def test_the_pdf_says_what_the_report_says(stored: StoredPack):
    """Hold the body of the report, which is what a meeting reads; the appendix is drawn alike."""
    report = build_report(stored)
    body = replace(report, sections=tuple(s for s in report.sections if not s.is_appendix))
    text = read_pdf(report_pdf(stored, body))
    assert missing(list(printed_blocks(body)), text) == []
    for block in printed_blocks(body):
        if isinstance(block, Table):
            for row in block.rows:
                assert squeezed("".join(map(cell_words, row))) in text


def test_the_workbook_holds_the_measures_table_cell_by_cell(
    stored: StoredPack, workbook: dict[str, list[list[str]]]
):
    table = highlight_table(stored.content)
    heads, *rows = workbook["Measures"]
    assert len(rows) == len(table.rows)
    for column in table.columns:
        names = [
            head for head in heads if head == column.name or head.startswith(f"{column.name}: ")
        ]
        places = [heads.index(name) for name in names]
        place = table.columns.index(column)
        for row, cells in zip(rows, table.rows, strict=True):
            whole = squeezed("".join(row[at] for at in places if row[at] != NOT_APPLICABLE))
            assert without_direction(whole) == cell_words(cells[place]).removeprefix("–")


def without_direction(words: str) -> str:
    for direction in ("Up:", "Down:", "Level:"):
        words = words.replace(direction, "")
    return words


def test_the_workbook_counts_and_lists_what_the_report_does(
    report: Report, workbook: dict[str, list[list[str]]]
):
    counted = [
        [
            block.heading,
            count.tag.word,
            str(count.now),
            "[x]" if count.before is None else str(count.before),
        ]
        for block in report_blocks(report)
        if isinstance(block, StatusCounts)
        for count in block.counts
    ]
    assert workbook["Status counts"][1:] == counted
    everything = squeezed(
        "".join(
            c for sheet in workbook.values() for row in sheet for c in row if c != NOT_APPLICABLE
        )
    )
    actions = [section for section in report.sections if section.section_id == "actions"]
    blocks = [block for section in actions for block in section.blocks]
    assert missing(blocks, everything) == []


def test_the_workbook_holds_every_figure_as_a_number(
    stored: StoredPack, workbook: dict[str, list[list[str]]]
):
    heads, *rows = workbook["Figures"]
    role, words, value = (heads.index(name) for name in ("Role", "In words", "Value"))
    held = [row for row in rows if row[role] in ("Figure", "Published later")]
    points = [
        (panel.measure.unit, point)
        for panel in unique_panels(stored.content.overview.priorities)
        for series in panel.series
        for point in series.points
    ]
    assert [row[words] for row in held] == [point_words(point, unit) for unit, point in points]
    for row, (_, point) in zip(held, points, strict=True):
        if point.value is None:
            assert row[value].startswith("[")
        else:
            assert float(row[value].replace(",", "")) == pytest.approx(point.value, abs=0.005)
            assert row[value] == plain_number(point.value, point.decimals)


def test_the_numbers_of_main_slides_are_those_of_page_report_and_workbook(
    stored: StoredPack,
    slides: tuple[Slide, ...],
    report: Report,
    workbook: dict[str, list[list[str]]],
):
    heads, *rows = workbook["Measures"]
    title = heads.index("Measure")
    read = read_html(report_file(stored, report, carried_styles()))
    html_rows = [" ".join(" ".join(row).split()) for grid in read.tables for row in grid]
    panels = {
        each.measure.measure_id: each for each in unique_panels(stored.content.overview.priorities)
    }
    compared = 0
    for slide in slides:
        for block in slide.blocks:
            for item in block.items if isinstance(block, MeasureBars | MeasureCells) else ():
                measure = item.panel.measure
                assert item.series in panels[measure.measure_id].series
                if not item.has_number:
                    continue
                numbers = NUMBER.findall(item.value)
                of_sheet = [" ".join(row) for row in rows if row[title].startswith(measure.title)]
                assert any(holds(row, numbers) for row in of_sheet), item.title
                of_report = [row for row in html_rows if measure.title in row]
                assert any(holds(row, numbers) for row in of_report), item.title
                if item.goal:
                    assert any(holds(row, NUMBER.findall(item.goal)) for row in of_sheet), (
                        item.title
                    )
                compared += 1
    assert compared or not any(slide.slide_id == "off-target" for slide in slides)


def holds(row: str, numbers: list[str]) -> bool:
    """Say whether a row has every one of some numbers."""
    found = NUMBER.findall(row)
    return bool(numbers) and all(number in found for number in numbers)
