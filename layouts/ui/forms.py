"""Forms in which a person writes on a page.

A form is folded away under a summary, which shows where this browser may write. It stands in a
`noscript`: a browser without scripts shows and sends it as it is; any other takes it from there once
it is unfolded, and assets/forms.js sends it. What was refused of a plain form is shown again in it.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from layouts.ui.components import aria
from layouts.ui.static_html import Input, html_text

LONGEST_NAME: Final = 60
# The address of the page, which whoever sends the page fills in.
ADDRESS_FIELD: Final = html_text(Input(type="hidden", name="address", value=""))

# Set for a reader who is signed in: what they write is under their own name.
HAS_NAME: Final[ContextVar[bool]] = ContextVar("has_name", default=False)
# Set on a server for all readers: no form is shown where nobody ever writes.
IS_PUBLIC: Final[ContextVar[bool]] = ContextVar("is_public", default=False)
# The field of a form with the token of the reader's session, which whoever sends the page fills in.
CSRF_NAME: Final = "csrf_token"
CSRF_FIELD: Final = html_text(Input(type="hidden", name=CSRF_NAME, value=""))


@dataclass(frozen=True)
class Field:
    """One thing to fill in; `kind` is line, text (several lines, counted), day, choice or tick.

    `options` are the (code, words) of a choice; `longest` is 0 where nothing limits a text.
    """

    name: str
    label: str
    kind: str = "line"
    value: str = ""
    hint: str = ""
    is_required: bool = False
    longest: int = 0
    options: Sequence[tuple[str, str]] = ()

    @property
    def hint_words(self) -> str:
        """Return the hint, with how long a text may be."""
        most = f"Up to {self.longest} characters." if self.kind == "text" and self.longest else ""
        return " ".join(filter(None, (self.hint, most)))


@dataclass(frozen=True)
class Button:
    """A button that sends the form; `payload` goes with it, `is_bare` where nothing need be filled in.

    `about` completes its words for screen readers; `is_off` where it would do nothing.
    """

    words: str
    payload: Mapping[str, str] = field(default_factory=dict)
    is_bare: bool = False
    about: str = ""
    is_off: bool = False


@dataclass(frozen=True)
class FormRow:
    """One of several things in a form, each with buttons of its own."""

    words: str
    buttons: Sequence[Button]


@dataclass(frozen=True)
class Form:
    """A form: `to` is where it is sent, `says` goes with it as it is, `tells_in` names the slot.

    Whoever writes gives a name in a field of its own, which every form has. `name` is the form's
    own on its page; `busy_text` says what is going on where that takes a while; where it takes a
    second person, no name is filled in again. `needs` is the right that it takes. A form of `rows`
    stays open once it is sent; `find` names the field by which a script narrows many of them.
    """

    name: str
    to: str
    fields: Sequence[Field]
    buttons: Sequence[Button]
    status_slot: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    busy_text: str = ""
    needs: str = "write"
    takes_second_person: bool = False
    rows: Sequence[FormRow] = ()
    find: str = ""


@dataclass(frozen=True)
class Refused:
    """What was sent of the form of a name and is not saved, and why not."""

    form: str
    values: Mapping[str, str]
    words: str


SIGNED: Final = Field("by", "Your name or role", hint="Kept with what you write.", is_required=True)
# While the page is written that answers a plain form.
REFUSED: Final[ContextVar[Refused | None]] = ContextVar("refused", default=None)


def folded_form(
    form: Form, summary: str, explained: str = "", about: str = "", *, is_open: bool = False
) -> html.Div:
    """Render the container of a form, empty where nobody writes.

    `about` completes the summary for screen readers.
    """
    if IS_PUBLIC.get():
        return html.Div(hidden=True)
    refused = REFUSED.get()
    if refused and refused.form != form.name:
        refused = None
    words = [summary, html.Span(f" {about}", className="visually-hidden") if about else None]
    folded = html.Details(
        [
            html.Summary(words),
            html.P(explained, className="small") if explained else None,
            html.Noscript(_written(form, refused)),
        ],
        className="writing",
        open=is_open or refused is not None,
    )
    return html.Div(folded, className="writing-place", **{"data-needs": form.needs})  # type: ignore[arg-type]


def closed_note(words: str, needs: str) -> html.P:
    """Render the place where a script says, after these words, why who reads may not write."""
    closed: dict[str, Any] = {"data-closed": words, "data-needs": needs}
    return html.P(className="note", hidden=True, **({} if IS_PUBLIC.get() else closed))


def _written(form: Form, refused: Refused | None) -> html.Form:
    """Render the form itself, with what was typed where it was refused."""
    typed = refused.values if refused else {}
    filled_in = form.fields if HAS_NAME.get() else (*form.fields, SIGNED)
    fields = [form_field(form.name, each, typed) for each in filled_in]
    sent = {"form": form.name, **form.payload}
    buttons = [_button(button, is_first=not place) for place, button in enumerate(form.buttons)]
    attributes = {
        "data-slot-name": form.status_slot,
        "data-busy": form.busy_text or None,
        "data-second-person": "yes" if form.takes_second_person else None,
        "data-stays": "yes" if form.rows else None,
    }
    return html.Form(
        [
            html.P(refused.words, className="form-said is-alert") if refused else None,
            Input(type="hidden", name="address", value=""),
            Input(type="hidden", name=CSRF_NAME, value=""),
            *(Input(type="hidden", name=name, value=value) for name, value in sent.items()),
            *fields,
            _rows(form) if form.rows else None,
            html.Div(buttons, className="buttons"),
        ],
        action=form.to,
        method="post",
        id=form.name,
        className="writing-form",
        **attributes,  # type: ignore[arg-type]
    )


def form_field(form: str, described: Field, typed: Mapping[str, str]) -> html.Div:
    """Render a field of the form of a name, with what was typed in it."""
    name, hint = f"{form}-{described.name}", described.hint_words
    shared: dict[str, Any] = {"id": name, "name": described.name}
    shared |= {"required": described.is_required} | (
        aria(describedby=f"{name}-hint") if hint else {}
    )
    label = html.Label(described.label, htmlFor=name)
    if described.kind == "tick":
        is_on = described.name in typed
        box = Input(type="checkbox", value=described.value, checked=is_on, **shared)
        return html.Div([box, label], className="choice tick")
    value = typed.get(described.name, described.value)
    parts = [
        label,
        html.Span(hint, id=f"{name}-hint", className="small") if hint else None,
        _control(described, value, shared),
    ]
    return html.Div(parts, className="choice")


def _control(described: Field, value: str, shared: dict[str, Any]) -> Component:
    if described.kind == "text":
        return html.Textarea(
            value, rows="4", **shared, **{"data-longest": described.longest or None}
        )
    if described.kind == "choice":
        options = [
            html.Option(words, value=code, selected=code == value)  # type: ignore[arg-type]
            for code, words in described.options
        ]
        return html.Select(options, **shared)
    if described.kind == "day":
        return Input(type="date", value=value, **shared)
    longest = described.longest or LONGEST_NAME
    return Input(type="text", autocomplete="off", maxlength=longest, value=value, **shared)


def _rows(form: Form) -> html.Ol:
    data: dict[str, Any] = {"data-find": form.find or None}
    return html.Ol([_row(row) for row in form.rows], className="form-rows", **data)


def _row(row: FormRow) -> html.Li:
    buttons = [_button(button, is_first=False) for button in row.buttons]
    return html.Li([html.Span(row.words), html.Span(buttons, className="row-buttons")])


def _button(described: Button, *, is_first: bool) -> html.Button:
    sent: dict[str, Any] = {}
    if described.payload:
        # In place of what is typed under these names.
        sent = {"name": "pressed", "value": urlencode(described.payload)}
    about = html.Span(f" {described.about}", className="visually-hidden")
    return html.Button(
        [described.words, about] if described.about else described.words,
        type="submit",
        className="button first" if is_first else "button",
        formNoValidate=described.is_bare,  # type: ignore[arg-type]
        disabled=described.is_off,
        **sent,
    )


def slot(name: str) -> html.P:
    """Render the empty place of the result of what was sent, which takes the focus then."""
    place: dict[str, Any] = {"data-slot": name}
    return html.P(className="form-said is-status", tabIndex="-1", **place)
