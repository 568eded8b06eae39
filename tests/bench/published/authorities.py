"""Every area that the published files name, by code, number and name, is in the register."""

from collections.abc import Iterator
from datetime import date

import pytest

from data.common.authorities import area_code_of, authority_or_reason, find_authorities
from tests.bench.published.files import PUBLISHED, published_release, rows_of

REGISTER = PUBLISHED / "authorities_register.csv"
# Where each file has the code, number, name and day of an area.
COLUMNS = {
    "lait_send_values.csv": ("", "LA Number", "LA and Regions", ""),
    "dfe_eyfsp_2022_sen.csv": ("new_la_code", "old_la_code", "la_name", ""),
    "area_send_inspection_outcomes.csv": ("ltla23cd", "la_code", "local_authority", ""),
    "dfe_2026_timeliness.csv": ("new_la_code", "old_la_code", "la_name", ""),
    "dfe_2026_annual_reviews.csv": ("new_la_code", "old_la_code", "la_name", ""),
    "statistical_neighbours_2025.csv": ("sn_new_la_code", "sn_la_code", "sn_name", ""),
    "dsg_cumulative_balance_2019_2022.csv": ("", "", "la_name", "time_period"),
}


def clues_of(name: str) -> Iterator[tuple[str, str, str, date | None]]:
    """Yield what each row of a file says of its area; rows of regions and England have no name."""
    code, number, title, period = COLUMNS[name]
    for row in rows_of(PUBLISHED / name):
        # A financial year ends in March of the year after.
        day = date(int(row[period][:4]) + 1, 3, 31) if period else None
        if row[title]:
            yield row.get(code, ""), row.get(number, ""), row[title], day


@pytest.mark.parametrize("name", COLUMNS)
def test_every_area_of_a_file_is_one_of_the_register(name: str):
    found = [
        authority_or_reason(code=code, number=number, name=title, on=day)
        for code, number, title, day in sorted(set(clues_of(name)), key=str)
    ]
    assert found
    assert [each for each in found if isinstance(each, str)] == []


def test_every_authority_of_the_release_is_one_of_the_register():
    names = {
        (row["new_la_code"], row["old_la_code"], row["la_name"])
        for table in ("timeliness_20_week", "caseload", "requests")
        for row in published_release().totals(table)
        if row["new_la_code"]
    }
    for code, number, name in names:
        (area,) = find_authorities(code=code, number=number, name=name)
        assert (area.la_code, area_code_of(code)) == (number, area.area_code)


def test_the_register_has_every_code_and_name_of_the_published_one():
    for row in rows_of(REGISTER):
        held = area_code_of(row["gss-code"])
        for name in (row["official-name"], row["nice-name"]):
            assert held in {each.area_code for each in find_authorities(name=name)}
        for code in filter(None, row["former-gss-codes"].split(",")):
            assert area_code_of(code) == held
