"""The workbook of a pack: marked tables, no blank cells, nothing that could be a formula."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries

from dashboard.pack.blocks import TREND, Quantity, Table, TableCell, TableColumn, Tag
from dashboard.pack.model import StoredPack
from dashboard.text.format import format_value, number_format
from layouts.workbook.figures_sheet import SHORTHAND
from layouts.workbook.sheets import NOT_APPLICABLE, CellValue, split_columns
from layouts.workbook.workbook import workbook_file
from tests.builders.packs import AND_HIDING, asked_pack

UP = Tag(TREND, "improved", "Improved", "up")


@pytest.fixture(scope="module", params=AND_HIDING)
def stored(request: pytest.FixtureRequest) -> StoredPack:
    return asked_pack(request)


@pytest.fixture(scope="module")
def book(stored: StoredPack) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_file(stored)))


def top_of(table: Any) -> int:
    """Give the row of a table's heads."""
    return range_boundaries(table.ref)[1] or 0


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "words", "form"),
    [
        (82, 0, "percent", "82%", '#,##0"%"'),
        (77.24, 1, "percent", "77.2%", '#,##0.0"%"'),
        (3265, -1, "count", "3,265", "#,##0"),
        (46.08, -1, "gbp_million", "£46.08 million", '"£"#,##0.00" million"'),
        (1, 0, "weeks", "1 week", '#,##0" week"'),
        (46, 0, "weeks", "46 weeks", '#,##0" weeks"'),
    ],
)
def test_the_format_of_a_number_shows_it_as_the_pages_word_it(
    value: float, decimals: int, unit: str, words: str, form: str
):
    assert format_value(value, decimals, unit) == words
    assert number_format(value, decimals, unit) == form


def test_cover_and_contents_come_first_and_say_what_the_pack_is(book: Any, stored: StoredPack):
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    cover = [cell.value for (cell,) in book["Cover"].iter_rows()]
    assert None not in cover
    assert any(stored.sha256[:12] in words for words in cover)
    assert f"Version: {stored.version}, draft" in cover
    named = [row[0].hyperlink for row in book["Contents"].iter_rows(min_row=4)]
    links = [link.location for link in named if link]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]


def test_each_sheet_holds_one_marked_table_without_blanks_under_its_title(book: Any):
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        left, _, right, bottom = range_boundaries(table.ref)
        top = top_of(table)
        assert sheet["A1"].value
        assert (right, bottom) == (sheet.max_column, sheet.max_row)
        assert not sheet.merged_cells.ranges
        cells = [cell.value for row in sheet.iter_rows(top, bottom, left, right) for cell in row]
        assert None not in cells
        assert "" not in cells
        heads = [sheet.cell(top, column).value for column in range(left or 1, (right or 1) + 1)]
        assert len(heads) == len(set(heads))


def test_the_heads_of_long_tables_stay_in_sight(book: Any):
    for sheet in book.worksheets[2:]:
        (table,) = sheet.tables.values()
        assert sheet.freeze_panes == f"B{top_of(table) + 1}"


def test_nothing_that_people_write_becomes_a_formula_or_a_link(stored: StoredPack):
    said = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "[a](http://x.example) [b](c)", "$$n$$")
    told = tuple(replace(stored.content.commentary[0], text=text) for text in said)
    pack = replace(stored.content, commentary=told)
    sheet: Any = openpyxl.load_workbook(BytesIO(workbook_file(replace(stored, pack=pack))))[
        "Remarks"
    ]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in said]
    assert {cell.value for cell in cells} == set(said)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_shorthand_that_stands_in_a_table_is_explained(book: Any):
    used = {
        cell.value
        for sheet in book.worksheets[2:]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("[") and cell.value.endswith("]")
    }
    assert used <= set(SHORTHAND)


def test_figures_are_numbers_with_their_unit_beside_them(book: Any):
    rows = list(book["Figures"].iter_rows(min_row=4, values_only=True))
    heads, *rows = rows
    value, unit, role = (heads.index(name) for name in ("Value", "Unit", "Role"))
    shown = [row[value] for row in rows if row[role] == "Figure"]
    assert any(isinstance(one, int | float) for one in shown)
    assert all(isinstance(one, int | float) or one in SHORTHAND for one in shown)
    assert all(row[unit] for row in rows)


def test_what_a_cell_holds_beside_its_figure_has_a_column_of_its_own():
    columns = (TableColumn("Measure"), TableColumn("Month"))
    rows = (
        (TableCell("Plans"), TableCell(Quantity(82, 0, "percent"), "March 2023", UP)),
        (TableCell("Waits", "age 0–5"), TableCell("–")),
    )
    heads, told = split_columns(Table("made", "Made", columns, rows))
    assert [head.name for head in heads] == [
        "Measure", "Measure: detail", "Month", "Month: reading", "Month: detail",
    ]  # fmt: skip
    assert told[0][2:] == (
        CellValue(82.0, '#,##0"%"'),
        CellValue("Up: Improved"),
        CellValue("March 2023"),
    )
    assert told[1][2:] == (CellValue(NOT_APPLICABLE),) * 3


def test_the_same_pack_gives_the_same_bytes(stored: StoredPack):
    assert workbook_file(stored) == workbook_file(stored)
