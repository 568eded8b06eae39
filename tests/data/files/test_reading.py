"""What is unambiguous is read; what cannot be told apart is refused with the mend."""

import csv
import io
from codecs import BOM_UTF8

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.common.errors import UnreadableCellError
from data.files.csv_layout import is_regular
from data.files.csv_reader import ExtractFile, UnreadableFileError, read_extract
from data.loading.load import check_files
from data.schema.cell_parsers import (
    ParsedFigure,
    parse_breakdown,
    parse_count,
    parse_figure,
    parse_number,
    parse_statistic,
    parse_text,
)
from data.schema.day_parser import parse_date
from data.schema.marks import marker_of
from tests.builders.files import csv_text, text_file

AREAS = "area_code,name,kind\nE06000001,Hartlepool,local_area\n"


def cells(text: str) -> list[list[str]]:
    """Return the cells that are read from a text."""
    return read_extract(text_file(text)).cells.to_numpy().tolist()


def refusal(content: bytes) -> str:
    """Return what was found in a file whose form is refused."""
    with pytest.raises(UnreadableFileError) as refused:
        read_extract(ExtractFile("file.csv", content))
    return refused.value.issues[0].found


# The form of a file


@pytest.mark.parametrize(
    "content",
    [
        AREAS.replace("Hartlepool", "Río").encode("utf-8"),
        AREAS.replace("Hartlepool", "Río").encode("utf-8-sig"),
        AREAS.replace("Hartlepool", "Río").encode("cp1252"),
        BOM_UTF8 + AREAS.replace("Hartlepool", "Río").encode("cp1252"),
        AREAS.replace("Hartlepool", "Río").replace("\n", "\r\n").encode("utf-8"),
    ],
    ids=[
        "UTF-8",
        "UTF-8 with a byte order mark",
        "Windows-1252",
        "Windows-1252 behind a byte order mark",
        "Windows line ends",
    ],
)
def test_a_file_is_read_in_either_encoding(content: bytes):
    raw = read_extract(ExtractFile("file.csv", content))
    assert raw.names == ("area_code", "name", "kind")
    assert raw.cells.to_numpy().tolist() == [["E06000001", "Río", "local_area"]]


def test_columns_may_come_in_any_order_and_case_with_spaces_or_hyphens(read_only: Engine):
    text = "KIND,Area Code, Name \nlocal_area,E06000001,Hartlepool\n"
    (report,) = check_files(read_only, [text_file(text)])
    assert (report.kind, report.issues) == ("areas", ())


@pytest.mark.parametrize("end", ["\n\n\n", "\r\n\r\n", ",,\n,,\n", "   \n", ""])
def test_trailing_blank_lines_are_left_out(end: str):
    assert cells(AREAS.rstrip("\n") + "\n" + end) == [["E06000001", "Hartlepool", "local_area"]]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    raw = read_extract(text_file('a,b\n1,"two\nlines"\n\n3,4\n'))
    assert raw.numbers.tolist() == [2, 4]


def test_blank_lines_before_the_header_are_left_out():
    raw = read_extract(text_file("\n\na,b\n1,2\n"))
    assert (raw.names, raw.numbers.tolist()) == (("a", "b"), [4])


def test_a_comma_and_a_quotation_mark_inside_a_quoted_cell_are_part_of_it():
    assert cells('a,b\n"one, two","say ""three"""\n') == [["one, two", 'say "three"']]


def test_a_quotation_mark_inside_an_unquoted_cell_is_part_of_it():
    assert cells('a,b\nsix" wide,2\n') == [['six" wide', "2"]]


def test_an_unquoted_cell_with_a_comma_between_quotation_marks_is_not_cut():
    with pytest.raises(UnreadableFileError) as refused:
        read_extract(text_file('a,b\n1,He said "yes, no" then\n2,plain\n3\n'))
    assert [(issue.row, issue.found) for issue in refused.value.issues] == [
        (2, "3 cells"),
        (4, "1 cells"),
    ]


def test_every_row_whose_quotation_marks_do_not_enclose_a_cell_is_named():
    with pytest.raises(UnreadableFileError) as refused:
        read_extract(text_file('a,b\n"1"x,2\n3\n4,"5\n'))
    assert [(issue.row, issue.found) for issue in refused.value.issues] == [
        (2, "text after a closing quotation mark"),
        (3, "1 cells"),
        (4, "an open quotation mark"),
    ]


def test_a_quotation_mark_left_open_in_the_header_is_told_however_long_the_file():
    assert refusal(b'a,"b\n' + b"1,2\n" * 50_000) == "an open quotation mark"


def test_a_lone_carriage_return_ends_a_row():
    with pytest.raises(UnreadableFileError) as refused:
        read_extract(text_file("a,b\n1\r2,3\n"))
    assert [(issue.row, issue.found) for issue in refused.value.issues] == [(2, "1 cells")]


