"""Target, baseline and trend in other words: every file of a pack keeps its numbers, dates and links."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from lxml import html as lxml_html
from sqlalchemy import Engine

from dashboard.judging import control_text
from dashboard.model.panel import Panel, Series
from dashboard.model.points import Target
from dashboard.pack import blocks_from_series
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.slides.deck import build_slides
from dashboard.panels.overview import unique_panels
from dashboard.text import format as number_text
from dashboard.text.format import day_words, format_value, period_words, sentence_case
from layouts.deck.document import render_deck
from layouts.powerpoint.presentation import powerpoint_file
from layouts.report.document import report_file
from layouts.workbook import figures_sheet
from layouts.workbook.workbook import workbook_file
from tests.builders.packs import EXAMPLE, HARINGEY, gather_pack
from tests.read_back import (
    chart_numbers,
    read_html,
    read_powerpoint,
    read_workbook,
    sheet_numbers,
    squeezed,
)

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module", params=(HARINGEY, "th-strategy-2018"))
def stored(request: pytest.FixtureRequest, filled_engine: Engine) -> StoredPack:
    return gather_pack(filled_engine, request.param)


def _target_words(target: Target, unit: str) -> str:
    return f"at or past {format_value(target.value, target.decimals, unit)}, and so on"


@pytest.fixture
def reworded(stored: StoredPack, monkeypatch: pytest.MonkeyPatch) -> StoredPack:
    """Return the pack as other words would have frozen it, to be drawn while they are in force."""
    monkeypatch.setattr(number_text, "target_words", _target_words)
    monkeypatch.setattr(figures_sheet, "target_words", _target_words)
    monkeypatch.setattr(
        blocks_from_series,
        "when_words",
        lambda target: f"not after {day_words(target.due_on)}" if target.due_on else "",
    )
    monkeypatch.setattr(control_text, "control_sentence", lambda *_: "by a rule: of its chart")
    overview = stored.content.overview
    priorities = tuple(
        replace(priority, panels=tuple(map(_reworded_panel, priority.panels)))
        for priority in overview.priorities
    )
    return replace(
        stored, pack=replace(stored.content, overview=replace(overview, priorities=priorities))
    )


def _reworded_panel(panel: Panel) -> Panel:
    return replace(
        panel, series=tuple(map(_reworded_series, panel.series)), lead=_reworded_series(panel.lead)
    )


def _reworded_series(series: Series) -> Series:
    trend = series.trend
    return replace(
        series,
        target_words="An aim and a day",
        baseline_words="A start",
        headline="The finding (in short): as it is. The trend, due anew; as it is.",
        trend=replace(trend, sentence="A rule" if trend.sentence else "", reason="A reason"),
    )


def test_a_workbook_keeps_its_numbers_days_and_links(stored: StoredPack, reworded: StoredPack):
    before, after = _typed_cells(stored), _typed_cells(reworded)
    assert any(cell[0] == "Measures" for cell in before)
    assert after == before


def _typed_cells(stored: StoredPack) -> list[tuple[object, ...]]:
    """Return every number and day with its place and format, then every link."""
    book = openpyxl.load_workbook(BytesIO(workbook_file(stored)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    typed = [
        (cell.parent.title, cell.coordinate, cell.value, cell.number_format)
        for cell in cells if cell.data_type in ("n", "d") and cell.value is not None
    ]  # fmt: skip
    links = [(cell.coordinate, cell.hyperlink.location) for cell in cells if cell.hyperlink]
    return [*typed, *links]


def test_charts_in_powerpoint_keep_their_numbers_and_formats(
    stored: StoredPack, reworded: StoredPack
):
    before, after = _charts(stored), _charts(reworded)
    assert before
    assert after == before


def _charts(stored: StoredPack) -> list[tuple[object, ...]]:
    charts = [chart for slide in read_powerpoint(powerpoint_file(stored)) for chart in slide.charts]
    return [
        (
            _without_words(chart_numbers(chart)),
            _without_words(sheet_numbers(chart)),
            [form.get("formatCode") for form in chart.element.iter(f"{C}numFmt")],
        )
        for chart in charts
    ]


def _without_words(numbers: dict[str, list[float]]) -> dict[str, set[float]]:
    """Return the numbers of each line; longer words may have no room, nor the target's day that they name."""
    return {name: set(each) for name, each in numbers.items() if name != "Words on the chart"}


def test_slides_report_and_workbook_keep_targets_baselines_and_days(reworded: StoredPack):
    slides = build_slides(reworded)
    deck = {slide.slide_id: slide.inside for slide in render_deck(reworded).slides}
    powerpoint = dict(
        zip(
            (slide.slide_id for slide in slides),
            read_powerpoint(powerpoint_file(reworded)),
            strict=True,
        )
    )
    report = read_html(report_file(reworded, build_report(reworded), "")).text
    sheet = squeezed(
        " ".join(w for row in read_workbook(workbook_file(reworded))["Measures"] for w in row)
    )
    checked = 0
    for panel in unique_panels(reworded.content.overview.priorities):
        name = f"measure-{panel.measure.measure_id}"
        for expected in map(squeezed, _expected(panel)):
            checked += 1
            assert expected in squeezed(" ".join(lxml_html.fromstring(deck[name]).itertext()))
            assert expected in powerpoint[name].text
            assert expected in report
            assert expected in sheet
    assert checked


def _expected(panel: Panel) -> Iterator[str]:
    """Return what of a measure's leading series no file may lose: values, due days, periods."""
    lead, unit = panel.lead, panel.measure.unit
    for target in lead.shown_targets:
        yield format_value(target.value, target.decimals, unit)
        if target.due_on:
            yield day_words(target.due_on)
    if lead.baseline and lead.baseline.point.value is not None:
        yield format_value(lead.baseline.point.value, lead.baseline.point.decimals, unit)
        yield sentence_case(period_words(lead.baseline.point))


def test_deck_and_report_keep_their_links(stored: StoredPack, reworded: StoredPack):
    assert _links(reworded) == _links(stored)


def _links(stored: StoredPack) -> tuple[set[str], set[str]]:
    deck = "".join(slide.inside for slide in render_deck(stored).slides)
    report = report_file(stored, build_report(stored), "")
    first, second = (
        {str(link.get("href")) for link in lxml_html.fromstring(f"<div>{text}</div>").iter("a")}
        for text in (deck, report)
    )
    return first, second


def test_the_change_beside_a_chart_names_its_rule_whatever_the_sentence(example: Engine):
    overview = gather_pack(example, EXAMPLE).content.overview
    charted = [p for p in unique_panels(overview.priorities) if p.lead.trend.sentence]
    assert charted
    for panel in charted:
        change = blocks_from_series.figure_facts(panel, panel.lead)[-1]
        trend = replace(panel.lead.trend, sentence="Put otherwise; and so: on.")
        other = blocks_from_series.figure_facts(panel, replace(panel.lead, trend=trend))[-1]
        assert change.details
        assert other == change
