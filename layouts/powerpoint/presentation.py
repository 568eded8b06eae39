"""The slides of a pack as a PowerPoint file: native charts and tables that can be edited."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Made

from dashboard.pack.blocks import Columns, MeasureBars, MeasureCells, Slide, Table
from dashboard.pack.model import DRAFT, STATE_WORDS, StoredPack
from dashboard.pack.places.slide import MAIN_TABLE, MEASURE, PLACED, head_layout
from dashboard.pack.slides.deck import build_slides
from dashboard.text.font_metrics import OFFICE
from dashboard.text.format import day_words
from layouts.powerpoint.blocks import add_blocks
from layouts.powerpoint.main_slide import add_placed
from layouts.powerpoint.measure_slide import add_measure
from layouts.powerpoint.template import (
    BODY,
    LINE,
    POINTS,
    SUBTITLE,
    TITLE,
    add_foot,
    add_sections,
    add_slide,
    area_of,
    blank_deck,
    deterministic_bytes,
    drop_empty_placeholders,
)
from layouts.powerpoint.text import Run, line_count, paragraph, size_for, write
from layouts.ui.palette import SECONDARY, TEXT

# The layouts of the template by that of a slide; a slide of columns has one by their number.
_LAYOUTS: Final = {
    "cover": "Cover",
    "bars": "Headline",
    "cells": "Headline",
    "counts": "Headline",
    "summary": "Table and text",
    MEASURE: "Chart and figures",
    MAIN_TABLE: "Headline and table",
}
# A title that nearly fits one line is set on one; other titles take two.
_ONE_LINE_SIZES: Final = (40.0, 39.0, 38.0, 37.0, 36.0, 35.0, 34.0)
_TWO_LINES: Final = (36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0)
_SUBTITLE_SIZES: Final = (22.0, 20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_LINE_SIZES: Final = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)


def powerpoint_file(stored: StoredPack, slides: Sequence[Slide] = ()) -> bytes:
    """Return the slides of a pack as a PowerPoint file, all of them where none are given.

    The same pack in the same state always gives the same bytes.
    """
    overview = stored.content.overview
    title = f"{overview.area.name}: {stored.content.heading}, as at {day_words(stored.as_of)}"
    deck = blank_deck(title, overview.area.name, _last_touched(stored))
    chosen = slides or build_slides(stored)
    for number, slide in enumerate(chosen, start=1):
        _add_slide(deck, slide, number, stored)
    _link_items(deck, chosen)
    add_sections(
        deck,
        {
            name: [
                made.slide_id
                for made, slide in zip(deck.slides, chosen, strict=True)
                if slide.is_backup == is_backup
            ]
            for name, is_backup in (("Main slides", False), ("Backup", True))
        },
    )
    return deterministic_bytes(deck)


def _link_items(deck: Deck, slides: Sequence[Slide]) -> None:
    """Lead from each measure on a main slide to its slide in the backup."""
    made_by_name = {slide.slide_id: made for slide, made in zip(slides, deck.slides, strict=True)}
    for slide in slides:
        made = made_by_name[slide.slide_id]
        shapes = {shape.name: shape for shape in made.shapes}
        for block in slide.blocks:
            if isinstance(block, MeasureBars | MeasureCells):
                for item in block.items:
                    shapes[item.title].click_action.target_slide = made_by_name.get(item.backup)


def _last_touched(stored: StoredPack) -> datetime:
    """Return the moment of the last step, which is the date of the file."""
    if not stored.steps:
        return datetime.combine(stored.as_of, time(12))
    return stored.steps[-1].at.replace(tzinfo=None, microsecond=0)


def _add_slide(deck: Deck, slide: Slide, number: int, stored: StoredPack) -> None:
    made = add_slide(deck, _layout_name(slide))
    _write_head(made, slide)
    if slide.layout == MEASURE:
        add_measure(made, slide)
    elif slide.layout in PLACED:
        add_placed(made, slide)
    else:
        add_blocks(made, slide.blocks, BODY)
    drop_empty_placeholders(made)
    parts = _foot_parts(slide, stored)
    line = [paragraph(*(Run(part, SECONDARY, is_bold) for part, is_bold in parts))]
    size = size_for(line, (LINE.width, LINE.height), _LINE_SIZES)
    write(add_foot(made, number).text_frame, line, size)
    notes = made.notes_slide.notes_text_frame if slide.notes else None
    if notes is not None:
        write(notes, [paragraph(note) for note in slide.notes], 12)


def _layout_name(slide: Slide) -> str:
    """Return the layout of the template that has the placeholders of a slide's blocks."""
    first = slide.blocks[0]
    if isinstance(first, Columns):
        return "Columns" if len(first.columns) <= 3 else "Columns in two rows"
    if slide.layout in _LAYOUTS:
        return _LAYOUTS[slide.layout]
    return "Headline and table" if isinstance(first, Table) else "Headline and text"


def _write_head(made: Made, slide: Slide) -> None:
    """Write title and subtitle where the browser has them, or where the template does."""
    title: Any = made.placeholders[0]
    subtitle: Any = made.placeholders[1]
    title_area, subtitle_area, largest = TITLE, SUBTITLE, title_size(slide.title)
    if slide.layout in PLACED:
        head = head_layout(slide.title, slide.subtitle, OFFICE)
        title_area, subtitle_area = area_of(head.title.place), area_of(head.subtitle.place)
        largest = head.title.size * POINTS
        title.left, title.top, title.width, title.height = title_area.emu
        subtitle.left, subtitle.top, subtitle.width, subtitle.height = subtitle_area.emu
    title.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    write(title.text_frame, [paragraph(Run(slide.title, TEXT, True))], largest)
    if slide.subtitle:
        room = (subtitle_area.width, subtitle_area.height)
        words = [paragraph(Run(slide.subtitle, SECONDARY))]
        subtitle.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        write(subtitle.text_frame, words, size_for(words, room, _SUBTITLE_SIZES))


def title_size(title: str) -> float:
    """Return the largest size of a title: on one line where that is not small, else on two."""
    for size in _ONE_LINE_SIZES:
        if line_count(title, size, TITLE.width, is_bold=True) == 1:
            return size
    words = [paragraph(Run(title, TEXT, True))]
    return size_for(words, (TITLE.width, TITLE.height), _TWO_LINES)


def _foot_parts(slide: Slide, stored: StoredPack) -> list[tuple[str, bool]]:
    """Return source, day, version, state and synthetic data, each with whether it is bold.

    A draft and synthetic data are bold, so as not to be overlooked.
    """
    state = STATE_WORDS[stored.state]
    candidates = [
        (slide.source.rstrip("."), False),
        (f"As at {day_words(stored.as_of)}", False),
        (f"Version {stored.version}", False),
        (state, stored.state == DRAFT),
        ("Synthetic data" if stored.content.overview.area.is_synthetic else "", True),
    ]
    parts = [(words, is_bold) for words, is_bold in candidates if words]
    return [(f"{' · ' if at else ''}{words}", bold) for at, (words, bold) in enumerate(parts)]
