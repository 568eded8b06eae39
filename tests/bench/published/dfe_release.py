"""The DfE release of 2025 as published: what holds of any release, and what it alone has."""

import csv
import re
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.quality.checks import find_anomalies
from data.formats.base import DIFFERENCE, IDENTITY, LEFT_OUT
from data.loading.anomalies import measures_of
from tests.bench.published.files import published_release
from tests.builders.dfe import WANDSWORTH, Release, code_of, noted, of_measure, records
from tests.dashboard.test_sanity import year
from tests.data.files.test_bad_input import refusal, store
from tests.data.formats.test_dfe_release import *  # noqa: F403 - each holds of the published release too
from tests.data.formats.test_dfe_tribunal import *  # noqa: F403

__all__ = ["store"]


@pytest.fixture(scope="module")
def release() -> Release:
    """The published release, in place of the made-up one."""
    return published_release()


def test_the_release_has_as_many_figures_as_were_counted(release: Release):
    assert len(records(release.reading)) > 10_000
    for measure_id in ("ehc-requests", "ehcp-new-plans", "ehcp-caseload"):
        assert len(of_measure(release.reading, measure_id)) > 900
    assert len(noted(release.reading, DIFFERENCE, "the DfE divides by more decisions")) == 38
    (bands,) = noted(release.reading, IDENTITY, "Plans issued are those within 20 weeks")
    assert "holds in 279 of 323 rows, 647 not published; not in " in bands
    reviews = noted(release.reading, IDENTITY, "annual_reviews")
    assert len([each for each in reviews if "holds in 156 of 156 rows, 7 not" in each]) == 5
    assert len([each for each in reviews if "holds in 149 of 156 rows" in each]) == 1
    (first,) = noted(
        release.first_reading, IDENTITY, "Meetings are decisions made, not due and outstanding"
    )
    assert "England, 2024 (453,761 against 462,324)" in first
    assert first.count(" against ") == 141
    (parts,) = noted(release.reading, LEFT_OUT, "data/requests.csv: 6,137 rows")
    assert "Ethnicity 5,479, Sex 658" in parts
    assert noted(release.appeals_reading, DIFFERENCE, "1,598 of 1,598 percentages agree")
    assert (
        of_measure(release.reading, "annual-review-decided-4-weeks")[WANDSWORTH, "2024"]["value"]
        == "49.9"
    )


@pytest.mark.parametrize(
    ("table", "topic", "column", "measure"),
    [
        ("requests", "Child or young persons age", "requests_received_in_year", "ehc-requests"),
        ("newplans", "Age when plan started", "new_ehc_plans", "ehcp-new-plans"),
        ("caseload", "Child or young persons age", "ehcplans", "ehcp-caseload"),
    ],
)
def test_every_band_of_ages_is_the_sum_of_its_ages(
    release: Release, table: str, topic: str, column: str, measure: str
):
    text = release.member(f"data/{table}.csv").decode("utf-8-sig")
    summed: Counter[tuple[str, str]] = Counter()
    for row in csv.DictReader(text.splitlines()):
        age = re.search("[0-9]+", row["breakdown"])
        if row["breakdown_topic"] == topic and age and 5 <= int(age[0]) <= 10:
            period = row["time_period"]
            year = period if len(period) == 4 else f"20{period[4:]}"
            # Of a band with an x there is no figure.
            summed[code_of(row), year] += int(row[column]) if row[column].isdigit() else 0
    bands = of_measure(release.reading, measure, "age=5-10")
    assert len(bands) > 300
    assert {place: int(row["value"]) for place, row in bands.items()} == {
        place: summed[place] for place in bands
    }


def test_neither_name_nor_code_of_swapped_councils_could_have_been_believed(release: Release):
    """Decisions open to appeal include every plan, so there are more of them than plans."""
    plans = {
        key: int(row["ehcplans"])
        for row in release.totals("caseload")
        if row["time_period"] == "202425"
        for key in (row["la_name"], row["old_la_code"])
    }
    printed = release.printed_appeals()
    nottingham, cambridgeshire = printed["Nottingham"], printed["Cambridgeshire"]
    # By its code the first would have fewer decisions than plans, by its name the second.
    assert plans["Nottingham"] < decisions(nottingham) < plans[nottingham[1]]
    assert plans[cambridgeshire[1]] < decisions(cambridgeshire) < plans["Cambridgeshire"]


def decisions(row: list[str]) -> int:
    """Return the decisions open to appeal in 2024."""
    return int(row[33].replace(",", ""))


def test_a_regions_total_that_stands_for_each_of_its_councils_is_all_that_looks_odd(
    release: Release, store: Engine
):
    with store.connect() as connection:
        measure = measures_of(connection)["ehcp-new-plans"]
    figures = [
        year(
            int(row["time_period"]),
            int(row["new_ehc_plans"]),
            measure,
            area_code=code_of(row),
            framework_id="",
            row=place,
        )
        for place, row in enumerate(release.totals("newplans"))
        if row["new_la_code"] and row["new_ehc_plans"].isdigit()
    ]
    odd = find_anomalies(figures)
    assert len(figures) > 900
    assert {(doubt.figure.value, doubt.figure.end) for doubt in odd} == {
        (6078.0, date(2022, 12, 31))
    }
    assert Counter(doubt.check for doubt in odd) == {"unit_slip": 7, "shared": 15}


def test_the_release_cut_short_is_refused(release: Release, store: Engine):
    content = release.archive.content
    for cut in (content[: len(content) // 2], content[:-10], content[:100]):
        refusal(store, cut, release.archive.name)
