"""The deck of a pack: one HTML document with every slide in it, and the presenter's own window.

The slide that was asked for is shown, the others are hidden: the document reads without scripts,
whose links then lead from slide to slide. assets/deck.js moves between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from dashboard.pack.model import DRAFT, StoredPack
from dashboard.pack.slides.deck import build_slides
from layouts.deck.slide import RenderedSlide, render_slide
from layouts.deck.template import DIALOGS, PAGE, PRESENTER, TOOLBAR
from layouts.ui.pack_urls import slide_address
from layouts.ui.shell import PRODUCT


@dataclass(frozen=True)
class Deck:
    """The drawn slides of a pack, and what is said of the whole."""

    pack_id: str
    area: str
    framework_id: str
    suffix: str
    slides: tuple[RenderedSlide, ...]

    def place(self, slide_id: str) -> int | None:
        """Give the place of a slide, from 0; None where there is none of that name."""
        slide_ids = [slide.slide_id for slide in self.slides]
        return slide_ids.index(slide_id) if slide_id in slide_ids else None


@dataclass(frozen=True)
class DeckAssets:
    """The addresses of what a page loads, each naming its version."""

    font: str
    styles: Sequence[str]
    scripts: Sequence[str]
    icon: str


def render_deck(stored: StoredPack) -> Deck:
    """Draw every slide of a pack."""
    slides = build_slides(stored)
    overview = stored.content.overview
    marks = [
        "draft" if stored.state == DRAFT else "",
        "synthetic data" if overview.area.is_synthetic else "",
        overview.area.name,
        PRODUCT,
    ]
    return Deck(
        pack_id=stored.pack_id,
        area=overview.area.area_code,
        framework_id=stored.framework_id,
        suffix=" – ".join(mark for mark in marks if mark),
        slides=tuple(
            render_slide(slide, number, len(slides), stored)
            for number, slide in enumerate(slides, 1)
        ),
    )


def deck_page(deck: Deck, shown: int, files: DeckAssets) -> str:
    """Write the whole deck with one slide shown."""
    slides = "\n".join(
        _section(slide, is_shown=place == shown) for place, slide in enumerate(deck.slides)
    )
    body = (
        '<a class="skip-link" href="#slides">Skip to the slide</a>'
        f'<main id="slides">{slides}</main>{_toolbar(deck, shown)}{DIALOGS}'
        '<div id="said" class="unseen" role="status"></div>'
    )
    return _page(deck, f"{deck.slides[shown].title} – {deck.suffix}", body, files, "deck")


def presenter_page(deck: Deck, shown: int, files: DeckAssets) -> str:
    """Write the presenter's own window: notes, the next slide, a clock."""
    notes = "\n".join(
        f'<section data-note="{place}"{_hidden(place == shown)}><h1 tabindex="-1">'
        f"{escape(slide.title)}</h1>{slide.notes}</section>"
        for place, slide in enumerate(deck.slides)
    )
    slides = "\n".join(
        _section(slide, is_shown=place == shown + 1) for place, slide in enumerate(deck.slides)
    )
    body = PRESENTER.format(place=shown + 1, count=len(deck.slides), notes=notes, slides=slides)
    return _page(deck, f"{deck.slides[shown].title} – notes – {deck.suffix}", body, files, "notes")


def _section(slide: RenderedSlide, *, is_shown: bool) -> str:
    return f"<section{slide.attributes}{_hidden(is_shown)}>{slide.inside}</section>"


def _hidden(is_shown: bool) -> str:
    return "" if is_shown else " hidden"


def _toolbar(deck: Deck, shown: int) -> str:
    last = len(deck.slides) - 1
    before, after = (deck.slides[place] for place in (max(shown - 1, 0), min(shown + 1, last)))
    return TOOLBAR.format(
        before=escape(slide_address(deck.pack_id, before.slide_id)),
        after=escape(slide_address(deck.pack_id, after.slide_id)),
        leave=escape(f"/meeting?area={quote(deck.area)}&framework={quote(deck.framework_id)}"),
    )


def _page(deck: Deck, title: str, body: str, files: DeckAssets, kind: str) -> str:
    scripts = "\n".join(f'<script defer src="{src}"></script>' for src in files.scripts)
    styles = "\n".join(f'<link rel="stylesheet" href="{href}">' for href in files.styles)
    return PAGE.format(
        title=escape(title),
        font=files.font,
        icon=files.icon,
        styles=styles,
        scripts=scripts,
        kind=kind,
        pack=escape(deck.pack_id),
        framework=escape(deck.framework_id),
        suffix=escape(deck.suffix),
        body=body,
    )
