"""Exceptions: what asks for a reply, who was asked, what they say, and the form to say it."""

from collections.abc import Sequence
from typing import Any, Final

from dash import html

from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from dashboard.pack.model import OpenException
from dashboard.records.commentary import LONGEST_REMARK
from dashboard.records.exceptions import DAYS_TO_REPLY, mark_of, overdue_words
from dashboard.text.format import day_words
from layouts.ui.components import section
from layouts.ui.forms import Button, Field, Form, folded_form, slot
from layouts.ui.tags import exception_tag
from layouts.ui.view_options import NOT_STATED, TOTAL

TO: Final = "/exceptions"
SLOT: Final = "exception"
ANCHOR: Final = "exception"
LIST_ANCHOR: Final = "replies"
HEADING: Final = "Exceptions and replies"
_WAITS: Final = "Exception: a reply is asked for"
_GIVEN: Final = "Exception: a reply was given"
_RULE: Final = (
    "A measure that misses its target, or whose control chart signals concern, asks its owner for a "
    f"reply within {DAYS_TO_REPLY} days. A reply stands until a figure is back on track."
)
_HOW: Final = "How we judge"


def exception_section(
    exceptions: Sequence[OpenException], series: Series, selection: Selection
) -> html.Section | None:
    """Draw the exceptions of a measure, that of the series shown first; None where it has none."""
    if not exceptions:
        return None
    here = [one for one in exceptions if _is_of(one, series)]
    others = [one for one in exceptions if not _is_of(one, series)]
    shown = [_exception(one, selection) for one in here]
    return section(
        _WAITS if any(not one.is_answered for one in exceptions) else _GIVEN,
        slot(SLOT),
        *shown,
        _elsewhere(others, selection, bool(here)),
        anchor=ANCHOR,
    )


def exception_list(exceptions: Sequence[OpenException], selection: Selection) -> html.Section:
    """Draw the exceptions of a plan: those that wait, then those that were answered, folded away."""
    waiting = [one for one in exceptions if not one.is_answered]
    answered = [one for one in exceptions if one.is_answered]
    words = overdue_words(exceptions)
    empty = "No measure waits for a reply." if answered else "No measure asks for a reply."
    return section(
        HEADING,
        html.P(f"{words}." if words else empty),
        html.P([f"{_RULE} ", html.A(_HOW, href="/about#rules")], className="note"),
        _list(waiting, selection) if waiting else None,
        _answered(answered, selection) if answered else None,
        anchor=LIST_ANCHOR,
    )


def short_list(exceptions: Sequence[OpenException], selection: Selection) -> html.Section | None:
    """Draw the exceptions of a priority with what was said; None where there is none."""
    if not exceptions:
        return None
    return section(HEADING, _list(exceptions, selection), anchor=LIST_ANCHOR)


def awaited_line(exceptions: Sequence[OpenException], selection: Selection) -> html.P | None:
    """Draw one line that counts what waits for a reply; None where nothing does."""
    words = overdue_words(exceptions)
    if not words:
        return None
    href = f"{selection.to('signals')}#{LIST_ANCHOR}"
    return html.P(html.A(words, href=href), className="awaited")


def exception_href(one: OpenException, selection: Selection) -> str:
    """Give the address at which an exception is shown in full, and answered."""
    basis, breakdown = one.basis or NOT_STATED, one.breakdown or TOTAL
    page = selection.to("measure", measure=one.measure_id, basis=basis, breakdown=breakdown)
    return f"{page}#{ANCHOR}"


def _is_of(one: OpenException, series: Series) -> bool:
    return (one.breakdown, one.basis) == (series.breakdown, series.basis)


def _exception(one: OpenException, selection: Selection) -> html.Div:
    return html.Div(
        [
            html.P([exception_tag(one), " ", one.words], className="exception-words"),
            html.P(_asked(one)) if any(_asked(one)) else None,
            _reply(one),
            None if selection.as_of else _form(one),
        ],
        className="exception",
    )


def _asked(one: OpenException) -> list[Any]:
    """Say who was asked and by when, as long as it matters."""
    new = "New since the report before. " if one.is_new else ""
    if one.is_answered:
        return [new, f"Asked of {one.owner}." if one.owner else ""]
    owner = f"Asked of {one.owner}" if one.owner else "Nobody is named to reply"
    by = ""
    if one.reply_by:
        day = day_words(one.reply_by)
        by = f"; a reply was due by {day}" if one.is_overdue else f"; a reply is due by {day}"
    return [new, f"{owner}{by}."]


def _reply(one: OpenException) -> html.Blockquote | None:
    if not one.is_answered:
        return None
    on = f", {day_words(one.replied_on)}" if one.replied_on else ""
    said = html.Span(f"{one.author}{on}", className="small")
    return html.Blockquote([html.P(one.reply), said], className="reply")


def _form(one: OpenException) -> html.Div | None:
    """Draw the form of an exception; a figure whose basis no source states has no record to keep it."""
    if not one.basis:
        return None
    by = one.reply_by.isoformat() if one.reply_by else ""
    known_by = {
        "measure": one.measure_id,
        "breakdown": one.breakdown,
        "basis": one.basis,
        "period_end": one.period_end.isoformat(),
        "replaces": mark_of(one),
    }
    hint = "Why it is so and what is done about it. Leave it empty to name only who is asked."
    fields = [
        Field("reply", "Reply", "text", one.reply, hint, longest=LONGEST_REMARK),
        Field("owner", "Who is asked", value=one.owner, hint="A role, or a name of staff."),
        Field("reply_by", "Reply by", "day", by),
    ]
    form = Form("exception-form", TO, fields, [Button("Save")], SLOT, known_by)
    summary = "Change the reply" if one.is_answered else "Reply, or name who is asked"
    explained = "Name no child or family: a text that points at one is refused."
    return folded_form(form, summary, explained)


def _elsewhere(
    others: Sequence[OpenException], selection: Selection, has_own: bool
) -> html.Div | None:
    """List the exceptions of the measure's other series."""
    if not others:
        return None
    words = "also asked for" if has_own else "asked for"
    told = f"A reply is {words} on {len(others)} other series of this measure:"
    return html.Div([html.P(told), _list(others, selection, of_measure=True)])


def _list(
    exceptions: Sequence[OpenException], selection: Selection, *, of_measure: bool = False
) -> html.Ul:
    items = [_item(one, selection, of_measure=of_measure) for one in exceptions]
    return html.Ul(items, className="exceptions")


def _item(one: OpenException, selection: Selection, *, of_measure: bool) -> html.Li:
    label = one.label or "The figures"
    name = label if of_measure else " – ".join(filter(None, (one.title, one.label)))
    return html.Li(
        [
            html.A(name, href=exception_href(one, selection)),
            exception_tag(one),
            html.P(one.words, className="exception-words"),
            html.P(_asked(one), className="small") if any(_asked(one)) else None,
            _reply(one),
        ]
    )


def _answered(answered: Sequence[OpenException], selection: Selection) -> html.Details:
    summary = html.Summary(f"Replied to: {len(answered)}")
    return html.Details([summary, _list(answered, selection)], className="folded")
