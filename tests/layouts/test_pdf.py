"""The report as PDF: what a reader's software finds in it, read back out of the file."""

import gc
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.abc import MetaPathFinder
from io import BytesIO
from itertools import pairwise
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from sqlalchemy import Engine

from dashboard.pack.blocks import (
    Paragraphs,
    Picture,
    Report,
    Section,
    Table,
    TableCell,
    TableColumn,
)
from dashboard.pack.model import CHECKED, FINAL, Step, StoredPack
from dashboard.pack.report import build_report, off_target_table
from dashboard.pack.tables.summary import highlight_table
from layouts.report.document import ASSETS, FONT
from layouts.report.pdf import LIBRARIES, MissingLibraryError, report_pdf
from layouts.report.pdf_press import BASE, fetch_asset, press
from tests.builders.packs import HARINGEY, STRATEGY, gather_pack

NOW: Final = datetime(2022, 12, 9, 10, tzinfo=UTC)
UA_IDENTIFIER: Final = "pdfuaid:part"


@pytest.fixture(scope="module")
def stored(filled_engine: Engine) -> StoredPack:
    return gather_pack(filled_engine, STRATEGY)


@pytest.fixture(scope="module")
def report(stored: StoredPack) -> Report:
    """The whole report but for the measures after the fourth."""
    whole = build_report(stored)
    left_out = [one.section_id for one in whole.sections if one.level == 3][4:]
    kept = (one for one in whole.sections if one.section_id not in left_out)
    return replace(whole, sections=tuple(kept))


@pytest.fixture(scope="module")
def pdf(stored: StoredPack, report: Report) -> PdfReader:
    return PdfReader(BytesIO(report_pdf(stored, report)))


def elements(pdf: PdfReader) -> Iterator[DictionaryObject]:
    """Walk the structure that assistive technology reads, in its order."""

    def walk(kid: Any) -> Iterator[DictionaryObject]:
        found = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            kids = found.get("/K", [])
            for each in kids if isinstance(kids, list) else [kids]:
                yield from walk(each)

    root: Any = pdf.trailer["/Root"]
    for kid in root["/StructTreeRoot"]["/K"]:
        yield from walk(kid)


def kinds(pdf: PdfReader) -> list[str]:
    return [str(element["/S"]) for element in elements(pdf)]


