"""Actions as rows of one line: what is meant to move, with its picture; the rest behind a press."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Action, Panel
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import Evidence
from dashboard.text.format import screen_name
from layouts.charts.svg.mini.picture import mini
from layouts.ui.components import aria
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tables import Column, Row, table
from layouts.ui.tags import action_tag, trend_tag


def action_rows(
    actions: Sequence[Action],
    panels: Mapping[str, Panel],
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    before: Mapping[str, str],
    selection: Selection,
    caption: str,
) -> html.Table:
    """Render a row for each action; `before` has the statuses at the report before, if any.

    `panels` are those of the plan by measure, `evidence` is by action and measure.
    """
    columns = [Column("Ref"), Column("Action"), Column("Status")]
    columns += [Column("Was")] if before else []
    columns += [Column("Meant to move")]
    rows = []
    for action in actions:
        was = before.get(action.reference, "")
        cells: list[Any] = [
            action.reference,
            screen_name(action.title),
            action_tag(action.status) if action.status else "Not reported",
        ]
        cells += [action_tag(was, is_short=True) if was else "–"] if before else []
        cells.append(_aims(action, panels, evidence, selection))
        rows.append(Row(cells, anchor=action_anchor(action)))
    head = html.Caption(caption, className="visually-hidden")
    return table(head, columns, rows, look="action-rows", is_stacked=True)


def action_anchor(action: Action) -> str:
    """Return the id of the row of an action."""
    return f"action-{action.reference.replace(' ', '-')}"


def _aims(
    action: Action,
    panels: Mapping[str, Panel],
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    selection: Selection,
) -> Any:
    """Render the first measure with its picture; what it and the others did since is folded."""
    aimed = [panels[measure] for measure in action.measures if measure in panels]
    words = screen_name(action.note)
    note = html.P(words, className="small") if words else None
    if not aimed:
        return note or "–"
    count = f"{len(aimed) - 1} more" if len(aimed) > 1 else "Details"
    about = html.Span(f" of action {action.reference}", className="visually-hidden")
    details = [_evidence(action, panel, evidence, selection) for panel in aimed]
    folded = html.Details([html.Summary([count, about]), *details, note])
    return html.Div([*_measure(aimed[0], selection), folded], className="aims")


def _measure(panel: Panel, selection: Selection) -> list[Component]:
    measure, series = panel.measure, panel.lead
    picture: dict[str, Any] = {ATTRIBUTE: mini(measure, series), **aria(hidden="true")}
    link = html.A(measure.short_title, href=selection.to("measure", measure=measure.measure_id))
    return [
        html.Span(link, className="aim"),
        html.Span(className="aim-picture", **picture),
        html.Span(trend_tag(series.trend) if series.latest else "No figure", className="moved"),
    ]


def _evidence(
    action: Action,
    panel: Panel,
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    selection: Selection,
) -> html.Div:
    measure = panel.measure
    items = evidence.get((action.reference, measure.measure_id), ())
    href = selection.to("measure", measure=measure.measure_id)
    words = [html.P(f"{each.label}. {each.words}" if each.label else each.words) for each in items]
    return html.Div([html.P(html.A(measure.title, href=href)), *words], className="evidence")
