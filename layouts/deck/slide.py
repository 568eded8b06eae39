"""One slide of the deck: its parts in their fixed places, its footer, the chart's table."""

from dataclasses import dataclass
from html import escape
from typing import Any, Final

from dash import html

from dashboard.model.urls import Urls
from dashboard.pack.blocks import Picture, Slide
from dashboard.pack.model import DRAFT, STATE_WORDS, Pack, StoredPack
from dashboard.pack.places.measure_slide import footer_top
from dashboard.pack.places.slide import PLACED, head_layout
from dashboard.pack.places.tables import is_long_subtitle, is_long_title
from dashboard.text.format import counted, day_words
from layouts.charts.data_table import slide_numbers
from layouts.charts.svg.pack_chart import has_line
from layouts.deck.blocks import attribute, slide_block, spaced
from layouts.deck.main_blocks import placed_body
from layouts.ui.static_html import html_text

# The first slide of the open questions.
QUESTIONS: Final = "questions"


@dataclass(frozen=True)
class RenderedSlide:
    """A slide as HTML: its content, its notes, and the attributes that scripts read."""

    slide_id: str
    title: str
    attributes: str
    inside: str
    notes: str
    label: str
    is_backup: bool
    place_words: str


def render_slide(slide: Slide, place: str, stored: StoredPack) -> RenderedSlide:
    """Render a slide; its `place` among the others is stated in its footer."""
    stamp = [*_stamp(stored, place), *_open_question_links(slide, stored)]
    foot = footer_top(slide.source, "".join(f" {part.children}  " for part in stamp))
    content = (
        placed_body(slide, stored.pack_id, foot)
        if slide.layout in PLACED
        else list(map(slide_block, slide.blocks))
    )
    body = html.Div(content, className="slide-body")
    source = [html.Span(slide.source, className="source")] if slide.source else []
    footer = html.Footer(html.P(spaced([*source, *stamp]), className="foot"))
    inside = "".join(map(html_text, (_head(slide), body, footer))) + _numbers_template(slide)
    notes = "".join(f"<p>{escape(note)}</p>" for note in slide.notes)
    return RenderedSlide(
        slide.slide_id,
        slide.title,
        _attributes(slide, stored.content),
        inside,
        notes or "<p>No notes for this slide.</p>",
        slide.label,
        slide.is_backup,
        place,
    )


def _attributes(slide: Slide, pack: Pack) -> str:
    look = "" if slide.is_backup else " is-main"
    look += " is-placed" if slide.layout in PLACED else ""
    panel = pack.panels.get(slide.measure_id)
    attributes = {
        "class": f"slide slide-{slide.layout}{look}",
        "data-slide": slide.slide_id,
        "data-number": slide.label,
        "data-group": "backup" if slide.is_backup else "main",
        "data-backup": slide.backup,
        "data-part": slide.part,
        "data-references": " | ".join(slide.references),
        "data-measure": slide.measure_id,
        "data-framework": panel.framework.framework_id if panel else "",
    }
    return "".join(attribute(name, words) for name, words in attributes.items())


def _head(slide: Slide) -> html.Header:
    if slide.layout in PLACED:
        return _placed_head(slide)
    heading = html.H1(
        slide.title, tabIndex="-1", className="long" if is_long_title(slide.title) else ""
    )
    look = "subtitle long" if is_long_subtitle(slide.subtitle) else "subtitle"
    subtitle = html.P(slide.subtitle, className=look) if slide.subtitle else None
    return html.Header([html.P(slide.part, className="part"), heading, subtitle])


def _placed_head(slide: Slide) -> html.Header:
    layout = head_layout(slide.title, slide.subtitle)
    size: dict[str, Any] = {"--s": f"{layout.title.size}"}
    heading = html.H1(slide.title, tabIndex="-1", style=size)
    subtitle = html.P(slide.subtitle, className="subtitle") if slide.subtitle else None
    return html.Header([html.P(slide.part, className="part"), heading, subtitle])


def _numbers_template(slide: Slide) -> str:
    """Return the numbers of the chart as a template, which a script shows on request."""
    picture = next((block for block in slide.blocks if isinstance(block, Picture)), None)
    if picture is None or not has_line(picture.series):
        return ""
    table = slide_numbers(picture.panel, picture.series)
    return f'<template class="numbers">{table}</template>'


def _open_question_links(slide: Slide, stored: StoredPack) -> list[html.A]:
    question_count = len(slide.questions)
    if not question_count:
        return []
    address = Urls.slide(stored.pack_id, QUESTIONS)
    words = f"{counted(question_count, 'question')} not yet closed"
    return [html.A(words, href=address, **{"data-to": QUESTIONS})]


def _stamp(stored: StoredPack, place: str) -> list[Any]:
    """Return the end of every footer: day, version, state, synthetic data, place of the slide."""
    state = STATE_WORDS[stored.state]
    parts = [
        html.Span(f"As at {day_words(stored.as_of)}"),
        html.Span(f"Version {stored.version}"),
        html.Strong(state, className="draft") if stored.state == DRAFT else html.Span(state),
    ]
    if stored.content.overview.area.is_synthetic:
        parts.append(html.Strong("Synthetic data", className="synthetic"))
    return [*parts, html.Span(place, className="place")]
