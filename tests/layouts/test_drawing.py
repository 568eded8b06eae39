"""The same series as static SVG: well-formed, named, and with the same things on it."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from dashboard.model.panel import Panel, Series
from layouts.charts.chart import source_notes
from layouts.charts.spec.plot import Plot, build_plot, picture_height
from layouts.charts.spec.projection import alt_with_projection
from layouts.charts.svg.fluid import fluid_svg
from layouts.charts.svg_file import picture_file
from layouts.ui import palette
from layouts.ui.icons import SHAPES, icon_svg
from tests.builders import panels as samples
from tests.layouts.test_figure import EVERY_SAMPLE, series_figure

SVG = "{http://www.w3.org/2000/svg}"


def words_of(svg: str) -> str:
    return " ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314


def drawn_root(plot: Plot) -> ET.Element:
    return ET.fromstring(fluid_svg(plot, picture_height(plot)))  # noqa: S314


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_a_static_chart_is_well_formed_and_names_itself(panel: Panel, series: Series) -> None:
    root = ET.fromstring(picture_file(panel, series))  # noqa: S314
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == series.title
    assert root.findtext(f"{SVG}desc") == alt_with_projection(series)


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_a_static_chart_has_the_ticks_of_the_figure(panel: Panel, series: Series) -> None:
    layout = series_figure(build_plot(panel, series, benchmarks=False))["layout"]
    words = words_of(picture_file(panel, series))
    assert all(tick in words for tick in layout["yaxis"]["ticktext"])
    assert "due" in words


def test_text_from_a_source_cannot_break_the_drawing() -> None:
    line = samples.series(
        (samples.month("2023-03", 4),), title="Waits <13 weeks & over", alt="<5 & c"
    )
    root = ET.fromstring(picture_file(samples.panel(samples.PLANS_ON_TIME, line), line))  # noqa: S314
    assert root.findtext(f"{SVG}title") == "Waits <13 weeks & over"


def test_a_static_chart_breaks_the_line_at_a_gap() -> None:
    root = drawn_root(build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=False))
    pieces = [
        len((line.get("points") or "").split())
        for line in root.iter(f"{SVG}polyline")
        if line.get("stroke") == palette.FOCUS
    ]
    assert pieces == [3, 2]


def test_no_line_leads_to_months_that_are_not_complete_yet() -> None:
    whole = (samples.month("2023-01", 60), samples.month("2023-02", 62))
    running = (
        replace(samples.month("2023-03", 20), is_provisional=True),
        replace(samples.month("2023-04", 0), is_provisional=True),
    )
    line = samples.series((*whole, *running), latest=whole[-1], cursor=("",) * 4)
    panel = samples.panel(samples.PLANS_ON_TIME, line)
    root = drawn_root(build_plot(panel, line, benchmarks=False))
    drawn = [one for one in root.iter(f"{SVG}polyline") if one.get("stroke") == palette.FOCUS]
    assert [len((one.get("points") or "").split()) for one in drawn] == [2, 1, 1]
    said = str(source_notes(panel, line))
    assert "Figures after 28 February 2023 are not complete yet" in said


def test_a_picture_is_as_wide_as_its_place_less_the_margins_of_its_plot() -> None:
    plot = build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=False)
    root, sides = drawn_root(plot), plot.margins
    assert f"margin-left:{sides.left}px" in root.get("style", "")
    assert f"100% - {sides.left + sides.right}px" in root.get("style", "")
    dots = [(circle.get("cx", ""), circle.get("cy")) for circle in root.iter(f"{SVG}circle")]
    assert all(0 <= float(x.removesuffix("%")) <= 100 for x, _ in dots)
    height = picture_height(plot) - sides.bottom
    assert all(sides.top <= float(y or 0) <= height for _, y in dots)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_icon_is_well_formed_ringed_or_not(shape: str) -> None:
    for is_ringed in (False, True):
        ET.fromstring(icon_svg(shape, "#083d29", is_ringed=is_ringed))  # noqa: S314


def test_other_areas_differ_by_the_shape_of_their_marks_on_paper_too() -> None:
    root = ET.fromstring(picture_file(samples.BY_YEAR, samples.GAPPED))  # noqa: S314
    drawn = [path for path in root.iter(f"{SVG}path") if path.get("fill") == palette.OTHERS]
    assert len({str(path.get("d")).split("m", 1)[1] for path in drawn}) == 2
