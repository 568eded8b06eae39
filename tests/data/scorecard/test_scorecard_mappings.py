"""What was confirmed of a scorecard is remembered: the next month's sheet asks nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.file_report import FileReport
from data.loading.history import undo_delivery
from data.loading.load import check_files, load_files
from data.store.frames import load_frame
from tests.builders.files import text_file
from tests.builders.scorecard import CONFIRMED, PLAN

NOW = datetime(2023, 9, 1, tzinfo=UTC)
ROWS = (
    "EHCPs issued within 20 wks,{}%,{}%,{}%,60%",
    "Annual reviews complted on time,{}%,{}%,{}%,",
    "Number of apples,{},{},{},",
)


def sheet(
    name: str, months: str, *rows: str, title: str = "Haringey scorecard May 2023,,,,"
) -> ExtractFile:
    lines = [title, f"Indicator,{months},Target", *(row.format(61, 62, 63) for row in rows)]
    return text_file("\n".join(lines) + "\n", name)


MAY = sheet("may.csv", "Mar-23,Apr-23,May-23", *ROWS)
JUNE = sheet("june.csv", "Apr-23,May-23,Jun-23", *ROWS, title="Haringey scorecard June 2023,,,,")
ACCEPTED = replace(CONFIRMED, accepted_rows=(("may.csv", 4),))


def load(engine: Engine, file: ExtractFile, options: LoadOptions | None = None) -> FileReport:
    (report,) = load_files(engine, [file], now=NOW, options=options or LoadOptions())
    return report


def figures(engine: Engine, file: ExtractFile) -> set[str]:
    frame = load_frame(engine, "observations", area_code="E09000014")
    return set(frame[frame["source_document"] == file.name]["measure_id"])


@pytest.mark.both_databases
def test_the_next_sheet_of_the_same_shape_asks_nothing(shipped: Engine):
    assert load(shipped, MAY).asks == ("framework_id",)
    assert load(shipped, MAY, LoadOptions(framework_id=PLAN)).asks == ("confirmed",)
    first = load(shipped, MAY, ACCEPTED)
    assert first.state == "loaded"
    report = load(shipped, JUNE)
    assert (report.state, report.asks, report.likenesses) == ("loaded", (), ())
    assert figures(shipped, JUNE) == {"ehcp-20-weeks", "annual-review-on-time"}
    words = [note.words for note in report.notes if note.place == "row 4"]
    assert words == [
        "Read as confirmed before: “Annual reviews completed on time” (annual-review-on-time)."
    ]


def test_after_an_undo_it_is_asked_again(shipped: Engine):
    first = load(shipped, MAY, ACCEPTED)
    assert first.extract_id
    undo_delivery(shipped, first.extract_id)
    assert load(shipped, JUNE).asks == ("framework_id",)
    (report,) = check_files(shipped, [JUNE], options=LoadOptions(framework_id=PLAN))
    assert report.asks == ("confirmed",)
    assert [each.row for each in report.likenesses] == [4]


@pytest.mark.parametrize(
    "changed",
    [
        sheet("new-row.csv", "Apr-23,May-23,Jun-23", *ROWS, "Autism referrals received,{},{},{},"),
        sheet("other-name.csv", "Apr-23,May-23,Jun-23", *ROWS[1:], "Requests for EHC needs assessment,{},{},{},"),
        sheet("quarters.csv", "Jan-Mar 2023,Apr-Jun 2023,Jul-Sep 2022", *ROWS),
        sheet("no-target.csv", "Apr-23,May-23,Jun-23,Notes", *ROWS),
    ],
    ids=lambda file: file.name,
)  # fmt: skip
def test_a_row_or_column_that_was_not_confirmed_is_asked_about(
    shipped: Engine, changed: ExtractFile
):
    load(shipped, MAY, ACCEPTED)
    assert load(shipped, changed).asks == ("confirmed",)


def test_a_sheet_with_other_words_above_it_is_another_sheet(shipped: Engine):
    load(shipped, MAY, ACCEPTED)
    other = sheet("other.csv", "Apr-23,May-23,Jun-23", *ROWS, title="Tower Hamlets scorecard,,,,")
    assert load(shipped, other).asks == ("framework_id",)
    nameless = text_file("\n".join(JUNE.content.decode().splitlines()[1:]) + "\n", "nameless.csv")
    assert load(shipped, nameless).asks == ("framework_id",)


def test_what_was_confirmed_can_be_edited_as_an_extract(shipped: Engine):
    load(shipped, MAY, ACCEPTED)
    header = "framework_id,sheet,item,label,use,measure_id\n"
    edited = (
        f"{PLAN},Haringey scorecard,row,Number of apples,measure,personal-budgets\n"
        f"{PLAN},Haringey scorecard,row,EHCPs issued within 20 wks,left_out,\n"
    )
    sheets = set(load_frame(shipped, "scorecard_mappings")["sheet"])
    assert sheets == {"Haringey scorecard"}
    assert load(shipped, text_file(header + edited, "edited.csv")).state == "loaded"
    assert load(shipped, JUNE).state == "loaded"
    assert figures(shipped, JUNE) == {"annual-review-on-time", "personal-budgets"}


def test_a_measure_is_named_for_a_row_of_figures(shipped: Engine):
    text = f"framework_id,item,label,use\n{PLAN},row,Plans,measure\n"
    report = load(shipped, text_file(text, "nameless.csv"))
    (issue,) = report.issues
    assert (issue.row, issue.column) == (2, "measure_id")
    assert issue.fix == "Name it, or write left_out as its use."
