"""Colours by what they mean; every pair used for text or strokes is held to WCAG by a test."""

from typing import Final, NamedTuple


class ColourPair(NamedTuple):
    """Text and ground of a tag."""

    ink: str
    ground: str


WHITE: Final = "#ffffff"
TEXT: Final = "#0b0c0c"
SECONDARY: Final = "#484949"
LINK: Final = "#1a65a6"

# The Government Analysis Function's focus chart: one line in blue among grey ones.
FOCUS: Final = "#12436D"
OTHERS: Final = "#858686"
# Thin lines of similar councils, so many that none may stand out.
NEIGHBOUR: Final = "#949494"
TARGET: Final = "#0b0c0c"
BASELINE: Final = "#6b6b6b"
EVENT: Final = "#505a5f"
GRID: Final = "#e4e4e4"
AXIS: Final = "#6b6b6b"
# Control charts: what a point signals; the limits take the grey of other areas, the mean that of text.
COMMON: Final = "#6b6b6b"
IMPROVEMENT: Final = "#1d70b8"
CONCERN: Final = "#b7592a"
NEUTRAL_SIGNAL: Final = "#54319f"
LIMIT: Final = OTHERS
MEAN: Final = TEXT
# The second of two series; its words are darker, because the orange is too light for text.
PAST: Final = "#F46A25"
PAST_TEXT: Final = "#9a3f0c"

MET: Final = ColourPair("#083d29", "#cfe4dc")
MISSED: Final = ColourPair("#651b1b", "#f4d7d7")
CLOSE: Final = ColourPair("#7a3c1c", "#fde4d7")
NEUTRAL: Final = ColourPair("#484949", "#f3f3f3")
INFO: Final = ColourPair("#0f385c", "#d2e2f1")
TAG_COLOURS: Final = {
    "met": MET,
    "missed": MISSED,
    "close": CLOSE,
    "neutral": NEUTRAL,
    "info": INFO,
}
