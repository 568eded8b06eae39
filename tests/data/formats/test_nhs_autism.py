"""NHS England's autism waits: each row a figure of its own, what is not known is listed."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.model.codes import breakdown_words
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.nhs_autism import meanings, recognises
from data.loading.load import FileReport, check_files, load_files
from data.store import frames
from tests.builders.files import csv_file, issue_lines
from tests.stores import opened

DAY = LoadOptions(published_on=date(2023, 11, 9))
NAME = meanings()["asd19e", ""].metric_name
ROW = {
    "REPORTING_PERIOD_START": "01/04/2023",
    "REPORTING_PERIOD_END": "30/04/2023",
    "STATUS": "Final",
    "BREAKDOWN": "CCG or Sub ICB Location - GP Practice or Residence; Age Group",
    "PRIMARY_LEVEL": "93C",
    "PRIMARY_LEVEL_DESCRIPTION": "NHS NORTH CENTRAL LONDON ICB - 93C",
    "SECONDARY_LEVEL": "10 to 17",
    "SECONDARY_LEVEL_DESCRIPTION": "People aged 10 to 17",
    "METRIC": "ASD19e",
    "METRIC_NAME": NAME,
    "METRIC_VALUE": "44",
}


@pytest.fixture
def store(make_sqlite) -> Iterator[Engine]:
    """A store of its own on SQLite: reading makes no SQL."""
    with opened(make_sqlite("shipped")) as made:
        yield made


def waits(*changes: dict[str, str]) -> ExtractFile:
    """Make a file in the monthly layout that differs from an ordinary one as said."""
    return csv_file(*({**ROW, **change} for change in changes), name="AutismStats.csv")


def loaded(engine: Engine, file: ExtractFile) -> tuple[FileReport, pd.DataFrame]:
    """Load a file and give its report with the figures that then stand."""
    (report,) = load_files(engine, [file], by="test", options=DAY)
    frame = frames.load_frame(engine, "observations", measure_id="autism-nhs-seen-after-13-weeks")
    return report, frame


def notes(report: FileReport) -> list[tuple[str, str, str]]:
    return [(note.topic, note.place, note.words) for note in report.notes]


def test_every_row_is_one_figure_and_nothing_is_summed(store: Engine):
    # Of England the age group is the primary level, and there is no secondary one.
    england = {"BREAKDOWN": "Age Group", "PRIMARY_LEVEL_DESCRIPTION": "NONE"}
    ages = {"Under 10": "age=0-9", "10 to 17": "age=10-17"}
    months = (("2023-04-01", "2023-04-30"), ("2023-05-01", "2023-05-31"))
    rows, expected = [], []
    for place in ("93C", "A3A8R", "E92000001"):
        for age, breakdown in ages.items():
            for first, last in months:
                levels = {"PRIMARY_LEVEL": place, "SECONDARY_LEVEL": age}
                if place == "E92000001":
                    levels = england | {"PRIMARY_LEVEL": age, "SECONDARY_LEVEL": "NONE"}
                value = 40 + len(rows)
                days = {"REPORTING_PERIOD_START": first, "REPORTING_PERIOD_END": last}
                rows.append(levels | days | {"METRIC_VALUE": f"{value}.0"})
                expected.append((place, breakdown, date.fromisoformat(last), float(value)))
    report, frame = loaded(store, waits(*rows))
    assert (report.state, report.issues) == ("loaded", ())
    columns = [frame[name] for name in ("area_code", "breakdown", "period_end", "value")]
    assert sorted(zip(*columns, strict=True)) == sorted(expected)
    assert set(frame["role"]) == {"benchmark"}
    assert all("community paediatrics is left out" in note for note in frame["note"])


# The metric and its name as NHS England publishes them, and the series that it becomes.
OPEN = "with an open suspected autism referral in the month"
LONG = f"{OPEN} that has been open for at least 13 weeks"
SOON = "receiving a first appointment in 13 weeks or less"
METRICS = [
    ("ASD12", "Number of new suspected autism referrals in the month",
     "autism-referrals", "age=all"),
    ("ASD12a", "Number of new suspected autism referrals for those aged 0 to 17 in the month",
     "autism-referrals", "age=0-17"),
    ("ASD13", "Number of closed suspected autism referrals in the month", "autism-nhs-closed", ""),
    ("ASD13b", "Number of closed suspected autism referrals for those aged 18 and over in the month",
     "autism-nhs-closed", "age=18+"),
    ("ASD16", f"Number of patients {OPEN}", "autism-nhs-open", ""),
    ("ASD16c", f"Number of patients aged 0 to 17 {LONG}", "autism-nhs-open-13-weeks", "age=0-17"),
    ("ASD19c", f"Proportion of patients aged 0 to 17 {LONG} {SOON}",
     "autism-nhs-seen-within-13-weeks", "age=0-17"),
    ("ASD19b", f"Proportion of patients {LONG} that have not had a care contact appointment recorded",
     "autism-nhs-not-seen", ""),
]  # fmt: skip


def test_referrals_closures_and_open_referrals_are_series_of_their_own(store: Engine):
    """What mental health services hold open is no waiting list: it goes on after the first visit."""
    whole = {"BREAKDOWN": "CCG or Sub ICB Location - GP Practice or Residence"}
    rows = [
        whole | {"METRIC": metric, "METRIC_NAME": name, "METRIC_VALUE": str(10 + number)}
        for number, (metric, name, _, _) in enumerate(METRICS)
    ]
    (report,) = load_files(store, [waits(*rows)], by="test", options=DAY)
    assert (report.state, report.issues) == ("loaded", ())
    assert not [note for note in report.notes if note.topic == "unrecognised"]
    frame = frames.load_frame(store, "observations", area_code="93C")
    columns = [frame[name] for name in ("measure_id", "breakdown", "value")]
    assert sorted(zip(*columns, strict=True)) == sorted(
        (measure_id, breakdown, 10.0 + number)
        for number, (_, _, measure_id, breakdown) in enumerate(METRICS)
    )
    assert breakdown_words("age=all") == "all ages"


def test_an_age_group_that_two_metrics_print_alike_is_one_figure(store: Engine):
    of_all, of_children = METRICS[:2]
    rows = [{"METRIC": m, "METRIC_NAME": name} for m, name, _, _ in (of_all, of_children)]
    (report,) = load_files(store, [waits(*rows)], by="test", options=DAY)
    assert (report.state, report.rows) == ("loaded", 2)
    frame = frames.load_frame(store, "observations", measure_id="autism-referrals")
    figures = list(zip(frame["area_code"], frame["breakdown"], frame["value"], strict=True))
    assert [figure[1:] for figure in figures if figure[0] == "93C"] == [("age=10-17", 44.0)]


def test_days_written_as_in_britain_and_a_percentage_are_read_as_they_are(store: Engine):
    _, frame = loaded(store, waits({}))
    (row,) = frame.to_dict("records")
    assert (row["area_code"], row["breakdown"], row["basis"]) == ("93C", "age=10-17", "month")
    assert (row["period_start"], row["period_end"]) == (date(2023, 4, 1), date(2023, 4, 30))
    assert (row["value"], row["decimals"], row["is_provisional"]) == (44, 0, False)
    assert row["known_on"] == date(2023, 11, 9)


def test_an_age_group_of_england_stands_for_england(store: Engine):
    england = {"BREAKDOWN": "Age Group", "PRIMARY_LEVEL": "Under 10", "SECONDARY_LEVEL": "NONE"}
    _, frame = loaded(store, waits(england))
    assert frame[["area_code", "breakdown"]].to_numpy().tolist() == [["E92000001", "age=0-9"]]


@pytest.mark.parametrize(("written", "marker"), [("*", "c"), ("c", "c"), ("-", "-")])
def test_a_hidden_value_stays_hidden(store: Engine, written: str, marker: str):
    _, frame = loaded(store, waits({"METRIC_VALUE": written}))
    assert frame["marker"].tolist() == [marker]
    assert frame["value"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("status", "is_provisional"),
    [("Final", False), ("Provisional", True), ("PRIMARY", True), ("", False), ("Odd", True)],
)
def test_a_status_says_whether_a_figure_may_still_change(
    store: Engine, status: str, is_provisional: bool
):
    report, frame = loaded(store, waits({"STATUS": status}))
    assert frame["is_provisional"].tolist() == [is_provisional]
    assert any(note.place == "STATUS odd" for note in report.notes) == (status == "Odd")


def test_what_is_not_known_is_listed_with_its_count_and_the_rest_still_loads(store: Engine):
    report, frame = loaded(
        store,
        waits(
            {},
            {"METRIC": "ASD99", "METRIC_NAME": "Something else"},
            {"METRIC": "ASD99", "METRIC_NAME": "Something else", "PRIMARY_LEVEL": "A3A8R"},
            {"METRIC_NAME": "The same code with another meaning"},
            {"BREAKDOWN": "Ethnicity"},
            {"SECONDARY_LEVEL": "11 to 16"},
            {"PRIMARY_LEVEL": "00L"},
            {"REPORTING_PERIOD_END": "30/06/2023"},
        ),
    )
    assert len(frame) == 1
    told_of = [note for note in notes(report) if note[0] != "read_as"]
    assert told_of == [
        ("unrecognised", "METRIC ASD99", "“Something else” is not read: 2 rows left out."),
        (
            "unrecognised",
            "METRIC ASD19e",
            "Its name has changed to “The same code with another meaning”: 1 row left out.",
        ),
        ("unrecognised", "BREAKDOWN Ethnicity", "A breakdown that is not read: 1 row left out."),
        ("unrecognised", "ASD19e, 11 to 16", "An age group that is not read: 1 row left out."),
        (
            "left_out",
            "REPORTING_PERIOD 01/04/2023 to 30/06/2023",
            "Not a calendar month: 1 row left out.",
        ),
        (
            "left_out",
            "PRIMARY_LEVEL",
            (
                "1 row of 1 area that does not stand left out (00L). Load areas with those that "
                "are wanted first."
            ),
        ),
    ]


def test_a_file_of_which_no_row_is_read_is_refused_and_says_why(store: Engine):
    file = waits({"METRIC": "ASD99", "METRIC_NAME": "Something else"})
    for send in (check_files, load_files):
        (report,) = send(store, [file], options=DAY)
        assert report.state == "refused"
        assert issue_lines((report,)) == ["0 : nothing in this file that can be read"]
        assert notes(report) == [
            ("unrecognised", "METRIC ASD99", "“Something else” is not read: 1 row left out.")
        ]


def test_rows_that_quarterly_files_repeat_are_read_once_and_two_values_are_refused(store: Engine):
    report, frame = loaded(store, waits({}, {}))
    assert (report.state, len(frame)) == ("loaded", 1)
    reports = check_files(store, [waits({}, {"METRIC_VALUE": "45"})], options=DAY)
    (issue,) = issue_lines(reports)
    assert issue.startswith("3 area_code: the same area_code, measure_id, breakdown, ")
    assert issue.endswith(" as row 2")


def test_a_day_or_value_that_cannot_be_read_is_told_by_its_row(store: Engine):
    file = waits(
        {},
        {"METRIC_VALUE": "many", "PRIMARY_LEVEL": "A3A8R"},
        {"REPORTING_PERIOD_START": "04/2023"},
    )
    issues = [issue.split(":")[0] for issue in issue_lines(check_files(store, [file], options=DAY))]
    assert issues == ["3 value", "4 period_start"]


def test_without_its_day_of_publication_nothing_is_loaded(store: Engine):
    (report,) = load_files(store, [waits({})], by="test")
    assert (report.state, report.asks) == ("would_load", ("published_on",))
    assert frames.load_frame(store, "observations", area_code="93C").empty


def test_a_later_publication_supersedes_and_the_earlier_stays_known(store: Engine):
    loaded(store, waits({}))
    later = LoadOptions(published_on=date(2024, 2, 8))
    load_files(store, [waits({"METRIC_VALUE": "46"})], by="test", options=later)
    frame = frames.load_frame(store, "observations", area_code="93C")
    found = dict(zip(frame["source_document"], frame["value"], strict=True))
    assert found == {"nhs-autism-2023-11-09": 44, "nhs-autism-2024-02-08": 46}
    then = frames.load_frame(store, "observations", area_code="93C", as_of=date(2023, 12, 1))
    assert then["value"].tolist() == [44]


def test_a_source_that_stands_says_its_own_day(store: Engine):
    options = LoadOptions(source_document="dfe-2025")
    (report,) = load_files(store, [waits({})], by="test", options=options)
    assert (report.state, report.asks) == ("loaded", ())
    assert [part.kind for part in report.parts] == ["observations"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b"REPORTING_PERIOD_START\n", b'"', b"area_code,name\nE1,A\n"],
    ids=["empty", "binary", "one column", "an open quotation mark", "another kind"],
)
def test_other_files_are_not_taken_for_it(content: bytes):
    assert not recognises(ExtractFile("file.csv", content))
