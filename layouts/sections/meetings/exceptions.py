"""Exceptions: what awaits a reply, whose it is, the replies, and the form for them."""

from collections.abc import Sequence
from typing import Any, Final

from dash import html

from dashboard.model.codes import written_year_kind
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.commentary import measures_words
from dashboard.records.commentary import LONGEST_REMARK
from dashboard.records.exceptions import DAYS_TO_REPLY, exception_token, overdue_words
from dashboard.text.format import day_words
from layouts.ui.components import section
from layouts.ui.forms import Button, Field, Form, folded_form, slot
from layouts.ui.tags import exception_tag
from layouts.ui.view_options import NOT_STATED, TOTAL

SLOT: Final = "exception"
ANCHOR: Final = "exception"
LIST_ANCHOR: Final = "replies"
HEADING: Final = "Exceptions and replies"
_AWAITING_REPLY: Final = "Exception: a reply is asked for"
_REPLIED: Final = "Exception: a reply was given"
_RULE: Final = (
    "A measure that misses its target, or whose control chart signals concern, asks its owner for a "
    f"reply within {DAYS_TO_REPLY} days. A reply stands until a figure is back on track."
)
_PRIVACY_NOTE: Final = "How we judge"


def exception_section(
    exceptions: Sequence[OpenException], series: Series, selection: Selection
) -> html.Section | None:
    """Render the exceptions of a measure, that of the series shown first; None without any."""
    if not exceptions:
        return None
    here = [exception for exception in exceptions if _is_of(exception, series)]
    others = [exception for exception in exceptions if not _is_of(exception, series)]
    shown = [_exception(exception, selection) for exception in here]
    return section(
        _AWAITING_REPLY if any(not exception.is_answered for exception in exceptions) else _REPLIED,
        slot(SLOT),
        *shown,
        _other_series(others, selection, bool(here)),
        anchor=ANCHOR,
    )


def exception_list(exceptions: Sequence[OpenException], selection: Selection) -> html.Section:
    """Render the exceptions of a plan: open ones, then answered ones, collapsed."""
    waiting = [exception for exception in exceptions if not exception.is_answered]
    answered = [exception for exception in exceptions if exception.is_answered]
    words = overdue_words(exceptions)
    empty = "No reply is awaited." if answered else "No measure asks for a reply."
    return section(
        HEADING,
        html.P(f"{words}: {measures_words(waiting)}." if words else empty),
        html.P([f"{_RULE} ", html.A(_PRIVACY_NOTE, href=Urls.about("rules"))], className="note"),
        _list(waiting, selection) if waiting else None,
        _answered(answered, selection) if answered else None,
        anchor=LIST_ANCHOR,
    )


def short_list(exceptions: Sequence[OpenException], selection: Selection) -> html.Section | None:
    """Render the exceptions of a priority with their replies; None without any."""
    if not exceptions:
        return None
    return section(HEADING, _list(exceptions, selection), anchor=LIST_ANCHOR)


def exception_href(exception: OpenException, selection: Selection) -> str:
    """Return the address at which an exception is shown in full, and answered."""
    basis, breakdown = exception.basis or NOT_STATED, exception.breakdown or TOTAL
    page = selection.to(
        "measure",
        measure=exception.measure_id,
        basis=basis,
        year_kind=written_year_kind(exception.year_kind),
        breakdown=breakdown,
        tab="commentary",
    )
    return f"{page}#{ANCHOR}"


def _is_of(exception: OpenException, series: Series) -> bool:
    is_of_line = (exception.breakdown, exception.basis) == (series.breakdown, series.basis)
    return is_of_line and exception.year_kind in ("", series.year_kind)


def _exception(exception: OpenException, selection: Selection) -> html.Div:
    return html.Div(
        [
            html.P([exception_tag(exception), " ", exception.words], className="exception-words"),
            html.P(_owner_sentence(exception)) if any(_owner_sentence(exception)) else None,
            _reply(exception),
            None if selection.as_of else _form(exception),
        ],
        className="exception",
    )


def _owner_sentence(exception: OpenException) -> list[Any]:
    """Return who is to reply and by when, while it is open."""
    new = "New since the report before. " if exception.is_new else ""
    if exception.is_answered:
        return [new, f"Asked of {exception.owner}." if exception.owner else ""]
    owner = f"Asked of {exception.owner}." if exception.owner else "No owner named."
    if exception.reply_by is None:
        return [new, owner]
    verb = "was" if exception.is_overdue else "is"
    return [new, f"{owner} Reply {verb} due {day_words(exception.reply_by)}."]


def _reply(exception: OpenException) -> html.Blockquote | None:
    if not exception.is_answered:
        return None
    on = f", {day_words(exception.replied_on)}" if exception.replied_on else ""
    reply_author = html.Span(f"{exception.author}{on}", className="small")
    return html.Blockquote([html.P(exception.reply), reply_author], className="reply")


def _form(exception: OpenException) -> html.Div | None:
    """Render the form of an exception; None for a figure without a basis, of which there is no record."""
    if not exception.basis:
        return None
    by = exception.reply_by.isoformat() if exception.reply_by else ""
    identity = {
        "measure": exception.measure_id,
        "breakdown": exception.breakdown,
        "basis": exception.basis,
        "year_kind": written_year_kind(exception.year_kind),
        "period_end": exception.period_end.isoformat(),
        "replaces": exception_token(exception),
    }
    hint = "Why it is so and what is done about it. Leave it empty to name only who is asked."
    fields = [
        Field("reply", "Reply", "text", exception.reply, hint, longest=LONGEST_REMARK),
        Field("owner", "Who is asked", value=exception.owner, hint="A role, or a name of staff."),
        Field("reply_by", "Reply by", "day", by),
    ]
    form = Form("exception-form", Urls.EXCEPTIONS, fields, [Button("Save")], SLOT, identity)
    summary = "Change the reply" if exception.is_answered else "Reply, or name who is asked"
    explained = "Name no child or family: a text that points at one is refused."
    return folded_form(form, summary, explained)


def _other_series(
    others: Sequence[OpenException], selection: Selection, has_own: bool
) -> html.Div | None:
    """Render the exceptions of the measure's other series."""
    if not others:
        return None
    words = "also asked for" if has_own else "asked for"
    others_text = f"A reply is {words} on {len(others)} other series of this measure:"
    return html.Div([html.P(others_text), _list(others, selection, of_measure=True)])


def _list(
    exceptions: Sequence[OpenException], selection: Selection, *, of_measure: bool = False
) -> html.Ul:
    items = [_item(exception, selection, of_measure=of_measure) for exception in exceptions]
    return html.Ul(items, className="exceptions")


def _item(exception: OpenException, selection: Selection, *, of_measure: bool) -> html.Li:
    label = exception.label or "The figures"
    name = label if of_measure else " – ".join(filter(None, (exception.title, exception.label)))
    return html.Li(
        [
            html.A(name, href=exception_href(exception, selection)),
            exception_tag(exception),
            html.P(exception.words, className="exception-words"),
            html.P(_owner_sentence(exception), className="small")
            if any(_owner_sentence(exception))
            else None,
            _reply(exception),
        ]
    )


def _answered(answered: Sequence[OpenException], selection: Selection) -> html.Details:
    summary = html.Summary(f"Replied to: {measures_words(answered)}")
    return html.Details([summary, _list(answered, selection)], className="folded")
