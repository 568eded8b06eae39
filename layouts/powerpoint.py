"""The slides of a pack as a PowerPoint file: native charts and tables that can be edited."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Deck

from dashboard.pack.blocks import Slide
from dashboard.pack.shapes import STATE_WORDS, StoredPack
from dashboard.pack.slides import build_slides
from dashboard.wording import day_words
from layouts.palette import SECONDARY, TEXT
from layouts.powerpoint_blocks import add_blocks
from layouts.powerpoint_fit import fitting_size
from layouts.powerpoint_frame import BODY, LINE, SUBTITLE, TITLE, Place, add_foot, blank_deck
from layouts.powerpoint_measure import add_measure
from layouts.powerpoint_text import Run, paragraph, set_body
from layouts.powerpoint_zip import saved

_TITLE_SIZES: Final = (40.0, 38.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0)
_SUBTITLE_SIZES: Final = (22.0, 20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_LINE_SIZES: Final = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)


def powerpoint_file(stored: StoredPack) -> bytes:
    """Draw the slides of a pack; the same pack in the same state always gives the same bytes."""
    overview = stored.content.overview
    title = f"{overview.area.name}: {overview.framework.title}, as at {day_words(stored.as_of)}"
    deck = blank_deck(title, overview.area.name, _last_touched(stored))
    for number, slide in enumerate(build_slides(stored), start=1):
        _add_slide(deck, slide, number, stored)
    return saved(deck)


def _last_touched(stored: StoredPack) -> datetime:
    """Give the moment of the last step, which is when the file would have been made."""
    if not stored.steps:
        return datetime.combine(stored.as_of, time(12))
    return stored.steps[-1].at.replace(tzinfo=None, microsecond=0)


def _add_slide(deck: Deck, slide: Slide, number: int, stored: StoredPack) -> None:
    """Add a slide: its words in their fixed places, what it shows, its notes."""
    made = deck.slides.add_slide(deck.slide_layouts[0])
    title, subtitle = made.placeholders[0], made.placeholders[1]
    _fill(title.element, slide.title, TITLE, _TITLE_SIZES, is_bold=True)
    if slide.subtitle:
        _fill(subtitle.element, slide.subtitle, SUBTITLE, _SUBTITLE_SIZES)
    else:
        subtitle.element.getparent().remove(subtitle.element)
    told: tuple[str, ...] = ()
    if slide.layout == "measure":
        told = add_measure(made, slide)
    else:
        add_blocks(made, slide.blocks, BODY)
    line = _foot_line(slide, stored)
    add_foot(made, number, line, fitting_size([line], (LINE.width, LINE.height), _LINE_SIZES))
    if notes := (*slide.notes, *told):
        place = made.notes_slide.notes_placeholder
        if place is not None:
            set_body(place.element.txBody, [paragraph(one) for one in notes], 12)


def _fill(
    shape: BaseOxmlElement, words: str, place: Place, sizes: Sequence[float], *,
    is_bold: bool = False,
) -> None:  # fmt: skip
    """Write words into a place of the layout, at the largest size at which they fit."""
    size = fitting_size([words], (place.width, place.height), sizes, is_bold=is_bold)
    ink = TEXT if is_bold else SECONDARY
    set_body(shape.txBody, [paragraph(Run(words, ink, is_bold))], size)


def _foot_line(slide: Slide, stored: StoredPack) -> str:
    """Say where a slide's figures are from, as at which day, which version, and what is made up."""
    is_said = "As at" in slide.source
    made_up = "synthetic data" if stored.content.overview.area.is_synthetic else ""
    parts = (
        slide.source.rstrip("."),
        "" if is_said else f"As at {day_words(stored.as_of)}",
        f"Version {stored.version}, {STATE_WORDS[stored.state].lower()}",
        made_up,
    )
    return " · ".join(part for part in parts if part)
