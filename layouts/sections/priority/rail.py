"""The rail of a priority: its actions, what is said of it, and the replies that are awaited."""

from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import COMMENTARY_WORDS
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Commentary
from dashboard.model.selection import Selection
from dashboard.records.exceptions import overdue_words
from dashboard.text.format import day_words, screen_name
from layouts.sections.meetings.exceptions import LIST_ANCHOR
from layouts.sections.priority.panel_card import card_id
from layouts.ui.components import aria
from layouts.ui.tags import action_tag

COMMENTARY: Final = "commentary"
_FIRST: Final = ("delayed", "at_risk", "", "on_track")
_DONE: Final = "completed"
_BRIEF: Final = 140


def rail(
    actions: Sequence[Action],
    commentary: Sequence[Commentary],
    exceptions: Sequence[OpenException],
    titles: Mapping[str, str],
    selection: Selection,
) -> html.Aside:
    """Render the rail; `titles` names the measures of the page that an action is meant to move."""
    parts = [_actions(actions, titles, selection), _commentary(commentary), _replies(exceptions)]
    return html.Aside(
        [part for part in parts if part is not None],
        className="rail",
        tabIndex=0,
        **aria(label="Actions, commentary and replies"),
    )


def _part(name: str, count: str, children: Sequence[Component], anchor: str) -> html.Details:
    """Render a part of the rail; on a small screen it is folded under its name and count."""
    heading = html.H2(name)
    return html.Details(
        [html.Summary([heading, " ", html.Span(count, className="n")]), *children],
        className="rail-part folded",
        id=anchor,
    )


def _actions(
    actions: Sequence[Action], titles: Mapping[str, str], selection: Selection
) -> html.Details:
    done = [action for action in actions if action.status == _DONE]
    late = sum(action.status == "delayed" for action in actions)
    waiting = sorted((a for a in actions if a.status != _DONE), key=_urgency)
    if not actions:
        return _part("Actions", "none", [html.P("No action is loaded here.")], "actions")
    count = f"{len(done)} of {len(actions)} done" + (f", {late} late" if late else "")
    rows: list[Component] = [html.Ul([_action(a, titles, selection) for a in waiting])]
    if done:
        rows.append(
            html.Details(
                [
                    html.Summary(f"{len(done)} done"),
                    html.Ul([_action(action, titles, selection) for action in done]),
                ]
            )
        )
    return _part("Actions", count, rows, "actions")


def _urgency(action: Action) -> tuple[int, str]:
    place = _FIRST.index(action.status) if action.status in _FIRST else len(_FIRST)
    return place, action.reference


def _action(action: Action, titles: Mapping[str, str], selection: Selection) -> html.Li:
    """Render an action; assets/priority.js outlines the panels of the measures that it names."""
    tag = (
        action_tag(action.status, is_short=True)
        if action.status
        else html.Span("Not reported", className="n")
    )
    measures = [measure for measure in action.measures if measure in titles]
    others = len(action.measures) - len(measures)
    links: list[Component | str] = []
    for measure in measures:
        links += [
            ", " if links else "Moves: ",
            html.A(titles[measure], href=f"#{card_id(measure)}"),
        ]
    if others:
        more = html.A(f"{others} elsewhere", href=selection.to("actions"))
        links += [", " if links else "Moves: ", more]
    return html.Li(
        [
            html.Span([html.B(action.reference), f" {screen_name(action.title)} ", tag]),
            html.Span(links, className="moves") if links else None,
        ],
        className="act",
        **{"data-measures": " ".join(measures)},
    )


def _commentary(notes: Sequence[Commentary]) -> html.Details | None:
    """Render the newest remark of each kind, its first words; all of them are at the page's foot."""
    if not notes:
        return None
    newest = max(note.date for note in notes)
    rows: list[Component] = []
    for kind, words in COMMENTARY_WORDS.items():
        of_kind = [note for note in notes if note.kind == kind]
        if of_kind:
            note = max(of_kind, key=lambda each: each.date)
            rows.append(html.P([html.B(f"{words}. "), _first_words(screen_name(note.text))]))
    rows.append(html.P(html.A("All remarks, sources, add a remark", href=f"#{COMMENTARY}")))
    return _part("Commentary", day_words(newest), rows, "said")


def _first_words(text: str) -> str:
    sentence = text.split(". ", maxsplit=1)[0].rstrip(".")
    return f"{sentence}." if len(sentence) <= _BRIEF else f"{sentence[:_BRIEF].rsplit(' ', 1)[0]} …"


def _replies(exceptions: Sequence[OpenException]) -> html.Details | None:
    waiting = [each for each in exceptions if not each.is_answered]
    if not waiting:
        return None
    owners = sorted({each.owner for each in waiting if each.owner})
    words = f"Asked of {', '.join(owners)}. " if owners else "No owner is named. "
    link = html.A("See and reply" if owners else "Name owners", href=f"#{LIST_ANCHOR}")
    return _part("Replies", overdue_words(exceptions), [html.P([words, link])], "awaited")
