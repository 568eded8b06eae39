"""Remarks on a priority or a measure: what a report says in words, and the forms to write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dash import html

from dashboard.model.codes import COMMENTARY_WORDS, OPEN, REMARK_STATE_WORDS, WITHDRAWN
from dashboard.model.panel import Commentary, Measure
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.commentary import (
    LONGEST_REMARK,
    is_awaited,
    is_overdue,
    remark_token,
    split_at_measures,
)
from dashboard.text.format import day_words, screen_name
from layouts.ui.components import section
from layouts.ui.forms import Button, Field, Form, folded_form, slot

SLOT: Final = "remarks"
REMARK_KINDS: Final = {
    "working_well": "Working well",
    "challenge": "Challenge",
    "mitigation": "Mitigation",
    "next_step": "Next step",
    "lesson": "Lesson learnt",
}
_PRIVACY_NOTE: Final = (
    "Say what is so, with the numbers of this page. Name no child or family: a text that points at "
    "one is refused."
)


@dataclass(frozen=True)
class RemarksContext:
    """What a section of remarks is drawn from.

    `measures` are those of the plan, which a text may name; on a measure's page `measure_id` is
    its own, on that of a priority `own` are those that a remark may be about. `report_date` is the
    day of the report that a new remark belongs to, `today` that by which something is overdue.
    """

    notes: Sequence[Commentary]
    measures: Sequence[Measure]
    sources: Mapping[str, str]
    report_date: date
    today: date
    measure_id: str = ""
    own: Sequence[Measure] = ()


def remarks_section(context: RemarksContext, selection: Selection) -> html.Section:
    """Render remarks under the headings of their kinds, each with its form, and the form for a new one."""
    parts = [_group(kind, words, context, selection) for kind, words in COMMENTARY_WORDS.items()]
    shown_parts = [part for part in parts if part is not None]
    empty = html.P("No commentary has been written or loaded.")
    return section(
        "Commentary",
        slot(SLOT),
        html.Div(shown_parts or [empty], className="commentary"),
        None if selection.as_of else _new(context),
        anchor="commentary",
    )


def _group(kind: str, words: str, context: RemarksContext, selection: Selection) -> html.Div | None:
    """Render the newest remarks of a kind and open next steps; earlier ones are collapsed."""
    notes = [note for note in context.notes if note.kind == kind]
    if not notes:
        return None
    newest = max(note.date for note in notes)
    plan_remarks = [note for note in notes if note.date == newest or is_awaited(note)]
    earlier = [note for note in notes if note not in plan_remarks]
    return html.Div(
        [
            html.H3(words),
            _list(plan_remarks, context, selection) if plan_remarks else None,
            _earlier(earlier, context, selection) if earlier else None,
        ],
        className=f"told told-{kind}",
    )


def _earlier(
    notes: Sequence[Commentary], context: RemarksContext, selection: Selection
) -> html.Details:
    summary = html.Summary(f"Of earlier reports: {len(notes)}")
    return html.Details([summary, _list(notes, context, selection)], className="folded")


def _list(notes: Sequence[Commentary], context: RemarksContext, selection: Selection) -> html.Ul:
    newest_first = sorted(notes, key=lambda note: note.date, reverse=True)
    return html.Ul([_remark(note, context, selection) for note in newest_first])


def _remark(note: Commentary, context: RemarksContext, selection: Selection) -> html.Li:
    lines = [
        _subject_link(note, context, selection),
        _written(note, context),
        _to_do(note, context),
    ]
    return html.Li(
        [
            html.Span(_linked_text(note, context, selection), className="remark-text"),
            *[html.Span(line, className="small") for line in lines if line],
            None if selection.as_of else _edit(note),
        ]
    )


def _linked_text(note: Commentary, context: RemarksContext, selection: Selection) -> list[Any]:
    """Return a text with a link at each other measure that it names."""
    others = [named for named in context.measures if named.measure_id != context.measure_id]
    return [
        html.A(words, href=selection.to("measure", measure=measure)) if measure else words
        for words, measure in split_at_measures(screen_name(note.text), others)
    ]


def _subject_link(note: Commentary, context: RemarksContext, selection: Selection) -> list[Any]:
    if not note.measure_id or note.measure_id == context.measure_id:
        return []
    titles = {named.measure_id: named.title for named in context.measures}
    words = titles.get(note.measure_id, "the measure")
    return ["About ", html.A(words, href=selection.to("measure", measure=note.measure_id))]


def _written(note: Commentary, context: RemarksContext) -> str:
    """Return the author and the report of a remark."""
    of = f"report of {day_words(note.date)}"
    if note.author:
        return f"Written by {note.author} for the {of}."
    source = context.sources.get(note.source_document, note.source_document)
    return f"{day_words(note.date)}. Source: {source}." if source else f"From the {of}."


def _to_do(note: Commentary, context: RemarksContext) -> list[Any]:
    """Return owner, due day and completion of a next step; nothing without an owner."""
    owner = f"Owner: {note.owner}. " if note.owner else ""
    due = f"Due {day_words(note.due_on)}. " if note.due_on else ""
    if is_overdue(note, context.today):
        state = "Overdue."
    elif note.state != OPEN or owner or due:
        state = f"{REMARK_STATE_WORDS[note.state]}."
    else:
        return []
    return [owner, due, html.Strong(state)]


def _new(context: RemarksContext) -> html.Div:
    explained = f"It belongs to the report of {day_words(context.report_date)}. {_PRIVACY_NOTE}"
    abouts = [
        ("", "The whole priority"),
        *((named.measure_id, named.title) for named in context.own),
    ]
    about = Field("measure", "About", "choice", options=abouts)
    fields = [_kind(), _text_field(), *([] if context.measure_id else [about]), *_to_do_fields()]
    form = Form("remark-new", Urls.REMARKS, fields, [Button("Save remark")], SLOT)
    return folded_form(form, "Add a remark", explained)


def _edit(note: Commentary) -> html.Div:
    mark = remark_token(note)
    state = Field("state", "State", "choice", note.state, options=tuple(REMARK_STATE_WORDS.items()))
    fields = [_kind(note.kind), _text_field(note.text), *_to_do_fields(note), state]
    withdraw = Button("Withdraw this remark", {"state": WITHDRAWN}, is_bare=True)
    buttons = [Button("Save changes"), withdraw]
    form = Form(
        f"remark-{mark}",
        Urls.REMARKS,
        fields,
        buttons,
        SLOT,
        {"replaces": mark, "measure": note.measure_id},
    )
    explained = (
        f"It stays with the report of {day_words(note.date)}. New words stand under your name; what "
        f"was written before stays in the history of the Data page. {_PRIVACY_NOTE}"
    )
    return folded_form(form, "Edit", explained, f"this remark: {_start(note.text)}")


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


def _kind(value: str = "working_well") -> Field:
    return Field("kind", "What it is", "choice", value, options=tuple(REMARK_KINDS.items()))


def _text_field(value: str = "") -> Field:
    return Field("text", "Remark", "text", value, is_required=True, longest=LONGEST_REMARK)


def _to_do_fields(note: Commentary | None = None) -> list[Field]:
    owner = note.owner if note else ""
    due = note.due_on.isoformat() if note and note.due_on else ""
    return [
        Field(
            "owner", "Owner", value=owner, hint="Who is to see to it, if anybody: a role or staff."
        ),
        Field(
            "due_on", "Due", "day", due, hint="The day by which it is to be done, if there is one."
        ),
    ]
