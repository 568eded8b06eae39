"""Nothing of a SEN2 return that names a person gets anywhere: canaries are planted and looked for."""

import logging
from collections.abc import Iterator
from dataclasses import asdict

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data.common.progress import CancelledError
from data.files.csv_reader import ExtractFile, UnreadableFileError, open_extract, read_extract
from data.loading.load import FileReport, load_files
from data.loading.setup import SHIPPED
from tests.builders.sen2 import (
    CANARY,
    NO_LOAD_OPTIONS,
    SEN2_TABLES,
    SEN2_XML,
    Return,
    Shelf,
    add_active,
    add_issued,
    add_request,
    csv_files,
    empty_return,
    read,
    words_of,
    xml_file,
)

BORN = "2014-09-23"
PERSONAL = ("surname", "forename", "postcode", "upn", "uniquelearnernumber", "nativeid")


@pytest.fixture
def made() -> Return:
    """A return of three persons, each identifier of whom is a canary."""
    found = empty_return()
    person = {"personbirthdate": BORN}
    add_active(found, add_issued(found, "2023-01-10", "2023-05-30", person=person))
    add_request(found, person=person, requestoutcome="H", receiveddate="")
    add_request(found, person=person)
    return found


def canaries(made: Return) -> list[str]:
    written = [row[name] for row in made["person"] for name in PERSONAL]
    days = [BORN, "2014-Sep-23", "23/09/2014", "20140923"]
    return [CANARY, *written, *days, *(text.lower() for text in written)]


def forms(made: Return) -> Iterator[list[ExtractFile]]:
    yield csv_files(made)
    yield [xml_file(made)]


def reports_and_log(reports: tuple[FileReport, ...], log: pytest.LogCaptureFixture) -> str:
    return repr([asdict(report) for report in reports]) + log.text


def dump(engine: Engine) -> str:
    """Return every cell of every table of a store."""
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        rows = [
            repr(connection.execute(sa.select(table)).all()) for table in metadata.sorted_tables
        ]
    return "\n".join(rows)


def assert_no_canary(made: Return, text: str):
    assert text
    assert [each for each in canaries(made) if each in text] == []


@pytest.mark.both_databases
def test_no_identifier_gets_into_the_store_the_report_or_the_log(
    engine: Engine, made: Return, caplog: pytest.LogCaptureFixture
):
    load_files(engine, [_shipped("sen2_codes"), _shipped("areas"), _shipped("measures")])
    for files in forms(made):
        with caplog.at_level(logging.DEBUG):
            reports = load_files(engine, files)
        assert [report.state for report in reports if not report.read_with] == ["loaded"]
        assert_no_canary(made, reports_and_log(reports, caplog))
    stored = dump(engine)
    assert "SEN2-" in stored
    assert_no_canary(made, stored)


def test_a_file_that_waits_holds_no_name_or_number_and_is_read_as_the_whole_one(made: Return):
    for files in forms(made):
        kept = [blanked(file) for file in files]
        waiting = "\n".join(file.content.decode() for file in kept)
        assert CANARY not in waiting
        personal = [row[name] for row in made["person"] for name in PERSONAL]
        assert [each for each in personal if each in waiting] == []
        assert _all_of(kept) == _all_of(files)


def test_a_blank_row_keeps_its_number_in_a_file_that_waits(made: Return):
    file = next(each for each in csv_files(made) if "_requests" in each.name)
    first, *rest = file.content.splitlines(keepends=True)
    spaced = ExtractFile(file.name, b"".join([first, b"\n\n", *rest]))
    assert read_extract(blanked(spaced)).numbers.tolist() == read_extract(spaced).numbers.tolist()


def blanked(file: ExtractFile) -> ExtractFile:
    redact = (SEN2_XML if file.name.endswith(".xml") else SEN2_TABLES).redact
    assert redact is not None
    return redact(file)


