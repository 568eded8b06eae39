"""Scorecards with a month a column: what is read of them, what is told, and what never guessed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from data.catalogue import KINDS
from data.formats.registry import format_of
from data.formats.scorecard import SCORECARD, recognises
from data.formats.shapes import Reading
from data.given import Given
from data.load import check_files, load_files
from data.loaders import load_observations, load_sources
from data.progress import unwatched
from data.read import ExtractFile
from data.templates import template_csv
from tests.data.conftest import MakeStore, opened
from tests.data.made import observations, records, text_file

NOW = datetime(2023, 6, 1, tzinfo=UTC)
AREA, PLAN = "E09000014", "ha-wsoa-2021"
CONFIRMED = Given(framework_id=PLAN, is_confirmed=True)
PUBLISHED = Path(__file__).parents[3] / "shared" / "published"
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
MEASURES = (
    ("ehcp-20-weeks", "EHC plans issued within 20 weeks", "percent", "rate", "higher"),
    ("ehcp-advice-quality", "Professional advice of good quality", "percent", "rate", "higher"),
    ("autism-over-52", "Waiting over 52 weeks for autism assessment", "count", "stock", "lower"),
    ("autism-over-104", "Waiting over 104 weeks for autism assessment", "count", "stock", "lower"),
    ("autism-referrals", "Autism referrals received", "count", "flow", "neutral"),
    ("camhs-referrals", "CAMHS referrals received", "count", "flow", "neutral"),
    ("autism-mean", "Mean wait for autism", "weeks", "average", "lower"),
    ("autism-median", "Median wait for autism", "weeks", "average", "lower"),
    ("ehc-requests", "Requests for EHC needs assessment", "count", "flow", "neutral"),
    ("budget", "Budget pressure", "gbp_million", "flow", "lower"),
)


class Catalogue:
    """What stands, without a store."""

    today = NOW.date()

    def __init__(self) -> None:
        names = ("measure_id", "title", "unit", "kind", "better")
        self.frames = {
            "measures": pd.DataFrame(MEASURES, columns=names).assign(short_title=""),
            "frameworks": pd.DataFrame([{"framework_id": PLAN, "area_code": AREA}]),
            "areas": pd.DataFrame([{"area_code": AREA, "name": "Haringey"}]),
            "priority_measures": self.frame(
                "priority_measures",
                {"framework_id": PLAN, "measure_id": "ehcp-20-weeks", "local_reference": "EHCP 1"},
            ),
            "targets": self.frame(
                "targets",
                *(
                    {"measure_id": "ehcp-advice-quality", "breakdown": f"sector={sector}"}
                    for sector in ("health", "social_care")
                ),
                {"framework_id": PLAN, "measure_id": "ehcp-20-weeks", "operator": ">=", "value": 80.0},
            ),
        }  # fmt: skip

    def rows(self, kind: str) -> pd.DataFrame:
        return self.frames.get(kind, self.frame(kind))

    def frame(self, kind: str, *rows: dict[str, object]) -> pd.DataFrame:
        blank = dict.fromkeys((stored.name for stored in KINDS[kind].stored), "") | {
            "role": "target"
        }
        return pd.DataFrame([blank | row for row in rows], columns=list(blank))


def table(*lines: str) -> str:
    """Write a table whose cells are set apart by bars."""
    return "\n".join(",".join(_quoted(cell) for cell in line.split("|")) for line in lines) + "\n"


def _quoted(cell: str) -> str:
    return f'"{cell.strip()}"'


def read(*lines: str, given: Given = CONFIRMED, name: str = "scorecard.csv") -> Reading:
    file = text_file(table(*lines), name)
    assert format_of(file) is SCORECARD
    return SCORECARD.read([file], Catalogue(), given, unwatched)


def rows_of(reading: Reading, kind: str = "observations") -> list[dict[str, str]]:
    """Return the rows made of one kind, each with the row it was made from."""
    made = [part.raw for part in reading.parts if part.kind == kind]
    return [
        {**row, "row": str(number)}
        for raw in made
        for row, number in zip(
            records(raw.cells.set_axis(list(raw.names), axis=1)), raw.numbers, strict=True
        )
    ]


def figures(reading: Reading) -> list[tuple[str, ...]]:
    """Return measure, basis, first and last day and value of every figure."""
    names = ("measure_id", "basis", "period_start", "period_end", "value")
    return [tuple(row[name] for name in names) for row in rows_of(reading)]


def values(reading: Reading) -> list[str]:
    return [row["value"] for row in rows_of(reading)]


def told(reading: Reading, topic: str) -> list[str]:
    return [f"{each.place}: {each.words}" for each in reading.notes if each.topic == topic]


MONTHS = "Measure | Jan-23 | Feb-23 | Mar-23"
PLANS = "EHC plans issued within 20 weeks"


def test_each_month_of_a_row_is_an_observation_with_its_row():
    reading = read("Scorecard", "", MONTHS, f"{PLANS} | 70% | 71.5% | 80%")
    assert figures(reading) == [
        ("ehcp-20-weeks", "month", "2023-01-01", "2023-01-31", "70%"),
        ("ehcp-20-weeks", "month", "2023-02-01", "2023-02-28", "71.5%"),
        ("ehcp-20-weeks", "month", "2023-03-01", "2023-03-31", "80%"),
    ]
    assert {row["row"] for row in rows_of(reading)} == {"4"}
    assert {(row["area_code"], row["framework_id"]) for row in rows_of(reading)} == {(AREA, PLAN)}
    assert told(reading, "unrecognised") == []


def test_the_plan_is_asked_for_first_and_then_how_it_was_read():
    lines = (MONTHS, f"{PLANS} | 70% | 71% | 80%")
    assert read(*lines, given=Given()).asks == ("framework_id",)
    unconfirmed = read(*lines, given=Given(framework_id=PLAN))
    assert unconfirmed.asks == ("confirmed",)
    assert len(rows_of(unconfirmed)) == 3
    assert read(*lines).asks == ()


@pytest.mark.parametrize(
    ("given", "column"),
    [
        (Given(framework_id="no-such-plan"), "framework_id"),
        (Given(framework_id=PLAN, area_code="E09000030"), "area_code"),
    ],
)
def test_a_plan_that_is_unknown_or_another_area_s_is_a_fault(given: Given, column: str):
    reading = read(MONTHS, f"{PLANS} | 70% | 71% | 80%", given=given)
    assert [fault.column for fault in reading.faults] == [column]
    assert reading.parts == ()


def test_the_file_is_the_source_and_its_area_the_publisher():
    reading = read("SEND scorecard", MONTHS, f"{PLANS} | 70% | 71% | 80%", name="May 2023.csv")
    (source,) = rows_of(reading, "sources")
    assert (source["source_document"], source["title"]) == ("May 2023.csv", "SEND scorecard")
    assert (source["publisher"], source.get("published_on", "")) == ("Haringey", "")
    assert {row["source_document"] for row in rows_of(reading)} == {"May 2023.csv"}
    day = Given(framework_id=PLAN, published_on=date(2023, 5, 9), source_document="May report")
    dated = read(MONTHS, f"{PLANS} | 70% | 71% | 80%", given=day)
    (source,) = rows_of(dated, "sources")
    assert (source["source_document"], source["published_on"]) == ("May report", "2023-05-09")


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("Apr-22", ("month", "2022-04-01", "2022-04-30")),
        ("Apr 2022", ("month", "2022-04-01", "2022-04-30")),
        ("April 2022", ("month", "2022-04-01", "2022-04-30")),
        ("Sept ’22", ("month", "2022-09-01", "2022-09-30")),
        ("2022-04", ("month", "2022-04-01", "2022-04-30")),
        ("04/2022", ("month", "2022-04-01", "2022-04-30")),
        ("Feb-24", ("month", "2024-02-01", "2024-02-29")),
        ("Q1 22/23", ("quarter", "2022-04-01", "2022-06-30")),
        ("2022/23 Q4", ("quarter", "2023-01-01", "2023-03-31")),
        ("Jul – Sep 2022", ("quarter", "2022-07-01", "2022-09-30")),
        ("Apr 2021 to Mar 2022", ("year", "2021-04-01", "2022-03-31")),
        ("FY 2021/22", ("year", "2021-04-01", "2022-03-31")),
    ],
)
def test_headings_that_say_their_time(heading: str, period: tuple[str, ...]):
    reading = read(
        f"Measure | {heading} | Jan-21 | Feb-21 | Mar-21", f"{PLANS} | 70% | 1% | 2% | 3%"
    )
    found = [row for row in figures(reading) if row[4] == "70%"]
    later_than_today = period[1] > "2023-06-01"
    assert found == ([] if later_than_today else [("ehcp-20-weeks", *period, "70%")])


@pytest.mark.parametrize(
    "heading", ["01/04/2022", "2022-04-01", "2022", "2022/23", "2011-12", "Q1", "Q1 2022", "22-Apr"]
)
def test_a_heading_that_may_mean_several_times_is_left_out_with_its_reason(heading: str):
    reading = read(
        f"Measure | {heading} | Jan-21 | Feb-21 | Mar-21", f"{PLANS} | 70% | 1% | 2% | 3%"
    )
    assert values(reading) == ["1%", "2%", "3%"]
    (note,) = (each for each in told(reading, "left_out") if each.startswith(heading))
    assert "The column is left out: " in note


def test_months_turned_round_by_a_spreadsheet_are_read_where_all_of_them_are():
    reading = read("Measure | 22-Oct | 22-Nov | 23-Jan", f"{PLANS} | 70% | 71% | 80%")
    assert [row[2] for row in figures(reading)] == ["2022-10-01", "2022-11-01", "2023-01-01"]
    assert "22-Oct is read as October 2022" in " ".join(told(reading, "read_as"))


def test_days_of_one_year_are_no_months_turned_round():
    assert not recognises(text_file(table("Measure | 01-Apr | 01-May | 01-Jun", "EHC | 1 | 2 | 3")))
    assert not recognises(text_file(table("Measure | 22-Apr | 22-Apr | 22-May", "EHC | 1 | 2 | 3")))


def test_the_same_month_twice_is_left_out():
    reading = read("Measure | Jan-23 | Feb-23 | Mar-23 | Mar 2023", f"{PLANS} | 1% | 2% | 3% | 4%")
    assert values(reading) == ["1%", "2%"]


def test_a_year_to_date_is_read_where_it_can_only_count_from_january():
    calendar = read(f"{MONTHS} | YTD", f"{PLANS} | 70% | 71% | | 70.4%")
    to_date = [row[2:] for row in figures(calendar) if row[1] == "ytd"]
    assert to_date == [("2023-01-01", "2023-02-28", "70.4%")]
    said = read("Measure | Jan-23 | Feb-23 | Mar-23 | YTD Mar-23", f"{PLANS} | 70% | 71% | 2% | 9%")
    to_date = [row[2:] for row in figures(said) if row[1] == "ytd"]
    assert to_date == [("2023-01-01", "2023-03-31", "9%")]
    financial = read("Measure | Apr-22 | May-22 | Jun-22 | YTD", f"{PLANS} | 70% | 71% | 2% | 9%")
    assert values(financial) == ["70%", "71%", "2%"]
    assert any(each.startswith("YTD: ") for each in told(financial, "left_out"))


def test_a_row_to_date_is_one_only_in_a_table_that_begins_in_january():
    calendar = read(MONTHS, f"{PLANS} (YTD) | 70% | 71% | 80%", f"{PLANS} | 1% | 2% | 3%")
    assert [row[1:3] for row in figures(calendar)][:3] == [("ytd", "2023-01-01")] * 3
    assert len(figures(calendar)) == 6
    financial = read("Measure | Apr-22 | May-22 | Jun-22", f"{PLANS} (YTD) | 70% | 71% | 80%")
    assert figures(financial) == []
    assert "may count from April or January" in told(financial, "unrecognised")[0]


def test_a_stock_is_what_stands_at_the_end_of_the_month():
    reading = read(MONTHS, "Waiting over 52 weeks for autism assessment | 7 | 8 | 9")
    assert figures(reading)[1] == ("autism-over-52", "snapshot", "2023-02-28", "2023-02-28", "8")


@pytest.mark.parametrize(
    ("name", "measure_id"),
    [
        ("autism-mean", "autism-mean"),
        ("ehc plans issued within 20 weeks.", "ehcp-20-weeks"),
        ("% of EHCPs issued within 20 wks", "ehcp-20-weeks"),
        ("EHC plans isued within 20 weeks", "ehcp-20-weeks"),
        ("Number of requests for EHC needs assessments", "ehc-requests"),
        ("Number waiting over 104 weeks for ASD assessment", "autism-over-104"),
    ],
)
def test_a_name_is_read_as_the_measure_that_it_can_only_be(name: str, measure_id: str):
    reading = read(MONTHS, f"{name} | 1 | 2 | 3")
    assert {row["measure_id"] for row in rows_of(reading)} == {measure_id}


@pytest.mark.parametrize(
    "name",
    [
        "Referrals received",
        "Physio referrals received",
        "Waiting over 78 weeks for autism assessment",
        "Medium wait for autism",
        "Number of EHC plans issued within 20 weeks",
        "% of requests for EHC needs assessment",
        "EHC plans",
        "Professional advice of good quality: police",
    ],
)
def test_a_name_that_may_be_another_is_listed_and_never_guessed(name: str):
    reading = read(MONTHS, f"{name} | 10 | 20 | 30", f"{PLANS} | 70% | 71% | 80%")
    assert {row["measure_id"] for row in rows_of(reading)} == {"ehcp-20-weeks"}
    (note,) = told(reading, "unrecognised")
    assert note.startswith(f"row 2: “{name}” is left out: ")


def test_a_name_that_is_not_exact_is_told_to_be_confirmed():
    reading = read(MONTHS, "EHCPs issued within 20 weeks | 1% | 2% | 3%")
    assert told(reading, "read_as")[1:] == [
        "row 2: Read as “EHC plans issued within 20 weeks” (ehcp-20-weeks)."
    ]


def test_a_reference_of_the_plan_tells_the_measure():
    reading = read(f"Ref | {MONTHS}", "EHCP1 | New plans that came in time | 1% | 2% | 3%")
    assert {row["measure_id"] for row in rows_of(reading)} == {"ehcp-20-weeks"}
    assert "by its reference EHCP1" in told(reading, "read_as")[1]


def test_a_reference_that_contradicts_the_name_is_left_out():
    reading = read(f"Ref | {MONTHS}", "EHCP 1 | Autism referrals received | 1 | 2 | 3")
    assert rows_of(reading) == []
    assert "the reference that of ehcp-20-weeks" in told(reading, "unrecognised")[0]


@pytest.mark.parametrize(
    "line",
    [
        "Professional advice of good quality: health | | 83% | 67% | 70%",
        "Professional advice of good quality (Health) | | 83% | 67% | 70%",
        "Professional advice of good quality – health | | 83% | 67% | 70%",
        "Professional advice of good quality | Health | 83% | 67% | 70%",
        "Professional advice of good quality | sector=health | 83% | 67% | 70%",
    ],
)
def test_a_part_is_told_beside_the_name_or_at_its_end(line: str):
    reading = read("Measure | Sector | Jan-23 | Feb-23 | Mar-23", line)
    assert {row["breakdown"] for row in rows_of(reading)} == {"sector=health"}


def test_two_rows_of_one_series_are_both_left_out_unless_one_is_exact():
    twice = read(MONTHS, f"{PLANS} | 1% | 2% | 3%", f"{PLANS} | 4% | 5% | 6%")
    assert rows_of(twice) == []
    assert len(told(twice, "unrecognised")) == 2
    once = read(MONTHS, f"{PLANS} | 1% | 2% | 3%", "EHCPs issued within 20 weeks | 4% | 5% | 6%")
    assert values(once) == ["1%", "2%", "3%"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("82%", "82%"),
        ("82 %", "82%"),
        ("82 per cent", "82%"),
        ("82", "82"),
        ("n/a", "not_available"),
        ("TBC", "not_reported"),
        ("c", "c"),
    ],
)
def test_cells_of_a_percentage(cell: str, value: str):
    assert values(read(MONTHS, f"{PLANS} | {cell} | 2% | 3%")) == [value, "2%", "3%"]


@pytest.mark.parametrize("cell", ["", "-", "–", "..."])
def test_a_cell_that_holds_nothing_makes_no_row(cell: str):
    reading = read(MONTHS, f"{PLANS} | {cell} | 2% | 3%")
    assert values(reading) == ["2%", "3%"]
    assert "Blank cells, or with a dash alone: 1." in " ".join(told(reading, "left_out"))


def test_a_share_keeps_its_counts():
    (first, second, _) = rows_of(read(MONTHS, f"{PLANS} | 67% (20/30) | 18 of 22 (82%) | 3%"))
    assert (first["value"], first["numerator"], first["denominator"]) == ("67%", "20", "30")
    assert (second["value"], second["numerator"], second["denominator"]) == ("82%", "18", "22")
    assert first["as_published"] == "67% (20/30)"


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("Mean wait for autism", "12.5 wks | 12 weeks | 11", ["12.5", "12", "11"]),
        ("Budget pressure", "£1.2m | £ 3 million | 4", ["1.2", "3", "4"]),
        ("Autism referrals received", '1,234 | <5 | 7', ["1,234", "<5", "7"]),
    ],
)  # fmt: skip
def test_units_stay_out_of_the_value(name: str, cells: str, found: list[str]):
    assert values(read(MONTHS, f"{name} | {cells}")) == found


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Mean wait for autism", "82%"),
        ("Mean wait for autism", "84 days"),
        ("Autism referrals received", "7%"),
        (PLANS, "12 weeks"),
        (PLANS, "eighty"),
        (PLANS, "#DIV/0!"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_row_and_month(name: str, cell: str):
    reading = read(MONTHS, f"{name} | 1 | {cell} | 3")
    assert values(reading) == ["1", "3"]
    (note,) = told(reading, "unrecognised")
    assert note.startswith(f"row 2, Feb-23: “{cell}” is left out: expected ")


def test_percentages_that_look_like_shares_of_1_are_not_guessed():
    reading = read(MONTHS, f"{PLANS} | 0.82 | 0.7 | 1")
    assert rows_of(reading) == []
    assert "Write 82% where 0.82 stands" in told(reading, "unrecognised")[0]


def test_numbers_for_months_to_come_are_left_out_and_counted():
    reading = read("Measure | Apr-23 | May-23 | Jun-23 | Jul-23 | Aug-23",
                   f"{PLANS} | 1% | 2% | 3% | 4% | TBC")  # fmt: skip
    assert values(reading) == ["1%", "2%", "3%", "not_reported"]
    assert "yet to come: 1" in " ".join(told(reading, "left_out"))


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("Target", "85%", (">=", "85", "")),
        ("Target", "at least 85%", (">=", "85", "")),
        ("Target", "> 85", (">", "85", "")),
        ("Target", "85% or more", (">=", "85", "")),
        ("Target Mar-24", "≥85%", (">=", "85", "2024-03-31")),
        ("Target 2022/23", "85%", (">=", "85", "")),
    ],
)
def test_a_clear_target_that_is_new_is_taken(heading: str, cell: str, expected: tuple[str, ...]):
    reading = read(f"{MONTHS} | {heading}", f"{PLANS} | 1% | 2% | 3% | {cell}")
    (target,) = rows_of(reading, "targets")
    assert (target["operator"], target["value"], target.get("due_on", "")) == expected
    assert target["as_published"] == f"{heading}: {cell}"
    assert told(reading, "difference") == [
        f"row 2, {heading}: The target {expected[0]} 85 differs from what stands: >= 80."
    ]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        (PLANS, "80%"),
        (PLANS, "75-80%"),
        (PLANS, "improve"),
        (PLANS, "0.8"),
        (PLANS, "12 weeks"),
        ("Autism referrals received", "100"),
    ],
)
def test_a_target_that_stands_or_is_not_clear_is_told_and_left_out(name: str, cell: str):
    reading = read(f"{MONTHS} | Target", f"{name} | 1 | 2 | 3 | {cell}")
    assert rows_of(reading, "targets") == []
    assert any(each.startswith("row 2, Target: ") for each in told(reading, "left_out"))
    assert len(rows_of(reading)) == 3


def test_a_target_of_a_lower_is_better_measure_is_a_ceiling():
    reading = read(f"{MONTHS} | Target", "Mean wait for autism | 1 | 2 | 3 | 18 weeks")
    (target,) = rows_of(reading, "targets")
    assert (target["operator"], target["value"]) == ("<=", "18")


def test_of_several_targets_those_without_a_day_are_left_out():
    reading = read(f"{MONTHS} | Target | Target Mar-24", f"{PLANS} | 1% | 2% | 3% | 85% | 90%")
    assert [row["value"] for row in rows_of(reading, "targets")] == ["90"]
    assert any(each.startswith("Target: ") for each in told(reading, "left_out"))


def test_headings_among_the_rows_and_remarks_beside_them_are_told():
    reading = read(f"{MONTHS} | RAG | Shoe size", "Priority 1", f"{PLANS} | 1% | 2% | 3% | G | 9")
    assert "rows 2: Rows without figures." in told(reading, "left_out")
    assert any(each.startswith("RAG: ") for each in told(reading, "left_out"))
    assert told(reading, "unrecognised") == ["Shoe size: Nobody reads this column (row 1)."]


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


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published files are not beside this one")
def test_no_published_release_is_taken_for_a_scorecard():
    files = sorted(each for each in PUBLISHED.iterdir() if each.is_file())
    assert files
    assert not any(recognises(ExtractFile(each.name, each.read_bytes())) for each in files)


def test_no_shipped_extract_is_taken_for_a_scorecard():
    files = sorted((Path(__file__).parents[2] / "data" / "extracts").glob("*.csv"))
    assert len(files) > 10
    assert not any(recognises(ExtractFile(each.name, each.read_bytes())) for each in files)


def test_a_table_that_is_too_long_is_refused():
    reading = read(MONTHS, *[f"{PLANS} | 1% | 2% | 3%"] * 2_001)
    assert [fault.found for fault in reading.faults] == ["more than 2,000 rows"]


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("shipped")) as engine:
        yield engine


def test_nothing_is_loaded_until_it_is_confirmed(store: Engine):
    file = text_file(TEXT, "May.csv")
    (asked,) = load_files(store, [file], now=NOW, given=Given(framework_id=PLAN))
    assert (asked.state, asked.asks) == ("would_load", ("confirmed",))
    assert "May.csv" not in set(load_sources(store)["source_document"])


def test_a_scorecard_goes_all_the_way_in(store: Engine):
    file = text_file(TEXT, "scorecard.csv")
    (report,) = load_files(store, [file], now=NOW, given=CONFIRMED)
    assert (report.state, report.faults) == ("loaded", ())
    assert {part.kind: part.rows for part in report.parts} == {
        "sources": 1,
        "observations": 14,
        "targets": 1,
    }
    frame = load_observations(store, [AREA], ["newsletter-subscribers"])
    own = frame[frame["source_document"] == "scorecard.csv"]
    assert own["value"].tolist() == [3100, 3150, 3200, 3265]
    assert {str(day) for day in own["period_end"]} >= {"2023-01-31", "2023-04-30"}
    (again,) = check_files(store, [file], now=NOW, given=CONFIRMED)
    assert again.state == "unchanged"
