"""The slides of a draft, chosen by whoever makes packs: their order, what is hidden, measures, notes."""

from collections.abc import Container, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.blocks import Slide
from dashboard.pack.commentary import measure_name
from dashboard.pack.model import DRAFT, StoredPack
from dashboard.pack.slides.chosen import (
    ADD,
    DOWN,
    FOCUS,
    HIDE,
    LONGEST_NOTE,
    NOTE,
    RESET,
    SHOW,
    UP,
    Choice,
    slide_choice,
)
from dashboard.text.format import counted
from layouts.sections.meetings.slides import ADD_ANCHOR, ADDED, SLIDES, pack_tab
from layouts.ui.components import page_head, section
from layouts.ui.forms import Button, Field, Form, FormRow, closed_note, folded_form, slot

TITLE: Final = "Choose slides"
_SLOT: Final = "slides-said"
_CLOSED: Final = "The slides can be read here and not chosen."
_FROZEN: Final = "This pack is no longer a draft: its slides stay as they are."


def pack_slides_page(stored: StoredPack, selection: Selection) -> list[Component]:
    """Render the slides of a pack in their order, with what moves, hides and notes them."""
    choice = slide_choice(stored)
    count = counted(len(choice.shown) + 1, "slide")
    hidden = f", {len(choice.hidden)} hidden" if choice.hidden else ""
    parts = [
        page_head(TITLE, [("Meetings", selection.to("meeting"))], stored.name),
        html.P([f"{count}{hidden}. ", html.A("Present", href=Urls.slide(stored.pack_id))]),
        html.P(choice.gone_words, className="note") if choice.gone else None,
        slot(_SLOT),
        closed_note(_CLOSED, "make-packs") if stored.state == DRAFT else None,
        section("Slides", _list(stored, choice), anchor="slides"),
        *(_forms(stored, choice, selection) if stored.state == DRAFT else [html.P(_FROZEN)]),
    ]
    return [part for part in parts if part is not None]


def _list(stored: StoredPack, choice: Choice) -> html.Ol:
    notes = choice.notes
    items = [
        html.Li(
            [
                html.A(slide.title, href=Urls.slide(stored.pack_id, slide.slide_id)),
                html.Span(slide.part, className="small"),
                _note_link(slide, stored) if stored.state == DRAFT else None,
                html.P(notes[slide.slide_id], className="note")
                if slide.slide_id in notes
                else None,
            ]
        )
        for slide in (choice.cover, *choice.shown)
    ]
    return html.Ol(items, className="chosen-slides")


def _note_link(slide: Slide, stored: StoredPack) -> html.A:
    about = html.Span(f" for {slide.part}", className="visually-hidden")
    return html.A(["Note", about], href=f"{pack_tab(stored, SLIDES, slide.slide_id)}#note")


def _forms(stored: StoredPack, choice: Choice, selection: Selection) -> list[Component]:
    return [
        _moves(stored, choice),
        html.Div(_note(stored, choice, selection), id="note"),
        html.Div(_measures(stored, choice, selection), id=ADD_ANCHOR),
    ]


def _moves(stored: StoredPack, choice: Choice) -> html.Div:
    """Render a row of buttons for each slide after the cover."""
    last = len(choice.shown) - 1
    shown = [
        FormRow(
            f"{number + 2}. {slide.title}",
            (
                _button("Up", UP, slide, is_off=number == 0),
                _button("Down", DOWN, slide, is_off=number == last),
                _button("Hide", HIDE, slide, is_off=last == 0),
            ),
        )
        for number, slide in enumerate(choice.shown)
    ]
    hidden = [
        FormRow(f"Hidden: {slide.title}", (_button("Show", SHOW, slide),))
        for slide in choice.hidden
    ]
    form = Form(
        "move-slides",
        Urls.PACK_SLIDES,
        (),
        (Button("Put all back", {"move": RESET}),) if stored.agenda.slides else (),
        _SLOT,
        payload={"pack_id": stored.pack_id},
        needs="make-packs",
        rows=(*shown, *hidden),
    )
    return folded_form(form, "Order, hide and show", is_open=True)


def _button(words: str, move: str, slide: Slide, *, is_off: bool = False) -> Button:
    payload = {"move": move, "slide": slide.slide_id}
    return Button(words, payload, about=slide.title, is_off=is_off)


def _note(stored: StoredPack, choice: Choice, selection: Selection) -> html.Div:
    """Render the form of the note for the slide that the address names, else for the cover."""
    every: Sequence[Slide] = (choice.cover, *choice.shown)
    slide = next((each for each in every if each.slide_id == selection.at), choice.cover)
    text = choice.notes.get(slide.slide_id, "")
    form = Form(
        "note-slide",
        Urls.PACK_SLIDES,
        (Field("note", "Note", "text", text, "Blank takes it away.", longest=LONGEST_NOTE),),
        (Button("Save note"),),
        _SLOT,
        payload={"pack_id": stored.pack_id, "move": NOTE, "slide": slide.slide_id},
        needs="make-packs",
    )
    explained = "Whoever presents sees it in their own window, and in PowerPoint’s notes."
    is_open = slide.slide_id == selection.at
    return folded_form(form, f"Note for “{slide.title}”", explained, is_open=is_open)


def _measures(stored: StoredPack, choice: Choice, selection: Selection) -> list[Component]:
    """Render the form that adds a measure; the one that the address names comes first in it."""
    shown = {slide.slide_id for slide in choice.shown}
    first_added = selection.at.removeprefix(ADDED) if selection.at.startswith(ADDED) else ""
    panels = sorted(stored.content.panels.items(), key=lambda named: named[0] != first_added)
    rows = [
        FormRow(measure_name(panel), (Button("Add", {"measure": measure_id}, about=title),))
        for measure_id, panel in panels
        if f"{FOCUS}{measure_id}" not in shown
        for title in [panel.measure.short_title]
    ]
    form = Form(
        "add-measure",
        Urls.PACK_SLIDES,
        (),
        (),
        _SLOT,
        payload={"pack_id": stored.pack_id, "move": ADD},
        needs="make-packs",
        rows=rows,
        find="Narrow the list",
    )
    explained = "It comes first among those in focus; of more than three the last leaves."
    words = _why_not(first_added, stored, shown) if first_added else ""
    return [
        *([html.P(words, className="note")] if words else []),
        folded_form(form, "Add a measure", explained, is_open=bool(first_added) and not words),
    ]


def _why_not(measure_id: str, stored: StoredPack, shown: Container[str]) -> str:
    """Return why a measure is not among those that can be added; "" where it is."""
    panel = stored.content.panels.get(measure_id)
    if panel is None:
        return "This measure is not in the pack."
    if f"{FOCUS}{measure_id}" in shown:
        return f"{panel.measure.short_title} is among the slides already."
    return ""
