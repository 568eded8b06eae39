"""A workbook is read like the CSV file of one of its sheets, and no cell loses what it holds."""

import csv
import io
from contextlib import suppress
from datetime import date, datetime, time
from random import Random
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile, UnreadableFileError
from data.files.workbook import read_sheet_table
from data.formats.base import ReadResult
from data.loading.history import extract_notes_of, undo_delivery
from data.loading.load import check_files, load_files
from tests.builders.dfe import read as read_dfe
from tests.builders.dfe import table
from tests.builders.files import OBSERVATION, issue_lines
from tests.builders.scorecard import PLAN, PLANS
from tests.builders.workbooks import (
    changed_member,
    csv_rows,
    open_number,
    open_row,
    open_workbook,
    packed,
    workbook,
)

HEADER = ["area_code", "measure_id", "basis", "period_start", "period_end", "value"]
FIGURE = ["E09000014", "ehcp-20-weeks", "month", date(2023, 4, 1), date(2023, 4, 30), 0.82]


def cells_of(file: ExtractFile, sheet: str = "") -> list[list[str]]:
    text = read_sheet_table(file, sheet).file.content.decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def shown(value: object, code: str = "General") -> str:
    """Return how one cell with a number format is read."""
    return cells_of(workbook({"One": [[value]]}, formats={"A1": code}))[0][0]


def refusal(file: ExtractFile, sheet: str = "") -> tuple[str, str]:
    with pytest.raises(UnreadableFileError) as caught:
        read_sheet_table(file, sheet)
    (issue,) = caught.value.issues
    return issue.found, issue.fix


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.82, "0%", "82%"),
        (0.8182, "0%", "81.82%"),
        (0.57, "0.0%", "57.0%"),
        (1.04, "0%", "104%"),
        (18 / 22, "0%", "82%"),
        (18 / 22, "0.0%", "81.8%"),
        (18 / 22, "General", "0.818181818181818"),
        (0.82, "General", "0.82"),
        (1234567.891, "#,##0", "1234567.891"),
        (-0.5, "0.0%;(0.0%)", "-50.0%"),
        (-1234.5, "_-* #,##0.00_-;-* #,##0.00_-", "-1234.50"),
        (1e-7, "General", "0.0000001"),
        (0.1 + 0.2, "General", "0.3"),
        (150, '0" days"', "150 days"),
        (46.08, '"£"#,##0.00', "£46.08"),
        (46.08, "[$£-809]#,##0.00", "£46.08"),
        (46_080_000, '0.0,,"m"', "46080000.0m (shown in thousands or millions)"),
        (45017, "General", "45017"),
        (45017, "dd/mm/yyyy", "2023-04-01"),
        (date(2023, 4, 1), "mmm-yy", "2023-04-01"),
        (datetime(2023, 4, 1, 13, 5), "dd/mm/yyyy hh:mm", "2023-04-01 13:05:00"),  # noqa: DTZ001
        (time(13, 5), "h:mm", "13:05:00"),
        (1, "dd/mm/yyyy", "1900-01-01"),
        (59, "dd/mm/yyyy", "1900-02-28"),
        (61, "dd/mm/yyyy", "1900-03-01"),
        (1.25, "[h]:mm", "1.25 days"),
        (True, "General", "yes"),
        ("  two\nlines", "General", "  two\nlines"),
    ],
)
def test_a_cell_is_read_as_the_text_that_stands_for_its_value(value: object, code: str, text: str):
    assert shown(value, code) == text


def test_days_shown_as_months_head_the_columns_of_a_scorecard():
    days = [date(2023, month, 1) for month in (1, 2, 3)]
    formats = dict.fromkeys(("B1", "C1", "D1"), "mmm-yy")
    assert cells_of(workbook({"One": [["Measure", *days]]}, formats=formats)) == [
        ["Measure", "Jan 2023", "Feb 2023", "Mar 2023"]
    ]


