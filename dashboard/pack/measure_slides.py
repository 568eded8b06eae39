"""A measure's slides: the finding with its chart, its rail and what is said; then its parts."""

import re
import textwrap
from collections.abc import Iterator
from typing import Final

from dashboard.pack.blocks import Fact, Facts, Picture, Slide, Words
from dashboard.pack.cells import NOT_RECORDED, figure_facts, source_line
from dashboard.pack.letters import SUBTITLE_LETTERS, line_count, whole_sentences
from dashboard.pack.said import measure_remarks, open_questions
from dashboard.pack.shapes import Pack
from dashboard.pack.slide_pages import table_slides, words_slides
from dashboard.pack.tables import parts_table
from dashboard.panel import row_series
from dashboard.shapes import Commentary, Panel
from dashboard.wording import sentence_case

# The foot has three columns of small letters; what is longer has a slide of its own.
FOOT_WIDTH: Final = 30
FOOT_LINES: Final = 4
# A sentence ends before a capital or a quotation mark.
_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_ON_THE_NEXT: Final = "In full on the next slide"


def measure_slides(pack: Pack, panel: Panel) -> Iterator[Slide]:
    """Make the slide of a measure, with what is said in full and its parts on those after it."""
    name = f"measure-{panel.measure.measure_id}"
    yield _first(pack, panel, name)
    if said := _too_long(pack, panel):
        title = f"{panel.measure.short_title}, in full"
        yield from words_slides(f"{name}-said", "Measures", title, Words("", said))
    if len(row_series(panel)) > 1:
        title = f"{panel.measure.short_title}, by part"
        source = source_line(panel, panel.lead)
        table = parts_table(panel)
        yield from table_slides(f"{name}-parts", "Measures", title, table, "", source)


def _first(pack: Pack, panel: Panel, name: str) -> Slide:
    lead, measure = panel.lead, panel.measure
    return Slide(
        slide_id=name, part="Measures", layout="measure", title=lead.title,
        subtitle=short_headline(lead.headline),
        blocks=(
            Picture(panel, lead, lead.alt),
            Facts("Figures", figure_facts(panel, lead)),
            Facts("What is said", _foot(pack, panel)),
        ),
        source=source_line(panel, lead), notes=presenter_notes(panel),
        references=tuple(
            dict.fromkeys(
                word
                for word in (
                    panel.local_reference, measure.measure_id, measure.title, measure.short_title,
                )
                if word
            )
        ),
        measure_id=measure.measure_id,
        questions=tuple(one for one in open_questions(pack) if one.measure_id == measure.measure_id),
    )  # fmt: skip


def _said(pack: Pack, panel: Panel) -> dict[str, str]:
    """Gather what is said of a measure under the three names of the foot."""
    measure_id = panel.measure.measure_id
    why = measure_remarks(pack, measure_id, ("challenge",))
    plans = measure_remarks(pack, measure_id, ("mitigation", "next_step"))
    owners = dict.fromkeys(_owner(one) for one in (*why, *plans) if one.owner)
    owners.update(
        dict.fromkeys(o.owner for o in pack.exceptions if o.measure_id == measure_id and o.owner)
    )
    return {
        "Why": " ".join(one.text for one in why),
        "What next": " ".join(one.text for one in plans),
        "Owner": sentence_case("; ".join(owners)),
    }


def _owner(one: Commentary) -> str:
    return one.owner


def _foot(pack: Pack, panel: Panel) -> tuple[Fact, ...]:
    return tuple(
        Fact(name, _ON_THE_NEXT if _is_long(words) else words or NOT_RECORDED)
        for name, words in _said(pack, panel).items()
    )


def short_headline(headline: str) -> str:
    """Give the sentences of a headline that a subtitle holds; one that is too long is broken off.

    What is left out stands on a slide of its own, with the rest of it.
    """
    told = whole_sentences(_SENTENCES.split(headline), SUBTITLE_LETTERS)
    return textwrap.shorten(told, SUBTITLE_LETTERS, placeholder=" …")


def _is_long(words: str) -> bool:
    return line_count(words, FOOT_WIDTH) > FOOT_LINES


def _too_long(pack: Pack, panel: Panel) -> tuple[str, ...]:
    headline = panel.lead.headline
    said = _said(pack, panel).items()
    told = [f"{name}: {words}" for name, words in said if _is_long(words)]
    return (*((headline,) if short_headline(headline) != headline else ()), *told)


def presenter_notes(panel: Panel) -> tuple[str, ...]:
    """Give what a presenter may say: the finding, the trend, what it was held against, notes."""
    told: list[str] = []
    for one in row_series(panel):
        told += [one.headline, one.trend.reason, *(c.words for c in one.trend.comparisons)]
        told += [one.printed_arrow_note, *one.notes]
    told += [*panel.pair_words, panel.measure.definition, source_line(panel, panel.lead)]
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))
