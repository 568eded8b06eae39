"""DfE releases of other years: what is recognised by structure, and what an analyst can name."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.base import IDENTITY, LEFT_OUT, READ_AS, UNRECOGNISED, ReadResult
from data.formats.dfe.reader import DFE_RELEASE
from data.formats.early_years import EARLY_YEARS
from data.formats.registry import format_of
from data.loading.history import undo_delivery
from data.loading.load import FileReport, check_files, load_files
from data.store import frames
from tests.builders.dfe import (
    ENGLAND,
    HARINGEY,
    TOTALS,
    TOWER_HAMLETS,
    WANDSWORTH,
    archive_of,
    noted,
    of_measure,
    read,
    records,
    table,
)
from tests.builders.dfe_2026 import REVIEWS_TOPIC, phase_transfers, reviews, timeliness
from tests.builders.files import csv_file, issue_lines
from tests.builders.published_tables import profile

RELEASE = LoadOptions(source_document="dfe-2026", published_on=date(2026, 6, 11))
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DECIDED = "annual-review-decided-4-weeks"
BREAK = "The DfE counts decisions on annual reviews in another way"


def read_2026(file: ExtractFile) -> ReadResult:
    return read(file, RELEASE)


def load(engine: Engine, *files: ExtractFile) -> tuple[FileReport, ...]:
    return load_files(engine, list(files), by="test", now=NOW, options=RELEASE)


def test_a_topic_that_repeats_itself_and_begins_with_all_is_the_total_of_an_area():
    reading = read_2026(timeliness(TOWER_HAMLETS))
    row = of_measure(reading, "ehcp-20-weeks", "exceptions=including")[TOWER_HAMLETS, "2025"]
    assert (row["value"], row["numerator"], row["denominator"]) == ("45.8", "93", "203")
    assert noted(reading, READ_AS, "All EHC plans: read as the total of each area")
    assert noted(reading, LEFT_OUT, "Primary type of need 4, Sex 4")
    assert not noted(reading, UNRECOGNISED, "")


# What else the release of 2026 has under other names, beside what is not read of it.
RENAMED_IN_2026 = [
    ("requests", "ehc-requests", TOTALS["requests"], "All requests for an EHC needs assessment"),
    ("newplans", "ehcp-new-plans", TOTALS["newplans"], "All new EHC plans"),
    ("newplans", "ehcp-new-plans", "mainstream_academy", "special_academy"),
    ("caseload", "ehcp-caseload", "mainstream_academy", "special_free_school"),
]


@pytest.mark.parametrize(("name", "measure_id", "before", "after"), RENAMED_IN_2026)
def test_the_other_tables_of_2026_are_read_as_before(
    name: str, measure_id: str, before: str, after: str
):
    now = read_2026(table(name, [TOWER_HAMLETS], change=lambda text: text.replace(before, after)))
    then = read_2026(table(name, [TOWER_HAMLETS]))
    assert of_measure(now, measure_id) == of_measure(then, measure_id) != {}
    assert not noted(now, UNRECOGNISED, "")


@pytest.mark.parametrize(
    ("topic", "breakdown"),
    [("Every plan", "Every plan"), ("All EHC plans", "Total")],
    ids=["not all", "not repeated"],
)
def test_another_topic_is_no_total_and_is_listed(topic: str, breakdown: str):
    def changed(text: str) -> str:
        return text.replace(",All EHC plans,All EHC plans,", f",{topic},{breakdown},")

    reading = read_2026(timeliness(TOWER_HAMLETS, change=changed))
    assert noted(reading, UNRECOGNISED, f"The topic {topic!r} is not known: 4 rows were not read.")
    assert [issue.found for issue in reading.issues] == ["no figure that a measure stands for"]


def test_of_two_topics_that_may_be_the_total_neither_is_guessed():
    def changed(text: str) -> str:
        return text.replace(",Sex,Female,", ",All new plans,All new plans,")

    reading = read_2026(timeliness(TOWER_HAMLETS, change=changed))
    assert len(noted(reading, UNRECOGNISED, "is not known: 4 rows were not read")) == 2
    assert not records(reading)


def test_average_weeks_are_a_mean_from_the_year_that_has_them():
    reading = read_2026(timeliness(TOWER_HAMLETS))
    whole = of_measure(reading, "ehcp-average-weeks")
    assert {key: row["value"] for key, row in whole.items()} == {
        (ENGLAND, "2025"): "25.0",
        (TOWER_HAMLETS, "2025"): "25.3",
    }
    excluding = of_measure(reading, "ehcp-average-weeks", "exceptions=excluding")
    assert {row["value"] for row in excluding.values()} == {"24"}
    assert {row["statistic"] for row in (*whole.values(), *excluding.values())} == {"mean"}
    assert len(noted(reading, LEFT_OUT, "Not published for 2024: x for every area")) == 2


@pytest.mark.parametrize("year", [2025, 2026, 2031])
def test_columns_named_for_the_year_of_the_rows_are_read_in_any_year(year: int):
    reading = read_2026(reviews(TOWER_HAMLETS, year=year))
    assert not noted(reading, UNRECOGNISED, "")
    said = [note.words.partition(": ") for note in reading.notes if note.topic == IDENTITY]
    assert {holds for _, _, holds in said} == {"holds in 2 of 2 rows."}
    assert [identity for identity, _, _ in said] == [
        "Plans are reviews expected and not expected",
        "Reviews expected are those completed, completed before the year and not completed",
        "Reviews completed are those decided within and those over 4 weeks",
        "Reviews completed are plans amended, ceased, maintained and without an outcome",
    ]


def test_a_column_named_for_another_year_is_not_read_as_this_one():
    reading = read_2026(
        reviews(change=lambda text: text.replace("completed_2025", "completed_2023"))
    )
    assert noted(reading, UNRECOGNISED, "nobody knows and nobody read: review_completed_2023.")
    assert not [note for note in reading.notes if "Reviews completed" in note.words]


def test_counts_that_do_not_add_up_are_listed():
    def changed(text: str) -> str:
        return text.replace(",50,1,", ",50,2,", 1)

    (said,) = noted(read_2026(reviews(TOWER_HAMLETS, change=changed)), IDENTITY, "amended")
    assert said.endswith("holds in 1 of 2 rows; not in England, 2025 (100 against 101).")


def test_a_percentage_that_is_not_printed_is_worked_out_from_both_its_counts():
    reading = read_2026(reviews(TOWER_HAMLETS))
    row = of_measure(reading, DECIDED)[TOWER_HAMLETS, "2025"]
    assert (row["value"], row["numerator"], row["denominator"]) == ("38.8", "40", "103")
    assert row["note"] == "worked out from its counts: the release prints no percentage"
    assert not noted(reading, "difference", "")


def test_a_percentage_beside_its_count_is_read_as_published():
    def changed(text: str) -> str:
        first, *rest = text.splitlines()
        return "\n".join([f"{first},pc_decision_4_weeks", *(f"{row},40.1" for row in rest)])

    reading = read_2026(reviews(TOWER_HAMLETS, change=changed))
    row = of_measure(reading, DECIDED)[TOWER_HAMLETS, "2025"]
    assert row["value"] == "40.1"
    assert "numerator over denominator gives 38.8" in row["note"]
    assert not noted(reading, UNRECOGNISED, "")


def test_where_the_department_divides_by_another_number_nothing_is_worked_out():
    def changed(text: str) -> str:
        return text.replace("request_outcome_six_weeks_pc", "other")

    reading = read(archive_of(table("requests", change=changed)))
    assert {row["measure_id"] for row in records(reading)} == {"ehc-requests"}
    assert noted(reading, UNRECOGNISED, "ehc-decision-6-weeks: Not read: there is no column")


def test_an_area_that_completed_no_review_has_no_figure_of_them():
    zeros = ",100,20,30,50,1,47,2,40,60"

    def changed(text: str) -> str:
        return text.replace(zeros, ",0,0,150" + ",0" * 6)

    reading = read_2026(reviews(TOWER_HAMLETS, change=changed))
    row = of_measure(reading, DECIDED)[ENGLAND, "2025"]
    assert (row["value"], row["numerator"], row["denominator"]) == ("z", "0", "0")
    assert row["note"] == "z: nothing to divide in the DfE release"
    assert noted(reading, READ_AS, "no figure: England, 2025. The release prints 0, not x.")
    assert not noted(reading, IDENTITY, "not in England")


def test_a_code_that_nobody_knows_is_a_councils_where_number_and_name_agree():
    def recoded(text: str) -> str:
        return text.replace(f",{WANDSWORTH},212,", ",E09000099,212,")

    reading = read_2026(timeliness(WANDSWORTH, change=recoded))
    assert (WANDSWORTH, "2025") in of_measure(reading, "ehcp-20-weeks", "exceptions=including")
    assert noted(reading, READ_AS, "E09000099 was read as E09000032")
    other = read_2026(
        timeliness(WANDSWORTH, change=lambda text: recoded(text).replace("212", "213"))
    )
    assert (WANDSWORTH, "2025") not in of_measure(other, "ehcp-20-weeks", "exceptions=including")


def test_phase_transfers_are_recognised_and_left_out():
    file = phase_transfers()
    assert format_of(file) is DFE_RELEASE
    alone = read_2026(file)
    assert noted(alone, LEFT_OUT, "No measure has these figures: its 1 rows were left out.")
    assert not noted(alone, UNRECOGNISED, "")
    assert [issue.found for issue in alone.issues] == ["no figure that a measure stands for"]
    beside = read_2026(archive_of(file, reviews()))
    assert {row["measure_id"] for row in records(beside)} == {DECIDED}


def test_a_table_of_another_release_of_the_department_goes_to_its_own_reader():
    table_of_profile = profile({})
    assert DFE_RELEASE.recognises(table_of_profile)
    assert format_of(table_of_profile) is EARLY_YEARS


def test_a_table_of_which_no_reader_knows_is_listed_with_its_columns():
    unknown = csv_file(
        {
            "time_period": "202324",
            "time_identifier": "Academic year",
            "geographic_level": "National",
            "country_code": ENGLAND,
            "num_schools": "12",
        }
    )
    assert format_of(unknown) is DFE_RELEASE
    reading = read_2026(unknown)
    (issue,) = reading.issues
    assert "python -m data template aliases" in issue.fix
    assert noted(reading, UNRECOGNISED, "Its columns: time_period, ")


def test_tables_of_one_release_bring_one_source():
    sources = [records(read_2026(file), "sources") for file in (reviews(), timeliness())]
    assert sources[0] == sources[1]
    assert sources[0][0]["title"] == "Education, health and care plans, reporting year 2026"


@pytest.mark.both_databases
def test_a_release_of_2026_ends_the_line_of_reviews_and_is_taken_back_whole(shipped: Engine):
    before = {name: len(frames.load_frame(shipped, name)) for name in ("observations", "events")}
    reports = load(shipped, reviews(TOWER_HAMLETS, HARINGEY), timeliness(TOWER_HAMLETS))
    assert [report.state for report in reports] == ["loaded", "loaded"]
    events = frames.load_frame(shipped, "events")
    ending = events[events["title"] == BREAK]
    assert sorted(ending["area_code"]) == [HARINGEY, TOWER_HAMLETS]
    assert set(ending["date"]) == {date(2025, 1, 1)}
    assert set(ending["effect"]) == {"release_break"}
    for report in reports:
        assert report.extract_id is not None
        undo_delivery(shipped, report.extract_id, now=NOW)
    after = {name: len(frames.load_frame(shipped, name)) for name in ("observations", "events")}
    assert after == before


def renamed() -> ExtractFile:
    """Make annual reviews of which a column and the topic have names that nobody knows."""

    def changed(text: str) -> str:
        return text.replace(REVIEWS_TOPIC, "Every review").replace("decision_4", "settled_4")

    return reviews(TOWER_HAMLETS, change=changed)


def aliases(*changes: dict[str, str]) -> ExtractFile:
    rows = (
        {
            "release_table": "annual_reviews",
            "item": "column",
            "alias": "Settled 4 weeks",
            "meaning": "decision_4_weeks",
        },
        {
            "release_table": "annual_reviews",
            "item": "topic",
            "alias": "every review",
            "meaning": "total",
        },
    )
    changed = changes or ({}, {})
    return csv_file(*({**row, **each} for row, each in zip(rows, changed, strict=True)))


@pytest.mark.both_databases
def test_names_that_an_analyst_loads_are_read_until_they_are_undone(shipped: Engine):
    assert load(shipped, renamed())[0].state == "refused"
    (named,) = load_files(shipped, [aliases()], by="test", now=NOW)
    assert (named.kind, named.state) == ("aliases", "loaded")
    (report,) = check_files(shipped, [renamed()], now=NOW, options=RELEASE)
    assert (report.state, report.issues) == ("would_load", ())
    assert not [note for note in report.notes if note.topic == UNRECOGNISED]
    assert named.extract_id is not None
    undo_delivery(shipped, named.extract_id, now=NOW)
    (again,) = check_files(shipped, [renamed()], now=NOW, options=RELEASE)
    assert issue_lines((again,)) == ["0 : no figure that a measure stands for"]


def test_an_alias_that_means_nothing_is_listed_and_not_used(shipped: Engine):
    load_files(
        shipped, [aliases({"meaning": "decisions"}, {"meaning": "whole"})], by="test", now=NOW
    )
    (report,) = check_files(shipped, [renamed()], now=NOW, options=RELEASE)
    said = [note.words for note in report.notes if note.place.startswith("aliases, ")]
    assert said == [
        "“decisions” is no column of the table annual_reviews that is known: it was not used.",
        "“whole” is no topic of the table annual_reviews that is known: it was not used.",
    ]
    assert report.state == "refused"