@pytest.mark.parametrize(
    "content", [b"<Message><Persons>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Message/>"]
)
def test_a_return_that_cannot_be_read_never_waits(content: bytes):
    with pytest.raises(UnreadableFileError):
        blanked(ExtractFile("sen2.xml", content))


def _shipped(kind: str) -> ExtractFile:
    return open_extract(SHIPPED / f"{kind}.csv")


def test_it_is_said_what_was_dropped(made: Return):
    for files in forms(made):
        assert words_of(read(files), "dropped") == (
            "person: surname, forename, postcode, upn, uniquelearnernumber and the day of birth were "
            "dropped as the file was read: only age, sex and ethnicity are kept."
        )


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("requests", "receiveddate"),
        ("requests", "requestoutcome"),
        ("requests", "requestsource"),
        ("requests", "requesttribunal"),
        ("requests", "requeststableid"),
        ("assessment", "week20"),
        ("assessment", "assessmentoutcomedate"),
        ("namedplan", "startdate"),
        ("namedplan", "ceasereason"),
        ("activeplans", "transferla"),
        ("activeplans", "reviewoutcome"),
        ("activeplans", "reviewmeeting"),
        ("placementdetail", "sensetting"),
        ("placementdetail", "entrydate"),
        ("senneed", "sentype"),
        ("sen2", "referencedate"),
        ("sen2", "lea"),
        ("person", "sex"),
        ("person", "ethnicity"),
        ("person", "personbirthdate"),
    ],
)
def test_an_identifier_in_the_wrong_column_gets_no_further(made: Return, table: str, column: str):
    made[table][0][column] = made["person"][0]["surname"]
    assert_no_canary(made, _all_of(csv_files(made)))
    made[table][0][column] = made["person"][0]["upn"]
    assert_no_canary(made, _all_of([xml_file(made)]))


def _all_of(files: list[ExtractFile]) -> str:
    reading = read(files)
    cells = [part.raw.cells.to_numpy().tolist() for part in reading.parts]
    return repr((reading.notes, reading.issues, reading.asks, cells))


def test_an_identifier_as_a_heading_or_a_tag_gets_no_further(made: Return):
    made["requests"][0][made["person"][0]["upn"]] = "1"
    made["requests"][0]["jo@zanzivarkle.example"] = "1"
    reading = read(csv_files(made))
    assert "2 whose heading does not look like one" in words_of(reading, "unrecognised")
    assert "zanzivarkle" not in repr(reading.notes).lower()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"</Surname>", b"</Forename>"),
        lambda content: content.replace(b"<Surname>", b"<Surname>&"),
        lambda content: content + b"<Surname>Zanzivarkle</Surname>",
        lambda content: content.replace(b"Message>", b"Zanzivarkle>"),
    ],
    ids=["cut", "crossed tags", "bare ampersand", "more after the end", "another root"],
)
def test_a_spoilt_document_is_refused_without_a_word_of_it(made: Return, spoil):
    file = xml_file(made)
    reading = read([ExtractFile("return.xml", spoil(file.content))])
    assert len(reading.issues) == 1
    assert_no_canary(made, repr(reading))


def test_a_spoilt_table_is_refused_without_a_word_of_it(made: Return):
    files = csv_files(made)
    for spoilt in (
        files[1].content.replace(b"Zanzivarkleson2", b'Zanzivarkle, "son'),
        files[1].content.replace(b"Zanzivarkleson2", b"\x81\x00"),
        files[1].content.replace(b"Zanzivarkleson2", b"\x81\x8d"),
    ):
        reading = read([files[0], ExtractFile(files[1].name, spoilt), *files[2:]])
        assert reading.issues
        assert_no_canary(made, repr(reading))


def test_a_load_that_is_stopped_says_nothing_of_a_person(made: Return):
    def stop(_step: str, _done: int, _of: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError) as stopped:
        SEN2_TABLES.read(csv_files(made), Shelf(), NO_LOAD_OPTIONS, stop)
    assert_no_canary(made, str(stopped.value))
