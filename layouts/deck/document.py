"""The deck of a pack: an HTML document of its main slides, and the presenter's own window.

The slide that an address names is shown and the others are hidden, so that the document can be read
without scripts, whose links then lead from slide to slide. assets/deck.js moves between them, and
fetches the backup slides once the main ones are painted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.blocks import Slide
from dashboard.pack.model import DRAFT, StoredPack
from dashboard.pack.slides.deck import build_slides
from dashboard.records.scrutiny import LONGEST_NAME, LONGEST_TEXT
from layouts.deck.slide import RenderedSlide, render_slide
from layouts.ui.static_html import PRODUCT


@dataclass(frozen=True)
class Deck:
    """The rendered slides of a pack, and what its pages name."""

    pack_id: str
    area: str
    framework_id: str
    suffix: str
    slides: tuple[RenderedSlide, ...]

    def place(self, slide_id: str) -> int | None:
        """Return the index of a slide; None for an unknown id."""
        slide_ids = [slide.slide_id for slide in self.slides]
        return slide_ids.index(slide_id) if slide_id in slide_ids else None

    def name_of(self, label: str) -> str:
        """Return the id of the slide of a label, "7" or "A12"; "" for an unknown label."""
        labels = {slide.label: slide.slide_id for slide in self.slides}
        return labels.get(label.upper(), "")

    def near(self, place: int, step: int) -> RenderedSlide:
        """Return the slide so many steps on of the same group, itself where there is none."""
        slide, at = self.slides[place], place + step
        is_near = 0 <= at < len(self.slides) and self.slides[at].is_backup == slide.is_backup
        return self.slides[at] if is_near else slide


@dataclass(frozen=True)
class DeckAssets:
    """The addresses of the assets of a page, each naming its version."""

    font: str
    styles: Sequence[str]
    scripts: Sequence[str]
    icon: str


def render_deck(stored: StoredPack) -> Deck:
    """Render every slide of a pack."""
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
        slides=tuple(render_slide(slide, _place_words(slide, slides), stored) for slide in slides),
    )


def _place_words(slide: Slide, slides: Sequence[Slide]) -> str:
    """Return the place of a slide: "4 of 12 · backup A1–A70", or "A7 of A70"."""
    backup = sum(each.is_backup for each in slides)
    if slide.is_backup:
        return f"{slide.label} of A{backup}"
    return f"{slide.label} of {len(slides) - backup} · backup A1–A{backup}"


def deck_page(deck: Deck, shown: int, files: DeckAssets) -> str:
    """Return the page of the main slides with one slide shown, which may be one of the backup."""
    slides = "\n".join(
        _section(slide, is_shown=place == shown)
        for place, slide in enumerate(deck.slides)
        if place == shown or not slide.is_backup
    )
    body = (
        '<a class="skip-link" href="#slides">Skip to the slide</a>'
        f'<main id="slides">{slides}</main>{_toolbar(deck, shown)}{DIALOGS}'
        '<div id="said" class="unseen" role="status"></div>'
    )
    return _page(deck, f"{deck.slides[shown].title} – {deck.suffix}", body, files, "deck")


def backup_part(deck: Deck) -> str:
    """Return the backup slides, all hidden, as a part of a page."""
    return "\n".join(_section(slide, is_shown=False) for slide in deck.slides if slide.is_backup)


def presenter_page(deck: Deck, shown: int, files: DeckAssets) -> str:
    """Return the presenter's own window: notes, the next slide, a clock."""
    notes = "\n".join(
        f'<section data-note="{place}"{_hidden(place == shown)}><h1 tabindex="-1">'
        f"{escape(slide.title)}</h1>{slide.notes}</section>"
        for place, slide in enumerate(deck.slides)
    )
    following = deck.near(shown, 1)
    slides = "\n".join(
        _section(slide, is_shown=slide is following and place != shown)
        for place, slide in enumerate(deck.slides)
    )
    body = PRESENTER.format(place=deck.slides[shown].place_words, notes=notes, slides=slides)
    return _page(deck, f"{deck.slides[shown].title} – notes – {deck.suffix}", body, files, "notes")


def _section(slide: RenderedSlide, *, is_shown: bool) -> str:
    return f"<section{slide.attributes}{_hidden(is_shown)}>{slide.inside}</section>"


def _hidden(is_shown: bool) -> str:
    return "" if is_shown else " hidden"


def _toolbar(deck: Deck, shown: int) -> str:
    before, after = (deck.near(shown, step) for step in (-1, 1))
    # Without scripts the way to the questions, and from there to the meetings, stands in place of the menu.
    plan = Selection(area=deck.area, framework=deck.framework_id)
    return TOOLBAR.format(
        before=escape(Urls.slide(deck.pack_id, before.slide_id)),
        after=escape(Urls.slide(deck.pack_id, after.slide_id)),
        leave=escape(plan.to("meeting")),
        log=escape(plan.to("scrutiny")),
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
        rest=escape(Urls.path(Urls.DECK_BACKUP, pack=deck.pack_id)),
        body=body,
    )


