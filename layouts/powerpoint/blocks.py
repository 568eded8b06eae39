"""The blocks of a slide under each other, at the largest size at which all of them fit."""

from collections.abc import Iterator, Sequence
from typing import Final

from pptx.slide import Slide

from dashboard.pack.blocks import (
    Block,
    Fact,
    Facts,
    Paragraphs,
    Points,
    StatusCount,
    StatusCounts,
    Table,
)
from layouts.powerpoint.table import add_table
from layouts.powerpoint.template import SlideArea
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
from layouts.ui.palette import SECONDARY, TAG_COLOURS
from layouts.ui.tags import tag_style

# The largest is that of a deck's body.
SIZES: Final = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0)
_TILE_GAP: Final = 12.0
_LARGEST_TILE: Final = (288.0, 132.0)


def add_blocks(slide: Slide, blocks: Sequence[Block], place: SlideArea) -> None:
    """Add blocks under each other: text in one box, counts as tiles, tables as native tables."""
    tops = _shares(blocks, place)
    for block, spot in zip(blocks, tops, strict=True):
        if isinstance(block, Table):
            add_table(slide, block, spot)
        elif isinstance(block, StatusCounts):
            _add_counts(slide, block, spot)
        else:
            written = list(block_paragraphs(block))
            size = size_for(written, (spot.width, spot.height), SIZES)
            add_text(slide, spot, written, size, getattr(block, "heading", "") or "Text")


def _shares(blocks: Sequence[Block], place: SlideArea) -> Iterator[SlideArea]:
    each = (place.height - _TILE_GAP * (len(blocks) - 1)) / max(len(blocks), 1)
    for number in range(len(blocks)):
        yield place._replace(top=place.top + number * (each + _TILE_GAP), height=each)


def block_paragraphs(block: Block) -> Iterator[Paragraph]:
    """Yield a block of sentences, remarks or facts as paragraphs."""
    if isinstance(block, Points):
        yield from _points(block)
    elif isinstance(block, Facts):
        yield from (fact_paragraph(fact) for fact in block.facts)
    elif isinstance(block, Paragraphs):
        yield from (paragraph(sentence, gap=0.4) for sentence in block.sentences)


def _points(block: Points) -> Iterator[Paragraph]:
    for item in block.items:
        reference = [Run(f"{item.reference}: ", is_bold=True)] if item.reference else []
        tag = [tag_run(item.tag), Run("  ")] if item.tag else []
        by = [Run(f"  {item.by}", SECONDARY, False, 0.86)] if item.by else []
        yield paragraph(*reference, *tag, item.words, *by, is_bullet=True, gap=0.4)


def fact_paragraph(fact: Fact, *, gap: float = 0.3) -> Paragraph:
    """Return a fact as a line: its name, its text, its tag and its details."""
    tag = [Run("  "), tag_run(fact.tag)] if fact.tag else []
    detail = [Run(f"  {fact.detail}", SECONDARY, False, 0.86)] if fact.detail else []
    return paragraph(Run(f"{fact.name}: ", is_bold=True), fact.words, *tag, *detail, gap=gap)


def _add_counts(slide: Slide, block: StatusCounts, place: SlideArea) -> None:
    """Add a heading, a tile for each number, and the note."""
    heading = [paragraph(Run(block.heading, is_bold=True))]
    note = [paragraph(Run(block.note, SECONDARY))] if block.note else []
    note_size = size_for(note, (place.width, 36), (18.0, 16.0, 14.0, 13.0, 12.0))
    under = total_height(note, note_size, place.width)
    add_words(slide, place._replace(height=30), heading, 24, block.heading)
    tiles = place._replace(top=place.top + 32, height=place.height - 36 - under)
    for count, spot in zip(block.counts, _tiles(len(block.counts), tiles), strict=True):
        _add_tile(slide, count, spot)
    if note:
        top = place.top + place.height - under
        add_words(slide, place._replace(top=top, height=under), note, note_size, "Note")


def _tiles(count: int, place: SlideArea) -> Iterator[SlideArea]:
    """Yield the areas of tiles side by side, in two rows where there are more than six."""
    a_row = count if count <= 6 else -(-count // 2)
    rows = -(-count // a_row) if count else 1
    wide = (place.width - _TILE_GAP * (a_row - 1)) / max(a_row, 1)
    high = (place.height - _TILE_GAP / 2 * (rows - 1)) / rows
    wide, high = min(wide, _LARGEST_TILE[0]), min(high, _LARGEST_TILE[1])
    for number in range(count):
        row, column = divmod(number, a_row)
        left = place.left + column * (wide + _TILE_GAP)
        yield SlideArea(left, place.top + row * (high + _TILE_GAP / 2), wide, high)


def _add_tile(slide: Slide, count: StatusCount, place: SlideArea) -> None:
    """Add a number in large letters, and under it its tag, on the ground of the tag."""
    _, pair = tag_style(count.tag)
    written = [
        paragraph(Run(count.words, TAG_COLOURS[pair].ink, True, 2.0), align="ctr"),
        paragraph(tag_run(count.tag), align="ctr"),
    ]
    room = (place.width - 12, place.height - 8)
    size = size_for(written, room, (24.0, 22.0, 20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0))
    ground = TAG_COLOURS[pair].ground
    name = f"{count.tag.word}: {count.words}"
    add_words(slide, place, written, size, name, ground=ground, anchor="ctr")