def pages(pdf: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def words(pdf: PdfReader) -> str:
    return " ".join(pages(pdf))


def test_the_file_says_that_it_is_tagged_in_english_and_by_whom(pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == (
        "SEND Executive highlight report: Tower Hamlets, as at 8 December 2022 (draft)"
    )
    assert pdf.metadata.author == "Tower Hamlets"
    assert UA_IDENTIFIER in root["/Metadata"].get_data().decode()


def test_headings_nest_and_only_one_is_the_first(pdf: PdfReader) -> None:
    levels = [int(kind[2:]) for kind in kinds(pdf) if kind[1:2] == "H" and kind[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_highlight_page_comes_first_then_the_measures_on_one_page_on_its_side(
    filled_engine: Engine,
) -> None:
    stored = gather_pack(filled_engine, HARINGEY)
    whole = build_report(stored)
    # All but the figures of each measure, which are pages behind.
    report = replace(whole, sections=tuple(s for s in whole.sections if s.level == 2))
    pdf = PdfReader(BytesIO(report_pdf(stored, report)))
    shapes = [sheet.mediabox.width > sheet.mediabox.height for sheet in pdf.pages]
    assert shapes == [False, True, *[False] * (len(shapes) - 2)]
    first, second, *others = pages(pdf)
    starts = ("Where we are", "18 measures by status", "Off target, furthest first")
    assert sorted(starts, key=first.index) == [*starts]
    assert all(row[0].words in first for row in off_target_table(stored.content).rows)
    measures = highlight_table(stored.content)
    assert len({row[0].words + row[1].words for row in measures.rows}) == 18
    assert all(row[1].words in second for row in measures.rows)
    assert measures.note in second
    behind = " ".join(others)
    headings = ("Actions by priority", "What is working well", "Next steps", "Exceptions: ", "Contents Where we are",
                "Definitions What each", "Sources Where the")  # fmt: skip
    assert sorted(headings, key=behind.index) == [*headings]


def test_every_picture_says_its_finding(pdf: PdfReader, report: Report) -> None:
    figures = [one for one in elements(pdf) if one["/S"] == "/Figure"]
    told = [str(one.get("/Alt", "")) for one in figures]
    assert all(told)
    pictures = [
        block.alt
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Picture) and any(point.has_number for point in block.series.points)
    ]
    assert pictures
    assert [words for words in told if words in pictures] == pictures


def test_every_heading_cell_says_what_it_heads(pdf: PdfReader) -> None:
    cells = [one for one in elements(pdf) if one["/S"] == "/TH"]
    scopes = {str(one["/A"]["/Scope"]) for one in cells}  # type: ignore[index]
    assert scopes == {"/Column", "/Row"}
    assert kinds(pdf).count("/Table") >= 5


def test_every_typeface_travels_with_the_file(pdf: PdfReader) -> None:
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()["/DescendantFonts"][0].get_object()
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[union-attr]
    }
    assert any("Source" in name for name in fonts)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


def test_every_page_has_its_number_and_says_which_figures_it_holds(
    pdf: PdfReader, stored: StoredPack
) -> None:
    count = len(pdf.pages)
    assert 6 <= count <= 20
    for number, text in enumerate(pages(pdf), start=1):
        assert f"Page {number} of {count}" in text
        assert (
            f"Tower Hamlets · as at 8 December 2022 · version 1, draft · {stored.sha256[:12]}"
            in text
        )
        assert "Draft" in text


def test_the_contents_lead_to_every_section(pdf: PdfReader, report: Report) -> None:
    named = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert named == [report.title]
    links = [link.get_object() for page in pdf.pages for link in page.get("/Annots", [])]
    assert len(links) == len(report.sections)
    assert all(link["/Contents"] for link in links)


def short(report: Report, *sections: Section) -> Report:
    return replace(report, sections=sections)


def test_a_long_table_repeats_its_heads_and_splits_no_row(
    stored: StoredPack, report: Report
) -> None:
    rows = tuple(
        (TableCell(f"Row {n}"), TableCell(f"begins {n} " + "and goes on " * 20 + f"ends {n}"))
        for n in range(40)
    )
    table = Table(
        "long", "A long table", (TableColumn("Name"), TableColumn("What it says", share=3)), rows
    )
    pdf = PdfReader(
        BytesIO(report_pdf(stored, short(report, Section("long", "Long", 2, (table,)))))
    )
    told = pages(pdf)
    with_rows = [text for text in told if "begins" in text]
    assert len(with_rows) >= 2
    assert all("What it says" in text for text in with_rows)
    for n in range(40):
        assert sum(f"begins {n} " in text and f"ends {n} " in f"{text} " for text in told) == 1


def test_a_table_of_many_columns_lies_on_its_side(stored: StoredPack, report: Report) -> None:
    wide = Table(
        "wide",
        "Wide",
        tuple(TableColumn(f"Column {n}") for n in range(9)),
        ((TableCell("1"),) * 9,),
    )
    said = Section("said", "Said", 2, (Paragraphs("", ("A sentence.",)),))
    body = short(report, Section("wide", "Wide", 2, (wide,)), replace(said, section_id="after"))
    sheets = PdfReader(BytesIO(report_pdf(stored, body))).pages
    shapes = [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets]
    # Head, table, sentence, contents.
    assert shapes == [False, True, False, False]


@pytest.mark.parametrize(("state", "is_marked"), [(CHECKED, False), (FINAL, False)])
def test_only_a_draft_is_marked_as_one(
    stored: StoredPack, report: Report, state: str, is_marked: bool
) -> None:
    moved = replace(stored, steps=(*stored.steps, Step(state, "Bo", NOW)))
    pdf = PdfReader(BytesIO(report_pdf(moved, short(report))))
    assert ("Draft" in words(pdf)) is is_marked
    assert f"version 1, {state}" in words(pdf)


def test_making_it_asks_nothing_of_any_network(
    stored: StoredPack, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    said = Section("said", "Said", 2, (Paragraphs("", ("A sentence.",)),))
    assert report_pdf(stored, short(report, said)).startswith(b"%PDF-1.7")


def test_memory_is_looked_after_again_when_it_is_made_or_fails(
    stored: StoredPack, report: Report
) -> None:
    report_pdf(stored, replace(report, sections=report.sections[:1]))
    assert gc.isenabled()
    with pytest.raises(ParseError):
        press("<p>", "")
    assert gc.isenabled()


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.css", "http://127.0.0.1/a", "file:///etc/hostname", f"{BASE}../app.py"],
)
def test_nothing_but_our_own_files_is_read(address: str) -> None:
    with pytest.raises(ValueError, match="may not ask for"):
        fetch_asset(address)


def test_our_own_files_are_read() -> None:
    assert fetch_asset(f"{BASE}{FONT}").read() == (ASSETS / FONT).read_bytes()


def test_words_that_are_marks_elsewhere_stay_words(stored: StoredPack, report: Report) -> None:
    odd = 'A < B & "C" <b>bold</b> \x0b {x} \\ end'
    pdf = PdfReader(
        BytesIO(
            report_pdf(stored, short(report, Section("odd", odd, 2, (Paragraphs("", (odd,)),))))
        )
    )
    assert 'A < B & "C" <b>bold</b>' in words(pdf)


def test_where_a_library_is_missing_only_the_pdf_is(
    stored: StoredPack, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hidden(MetaPathFinder):
        def find_spec(self, fullname: str, *_: object) -> None:
            if fullname == "layouts.report.pdf_press":
                raise OSError("cannot load library libpango-1.0-0")

    monkeypatch.delitem(sys.modules, "layouts.report.pdf_press")
    monkeypatch.setattr(sys, "meta_path", [Hidden(), *sys.meta_path])
    with pytest.raises(MissingLibraryError, match="lacks libraries") as told:
        report_pdf(stored, report)
    assert all(name in str(told.value) for name in LIBRARIES)
