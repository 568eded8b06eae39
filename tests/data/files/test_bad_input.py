"""Whatever is wrong with a file: an error that says so, never a traceback, never half a load."""

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from callbacks.uploads.reports import issues_record
from data.cli.main import main
from data.cli.output import file_lines
from data.common.errors import Issue
from data.files.csv_reader import ExtractFile
from data.files.encoding import UnreadableFileError
from data.files.zip_reader import member_names, members
from data.loading import check
from data.loading.check import FoundIssues
from data.loading.file_report import FileReport
from data.loading.load import check_files, load_files
from data.schema.kinds import CellType, Kind
from data.schema.registry import ALL_KINDS, KINDS
from data.store.frames import load_frame
from tests.builders.case_files import extract
from tests.builders.dfe import made_release
from tests.builders.files import csv_text, example_rows, issue_lines, observations, text_file
from tests.stores import MakeStore, opened

AREAS = "area_code,name,kind\nE06000001,Hartlepool,local_area\n"


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store with the shipped extracts, in which nothing of this module must ever stand."""
    with opened(make_sqlite("shipped")) as made:
        before = standing(made)
        yield made
        assert standing(made) == before


def standing(engine: Engine) -> list[tuple[object, ...]]:
    """Return the whole content of a store."""
    tables = sorted(sa.inspect(engine).get_table_names())
    with engine.connect() as connection:
        return [
            (name, *row)
            for name in tables
            for row in connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))
        ]


def refusal(store: Engine, content: bytes, name: str = "file.csv") -> str:
    """Try to load a file beside a sound one; return what was found in it."""
    sound = observations({"area_code": "E09000030"}, name="sound.csv")
    report, other = load_files(store, [ExtractFile(name, content), sound])
    assert (report.state, other.state) == ("refused", "would_load")
    assert all(issue.found and issue.expected and issue.fix for issue in report.issues)
    return report.issues[0].found


# The form of a file


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"\n\n  \n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b",,,\n,,,\n", "blank rows"),
        (b"area_code,name,kind\n", "a header and no rows"),
        (b"area_code,name,kind\n,,\n", "a header and no rows"),
        (AREAS.encode().replace(b"Hart", b"Ha\0t"), "a file with NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a file with NUL bytes"),
        (bytes(range(1, 256)) * 8, "the byte 0x81"),
        (b"\x81\x8d\x8f" * 9, "the byte 0x81"),
        (AREAS.encode("utf-16"), "a file in UTF-16"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "no kind is known for this file: 1 column, 1 of words (%pdf_1.7); 2 rows"),
        (b"<html><body>Sign in</body></html>", "XML that is something else"),
        (b"{\"rows\": []}\n{}\n", 'no kind is known for this file: 1 column, 1 of words ({"rows":_[]}); 1 row'),
        (b"area_code\nE06000001\n", "no kind is known for this file: 1 column, 1 of areas (area_code); 1 row"),
        (b"area_code,name,Name,kind\nE06000001,A,B,local_area\n", "name"),
    ],
    ids=[
        "empty", "only blank lines", "only a mark", "only commas", "header only", "blank rows only",
        "null bytes", "a picture", "every byte", "no encoding", "UTF-16", "a PDF", "a web page",
        "JSON", "one column", "duplicate headers",
    ],
)  # fmt: skip
def test_what_is_no_extract_is_told(store: Engine, content: bytes, found: str):
    assert refusal(store, content) == found


def test_a_file_in_two_encodings_is_refused_at_the_row_of_the_other(store: Engine):
    lines = ["area_code,name,kind", "E06000001,Río,local_area", "E06000002,Sálford,local_area"]
    content = f"{lines[0]}\n{lines[1]}\n".encode("cp1252") + f"{lines[2]}\n".encode()
    (report,) = check_files(store, [ExtractFile("file.csv", content)])
    assert [(issue.row, issue.found) for issue in report.issues] == [
        (3, "text in UTF-8 and in Windows-1252 by turns")
    ]


def test_a_file_larger_than_memory_should_hold_is_refused_unread(tmp_path: Path, capsys):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate((2 << 30) + 1)
    (tmp_path / "key").write_bytes(b"k" * 32)
    asked = ["pseudonymise", str(path), "--key-file", str(tmp_path / "key"), "--out", "x"]
    assert main(asked) == 1
    assert "is larger than 2 GB" in capsys.readouterr().err


def test_of_ten_thousand_faults_all_are_counted_and_two_hundred_shown(
    make_sqlite: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    path = tmp_path / "areas.csv"
    rows = [
        {"area_code": f"E{number}", "name": "", "kind": "local_area"} for number in range(10_000)
    ]
    path.write_text(csv_text(*rows))
    url = make_sqlite("shipped")
    monkeypatch.setenv("DATABASE_URL", url.render_as_string())
    assert main(["load", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "areas.csv (areas): 10,000 issues."
    assert sum(line.startswith("  row ") for line in lines) == 200
    assert "  … and 9,800 more issues." in lines


def test_of_many_issues_the_first_in_reading_order_are_kept_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(check, "MOST_ISSUES", 3)
    found = FoundIssues(KINDS["areas"])
    order = [
        (9, "kind"),
        (2, "name"),
        (9, "name"),
        (2, "area_code"),
        (4, ""),
        (1, "x"),
        (3, "kind"),
    ]
    found.add(Issue(row, column, "", "", "") for row, column in order)
    kept = [(issue.row, issue.column) for issue in found.first()]
    assert kept == [(1, "x"), (2, "area_code"), (2, "name")]
    assert found.count == 7
    report = FileReport("areas.csv", "areas", "", "refused", issues=found.first(), further_issues=4)
    assert next(file_lines([report])) == "areas.csv (areas): 7 issues."
    told = issues_record(report.issues, report.further_issues)
    assert (told["issue_count"], told["issues_kept"], told["issues_left"]) == (7, 3, 4)


# What its cells say


DATED = [
    (kind, column.name)
    for kind in ALL_KINDS
    for column in kind.columns
    if column.cell is CellType.DATE
]


@pytest.mark.parametrize(("kind", "column"), DATED, ids=lambda each: getattr(each, "name", each))
def test_the_years_0202_and_2099_are_refused_in_every_day(store: Engine, kind: Kind, column: str):
    days = ("0202-03-01", "01/03/0202", "2099-12-31", "31/12/2099")
    (report,) = check_files(store, [example_rows(kind.name, *({column: day} for day in days))])
    found = {(issue.row, issue.column, issue.found) for issue in report.issues}
    assert found >= {(row, column, day) for row, day in enumerate(days, 2)}


@pytest.mark.parametrize(
    ("kind", "row", "issue"),
    [
        ("ehc_assessments", {"outcome": "issue", "outcome_date": "2022-08-01"}, "2 outcome_date: 2022-08-01"),
        ("ehc_assessments", {"decision": "refuse", "decision_date": "2022-10-01",
                             "plan_issued_date": "2023-01-01"}, "2 plan_issued_date: 2023-01-01"),
        ("ehc_assessments", {"primary_need": "QQQ"}, "2 primary_need: QQQ"),
        ("ehc_assessments", {"area_code": "E09000099"}, "2 area_code: E09000099"),
        ("feedback", {"question": "no-such-measure"}, "2 question: no-such-measure"),
    ],
    ids=["outcome before request", "a plan of a refused case", "unknown code", "unknown area",
         "unknown measure"],
)  # fmt: skip
def test_what_cannot_have_been_is_refused(
    store: Engine, kind: str, row: dict[str, str], issue: str
):
    assert issue in issue_lines(load_files(store, [extract(kind, row)]))


def test_two_cases_with_one_number_are_refused(store: Engine):
    (report,) = load_files(store, [extract("ehc_assessments", {}, {"request_date": "2022-10-01"})])
    assert [(issue.row, issue.found) for issue in report.issues] == [
        (3, "the same area_code, case_id as row 2")
    ]


def test_a_formula_is_kept_as_text(make_sqlite: MakeStore):
    formula = "=cmd|' /C calc'!A0"
    with opened(make_sqlite("shipped")) as engine:
        (report,) = load_files(engine, [observations({"note": formula})])
        assert report.state == "loaded"
        frame = load_frame(engine, "observations")
        assert formula in set(frame["note"])


# Archives


def archive(*files: tuple[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    """Pack files as zip."""
    content = io.BytesIO()
    with ZipFile(content, "w", packing) as packed:
        for name, each in files:
            packed.writestr(name, each)
    return content.getvalue()


def read_all(content: bytes) -> list[tuple[str, bytes]]:
    return [(each.name, each.content) for each in members(ExtractFile("file.zip", content))]


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as error:
        read_all(content)
    return error.value.issues[0].found


def lying(content: bytes) -> bytes:
    """Say in the directory of an archive that its only file is of 10 bytes."""
    start = content.rindex(b"PK\x01\x02") + 24
    return content[:start] + (10).to_bytes(4, "little") + content[start + 4 :]


def flagged(content: bytes) -> bytes:
    """Say in an archive that its only file has a password."""
    at = content.rindex(b"PK\x01\x02") + 8
    return b"PK\x03\x04\x14\0\x01\0" + content[8:at] + b"\x01\0" + content[at + 2 :]


SOUND = archive(("data/areas.csv", AREAS.encode()))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (SOUND[:-30], "a damaged zip archive"),
        (SOUND[:40], "a damaged zip archive"),
        (SOUND[:50] + b"\xff\xff\xff" + SOUND[53:], "a damaged zip archive"),
        (lying(SOUND), "a damaged zip archive"),
        (archive(), "an empty zip archive"),
        (archive(("data/", b"")), "an empty zip archive"),
        (archive(("bomb.csv", b"0" * (5 << 20))),
         "a file packed so tightly that it is no ordinary data"),
        (archive(*((f"{number}.csv", b"0" * (3 << 20)) for number in range(2))),
         "a zip archive packed so tightly that it is no ordinary data"),
        (archive(*((f"{number}.csv", b"a") for number in range(201))), "a zip archive of 201 files"),
        (archive(("inner.zip", SOUND)), "a zip archive within a zip archive"),
        (archive(("a.csv", SOUND)), "a zip archive within a zip archive"),
        (archive(("../a.csv", b"a")), "a name that leads out of the zip archive"),
        (archive(("/etc/a.csv", b"a")), "a name that leads out of the zip archive"),
        (archive(("a/..\\b.csv", b"a")), "a name that leads out of the zip archive"),
        (archive(("C:a.csv", b"a")), "a name that leads out of the zip archive"),
        (archive(("a.csv", b"a"), ("A.csv", b"b")), "two files of one name in a zip archive"),
        (archive(("a.csv", b"a"), packing=ZIP_BZIP2), "a rare way of packing"),
        (flagged(SOUND), "a zip archive with a password"),
    ],
    ids=["truncated", "cut short", "damaged", "a size that is not so", "nothing in it", "folders only",
         "a bomb", "a bomb of small files", "too many files", "an archive inside", "an archive under another name", "a path up",
         "a path from the root", "a path up as Windows writes it", "a drive", "a name twice",
         "another packing", "a password"],
)  # fmt: skip
def test_an_archive_that_is_not_safe_is_refused(store: Engine, content: bytes, found: str):
    assert refused(content) == found
    refusal(store, content, "file.zip")


def test_a_file_too_large_unpacked_is_refused_by_its_directory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("data.files.zip_reader._MAX_MEMBER_SIZE", 1 << 20)
    monkeypatch.setattr("data.files.zip_reader._MAX_WHOLE_SIZE", 2 << 20)
    one = bytes(range(256)) * 3_000
    assert [name for name, _ in read_all(archive(("a", one), ("b", one)))] == ["a", "b"]
    assert refused(archive(("a", one * 2))) == "a file of 1 MB unpacked"
    assert refused(archive(*((name, one) for name in "abc"))) == "a zip archive of 2 MB unpacked"


def test_a_sound_archive_gives_its_files_and_nothing_that_a_computer_adds():
    content = archive(
        ("data/", b""), ("data\\areas.csv", AREAS.encode()), ("__MACOSX/x", b"x"),
        ("a/.DS_Store", b"x"), ("book.xlsx", SOUND), packing=ZIP_STORED,
    )  # fmt: skip
    assert read_all(content) == [("data/areas.csv", AREAS.encode()), ("book.xlsx", SOUND)]
    assert member_names(ExtractFile("a.zip", content)) == ("data/areas.csv", "book.xlsx")
    assert member_names(ExtractFile("a.zip", content[:60])) == ()


def test_a_release_cut_short_is_refused(store: Engine):
    release = made_release().archive
    content = release.content
    for cut in (content[: len(content) // 2], content[:-10], content[:100]):
        refusal(store, cut, release.name)


# XML


BOMB = """<?xml version="1.0"?>
<!DOCTYPE Message [<!ENTITY a "aaaaaaaaaa">%s]>
<Message><Header><Collection>SEN2</Collection></Header><SEN2>&j;</SEN2></Message>"""
NESTED = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE Message [<!ENTITY j SYSTEM "file:///etc/passwd">]>
<Message><Header><Collection>SEN2</Collection></Header><SEN2>&j;</SEN2></Message>"""


@pytest.mark.parametrize(
    "text",
    [BOMB % NESTED, OUTSIDE, OUTSIDE.replace("file:///etc/passwd", "http://127.0.0.1:9/x"),
     BOMB.replace("?>", ' encoding="utf-7"?>') % NESTED, "<Message><SEN2>", "<Message/>"],
    ids=["entities of entities", "a file of this computer", "an address", "an odd encoding",
         "cut short", "nothing in it"],
)  # fmt: skip
def test_xml_that_attacks_is_refused_on_the_whole_road(store: Engine, text: str):
    (report,) = check_files(store, [text_file(text, "return.xml")])
    assert report.state == "refused"
    assert "root:" not in str(report)
    refusal(store, text.encode(), "return.xml")
