"""The public summary of every shipped plan: the same figures as its slides, and no name of who owns what."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from dashboard.pack.blocks import Item, Points
from dashboard.pack.public_summary import build_public_summary
from dashboard.pack.slides.measure_items import measure_item
from dashboard.text.format import point_words
from layouts.report.pdf import report_pdf
from tests.builders.packs import DAYS, EXAMPLE, HARINGEY, gather_pack


def listed(engine: Engine, plan: str) -> Iterator[tuple[str, Item]]:
    for section in build_public_summary(gather_pack(engine, plan)).sections:
        for block in section.blocks:
            if isinstance(block, Points):
                yield from ((section.section_id, item) for item in block.items)


@pytest.mark.parametrize("plan", DAYS)
def test_every_measure_stands_under_what_its_slide_says_of_it(filled_engine: Engine, plan: str):
    pack = gather_pack(filled_engine, plan).content
    items = {item.title: item for item in map(measure_item, pack.panels.values())}
    for section, line in listed(filled_engine, plan):
        if section == "next" or not line.reference:
            continue
        item = items[line.reference]
        latest = item.series.latest
        assert latest
        assert line.words.startswith(point_words(latest, item.panel.measure.unit))
        assert not re.search("control limit|baseline|compared|interval", f"{line.words} {line.by}")
        code = item.trend.code if item.trend else ""
        is_missed = item.status.code == "missed"
        assert {
            "better": code == "improved" and not is_missed,
            "nearer": code == "improved" and is_missed,
            "not-better": code == "worsened" or (is_missed and code != "improved"),
        }[section]


def test_what_happens_next_is_said_without_who_owns_it(filled_engine: Engine):
    pack = gather_pack(filled_engine, HARINGEY).content
    said = [line for section, line in listed(filled_engine, HARINGEY) if section == "next"]
    assert said[-1].words == "16 of 26 actions are done; 4 are late."
    owners = {remark.owner for remark in pack.commentary} - {""}
    assert not any(owner in f"{line.words} {line.by}" for line in said for owner in owners)


@pytest.mark.parametrize("plan", [HARINGEY, EXAMPLE])
def test_the_pdf_has_one_page(filled_engine: Engine, plan: str):
    stored = gather_pack(filled_engine, plan)
    pdf = PdfReader(BytesIO(report_pdf(stored, build_public_summary(stored))))
    assert len(pdf.pages) == 1
    assert "What is better" in pdf.pages[0].extract_text()
