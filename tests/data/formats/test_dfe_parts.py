"""Figures by age, need and setting that the release counts as parts of an area's total."""

from collections.abc import Mapping
from typing import Final

import pytest

from data.files.csv_reader import ExtractFile
from data.formats.base import LEFT_OUT, UNRECOGNISED
from tests.builders.dfe import PLACING, TOWER_HAMLETS, noted, of_measure, read, records, table
from tests.builders.shipped import rows_of

# What stands in place of the parts of the made-up release: three ages, of two bands.
SINGLE_AGES: Final = {
    ",Sex,Female,": "Aged 2 and under",
    ",Sex,Male,": "Aged 4",
    ",Ethnicity,White British,": "Aged 20 and over",
}
PLACED: Final = {
    "geographic_level": "Local authority",
    "country_code": "E92000001",
    "country_name": "England",
    "region_code": "E12000007",
    "region_name": "London",
    "new_la_code": TOWER_HAMLETS,
    "old_la_code": "211",
    "la_name": "Tower Hamlets",
    "breakdown_topic": "All EHC plans",
    "breakdown": "All EHC plans",
}
CALENDAR: Final = {"time_period": "2024", "time_identifier": "Calendar year"}
ACADEMIC: Final = {"time_period": "202425", "time_identifier": "Academic year"}
AGE_TOPICS: Final = {
    "requests": "Child or young persons age",
    "newplans": "Age when plan started",
    "caseload": "Child or young persons age",
}


def aged(name: str, text: str) -> str:
    for part, age in SINGLE_AGES.items():
        text = text.replace(part, f",{AGE_TOPICS[name]},{age},")
    return text


def table_of_needs(placed: Mapping[str, str], **counts: str) -> ExtractFile:
    row = {**PLACED, **placed, **counts}
    names = [*PLACING.split(), *counts]
    text = f"{','.join(names)}\n{','.join(row[name] for name in names)}\n"
    return ExtractFile("sen_needs.csv", text.encode())


@pytest.mark.parametrize(
    ("name", "measure", "year"),
    [
        ("requests", "ehc-requests", "2024"),
        ("newplans", "ehcp-new-plans", "2024"),
        ("caseload", "ehcp-caseload", "2025"),
    ],
)
def test_single_ages_are_added_up_as_bands(name: str, measure: str, year: str):
    reading = read(table(name, [TOWER_HAMLETS], lambda text: aged(name, text)))
    place = (TOWER_HAMLETS, year)
    whole = int(of_measure(reading, measure)[place]["value"])
    youngest = of_measure(reading, measure, "age=0-4")[place]
    assert youngest["value"] == str(2 * whole)
    assert youngest["note"].endswith("single years of age added up")
    assert of_measure(reading, measure, "age=20-25")[place]["value"] == str(whole)
    assert not of_measure(reading, measure, "age=5-10")
    assert not noted(reading, LEFT_OUT, "parts of an area’s children")


def test_a_band_with_an_age_that_is_not_published_has_no_figure():
    def suppressed(text: str) -> str:
        lines = aged("requests", text).split("\n")
        return "\n".join(
            ",".join([*line.split(",")[:12], "c", *line.split(",")[13:]])
            if ",Aged 4," in line
            else line
            for line in lines
        )

    reading = read(table("requests", [TOWER_HAMLETS], suppressed))
    assert not of_measure(reading, "ehc-requests", "age=0-4")
    assert of_measure(reading, "ehc-requests", "age=20-25")
    assert noted(reading, LEFT_OUT, "bands of ages have an age that is not published")


def test_needs_are_of_all_plans_or_of_new_ones_by_their_kind_of_year():
    counts = {"ehc_plans": "100", "number_asd": "33", "number_slcn": "40"}
    for placed, measure, year in (
        (CALENDAR, "ehcp-new-plans", "2024"),
        (ACADEMIC, "ehcp-caseload", "2025"),
    ):
        reading = read(table_of_needs(placed, **counts))
        assert {row["measure_id"] for row in records(reading)} == {measure}
        figure = of_measure(reading, measure, "need=ASD")[TOWER_HAMLETS, year]
        assert figure["value"] == "33"
        assert not noted(reading, UNRECOGNISED, "")


def test_new_plans_are_divided_by_setting():
    reading = read(table("newplans", [TOWER_HAMLETS]))
    settings = {
        row["breakdown"] for row in records(reading) if row["breakdown"].startswith("setting=")
    }
    assert settings <= {
        f"setting={each}" for each in ("mainstream_school", "special_school", "further_education")
    }


def test_what_is_shipped_of_parts_adds_up_to_its_whole():
    wholes = {
        (row["area_code"], row["measure_id"], row["period_end"]): float(row["value"])
        for name in ("observations_dfe", "observations_settings", "profile_observations_releases")
        for row in rows_of(name)
        if not row["breakdown"] and row["value"].isdigit()
    }
    sums: dict[tuple[str, ...], float] = {}
    for row in rows_of("profile_observations_parts"):
        dimension = row["breakdown"].partition("=")[0]
        key = (row["area_code"], row["measure_id"], row["period_end"], dimension)
        sums[key] = sums.get(key, 0) + float(row["value"])
    assert {key[1] for key in sums} == {"ehcp-caseload", "ehc-requests", "ehcp-new-plans"}
    for key, total in sums.items():
        whole = wholes[key[:3]]
        # Of some children age, need or setting is not recorded, or is another.
        assert 0.85 * whole <= total <= whole
