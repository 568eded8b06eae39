"""A measure's slides: the finding with its chart, its rail and what is said; then its parts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.model.panel import Commentary, Panel, Series
from dashboard.pack.blocks import Fact, Facts, Picture, Slide, Words
from dashboard.pack.blocks_from_series import NOT_RECORDED, figure_facts, source_line
from dashboard.pack.commentary import measure_remarks, open_questions
from dashboard.pack.model import Pack
from dashboard.pack.slides.geometry import SHORT_SUBTITLE, line_count, sentences_of, subtitle_of
from dashboard.pack.slides.pagination import Head, table_slides, words_slides
from dashboard.pack.tables import parts_table
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words

# The foot has three columns; what is longer has a slide of its own.
FOOT_SIZE: Final = 26
FOOT_WIDTH: Final = 362
FOOT_LINES: Final = 4
_ON_THE_NEXT: Final = "In full on the next slide"


def measure_slides(pack: Pack, panel: Panel) -> Iterator[Slide]:
    """Make the slide of a measure, with what is said in full and its parts on those after it."""
    name = f"measure-{panel.measure.measure_id}"
    yield _first(pack, panel, name)
    about = Head(name, "Measures", panel.measure.short_title, measure_id=panel.measure.measure_id)
    if said := _too_long(pack, panel):
        head = replace(about, name=f"{name}-said", title=f"{about.title}, in full")
        yield from words_slides(head, Words("", said))
    rows = row_series(panel)
    if len(rows) > 1:
        head = replace(
            about,
            name=f"{name}-parts",
            title=f"{about.title}, by part",
            source=source_line(panel, panel.lead),
            notes=tuple(one.headline for one in rows),
        )
        yield from table_slides(head, parts_table(panel))


def _first(pack: Pack, panel: Panel, name: str) -> Slide:
    lead, measure = panel.lead, panel.measure
    asked = [one for one in open_questions(pack) if one.measure_id == measure.measure_id]
    names = (panel.local_reference, measure.measure_id, measure.title, measure.short_title)
    return Slide(
        slide_id=name,
        part="Measures",
        layout="measure",
        title=lead.title,
        subtitle=measure_subtitle(lead),
        blocks=(
            Picture(panel, lead, lead.alt),
            Facts("Figures", figure_facts(panel, lead)),
            Facts("What is said", _foot(pack, panel)),
        ),
        source=source_line(panel, lead),
        notes=presenter_notes(panel),
        references=tuple(dict.fromkeys(word for word in names if word)),
        measure_id=measure.measure_id,
        questions=tuple(asked),
    )


def _said(pack: Pack, panel: Panel) -> dict[str, str]:
    """Gather what is said of a measure under the three names of the foot."""
    measure_id = panel.measure.measure_id
    asked = [one for one in pack.exceptions if one.measure_id == measure_id]
    why = measure_remarks(pack, measure_id, ("challenge",))
    plans = measure_remarks(pack, measure_id, ("mitigation", "next_step"))
    owners = dict.fromkeys(one.owner for one in (*why, *plans, *asked) if one.owner)
    return {
        "Why": " ".join([*(one.text for one in why), *(o.reply for o in asked if o.reply)]),
        "What next": " ".join(_planned(one) for one in plans),
        "Owner": "; ".join(owners),
    }


def _planned(one: Commentary) -> str:
    due = f" (by {day_words(one.due_on)})" if one.due_on else ""
    return f"{one.text}{due}"


def _foot(pack: Pack, panel: Panel) -> tuple[Fact, ...]:
    return tuple(
        Fact(name, _ON_THE_NEXT if _is_long(words) else words or NOT_RECORDED)
        for name, words in _said(pack, panel).items()
    )


def measure_subtitle(lead: Series) -> str:
    """Give the headline; where it is long, without the trend that the figures beside it tell.

    Of one that is still too long the first sentences, and the whole on a slide of its own.
    """
    if len(lead.headline) <= SHORT_SUBTITLE or not _is_trend_told(lead):
        return subtitle_of(lead.headline)
    return subtitle_of(" ".join(sentences_of(lead.headline)[:-1]))


def _is_trend_told(lead: Series) -> bool:
    """Tell whether the last sentence of a headline is the trend that the rail tells too."""
    return lead.written is None and bool(lead.trend.chosen or lead.trend.sentence)


def _is_whole(lead: Series) -> bool:
    """Tell whether a subtitle and the rail together say all that the headline says."""
    told = sentences_of(lead.headline)
    shown = sentences_of(measure_subtitle(lead))
    return shown == told or (_is_trend_told(lead) and shown == told[:-1])


def _is_long(words: str) -> bool:
    return line_count(words, FOOT_SIZE, FOOT_WIDTH) > FOOT_LINES


def _too_long(pack: Pack, panel: Panel) -> tuple[str, ...]:
    lead, said = panel.lead, _said(pack, panel).items()
    told = [f"{name}: {words}" for name, words in said if _is_long(words)]
    return tuple(told if _is_whole(lead) else (lead.headline, *told))


def presenter_notes(panel: Panel) -> tuple[str, ...]:
    """Give what a presenter may say: the finding, the trend, what it was held against, notes."""
    told: list[str] = []
    others = [one for one in row_series(panel) if one is not panel.lead]
    for one in (panel.lead, *others):
        told += [one.headline, one.trend.reason, *(c.words for c in one.trend.comparisons)]
        told += [one.printed_arrow_note, *one.notes]
    told += [*panel.pair_words, panel.measure.definition, source_line(panel, panel.lead)]
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))
