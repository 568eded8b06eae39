"""XML of a return is read a person at a time; XML that attacks, breaks off or is another is refused."""

import resource
import time
from random import Random

import pytest

from data.files.csv_reader import ExtractFile
from data.formats.registry import format_of
from tests.builders.sen2 import (
    SEN2_XML,
    add_issued,
    add_request,
    csv_files,
    empty_return,
    part_rows,
    read,
    synthetic_return,
    words_of,
    xml_file,
)

BODY = "<Persons><Person><Requests><ReceivedDate>2023-03-01</ReceivedDate>{}</Requests></Person></Persons>"
ELSEWHERE = "the content of a file of the server"


def document(text: str, name: str = "return.xml") -> ExtractFile:
    return ExtractFile(name, text.encode())


def found_in(text: str) -> str:
    """Return what the one fault of a document says was found."""
    (issue,) = read([document(text)]).issues
    return issue.found


def header(lea: str = "211") -> str:
    details = "<ReferenceDate>2024-01-18</ReferenceDate>"
    return f"<Header><CollectionDetails>{details}</CollectionDetails><Source><LEA>{lea}</LEA></Source></Header>"


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE Message>",
        '<!DOCTYPE Message [<!ENTITY a "b">]>',
        '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/return.dtd">',
    ],
    ids=["bare", "with an entity", "elsewhere"],
)
def test_a_document_type_is_refused(declared: str):
    assert found_in(f"{declared}<Message>{header()}{BODY}</Message>") == "a document type (DOCTYPE)"


def test_entities_within_entities_are_refused_at_once():
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    bomb = f'<!DOCTYPE Message [<!ENTITY e0 "{"x" * 1000}">{levels}]>'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    body = BODY.format("<RequestOutcome>&e11;</RequestOutcome>")
    assert found_in(f"{bomb}<Message>{body}</Message>") == "a document type (DOCTYPE)"
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY leak SYSTEM "file://{}">', '<!ENTITY % p SYSTEM "file://{}"> %p;'],
    ids=["general", "parameter"],
)
def test_files_of_the_server_are_never_read(tmp_path, entity: str):
    path = tmp_path / "secret.txt"
    path.write_text(ELSEWHERE)
    declared = f"<!DOCTYPE Message [{entity.format(path)}]>"
    body = BODY.format("<RequestOutcome>&leak;</RequestOutcome>")
    reading = read([document(f"{declared}<Message>{header()}{body}</Message>")])
    assert [issue.found for issue in reading.issues] == ["a document type (DOCTYPE)"]
    assert ELSEWHERE not in repr(reading)


def test_an_entity_that_nobody_declared_is_not_well_formed():
    body = BODY.format("<RequestOutcome>&leak;</RequestOutcome>")
    assert "not well formed" in found_in(f"<Message>{header()}{body}</Message>")


@pytest.mark.parametrize("kept", [60, 200, 5_000, -1])
def test_a_document_that_breaks_off_is_refused(kept: int):
    file = xml_file(synthetic_return(20))
    reading = read([ExtractFile("return.xml", file.content[:kept])])
    assert [issue.found for issue in reading.issues] == [
        "XML that breaks off or is not well formed"
    ]


@pytest.mark.parametrize(
    "text", ["<html><body>Sign in</body></html>", '<?xml version="1.0"?><Census><Person/></Census>']
)
def test_a_document_of_another_kind_is_refused(text: str):
    assert format_of(document(text)) is SEN2_XML
    assert found_in(text) == "XML that is something else"


def test_a_return_without_a_person_is_refused():
    assert found_in(f"<Message>{header()}<Persons/></Message>") == "XML without a person in it"


def test_elements_without_end_are_refused():
    deep = "<a>" * 200 + "</a>" * 200
    body = BODY.format(deep)
    assert "without end" in found_in(f"<Message>{header()}{body}</Message>")


def test_an_empty_file_is_not_taken_for_xml():
    for content in (b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe"):
        assert not SEN2_XML.recognises(ExtractFile("return.xml", content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_in_any_encoding_is_read(encoding: str):
    made = empty_return()
    add_request(made)
    declared = encoding.removesuffix("-sig")
    text = xml_file(made).content.decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
    reading = read([ExtractFile("return.xml", text.encode(encoding))])
    assert len(part_rows(reading, "ehc_assessments")) == 1


def test_tags_in_any_case_with_a_namespace_comments_and_wrappers_are_read():
    made = empty_return()
    add_issued(made, "2023-01-10", "2023-05-30")
    plain = part_rows(read([xml_file(made)]), "ehc_assessments")
    text = xml_file(made).content.decode()
    changed = text.replace("<Message>", '<message xmlns="urn:example">')
    changed = changed.replace("</Message>", "</message>")
    changed = changed.replace("<Persons>", "<Persons><!-- made up --><?note made up?>")
    changed = changed.replace("<Requests>", "<Requests><REQUEST>")
    changed = changed.replace("</Requests>", "</REQUEST></Requests>")
    changed = changed.replace("Week20>", "WEEK_20>")
    assert changed.count("REQUEST>") == 2
    assert part_rows(read([document(changed)]), "ehc_assessments") == plain != []


def test_tags_that_nobody_knows_are_told_and_the_rest_is_read():
    made = empty_return()
    add_request(made, hobby="chess")
    text = xml_file(made).content.decode()
    wrapped = text.replace("<ReceivedDate>", "<Dates><ReceivedDate>")
    wrapped = wrapped.replace("</ReceivedDate>", "</ReceivedDate></Dates>")
    reading = read([document(wrapped)])
    assert part_rows(reading, "ehc_assessments")[0]["request_date"] == "2023-03-01"
    told = words_of(reading, "unrecognised")
    assert "requests: Not read, because not known: Dates, Hobby." in told


def test_memory_is_bounded_by_a_person_not_by_the_document():
    made = synthetic_return(800)
    text = xml_file(made).content.decode()
    padded = text.replace("<Forename>", f"<Padding>{'x' * 20_000}</Padding><Forename>")
    file = document(padded)
    assert len(file.content) > 16_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = read([file])
    assert len(reading.parts) == 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 12_000


def test_mutated_returns_are_read_or_refused_and_never_raise():
    random = Random(11)  # noqa: S311 - the same mutations each time
    made = synthetic_return(12)
    files = [xml_file(made), *csv_files(made)]
    outcomes = {bool(_mutated_reading(files, random).issues) for _ in range(25)}
    assert outcomes == {True, False}


def _mutated_reading(files: list[ExtractFile], random: Random):
    """Spoil the document, or one of the tables, in some places."""
    place = random.randrange(len(files))
    content = bytearray(files[place].content)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(content))
        content[at : at + random.randint(0, 9)] = random.randbytes(random.randint(0, 5))
    spoilt = ExtractFile(files[place].name, bytes(content))
    together = [spoilt] if place == 0 else [*files[1:place], spoilt, *files[place + 1 :]]
    known = [file for file in together if format_of(file) is format_of(files[place])]
    return read(known) if known else read([files[0]])
