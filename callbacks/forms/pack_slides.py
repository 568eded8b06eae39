"""The address by which the slides of a draft are chosen.

POST /packs/slides `{pack_id, move, slide, note, measure}`
    `move` is up, down, hide, show or reset; note, which writes `note` for the slide; or add, which puts
    `measure` in focus. 200 `{words}`.

400 where what was sent cannot be taken; 403 where nobody may make packs here; 404 where there is no such
pack; 409 where it is no draft, or its slides cannot be chosen so; 422 where the note or the name is refused.
"""

from typing import Annotated, Final

from flask import Response, jsonify
from pydantic import Field

from callbacks.access.signed import Signed
from callbacks.access.who import require
from callbacks.forms.plain_forms import Forms
from callbacks.forms.validation import refuse_hidden_numbers
from callbacks.pages.resolve import load_readable_pack
from callbacks.server.json_api import read_body
from callbacks.server.request_fields import Key, Line, code_of
from dashboard.model.rights import Right
from dashboard.model.urls import Urls
from dashboard.pack.agenda import Agenda
from dashboard.pack.model import StoredPack
from dashboard.pack.slides.chosen import (
    ADD,
    LONGEST_NOTE,
    MOVES,
    NOTE,
    RESET,
    SlideRefusedError,
    moved,
    slide_choice,
    with_measure,
    with_note,
)
from data.meetings.agendas import choose_slides
from data.meetings.packs import PackRefusedError, PersonalWordsError
from data.queries.snapshot import UnknownSelectionError
from data.store.databases.engine import Engine

_NO_SUCH_PACK: Final = "There is no such pack. Open the page again."


class _Slides(Signed):
    move: Annotated[Key, code_of((*MOVES, NOTE, ADD))] = Field(
        description="A slide is moved, hidden, shown or added, or has a note."
    )
    pack_id: Key = ""
    slide: Key = ""
    measure: Key = ""
    note: Line = Field("", title="The note", max_length=LONGEST_NOTE)


def register_pack_slides(forms: Forms) -> None:
    """Add the address by which slides are chosen."""

    def choose() -> Response:
        return _choose(forms.engine)

    refusals = {
        PersonalWordsError: ("{error}", 422),
        PackRefusedError: ("{error}", 409),
        SlideRefusedError: ("{error}", 409),
        UnknownSelectionError: (_NO_SUCH_PACK, 404),
    }
    forms.add(Urls.PACK_SLIDES, "pack_slides", choose, refusals)


def _choose(engine: Engine) -> Response:
    body = read_body(_Slides)
    require(Right.MAKE_PACKS, load_readable_pack(engine, body.pack_id).area_code)
    refuse_hidden_numbers(body.note)
    before, after = choose_slides(
        engine, body.pack_id, lambda stored: _changed(stored, body), body.by, account=body.account
    )
    return jsonify({"words": _words(before, after, body)})


def _changed(stored: StoredPack, body: _Slides) -> Agenda:
    if body.move == ADD:
        return with_measure(stored, body.measure)
    if body.move == NOTE:
        return with_note(stored, body.slide, body.note)
    return moved(stored, body.move, body.slide)


def _words(before: StoredPack, after: StoredPack, body: _Slides) -> str:
    """Return what became of the slides."""
    if body.move == NOTE:
        return f"The note is {'saved' if body.note else 'taken away'}."
    if body.move == RESET:
        return "The slides are as the figures have them."
    shown = slide_choice(after).shown
    if body.move == ADD:
        title = after.content.panels[body.measure].measure.short_title
        left = [slide.title for slide in slide_choice(before).shown if slide not in shown]
        instead = f", in place of “{left[0]}”" if left else ""
        return f"{title} is added to the slides of {after.name}{instead}."
    names = [slide.slide_id for slide in shown]
    if body.slide not in names:
        return "The slide is hidden."
    at = names.index(body.slide)
    # The cover comes first.
    return f"“{shown[at].title}” is slide {at + 2}."
