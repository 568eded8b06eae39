"""How much room words take on a slide, so that a size can be chosen at which they fit."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

# Of the height of the letters: from one line to the next, as Office and LibreOffice set Arial.
LINE_HEIGHT: Final = 1.17
# Nothing on a slide is smaller, in points.
SMALLEST: Final = 12.0
# The advance widths of Arial in thousandths of its size; letters not named are as wide as "a".
# fmt: off
_WIDTHS: Final = {
    222: "ijl", 278: " !,./:;I[\\]ft|·", 333: "-()r", 500: "Jcksvxyz", 584: "+<=>~≈≠×",
    611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W",
    1000: "—…→←✓", 1015: "@", 190: "'’‘",
}
# fmt: on
_WIDTH_OF: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_COMMON_WIDTH: Final = 556
_BOLD: Final = 1.07
# Renderers differ by a hair: a line is taken to hold a little less than it does.
_CAUTION: Final = 1.03


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Give the width of a line of text in points."""
    width = sum(_WIDTH_OF.get(letter, _COMMON_WIDTH) for letter in text) / 1000 * size
    return width * (_BOLD if is_bold else 1) * _CAUTION


def line_count(text: str, size: float, width: float, *, is_bold: bool = False) -> int:
    """Count the lines that text takes where it is broken between words."""
    return run_line_count([(text, size, is_bold)], width)


def run_line_count(runs: Iterable[tuple[str, float, bool]], width: float) -> int:
    """Count the lines of runs of words, each with its size and weight, that follow each other."""
    lines, used = 1, 0.0
    for text, size, is_bold in runs:
        space = text_width(" ", size, is_bold=is_bold)
        for word in text.split(" "):
            wide = text_width(word, size, is_bold=is_bold)
            if used and wide and used + wide > width:
                lines, used = lines + 1, 0.0
            # A word wider than the line is broken within.
            extra = int(wide // width) if wide > width else 0
            lines, used = lines + extra, used + wide - extra * width + space
        used = max(used - space, 0.0)
    return lines


def text_height(
    texts: Iterable[str], size: float, width: float, *, is_bold: bool = False, gap: float = 0.0
) -> float:
    """Give the height of paragraphs under each other, with a gap before all but the first."""
    counts = [line_count(text, size, width, is_bold=is_bold) for text in texts]
    return sum(counts) * size * LINE_HEIGHT + max(len(counts) - 1, 0) * gap


def fitting_size(
    texts: Sequence[str],
    room: tuple[float, float],
    sizes: Iterable[float],
    *,
    is_bold: bool = False,
) -> float:
    """Choose the first of the sizes, given from the largest, at which the texts fit the room."""
    width, height = room
    size = SMALLEST
    for size in sizes:
        if text_height(texts, size, width, is_bold=is_bold) <= height:
            return size
    return size