def test_a_cell_may_be_long_and_rows_with_other_faults_are_still_named():
    long = "x" * 200_000
    assert cells(f'a,b\n"{long}",six" wide\n') == [[long, 'six" wide']]
    with pytest.raises(UnreadableFileError) as refused:
        read_extract(text_file(f"a,b\n1,{long}\n2\n3,4,5\n"))
    assert [issue.row for issue in refused.value.issues] == [3, 4]


@given(st.text('a,"\r\n ', max_size=14))
def test_whatever_is_read_is_what_the_rows_hold(text: str):
    text = f"a,b\n{text}"
    try:
        found = cells(text)
    except UnreadableFileError:
        return
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    assert found == [row for row in rows if any(cell.strip() for cell in row)]


def test_columns_with_neither_name_nor_content_are_left_out():
    raw = read_extract(text_file("a,b,,\n1,2,,\n3,4,,\n"))
    assert raw.names == ("a", "b")


def test_every_row_with_too_many_or_too_few_cells_is_named():
    with pytest.raises(UnreadableFileError) as refused:
        read_extract(text_file("a,b,c\n1,2\n1,2,3\n1,2,3,4\n"))
    assert [(issue.row, issue.found) for issue in refused.value.issues] == [
        (2, "2 cells"),
        (4, "4 cells"),
    ]
    assert "quotation marks" in refused.value.issues[1].fix


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b",,\n,,\n", "blank rows"),
        (b"a,b\n", "a header and no rows"),
        (b"a,b\n\n,\n", "a header and no rows"),
        (b"PK\x03\x04rest", "a zip archive that is none of the releases known here"),
        ("a,b\n1,2\n".encode("utf-16"), "a file in UTF-16"),
        (b"a,b\n1,\x002\n", "a file with NUL bytes"),
        (b'a,b\n1,"2\n', "an open quotation mark"),
        (b"a,b\n\xff\x81,2\n", "the byte 0x81"),
    ],
)
def test_a_file_that_is_not_a_filled_csv_is_refused(content: bytes, found: str):
    assert refusal(content) == found


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_written_as_csv_is_read_as_it_was(rows: list[list[str]]):
    """Blank rows aside, for they are left out."""
    names = ("a", "b", "c")
    text = csv_text(*(dict(zip(names, row, strict=True)) for row in rows))
    written = [row for row in rows if any(cell.strip() for cell in row)]
    try:
        found = cells(text)
    except UnreadableFileError:
        assert not written
        return
    plain = [[_one_line_end(cell) for cell in row] for row in written]
    assert [[_one_line_end(cell) for cell in row] for row in found] == plain


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Cells


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/03/2023", "2023-03-31"),
        ("1/4/2023", "2023-04-01"),
        ("2023-03-31", "2023-03-31"),
        ("2023-03-31 00:00:00", "2023-03-31"),
        ("2023-03-31T00:00:00", "2023-03-31"),
        ("31/03/2023 00:00", "2023-03-31"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_a_date_is_read(text: str, day: str):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("03/04/23", "two-digit year"),
        ("03-04-23", "two-digit year"),
        ("2023-13-01", "No such day"),
        ("31/02/2023", "No such day"),
        ("03/31/2023", "the day comes first"),
        ("29/02/2023", "No such day"),
        ("03-Apr", "four digits"),
        ("March 2023", "four digits"),
        ("45016", "31 March 2023"),
        ("31/12/1900", "of a blank cell"),
        ("2023-03-31 14:30", "four digits"),
        ("01/01/0023", "Check the year"),
        ("2023", "four digits"),
        ("\u0663\u0661/03/2023", "four digits"),
        ("\uff12\uff10\uff12\uff13-03-31", "four digits"),
    ],
)
def test_an_unclear_date_is_refused(text: str, fix: str):
    with pytest.raises(UnreadableCellError) as refused:
        parse_date(text)
    assert fix in refused.value.fix


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234", 1234), ("1234.5", 1234.5), ("1,234,567.89", 1234567.89), ("0", 0), ("-3", -3)],
)
def test_a_number_is_read(text: str, number: float):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "0,123",
        "00,123",
        "0,500",
        "012,345",
        "\u0663",
        "\uff11\uff12",
        "1,23",
        "1.234,5",
        "1,2345",
        "12 34",
        "about 25",
        "1e5",
        "£3",
        "--3",
        "9" * 400,
        "nan",
    ],
)
def test_an_unclear_number_is_refused(text: str):
    with pytest.raises(UnreadableCellError):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("82%", ParsedFigure(82, decimals=0, is_percent=True)),
        ("82.50 %", ParsedFigure(82.5, decimals=2, is_percent=True)),
        ("33.0", ParsedFigure(33, decimals=1)),
        ("18-36", ParsedFigure(low=18, high=36, decimals=0)),
        ("18–36", ParsedFigure(low=18, high=36, decimals=0)),
        ("18\u201136", ParsedFigure(low=18, high=36, decimals=0)),
        ("18\u221236", ParsedFigure(low=18, high=36, decimals=0)),
        ("18\u00a0–\u00a036", ParsedFigure(low=18, high=36, decimals=0)),
        ("82\u00a0%", ParsedFigure(82, decimals=0, is_percent=True)),
        ("\u22121.5", ParsedFigure(-1.5, decimals=1)),
        ("–", ParsedFigure(marker="-")),
        ("18 - 36.5", ParsedFigure(low=18, high=36.5, decimals=1)),
        ("52-52", ParsedFigure(52, decimals=0)),
        ("x", ParsedFigure(marker="x")),
        ("z", ParsedFigure(marker="z")),
        ("C", ParsedFigure(marker="c")),
        (":", ParsedFigure(marker=":")),
        ("-", ParsedFigure(marker="-")),
        ("<5", ParsedFigure(marker="<5")),
        ("< 10", ParsedFigure(marker="<10")),
        ("Not due", ParsedFigure(marker="not_due")),
        ("withheld", ParsedFigure(marker="withheld")),
        ("12p", ParsedFigure(12, decimals=0, is_provisional=True)),
        ("82.5% [p]", ParsedFigure(82.5, decimals=1, is_percent=True, is_provisional=True)),
        ("18-36 (r)", ParsedFigure(low=18, high=36, decimals=0)),
    ],
)
def test_a_value_is_read(text: str, figure: ParsedFigure):
    read = parse_figure(text, takes_markers=True)
    assert read == pytest.approx(figure, nan_ok=True)


