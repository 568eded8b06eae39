"""Scorecards with a month a column: what they are asked, and that they go all the way in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.scorecard.reader import recognises
from data.loading.load import check_files, load_files
from data.schema.data_dictionary import template_csv
from data.schema.registry import KINDS
from data.store.frames import load_frame
from tests.builders.dfe import TOTALS, made_release, table
from tests.builders.files import observations, text_file
from tests.builders.scorecard import (
    AREA,
    CONFIRMED,
    MONTHS,
    NOW,
    PLAN,
    PLANS,
    figures,
    note_lines,
    read,
    rows_of,
)
from tests.builders.sen2 import csv_files, synthetic_return
from tests.stores import MakeStore, opened

TEXT = """\
SEND scorecard 2022/23,,,,,,,,
,,,,,,,,
Ref,Indicator,Jan-23,Feb-23,Mar-23,Apr-23,Target,RAG,Seen by
,Priority 1: EHC plans,,,,,,,
EHCP 1,EHC plans issued within 20 weeks,68%,70.5%,-,80%,85%,G,AB
EHCP 2,Plans with co-production meeting,50%,n/a,TBC,67% (20/30),60%,R,
,,,,,,,,
,Something else that is counted,1,2,3,4,,,
COM 4,SEND newsletter subscribers,"3,100",3150,3200,3265,>= 1000,G,
,Median wait for speech and language therapy,12.5 wks,12 weeks,11,eleven,,,
"""


def test_each_month_of_a_row_is_an_observation_with_its_row():
    reading = read("Scorecard", "", MONTHS, f"{PLANS} | 70% | 71.5% | 80%")
    assert figures(reading) == [
        ("ehcp-20-weeks", "month", "2023-01-01", "2023-01-31", "70%"),
        ("ehcp-20-weeks", "month", "2023-02-01", "2023-02-28", "71.5%"),
        ("ehcp-20-weeks", "month", "2023-03-01", "2023-03-31", "80%"),
    ]
    assert {row["row"] for row in rows_of(reading)} == {"4"}
    assert {(row["area_code"], row["framework_id"]) for row in rows_of(reading)} == {(AREA, PLAN)}
    assert note_lines(reading, "unrecognised") == []


def test_the_plan_is_asked_for_first_and_then_how_it_was_read():
    lines = (MONTHS, f"{PLANS} | 70% | 71% | 80%")
    assert read(*lines, options=LoadOptions()).asks == ("framework_id",)
    unconfirmed = read(*lines, options=LoadOptions(framework_id=PLAN))
    assert unconfirmed.asks == ("confirmed",)
    assert len(rows_of(unconfirmed)) == 3
    assert read(*lines).asks == ()


@pytest.mark.parametrize(
    ("options", "column"),
    [
        (LoadOptions(framework_id="no-such-plan"), "framework_id"),
        (LoadOptions(framework_id=PLAN, area_code="E09000030"), "area_code"),
    ],
)
def test_a_plan_that_is_unknown_or_another_area_s_is_a_fault(options: LoadOptions, column: str):
    reading = read(MONTHS, f"{PLANS} | 70% | 71% | 80%", options=options)
    assert [issue.column for issue in reading.issues] == [column]
    assert reading.parts == ()


def test_the_file_is_the_source_and_its_area_the_publisher():
    reading = read("SEND scorecard", MONTHS, f"{PLANS} | 70% | 71% | 80%", name="May 2023.csv")
    (source,) = rows_of(reading, "sources")
    assert (source["source_document"], source["title"]) == ("May 2023.csv", "SEND scorecard")
    assert (source["publisher"], source.get("published_on", "")) == ("Haringey", "")
    assert {row["source_document"] for row in rows_of(reading)} == {"May 2023.csv"}
    day = LoadOptions(
        framework_id=PLAN, published_on=date(2023, 5, 9), source_document="May report"
    )
    dated = read(MONTHS, f"{PLANS} | 70% | 71% | 80%", options=day)
    (source,) = rows_of(dated, "sources")
    assert (source["source_document"], source["published_on"]) == ("May report", "2023-05-09")


def test_headings_among_the_rows_and_remarks_beside_them_are_told():
    reading = read(f"{MONTHS} | RAG | Shoe size", "Priority 1", f"{PLANS} | 1% | 2% | 3% | G | 9")
    assert "rows 2: Rows without figures." in note_lines(reading, "left_out")
    assert any(each.startswith("RAG: ") for each in note_lines(reading, "left_out"))
    assert note_lines(reading, "unrecognised") == ["Shoe size: Nobody reads this column (row 1)."]


@pytest.mark.parametrize(
    "file",
    [
        *(ExtractFile(f"{name}.csv", template_csv(name).encode()) for name in KINDS),
        observations({}),
        text_file("area_code,mesure_id,a,b,c\nE09000014,x,2023-01-01,2023-02-01,2023-03-01\n"),
        text_file("a,b\n"),
        text_file(""),
        text_file('"'),
        ExtractFile("x.zip", b"PK\x03\x04\0\0"),
        ExtractFile("x.csv", bytes(range(1, 256))),
        text_file("2023-01,2023-02,2023-03\n1,2,3\n"),
    ],
    ids=lambda file: file.name,
)
def test_other_files_are_left_to_others(file: ExtractFile):
    assert not recognises(file)


def test_no_release_of_others_is_taken_for_a_scorecard():
    release = made_release()
    tables = [table(name) for name in TOTALS]
    files = [release.archive, release.first, release.appeals, *tables]
    files += csv_files(synthetic_return(3))
    assert [file.name for file in files if recognises(file)] == []


def test_no_shipped_extract_is_taken_for_a_scorecard():
    files = sorted((Path(__file__).parents[3] / "data" / "extracts").glob("*.csv"))
    assert len(files) > 10
    assert not any(recognises(ExtractFile(each.name, each.read_bytes())) for each in files)


def test_a_table_that_is_too_long_is_refused():
    reading = read(MONTHS, *[f"{PLANS} | 1% | 2% | 3%"] * 2_001)
    assert [issue.found for issue in reading.issues] == ["more than 2,000 rows"]


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("shipped")) as engine:
        yield engine


def test_nothing_is_loaded_until_it_is_confirmed(store: Engine):
    file = text_file(TEXT, "May.csv")
    (asked,) = load_files(store, [file], now=NOW, options=LoadOptions(framework_id=PLAN))
    assert (asked.state, asked.asks) == ("would_load", ("confirmed",))
    assert "May.csv" not in set(load_frame(store, "sources")["source_document"])


def test_a_scorecard_goes_all_the_way_in(store: Engine):
    file = text_file(TEXT, "scorecard.csv")
    (report,) = load_files(store, [file], now=NOW, options=CONFIRMED)
    assert (report.state, report.issues) == ("loaded", ())
    assert {part.kind: part.rows for part in report.parts} == {
        "sources": 1,
        "observations": 15,
        "targets": 1,
        "scorecard_mappings": 11,
    }
    frame = load_frame(store, "observations", area_code=AREA, measure_id="newsletter-subscribers")
    own = frame[frame["source_document"] == "scorecard.csv"]
    assert own["value"].tolist() == [3100, 3150, 3200, 3265]
    assert {str(day) for day in own["period_end"]} >= {"2023-01-31", "2023-04-30"}
    (again,) = check_files(store, [file], now=NOW, options=CONFIRMED)
    assert again.state == "unchanged"
