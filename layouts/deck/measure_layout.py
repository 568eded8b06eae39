"""The space that text takes on a measure's slide, and what is left for chart and figures.

All in px of a slide of 1280 × 720; the font sizes are those of assets/deck.css.
"""

from dataclasses import dataclass
from typing import Final

from dashboard.pack.blocks import Fact, Facts, Slide
from dashboard.text.font_metrics import lines_of, lines_of_parts, words_width

_WIDTH: Final = 1200
_FOOTER_WIDTH: Final = 1000
_RAIL_WIDTH: Final = 436
# Widths: of the names in the rail, and of a space relative to the font size.
_NAME: Final = 108
_SPACE: Final = 0.4
_AFTER_WORDS: Final = 2
# Font sizes.
_TITLE: Final = (54, 48)
_SUBTITLE: Final = (28, 24)
_FOOT_TEXT: Final = 26
_SMALL: Final = 24
_NOW_TAG: Final = 30
_LEAST_FOOTER: Final = 60
# The edges of the slide and the gaps between its parts.
_EDGES: Final = 60
_LEAST: Final = 200
# A tag's shape and edges, relative to its font size.
_TAG_EDGES: Final = 2.4


@dataclass(frozen=True)
class FontSizes:
    """Font sizes of the figures beside a chart; of the first figure by the length of its text."""

    name: str
    figures: tuple[tuple[int, int], ...]
    fact: int


# The largest first.
_FONT_SIZES: Final = (
    FontSizes("roomy", ((5, 128), (7, 88), (13, 56)), 28),
    FontSizes("snug", ((5, 104), (7, 72), (13, 48)), 26),
    FontSizes("tight", ((5, 76), (7, 60), (13, 44)), 26),
    FontSizes("least", ((5, 60), (7, 54), (13, 40)), 24),
)


@dataclass(frozen=True)
class MeasureLayout:
    """The height left for chart and figures, and the size class in which the figures fit it."""

    height: int
    size_class: str


def fit_measure_slide(slide: Slide, stamp: str) -> MeasureLayout:
    """Return the layout of a measure's slide; `stamp` is the text of its footer."""
    footer = max(lines_of(f"{slide.source} {stamp}", _SMALL, _FOOTER_WIDTH) * 29, _LEAST_FOOTER)
    head = _title(slide.title)[1] + _subtitle(slide.subtitle)[1]
    facts = [candidate for candidate in slide.blocks if isinstance(candidate, Facts)]
    foot_height = sum(_foot_height(block) for block in facts[1:])
    height = max(720 - head - foot_height - footer - _EDGES, _LEAST)
    rail_facts = facts[0].facts if facts else ()
    fitting = (look for look in _FONT_SIZES if _rail_height(rail_facts, look) <= height)
    return MeasureLayout(height, next(fitting, _FONT_SIZES[-1]).name)


def title_class(words: str) -> str:
    """Return the CSS class of the size of a title."""
    return _title(words)[0]


def subtitle_class(words: str) -> str:
    """Return the CSS class of the size of a subtitle."""
    return _subtitle(words)[0]


def figure_class(words: str) -> str:
    """Return the CSS class in which a figure fits the rail on one line."""
    names = ("figure-large", "figure-medium", "figure-small")
    most = (most for most, _ in _FONT_SIZES[0].figures)
    fitting_classes = (
        name for name, longest in zip(names, most, strict=True) if len(words) <= longest
    )
    return next(fitting_classes, "figure-words")


def _title(words: str) -> tuple[str, int]:
    """Return class and height of a title: smaller where the larger size needs two lines."""
    large, small = _TITLE
    if lines_of(words, large, _WIDTH, is_bold=True) == 1:
        return "", round(large * 1.12)
    return "long", round(lines_of(words, small, _WIDTH, is_bold=True) * small * 1.12)


def _subtitle(words: str) -> tuple[str, int]:
    """Return class and height of a subtitle: smaller where the larger size needs three lines."""
    large, small = _SUBTITLE
    lines = lines_of(words, large, _WIDTH)
    if lines <= 2:
        return "", round(lines * large * 1.2) + 6
    return "long", round(lines_of(words, small, _WIDTH) * small * 1.2) + 6


def _rail_height(facts: tuple[Fact, ...], look: FontSizes) -> int:
    if not facts:
        return 0
    first, *others = facts
    return _first_figure_height(first, look) + sum(_fact_height(fact, look.fact) for fact in others)


def _first_figure_height(fact: Fact, look: FontSizes) -> int:
    """Return the height of the first figure: name and period, figure, tag beside or below."""
    size = next((size for most, size in look.figures if len(fact.words) <= most), look.fact)
    across = words_width(fact.words, size, is_bold=True)
    tag = _tag_width(fact, min(look.fact + 2, _NOW_TAG))
    fits_in_line = across + tag + 24 <= _RAIL_WIDTH
    lines = max(lines_of(fact.words, size, _RAIL_WIDTH, is_bold=True), 1)
    above = 30 * max(lines_of(f"{fact.name}   {fact.detail}", _SMALL, _RAIL_WIDTH), 1)
    below = 0 if fits_in_line or not tag else 42 + 36 * int(tag // _RAIL_WIDTH)
    return above + round(lines * size * 0.92) + 6 + below


def _fact_height(fact: Fact, size: int) -> int:
    """Return the height of a further figure, whose text follows its name."""
    parts = [words_width(word, size) for word in fact.words.split()]
    parts += [_AFTER_WORDS] if parts else []
    parts += [_tag_width(fact, min(size, _FOOT_TEXT))] if fact.tag else []
    parts += [words_width(word, _SMALL) for word in fact.detail.split()]
    lines = lines_of_parts([_NAME, *parts], size * _SPACE, _RAIL_WIDTH)
    return 8 + lines * round(size * (1.36 if fact.tag else 1.15))


def _tag_width(fact: Fact, size: int) -> float:
    if fact.tag is None:
        return 0.0
    return words_width(fact.tag.word, size, is_bold=True) + _TAG_EDGES * size


def _foot_height(block: Facts) -> int:
    """Return the height of the remarks below the chart, a column for each fact."""
    count = len(block.facts) or 1
    width = (_WIDTH - 28 * (count - 1)) / count - 18
    longest = max((lines_of(fact.words, _FOOT_TEXT, width) for fact in block.facts), default=0)
    return 29 + longest * 31