@pytest.mark.parametrize("text", ["36-18", "18-", "82%%", "c.70", "18-36-40", "<5%", ">5"])
def test_an_unclear_value_is_refused(text: str):
    with pytest.raises(UnreadableCellError):
        parse_figure(text, takes_markers=True)


def test_a_marker_is_refused_where_a_number_must_stand():
    with pytest.raises(UnreadableCellError):
        parse_figure("x", takes_markers=False)
    with pytest.raises(UnreadableCellError):
        parse_count("c", takes_markers=False)


def test_a_negative_count_is_refused():
    with pytest.raises(UnreadableCellError, match="at least 0"):
        parse_count("-1", takes_markers=True)


@given(st.integers(1, 10**6))
def test_a_count_below_any_number_is_a_marker(limit: int):
    assert marker_of(f"<{limit}") == f"<{limit}"


@given(st.decimals(0, 10**6, allow_nan=False, places=3))
def test_a_number_is_read_alike_with_and_without_its_thousands_commas(number):
    assert parse_number(f"{number:,}") == parse_number(f"{number}") == float(number)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("sector=health", "sector=health"),
        ("provision=ehc_plan; Need=MLD", "need=MLD;provision=ehc_plan"),
        ("age band=0-5;", "age_band=0-5"),
    ],
)
def test_a_breakdown_is_put_in_order(text: str, canonical: str):
    assert parse_breakdown(text) == canonical


@pytest.mark.parametrize("text", ["health", "sector=", "=health", "a=1;a=2", "a=1;;b=2", "a=b=c"])
def test_an_unclear_breakdown_is_refused(text: str):
    with pytest.raises(UnreadableCellError):
        parse_breakdown(text)


def test_a_percentile_is_a_statistic_and_an_average_is_not():
    assert parse_statistic("P90") == "p90"
    with pytest.raises(UnreadableCellError, match="median"):
        parse_statistic("average")


def test_digits_of_a_long_file_stay_as_they_were_written():
    rows = "".join(f"00{number % 9},{number % 2 == 0},x{number % 7}\n" for number in range(3_000))
    assert cells(f"a,b,c\n{rows}")[:2] == [["000", "True", "x0"], ["001", "False", "x1"]]
    late = rows.replace("True", "1").replace("False", "2")
    assert cells(f"a,b,c\n{late}")[2999] == ["002", "2", "x3"]


@given(
    text=st.text(alphabet='a,"\r\n', max_size=60), block=st.integers(1, 9), width=st.integers(1, 3)
)
def test_a_file_is_as_regular_in_parts_as_in_one(text: str, block: int, width: int):
    content = text.encode()
    assert is_regular(content, width, block) == is_regular(content, width)


def test_a_soft_break_or_another_control_character_in_a_text_becomes_a_space():
    assert parse_text("Posts\x0bfilled\x0cby\x00June\x1f2023") == "Posts filled by June 2023"
    assert parse_text("one\ttwo\r\nthree\rfour – “£”") == "one\ttwo\nthree\nfour – “£”"
