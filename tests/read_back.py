"""Read the formats of a pack back: their words, their tables, the numbers behind their charts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

import openpyxl
from lxml import html as lxml_html
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pypdf import PdfReader

from layouts.powerpoint.text import GLYPHS

C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SPACES: Final = re.compile(r"\s+")
# The shape of a tag stands as one letter before its word.
SHAPE: Final = re.compile(f"[{''.join(GLYPHS.values())}]\u00a0")
Grid = list[list[str]]


@dataclass
class Told:
    """What one slide or one whole report says: its words in order, its tables row by row."""

    title: str = ""
    words: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    notes: str = ""

    @property
    def text(self) -> str:
        cells = (cell for grid in self.tables for row in grid for cell in row)
        return squeezed(" ".join((self.title, *self.words, *cells, *self.alts)))


def squeezed(words: str) -> str:
    """Leave out the spaces, which lines and columns break at will."""
    return SPACES.sub("", words)


def read_powerpoint(file: bytes) -> list[Told]:
    """Read what every slide says and draws."""
    return [_slide(slide) for slide in Presentation(BytesIO(file)).slides]


def _slide(slide) -> Told:
    told = Told(title=slide.shapes.title.text_frame.text)
    for shape in slide.shapes:
        if shape.has_chart:
            told.charts.append(shape.chart)
            told.alts.append(shape.element.xpath("./p:nvGraphicFramePr/p:cNvPr/@descr")[0])
        elif shape.has_table:
            rows = shape.table.rows
            told.tables.append([[SHAPE.sub("", cell.text) for cell in row.cells] for row in rows])
        elif shape.has_text_frame and shape != slide.shapes.title:
            told.words.append(SHAPE.sub("", shape.text_frame.text))
    if slide.has_notes_slide:
        told.notes = slide.notes_slide.notes_text_frame.text
    return told


def chart_numbers(chart: Chart) -> dict[str, list[float]]:
    """Give the numbers that a chart keeps of each of its lines."""
    numbers: dict[str, list[float]] = {}
    for series in chart.element.iter(f"{C}ser"):
        name = series.findtext(f"{C}tx//{C}v")
        values = [float(one.text) for one in series.iterfind(f"{C}yVal//{C}v")]
        numbers.setdefault(name, []).extend(values)
    return numbers


def sheet_numbers(chart: Chart) -> dict[str, list[float]]:
    """Give the numbers of the worksheet behind a chart, which is what somebody edits."""
    book = openpyxl.load_workbook(BytesIO(chart.part.part_related_by(RT.PACKAGE).blob))
    numbers: dict[str, list[float]] = {}
    heads, *rows = book["Figures"].iter_rows(values_only=True)
    for place, name in enumerate(heads):
        if name in ("Day", "What it is"):
            continue
        found = [float(row[place]) for row in rows if row[place] is not None]
        numbers.setdefault(name, []).extend(found)
    return numbers


def read_html(page: str) -> Told:
    """Read what a page says: its tables, its words, the names of its pictures."""
    tree = lxml_html.fromstring(page)
    told = Told(title=tree.findtext(".//h1") or "")
    told.tables = [_html_table(table) for table in tree.iter("table")]
    told.words = [" ".join(tree.itertext())]
    named = ("aria-label", "alt")
    told.alts = [one.get(name) for one in tree.iter() for name in named if one.get(name)]
    return told


def _html_table(table) -> Grid:
    rows = [
        [" ".join(cell.itertext()) for cell in row.iter("th", "td")] for row in table.iter("tr")
    ]
    return [*rows, [table.findtext("caption") or ""]]


def read_pdf(file: bytes) -> str:
    """Read all the words of a PDF without their spaces."""
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages))


def read_workbook(file: bytes) -> dict[str, list[list[str]]]:
    """Read each sheet's table as somebody sees it, heads first, under the sheet's name."""
    book = openpyxl.load_workbook(BytesIO(file))
    return {sheet.title: list(_table_rows(sheet)) for sheet in book if sheet.tables}


def _table_rows(sheet: Worksheet) -> Iterator[list[str]]:
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    for row in sheet.iter_rows(top, bottom, left, right):
        yield [shown(cell) for cell in row]


def shown(cell: SheetCell | MergedCell) -> str:
    """Show a cell as its number format does."""
    form = cell.number_format
    if not isinstance(cell.value, int | float) or form == "General":
        return str(cell.value)
    found = re.fullmatch(
        r'("(?P<before>[^"]*)")?(#,##)?0(?P<zeros>\.0+)?("(?P<after>[^"]*)")?', form
    )
    assert found, form
    commas = "," if "#,##" in form else ""
    number = f"{cell.value:{commas}.{max(len(found['zeros'] or '') - 1, 0)}f}"
    return f"{found['before'] or ''}{number}{found['after'] or ''}"
