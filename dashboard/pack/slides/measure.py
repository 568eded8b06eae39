"""A measure's slides: the finding with its chart, its figures and remarks; then its parts."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from dashboard.judging.headline import build_headline
from dashboard.model.panel import Panel
from dashboard.pack.blocks import Fact, Facts, Paragraphs, Picture, Slide
from dashboard.pack.blocks_from_series import action_tag, figure_facts, source_line
from dashboard.pack.commentary import measure_remarks, open_questions
from dashboard.pack.model import Pack
from dashboard.pack.places.slide import MEASURE
from dashboard.pack.places.tables import SHORT_SUBTITLE, line_count, sentences_of, subtitle_of
from dashboard.pack.slides.pagination import SlideHead, table_slides, words_slides
from dashboard.pack.tables.rows import parts_table
from dashboard.panels.panel import row_series
from dashboard.panels.verdict import shown_series
from dashboard.text.format import day_words, in_period, sentence_case, within_sentence

# The foot has three columns; longer texts have a slide of their own.
FOOT_SIZE: Final = 26
FOOT_WIDTH: Final = 362
FOOT_LINES: Final = 4
FOOT_COLUMNS: Final = 3
_ON_THE_NEXT: Final = "In full on the next slide"


def measure_slides(pack: Pack, panel: Panel) -> Iterator[Slide]:
    """Yield the slide of a measure, then its long texts in full, then its parts."""
    lead, texts = panel.lead, _foot_texts(pack, panel)
    headline = lead.headline if len(lead.headline) <= SHORT_SUBTITLE else _without_trend(panel)
    subtitle = subtitle_of(headline)
    long_texts = [f"{name}: {text}" for name, text in texts.items() if _is_long(text, len(texts))]
    foot = tuple(
        Fact(name, _ON_THE_NEXT if f"{name}: {text}" in long_texts else text)
        for name, text in texts.items()
    )
    yield _chart_slide(pack, panel, subtitle, foot)
    measure_id, title = panel.measure.measure_id, panel.measure.short_title
    about = SlideHead(f"measure-{measure_id}", "Measures", title, measure_id=measure_id)
    in_full = long_texts if subtitle == headline else [lead.headline, *long_texts]
    if in_full:
        head = replace(about, name=f"{about.name}-said", title=f"{title}, in full")
        yield from words_slides(head, Paragraphs("", tuple(in_full)))
    rows = row_series(panel)
    if len(rows) > 1:
        head = replace(
            about,
            name=f"{about.name}-parts",
            title=f"{title}, by part",
            source=source_line(panel, lead),
            notes=tuple(series.headline for series in rows),
        )
        yield from table_slides(head, parts_table(panel))


def _is_long(text: str, columns: int) -> bool:
    """Return whether a text is longer than the foot of a slide, of so many columns, can hold."""
    width = (FOOT_WIDTH + 28 + 18) * FOOT_COLUMNS // max(columns, FOOT_COLUMNS) - 28 - 18
    return line_count(text, FOOT_SIZE, width) > FOOT_LINES


def focus_slide(
    pack: Pack, panel: Panel, subtitle: str = "", more: Mapping[str, str] | None = None
) -> Slide:
    """Return the main slide of one measure: its chart, its figures, what is said and done.

    `more` texts stand at its foot by their names. A text too long for its foot is cut: the slide of
    the measure in the backup has it in full. Of several parts the one furthest off is shown.
    """
    lead = shown_series(panel)
    panel = replace(panel, lead=lead)
    texts = _foot_texts(pack, panel)
    # The actions have a slide of their own.
    if not more or len(texts) + len(more) < FOOT_COLUMNS:
        texts |= _action_text(pack, panel)
    filled = (texts or _owner_text(pack, panel)) | dict(more or {})
    foot = tuple(
        Fact(name, _cut(text, len(filled)) if _is_long(text, len(filled)) else text)
        for name, text in filled.items()
    )
    measure_id = panel.measure.measure_id
    slide = _chart_slide(pack, panel, subtitle or _focus_subtitle(panel), foot)
    return replace(
        slide,
        slide_id=f"focus-{measure_id}",
        part="In focus",
        source="",
        references=(),
        backup=slide.slide_id,
    )


def _cut(text: str, columns: int) -> str:
    length = len(text)
    while length > 20 and _is_long(textwrap.shorten(text, length, placeholder=" …"), columns):
        length -= 5
    return textwrap.shorten(text, length, placeholder=" …")


def _action_text(pack: Pack, panel: Panel) -> dict[str, str]:
    """Return the actions that are meant to move a measure, with their status."""
    actions = [
        f"{action.reference} {action.title} ({action_tag(action.status).word.lower()})"
        for action in pack.actions.actions
        if panel.measure.measure_id in action.measures
    ]
    return {"Actions": "; ".join(actions)} if actions else {}


def _focus_subtitle(panel: Panel) -> str:
    """Return when a figure was and how far it is off, which the title does not say."""
    lead, latest = panel.lead, panel.lead.latest
    computed = " ".join(_sentences(panel))
    if lead.headline != computed or latest is None or not latest.has_number:
        return sentences_of(lead.headline)[0]
    gap = within_sentence(lead.status.gap_words)
    return sentence_case(f"{in_period(latest)}{': ' if gap else ''}{gap}.")


def _owner_text(pack: Pack, panel: Panel) -> dict[str, str]:
    """Return who owns a measure and when a reply is due; {} where neither is known."""
    measure_id = panel.measure.measure_id
    owner = pack.owners.get(measure_id)
    days = [e.reply_by for e in pack.exceptions if e.measure_id == measure_id]
    due = max((day for day in days if day), default=None)
    if due is None:
        return {"Owner": f"{owner}."} if owner else {}
    verb = "was" if due < pack.overview.as_of else "is"
    return {"Owner": f"{owner or 'No owner named'}. Reply {verb} due {day_words(due)}."}


def _chart_slide(pack: Pack, panel: Panel, subtitle: str, foot: tuple[Fact, ...]) -> Slide:
    lead, measure = panel.lead, panel.measure
    names = (panel.local_reference, measure.measure_id, measure.title, measure.short_title)
    return Slide(
        slide_id=f"measure-{measure.measure_id}",
        part="Measures",
        layout=MEASURE,
        title=lead.title,
        subtitle=subtitle,
        blocks=(
            Picture(panel, lead, lead.alt),
            Facts("Figures", drop_stated_details(figure_facts(panel, lead), subtitle)),
            *((Facts("What is said", foot),) if foot else ()),
        ),
        source=source_line(panel, lead),
        notes=presenter_notes(panel),
        references=tuple(dict.fromkeys(word for word in names if word)),
        measure_id=measure.measure_id,
        questions=tuple(q for q in open_questions(pack) if q.measure_id == measure.measure_id),
    )


def _foot_texts(pack: Pack, panel: Panel) -> dict[str, str]:
    """Return the remarks on a measure by the headings of the foot, those that there are."""
    measure_id = panel.measure.measure_id
    exceptions = [entry for entry in pack.exceptions if entry.measure_id == measure_id]
    why = measure_remarks(pack, measure_id, ("challenge",))
    plans = measure_remarks(pack, measure_id, ("mitigation", "next_step"))
    owners = dict.fromkeys(entry.owner for entry in (*why, *plans, *exceptions) if entry.owner)
    reasons = [*(remark.text for remark in why), *(e.reply for e in exceptions if e.reply)]
    due_days = (f" (by {day_words(plan.due_on)})" if plan.due_on else "" for plan in plans)
    next_steps = (f"{plan.text}{due}" for plan, due in zip(plans, due_days, strict=True))
    texts = {
        "Why": " ".join(reasons),
        "What next": " ".join(next_steps),
        "Owner": "; ".join(owners),
    }
    return {name: text for name, text in texts.items() if text}


def _sentences(panel: Panel) -> tuple[str, ...]:
    """Return the sentences of the lead's headline as they are computed."""
    lead = panel.lead
    return build_headline(panel.measure, lead.breakdown, lead.latest, lead.status, lead.trend)


