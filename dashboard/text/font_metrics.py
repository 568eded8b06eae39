"""Widths of text and numbers of lines, from the metrics of the pages' own font file."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from fontTools.ttLib import TTFont

_FONT: Final = Path(__file__).resolve().parents[2] / "assets/fonts/source-sans-3-latin-5.3.1.woff2"
# Units of its metrics to its size.
_UNITS: Final = 1000
_WEIGHTS: Final = {False: 400, True: 700}
# An arrow or a tick comes from another font.
_MISSING: Final = 0.85


class Typeface(NamedTuple):
    """How much wider than the pages' font a font is, by weight; how small a subtitle on one line is."""

    regular: float
    bold: float
    space: float
    least_subtitle: int


# Browsers differ by a hair: a line is taken to hold a little less than it does.
PAGES: Final = Typeface(1.02, 1.02, 1.02, 28)
# Arial is 1.09 times as wide; with 15% to spare DejaVu Sans fits too, which LibreOffice takes where a
# computer has no Arial. Its bold is wider still, and so are its spaces.
OFFICE: Final = Typeface(1.29, 1.31, 1.75, 24)


@cache
def _widths(is_bold: bool) -> Mapping[str, float]:
    """Return the advance width of each letter, relative to the font size."""
    with TTFont(_FONT) as font:
        glyphs = font.getGlyphSet(location={"wght": _WEIGHTS[is_bold]})
        names = font.getBestCmap() or {}
        return {chr(code): glyphs[name].width / _UNITS for code, name in names.items()}


@lru_cache(maxsize=8192)
def words_width(
    words: str, size: float, *, is_bold: bool = False, typeface: Typeface = PAGES
) -> float:
    """Return the width of words in one line, in the unit of `size`."""
    widths = _widths(is_bold)
    letters = words.replace(" ", "").replace("\u00a0", "")
    width = sum(widths.get(letter, _MISSING) for letter in letters)
    spaces = (len(words) - len(letters)) * widths[" "] * typeface.space
    return (width * (typeface.bold if is_bold else typeface.regular) + spaces) * size


def lines_of(
    words: str, size: float, width: float, *, is_bold: bool = False, typeface: Typeface = PAGES
) -> int:
    """Return the lines that words take where they are broken between words; 0 of no words."""
    parts = [words_width(word, size, is_bold=is_bold, typeface=typeface) for word in words.split()]
    return lines_of_parts(parts, words_width(" ", size, is_bold=is_bold, typeface=typeface), width)


def lines_of_parts(parts: Iterable[float], space: float, width: float) -> int:
    """Return the lines that parts of some widths take, with a space between those in one line."""
    lines, used = 0, width + 1.0
    for wide in parts:
        if used + space + wide > width:
            lines, used = lines + 1, wide
        else:
            used += space + wide
    return lines
