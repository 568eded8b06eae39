"""When an event was, and what the number of one on a chart stands for: the same in every medium."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation

from dashboard.judging.trend import BREAK
from dashboard.model.panel import Event, Panel, Series
from dashboard.pack.blocks import Picture
from layouts.charts.spec.compact import compact_height, compact_plot
from layouts.charts.spec.events import (
    Flag,
    event_day,
    event_list,
    event_title,
    event_words,
    legend_words,
    numbered_events,
)
from layouts.charts.spec.plot import FLAG_ROW, build_plot
from layouts.charts.svg.pack_chart import draw_chart, slide_chart
from layouts.charts.svg_file import picture_file
from layouts.powerpoint.chart import add_chart
from layouts.powerpoint.template import SlideArea
from layouts.ui.static_html import html_text
from tests.builders import panels as samples

QUARTER = Event(date(2023, 2, 1), "quarter", "Count changes", "", samples.REPORT, effect=BREAK)
LINE = samples.IN_MONTH
PANEL = replace(samples.ON_TIME, events=(QUARTER,))


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "1 February 2022"),
        ("month", "February 2022"),
        ("quarter", "January to March 2022"),
        ("year", "2022"),
    ],
)
def test_an_event_is_dated_no_more_exactly_than_its_source(precision: str, words: str):
    assert event_day(Event(date(2022, 2, 1), precision, "Team starts", "", "")) == words


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        ((), ""),
        (("Visit",), "1: Visit, 1 February 2022"),
        (
            ("Monitoring visit", "Highlight report of the executive"),
            "1: Monitoring visit; 2: Highlight report of the executive",
        ),
        (
            ("Visit", "Two voluntary providers start support before and after diagnosis"),
            "1: Visit; 2: Two voluntary providers start support before…",
        ),
        (
            (
                "Neurodevelopmental pathway opens",
                "New team starts work",
                "Implementation of the plan begins",
            ),
            "1: Neurodevelopmen…; 2: New team starts…; 3: Implementation…",
        ),
        (("Visit",) * 9, "1–9: events, listed under Related"),
    ],
)
def test_every_number_on_a_chart_is_explained_in_its_line(titles: Sequence[str], words: str):
    events = tuple(Event(date(2022, 2, 1), "day", title, "", "") for title in titles)
    flags = (Flag(1, (date(2022, 2, 1),), events),) if events else ()
    assert legend_words(flags, 60, "under Related") == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Monitoring visit", "Monitoring visit (planned)"),
        ("Team complete (planned)", "Team complete (planned)"),
        ("Planned visit", "Planned visit"),
    ],
)
def test_an_event_to_come_is_called_planned_once(title: str, words: str):
    event = Event(date(2023, 5, 11), "day", title, "", "", is_planned=True)
    assert event_title(event) == words
    assert event_words(event) == f"{words}, 11 May 2023"
    assert event_title(replace(event, is_planned=False)) == title


def on_a_slide(panel: Panel, series: Series) -> str:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    add_chart(slide, Picture(panel, series, series.alt), SlideArea(0, 0, 900, 400))
    return slide.shapes.element.xml


@pytest.mark.parametrize(
    "drawn",
    [
        picture_file,
        on_a_slide,
        lambda panel, series: draw_chart(Picture(panel, series, ""))[1],
        lambda panel, series: "".join(slide_chart(panel, series)[1]),
    ],
    ids=["picture file", "PowerPoint", "report", "slides"],
)
def test_every_medium_says_the_same_of_a_numbered_event(drawn: Callable[[Panel, Series], str]):
    assert "1: Count changes, January to March 2023" in drawn(PANEL, LINE)


def test_the_numbers_of_events_take_nothing_from_the_plot_of_a_panel():
    early = replace(PANEL.events[0], date=date(2022, 1, 1), precision="month")
    scores = replace(PANEL, measure=replace(PANEL.measure, unit="weeks"), events=(early,))
    drawn = build_plot(scores, LINE, benchmarks=False)
    assert [flag.level for flag in drawn.flags] == [1]
    with_events = compact_plot(drawn, LINE)
    without = compact_plot(replace(drawn, flags=()), LINE)
    more = with_events.margins.top - without.margins.top
    # One row, as the axis's name is left out: the letters of the axis take half of a line anyway.
    assert 0 < more < FLAG_ROW
    assert compact_height(with_events) - compact_height(without) == more


def test_a_page_dates_an_event_alike_on_a_chart_and_beside_it():
    plot = build_plot(PANEL, LINE, benchmarks=False)
    on_chart = numbered_events(plot.flags)
    assert "<b>January to March 2023: </b>Count changes" in html_text(on_chart)
    off_chart = html_text(event_list([QUARTER], {samples.REPORT: "A report"}))
    assert "<strong>January to March 2023</strong>: Count changes" in off_chart
    assert "Source: A report" in off_chart
