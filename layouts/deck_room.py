"""How much room the words of a measure's slide take, and what is left for chart and figures.

All in units of a slide 1280 × 720; the sizes of letters are those of assets/deck.css.
"""

import math
from dataclasses import dataclass
from typing import Final

from dashboard.pack.blocks import Facts, Slide

_WIDTH: Final = 1200
_FOOTER_WIDTH: Final = 1000
# The part of its size that a letter takes in a line on average, with some to spare.
_LETTER: Final = 0.49
# Sizes of letters and the height of a line in them.
_TITLE: Final = (54, 48)
_SUBTITLE: Final = (28, 24)
_SAID: Final = 26
_SMALL: Final = 24
_LEAST_FOOTER: Final = 60
# Edges of the slide and the space between its parts.
_EDGES: Final = 58
# What chart and figures must have for figures of each size, the largest first.
_LOOKS: Final = ((372, "roomy"), (308, "snug"))


@dataclass(frozen=True)
class Room:
    """The height left for chart and figures, and the looks that the words around them take."""

    height: int
    look: str
    title: str
    subtitle: str


def room_of(slide: Slide, stamp: str) -> Room:
    """Work out the room of a measure's slide; `stamp` are the words in its foot."""
    title, title_height = _title(slide.title)
    subtitle, subtitle_height = _subtitle(slide.subtitle)
    footer = max(_lines(f"{slide.source} {stamp}", _SMALL, _FOOTER_WIDTH) * 29, _LEAST_FOOTER)
    taken = title_height + subtitle_height + _said(slide) + footer + _EDGES
    height = max(720 - taken, 200)
    look = next((name for least, name in _LOOKS if height >= least), "tight")
    return Room(height, look, title, subtitle)


def _title(words: str) -> tuple[str, int]:
    """Choose the size of a title: the smaller where the larger needs two lines."""
    large, small = _TITLE
    if _lines(words, large, _WIDTH) == 1:
        return "", round(large * 1.12)
    return "long", round(_lines(words, small, _WIDTH) * small * 1.12)


def title_look(words: str) -> str:
    """Name the size of a title."""
    return _title(words)[0]


def _subtitle(words: str) -> tuple[str, int]:
    """Choose the size of a subtitle: the smaller where the larger needs three lines."""
    large, small = _SUBTITLE
    if not words:
        return "", 0
    lines = _lines(words, large, _WIDTH)
    if lines <= 2:
        return "", round(lines * large * 1.2) + 6
    return "long", round(_lines(words, small, _WIDTH) * small * 1.2) + 6


def subtitle_look(words: str) -> str:
    """Name the size of a subtitle."""
    return _subtitle(words)[0]


def _said(slide: Slide) -> int:
    """Give the height of what is said below the chart, in as many columns as there are facts."""
    facts = [one for one in slide.blocks if isinstance(one, Facts)][1:]
    heights = [_columns(block) for block in facts]
    return sum(heights)


def _columns(block: Facts) -> int:
    count = len(block.facts) or 1
    width = (_WIDTH - 28 * (count - 1)) / count - 18
    longest = max((_lines(fact.words, _SAID, width) for fact in block.facts), default=0)
    return 29 + longest * 31


def _lines(words: str, size: float, width: float) -> int:
    """Count the lines that words take; a word is never cut, which costs some room at each end."""
    if not words:
        return 0
    letters = width / (size * _LETTER)
    taken = math.ceil(len(words) / letters)
    return taken if taken == 1 else math.ceil(len(words) / (letters - 3))
