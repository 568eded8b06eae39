"""The PowerPoint of a pack in LibreOffice, with the theme's font and with a wider one in its place."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from pptx import Presentation
from sqlalchemy import Engine

from dashboard.pack.slides.deck import build_slides
from layouts.powerpoint.presentation import powerpoint_file
from layouts.powerpoint.template import PAGE
from tests.builders.packs import ACCOUNT, DAYS, HARINGEY, gather_pack
from tests.read_back import squeezed

Box = tuple[float, float, float, float]
Render = Callable[[bytes, str], pypdfium2.PdfDocument]
EMU: Final = 12700
# What stands for Arial: a font of its widths, and a wider one.
FONTS: Final = {"Liberation Sans": "LiberationSans", "DejaVu Sans": "DejaVuSans"}
FONTS_CONF: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><cachedir>%s</cachedir>
<match target="pattern"><test name="family"><string>Arial</string></test>
<edit name="family" mode="assign" binding="strong"><string>%s</string></edit></match>
%s</fontconfig>"""
NO_LIBERATION: Final = """<selectfont><rejectfont><pattern><patelt name="family">
<string>Liberation Sans</string></patelt></pattern></rejectfont></selectfont>"""
# Letters may reach so many points out of their box or into another line: descenders, rounding.
EDGE: Final = 2.5
# A space relative to the height of a line; the hyphen after which a line is broken.
SPACE: Final = 0.4
HYPHEN: Final = "\x02"


@pytest.fixture(scope="module")
def render_office(tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Convert a PowerPoint file to PDF with one font for Arial."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("The tests of PowerPoint need LibreOffice Impress: run .ci/tools.")
    folder = tmp_path_factory.mktemp("office")

    def render(file: bytes, font: str) -> pypdfium2.PdfDocument:
        conf = folder / "fonts.conf"
        hidden = "" if font == "Liberation Sans" else NO_LIBERATION
        conf.write_text(FONTS_CONF % (folder / "cache", font, hidden))
        (folder / "deck.pptx").write_bytes(file)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run(
            [*command, str(folder / "deck.pptx")],
            check=True,
            capture_output=True,
            env={
                "FONTCONFIG_FILE": str(conf),
                "HOME": str(folder),
                "PATH": str(Path(office).parent),
            },
        )
        return pypdfium2.PdfDocument((folder / "deck.pdf").read_bytes())

    return render


def lines_of_page(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """Give the pieces of text of a page and their boxes from its upper left corner."""
    text = page.get_textpage()
    height = page.get_height()
    lines = []
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        raw = text.get_text_bounded(left, bottom, right, top).replace(HYPHEN, "-")
        words = squeezed(raw)
        # The space at which a line is broken hangs over the edge.
        right -= SPACE * (top - bottom) if raw.endswith(" ") else 0
        if words and right - left > 1:
            lines.append((words, (left, height - top, right, height - bottom)))
    return lines


def boxes_of(slide: Any) -> Iterator[tuple[str, Box, bool]]:
    """Give what each shape says, its box, and whether it is a chart."""
    for shape in slide.shapes:
        box = (
            shape.left / EMU,
            shape.top / EMU,
            (shape.left + shape.width) / EMU,
            (shape.top + shape.height) / EMU,
        )
        if shape.has_chart:
            yield "", box, True
        elif shape.has_table:
            cells = (cell.text for row in shape.table.rows for cell in row.cells)
            yield squeezed("".join(cells)), box, False
        elif shape.has_text_frame:
            fields = "".join(shape.element.xpath(".//a:fld/a:t/text()"))
            yield squeezed(shape.text_frame.text + fields), box, False


def holds(outer: Box, inner: Box) -> bool:
    return (
        inner[0] >= outer[0] - EDGE
        and inner[1] >= outer[1] - EDGE
        and inner[2] <= outer[2] + EDGE
        and inner[3] <= outer[3] + EDGE
    )


def overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > EDGE and down > EDGE


def faults_of(page: pypdfium2.PdfPage, slide: Any) -> Iterator[str]:
    boxes = list(boxes_of(slide))
    written: list[tuple[str, Box]] = []
    for words, line in lines_of_page(page):
        of_it = [box for text, box, _ in boxes if words in text]
        charts = [box for _, box, is_chart in boxes if is_chart]
        if any(holds(box, line) for box in of_it):
            written.append((words, line))
        elif not any(holds(box, line) for box in charts):
            yield f"{words!r} is out of its box: {line}, {of_it}"
    for at, (words, line) in enumerate(written):
        for other_words, other in written[at + 1 :]:
            if overlap(line, other):
                yield f"{words!r} overlaps {other_words!r}"


def fonts_of(document: pypdfium2.PdfDocument) -> str:
    raw = pypdfium2.raw
    names = {
        each.get_font().get_base_name()
        for page in document
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
        if isinstance(each, pypdfium2.PdfTextObj)
    }
    return " ".join(sorted(names))


def check(render: Render, engine: Engine, plan: str, font: str) -> None:
    stored = gather_pack(engine, plan)
    main = [slide for slide in build_slides(stored) if not slide.is_backup]
    file = powerpoint_file(stored, main)
    document = render(file, font)
    assert FONTS[font] in fonts_of(document)
    slides = list(Presentation(BytesIO(file)).slides)
    assert len(document) == len(slides)
    width, height = document[0].get_size()
    assert (round(width), round(height)) == tuple(map(round, PAGE))
    faults = [
        f"{number}: {fault}"
        for number, (page, slide) in enumerate(zip(document, slides, strict=True), start=1)
        for fault in faults_of(page, slide)
    ]
    assert faults == []


@pytest.mark.parametrize("font", FONTS)
def test_text_stays_in_its_box_and_overlaps_no_other(
    render_office: Render, filled_engine: Engine, font: str
) -> None:
    """It takes LibreOffice 3 seconds to start and to convert a deck."""
    check(render_office, filled_engine, HARINGEY, font)


@pytest.mark.sweep
@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("plan", [*(plan for plan in DAYS if plan != HARINGEY), ACCOUNT[0]])
def test_text_of_the_other_plans_stays_in_its_box(
    render_office: Render, filled_engine: Engine, plan: str, font: str
) -> None:
    check(render_office, filled_engine, plan, font)
