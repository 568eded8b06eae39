"""Colours by what they mean; every pair used for text or strokes is held to WCAG by a test.

The stylesheets take them from assets/tokens.css, which is written from here:
python -m layouts.ui.palette > assets/tokens.css
"""

import re
from typing import Final, NamedTuple


class TagColours(NamedTuple):
    """The text of a tag, its ground, and the edge round it."""

    ink: str
    ground: str
    edge: str


WHITE: Final = "#ffffff"
TEXT: Final = "#0b0c0c"
SECONDARY: Final = "#484949"
LINK: Final = "#1a65a6"
# What lies behind tiles, heads of tables, the edges of tiles and of fields, and what has the focus.
GROUND: Final = "#f4f6f9"
MIST: Final = "#e6edf4"
EDGE: Final = "#d3dae2"
FIELD: Final = "#6b7785"
DEEP: Final = "#0c2f4e"
HIGHLIGHT: Final = "#ffdd00"

# The Government Analysis Function's focus chart: one line in blue among grey ones.
FOCUS: Final = "#12436D"
OTHERS: Final = "#858686"
# Thin lines of similar councils, of which none may be prominent.
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
# The lines of parts beside their whole, each with the ink of its name.
PART_INKS: Final = ((PAST, PAST_TEXT), ("#28A197", "#17655e"), ("#801650", "#801650"))

MET: Final = TagColours("#083d29", "#cfe4dc", "#7fa898")
MISSED: Final = TagColours("#651b1b", "#f4d7d7", "#c99a9a")
CLOSE: Final = TagColours("#7a3c1c", "#fde4d7", "#d0a58f")
NEUTRAL: Final = TagColours("#484949", "#f3f3f3", "#b5b7b8")
INFO: Final = TagColours("#0f385c", "#d2e2f1", "#8fadc9")
TAG_COLOURS: Final = {
    "met": MET,
    "missed": MISSED,
    "close": CLOSE,
    "neutral": NEUTRAL,
    "info": INFO,
}

# Colours by the names of the stylesheets' custom properties.
TOKENS: Final = {
    "ink": TEXT,
    "secondary": SECONDARY,
    "link": LINK,
    "link-hover": INFO.ink,
    "navy": FOCUS,
    "paper": WHITE,
    "wash": GROUND,
    "mist": MIST,
    "edge": EDGE,
    "field": FIELD,
    "deep": DEEP,
    "focus": HIGHLIGHT,
    **{
        f"{name}-{part}": colour
        for name, colours in TAG_COLOURS.items()
        for part, colour in colours._asdict().items()
    },
}


def tokens_css() -> str:
    """Return what assets/tokens.css holds: the custom properties of the stylesheets, and tags."""
    lines = "".join(f"  --{name}: {colour.lower()};\n" for name, colour in TOKENS.items())
    head = "/* Written from layouts/ui/palette.py, which says how. */"
    return f"{head}\n:root {{\n{lines}}}\n{tag_rules()}"


def tag_rules() -> str:
    """Return the rules that colour a tag, the same on pages, slides and reports."""
    return "".join(
        f"\n.tag-{name} {{\n  background: var(--{name}-ground);\n"
        f"  border-color: var(--{name}-edge);\n  color: var(--{name}-ink);\n}}\n"
        for name in TAG_COLOURS
    )


def with_colours(css: str) -> str:
    """Return a stylesheet with its custom properties replaced by their colours."""
    return re.sub(r"var\(--([\w-]+)\)", lambda name: TOKENS.get(name[1], name[0]), css)


if __name__ == "__main__":
    print(tokens_css(), end="")