def test_days_may_be_counted_from_1904():
    file = workbook({"One": [[43555]]}, formats={"A1": "dd/mm/yyyy"})
    file = changed_member(file, "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    assert cells_of(file) == [["2023-04-01"]]


def test_an_error_is_no_blank_cell():
    file = workbook({"One": [["a", "b", "c"], [1, "#DIV/0!", 3]]})
    assert cells_of(file)[1] == ["1", "#DIV/0!", "3"]


def test_a_formula_without_a_result_is_refused_not_read_as_blank():
    found, fix = refusal(workbook({"One": [["a", "b"], [1, "=A2*2"]]}))
    assert found == "1 formula without a result in the sheet “One”"
    assert fix == "Open the workbook in a spreadsheet, save it, and send it again."


def test_rows_keep_the_numbers_that_they_have_in_the_sheet():
    rows = [[], ["Title"], [], ["area_code", "name", "kind"], ["E06000001", "Hartlepool", "lane"]]
    assert cells_of(workbook({"One": rows}))[3] == ["area_code", "name", "kind"]


def test_the_first_shown_sheet_that_holds_a_table_is_read():
    sheets = {
        "Hidden": [["a", "b", "c"], [1, 2, 3]],
        "Cover": [["Published figures"], ["Contact", "the data team"]],
        "Figures": [["a", "b", "c"], [4, 5, 6]],
        "More": [["a", "b", "c"], [7, 8, 9]],
    }
    file = workbook(sheets, hidden=["Hidden"])
    table = read_sheet_table(file)
    assert table.sheet == "Figures"
    assert (table.sheets[0].name, table.sheets[0].is_hidden) == ("Hidden", True)
    assert table.file.remarks == (
        (
            "sheet “Figures”",
            "This sheet of the workbook is read. Not read: “Hidden” (hidden), “Cover”, “More”.",
        ),
    )
    assert cells_of(file, "more")[1] == ["7", "8", "9"]
    assert refusal(file, "Less") == ("no sheet “Less”", "Name one of them.")


def test_hidden_rows_and_merged_cells_are_said():
    rows = [["a", "b", "c"], ["x", 1, 2], ["y", 3, 4], ["z", 5, 6]]
    table = read_sheet_table(workbook({"One": rows}, merged="A3:A4", hidden_row=2))
    assert [words for _, words in table.file.remarks[1:]] == [
        "Rows that the workbook hides are read as the others are: 2.",
        "Of cells merged over several rows the first alone has its text. They begin in row 3.",
    ]
    assert table.file.content.decode().splitlines()[1:] == ["x,1,2", "y,3,4", ",5,6"]


def test_an_open_document_is_read_too():
    percent = open_number("0.8182", "82%", "percentage")
    pounds = open_number("46.08", "£46.08", "currency")
    day = '<table:table-cell office:value-type="date" office:date-value="2023-04-01"><text:p>01/04/23</text:p></table:table-cell>'
    spaced = '<table:table-cell office:value-type="string"><text:p>two<text:s text:c="2"/>words</text:p></table:table-cell>'
    rows = [
        open_row("<table:table-cell/>", repeated=2),
        open_row("a", "b", "c", "d"),
        open_row(percent, pounds, day, spaced),
        open_row(open_number("3", "3"), repeated=2),
        open_row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_000_000),
    ]
    assert cells_of(open_workbook({"Blank": "", "Data": "".join(rows)})) == [
        *[["", "", "", ""]] * 2,
        ["a", "b", "c", "d"],
        ["81.82%", "£46.08", "2023-04-01", "two  words"],
        *[["3", "", "", ""]] * 2,
    ]


