"""The deck of a pack: plain documents drawn on the server.

GET /present?framework=&slide=   leads to that slide of the newest pack of a plan, else to its first;
    to the page of meetings where the plan has no pack
GET /meeting/<pack>            leads to its first slide
GET /meeting/<pack>/<slide>    the deck, with that slide shown; its number, 7 or A12, leads there
GET /meeting/<pack>/backup     the slides behind the main ones, which the deck fetches
GET /meeting/<pack>/<slide>/notes    the presenter's own window
    404 where the pack has no such slide, or the store no such pack; 409 where the stored content
    is not what its hash says: then nothing of it is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask, Response, make_response, redirect, request

from callbacks.access.who import current_reach
from callbacks.packs.respond import MEETING_LINK, answer_pack, message_response
from callbacks.server.bundles import named_by_content
from callbacks.server.index_page import FONT_FILE, ICON_FILE
from callbacks.server.settings import Settings
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.agenda import Agenda
from dashboard.pack.model import Step, StoredPack
from dashboard.pack.scope import WHOLE_PLAN
from data.meetings.packs import list_packs
from data.store.databases.engine import Engine, require_ready
from layouts.deck.document import (
    Deck,
    DeckAssets,
    backup_part,
    deck_page,
    presenter_page,
    render_deck,
)

_STYLES: Final = ("tokens.css", "fonts.css", "deck.css")
_SCRIPTS: Final = ("csrf.js", "deck.js", "deck.dialogs.js")
_PRESENTER_SCRIPTS: Final = ("deck.notes.js",)


@dataclass(frozen=True)
class _DeckKey:
    """What tells one drawn deck from another; the pack itself is what it is drawn from."""

    pack_id: str
    sha256: str
    steps: tuple[Step, ...]
    agenda: Agenda
    stored: StoredPack = field(compare=False, repr=False)


class SlideRoutes:
    """The routes of a deck."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._files = _files(settings.assets_folder, _SCRIPTS)
        self._notes_files = _files(settings.assets_folder, _PRESENTER_SCRIPTS)

    def newest(self) -> Response:
        """Redirect to the newest pack of a plan, or of any, that who asks may read."""
        framework, slide = request.args.get("framework", ""), request.args.get("slide", "")
        require_ready(self._engine)
        reach = current_reach()
        readable = (
            each.pack_id
            for each in list_packs(self._engine, framework, WHOLE_PLAN)
            if reach.reads(each.area_code) and not each.integrity_error
        )
        pack = next(readable, None)
        if pack is None:
            return _sent_on(Selection(framework=framework).to("meeting"))
        return self._answer(pack, lambda deck: _sent_on(_address_in(deck, slide)))

    def first(self, pack: str) -> Response:
        """Redirect to the first slide."""
        return self._answer(pack, lambda deck: _sent_on(_address_in(deck, "")))

    def slide(self, pack: str, slide: str) -> Response:
        """Return the deck at a slide."""
        return self._answer(pack, lambda deck: self._page(deck, slide, deck_page, self._files))

    def backup(self, pack: str) -> Response:
        """Return the slides behind the main ones."""
        return self._answer(pack, lambda deck: _tagged(backup_part(deck)))

    def notes(self, pack: str, slide: str) -> Response:
        """Return the presenter's window at a slide."""
        return self._answer(
            pack, lambda deck: self._page(deck, slide, presenter_page, self._notes_files)
        )

    def _page(
        self,
        deck: Deck,
        slide: str,
        draw: Callable[[Deck, int, DeckAssets], str],
        files: DeckAssets,
    ) -> Response:
        place = deck.place(slide)
        if place is None and (name := deck.name_of(slide)):
            return _sent_on(Urls.slide(deck.pack_id, name))
        if place is None:
            first = Urls.slide(deck.pack_id, deck.slides[0].slide_id)
            ways = (("The first slide of this pack", first), *MEETING_LINK)
            return message_response(
                "No such slide", "This pack has no slide of that name.", 404, ways
            )
        return _tagged(draw(deck, place, files))

    def _answer(self, pack: str, answer: Callable[[Deck], Response]) -> Response:
        return answer_pack(self._engine, pack, lambda stored: answer(_deck(_deck_key(stored))))


def _address_in(deck: Deck, slide: str) -> str:
    """Return the address of a slide of a deck; of its first where it has none of that name.

    The slide of two priorities, "priority-3-4", is that of each.
    """
    part, _, number = slide.partition("-")
    names = [each.slide_id for each in deck.slides]
    shared = (
        name for name in names if part == "priority" and {part, number} <= set(name.split("-"))
    )
    return Urls.slide(deck.pack_id, slide if slide in names else next(shared, names[0]))


def _deck_key(stored: StoredPack) -> _DeckKey:
    return _DeckKey(stored.pack_id, stored.sha256, stored.steps, stored.agenda, stored)


@lru_cache(maxsize=8)
def _deck(key: _DeckKey) -> Deck:
    """Render a deck once for every state of its pack."""
    return render_deck(key.stored)


def register_slides(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the addresses of decks; `/meeting` alone is a page of the dashboard."""
    meeting = SlideRoutes(engine, settings)
    add = server.add_url_rule
    add(Urls.PRESENT, "present", meeting.newest)
    add(Urls.DECK, "deck", meeting.first)
    add(Urls.DECK_BACKUP, "deck_backup", meeting.backup)
    add(Urls.SLIDE, "deck_slide", meeting.slide)
    add(Urls.NOTES, "deck_notes", meeting.notes)


def _files(folder: Path, scripts: tuple[str, ...]) -> DeckAssets:
    return DeckAssets(
        font=f"{Urls.ASSETS}{FONT_FILE}",
        styles=[_versioned(folder, name) for name in _STYLES],
        scripts=[_versioned(folder, name) for name in scripts],
        icon=_versioned(folder, ICON_FILE),
    )


def _versioned(folder: Path, name: str) -> str:
    return named_by_content(name, (folder / name).read_bytes())


def _sent_on(address: str) -> Response:
    return make_response(redirect(address))


def _tagged(page: str) -> Response:
    """Return a page with an entity tag; 304 where the browser has it already."""
    response = Response(page, mimetype="text/html")
    response.set_etag(sha256(page.encode()).hexdigest()[:24], weak=True)
    return response.make_conditional(request)  # type: ignore[return-value]
