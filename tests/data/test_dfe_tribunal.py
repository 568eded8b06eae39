"""The table of tribunal appeals as published: titles above, years across, commas, signs, swaps."""

import csv
from decimal import Decimal

import pytest

from data.formats.shapes import DIFFERENCE, LEFT_OUT, READ_AS, Reading
from data.given import Given
from data.read import ExtractFile, open_extract
from tests.data.made_dfe import (
    ENGLAND,
    HACKNEY,
    SCILLY,
    TRIBUNAL,
    ZIP,
    noted,
    of_measure,
    read,
    records,
    totals,
    whole,
)

pytestmark = pytest.mark.skipif(
    not TRIBUNAL.is_file(), reason="the published files are not beside this repository"
)

DURHAM, DARLINGTON, CUMBERLAND = "E06000047", "E06000005", "E06000063"
DORSET, BOURNEMOUTH = "E06000059", "E06000028"
SWAPPED = ("Northamptonshire7", "Nottingham", "Nottinghamshire", "Central Bedfordshire", "Cambridgeshire")  # fmt: skip


@pytest.fixture(scope="module")
def alone() -> Reading:
    """The table alone, as part of the release of 2025."""
    return read(open_extract(TRIBUNAL), Given(source_document="dfe-2025"))


def printed() -> dict[str, list[str]]:
    """Return the cells of each row by what it begins with, read plainly."""
    with TRIBUNAL.open(encoding="utf-8-sig", newline="") as file:
        return {row[0]: [cell.strip() for cell in row] for row in csv.reader(file)}


def decisions(row: list[str]) -> int:
    """Return the decisions open to appeal in 2024."""
    return int(row[33].replace(",", ""))


def test_thousands_commas_and_per_cent_signs_are_read_below_the_titles(alone: Reading):
    row = of_measure(alone, "tribunal-appeal-rate")[ENGLAND, "2024"]
    assert [row[name] for name in ("numerator", "denominator", "value", "role")] == [
        "22276", "689739", "3.2", "benchmark",
    ]  # fmt: skip
    assert of_measure(alone, "tribunal-appeals")[ENGLAND, "2014"]["value"] == "4108"
    assert noted(alone, READ_AS, "two decimals, the second always 0")


def test_the_archive_holds_the_same_table(alone: Reading):
    if not ZIP.is_file():
        pytest.skip("the archive is not beside this repository")
    of_appeals = [row for row in records(whole()) if row["measure_id"].startswith("tribunal-")]
    assert of_appeals == records(alone)


def test_a_dash_is_the_marker_that_is_printed_and_no_number(alone: Reading):
    count = of_measure(alone, "tribunal-appeals")[DARLINGTON, "2014"]
    rate = of_measure(alone, "tribunal-appeal-rate")[DARLINGTON, "2014"]
    assert count["value"] == "-"
    assert (rate["numerator"], rate["denominator"], rate["value"]) == ("-", "450", "0.0")


def test_names_with_footnotes_and_of_another_spelling_are_known(alone: Reading):
    appeals = of_measure(alone, "tribunal-appeals")
    assert appeals[DURHAM, "2024"]["value"] == "344"
    assert appeals[DORSET, "2024"]["value"] == "154"
    assert appeals[CUMBERLAND, "2024"]["value"] == "65"
    assert appeals[BOURNEMOUTH, "2014"]["value"] == "10"


def test_what_is_not_available_stays_a_marker_and_a_blank_is_said(alone: Reading):
    rates = of_measure(alone, "tribunal-appeal-rate")
    assert rates[CUMBERLAND, "2014"]["value"] == ":"
    assert noted(
        alone, LEFT_OUT, "tribunal-appeals: Isles of Scilly, 2023: Row 165: the figure is blank"
    )
    assert (SCILLY, "2023") not in rates


def test_an_area_whose_name_and_code_disagree_is_left_out(alone: Reading):
    said = noted(alone, LEFT_OUT, "which of the two it is cannot be told")
    assert [each.split(": ")[1] for each in said] == list(SWAPPED)
    assert "Its LA code 891 is Nottinghamshire's" in said[1]
    codes = {row["area_code"] for row in records(alone)}
    assert not codes & {"E06000018", "E10000024", "E10000021", "E06000056", "E10000003"}


def test_neither_name_nor_code_could_have_been_believed():
    """Decisions open to appeal include every plan, so there are more of them than plans."""
    if not ZIP.is_file():
        pytest.skip("the archive is not beside this repository")
    plans = {
        key: int(row["ehcplans"])
        for row in totals("caseload")
        if row["time_period"] == "202425"
        for key in (row["la_name"], row["old_la_code"])
    }
    nottingham, cambridgeshire = printed()["Nottingham"], printed()["Cambridgeshire"]
    # By its code the first would have fewer decisions than plans, by its name the second.
    assert plans["Nottingham"] < decisions(nottingham) < plans[nottingham[1]]
    assert plans[cambridgeshire[1]] < decisions(cambridgeshire) < plans["Cambridgeshire"]


def test_columns_in_development_and_a_second_total_are_left_out(alone: Reading):
    assert noted(alone, LEFT_OUT, "In development: SEND Tribunal Appeal Rate2")
    assert noted(alone, LEFT_OUT, "England total excluding suppressed: No area of that name")


def test_every_rate_is_its_quotient(alone: Reading):
    (said,) = noted(alone, DIFFERENCE, "")
    assert said.endswith(
        "tribunal-appeal-rate: 1,598 of 1,598 percentages agree with their counts."
    )
    cells = printed()["Hackney"]
    for year in range(2014, 2025):
        row = of_measure(alone, "tribunal-appeal-rate")[HACKNEY, str(year)]
        place = 2 + 3 * (year - 2014)
        assert row["denominator"] == cells[place + 1].replace(",", "")
        assert Decimal(row["value"]) == Decimal(cells[place + 2].removesuffix("%"))


def test_a_table_without_its_headings_is_refused():
    text = TRIBUNAL.read_text("utf-8-sig").replace("LA code", "Code of LA code", 1)
    reading = read(ExtractFile("appeals.csv", text.encode()), Given(source_document="dfe-2025"))
    assert [fault.found for fault in reading.faults] == ["no figure that a measure stands for"]
