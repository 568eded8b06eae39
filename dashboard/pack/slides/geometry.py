"""The space that text takes on a slide of 1,280 by 720 px, so that nothing overflows.

Font sizes are those of the deck's stylesheet, in px of such a slide.
"""

import re
import textwrap
from functools import lru_cache
from typing import Final

from dashboard.text.font_metrics import lines_of, words_width

# Font sizes of tables, of small text in them, and of remarks.
TABLE, SMALL, BODY = 28, 24, 37
TABLE_LINE, SMALL_LINE, BODY_LINE = 34, 30, 48
# A tag has a line of its own; its shape and edges are as wide as so many times its font size.
TAG_LINE, TAG_EDGES = 40, 2.5
WIDTH: Final = 1200
# The longest footer beside the source: day, version, state and number of the slide.
_STAMP: Final = "As at 30 September 2026 Version 10 Checked 100 of 100 Synthetic data"
_FOOT_WIDTH, _FOOT_LINE, _FOOT = 1000, 29, 60
_HEIGHT: Final = 662
# Font sizes of a title on one line and on several; of a subtitle on up to two lines and on more.
_TITLES, _SUBTITLES = (54, 48), (28, 24)
_TITLE_LEADING, _SUBTITLE_LEADING, _SUBTITLE_AIR = 1.13, 1.2, 8
# A subtitle has three lines at most; a longer headline has a slide of its own.
SUBTITLE_CHARACTERS: Final = 210
# Above a chart a subtitle has two lines; the figures beside the chart have the rest.
SHORT_SUBTITLE: Final = 142
_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z“])")


@lru_cache(maxsize=32768)
def line_count(words: str, size: float, width: int, *, is_bold: bool = False) -> int:
    """Return the lines of text in a column of `width` px, 0 for none; long words break within."""
    lines = lines_of(words, size, width, is_bold=is_bold)
    longest = max((words_width(w, size, is_bold=is_bold) for w in words.split()), default=0)
    return lines + int(longest // max(width, size))


def split_text(words: str, lines: int, size: float, width: int) -> tuple[str, ...]:
    """Return text in parts of at most so many lines, in order and complete."""
    parts: list[str] = []
    line_words: list[str] = []
    for word in words.split():
        if line_words and line_count(" ".join((*line_words, word)), size, width) > max(lines, 1):
            parts.append(" ".join(line_words))
            line_words = []
        line_words.append(word)
    return (*parts, " ".join(line_words))


def height_below(title: str, subtitle: str, source: str) -> int:
    """Return the px left for the content of a slide, below its head and above its foot."""
    foot = max(_FOOT_LINE * line_count(f"{source} {_STAMP}", SMALL, _FOOT_WIDTH), _FOOT)
    return _HEIGHT - title_height(title) - _subtitle_height(subtitle) - foot


def title_height(words: str) -> int:
    """Return the height of a title in px, which is smaller where it needs several lines."""
    large, small = _TITLES
    lines = line_count(words, large, WIDTH, is_bold=True)
    if lines > 1:
        return round(line_count(words, small, WIDTH, is_bold=True) * small * _TITLE_LEADING)
    return round(large * _TITLE_LEADING)


def _subtitle_height(words: str) -> int:
    large, small = _SUBTITLES
    lines = line_count(words, large, WIDTH)
    if lines > 2:
        return round(line_count(words, small, WIDTH) * small * _SUBTITLE_LEADING) + _SUBTITLE_AIR
    return round(lines * large * _SUBTITLE_LEADING) + (_SUBTITLE_AIR if words else 0)


def subtitle_of(headline: str, characters: int = SUBTITLE_CHARACTERS) -> str:
    """Return the first sentences of a headline that fit a subtitle; one too long is cut off.

    The caller has to show elsewhere what is left out.
    """
    first, *others = sentences_of(headline)
    shown_text = first
    for sentence in others:
        if len(shown_text) + 1 + len(sentence) > characters:
            break
        shown_text = f"{shown_text} {sentence}"
    return textwrap.shorten(shown_text, SUBTITLE_CHARACTERS, placeholder=" …")


def sentences_of(text: str) -> list[str]:
    """Split text after a full stop, question or exclamation mark before a capital."""
    return _SENTENCES.split(text)