def _without_trend(panel: Panel) -> str:
    """Return the lead's headline without its last sentence, the trend, which the rail states.

    One that a person wrote, or that names no trend, stays whole.
    """
    lead = panel.lead
    sentences = _sentences(panel)
    is_computed = lead.headline == " ".join(sentences)
    names_trend = bool(lead.trend.chosen or lead.trend.sentence)
    return " ".join(sentences[:-1]) if is_computed and names_trend else lead.headline


def drop_stated_details(facts: Iterable[Fact], subtitle: str) -> tuple[Fact, ...]:
    """Return facts without the details that the subtitle states already."""
    stated = subtitle.lower()
    return tuple(
        replace(fact, details=tuple(d for d in fact.details if d.lower() not in stated))
        for fact in facts
    )


def presenter_notes(panel: Panel) -> tuple[str, ...]:
    """Return what a presenter may say: findings, trends, comparisons and notes, each once."""
    notes: list[str] = []
    others = [series for series in row_series(panel) if series is not panel.lead]
    for series in (panel.lead, *others):
        notes += [
            series.headline,
            *(f"{words}." for words in series.due_words),
            series.trend.reason,
            *(c.words for c in series.trend.comparisons),
        ]
        notes += [series.printed_arrow_note, *series.notes]
    notes += [*panel.pair_words, panel.measure.definition, source_line(panel, panel.lead)]
    return tuple(dict.fromkeys(sentence for sentence in notes if sentence))
