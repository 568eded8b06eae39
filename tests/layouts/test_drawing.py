"""The same series as static SVG: well-formed, named, and with the same things on it."""

from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from dashboard.model.panel import Panel, Series
from layouts.charts.chart import chart
from layouts.charts.spec.plot import Plot, build_plot, picture_height
from layouts.charts.spec.projection import alt_with_projection
from layouts.charts.svg.fluid import fluid_svg
from layouts.charts.svg.sparkline import sparkline, sparkline_image
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
    root = ET.fromstring(picture_file(panel, series, benchmarks=True))  # noqa: S314
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
    assert "2 points from 60% to 62%" in str(sparkline_image(line, samples.PLANS_ON_TIME))
    said = str(chart(panel, line))
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


def test_a_sparkline_shows_judged_points_and_the_target() -> None:
    root = ET.fromstring(sparkline(samples.GAPPED, samples.PLANS_ON_TIME))  # noqa: S314
    assert len(list(root.iter(f"{SVG}circle"))) == 4
    dashed = [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert [path.get("stroke") for path in dashed] == [palette.TARGET]


def test_a_sparkline_of_many_points_is_a_line_with_one_large_point() -> None:
    months = [(year, month) for year in (2023, 2024, 2025) for month in range(1, 11)]
    line = samples.series(
        tuple(samples.month(f"{year}-{number:02}", 60) for year, number in months)
    )
    root = ET.fromstring(sparkline(line, samples.PLANS_ON_TIME))  # noqa: S314
    radii = [float(dot.get("r", "")) for dot in root.iter(f"{SVG}circle")]
    assert sorted(radii) == [0.5] * 29 + [5]


def test_a_sparkline_puts_percentages_on_0_to_100() -> None:
    line = samples.series((samples.month("2023-03", 50),))
    root = ET.fromstring(sparkline(line, samples.PLANS_ON_TIME))  # noqa: S314
    assert [dot.get("cy") for dot in root.iter(f"{SVG}circle")] == ["22.0"]


def test_a_sparkline_reaches_below_0_where_figures_do() -> None:
    months = [samples.month(f"2023-0{n}", value) for n, value in ((1, -12), (2, 0), (3, 4))]
    root = ET.fromstring(sparkline(samples.series(tuple(months)), samples.VIEWS))  # noqa: S314
    heights = [float(dot.get("cy", "")) for dot in root.iter(f"{SVG}circle")]
    assert heights == sorted(set(heights), reverse=True)
    below = samples.series((samples.month("2023-02", -0.85), samples.month("2023-03", -0.64)))
    root = ET.fromstring(sparkline(below, samples.VIEWS))  # noqa: S314
    lower, upper = [float(dot.get("cy", "")) for dot in root.iter(f"{SVG}circle")]
    assert 0 < upper < lower < 44


def test_a_sparkline_draws_a_band_from_end_to_end() -> None:
    svg = sparkline(samples.WAITS, samples.AUTISM_WAIT)
    assert 'stroke-width="7"' in svg


def test_a_sparkline_says_in_words_what_it_draws() -> None:
    image: Any = sparkline_image(samples.IN_MONTH, samples.PLANS_ON_TIME)
    assert image.alt == (
        "Sparkline: 3 points from 71% to 82%; baseline 27%; target 80%, due 30 April 2023"
    )
    assert unquote(image.src).startswith("data:image/svg+xml,<svg")


def test_a_sparkline_without_figures_says_so() -> None:
    image: Any = sparkline_image(samples.series((), basis="month"))
    assert image.alt == "Sparkline: no figure"


@pytest.mark.parametrize("shape", SHAPES)
def test_every_icon_is_well_formed_ringed_or_not(shape: str) -> None:
    for is_ringed in (False, True):
        ET.fromstring(icon_svg(shape, "#083d29", is_ringed=is_ringed))  # noqa: S314


def test_other_areas_differ_by_the_shape_of_their_marks_on_paper_too() -> None:
    root = ET.fromstring(picture_file(samples.BY_YEAR, samples.GAPPED, benchmarks=True))  # noqa: S314
    drawn = [path for path in root.iter(f"{SVG}path") if path.get("fill") == palette.OTHERS]
    assert len({str(path.get("d")).split("m", 1)[1] for path in drawn}) == 2
