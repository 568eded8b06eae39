"""The PowerPoint of a pack: what an office's software and a screen reader find in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, Final
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from sqlalchemy import Engine

from dashboard.model.panel import Panel, Series
from dashboard.pack.blocks import (
    STATUS,
    MeasureCells,
    Picture,
    Slide,
    StatusCount,
    StatusCounts,
    Table,
    TableCell,
    TableColumn,
    Tag,
)
from dashboard.pack.model import StoredPack
from dashboard.pack.places.slide import PLACED
from dashboard.pack.slides.deck import build_slides
from dashboard.pack.slides.measure_items import measure_item
from dashboard.text.periods import day_words
from layouts.charts.svg.mini.picture import slide_plot
from layouts.powerpoint.blocks import add_blocks
from layouts.powerpoint.chart import add_chart
from layouts.powerpoint.main_slide import add_placed
from layouts.powerpoint.make_template import template_bytes
from layouts.powerpoint.presentation import powerpoint_file, title_size
from layouts.powerpoint.small_chart import add_small_chart
from layouts.powerpoint.table import add_table
from layouts.powerpoint.template import BODY, LANGUAGE, PAGE, TEMPLATE, SlideArea, blank_deck
from layouts.powerpoint.text import LINE_HEIGHT, SMALLEST_POINTS, line_count, run_line_count
from tests.builders import panels as samples
from tests.builders.packs import AND_HIDING, EXAMPLE, HARINGEY, STRATEGY, asked_pack, gather_pack
from tests.layouts.test_figure import EVERY_SAMPLE
from tests.read_back import chart_numbers, sheet_numbers

NOW: Final = datetime(2023, 4, 19, tzinfo=UTC).replace(tzinfo=None)
EMU: Final = 12700
CHART: Final = SlideArea(36, 154, 550, 254)
MONTHS: Final = samples.monthly_points(50, 52, 51, 54, 53, 58, 57, 59)
MET: Final = Tag(STATUS, "met", "On target")


@pytest.fixture(scope="module", params=AND_HIDING)
def stored(request: pytest.FixtureRequest) -> StoredPack:
    return asked_pack(request)


@pytest.fixture(scope="module")
def file(stored: StoredPack) -> bytes:
    return powerpoint_file(stored)


@pytest.fixture(scope="module")
def deck(file: bytes) -> Any:
    return Presentation(BytesIO(file))


def empty_slide() -> Any:
    deck = blank_deck("A deck", "An area", NOW)
    return deck.slides.add_slide(deck.slide_layouts[0])


def drawn(panel: Panel, series: Series) -> Chart:
    slide = empty_slide()
    add_chart(slide, Picture(panel, series, series.alt), CHART)
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def shapes(deck: Any) -> Iterator[Any]:
    return (shape for slide in deck.slides for shape in slide.shapes)


def test_every_slide_has_a_title_that_software_knows_as_one_and_a_number(deck: Any):
    for number, slide in enumerate(deck.slides, start=1):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        assert "".join(slide.element.xpath(".//a:fld/a:t/text()")) == str(number)


def test_every_run_is_in_british_english_and_none_is_too_small(deck: Any):
    runs = [run for slide in deck.slides for run in slide.element.iter(qn("a:rPr"))]
    assert {run.get("lang") for run in runs} == {LANGUAGE}
    sizes = [int(run.get("sz")) for run in runs if run.get("sz")]
    assert min(sizes) >= SMALLEST_POINTS * 100


def test_every_chart_and_table_says_what_it_shows_and_no_shape_leaves_the_slide(deck: Any):
    for shape in shapes(deck):
        if shape.has_chart or shape.has_table:
            assert shape.element.xpath("./p:nvGraphicFramePr/p:cNvPr/@descr")[0]
        right, bottom = shape.left + shape.width, shape.top + shape.height
        assert min(shape.left, shape.top) >= 0
        assert right <= PAGE[0] * EMU + 1
        assert bottom <= PAGE[1] * EMU + 1


def test_tables_flag_their_head_and_their_first_column(deck: Any):
    tables = [shape.table for shape in shapes(deck) if shape.has_table]
    assert tables
    assert all(table.first_row and table.first_col for table in tables)


def test_names_of_shapes_are_unlike_within_a_slide_by_number(deck: Any):
    for slide in deck.slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))


def test_the_same_pack_gives_the_same_bytes_that_name_no_machine(stored: StoredPack, file: bytes):
    assert powerpoint_file(stored) == file
    said = Presentation(BytesIO(file)).core_properties
    assert said.author == said.last_modified_by == stored.content.overview.area.name
    assert said.title.startswith(said.author)
    assert said.language == LANGUAGE
    with ZipFile(BytesIO(file)) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name or "printer" in name]


def test_a_draft_and_synthetic_data_are_said_at_the_foot_of_every_slide(stored: StoredPack):
    overview = stored.content.overview
    area = replace(overview.area, kind="synthetic")
    pack = replace(stored.content, overview=replace(overview, area=area))
    made: Any = Presentation(BytesIO(powerpoint_file(replace(stored, pack=pack))))
    for slide in made.slides:
        feet = [s.text_frame.text for s in slide.placeholders if s.placeholder_format.idx == 11]
        assert "Draft · Synthetic data" in feet[0]


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_the_numbers_of_a_chart_are_those_of_its_worksheet(panel: Panel, series: Series):
    chart = drawn(panel, series)
    assert chart_numbers(chart) == sheet_numbers(chart)


def test_a_gap_breaks_the_line_and_keeps_its_row():
    chart = drawn(samples.BY_YEAR, samples.GAPPED)
    (line,) = [
        one for one in chart.element.iter(qn("c:ser"))
        if one.findtext(f"{qn('c:tx')}//{qn('c:v')}") == "Haringey"
    ]  # fmt: skip
    places = [int(point.get("idx")) for point in line.iterfind(f"{qn('c:yVal')}//{qn('c:pt')}")]
    steps = [later - earlier for earlier, later in pairwise(places)]
    assert steps == [1, 1, 2, 1]
    assert chart.element.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_a_white_dot_has_a_line_whose_colour_libreoffice_fills_it_with(
    panel: Panel, series: Series
):
    chart: Any = drawn(panel, series)
    for line in chart.plots[0].series:
        white = line._element.xpath(
            "./c:dPt[c:marker/c:spPr/a:solidFill/a:srgbClr/@val = 'ffffff']"
        )
        assert not white or line._element.xpath("./c:spPr/a:ln/a:solidFill"), line.name


def test_percentages_stand_on_an_axis_from_0_to_100():
    chart = drawn(samples.BY_YEAR, samples.GAPPED)
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 100)
    assert chart.value_axis.tick_labels.number_format == '#,##0"%"'


@pytest.mark.parametrize("rows", [1, 4, 9])
def test_a_table_of_long_words_stays_within_its_place(rows: int):
    columns = (
        TableColumn("Reference", share=9),
        TableColumn("What it is", share=60),
        TableColumn("Status"),
    )
    row = (
        TableCell("EHCP 12"),
        TableCell("Plans with a co-production meeting " * 2),
        TableCell("", tag=MET),
    )
    slide = empty_slide()
    add_blocks(slide, [Table("made", "Made", columns, (row,) * rows, "A note")], BODY)
    frame = next(shape for shape in slide.shapes if shape.has_table)
    assert frame.top + frame.height <= (BODY.top + BODY.height) * EMU
    assert sum(one.height for one in frame.table.rows) == frame.height


def test_counts_stand_side_by_side_each_with_its_word():
    slide = empty_slide()
    add_blocks(
        slide, [StatusCounts("Four", (StatusCount(MET, 16, 14), StatusCount(MET, 5, 0)), "")], BODY
    )
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert "16 (14)\n✓\u00a0On target" in texts


def test_a_title_of_54_letters_and_its_finding_fit_two_lines():
    title = "Young people with plans who are in education or in work: 1,234, cannot compare"
    assert title_size(title) >= 32
    assert title_size("Short: 82%") == 40


def test_a_source_that_speaks_of_a_day_leaves_the_foot_its_own(stored: StoredPack):
    slide = replace(build_slides(stored)[0], source="Source: Census. As at 1 May 2021.")
    made: Any = Presentation(BytesIO(powerpoint_file(stored, [slide])))
    words = "".join(made.slides[0].element.xpath(".//a:t/text()"))
    assert f"As at 1 May 2021 · As at {day_words(stored.as_of)} · Version 1" in words


def test_words_wrap_where_they_would_on_a_slide():
    assert line_count("82%", 72, 318, is_bold=True) == 1
    assert line_count("one two three four", 28, 120) > 1
    assert line_count("Unbreakablywordedwordofgreatlength", 28, 120) > 2


def test_the_main_slides_and_the_backup_are_sections(stored: StoredPack, deck: Any):
    slides = build_slides(stored)
    space = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
    found = {
        one.get("name"): [int(each.get("id")) for each in one.iter(f"{space}sldId")]
        for one in deck.element.iter(f"{space}section")
    }
    ids = [made.slide_id for made in deck.slides]
    main = sum(not slide.is_backup for slide in slides)
    assert found == {"Main slides": ids[:main], "Backup": ids[main:]}


def test_a_measure_on_a_main_slide_leads_to_its_slide_in_the_backup(stored: StoredPack, deck: Any):
    slides = build_slides(stored)
    names = dict(zip((made.slide_id for made in deck.slides), slides, strict=True))
    leads = [
        (slide.blocks[0].items, made)
        for slide, made in zip(slides, deck.slides, strict=True)
        if isinstance(slide.blocks[0], MeasureCells)
    ]
    assert leads
    for items, made in leads:
        shapes = {shape.name: shape for shape in made.shapes}
        for item in items:
            target = shapes[item.title].click_action.target_slide
            assert names[target.slide_id].slide_id == item.backup


def test_no_line_of_a_small_chart_is_longer_than_its_first(deck: Any):
    """LibreOffice leaves out a first line that is shorter than another: a target, mostly."""
    charts = [
        shape.chart.plots[0]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart and shape.chart.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    ]
    lengths = [[len([*series.values]) for series in plot.series] for plot in charts]
    assert all(each[0] == max(each) for each in lengths)


def test_what_is_written_on_a_main_slide_fits_its_box(stored: StoredPack, deck: Any):
    """In Arial, which is wider than the typeface of the pages."""
    boxes = 0
    for slide, made in zip(build_slides(stored), deck.slides, strict=True):
        for shape in made.shapes if slide.layout in PLACED else ():
            if not (shape.has_text_frame and shape.text_frame.text) or shape.is_placeholder:
                continue
            width, height = shape.width / EMU, shape.height / EMU
            needed = sum(
                run_line_count(
                    [(run.text, run.font.size.pt, bool(run.font.bold)) for run in each.runs], width
                )
                * max(run.font.size.pt for run in each.runs)
                * LINE_HEIGHT
                for each in shape.text_frame.paragraphs
            )
            assert needed <= height * 1.02, (slide.slide_id, shape.name, shape.text_frame.text)
            boxes += 1
    assert boxes > 20


@pytest.mark.parametrize("plan", [HARINGEY, STRATEGY, EXAMPLE])
def test_letters_of_main_slides_are_as_large_as_in_the_browser(filled_engine: Engine, plan: str):
    """24 px of 1,280 are 18 points, in cells of nine measures too."""
    stored = gather_pack(filled_engine, plan)
    main = [slide for slide in build_slides(stored) if not slide.is_backup]
    deck = Presentation(BytesIO(powerpoint_file(stored, main)))
    for slide, made in zip(main, deck.slides, strict=True):
        for run in made.element.iter(qn("a:rPr")):
            size = int(run.get("sz") or 1800)
            assert size >= 1800, (slide.slide_id, run.getparent().xpath("./a:t/text()"))


def test_only_the_newest_figure_of_a_line_with_gaps_is_a_large_dot():
    months = samples.monthly_points(50, 52, 51, 0, 54, 53, 0, 58, 57, 59)
    panel = samples.judged_panel(tuple(month for month in months if month.value), goal=60)
    slide = empty_slide()
    plot = slide_plot(panel.measure, panel.lead, 300, 100)
    assert plot is not None
    add_small_chart(slide, measure_item(panel), plot, CHART)
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    figures = [line for line in chart.plots[0].series if line.name != "Target"]
    assert len(figures) == 3
    with_dots = [line for line in figures if line._element.xpath(".//c:dPt")]
    assert [list(line.values)[-1] for line in with_dots] == [59]
    assert with_dots[0]._element.xpath(".//c:dPt/c:idx/@val") == ["2"]


def test_a_small_chart_leads_in_dots_from_a_baseline_that_its_trend_was_computed_from():
    trend = replace(samples.IMPROVED, chosen=samples.IMPROVED.comparisons[0])
    for line, values in (
        (replace(samples.IN_MONTH, trend=trend), [27, 71]),
        (samples.IN_MONTH, [27]),
    ):
        panel = samples.panel(samples.PLANS_ON_TIME, line)
        plot = slide_plot(panel.measure, line, 300, 100)
        assert plot is not None
        slide = empty_slide()
        add_small_chart(slide, measure_item(panel), plot, CHART)
        chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
        baseline = next(each for each in chart.plots[0].series if each.name == "Baseline")
        assert [*baseline.values] == values
        assert baseline.format.line.dash_style == MSO_LINE.ROUND_DOT
        assert baseline._element.xpath(".//c:dPt/c:idx/@val") == ["0"]


def test_a_chart_of_one_figure_leads_in_dots_from_the_baseline_that_it_is_compared_with():
    (since,) = samples.IMPROVED.comparisons
    chosen = replace(since, earlier=samples.IN_MONTH.baselines[0].point)
    compared = replace(samples.IMPROVED, chosen=chosen)
    for points, trend, values in (
        (samples.IN_MONTH.points[-1:], compared, [[27, 82]]),
        (samples.IN_MONTH.points, compared, []),
        (samples.IN_MONTH.points[-1:], samples.IMPROVED, []),
    ):
        line = replace(samples.IN_MONTH, points=points, trend=trend)
        chart: Any = drawn(samples.panel(samples.PLANS_ON_TIME, line), line)
        changes = [each for each in chart.plots[0].series if each.name == "Change"]
        assert [[y for y in each.values if y is not None] for each in changes] == values
        assert all(each.format.line.dash_style == MSO_LINE.ROUND_DOT for each in changes)


def test_the_only_measure_of_a_slide_has_a_chart_with_axes():
    cells = MeasureCells("", (measure_item(samples.judged_panel(MONTHS, goal=60)),), "")
    slide = empty_slide()
    add_placed(slide, Slide("one", "Priority 1", "cells", "A finding", "", (cells,)))
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert chart.value_axis.visible
    assert chart.category_axis.visible


def test_all_slides_of_a_pack_are_there(stored: StoredPack, deck: Any):
    assert len(deck.slides) == len(build_slides(stored))


def test_the_main_slides_of_six_priorities_take_at_most_400_kb(filled_engine: Engine):
    stored = gather_pack(filled_engine, EXAMPLE)
    slides = [slide for slide in build_slides(stored) if not slide.is_backup]
    file = powerpoint_file(stored, slides)
    assert len(file) <= 400_000
    assert sum(shape.has_chart for shape in shapes(Presentation(BytesIO(file)))) > 40


def test_the_template_is_the_one_that_its_script_makes() -> None:
    made, committed = (ZipFile(BytesIO(f)) for f in (template_bytes(), TEMPLATE.read_bytes()))
    with made, committed:
        assert made.namelist() == committed.namelist()
        for name in made.namelist():
            assert made.read(name) == committed.read(name), name


def test_no_shape_of_the_theme_has_a_shadow() -> None:
    with ZipFile(TEMPLATE) as template:
        (theme,) = (template.read(name) for name in template.namelist() if "/theme/" in name)
    assert theme.count(b"<a:effectStyle><a:effectLst/></a:effectStyle>") == 3
    assert b"Shdw" not in theme


def test_the_head_of_a_table_is_as_high_as_its_words_and_its_rows_share_the_rest() -> None:
    slide = empty_slide()
    rows = tuple((TableCell(name), TableCell("1 of 2")) for name in ("One", "Two", "Three"))
    columns = (TableColumn("Priority", share=2), TableColumn("Actions done", share=1))
    add_table(slide, Table("few", "Priorities", columns, rows), BODY, most_row=60)
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    head, *others = (row.height / EMU for row in table.rows)
    assert others == [60, 60, 60]
    assert head < 50


def test_the_layouts_have_the_placeholders_that_slides_fill(stored: StoredPack, deck: Any) -> None:
    kinds = {
        layout.name: {str(box.placeholder_format.type) for box in layout.placeholders}
        for layout in deck.slide_layouts
    }
    common = {"TITLE (1)", "BODY (2)", "FOOTER (15)", "SLIDE_NUMBER (13)"}
    assert all(common <= found for found in kinds.values())
    assert "TABLE (12)" in kinds["Headline and table"]
    assert "CHART (8)" in kinds["Chart and figures"]
    layouts = {
        slide.layout: made.slide_layout.name
        for slide, made in zip(build_slides(stored), deck.slides, strict=True)
    }
    assert layouts["cover"] == "Cover"
    assert layouts["measure"] == "Chart and figures"
    assert layouts["summary"] == "Table and text"


def test_slides_fill_their_placeholders_and_leave_none_empty(deck: Any) -> None:
    for slide in deck.slides:
        filled = [box for box in slide.placeholders if box.has_text_frame]
        assert all(box.text_frame.text or box.element.xpath(".//a:fld") for box in filled)
        if slide.slide_layout.name == "Headline and table":
            assert any(box.has_table for box in slide.placeholders)
        if slide.slide_layout.name == "Columns":
            assert len(filled) >= 4


def test_text_that_does_not_fit_in_another_font_is_made_smaller(deck: Any) -> None:
    for slide in deck.slides:
        title = slide.shapes.title.text_frame
        assert title.auto_size == MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text and not shape.is_placeholder:
                assert shape.text_frame.auto_size == MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
