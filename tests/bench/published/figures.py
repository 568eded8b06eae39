"""The shipped extracts say what the tables of published figures say: every row, and no other."""

from collections import Counter

import pytest

from tests.bench.published.files import FOLDER, rows_of
from tests.builders import shipped
from tests.builders.shipped import Row

NAMES = {"start": "starts_on", "end": "ends_on"}
# What the product itself says of an area or a measure.
OWN = {
    "part_of",
    "case_extract",
    "short_title",
    "can_exceed_100",
    "can_be_negative",
    "tolerance",
    "published_in",
}
NHS_AREAS = {"93C", "A3A8R"}


def counted(rows: list[Row], columns: set[str]) -> Counter[tuple[str, ...]]:
    """Count rows by some of their cells."""
    return Counter(tuple(row[name] for name in sorted(columns)) for row in rows)


def assert_same(found: list[Row], published: list[Row]):
    columns = set(published[0]) - OWN
    assert published
    assert counted(found, columns) == counted(published, columns)


def figures(name: str) -> list[Row]:
    """Return the rows of a table of figures, days named as in the extracts."""
    rows = rows_of(FOLDER / "figures" / f"{name}.csv")
    return [{NAMES.get(column, column): cell for column, cell in row.items()} for row in rows]


def test_every_figure_of_the_plans_reports_is_shipped():
    assert_same(shipped.published_figures(), figures("published_figures"))


def test_every_annual_figure_of_the_department_is_shipped():
    units = {row["measure_id"]: row["unit"] for row in shipped.rows_of("measures")}
    published = figures("dfe_annual")
    for row in published:
        assert units[row["measure_id"]] == row.pop("unit")
        row["value"] = row.pop("marker") or row["value"]
    assert_same(shipped.rows_of("observations_dfe"), published)


@pytest.mark.parametrize(
    "name",
    [
        "sources",
        "frameworks",
        "priorities",
        "priority_measures",
        "action_measures",
        "action_totals",
        "events",
        "commentary",
    ],
)
def test_every_row_is_shipped(name: str):
    assert_same(shipped.rows_of(name), figures(name))


def test_every_area_is_shipped():
    rows = [row for row in shipped.rows_of("areas") if row["area_code"] not in NHS_AREAS]
    assert_same(rows, figures("areas"))


def test_every_measure_is_shipped():
    published = figures("measures")
    names = {row["measure_id"] for row in published}
    assert_same(
        [row for row in shipped.rows_of("measures") if row["measure_id"] in names], published
    )


def test_every_action_is_shipped_with_its_status():
    assert_same(shipped.actions(), figures("actions"))
