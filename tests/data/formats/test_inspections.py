"""Outcomes of area inspections: each area once a report, by its number and name."""

from datetime import date

import pytest
from sqlalchemy import Engine

from data.files.csv_reader import ExtractFile
from data.loading.load import load_files
from data.store import frames
from tests.builders.files import csv_file, records

ROW = {
    "la_code": "211",
    "ltla23cd": "E09000030",
    "local_authority": "tower hamlets",
    "outcome_grade": "2.0",
    "inspection_start_date": "23/06/25",
    "inspection_end_date": "27/06/25",
    "publication_date": "21/08/25",
    "next_inspection": "3 years",
    "inspection_outcome_text": "Made up for this test.",
}


def outcomes(*changes: dict[str, str]) -> ExtractFile:
    """Make a table of outcomes, each row different from an ordinary one as said."""
    return csv_file(*({**ROW, **change} for change in changes), name="outcomes.csv")


def current(engine: Engine) -> dict[str, tuple[object, ...]]:
    frame = frames.load_frame(engine, "inspections")
    columns = ("outcome", "started_on", "ended_on", "published_on", "next_within")
    return {row["area_code"]: tuple(row[name] for name in columns) for row in records(frame)}


@pytest.mark.both_databases
def test_an_outcome_is_read_with_its_days(shipped: Engine):
    (report,) = load_files(shipped, [outcomes({})], by="test")
    assert (report.state, report.issues) == ("loaded", ())
    assert current(shipped) == {
        "E09000030": (
            "inconsistent",
            date(2025, 6, 23),
            date(2025, 6, 27),
            date(2025, 8, 21),
            "3 years",
        )
    }


def test_a_council_under_the_code_of_another_is_found_by_number_and_name(shipped: Engine):
    other = {"la_code": "943", "local_authority": "westmorland and furness"}
    load_files(shipped, [outcomes(other | {"ltla23cd": "E10000006"})], by="test")
    assert list(current(shipped)) == ["E06000064"]


@pytest.mark.parametrize("change", [{"outcome_grade": ""}, {"publication_date": "soon"}])
def test_a_report_without_outcome_or_day_is_left_out_and_named(
    shipped: Engine, change: dict[str, str]
):
    haringey = {"la_code": "309", "local_authority": "haringey"} | change
    (report,) = load_files(shipped, [outcomes({}, haringey)], by="test")
    assert list(current(shipped)) == ["E09000030"]
    assert ("left_out", "haringey") in [(note.topic, note.place) for note in report.notes]


def test_what_was_published_later_is_not_known_before(shipped: Engine):
    load_files(shipped, [outcomes({}, {"publication_date": "01/02/22"})], by="test")
    earlier = frames.load_frame(shipped, "inspections", date(2023, 1, 1))
    assert earlier["published_on"].tolist() == [date(2022, 2, 1)]
