"""A large file of cases is read in parts, and loads what it would as a whole."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data.common.errors import CommandError
from data.files.csv_reader import ExtractFile, open_extract
from data.loading.file_report import FileReport
from data.loading.history import undo_delivery
from data.loading.load import check_files, load_files
from data.opening.large_file import LargeFile, open_large
from data.store.case_tables import SNAPSHOT_TABLES, snapshots
from data.store.tables import KIND_TABLES, extracts
from data.synthesise.generate import Order, area_codes, draw_chunks
from tests.bench.cases import KIND, UNTIL
from tests.builders.case_files import HARINGEY
from tests.stores import MakeStore, opened

AREAS = 5
PART_ROWS = 60
# Smaller than a file by far, so that each column is gathered from several blocks.
BLOCK = 4_000
POSTCODE = "N17 6XX"
OF_LOAD = {"extract_id", "row_id"}


def cases_csv(cases: int = 120) -> str:
    """Return synthetic assessments of some areas, a header first."""
    chunks = draw_chunks(Order(cases, 7, UNTIL, AREAS))
    return "".join(pieces[KIND] for pieces in chunks)


def large(folder: Path, text: str) -> LargeFile | None:
    """Open a text as a large file."""
    path = folder / "cases.csv"
    path.write_bytes(text.encode())
    return open_large(path, PART_ROWS, BLOCK)


def in_parts(folder: Path, text: str) -> LargeFile:
    """Open a text as a large file of several parts."""
    file = large(folder, text)
    assert file is not None
    assert len(file.parts) > 1
    return file


def load(engine: Engine, *files: ExtractFile | LargeFile) -> tuple[FileReport, ...]:
    """Load files behind the areas of their cases."""
    codes = "".join(f"{code},Area {code},synthetic\n" for code in area_codes(AREAS))
    areas = ExtractFile("areas.csv", f"area_code,name,kind\n{codes}".encode())
    (report,) = load_files(engine, [areas])
    assert report.state in ("loaded", "unchanged")
    return load_files(engine, files, by="test")


def rows_of(engine: Engine, tables: Sequence[sa.Table]) -> list[list[str]]:
    """Return what tables have, but for the numbers of extracts and rows."""
    found = []
    with engine.connect() as connection:
        for table in tables:
            columns = [column for column in table.c if column.name not in OF_LOAD]
            found.append(sorted(map(repr, connection.execute(sa.select(*columns)))))
    return found


def untidy(text: str) -> str:
    """Return a file with line ends of Windows, blank lines and spaces, without a last line end."""
    header, *lines = text.splitlines()
    lines[20] = lines[20].replace(",X", ", X", 1)
    lines[40:40] = ["", "," * header.count(",")]
    return "\r\n".join([header, *lines])


@pytest.mark.parametrize("make", [str, untidy])
def test_what_is_stored_is_what_the_whole_file_brings(make_store: MakeStore, tmp_path, make):
    tables = (KIND_TABLES[KIND], *SNAPSHOT_TABLES, snapshots)
    text = make(cases_csv())
    stored, reports = [], []
    file = in_parts(tmp_path, text)
    for sent in (file, open_extract(file.path)):
        with opened(make_store("shipped")) as engine:
            (report,) = load(engine, sent)
            assert report.state == "loaded", report.issues[:3]
            stored.append(rows_of(engine, tables))
            reports.append(report)
    assert all(stored[0])
    assert stored[0] == stored[1]
    parts, whole = reports
    for name in ("file", "sha256", "rows", "new", "changed", "unchanged", "vanished", "figures"):
        assert (getattr(parts, name) or 0) == (getattr(whole, name) or 0), name
    assert (parts.areas, parts.last_day) == (whole.areas, whole.last_day)
    assert len(parts.parts) == len(file.parts)


def test_its_parts_are_loaded_once_and_undone_together(make_store: MakeStore, tmp_path):
    file = in_parts(tmp_path, cases_csv())
    with opened(make_store("shipped")) as engine:
        (report,) = load(engine, file)
        (again,) = load(engine, file)
        assert again.state == "unchanged"
        undo_delivery(engine, report.parts[1].extract_id or 0, by="test")
        with engine.connect() as connection:
            states = connection.scalars(
                sa.select(extracts.c.state).where(extracts.c.file_name == "cases.csv")
            ).all()
    assert states == ["undone"] * len(file.parts)


def test_issues_name_the_rows_of_the_file_and_nothing_is_loaded(make_store: MakeStore, tmp_path):
    header, *lines = cases_csv().splitlines()
    for place in (5, 50, 51, 100):
        lines[place] = re.sub(r"\d{4}-\d\d-\d\d", "2026-02-30", lines[place], count=1)
    file = in_parts(tmp_path, "\n".join([header, *lines]) + "\n")
    whole = open_extract(file.path)
    with opened(make_store("shipped")) as engine:
        load(engine)
        before = rows_of(engine, [extracts, KIND_TABLES[KIND]])
        found = [load(engine, sent)[0] for sent in (file, whole)]
        checked = [check_files(engine, [sent])[0] for sent in (file, whole)]
        assert rows_of(engine, [extracts, KIND_TABLES[KIND]]) == before
    assert found[0].state == "refused"
    assert len(found[0].issues) >= 4
    assert found[0].issues == found[1].issues == checked[0].issues == checked[1].issues
    assert found[0].further_issues == 0


def test_a_person_in_one_part_keeps_the_whole_file_out(make_store: MakeStore, tmp_path):
    header, *lines = cases_csv().splitlines()
    place = len(lines) - 2
    *before, _, cut_off, coverage = lines[place].split(",")
    lines[place] = ",".join([*before, POSTCODE, cut_off, coverage])
    file = in_parts(tmp_path, "\n".join([header, *lines]) + "\n")
    with opened(make_store("shipped")) as engine:
        (report,) = load(engine, file)
        (whole,) = load(engine, open_extract(file.path))
        assert rows_of(engine, [KIND_TABLES[KIND]]) == [[]]
    assert POSTCODE not in str(report.issues)
    assert report.state == "refused"
    assert [issue.row for issue in report.issues] == [issue.row for issue in whole.issues]
    assert [issue.row for issue in report.issues] == [place + 2]


def test_one_area_is_in_one_part_however_it_is_written(tmp_path):
    header, *lines = cases_csv().splitlines()
    written = [HARINGEY.lower(), f" {HARINGEY}", HARINGEY]
    own = area_codes(AREAS)[0]
    lines = [line.replace(own, written[place % 3], 1) for place, line in enumerate(lines)]
    file = in_parts(tmp_path, "\n".join([header, *lines]) + "\n")
    contents = [part.content.upper() for part in file.extracts()]
    assert sum(HARINGEY.encode() in content for content in contents) == 1
    assert sum(content.count(HARINGEY.encode()) for content in contents) == cases_csv().count(own)
    assert sum(content.count(b"\n") - 1 for content in contents) == len(lines)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",mainstream_school,", ',"mainstream_school",', 1),
        lambda text: text.replace("2026-10-31", "2026-09-30", 1),
        lambda text: text.replace("\n", "\r", 2).replace("\r", "\n", 1),
        lambda text: text.replace(",yes", "", 1).replace(",no", "", 1),
        lambda text: text.replace("area_code", "area", 1),
        lambda text: "case_id,advice_type,requested_on\n" + text.split("\n", 1)[1],
        lambda text: text.split("\n", 1)[0] + "\n",
        lambda _: "",
    ],
)
def test_what_cannot_be_parted_is_read_as_a_whole(tmp_path, change):
    assert large(tmp_path, cases_csv()) is not None
    assert large(tmp_path, change(cases_csv())) is None


def test_a_file_that_changes_meanwhile_is_not_loaded(make_store: MakeStore, tmp_path):
    file = in_parts(tmp_path, cases_csv())
    file.path.write_text(cases_csv(140))
    with opened(make_store("shipped")) as engine, pytest.raises(CommandError, match="was changed"):
        load(engine, file)
