"""How the dashboard judges: `how_we_judge.md` beside this file, as a part of the About page."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from dash import html
from dash.development.base_component import Component

HEADING: Final = "How we judge"
SOURCE: Final = Path(__file__).with_name("how_we_judge.md")
_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_ITEM: Final = "- "
_SUBHEADING: Final = "## "


def judgement_page() -> list[Component]:
    """Render the text below its title, which is the heading of the section that holds it."""
    return [_block(block) for block in judgement_text().split("\n\n")]


@cache
def judgement_text() -> str:
    """Return the Markdown of the text without its title."""
    return SOURCE.read_text(encoding="utf-8").partition("\n\n")[2].strip()


def _block(block: str) -> Component:
    """Render a heading, a list or a paragraph."""
    if block.startswith(_SUBHEADING):
        return html.H3(block.removeprefix(_SUBHEADING))
    if block.startswith(_ITEM):
        items = re.split(rf"^{_ITEM}", block, flags=re.MULTILINE)[1:]
        return html.Ul([html.Li(list(_words(item))) for item in items])
    return html.P(list(_words(block)))


def _words(text: str) -> Iterator[str | html.Strong]:
    """Join the lines of a block; what stands between two asterisks is bold."""
    for place, part in enumerate(_STRONG.split(" ".join(text.split()))):
        if place % 2:
            yield html.Strong(part)
        elif part:
            yield part
