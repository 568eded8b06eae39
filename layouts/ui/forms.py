"""Forms in which a person writes on a page: described here, made by assets/forms.js.

A form is described as data and folded away under a hidden summary: a browser that may write makes
and shows it, any other shows nothing. What is typed is sent as JSON, with the page's own address.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dash import html


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


@dataclass(frozen=True)
class Button:
    """A button that sends the form; `says` goes with it, `is_bare` where nothing need be filled in."""

    words: str
    payload: Mapping[str, str] = field(default_factory=dict)
    is_bare: bool = False


@dataclass(frozen=True)
class Form:
    """A form: `to` is where it is sent, `says` goes with it as it is, `tells_in` names the slot.

    Whoever writes gives a name in a field of its own, which every form has. `name` is the form's
    own on its page; `waits` says what is going on where that takes a while; `asks_other_than`
    is whose name is not filled in again, where it takes a second person.
    """

    name: str
    to: str
    fields: Sequence[Field]
    buttons: Sequence[Button]
    status_slot: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    busy_text: str = ""
    excluded_name: str = ""


def folded_form(form: Form, summary: str, explained: str = "", about: str = "") -> html.Div:
    """Render the container of a form; `about` completes the summary for screen readers."""
    words = [summary, html.Span(f" {about}", className="visually-hidden") if about else None]
    attributes: dict[str, Any] = {"data-form": json.dumps(asdict(form), ensure_ascii=False)}
    folded = html.Details(
        [
            html.Summary(words),
            html.P(explained, className="small") if explained else None,
            html.Div(**attributes),
        ],
        hidden=True,
        className="writing",
    )
    return html.Div(folded, className="writing-place")


def slot(name: str) -> html.P:
    """Render the empty live region for the result of what was sent."""
    place: dict[str, Any] = {"data-slot": name}
    return html.P(className="form-said is-status", role="status", tabIndex="-1", **place)