BOOK = workbook({"One": [["a", "b", "c"], [1, 2, 3]]})


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (BOOK.content[:-40], "a broken workbook"),
        (b"PK\x03\x04rest[Content_Types].xml", "a broken workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a workbook or document of before 2007 (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
        (
            packed({"content.xml": "", "META-INF/manifest.xml": "<encryption-data/>"}, "").content,
            "a workbook with a password",
        ),
        (
            packed({"[Content_Types].xml": "", "xl/workbook.bin": ""}, "").content,
            "a binary workbook (.xlsb)",
        ),
        (
            packed({"[Content_Types].xml": "", "word/document.xml": ""}, "").content,
            "a document that is no workbook",
        ),
        (workbook({"One": []}).content, "a workbook of blank sheets"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_a_workbook_is_refused_in_words_that_help(
    content: bytes, found: str, read_only: Engine
):
    (report,) = check_files(read_only, [ExtractFile("book.xlsx", content)])
    (issue,) = report.issues
    assert (report.state, issue.found) == ("refused", found)
    assert issue.fix.split()[0] in {"Open", "Save", "Send"}


@pytest.mark.parametrize(
    "file",
    [
        changed_member(BOOK, "xl/worksheets/sheet1.xml", 'r="C2"', 'r="ZZZ2"'),
        changed_member(BOOK, "xl/worksheets/sheet1.xml", 'row r="2"', 'row r="99999999999"'),
        changed_member(BOOK, "xl/worksheets/sheet1.xml", 'row r="2"', 'row r="-2"'),
        open_workbook({"One": open_row("a", "b", repeated=1_048_576)}),
        open_workbook({"One": open_row(*["x" * 20_000] * 20, repeated=1_000)}),
    ],
)
def test_a_small_workbook_of_very_many_cells_is_refused_before_they_are_made(file: ExtractFile):
    found, fix = refusal(file)
    assert found == "a sheet that is too large"
    assert fix.startswith("Save the sheet that is wanted as CSV")


def test_a_workbook_that_unpacks_to_very_much_is_refused_unopened():
    members = {"[Content_Types].xml": "", "xl/workbook.xml": bytes(300 << 20)}
    found, fix = refusal(packed(members, "bomb.xlsx"))
    assert found == "a file of 300 MB unpacked"
    assert fix.startswith("Save the sheet that is wanted as CSV")


@pytest.mark.both_databases
def test_a_workbook_of_figures_loads_with_a_note_and_is_undone(shipped: Engine):
    file = workbook({"Cover": [["March"]], "Data": [HEADER, FIGURE]}, formats={"F2": "0%"})
    (report,) = load_files(shipped, [file])
    assert (report.state, report.rows) == ("loaded", 1)
    assert [note.place for note in report.notes] == ["sheet “Data”"]
    assert extract_notes_of(shipped, report.extract_id or 0) == report.notes
    (again,) = load_files(shipped, [file])
    assert again.state == "unchanged"
    undo_delivery(shipped, report.extract_id or 0)


def test_a_share_without_its_percent_format_is_not_loaded_as_a_percentage(read_only: Engine):
    counts = [*HEADER, "numerator", "denominator"]
    file = workbook({"Data": [counts, [*FIGURE, 18, 22]]})
    (report,) = check_files(read_only, [file])
    odd = [*report.issues, *report.warnings]
    assert [(issue.row, issue.column) for issue in odd][:1] in ([(2, "value")], [(2, "numerator")])


def test_a_scorecard_is_read_from_the_sheet_that_is_named(read_only: Engine):
    months = ["Measure", *(date(2023, month, 1) for month in (1, 2, 3))]
    file = workbook(
        {"Figures": [["a", "b", "c"], [1, 2, 3]], "Card": [["Scorecard"], months, [PLANS, 0.8, 0.81, 0.82]]},
        formats={**dict.fromkeys(("B2", "C2", "D2"), "mmm-yy"), **dict.fromkeys(("B3", "C3", "D3"), "0%")},
    )  # fmt: skip
    options = LoadOptions(framework_id=PLAN, sheet="Card")
    (report,) = check_files(read_only, [file], options=options)
    assert report.format == "Scorecard with a month a column"
    (observations,) = [part for part in report.parts if part.kind == "observations"]
    assert observations.rows == 3
    place = report.preview[0].index("value")
    assert [row[place] for row in report.preview[1:]] == ["80%", "81%", "82%"]


def test_a_sheet_that_holds_a_child_is_refused_like_a_csv_file(read_only: Engine):
    rows = [[*OBSERVATION, "UPN"], [*OBSERVATION.values(), "A123456789012"]]
    (report,) = check_files(read_only, [workbook({"Pupils": rows})])
    assert "Personal identifiers are not accepted" in report.issues[0].fix
    assert "A123456789012" not in str(issue_lines((report,)))


def test_a_table_of_the_dfe_is_read_from_a_workbook_as_from_its_csv_file():
    csv_file = table("caseload")
    rows = list(csv.reader(io.StringIO(csv_file.content.decode("utf-8-sig"), newline="")))
    typed = [list(map(_typed, row)) for row in rows]
    book = read_sheet_table(workbook({"Caseload": typed})).file
    assert identity(read_dfe(book)) == identity(read_dfe(csv_file))


def _typed(cell: str) -> object:
    """Return a cell as a spreadsheet would hold it."""
    try:
        return float(cell)
    except ValueError:
        return cell


def identity(reading: ReadResult) -> list[list[list[str]]]:
    """Return the cells of each part of what was read."""
    return [part.raw.cells.astype(str).to_numpy().tolist() for part in reading.parts]


def test_a_damaged_workbook_is_read_or_refused_and_ends_nothing():
    with ZipFile(io.BytesIO(BOOK.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changing = sorted(name for name in parts if name.startswith("xl/") and parts[name])
    draw = Random(20)  # noqa: S311 - it only chooses what is damaged
    for _ in range(300):
        path = draw.choice(changing)
        damaged = bytearray(parts[path])
        start = draw.randrange(len(damaged))
        damaged[start : start + draw.randrange(3)] = draw.choice(
            [b"", b"9", b"-1", b"<", b'"', b"Z9"]
        )
        file = packed({**parts, path: bytes(damaged)}, "book.xlsx")
        with suppress(UnreadableFileError):
            assert read_sheet_table(file).sheet


def test_a_list_of_neighbours_is_read_from_a_workbook(read_only: Engine):
    rows = csv_rows("LA,Rank,SN LA code,SN new LA code,SN name\nHaringey,1,309,E09000012,Hackney\n")
    (report,) = check_files(read_only, [workbook({"Neighbours": rows})])
    assert report.format == "Statistical neighbours"
