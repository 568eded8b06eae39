"""How much room words take on a slide of 1,280 by 720, so that no slide holds more than it shows."""

import re
import textwrap
from functools import lru_cache
from typing import Final

# Of the letters of each size: how wide one is on the whole, and from one line to the next.
LABEL_WIDTH, LABEL_LINE = 16.7, 39
SMALL_WIDTH, SMALL_LINE = 12.5, 30
BODY_WIDTH, BODY_LINE = 19.3, 48
TITLE_LINE, LONG_TITLE_LINE = 61, 54
# A tag is a line of its own with an edge, and its shape takes the room of four letters.
TAG_LINE: Final = 46
TAG_LETTERS: Final = 4
# What is left of a slide between its edges, and beside the buttons in its foot.
WIDTH: Final = 1200
FOOT_WIDTH: Final = 840
HEIGHT: Final = 666
SHORT_TITLE: Final = 48
LONG_TITLE: Final = 50
# The subtitle has three lines of labels at most; what is longer is told on a slide of its own.
SUBTITLE_LETTERS: Final = 210
# Above a chart a subtitle has two lines, where the figures beside it say what it leaves out.
SHORT_SUBTITLE: Final = 142
_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_NARROWEST: Final = 3


@lru_cache(maxsize=16384)
def line_count(words: str, letters: int) -> int:
    """Count the lines of words in a column of so many letters; none for no words."""
    return len(textwrap.wrap(words, max(letters, _NARROWEST)))


def label_lines(words: str, width: float) -> int:
    """Count the lines of words in letters of a label's size."""
    return line_count(words, int(width / LABEL_WIDTH))


def small_lines(words: str, width: float) -> int:
    """Count the lines of words in the smallest letters."""
    return line_count(words, int(width / SMALL_WIDTH))


def body_lines(words: str, width: float) -> int:
    """Count the lines of words in the letters of a text."""
    return line_count(words, int(width / BODY_WIDTH))


def split_text(words: str, lines: int, letters: int) -> tuple[str, ...]:
    """Divide words into parts of at most so many lines, in order and with nothing left out."""
    told = textwrap.wrap(
        words, max(letters, _NARROWEST), break_long_words=False, break_on_hyphens=False
    )
    lines = max(lines, 1)
    return tuple(" ".join(told[at : at + lines]) for at in range(0, len(told), lines)) or ("",)


def room_below(title: str, subtitle: str, source: str) -> int:
    """Give the height that is left for what a slide holds, below its head and above its foot."""
    is_short = len(title) <= SHORT_TITLE
    head = TITLE_LINE if is_short else LONG_TITLE_LINE * line_count(title, LONG_TITLE)
    under = LABEL_LINE * label_lines(subtitle, WIDTH) + 8 if subtitle else 0
    foot = SMALL_LINE * max(small_lines(source, FOOT_WIDTH) - 1, 0)
    return HEIGHT - head - under - foot


def subtitle_of(headline: str, letters: int = SUBTITLE_LETTERS) -> str:
    """Give the sentences of a headline that a subtitle holds; one that is too long is broken off.

    What is left out has to be told elsewhere.
    """
    first, *others = sentences_of(headline)
    told = first
    for sentence in others:
        if len(told) + 1 + len(sentence) > letters:
            break
        told = f"{told} {sentence}"
    return textwrap.shorten(told, SUBTITLE_LETTERS, placeholder=" …")


def sentences_of(text: str) -> list[str]:
    """Divide a text after each full stop, question or exclamation mark before a capital."""
    return _SENTENCES.split(text)
