"""Targets with two bounds, and for a year alone, in charts, tables and files."""

from datetime import date
from typing import Any

from dashboard.model.panel import Series, Target
from layouts.charts.plotly import series_figure
from layouts.charts.spec.boxes import PlotArea
from layouts.charts.spec.plot import build_plot
from layouts.charts.svg.mini.picture import mini
from layouts.charts.svg_file import picture_file
from layouts.powerpoint.chart_data import chart_lines
from layouts.ui.palette import NEUTRAL, TARGET
from tests.builders import panels as samples
from tests.layouts.test_figure import texts, traces
from tests.layouts.test_tables import rows, tables

AREA = PlotArea(800, 400, 0)


def ranged(**more: Any) -> Target:
    return samples.target(60, "between", value_high=70, **more)


def drawn(*targets: Target) -> tuple[Series, dict[str, Any]]:
    points = samples.monthly_points(50, 55, 65, 64)
    series = samples.series(points, targets=targets)
    panel = samples.panel(samples.PLANS_ON_TIME, series)
    return series, series_figure(build_plot(panel, series, benchmarks=False))


def test_a_range_is_two_lines_with_a_tint_between_and_one_name() -> None:
    _, figure = drawn(ranged())
    assert [trace["y"] for trace in traces(figure, "Target")] == [[60, 60], [70, 70]]
    (tint,) = traces(figure, "Target range")
    assert (tint["y"], tint["fillcolor"]) == ([60, 60, 70, 70], NEUTRAL.ground)
    assert figure["data"][0] is tint
    assert sum("Target 60–70%" in text for text in texts(figure)) == 1


def test_a_range_in_the_picture_the_mini_the_table_and_powerpoint() -> None:
    series, _ = drawn(ranged())
    panel = samples.panel(samples.PLANS_ON_TIME, series)
    picture = picture_file(panel, series)
    assert picture.count(f'stroke="{TARGET}" stroke-width="2.5" stroke-dasharray') == 2
    assert picture.count(f'fill="{NEUTRAL.ground}"') == 1
    assert mini(samples.PLANS_ON_TIME, series).count("stroke-dasharray") == 2
    assert rows(tables(panel, series)[0])[0][:2] == ["Target", "60–70%"]
    lines = chart_lines(build_plot(panel, series, benchmarks=False), AREA)
    targets = [line for line in lines if line.name == "Target"]
    assert [{dot.value for dot in line.dots} for line in targets] == [{60}, {70}]
    assert [any(dot.label for dot in line.dots) for line in targets] == [False, True]


def test_steps_of_ranges_are_one_line_for_each_bound() -> None:
    first = ranged(due_on=date(2020, 2, 29))
    last = samples.target(65, "between", value_high=75, due_on=date(2020, 12, 31))
    _, figure = drawn(first, last)
    assert [trace["y"] for trace in traces(figure, "Target")] == [
        [60, 60, 65, 65],
        [70, 70, 75, 75],
    ]


def test_a_target_for_a_year_is_drawn_over_that_year_alone() -> None:
    year = {"period_start": date(2020, 3, 1), "period_end": date(2021, 2, 28)}
    _, figure = drawn(samples.target(60, **year))
    (line,) = traces(figure, "Target")
    end = figure["layout"]["xaxis"]["range"][1]
    assert line["x"] == ["2020-03-01", end]


def test_a_target_that_another_outranks_is_not_drawn() -> None:
    own = samples.target(80, basis="month")
    _, figure = drawn(own, samples.target(60, figure_bases="month"))
    assert [trace["y"] for trace in traces(figure, "Target")] == [[80, 80]]
