"""A measure's slides: the finding with its chart, its figures and remarks; then its parts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from dashboard.judging.headline import build_headline
from dashboard.model.panel import Commentary, Panel, Series
from dashboard.pack.blocks import Fact, Facts, Paragraphs, Picture, Slide
from dashboard.pack.blocks_from_series import NOT_RECORDED, figure_facts, source_line
from dashboard.pack.commentary import measure_remarks, open_questions
from dashboard.pack.model import Pack
from dashboard.pack.slides.geometry import SHORT_SUBTITLE, line_count, subtitle_of
from dashboard.pack.slides.pagination import SlideHead, table_slides, words_slides
from dashboard.pack.tables import parts_table
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words

# The foot has three columns; what is longer has a slide of its own.
FOOT_SIZE: Final = 26
FOOT_WIDTH: Final = 362
FOOT_LINES: Final = 4
_ON_THE_NEXT: Final = "In full on the next slide"


def measure_slides(pack: Pack, panel: Panel) -> Iterator[Slide]:
    """Yield the slide of a measure, then its long texts in full, then its parts."""
    name = f"measure-{panel.measure.measure_id}"
    yield _main_slide(pack, panel, name)
    about = SlideHead(
        name, "Measures", panel.measure.short_title, measure_id=panel.measure.measure_id
    )
    if full_texts := _too_long(pack, panel):
        head = replace(about, name=f"{name}-said", title=f"{about.title}, in full")
        yield from words_slides(head, Paragraphs("", full_texts))
    rows = row_series(panel)
    if len(rows) > 1:
        head = replace(
            about,
            name=f"{name}-parts",
            title=f"{about.title}, by part",
            source=source_line(panel, panel.lead),
            notes=tuple(series.headline for series in rows),
        )
        yield from table_slides(head, parts_table(panel))


def _main_slide(pack: Pack, panel: Panel, name: str) -> Slide:
    lead, measure = panel.lead, panel.measure
    subtitle, _ = _subtitle(panel, lead)
    questions = [
        question for question in open_questions(pack) if question.measure_id == measure.measure_id
    ]
    names = (panel.local_reference, measure.measure_id, measure.title, measure.short_title)
    return Slide(
        slide_id=name,
        part="Measures",
        layout="measure",
        title=lead.title,
        subtitle=subtitle,
        blocks=(
            Picture(panel, lead, lead.alt),
            Facts("Figures", drop_stated_details(figure_facts(panel, lead), subtitle)),
            Facts("What is said", _foot(pack, panel)),
        ),
        source=source_line(panel, lead),
        notes=presenter_notes(panel),
        references=tuple(dict.fromkeys(word for word in names if word)),
        measure_id=measure.measure_id,
        questions=tuple(questions),
    )


def _foot_texts(pack: Pack, panel: Panel) -> dict[str, str]:
    """Return the remarks on a measure by the three headings of the foot."""
    measure_id = panel.measure.measure_id
    exceptions = [entry for entry in pack.exceptions if entry.measure_id == measure_id]
    why = measure_remarks(pack, measure_id, ("challenge",))
    plans = measure_remarks(pack, measure_id, ("mitigation", "next_step"))
    owners = dict.fromkeys(entry.owner for entry in (*why, *plans, *exceptions) if entry.owner)
    return {
        "Why": " ".join(
            [*(entry.text for entry in why), *(o.reply for o in exceptions if o.reply)]
        ),
        "What next": " ".join(_planned(entry) for entry in plans),
        "Owner": "; ".join(owners),
    }


def _planned(remark: Commentary) -> str:
    due = f" (by {day_words(remark.due_on)})" if remark.due_on else ""
    return f"{remark.text}{due}"


def _foot(pack: Pack, panel: Panel) -> tuple[Fact, ...]:
    return tuple(
        Fact(name, _ON_THE_NEXT if _is_long(words) else words or NOT_RECORDED)
        for name, words in _foot_texts(pack, panel).items()
    )


def _without_trend(panel: Panel, lead: Series) -> str:
    """Return the headline without its last sentence, the trend, which the rail states too.

    One that a person wrote, or that names no trend, stays whole.
    """
    sentences = build_headline(panel.measure, lead.breakdown, lead.latest, lead.status, lead.trend)
    is_computed = lead.headline == " ".join(sentences)
    names_trend = bool(lead.trend.chosen or lead.trend.sentence)
    return " ".join(sentences[:-1]) if is_computed and names_trend else lead.headline


def _subtitle(panel: Panel, lead: Series) -> tuple[str, bool]:
    """Return the headline as a subtitle, and whether it and the rail together say all of it.

    Where it is long, it goes without the trend; of what is then too long, the first sentences.
    """
    is_short = len(lead.headline) <= SHORT_SUBTITLE
    text = lead.headline if is_short else _without_trend(panel, lead)
    subtitle = subtitle_of(text)
    return subtitle, subtitle == text


def drop_stated_details(facts: Iterable[Fact], subtitle: str) -> tuple[Fact, ...]:
    """Return facts without the details that the subtitle states already."""
    stated = subtitle.lower()
    return tuple(
        replace(fact, details=tuple(d for d in fact.details if d.lower() not in stated))
        for fact in facts
    )


def _is_long(words: str) -> bool:
    return line_count(words, FOOT_SIZE, FOOT_WIDTH) > FOOT_LINES


def _too_long(pack: Pack, panel: Panel) -> tuple[str, ...]:
    lead, texts = panel.lead, _foot_texts(pack, panel).items()
    long_texts = [f"{name}: {words}" for name, words in texts if _is_long(words)]
    _, is_whole = _subtitle(panel, lead)
    return tuple(long_texts if is_whole else (lead.headline, *long_texts))


def presenter_notes(panel: Panel) -> tuple[str, ...]:
    """Return what a presenter may say: findings, trends, comparisons and notes, each once."""
    notes: list[str] = []
    others = [series for series in row_series(panel) if series is not panel.lead]
    for series in (panel.lead, *others):
        notes += [
            series.headline,
            series.trend.reason,
            *(c.words for c in series.trend.comparisons),
        ]
        notes += [series.printed_arrow_note, *series.notes]
    notes += [*panel.pair_words, panel.measure.definition, source_line(panel, panel.lead)]
    return tuple(dict.fromkeys(sentence for sentence in notes if sentence))
