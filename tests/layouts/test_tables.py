"""Tables that a screen reader can walk: the numbers of a series, and those of a report."""

from typing import Any

from dash import html

from dashboard.model.panel import Benchmark, Panel, Series
from dashboard.model.selection import Selection
from dashboard.pack.blocks import Table, TableCell, TableColumn
from layouts.measure.numbers import numbers_part
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


def tables(panel: Panel, series: Series) -> list[Any]:
    """The table of targets and baselines, and that of periods, as the tab of numbers has them."""
    parts = numbers_part(panel, series, None, Selection(page="measure"))
    return [table for part in parts for table in every(part, html.Table)]


def rows(table: Any) -> list[list[Any]]:
    body = every(table, html.Tbody)[0]
    return [[cell.children for cell in row.children] for row in every(body, html.Tr)]


def periods(panel: Panel, series: Series) -> list[list[Any]]:
    return rows(tables(panel, series)[-1])


def test_every_heading_says_what_it_heads() -> None:
    _, table = tables(samples.ON_TIME, samples.IN_MONTH)
    scopes = [heading.scope for heading in every(table, html.Th)]
    assert scopes == ["col"] * 4 + ["row"] * 3
    assert [one.children for one in every(table, html.Caption)] == [
        "EHC plans issued within 20 weeks, In month: Haringey"
    ]


def test_the_table_scrolls_in_a_named_region_that_takes_the_focus() -> None:
    _, part = numbers_part(samples.ON_TIME, samples.IN_MONTH, None, Selection(page="measure"))
    (region,) = (each for each in every(part, html.Div) if getattr(each, "role", "") == "region")
    props = region.to_plotly_json()["props"]
    assert props["tabIndex"] == 0
    assert props["aria-label"] == "Table: EHC plans issued within 20 weeks, In month: Haringey"


def test_baseline_points_and_target_are_rows_with_where_they_came_from() -> None:
    source = "SEND Executive highlight report, April 2023"
    targets, by_period = tables(samples.ON_TIME, samples.IN_MONTH)
    assert rows(targets) == [
        ["Target", "80%", "In month", "due 30 April 2023", "Yes", source, ""],
        ["Baseline", "27%", "In month", "January 2022", "", source, ""],
    ]
    periods_newest_first = [row[:3] for row in rows(by_period)]
    assert periods_newest_first == [
        ["March 2023", "82%", ""],
        ["February 2023", "76%", ""],
        ["January 2023", "71%", ""],
    ]
    assert {row[-1].children for row in rows(by_period)} == {"extract 7"}


def test_the_source_and_the_day_that_all_figures_share_are_under_the_table() -> None:
    _, part = numbers_part(samples.ON_TIME, samples.IN_MONTH, None, Selection(page="measure"))
    assert every(part, html.P)[-1].children == (
        "Sources. extract 7: SEND Executive highlight report, April 2023. Known from 19 April 2023."
    )


def test_counts_are_columns_only_where_there_are_any() -> None:
    counted = samples.series((samples.year(2022, 40, numerator=1240.0, denominator=3100.0),))
    (row,) = periods(samples.panel(samples.PLANS_ON_TIME, counted), counted)
    assert row[1:4] == ["40%", "1,240", "3,100"]


def test_a_count_that_is_a_mean_has_one_decimal() -> None:
    counted = samples.series((samples.year(2022, 4, numerator=164.0, denominator=112 / 3),))
    (row,) = periods(samples.panel(samples.PLANS_ON_TIME, counted), counted)
    assert row[2:4] == ["164", "37.3"]


def test_a_withheld_value_is_its_reason_in_words() -> None:
    by_year = {row[0]: row for row in periods(samples.BY_YEAR, samples.GAPPED)}
    assert by_year["2022"][1] == "Not available in the published release"
    assert by_year["2023"][4] == "provisional"
    assert by_year["2024"][4] == "published after the report date: not judged"


def test_other_areas_are_columns_beside_the_area_s_own() -> None:
    _, table = tables(samples.BY_YEAR, samples.GAPPED)
    headings = [one.children for one in every(table, html.Th) if one.scope == "col"]
    assert headings[:4] == ["Period", "Haringey", "England", "Inner London"]
    by_year = {row[0]: row[1:4] for row in rows(table)}
    assert by_year["2019"] == ["40.1%", "60.4%", "62%"]
    assert by_year["2022"][1:] == ["54.4%", "65%"]


def test_a_period_that_only_another_area_has_is_a_row_too() -> None:
    other = Benchmark("E92000001", "England", (samples.year(2021, 60),))
    line = samples.series((samples.year(2022, 40),), benchmarks=(other,))
    shown = periods(samples.panel(samples.PLANS_ON_TIME, line), line)
    assert [row[:3] for row in shown] == [["2022", "40%", ""], ["2021", "", "60%"]]


def test_a_band_names_its_statistic() -> None:
    shown = {row[0]: row for row in periods(samples.WAITING, samples.WAITS)}
    assert shown["February 2023"][1:3] == [
        "18–36 weeks",
        "modal band; published as a band, not a mean",
    ]
