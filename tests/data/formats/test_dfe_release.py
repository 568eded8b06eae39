"""The DfE release: its figures, what agrees in them, and each trap that lies in it.

The release is one made up in the published layout; `make bench` holds the published one to those of
these tests that take a release, and to its own numbers.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.base import DIFFERENCE, IDENTITY, LEFT_OUT, READ_AS, UNRECOGNISED
from data.formats.dfe.reader import DFE_RELEASE
from data.formats.registry import format_of
from tests.builders.dfe import (
    BLACKPOOL,
    BUCKINGHAMSHIRE,
    CITY_OF_LONDON,
    ENGLAND,
    FORMER_BUCKINGHAMSHIRE,
    GATESHEAD,
    HACKNEY,
    LONDON,
    NORTH_EAST,
    SCILLY,
    TOTALS,
    TOWER_HAMLETS,
    WANDSWORTH,
    WEST_BERKSHIRE,
    Release,
    archive_of,
    code_of,
    made_release,
    name_of,
    noted,
    of_measure,
    read,
    records,
    table,
    total_rows,
)
from tests.builders.shipped import Row, rows_of

# Measure, breakdown, table, and the columns of the percentage, the numerator and what is summed
# for the denominator: read out of the guidance of the release, not out of the aliases.
PERCENTAGES = [
    ("ehcp-20-weeks", "exceptions=including", "timeliness_20_week",
     "pc_plans_issued_within_20_weeks", "plans_issued_within_20_weeks", ["plans_issued_den"]),
    ("ehcp-20-weeks", "exceptions=excluding", "timeliness_20_week",
     "PC_plans_issued_20_weeks_ex", "plans_issued_20_weeks_ex", ["plans_issued_den_ex"]),
    ("ehcp-issued-bands", "band=20-to-52", "timeliness_20_week",
     "pc_plans_issued_gt20weeks_ltYear", "plans_issued_gt20weeks_ltYear", ["plans_issued_den"]),
    ("ehcp-issued-bands", "band=over-52", "timeliness_20_week",
     "pc_plans_issued_gt_1_year", "plans_issued_gt_1_year", ["plans_issued_den"]),
    ("ehc-decision-6-weeks", "", "requests", "request_outcome_six_weeks_pc",
     "request_outcome_six_weeks", ["request_outcome_six_weeks", "request_outcome_over_6_weeks"]),
    ("ehc-refusal-16-weeks", "", "assessments", "outcome_decision_within_time_pc",
     "outcome_decision_within_time",
     ["outcome_decision_within_time", "outcome_decision_over_time"]),
    ("annual-review-decided-4-weeks", "", "annual_reviews", "pc_decsion_4weeks",
     "number_decsion_4weeks", ["number_decsion_4weeks", "number_decision_gt_4weeks"]),
]  # fmt: skip
COUNTS = [
    ("ehc-requests", "requests", "requests_received_in_year"),
    ("ehcp-new-plans", "newplans", "new_ehc_plans"),
    ("ehcp-caseload", "caseload", "ehcplans"),
    ("ehcp-in-mainstream-schools", "caseload", "mainstream_total"),
    ("ehcp-in-special-schools", "caseload", "special_total"),
    ("ehcp-in-further-education", "caseload", "fe_total"),
]
PLANS_OF_JANUARY = {name for name, table, _ in COUNTS if table == "caseload"}
KEPT = ("numerator", "denominator", "basis", "period_end", "published_on", "source_document")


@pytest.fixture(scope="module")
def release() -> Release:
    """The made-up release; elsewhere the published one."""
    return made_release()


def year_of(row: Row) -> str:
    """Return the calendar year of a row, or the one in whose January its plans were counted."""
    period = row["time_period"]
    return period if len(period) == 4 else str(int(period[:4]) + 1)


def test_the_archive_and_each_table_of_it_are_told(release: Release):
    files = [release.archive, release.first, release.appeals]
    files += [
        ExtractFile(f"{name}.csv", release.member(f"data/{name}.csv")[:9_000]) for name in TOTALS
    ]
    for file in files:
        assert format_of(file) is DFE_RELEASE, file.name


def test_where_the_figures_that_are_shipped_overlap_the_values_agree(release: Release):
    every = (*rows_of("observations_dfe"), *rows_of("observations_settings"))
    shipped = [row for row in every if row["period_end"] >= "2019"]
    found = {
        (row["area_code"], row["measure_id"], row["breakdown"], row["period_start"]): row
        for row in records(release.reading)
    }
    for row in shipped:
        same = found[row["area_code"], row["measure_id"], row["breakdown"], row["period_start"]]
        if row["value"] == "x":
            assert same["value"] == "x"
        else:
            assert Decimal(same["value"]) == Decimal(row["value"])
        is_of_this_release = row["source_document"] == "dfe-2025"
        names = (*KEPT, "note") if is_of_this_release else KEPT[:4]
        assert [same[name] for name in names] == [row[name] for name in names]
    assert len(shipped) == 220


@pytest.mark.parametrize(("measure_id", "table", "column"), COUNTS)
def test_every_count_of_the_file_is_listed(
    release: Release, measure_id: str, table: str, column: str
):
    listed = of_measure(release.reading, measure_id)
    rows = release.totals(table)
    assert {key: row["value"] for key, row in listed.items()} == {
        (code_of(row), year_of(row)): row[column] for row in rows
    }
    assert len(listed) == len(rows) > 100


@pytest.mark.parametrize(
    ("measure_id", "breakdown", "table", "percent", "numerator", "denominator"), PERCENTAGES
)
def test_every_percentage_is_its_quotient_or_its_difference_is_listed(
    release: Release,
    measure_id: str,
    breakdown: str,
    table: str,
    percent: str,
    numerator: str,
    denominator: list[str],
):
    listed = of_measure(release.reading, measure_id, breakdown)
    compared, differing = 0, set()
    for row in release.totals(table):
        if row[percent] == "x":
            continue
        key = code_of(row), year_of(row)
        whole_count = sum(int(row[name]) for name in denominator)
        assert Decimal(listed[key]["value"]) == Decimal(row[percent])
        assert listed[key]["numerator"] == row[numerator]
        assert listed[key]["denominator"] == str(whole_count)
        quotient = Decimal(int(row[numerator]) * 100) / whole_count
        compared += 1
        if quotient.quantize(Decimal("0.1"), ROUND_HALF_UP) != Decimal(row[percent]):
            differing.add(key)
    noting = {key for key, row in listed.items() if "numerator over denominator" in row["note"]}
    assert noting == differing
    named = f"{measure_id} ({breakdown})" if breakdown else measure_id
    said = f"{named}: {compared - len(differing):,} of {compared:,} percentages agree"
    assert len(noted(release.reading, DIFFERENCE, said)) == 1
    each = [
        note for note in noted(release.reading, DIFFERENCE, "Row ") if note.startswith(f"{named}:")
    ]
    assert len(each) == len(differing)


def test_a_difference_is_told_with_its_reason(release: Release):
    (england,) = noted(release.reading, DIFFERENCE, "England, 2023")
    assert england.startswith("ehc-decision-6-weeks: England, 2023: Row ")
    assert england.endswith(
        ": published 84.8; numerator over denominator gives 84.9: "
        "the DfE divides by more decisions than these two counts hold."
    )
    assert not noted(release.reading, DIFFERENCE, "no reason is known")


def test_a_whole_percentage_keeps_the_decimals_of_its_column(release: Release):
    row = of_measure(release.reading, "ehcp-20-weeks", "exceptions=excluding")[LONDON, "2023"]
    assert row["value"] == "70.0"


def test_x_is_a_marker_and_says_so(release: Release):
    row = of_measure(release.reading, "ehcp-20-weeks", "exceptions=excluding")[
        TOWER_HAMLETS, "2022"
    ]
    assert (row["value"], row["numerator"], row["denominator"]) == ("x", "", "")
    assert row["note"] == "x: not available in the DfE release"
    assert of_measure(release.reading, "ehc-requests")[HACKNEY, "2023"]["value"] == "x"


def test_x_for_every_area_is_left_out_and_said(release: Release):
    years = {year for _, year in of_measure(release.reading, "ehc-decision-6-weeks")}
    assert years == {"2023", "2024"}
    assert noted(
        release.reading, LEFT_OUT, "ehc-decision-6-weeks: Not published for 2019, 2020, 2021, 2022"
    )


def test_an_area_that_excepts_every_plan_has_no_figure(release: Release):
    row = of_measure(release.reading, "ehcp-20-weeks", "exceptions=excluding")[
        CITY_OF_LONDON, "2024"
    ]
    assert (row["value"], row["numerator"], row["denominator"]) == ("x", "0", "0")
    assert row["note"] == "x: nothing to divide in the DfE release"


def test_a_column_that_stands_twice_is_read_once_and_said(release: Release):
    (said,) = noted(release.reading, READ_AS, "stands twice")
    assert said.startswith("data/annual_reviews.csv, review_meeting_prior_24: ")


def test_a_column_that_stands_twice_and_differs_is_not_read():
    def changed(text: str) -> str:
        same = f",{england['review_meeting_prior_24']}"
        return text.replace(f"{same}{same},", f"{same}{same}5,").replace(
            "outcome_amend", "number_decsion_4weeks"
        )

    england = made_release().totals("annual_reviews")[0]

    reading = read(archive_of(table("annual_reviews", change=changed), table("caseload")))
    assert len(noted(reading, UNRECOGNISED, "different cells: neither was read")) == 2
    assert noted(reading, UNRECOGNISED, "annual-review-decided-4-weeks: Not read")
    assert {row["measure_id"] for row in records(reading)} == PLANS_OF_JANUARY


def test_negative_counts_are_listed_and_never_loaded(release: Release):
    said = noted(release.reading, LEFT_OUT, "A count cannot be negative")
    assert [each.split(":")[0] for each in said] == [
        "data/annual_reviews.csv, review_decision_outstanding",
        "data/annual_reviews.csv, no_outcome",
    ]
    listed = [each.partition("it: ")[2].rstrip(".").split("; ") for each in said]
    for column, areas in zip(("review_decision_outstanding", "no_outcome"), listed, strict=True):
        rows = [row for row in release.totals("annual_reviews") if row[column].startswith("-")]
        assert areas == [f"{row['la_name']}, 2024 ({row[column]})" for row in rows]
    assert "Gateshead, 2024 (-2)" in listed[0]
    assert not [row for row in records(release.reading) if row["value"].startswith("-1")]


def test_a_figure_of_a_negative_count_is_left_out():
    def changed(text: str) -> str:
        return text.replace(",New EHC plans,New EHC plans,314,", ",New EHC plans,New EHC plans,-3,")

    reading = read(archive_of(table("newplans", change=changed)))
    assert (TOWER_HAMLETS, "2019") not in of_measure(reading, "ehcp-new-plans")
    assert noted(reading, LEFT_OUT, "Tower Hamlets, 2019: Row ")
    assert noted(reading, LEFT_OUT, "the figure is negative: -3")


def test_misspelt_columns_are_read_as_what_they_mean(release: Release):
    row = of_measure(release.reading, "annual-review-decided-4-weeks")[ENGLAND, "2024"]
    assert (row["value"], row["numerator"], row["denominator"]) == ("44.4", "154924", "348759")

    def spelt(text: str) -> str:
        return text.replace("number_decsion_4weeks", "Number Decision 4weeks")

    again = read(archive_of(table("annual_reviews", change=spelt)))
    assert of_measure(again, "annual-review-decided-4-weeks")[ENGLAND, "2024"] == row


def test_a_calendar_year_is_a_year_and_an_academic_year_its_january(release: Release):
    issued = of_measure(release.reading, "ehcp-20-weeks", "exceptions=including")[ENGLAND, "2024"]
    assert [issued[name] for name in ("basis", "period_start", "period_end")] == [
        "year", "2024-01-01", "2024-12-31",
    ]  # fmt: skip
    plans = of_measure(release.reading, "ehcp-caseload")[ENGLAND, "2025"]
    assert [plans[name] for name in ("value", "basis", "period_start", "period_end")] == [
        "638745", "snapshot", "2025-01-15", "2025-01-15",
    ]  # fmt: skip


@pytest.mark.parametrize("period", ["2024,Academic year", "202427,Academic year", "202425,Term"])
def test_a_period_that_is_not_certain_is_listed_and_not_read(period: str):
    def changed(text: str) -> str:
        return text.replace("202425,Academic year", period)

    reading = read(archive_of(table("caseload", change=changed)))
    assert {year for _, year in of_measure(reading, "ehcp-caseload")} == set(
        map(str, range(2019, 2025))
    )
    first_half, second_half = period.split(",")
    assert noted(reading, UNRECOGNISED, f"Rows of the period {first_half!r}, {second_half!r}")


def test_bands_that_do_not_add_up_are_listed(release: Release):
    (said,) = noted(release.reading, IDENTITY, "Plans issued are those within 20 weeks")
    rows = release.totals("timeliness_20_week")
    known = [row for row in rows if row["plans_issued_gt_1_year"] != "x"]
    wrong = [
        row
        for row in known
        if int(row["plans_issued_den"])
        != int(row["plans_issued_within_20_weeks"])
        + int(row["plans_issued_gt20weeks_ltYear"])
        + int(row["plans_issued_gt_1_year"])
    ]
    unknown = len(rows) - len(known)
    assert (
        f"holds in {len(known) - len(wrong)} of {len(known)} rows, {unknown} not published; not in "
        in said
    )
    assert "England, 2023 (80,945 against 80,306)" in said
    assert said.endswith("(a plan whose days are not known is in no band).")
    assert all(f"{name_of(row)}, 202" in said for row in wrong)


def test_rows_of_noughts_are_kept_as_published_and_said(release: Release):
    listed = of_measure(release.reading, "ehc-requests")
    for area, year in ((WEST_BERKSHIRE, "2022"), (SCILLY, "2019")):
        assert listed[area, year]["value"] == "0"
        assert listed[area, year]["note"].startswith("every count of this row is 0")
    (said,) = noted(release.reading, READ_AS, "requests.csv: Every count is 0")
    assert "Isles of Scilly, 2019; West Berkshire, 2022. Kept as published" in said


def test_the_identities_of_the_reviews_hold_or_say_where_they_do_not(release: Release):
    said = noted(release.reading, IDENTITY, "annual_reviews")
    assert len(said) == 6
    rows = release.totals("annual_reviews")
    known = len([row for row in rows if row["total_review_meeting"] != "x"])
    whole = f"holds in {known} of {known} rows, {len(rows) - known} not published."
    assert len([each for each in said if whole in each]) == 5
    (decisions,) = (each for each in said if "decisions are those" in each.lower())
    assert whole not in decisions
    assert "Knowsley, 2024" in decisions


def test_the_first_publication_tells_that_its_decisions_did_not_add_up(release: Release):
    (said,) = noted(
        release.first_reading, IDENTITY, "Meetings are decisions made, not due and outstanding"
    )
    rows = total_rows(release.first.content.decode("utf-8-sig"), TOTALS["annual_reviews"])
    parts = ["review_decision25", "review_decision24", "review_decision_prior24"]
    parts += ["review_decision_not_due", "review_decision_outstanding"]
    known = [row for row in rows if row["total_review_meeting"] != "x"]
    wrong = [
        row
        for row in known
        if int(row["total_review_meeting"]) != sum(int(row[name]) for name in parts)
    ]
    assert f"holds in {len(known) - len(wrong)} of {len(known)} rows" in said
    assert "England, 2024 (" in said
    assert said.count(" against ") == len(wrong) > 10


def test_history_is_restated_under_a_source_of_its_own(release: Release):
    before = of_measure(release.first_reading, "annual-review-decided-4-weeks")[WANDSWORTH, "2024"]
    after = of_measure(release.reading, "annual-review-decided-4-weeks")[WANDSWORTH, "2024"]
    assert (before["value"], before["source_document"]) == ("x", "dfe-2025-first")
    assert (after["value"] != "x", after["source_document"]) == (True, "dfe-2025")


def test_an_area_under_two_codes_is_one_area(release: Release):
    years = {
        year
        for area, year in of_measure(release.reading, "ehc-requests")
        if area == BUCKINGHAMSHIRE
    }
    assert years == {"2019", "2020", "2021", "2022", "2023", "2024"}
    assert not [
        row for row in records(release.reading) if row["area_code"] == FORMER_BUCKINGHAMSHIRE
    ]
    assert noted(release.reading, READ_AS, "E10000002 was read as E06000060")


def test_an_area_that_sent_nothing_has_markers(release: Release):
    row = of_measure(release.reading, "annual-review-decided-4-weeks")[BLACKPOOL, "2024"]
    assert (row["value"], row["note"]) == ("x", "x: not available in the DfE release")
    assert of_measure(release.reading, "ehc-requests")[GATESHEAD, "2024"]["value"].isdigit()


def test_an_area_that_stands_is_not_brought_again_and_others_say_where_they_lie(release: Release):
    areas = {row["area_code"]: row for row in records(release.reading, "areas")}
    assert not {ENGLAND, LONDON, TOWER_HAMLETS} & set(areas)
    hackney, north_east = areas[HACKNEY], areas[NORTH_EAST]
    assert (hackney["kind"], hackney["part_of"]) == ("authority", "E12000007;E92000001")
    assert (north_east["kind"], north_east["part_of"]) == ("benchmark", "E92000001")
    roles = {row["area_code"]: row["role"] for row in records(release.reading)}
    assert [roles[area] for area in (ENGLAND, NORTH_EAST, TOWER_HAMLETS, HACKNEY)] == [
        "benchmark", "benchmark", "actual", "actual",
    ]  # fmt: skip


def test_a_council_whose_name_another_has_now_is_told_apart():
    def of_dorset(text: str) -> str:
        for hackney, dorset in ((HACKNEY, "E10000009"), (",204,", ",835,"), ("Hackney", "Dorset")):
            text = text.replace(hackney, dorset)
        return text

    (dorset,) = records(read(table("caseload", [HACKNEY], of_dorset)), "areas")
    assert (dorset["area_code"], dorset["name"]) == ("E10000009", "Dorset (until 31 March 2019)")


def test_rows_that_are_not_totals_are_counted_by_topic(release: Release):
    text = release.member("data/requests.csv").decode("utf-8-sig")
    count = len([line for line in text.splitlines() if ",Sex," in line])
    (said,) = [
        words
        for words in noted(release.reading, LEFT_OUT, "rows are of parts of an area’s children")
        if words.startswith("data/requests.csv: ")
    ]
    assert re.search(rf"Ethnicity [0-9,]+, Sex {count}\b", said)
    assert noted(release.reading, LEFT_OUT, "data/ceased_plans.csv: No measure has these figures")


def test_nothing_of_the_release_goes_unrecognised(release: Release):
    assert not noted(release.reading, UNRECOGNISED, "")


def test_a_new_column_is_listed_and_the_rest_is_read():
    def changed(text: str) -> str:
        header, rest = text.split("\n", 1)
        header = header.replace("requests_received_in_year", "Requests_Received")
        return f"{header.upper()},Extra\n" + rest.replace("\n", ",1\n")

    reading = read(archive_of(table("requests", change=changed)))
    (said,) = noted(reading, UNRECOGNISED, "Columns that nobody knows")
    assert said.endswith("requests_received, extra.")
    assert noted(reading, UNRECOGNISED, "ehc-requests: Not read: there is no column")
    assert {row["measure_id"] for row in records(reading)} == {"ehc-decision-6-weeks"}
    assert of_measure(reading, "ehc-decision-6-weeks")[ENGLAND, "2024"]["value"] == "84.8"


def test_a_topic_in_another_case_is_read_and_a_new_one_listed():
    def shouted(text: str) -> str:
        return text.replace(TOTALS["requests"], TOTALS["requests"].upper())

    def renamed(text: str) -> str:
        return text.replace(TOTALS["requests"], "Every request")

    reading = read(archive_of(table("requests", change=shouted)))
    assert of_measure(reading, "ehc-requests")[ENGLAND, "2024"]["value"] == "154489"
    strange = read(archive_of(table("requests", change=renamed), table("caseload")))
    assert noted(strange, UNRECOGNISED, "The topic 'Every request' is not known")
    assert {row["measure_id"] for row in records(strange)} == PLANS_OF_JANUARY


def test_a_file_of_which_nothing_is_known_is_refused():
    def renamed(text: str) -> str:
        return text.replace(TOTALS["requests"], "Every request")

    reading = read(table("requests", change=renamed), LoadOptions(source_document="dfe-2025"))
    assert [issue.found for issue in reading.issues] == ["no figure that a measure stands for"]
    assert not reading.parts


def test_the_archive_says_which_edition_it_is_and_a_single_table_is_asked(release: Release):
    assert release.reading.asks == ()
    assert {row["source_document"] for row in records(release.reading)} == {"dfe-2025"}
    alone = read(table("caseload"))
    assert alone.asks == ("source_document", "published_on")
    told = read(table("caseload"), LoadOptions(source_document="dfe-2025"))
    assert told.asks == ()
    assert {row["published_on"] for row in records(told)} == {"2025-07-01"}
    unknown = read(table("caseload"), LoadOptions(source_document="dfe-2031"))
    assert unknown.asks == ("published_on",)


def test_an_archive_with_a_damaged_table_is_refused_with_its_name():
    damaged = ExtractFile("requests.csv", table("requests").content + b'2024,"open\n')
    reading = read(archive_of(table("caseload"), damaged))
    assert {issue.source for issue in reading.issues} == {"data/requests.csv"}
    assert not reading.parts


def test_half_an_archive_is_refused(release: Release):
    content = release.archive.content
    reading = read(ExtractFile("half.zip", content[: len(content) // 2]))
    assert [issue.found for issue in reading.issues] == ["a damaged zip archive"]
