"""The table of tribunal appeals: titles above, years across, commas, signs, swaps.

As with the release (`test_dfe_release`), tests that take one hold of the published table too.
"""

from decimal import Decimal

import pytest

from data.files.csv_reader import ExtractFile
from data.formats.base import DIFFERENCE, LEFT_OUT, READ_AS
from tests.builders.dfe import (
    ENGLAND,
    FIRST_PUBLISHED,
    HACKNEY,
    SCILLY,
    Release,
    made_release,
    noted,
    of_measure,
    read,
    records,
)

DURHAM, DARLINGTON, CUMBERLAND = "E06000047", "E06000005", "E06000063"
DORSET, BOURNEMOUTH = "E06000059", "E06000028"
SWAPPED = ("Northamptonshire7", "Nottingham", "Nottinghamshire", "Central Bedfordshire", "Cambridgeshire")  # fmt: skip


@pytest.fixture(scope="module")
def release() -> Release:
    """The made-up release; elsewhere the published one."""
    return made_release()


def test_thousands_commas_and_per_cent_signs_are_read_below_the_titles(release: Release):
    row = of_measure(release.appeals_reading, "tribunal-appeal-rate")[ENGLAND, "2024"]
    *_, appeals, decisions, rate = release.printed_appeals()["England Total4,9"][:35]
    assert min(len(appeals), len(decisions)) > len("1,000")
    assert [row["numerator"], row["denominator"], row["role"]] == [
        appeals.replace(",", ""),
        decisions.replace(",", ""),
        "benchmark",
    ]
    assert f"{row['value']}0%" == rate
    assert noted(release.appeals_reading, READ_AS, "two decimals, the second always 0")


def test_the_archive_holds_the_same_table(release: Release):
    found = records(release.reading)
    of_appeals = [row for row in found if row["measure_id"].startswith("tribunal-")]
    assert of_appeals == records(release.appeals_reading)


def test_a_dash_is_the_marker_that_is_printed_and_no_number(release: Release):
    count = of_measure(release.appeals_reading, "tribunal-appeals")[DARLINGTON, "2014"]
    rate = of_measure(release.appeals_reading, "tribunal-appeal-rate")[DARLINGTON, "2014"]
    assert count["value"] == "-"
    assert (rate["numerator"], rate["denominator"], rate["value"]) == ("-", "450", "0.0")


def test_names_with_footnotes_and_of_another_spelling_are_known(release: Release):
    appeals = of_measure(release.appeals_reading, "tribunal-appeals")
    printed = {name.rstrip("0123456789"): row for name, row in release.printed_appeals().items()}
    for name, area, year in (
        ("Durham", DURHAM, 2024),
        ("Dorset", DORSET, 2024),
        ("Cumberland", CUMBERLAND, 2024),
        ("Bournemouth", BOURNEMOUTH, 2014),
    ):
        cell = printed[name][2 + 3 * (year - 2014)]
        assert appeals[area, str(year)]["value"] == cell.replace(",", "") > "0"


def test_what_is_not_available_stays_a_marker_and_a_blank_is_said(release: Release):
    rates = of_measure(release.appeals_reading, "tribunal-appeal-rate")
    assert rates[CUMBERLAND, "2014"]["value"] == ":"
    assert noted(release.appeals_reading, LEFT_OUT, "tribunal-appeals: Isles of Scilly, 2023: Row ")
    assert (SCILLY, "2023") not in rates


def test_an_area_whose_name_and_code_disagree_is_left_out(release: Release):
    said = noted(release.appeals_reading, LEFT_OUT, "which of the two it is cannot be told")
    assert [each.split(": ")[1] for each in said] == list(SWAPPED)
    assert "Its LA code 891 is Nottinghamshire’s" in said[1]
    codes = {row["area_code"] for row in records(release.appeals_reading)}
    assert not codes & {"E06000018", "E10000024", "E10000021", "E06000056", "E10000003"}


def test_columns_in_development_and_a_second_total_are_left_out(release: Release):
    assert noted(release.appeals_reading, LEFT_OUT, "In development: SEND Tribunal Appeal Rate2")
    assert noted(
        release.appeals_reading, LEFT_OUT, "England total excluding suppressed: No area of the name"
    )


def test_every_rate_is_its_quotient(release: Release):
    (said,) = noted(release.appeals_reading, DIFFERENCE, "")
    count, _, whole = said.partition("tribunal-appeal-rate: ")[2].split()[:3]
    assert count == whole
    cells = release.printed_appeals()["Hackney"]
    for year in range(2014, 2025):
        row = of_measure(release.appeals_reading, "tribunal-appeal-rate")[HACKNEY, str(year)]
        place = 2 + 3 * (year - 2014)
        assert row["denominator"] == cells[place + 1].replace(",", "")
        assert Decimal(row["value"]) == Decimal(cells[place + 2].removesuffix("%"))


def test_a_table_without_its_headings_is_refused(release: Release):
    text = release.appeals.content.decode("utf-8-sig").replace("LA code", "Code of LA code", 1)
    reading = read(ExtractFile("appeals.csv", text.encode()), FIRST_PUBLISHED)
    assert [issue.found for issue in reading.issues] == ["no figure that a measure stands for"]
