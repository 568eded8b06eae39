"""Widths of text and numbers of lines in the typeface of the pages, before a browser draws them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# Advance widths of Source Sans 3 in thousandths of its size, with tabular figures, to the nearest
# 25; measured in Chromium. Letters that are not named are as wide as an "e".
# fmt: off
_REGULAR: Final = {
    200: " ", 250: "',.:;ijl|·’", 275: "I", 300: "!()-[]f{}", 350: "/\\rt", 425: '"*?sz“”',
    450: "cx", 475: "JLYvy–", 525: "ESTVX", 550: "AZ`bdhnopqu", 575: "CKPR", 600: "&B", 625: "DG",
    650: "HNU", 675: "OQ", 725: "Mw", 775: "W", 800: "—", 825: "%m", 850: "@→", 950: "…",
}
_BOLD: Final = {
    200: " ", 275: "ijl|", 300: "',.:;I·’", 325: "-", 350: "!()/[\\]f{}", 375: "t", 400: "r",
    450: "*sz", 475: "?c–", 500: "J_", 550: "ESTVZ`ko", 575: "ACXbdhnpqu", 600: "BP", 625: "DKR",
    650: "G", 675: "&HNOQU", 750: "M", 775: "w", 800: "—", 825: "W", 850: "%m→", 900: "@",
    975: "…",
}
# fmt: on
_WIDTHS: Final = {
    is_bold: {letter: width for width, letters in widths.items() for letter in letters}
    for is_bold, widths in ((False, _REGULAR), (True, _BOLD))
}
_COMMON: Final = {False: 500, True: 525}
# Browsers differ by a hair: a line is taken to hold a little less than it does.
_CAUTION: Final = 1.02


@lru_cache(maxsize=4096)
def words_width(words: str, size: float, *, is_bold: bool = False) -> float:
    """Return the width of words in one line, in the unit of `size`."""
    widths, common = _WIDTHS[is_bold], _COMMON[is_bold]
    return sum(widths.get(letter, common) for letter in words) / 1000 * size * _CAUTION


def lines_of(words: str, size: float, width: float, *, is_bold: bool = False) -> int:
    """Return the lines that words take where they are broken between words; 0 of no words."""
    parts = [words_width(word, size, is_bold=is_bold) for word in words.split()]
    return lines_of_parts(parts, words_width(" ", size, is_bold=is_bold), width)


def lines_of_parts(parts: Iterable[float], space: float, width: float) -> int:
    """Return the lines that parts of some widths take, with a space between those in one line."""
    lines, used = 0, width + 1.0
    for wide in parts:
        if used + space + wide > width:
            lines, used = lines + 1, wide
        else:
            used += space + wide
    return lines
