"""Tables that a screen reader can walk: the numbers of a series, and those of a report."""

from typing import Any

from dash import html

from dashboard.model.panel import Benchmark, Panel, Series
from dashboard.pack.blocks import Table, TableCell, TableColumn
from layouts.charts.data_table import series_table
from layouts.report.blocks import compact
from tests.builders import panels as samples
from tests.layouts.test_figure import every


def figures(*details: str) -> Table:
    """A table of a report with a figure and its detail in each row."""
    cells = tuple((TableCell("Name"), TableCell("1", detail)) for detail in details)
    return Table(
        "made", "Made", (TableColumn("Measure"), TableColumn("Latest", is_number=True)), cells
    )


def test_a_detail_that_rows_share_is_in_the_head_and_that_of_one_row_in_its_cell() -> None:
    shared, single, none = figures("April", "April"), figures("April"), figures()
    assert compact(shared).columns[1].name == "Latest: April"
    assert (compact(single), compact(none)) == (single, none)


def rows(panel: Panel, series: Series) -> list[list[Any]]:
    body = every(series_table(panel, series), html.Tbody)[0]
    return [[cell.children for cell in row.children] for row in every(body, html.Tr)]


def test_every_heading_says_what_it_heads() -> None:
    table = series_table(samples.ON_TIME, samples.IN_MONTH)
    scopes = [heading.scope for heading in every(table, html.Th)]
    assert scopes == ["col"] * 6 + ["row"] * 5
    assert [one.children for one in every(table, html.Caption)] == [
        "EHC plans issued within 20 weeks, In month: Haringey"
    ]


def test_the_table_scrolls_in_a_named_region_that_takes_the_focus() -> None:
    region = series_table(samples.ON_TIME, samples.IN_MONTH, label="Numbers of the chart")
    props = region.to_plotly_json()["props"]
    assert (props["role"], props["tabIndex"]) == ("region", 0)
    assert props["aria-label"] == "Numbers of the chart"


def test_baseline_points_and_target_are_rows_with_where_they_came_from() -> None:
    source, day = "SEND Executive highlight report, April 2023", "19 April 2023"
    assert rows(samples.ON_TIME, samples.IN_MONTH) == [
        ["Baseline: January 2022", "27%", "", source, day, "7"],
        ["January 2023", "71%", "", source, day, "7"],
        ["February 2023", "76%", "", source, day, "7"],
        ["March 2023", "82%", "", source, day, "7"],
        ["Target, due 30 April 2023", "80%", "in month", source, day, ""],
    ]


def test_counts_are_columns_only_where_there_are_any() -> None:
    counted = samples.series((samples.year(2022, 40, numerator=1240.0, denominator=3100.0),))
    (row,) = rows(samples.panel(samples.PLANS_ON_TIME, counted), counted)
    assert row[1:4] == ["40%", "1,240", "3,100"]


def test_a_count_that_is_a_mean_has_one_decimal() -> None:
    counted = samples.series((samples.year(2022, 4, numerator=164.0, denominator=112 / 3),))
    (row,) = rows(samples.panel(samples.PLANS_ON_TIME, counted), counted)
    assert row[2:4] == ["164", "37.3"]


def test_a_withheld_value_is_its_reason_in_words() -> None:
    by_year = {row[0]: row for row in rows(samples.BY_YEAR, samples.GAPPED)}
    assert by_year["2022"][1] == "Not available in the published release"
    assert by_year["2023"][4] == "provisional"
    assert by_year["2024"][4] == "published after the report date: not judged"


def test_other_areas_are_columns_beside_the_area_s_own() -> None:
    table = series_table(samples.BY_YEAR, samples.GAPPED)
    headings = [one.children for one in every(table, html.Th) if one.scope == "col"]
    assert headings[:4] == ["Period", "Haringey", "England", "Inner London"]
    by_year = {row[0]: row[1:4] for row in rows(samples.BY_YEAR, samples.GAPPED)}
    assert by_year["2019"] == ["40.1%", "60.4%", "62%"]
    assert by_year["2022"][1:] == ["54.4%", "65%"]


def test_a_period_that_only_another_area_has_is_a_row_too() -> None:
    other = Benchmark("E92000001", "England", (samples.year(2021, 60),))
    line = samples.series((samples.year(2022, 40),), benchmarks=(other,))
    shown = rows(samples.panel(samples.PLANS_ON_TIME, line), line)
    assert [row[:3] for row in shown] == [["2021", "", "60%"], ["2022", "40%", ""]]


def test_other_areas_can_be_left_out_as_the_picture_does() -> None:
    table = series_table(samples.BY_YEAR, samples.GAPPED, benchmarks=False)
    headings = [one.children for one in every(table, html.Th) if one.scope == "col"]
    assert headings[:3] == ["Period", "Value", "Note"]


def test_a_band_names_its_statistic() -> None:
    band = rows(samples.WAITING, samples.WAITS)[2]
    assert band[:3] == [
        "February 2023",
        "18–36 weeks",
        "modal band; published as a band, not a mean",
    ]
