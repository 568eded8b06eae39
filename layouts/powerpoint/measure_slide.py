"""The slide of a measure: each part where `dashboard.pack.places.measure_slide` says."""

from pptx.slide import Slide as Made

from dashboard.model.meeting import Question
from dashboard.pack.blocks import Fact, Picture, Slide
from dashboard.pack.places.measure_slide import BOTTOM, facts_of, measure_slide_layout
from dashboard.pack.places.slide import SMALLEST
from dashboard.text.font_metrics import OFFICE
from dashboard.text.format import day_words
from layouts.charts.svg.pack_chart import has_line
from layouts.powerpoint.chart import add_chart
from layouts.powerpoint.template import POINTS, SlideArea, area_of
from layouts.powerpoint.text import (
    SMALLEST_POINTS,
    Paragraph,
    Run,
    add_text,
    add_words,
    paragraph,
    size_for,
    sizes_down,
    tag_run,
)
from layouts.ui.palette import FOCUS, SECONDARY


def add_measure(made: Made, slide: Slide) -> None:
    """Add the chart of a measure, its figures beside it, and below what is said and asked."""
    questions = [_question(question) for question in slide.questions]
    layout = measure_slide_layout(slide, BOTTOM, OFFICE, questions)
    figures, remarks = facts_of(slide)
    for block in slide.blocks:
        if isinstance(block, Picture):
            _add_picture(made, block, area_of(layout.chart))
    if figures:
        now, *others = figures
        rail, under = area_of(layout.rail), layout.now_height * POINTS
        first = _first_figure(now, layout.figure * POINTS, layout.letters * POINTS)
        add_text(made, rail._replace(height=under), first, 1, now.name)
        rest = rail._replace(top=rail.top + under, height=rail.height - under)
        lines = [line for fact in others for line in _rail_lines(fact)]
        size = _fitting(lines, rest, layout.letters)
        add_text(made, rest, lines, size, ", ".join(fact.name for fact in others))
    columns = [
        (fact, _foot_words(fact), area_of(place))
        for fact, place in zip((*remarks, *questions), layout.foot, strict=True)
    ]
    sizes = [_fitting(lines, area, layout.foot_letters) for _, lines, area in columns]
    for fact, lines, area in columns:
        add_text(made, area, lines, min(sizes), fact.name)


def _fitting(lines: list[Paragraph], area: SlideArea, largest: int) -> float:
    """Return the size at which lines fit an area, the largest in px; in the backup any that fits."""
    return size_for(lines, (area.width, area.height), sizes_down(largest * POINTS, SMALLEST_POINTS))


def _add_picture(made: Made, picture: Picture, area: SlideArea) -> None:
    if has_line(picture.series):
        add_chart(made, picture, area)
        return
    words = [paragraph(Run(picture.alt, SECONDARY))]
    add_words(made, area, words, 24, "No chart", anchor="ctr")


def _first_figure(now: Fact, size: float, letters: float) -> list[Paragraph]:
    small = SMALLEST * POINTS
    tag = [paragraph(tag_run(now.tag, scale=letters))] if now.tag else []
    detail = [Run(f"  {now.detail}", SECONDARY, False, small)] if now.detail else []
    return [
        paragraph(Run(now.name, SECONDARY, True, small), *detail),
        paragraph(Run(now.words, FOCUS, True, size), spacing=0.85),
        *tag,
    ]


def _rail_lines(fact: Fact) -> list[Paragraph]:
    words = [Run(f"{fact.words}  ")] if fact.words else []
    tag = [tag_run(fact.tag), Run("  ")] if fact.tag else []
    detail = [Run(fact.detail, SECONDARY)] if fact.detail else []
    return [paragraph(Run(f"{fact.name}: ", is_bold=True), *words, *tag, *detail, gap=0.1)]


def _foot_words(fact: Fact) -> list[Paragraph]:
    return [paragraph(Run(fact.name, FOCUS, True)), paragraph(fact.words)]


def _question(question: Question) -> Fact:
    name = f"Open question ({question.member}, {day_words(question.asked_on)})"
    return Fact(name, question.question)
