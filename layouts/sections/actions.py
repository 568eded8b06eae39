"""The actions that are meant to move a measure: their status, and what the measure did since."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.model.panel import Action
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import Evidence
from dashboard.text.format import day_words, screen_name
from layouts.ui.tables import table
from layouts.ui.tags import action_tag

_COLUMNS = ("Ref", "Action", "Status", "As at", "This measure since")


def measure_actions(
    actions: Sequence[Action],
    titles: Mapping[str, str],
    selection: Selection,
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    label: str,
) -> html.Table:
    """Render the actions of the measure that the selection names.

    `evidence` is by action and measure; of it the series with a label is shown, the others are folded
    with the other measures that an action is meant to move, which `titles` names.
    """
    rows = [
        [
            action.reference,
            screen_name(action.title),
            action_tag(action.status) if action.status else "Not reported",
            day_words(action.status_date) if action.status_date else "No date",
            _since(action, titles, selection, evidence, label),
        ]
        for action in actions
    ]
    caption = html.Caption("Actions and their status", className="visually-hidden")
    return table(caption, _COLUMNS, rows, look="plain measure-actions", is_stacked=True)


def _since(
    action: Action,
    titles: Mapping[str, str],
    selection: Selection,
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    label: str,
) -> Any:
    listed = evidence.get((action.reference, selection.measure), ())
    shown = next((each for each in listed if each.label == label), next(iter(listed), None))
    more = [html.P(f"{each.label}. {each.words}") for each in listed if each is not shown]
    others = [
        html.Li(html.A(titles.get(name, name), href=selection.to("measure", measure=name)))
        for name in action.measures
        if name != selection.measure
    ]
    if others:
        more += [html.P("Also meant to move"), html.Ul(others, className="bare")]
    about = html.Span(f" of action {action.reference}", className="visually-hidden")
    folded = html.Details([html.Summary(["More", about]), *more]) if more else None
    return html.Div([html.P(shown.words if shown else "No figure yet."), folded])
