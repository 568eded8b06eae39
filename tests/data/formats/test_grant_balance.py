"""Balances on the schools grant: a share of income in percent, below 0 where it is a deficit."""

from datetime import date

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.loading.load import FileReport, load_files
from data.store.frames import load_frame
from tests.builders.published_tables import balances, cells_of, figures_from

DAY = LoadOptions(published_on=date(2022, 12, 1))
SOURCE, MEASURE = "dfe-dsg-balance-2022-12-01", "dsg-balance-share"


def load(engine: Engine, *rows: dict[str, str]) -> tuple[FileReport, list[tuple]]:
    """Load balances; return the report, and area, first and last day and value of each."""
    (report,) = load_files(engine, [balances(*rows)], options=DAY)
    frame = figures_from(engine, SOURCE, MEASURE)
    return report, cells_of(frame, "area_code", "period_start", "period_end", "value")


def of_share(value: str, **cells: str) -> dict[str, str]:
    """Return the cells of a balance, its deficit with the sign turned."""
    return {
        "DSG cumulative balance as a % of the total income": value,
        "deficit": value.removeprefix("-") if value.startswith("-") else f"-{value}",
        **cells,
    }


def test_a_deficit_is_below_0_and_a_financial_year_ends_in_march(shipped: Engine):
    report, found = load(shipped, {}, of_share("2", la_name="Hackney"))
    assert (report.state, report.issues, report.warnings) == ("loaded", (), ())
    days = [date(2021, 4, 1), date(2022, 3, 31)]
    assert found == [("E09000030", *days, -3.5), ("E09000012", *days, 2.0)]


def test_areas_are_named_without_a_code_and_the_year_says_which_of_two(shipped: Engine):
    _, found = load(
        shipped,
        of_share("-1", geographic_level="National", region_name="England", la_name=""),
        of_share("-2", geographic_level="Regional", la_name=""),
        of_share("-3", la_name="Dorset", region_name="South West", financial_year="2019-20"),
        of_share("-4", la_name="Nowhere"),
    )
    assert [row[0] for row in found] == ["E92000001", "E12000007", "E06000059"]


def test_two_councils_of_one_name_can_be_told_apart(shipped: Engine):
    years = ("2017-18", "2018-19", "2019-20")
    _, found = load(shipped, *({"la_name": "Dorset", "financial_year": year} for year in years))
    codes = ["E10000009", "E10000009", "E06000059"]
    assert [row[0] for row in found] == codes
    areas = load_frame(shipped, "areas").set_index("area_code")["name"]
    assert areas[codes[1:]].tolist() == ["Dorset (until 31 March 2019)", "Dorset"]


def test_what_is_odd_is_noted(shipped: Engine):
    report, found = load(
        shipped, {}, {"deficit": "3.5", "la_name": "Haringey", "financial_year": "2021-23"},
        {"deficit": "9", "la_name": "Haringey"},
    )  # fmt: skip
    assert [row[0] for row in found] == ["E09000030", "E09000014"]
    words = {note.place: note.words for note in report.notes}
    assert words["2021-23"] == "Not a financial year: 1 row left out."
    assert (
        words["row 4: Haringey"] == "Its deficit is 9 and its balance -3.5: the balance was read."
    )


@pytest.mark.parametrize("value", ["x", "c"])
def test_a_mark_is_a_figure_that_is_missing(shipped: Engine, value: str):
    load(
        shipped,
        {},
        {"DSG cumulative balance as a % of the total income": value, "la_name": "Hackney"},
    )
    frame = figures_from(shipped, SOURCE, MEASURE)
    assert cells_of(frame, "area_code", "marker") == [("E09000030", ""), ("E09000012", value)]