PAGE: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>
{styles}
{scripts}
</head>
<body class="{kind}" data-pack="{pack}" data-framework="{framework}" data-suffix="{suffix}"
data-rest="{rest}">
{body}
</body>
</html>
"""

# The action of a button is in data-does; assets/deck.js has the same names for its keys.
TOOLBAR: Final = """
<nav class="toolbar" aria-label="Slides">
<a class="button" data-does="back" href="{before}"><span aria-hidden="true">‹</span>
<span class="on-small">Previous</span></a>
<a class="button" data-does="on" href="{after}"><span class="on-small">Next</span>
<span aria-hidden="true">›</span></a>
<noscript><a class="button" href="{log}">Ask<span class="unseen"> a question</span></a></noscript>
<button type="button" popovertarget="menu" class="needs-script">Menu</button>
<div id="menu" popover class="needs-script"><ul>
<li><button type="button" data-does="jump">Go to a slide or measure <kbd>J</kbd></button></li>
<li><button type="button" data-does="backup">Backup of this slide <kbd>Enter</kbd></button></li>
<li><button type="button" data-does="return">Back to the main slide
<kbd>Backspace</kbd></button></li>
<li><button type="button" data-does="grid">All slides <kbd>G</kbd></button></li>
<li><button type="button" data-does="table">Table of the chart <kbd>T</kbd></button></li>
<li><button type="button" data-does="full">Full screen <kbd>F</kbd></button></li>
<li><button type="button" data-does="notes">Presenter’s window <kbd>N</kbd></button></li>
<li><button type="button" data-does="blank">Blank screen <kbd>B</kbd></button></li>
<li><button type="button" data-does="ask">Ask a question <kbd>Q</kbd></button></li>
<li><button type="button" data-does="keys">Keys <kbd>?</kbd></button></li>
<li><a href="{leave}">Leave the slides</a></li>
</ul></div>
</nav>
"""

DIALOGS: Final = f"""
<dialog id="table" aria-labelledby="table-name"><div class="dialog-head">
<h2 id="table-name">Table of the chart</h2><form method="dialog"><button>Close</button></form></div>
<div class="dialog-body"></div></dialog>
<dialog id="grid" aria-labelledby="grid-name"><div class="dialog-head">
<h2 id="grid-name">All slides</h2><form method="dialog"><button>Close</button></form></div>
<ol class="dialog-body"></ol><details><summary>Backup</summary><ol></ol></details></dialog>
<dialog id="jump" aria-labelledby="jump-name"><div class="dialog-head">
<h2 id="jump-name">Go to a slide</h2><form method="dialog"><button>Close</button></form></div>
<form id="jump-form"><label for="jump-words">Reference, name or number of a slide</label>
<input id="jump-words" type="text" autocomplete="off" spellcheck="false">
<p id="jump-found" role="status"></p></form>
<ol class="dialog-body"></ol></dialog>
<dialog id="ask" aria-labelledby="ask-name"><div class="dialog-head">
<h2 id="ask-name">Ask a question</h2><form method="dialog"><button>Close</button></form></div>
<form id="ask-form"><p id="ask-about"></p>
<label for="ask-member">Member who asks</label>
<input id="ask-member" name="member" maxlength="{LONGEST_NAME}" autocomplete="off" required>
<label for="ask-question">Question</label>
<textarea id="ask-question" name="question" rows="3" maxlength="{LONGEST_TEXT}" required></textarea>
<label for="ask-due">Answer due on (may be left out)</label>
<input id="ask-due" name="due_on" type="date">
<label for="ask-by">Your name or role, who writes this down</label>
<input id="ask-by" name="by" maxlength="{LONGEST_NAME}" autocomplete="off" required>
<button type="submit" class="first">Save question</button></form>
<p id="ask-said" tabindex="-1"></p></dialog>
<dialog id="keys" aria-labelledby="keys-name"><div class="dialog-head">
<h2 id="keys-name">Keys</h2><form method="dialog"><button>Close</button></form></div>
<label class="switch"><input id="letters" type="checkbox" checked>
Use single letters, <kbd>?</kbd> and <kbd>/</kbd> as keys</label>
<p>Without them the buttons and the menu do everything; arrows, Home and End still work.</p>
<dl class="dialog-body"></dl></dialog>
<dialog id="blank" aria-label="Blank screen"><form method="dialog">
<button>Show the slide again</button></form></dialog>
"""

PRESENTER: Final = """
<main id="notes">
<p class="where">Slide <span id="place">{place}</span></p>
{notes}
</main>
<aside>
<h2>Next</h2>
<div id="slides" aria-hidden="true" inert>{slides}</div>
<p id="last" hidden>This is the last slide.</p>
<dl class="clocks"><div><dt>Time</dt><dd id="clock"></dd></div>
<div><dt>Elapsed</dt><dd id="elapsed"></dd></div></dl>
<div class="toolbar">
<button type="button" data-does="back">‹ Previous</button>
<button type="button" data-does="on">Next ›</button>
<button type="button" data-does="blank">Blank screen</button>
<button type="button" data-does="restart">Restart the time</button>
</div>
</aside>
<div id="said" class="unseen" role="status"></div>
"""
