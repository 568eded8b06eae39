"""One pack in the list: how far it has come, what can be opened of it, and the next step."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.pack.changes import compared_name
from dashboard.pack.model import CHECKED, DRAFT, FINAL, Step, StoredPack
from dashboard.text.format import day_words
from layouts.sections.pack_changes import ANCHOR, change_list
from layouts.ui.components import aria, definition_list
from layouts.ui.forms import Button, Field, Form, folded_form
from layouts.ui.tags import pack_state_tag

PACK_SLOT: Final = "pack-said"
_STEP_WORDS: Final = {DRAFT: "Made", CHECKED: "Checked", FINAL: "Made final"}
DAMAGED_ADVICE: Final = "Nothing of it is shown. Make a new pack, and tell whoever keeps the store."


def pack_card(
    stored: StoredPack, previous: StoredPack | None, selection: Selection
) -> html.Article:
    """Render a pack; `previous` is the pack before it, None where there is none to compare with."""
    heading = f"pack-{stored.pack_id}"
    head = html.Div(
        [html.H3(_title(stored), id=heading), pack_state_tag(stored)], className="pack-head"
    )
    shown = (
        [_damage_notice(stored)]
        if stored.integrity_error
        else [_links(stored), _changed(stored, previous, selection)]
    )
    parts = [head, *shown, _history(stored), _hash(stored), _next(stored)]
    return html.Article(
        [part for part in parts if part is not None], className="pack", **aria(labelledby=heading)
    )


def _title(stored: StoredPack) -> str:
    return f"As at {day_words(stored.as_of)}, version {stored.version}"


def _damage_notice(stored: StoredPack) -> html.Div:
    words = [
        html.P(html.Strong("This pack is damaged.")),
        html.P([stored.integrity_error, " ", DAMAGED_ADVICE]),
    ]
    return html.Div(words, role="alert", className="damage")


def _links(stored: StoredPack) -> html.Div:
    about = html.Span(f" of {stored.name}", className="visually-hidden")
    open_links = [
        html.A(["Slides", about], href=Urls.slide(stored.pack_id), className="button first"),
        html.A(["Report", about], href=Urls.report(stored.pack_id), className="button"),
    ]
    files = [
        html.Li(html.A([words, about], href=place))
        for words, place in Urls.pack_files(stored.pack_id)
    ]
    downloads = html.Ul(files, className="pack-files")
    return html.Div([html.Div(open_links, className="buttons"), downloads], className="pack-links")


def _history(stored: StoredPack) -> html.Dl:
    steps = [(_STEP_WORDS.get(step.state, step.state), _step(step)) for step in stored.steps]
    return definition_list(steps)


def _step(step: Step) -> list[Any]:
    when = f"{day_words(step.at.date())}, {step.at:%H:%M} UTC"
    note = html.Span(f"“{step.note}”", className="small") if step.note else None
    return [f"by {step.by} on {when}", note]


def _hash(stored: StoredPack) -> html.Details:
    return html.Details(
        [
            html.Summary(["SHA-256 ", html.Code(stored.short_hash)]),
            html.P("Of everything in the pack; another figure or word would give another one."),
            html.P(html.Code(stored.sha256)),
        ],
        className="pack-hash",
    )


def _changed(
    stored: StoredPack, previous: StoredPack | None, selection: Selection
) -> Component | None:
    """Fold away what is new, and lead to the comparison with the version before."""
    parts: list[Any] = change_list(stored.since, selection) if stored.since else []
    if previous and previous.sha256 == stored.sha256:
        parts.append(html.P(f"Nothing in it differs from {previous.name}."))
    elif previous and not previous.integrity_error:
        parts.append(html.P(_compare(stored, previous, selection)))
    if not parts:
        return None
    return html.Details([html.Summary(_changed_words(stored)), *parts], className="pack-changed")


def _changed_words(stored: StoredPack) -> str:
    return f"What changed since {compared_name(stored.since)}" if stored.since else "What changed"


def _compare(stored: StoredPack, previous: StoredPack, selection: Selection) -> html.A:
    plain = Selection(page="meeting", area=selection.area, framework=selection.framework)
    comparison = Selection(
        page="meeting",
        area=plain.area,
        framework=plain.framework,
        as_of=selection.as_of,
        pack=stored.pack_id,
        against=previous.pack_id,
    )
    return html.A(f"Compare with {previous.name}", href=f"{address(comparison)}#{ANCHOR}")


def _next(stored: StoredPack) -> html.Div | None:
    """Render the form of the next step; a final or damaged pack has none."""
    if stored.integrity_error or stored.state not in _NEXT:
        return None
    step = _NEXT[stored.state]
    note = Field("note", "Note, if any", longest=200)
    sure = Field("is_sure", step["sure"], "tick", "yes", is_required=True)
    form = Form(
        f"step-{stored.pack_id}",
        Urls.PACK_STEP,
        (note, sure),
        (Button(step["button"]),),
        PACK_SLOT,
        payload={"pack_id": stored.pack_id, "state": step["state"]},
        busy_text="Holding the pack against its hash…",
        excluded_name=stored.steps[0].by if step["state"] == CHECKED else "",
    )
    return folded_form(form, step["button"], _explained(stored, step), f"{stored.name}")


def _explained(stored: StoredPack, step: dict[str, str]) -> str:
    return step["explained"].format(maker=stored.steps[0].by)


_NEXT: Final[dict[str, dict[str, str]]] = {
    DRAFT: {
        "state": CHECKED,
        "button": "Mark as checked",
        "sure": "I have gone through every slide and the report",
        "explained": "{maker} made this pack: somebody else checks it. Your name and the day are "
        "kept with it and stand on its cover; nothing in the pack changes.",
    },
    CHECKED: {
        "state": FINAL,
        "button": "Make final",
        "sure": "I know that this cannot be taken back",
        "explained": "A final pack is the one that the meeting is given. It never changes and "
        "cannot be taken back: a correction is a new version.",
    },
}
