"""The slide of a measure: its chart at the left, its figures at the right, remarks below."""

from collections.abc import Sequence
from typing import Final

from pptx.slide import Slide as Made

from dashboard.model.meeting import Question
from dashboard.pack.blocks import Fact, Facts, Picture, Slide
from dashboard.text.format import day_words
from layouts.charts.svg.pack_chart import has_line
from layouts.powerpoint.chart import add_chart
from layouts.powerpoint.template import CHART, FOOT, RAIL, SlideArea
from layouts.powerpoint.text import (
    Paragraph,
    Run,
    add_text,
    add_words,
    paragraph,
    size_for,
    tag_run,
    total_height,
)
from layouts.ui.palette import FOCUS, SECONDARY

_FIGURE_SIZES: Final = (88.0, 80.0, 72.0, 66.0, 60.0, 56.0, 48.0, 40.0, 36.0, 32.0, 28.0, 24.0)
# The first figure shrinks to its least size before the others are smaller than this.
_READABLE: Final = 18.0
_LEAST_FIGURE: Final = 48.0
_UNDER_FIGURE: Final = 4.0
_RAIL_SIZES: Final = (22.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_FOOT_SIZES: Final = (20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_GAP: Final = 18.0


def add_measure(made: Made, slide: Slide) -> None:
    """Add the blocks of a measure's slide."""
    pictures = [block for block in slide.blocks if isinstance(block, Picture)]
    facts = [block for block in slide.blocks if isinstance(block, Facts)]
    if pictures:
        _add_picture(made, pictures[0])
    if facts:
        _add_rail(made, facts[0])
    for block in facts[1:]:
        _add_foot(made, block, slide.questions)


def _add_picture(made: Made, picture: Picture) -> None:
    if has_line(picture.series):
        add_chart(made, picture, CHART)
        return
    words = [paragraph(Run(picture.alt, SECONDARY))]
    add_words(made, CHART, words, 24, "No chart", anchor="ctr")


def _add_rail(made: Made, block: Facts) -> None:
    """Add the first fact in large letters, the others under it; the first shrinks first."""
    now, *others = block.facts
    under = [line for fact in others for line in _rail_lines(fact)]
    tried = [_rail_of(now, under, figure) for figure in _figure_sizes(now)]
    large, rest, size = next((rail for rail in tried if rail[2] >= _READABLE), tried[-1])
    height = RAIL.height - rest.height - _UNDER_FIGURE
    add_text(made, RAIL._replace(height=height), large, 1, now.name)
    add_text(made, rest, under, size, ", ".join(fact.name for fact in others))


def _rail_of(
    now: Fact, under: Sequence[Paragraph], figure: float
) -> tuple[list[Paragraph], SlideArea, float]:
    """Return the first fact at a size, the area that it leaves, and the size of text there."""
    large = _first_figure(now, figure)
    height = total_height(large, 1, RAIL.width) + _UNDER_FIGURE
    rest = RAIL._replace(top=RAIL.top + height, height=RAIL.height - height)
    return large, rest, size_for(under, (rest.width, rest.height), _RAIL_SIZES)


def _figure_sizes(now: Fact) -> list[float]:
    """Return the sizes at which the figure is on one line, the largest first."""
    figure = [paragraph(Run(now.words, FOCUS, True))]
    sizes = [size for size in _FIGURE_SIZES if total_height(figure, size, RAIL.width) < 1.5 * size]
    large = [size for size in sizes if size >= _LEAST_FIGURE]
    return large or sizes[:1] or [_FIGURE_SIZES[-1]]


def _first_figure(now: Fact, size: float) -> list[Paragraph]:
    tag = [paragraph(tag_run(now.tag, scale=22))] if now.tag else []
    detail = [Run(f"  {now.detail}", SECONDARY, False, 18)] if now.detail else []
    return [
        paragraph(Run(now.name, SECONDARY, True, 18), *detail),
        paragraph(Run(now.words, FOCUS, True, size), spacing=0.85),
        *tag,
    ]


def _rail_lines(fact: Fact) -> list[Paragraph]:
    tag = [Run("  "), tag_run(fact.tag)] if fact.tag else []
    detail = [Run(f"  {fact.detail}", SECONDARY)] if fact.detail else []
    words = [Run(fact.words)] if fact.words else []
    return [paragraph(Run(f"{fact.name}: ", is_bold=True), *words, *tag, *detail, gap=0.1)]


def _add_foot(made: Made, block: Facts, questions: Sequence[Question]) -> None:
    """Add the remarks in columns, and under them the questions not yet closed."""
    question_paragraphs = [_question(question) for question in questions]
    size = size_for(question_paragraphs, (FOOT.width, FOOT.height / 2), _FOOT_SIZES)
    under = total_height(question_paragraphs, size, FOOT.width) + 4 if question_paragraphs else 0
    columns = FOOT._replace(height=FOOT.height - under)
    fact_paragraphs = [_foot_words(fact) for fact in block.facts]
    spots = _columns(columns, len(fact_paragraphs))
    small = min(
        size_for(paragraphs, (spot.width, spot.height), _FOOT_SIZES)
        for paragraphs, spot in zip(fact_paragraphs, spots, strict=True)
    )
    for fact, words, spot in zip(block.facts, fact_paragraphs, spots, strict=True):
        add_text(made, spot, words, small, fact.name)
    if question_paragraphs:
        spot = FOOT._replace(top=FOOT.top + columns.height + 4, height=under - 4)
        add_words(made, spot, question_paragraphs, size, "Questions not yet closed")


def _columns(place: SlideArea, count: int) -> list[SlideArea]:
    wide = (place.width - _GAP * (count - 1)) / max(count, 1)
    return [
        place._replace(left=place.left + number * (wide + _GAP), width=wide)
        for number in range(count)
    ]


def _foot_words(fact: Fact) -> list[Paragraph]:
    detail = [paragraph(Run(fact.detail, SECONDARY), scale=0.86)] if fact.detail else []
    return [paragraph(Run(fact.name, FOCUS, True)), paragraph(fact.words), *detail]


def _question(question: Question) -> Paragraph:
    prefix = f"Open question ({question.member}, {day_words(question.asked_on)}): "
    return paragraph(Run(prefix, is_bold=True), question.question, gap=0.2)
