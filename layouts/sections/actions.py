"""Actions as tables: one row an action, with its status and what it should move."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.model.panel import Action
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import Evidence
from dashboard.text.format import day_words
from layouts.ui.tables import plain_table
from layouts.ui.tags import action_tag

_NO_EVIDENCE: Mapping[tuple[str, str], Sequence[Evidence]] = {}
_COLUMNS = ("Reference", "Action", "Status", "As at", "Meant to move")


def action_table(
    actions: Sequence[Action],
    titles: Mapping[str, str],
    selection: Selection,
    caption: str = "Actions and their status",
    evidence: Mapping[tuple[str, str], Sequence[Evidence]] = _NO_EVIDENCE,
) -> html.Div | html.P:
    """Render actions as a table; `titles` names the measures they are meant to move.

    `evidence` tells, by action and measure, what the measure did since.
    """
    if not actions:
        return html.P("No action is loaded here.")
    rows = [_action_cells(action, titles, selection, evidence) for action in actions]
    return plain_table(caption, _COLUMNS, rows)


def _action_cells(
    action: Action,
    titles: Mapping[str, str],
    selection: Selection,
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
) -> list[Any]:
    note = html.Span(action.note, className="small") if action.note else None
    return [
        action.reference,
        [action.title, note],
        action_tag(action.status) if action.status else "Not reported",
        day_words(action.status_date) if action.status_date else "No date",
        _measures(action, titles, selection, evidence),
    ]


def _measures(
    action: Action,
    titles: Mapping[str, str],
    selection: Selection,
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
) -> Any:
    if not action.measures:
        return "No link is loaded"
    links = [
        html.Li(
            [
                html.A(
                    titles.get(measure_id, measure_id),
                    href=selection.to("measure", measure=measure_id),
                ),
                *map(_evidence_item, evidence.get((action.reference, measure_id), ())),
            ]
        )
        for measure_id in action.measures
    ]
    return html.Ul(links, className="bare evidence" if evidence else "bare")


def _evidence_item(evidence: Evidence) -> html.P:
    part = f"{evidence.label}. " if evidence.label else ""
    return html.P(f"{part}{evidence.words}", className="small")
