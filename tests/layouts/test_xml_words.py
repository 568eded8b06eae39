"""Words that XML cannot hold: no file of a pack that was made before fails for them."""

from collections.abc import Callable
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation

from dashboard.model.panel import Event, Panel, Series
from dashboard.pack.blocks import Paragraphs, Picture, Table, TableCell, TableColumn
from layouts.charts.svg.pack_chart import draw_chart
from layouts.charts.svg_file import picture_file
from layouts.powerpoint.blocks import add_blocks
from layouts.powerpoint.chart import add_chart
from layouts.powerpoint.template import BODY, add_foot, blank_deck
from layouts.powerpoint.text import paragraph, write
from layouts.ui.xml_text import allowed, escape
from tests.builders import panels as samples
from tests.layouts.test_powerpoint import NOW

ODD: Final = "Staff\x0bleft\x0cin\x00<May> & June\ufffe"
TOLD: Final = "Staff left in <May> & June "
SVG: Final = "{http://www.w3.org/2000/svg}"


@settings(max_examples=50)
@given(st.text(st.characters()))
def test_any_words_stand_in_xml_once_what_it_cannot_hold_is_taken_out(words: str):
    read = ET.fromstring(f"<a>{escape(words)}</a>").text or ""  # noqa: S314 - written here
    assert read == allowed(words).replace("\r\n", "\n").replace("\r", "\n")


def test_words_that_xml_holds_stay_as_they_are():
    assert allowed("Río – “£” 😀\tone\ntwo") == "Río – “£” 😀\tone\ntwo"


def test_soft_breaks_do_not_break_a_slide_its_table_its_chart_or_its_foot():
    deck = blank_deck(ODD, ODD, NOW)
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    table = Table(
        "made",
        ODD,
        (TableColumn(ODD), TableColumn("Words")),
        ((TableCell(ODD), TableCell(ODD, ODD)),),
        ODD,
    )
    add_blocks(slide, [Paragraphs(ODD, (ODD,)), table], BODY)
    line = samples.series((samples.month("2023-03", 4),), title=ODD, label=ODD, alt=ODD)
    panel = samples.panel(samples.PLANS_ON_TIME, line)
    add_chart(slide, Picture(panel, line, ODD), BODY)
    write(add_foot(slide, 1).text_frame, [paragraph(ODD)], 12)
    file = BytesIO()
    deck.save(file)
    (read,) = Presentation(file).slides
    assert f"Chart: {TOLD}" in [shape.name for shape in read.shapes]
    assert f">{escape(TOLD)}<" in read.shapes.element.xml


def report_chart(panel: Panel, series: Series) -> str:
    drawn, _ = draw_chart(Picture(panel, series, series.alt))
    return f"<div>{drawn}</div>"


@pytest.mark.parametrize("draw", [picture_file, report_chart])
def test_soft_breaks_do_not_break_a_picture(draw: Callable[[Panel, Series], str]):
    event = Event(samples.AS_OF, "day", ODD, "", "")
    line = samples.series((samples.month("2023-03", 4),), title=ODD, alt=ODD)
    panel = samples.panel(samples.PLANS_ON_TIME, line, events=(event,))
    root = ET.fromstring(draw(panel, line))  # noqa: S314 - drawn here
    assert root.findtext(f".//{SVG}title") == TOLD
