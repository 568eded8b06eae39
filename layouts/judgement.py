"""How the dashboard judges: the README's own page, drawn for readers who never see the README."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from dash import html
from dash.development.base_component import Component

HEADING: Final = "How we judge"
README: Final = Path(__file__).resolve().parents[1] / "README.md"
_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_ITEM: Final = "- "
_SUBHEADING: Final = "### "


def judgement_page() -> list[Component]:
    """Draw the section of the README on judgement, without its heading."""
    return [_block(block) for block in judgement_text().split("\n\n")]


@cache
def judgement_text() -> str:
    """Read the section; ValueError where the README has none."""
    _, found, rest = README.read_text(encoding="utf-8").partition(f"\n## {HEADING}\n")
    if not found:
        raise ValueError(f"README.md has no section “{HEADING}”.")
    return rest.partition("\n## ")[0].strip()


def _block(block: str) -> Component:
    """Draw a heading, a list or a paragraph."""
    if block.startswith(_SUBHEADING):
        return html.H3(block.removeprefix(_SUBHEADING))
    if block.startswith(_ITEM):
        items = re.split(rf"^{_ITEM}", block, flags=re.MULTILINE)[1:]
        return html.Ul([html.Li(list(_words(item))) for item in items])
    return html.P(list(_words(block)))


def _words(text: str) -> Iterator[str | html.Strong]:
    """Join the lines of a block, and set in bold what the README does."""
    for place, part in enumerate(_STRONG.split(" ".join(text.split()))):
        if place % 2:
            yield html.Strong(part)
        elif part:
            yield part
