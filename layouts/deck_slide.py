"""One slide of the deck: its parts in their fixed places, what the foot says, the chart's table."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.pack.blocks import Block, Facts, Picture, Slide
from dashboard.pack.shapes import DRAFT, STATE_WORDS, StoredPack
from dashboard.wording import day_words
from layouts.deck_blocks import attribute, rail, slide_block
from layouts.slide_chart import has_line
from layouts.still import html_text
from layouts.tables import series_table

# Titles of more letters take two lines of the largest size.
_SHORT_TITLE: Final = 48


@dataclass(frozen=True)
class DrawnSlide:
    """A slide as HTML: what stands in it, and the attributes that scripts read."""

    slide_id: str
    title: str
    attributes: str
    inside: str
    notes: str


def draw_slide(slide: Slide, number: int, count: int, foot: Component) -> DrawnSlide:
    """Draw a slide; `number` of `count` is its place."""
    body = html.Div(list(_body(slide)), className="slide-body")
    source = html.P(slide.source, className="source") if slide.source else None
    place = html.Span(f"{number} of {count}", className="place")
    parts = [_head(slide), body, html.Footer([source, html.Div([foot, place], className="foot")])]
    inside = "".join(html_text(part) for part in parts) + _numbers(slide)
    return DrawnSlide(
        slide.slide_id, slide.title, _attributes(slide, number), inside, _notes(slide)
    )


def _attributes(slide: Slide, number: int) -> str:
    told = {
        "class": f"slide slide-{slide.layout}",
        "data-slide": slide.slide_id,
        "data-number": str(number),
        "data-part": slide.part,
        "data-references": " | ".join(slide.references),
        "data-measure": slide.measure_id,
    }
    return "".join(attribute(name, words) for name, words in told.items())


def _head(slide: Slide) -> html.Header:
    look = "long" if len(slide.title) > _SHORT_TITLE else ""
    heading = html.H1(slide.title, tabIndex="-1", className=look)
    subtitle = html.P(slide.subtitle, className="subtitle") if slide.subtitle else None
    return html.Header([html.P(slide.part, className="part"), heading, subtitle])


def _body(slide: Slide) -> Iterator[Component]:
    """Place the blocks; of a measure's the chart left, the figures right, the rest below them."""
    if slide.layout != "measure":
        yield from (slide_block(block) for block in slide.blocks)
        return
    picture, figures, others = _of_measure(slide.blocks)
    beside = [slide_block(picture)] if picture else []
    beside += [rail(figures)] if figures else []
    yield html.Div(beside, className="beside")
    yield from (slide_block(block) for block in others)


def _of_measure(
    blocks: tuple[Block, ...],
) -> tuple[Picture | None, Facts | None, tuple[Block, ...]]:
    """Tell the chart and the figures of a measure's slide from what is said of it."""
    picture = next((one for one in blocks if isinstance(one, Picture)), None)
    figures = next((one for one in blocks if isinstance(one, Facts)), None)
    others = tuple(one for one in blocks if one is not picture and one is not figures)
    return picture, figures, others


def _numbers(slide: Slide) -> str:
    """Keep the numbers of the chart as a table that is drawn when somebody asks for it."""
    picture = next((one for one in slide.blocks if isinstance(one, Picture)), None)
    if picture is None or not has_line(picture.series):
        return ""
    table = series_table(picture.panel, picture.series, benchmarks=False)
    return f'<template class="numbers">{html_text(table)}</template>'


def _notes(slide: Slide) -> str:
    """Write what is for the presenter alone."""
    told = "".join(f"<p>{escape(words)}</p>" for words in slide.notes)
    return told or "<p>No notes for this slide.</p>"


def slide_foot(stored: StoredPack) -> html.P:
    """Say in the foot of every slide what pack it is of, how far that has come, what is made up."""
    state = STATE_WORDS[stored.state]
    parts = [
        html.Span(f"As at {day_words(stored.as_of)}"),
        html.Span(f"Version {stored.version}"),
        html.Strong(state, className="draft") if stored.state == DRAFT else html.Span(state),
    ]
    if stored.content.overview.area.is_synthetic:
        parts.append(html.Strong("Synthetic data", className="synthetic"))
    return html.P(parts, className="stamp")
