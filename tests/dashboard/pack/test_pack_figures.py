"""Tables of figures: short lines by period, long monthly ones by year, none left out."""

from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.model.panel import Panel, Point
from dashboard.pack.blocks_from_series import point_cell
from dashboard.pack.tables.figures import (
    NEWEST,
    is_by_year,
    report_figures,
    slide_figures,
    year_table,
)
from tests.builders.points import month
from tests.dashboard.pack.test_packs import pack

VALUES: Final = tuple(float(40 + at) for at in range(15))


def panel_of(values: tuple[float, ...]) -> Panel:
    return pack(values).overview.priorities[0].panels[0]


def test_a_long_monthly_line_stands_by_year_with_every_figure_in_its_month():
    panel = panel_of(VALUES)
    assert is_by_year(panel.lead)
    (table,) = report_figures(panel)
    names = [column.name for column in table.columns]
    assert names == ["Month", "2022", "2023"]
    at = {row[0].words: row for row in table.rows}
    for point in panel.lead.points:
        end = point.period_end
        assert end is not None
        cell = at[f"{end:%B}"][names.index(str(end.year))]
        assert cell == point_cell(panel, point, has_counts=True)
    said = [cell.words for row in table.rows for cell in row[1:] if cell.words != "–"]
    assert len(said) == len(VALUES)
    assert list(at)[:2] == ["January", "February"]


def test_a_short_line_stands_by_period_the_oldest_first():
    panel = panel_of(VALUES[:4])
    assert not is_by_year(panel.lead)
    (table,) = report_figures(panel)
    assert [row[0].words for row in table.rows] == [
        "December 2022", "January 2023", "February 2023", "March 2023",
    ]  # fmt: skip
    assert [row[1].words for row in table.rows] == ["40%", "41%", "42%", "43%"]


def test_two_figures_that_end_in_one_month_do_not_stand_by_year():
    lead = panel_of(VALUES).lead
    twice = replace(lead.points[0], period_start=date(2022, 1, 10))
    assert not is_by_year(replace(lead, points=(twice, *lead.points)))
    assert not is_by_year(replace(lead, basis="quarter"))


def test_notes_of_a_table_by_year_name_their_periods():
    panel = panel_of(VALUES)
    first, second, *others = panel.lead.points
    noted = (replace(first, note="counted late"), replace(second, note="counted late"), *others)
    series = replace(panel.lead, points=noted, baselines=())
    table = year_table(panel, series, "t", "Rate")
    assert table.note == "January 2022, February 2022: counted late."


def test_slides_have_the_newest_of_a_long_line_and_say_how_many_there_are():
    ((title, table),) = slide_figures([panel_of(VALUES)])
    assert title.endswith(": newest figures")
    assert len(table.rows) == NEWEST
    assert table.rows[-1][0].words == "March 2023"
    assert table.note == f"The newest {NEWEST} periods; the report has {len(VALUES)}."


def test_slides_have_all_of_a_short_line_in_one_row():
    ((_, table),) = slide_figures([panel_of(VALUES[:2])])
    assert [row[2].words for row in table.rows] == ["February 2023: 40%; March 2023: 41%"]
    assert table.note == ""


def test_a_figure_says_what_it_is_made_of():
    panel = panel_of(VALUES)
    made: Point = month("2023-03", 82, numerator=18, denominator=22, is_provisional=True)
    assert point_cell(panel, made, has_counts=True).detail == "18 of 22, provisional"
    assert point_cell(panel, made, has_counts=False).detail == "provisional"
    assert point_cell(panel, None, has_counts=True).words == "–"
