"""Widths of text and numbers of lines in the typeface of the pages, before a browser draws them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# Advance widths of Atkinson Hyperlegible Next in thousandths of its size, with tabular figures, to
# the nearest 25; measured in Chromium. Letters that are not named are as wide as an "e".
# fmt: off
_REGULAR: Final = {
    150: "'", 200: ",.:;", 225: "|’", 250: "`il·", 275: " !j", 300: '"()/', 325: "[ft",
    350: "-]r{}", 375: "\\_", 400: "I“”", 450: "z", 475: "*?csvy", 500: "Jkx–", 525: "a",
    575: "ETbdpq", 600: "$+PSVYZ£", 625: "0123456789=BCKRX", 650: "#A", 675: "D…", 700: "GHNUw",
    725: "&OQ", 775: "@", 825: "M—", 850: "Wm→", 925: "%",
}
_BOLD: Final = {
    225: "'", 250: "|", 275: ",.:;’", 300: "!`ij·", 325: " /l", 350: "()[]", 375: "-t",
    400: '"_fr{}', 425: "I", 450: "\\", 475: "*", 500: "c–“”", 525: "sz~", 550: "?Lay",
    600: "+=E^bdgpq", 625: "0123456789$PSTZ", 650: "BCR£", 675: "KUV", 700: "DHXY", 725: "&AGN",
    750: "O", 775: "@Qw", 800: "#…", 825: "—", 850: "→", 875: "M", 900: "Wm", 975: "%",
}
# fmt: on
_WIDTHS: Final = {
    is_bold: {letter: width for width, letters in widths.items() for letter in letters}
    for is_bold, widths in ((False, _REGULAR), (True, _BOLD))
}
_COMMON: Final = {False: 550, True: 575}
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
