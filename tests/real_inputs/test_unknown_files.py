"""A file that nobody knows is told what it looks like, and what can be done with it."""

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.loading.history import extract_notes_of
from data.loading.load import check_files, load_files
from tests.builders.files import OBSERVATION, csv_text, observations, text_file
from tests.builders.scorecard import PLAN
from tests.builders.workbooks import csv_rows, workbook
from tests.real_inputs.inputs import input_file

OURS = csv_text(OBSERVATION)
STRANGE = (
    "LA name,Financial year,Caseload,Note\n"
    "Haringey,2021,120,as returned\nHackney,2022,98,as returned\nBarnet,2022,c,\n"
)
FIGURES = (
    "Council code,Month begins,Month ends,Plans in time,Team\n"
    "E09000014,2023-04-01,2023-04-30,61%,North\n"
)
MAPPED = LoadOptions(
    columns=(
        ("Council code", "area_code"),
        ("Month begins", "period_start"),
        ("Month ends", "period_end"),
        ("Plans in time", "value"),
    ),
    filled=(("measure_id", "ehcp-20-weeks"), ("basis", "month")),
)


def issues_of(engine: Engine, text: str, options: LoadOptions | None = None):
    (report,) = check_files(engine, [text_file(text)], options=options or LoadOptions())
    return report.issues


def test_a_file_of_no_known_kind_has_one_fault_with_what_it_looks_like(read_only: Engine):
    (report,) = check_files(read_only, [text_file(STRANGE)])
    (issue,) = report.issues
    assert (report.kind, issue.row, issue.column) == ("", 1, "")
    assert issue.found == (
        "no kind is known for this file: 4 columns, 1 of areas (la_name), 1 of years "
        "(financial_year), 1 of numbers (caseload), 1 of words (note); 3 rows"
    )
    assert all(way in issue.fix for way in ("map its columns", "template", "ask whoever"))
    assert report.headings == ("la_name", "financial_year", "caseload", "note")


def test_a_carriage_return_within_the_last_line_is_no_failure(read_only: Engine):
    (issue,) = issues_of(read_only, f"{STRANGE}Barnet,2023,12,as\rreturned")
    assert issue.found


def test_many_columns_that_nobody_knows_are_one_fault_too(read_only: Engine):
    names = ",".join(f"question {number}" for number in range(156))
    (issue,) = issues_of(read_only, f"{names}\n{','.join(['1'] * 156)}\n")
    assert "156 columns, 156 of numbers (question_0, question_1" in issue.found


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("period_end", "period_ends", "period_ends"), ("value", "figure", "figure")],
)
def test_a_file_that_is_nearly_of_a_kind_is_told_of_that_kind(
    read_only: Engine, old: str, new: str, column: str
):
    issues = issues_of(read_only, OURS.replace(old, new))
    assert [issue.column for issue in issues] == [column, old]
    assert all("observations" in issue.expected for issue in issues)


@pytest.mark.parametrize("as_workbook", [False, True])
@pytest.mark.parametrize("name", ["cum", "dmy", "eom", "ht", "iso", "q5", "q6", "q7", "term", "wk", "y1"])  # fmt: skip
def test_a_scorecard_is_told_of_a_scorecard_whatever_its_headings(
    read_only: Engine, name: str, as_workbook: bool
):
    file = input_file(f"headings/{name}.csv")
    if as_workbook:
        file = workbook({"Scorecard": csv_rows(file.content.decode())})
    (report,) = check_files(read_only, [file], options=LoadOptions(framework_id=PLAN))
    assert report.format == "Scorecard with a month a column"
    assert report.headings == ()
    assert not any("kind" in issue.found + issue.expected for issue in report.issues)
    assert report.issues or report.asks


def test_a_person_in_a_file_of_no_known_kind_is_all_that_is_said(read_only: Engine):
    (report,) = check_files(read_only, [text_file("Pupil name,Score\nAmelia Smith,3\n")])
    assert report.issues
    assert all("Personal identifiers are not accepted" in issue.fix for issue in report.issues)
    assert "Amelia" not in str(report)
    assert report.headings == ()


@pytest.mark.both_databases
def test_columns_that_a_person_maps_are_checked_and_loaded_as_always(shipped: Engine):
    assert issues_of(shipped, FIGURES)[0].found.startswith("no kind is known")
    (report,) = load_files(shipped, [text_file(FIGURES)], options=MAPPED)
    assert (report.state, report.kind, report.rows) == ("loaded", "observations", 1)
    (note,) = extract_notes_of(shipped, report.extract_id or 0)
    assert note.words == (
        "Read as observations, as was said: council_code as area_code, month_begins as "
        "period_start, month_ends as period_end, plans_in_time as value, measure_id is "
        "“ehcp-20-weeks” in every row, basis is “month” in every row. Left out: team."
    )
    wrong = issues_of(shipped, FIGURES.replace("61%", "161%"), MAPPED)
    assert [(issue.row, issue.column, issue.found) for issue in wrong] == [(2, "value", "161%")]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (LoadOptions(columns=(("Council", "area_code"),)), "no such column"),
        (LoadOptions(columns=(("Team", "teams"),)), "teams"),
        (LoadOptions(columns=(*MAPPED.columns, ("Team", "value"))), "value twice"),
        (LoadOptions(columns=MAPPED.columns, filled=(("value", "1"),)), "value twice"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(read_only: Engine, options: LoadOptions, found: str):
    issues = issues_of(read_only, FIGURES, options)
    assert {issue.found for issue in issues} == {found}


def test_a_mapping_leaves_files_of_a_known_kind_as_they_are(read_only: Engine):
    files = [text_file(FIGURES, "strange.csv"), observations({"value": "70"})]
    strange, known = check_files(read_only, files, options=MAPPED)
    assert [strange.issues, known.issues] == [(), ()]
    assert known.notes == ()


@pytest.mark.parametrize(
    "above", ["Plans in time\n\n", "# exported, April 2023\n", '"A\ntitle"\n,,\n']
)
def test_the_header_may_stand_below_a_title(read_only: Engine, above: str):
    (report,) = check_files(read_only, [text_file(above + OURS + OURS.partition("\n")[2])])
    number = 2 if above.startswith("#") else 3
    (note,) = report.notes
    assert note.words.startswith(f"The header seems to be in row {number}; above it is only: ")
    # The one figure is there twice: its issue names the row of the file.
    assert [issue.row for issue in report.issues] == [number + 2]


def test_a_person_in_a_title_a_note_or_the_name_of_a_sheet_is_not_repeated(read_only: Engine):
    text = f"Plans of Amelia Smith\n\n{OURS}\nSource: Amelia Smith, 2025\n"
    rows = csv_rows(text)
    book = workbook({"Data": rows, "Amelia Smith": [["a"]], "A123456789012": [["a"]]})
    for report in check_files(read_only, [text_file(text), book]):
        assert len(report.notes) >= 2
        assert "“(not shown)”" in report.notes[0].words
        assert "Amelia" not in str(report.notes)
        assert "A123456789012" not in str(report.notes)


def test_figures_above_the_header_are_refused(read_only: Engine):
    (issue,) = issues_of(read_only, "1,2,3,4,5,6\n\n" + OURS)
    assert (issue.row, issue.found) == (1, "filled cells in row 1, above the header in row 3")


def test_notes_below_the_table_are_left_out_and_said(read_only: Engine):
    below = "\nSource: the council, April 2023\n* these figures may change\n,,\n"
    (report,) = check_files(read_only, [text_file(OURS + below)])
    assert (report.issues, report.rows) == ((), 1)
    (note,) = report.notes
    assert note.place == "below row 2"
    assert note.words.startswith("Read as notes below the table, and left out: “Source:")


def test_lines_that_end_in_half_a_line_break_are_read_or_refused(read_only: Engine):
    ours = OURS.replace("\r\n", "\n")
    for text in (ours.replace("80", "8\r0"), ours.replace("\n", "\r"), f"{ours}\r\r\n"):
        (report,) = check_files(read_only, [text_file(text)])
        assert report.state in {"would_load", "refused"}


def test_a_row_that_begins_like_a_note_stays_a_row(read_only: Engine):
    text = "source_document,title,publisher\nnotes-2023.csv,Notes of 2023,The council\n"
    (report,) = check_files(read_only, [text_file(text)])
    assert (report.kind, report.rows, report.notes) == ("sources", 1, ())


def test_lines_of_comment_are_left_out_and_said(read_only: Engine):
    second = csv_text({**OBSERVATION, "period_start": "2023-05-01", "period_end": "2023-05-31"})
    text = OURS + "# May, as counted on the 31st\n" + second.partition("\n")[2].replace("80", "180")
    (report,) = check_files(read_only, [text_file(text)])
    assert [note.place for note in report.notes] == ["row 3"]
    assert [issue.row for issue in report.issues] == [4]


def test_a_title_and_notes_around_the_table_of_another_are_left_out(read_only: Engine):
    table = "LA,Rank,SN LA code,SN new LA code,SN name\nHaringey,1,309,E09000012,Hackney\n"
    text = f"Statistical neighbours\nPublished 2025\n\n{table}\nSource: the Department, 2025\n"
    (report,) = check_files(read_only, [text_file(text)])
    assert report.format == "Statistical neighbours"
    assert [note.place for note in report.notes[:2]] == ["row 4", "below row 5"]


def test_a_total_below_our_own_columns_is_refused(read_only: Engine):
    total = "Total,,,,,120\n"
    (issue,) = issues_of(read_only, OURS + total + "\nSource: the council\n")
    assert (issue.row, issue.found) == (3, "a row that looks like a total: “Total”")
    assert issue.fix == "Remove row 3: totals are worked out, never loaded."
    (mapped,) = issues_of(read_only, FIGURES + "Total,,,140,\n", MAPPED)
    assert mapped.row == 3


def test_a_total_in_the_file_of_another_is_named(read_only: Engine):
    text = (
        "LA,Rank,SN LA code,SN new LA code,SN name\nHaringey,1,309,E09000012,Hackney\nTotal,10,,,\n"
    )
    (report,) = check_files(read_only, [text_file(text)])
    (note,) = [note for note in report.notes if note.place == "row 3"]
    assert note.words == "This row looks like a total: “Total”"


@pytest.mark.parametrize(
    ("day", "fix"),
    [
        ("45017", "A spreadsheet counts 1 April 2023 so: format the column as dates, or write 01/04/2023."),
        ("01/01/1900", "A spreadsheet makes such a day of a blank cell or a 0: leave it blank, or write the day."),
        ("00/01/1900", "A spreadsheet makes such a day of a blank cell or a 0: leave it blank, or write the day."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_workbook", [False, True])
def test_days_as_a_spreadsheet_counts_them_are_refused_with_the_fix(
    read_only: Engine, day: str, fix: str, as_workbook: bool
):
    text = csv_text({**OBSERVATION, "period_start": day})
    file = workbook({"One": csv_rows(text)}) if as_workbook else text_file(text)
    (report,) = check_files(read_only, [file])
    assert [(issue.column, issue.fix) for issue in report.issues] == [("period_start", fix)]


def test_a_band_of_which_a_spreadsheet_made_a_day_is_refused(read_only: Engine):
    for value in ("18-Mar", "2023-01-18"):
        (issue,) = issues_of(read_only, csv_text({**OBSERVATION, "value": value}))
        assert issue.fix.startswith("A spreadsheet may have made a day of it")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CafÃ© visits", "“Ã©”, which seems to be “é”"),
        ("Â£46 million", "“Â£”, which seems to be “£”"),
        ("18 â€“ 36 weeks", "“â€“”, which seems to be “–”"),
        ("at least â‰¥ 80", "“â‰¥”, which seems to be “≥”"),
        ("Caf� visits", "“�”, where a letter or sign is lost"),
    ],
)
def test_text_in_the_wrong_encoding_is_warned_of_at_every_door(
    read_only: Engine, text: str, found: str
):
    (own,) = check_files(read_only, [observations({"note": text})])
    card = f"Measure,Jan-23,Feb-23,Mar-23\nRequests for EHC needs assessment,1,2,3\n{text},,,\n"
    options = LoadOptions(framework_id=PLAN)
    (foreign,) = check_files(read_only, [text_file(card)], options=options)
    assert [(one.row, one.found) for one in own.warnings if "“" in one.found] == [(2, found)]
    assert [(one.row, one.found) for one in foreign.warnings if "“" in one.found] == [(3, found)]


def test_accents_and_foreign_names_are_no_oddity(read_only: Engine):
    (report,) = check_files(read_only, [observations({"note": "São João, SÃO, £46 – é"})])
    assert [one for one in report.warnings if "seems to be" in one.found] == []
