"""The action plan: counts now and at the report before, by priority, and every action."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import ACTION_WORDS
from dashboard.model.panel import ActionPlan, Overview
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import CAUTION, plan_evidence
from dashboard.panels.overview import unique_panels
from dashboard.text.format import day_words
from layouts.pages.overview import overview_title
from layouts.sections.actions import action_table
from layouts.ui.components import aria, page_head, section
from layouts.ui.tables import plain_table
from layouts.ui.tags import action_tag

TITLE = "Actions"


def actions_page(
    plan: ActionPlan, overview: Overview, titles: Mapping[str, str], selection: Selection
) -> list[Component]:
    """Render the counts, the check of the counts, and the actions by priority."""
    head = page_head(TITLE, meta=overview_title(overview))
    if not plan.actions:
        return [head, *_empty(selection)]
    return [
        head,
        html.P(_days(plan), className="as-at"),
        _cards(plan),
        html.P(plan.check_words, className="check"),
        html.P(f"The report before: {plan.before_note}.", className="note")
        if plan.before_note
        else html.Div(),
        section("By priority", _by_priority(plan, overview, selection)),
        html.P(CAUTION, className="note"),
        *_tables(plan, overview, titles, selection),
    ]


def _empty(selection: Selection) -> list[Component]:
    return [
        html.P("No actions of this plan are loaded.", className="lead"),
        html.P(
            [
                (
                    "An action plan arrives as two extracts, one of actions and one of their status: "
                    "the templates are on the "
                ),
                html.A("data page", href=selection.to("data")),
                ".",
            ]
        ),
    ]


def _days(plan: ActionPlan) -> str:
    now = f"Status on {day_words(plan.now_on)}" if plan.now_on else "No status is loaded"
    if plan.before_on is None:
        return f"{now}. No earlier report is loaded."
    return f"{now}; in brackets, the report before ({day_words(plan.before_on)})."


def _cards(plan: ActionPlan) -> html.Ul:
    cards = [
        html.Li(
            [
                html.Span(
                    [html.Strong(str(plan.counts.get(code, 0))), _before(code, plan)],
                    className="figure",
                ),
                action_tag(code),
            ],
            className=f"card-of card-{code}",
        )
        for code in ACTION_WORDS
    ]
    return html.Ul(cards, className="cards", **aria(label="Actions by status"))


def _before(code: str, plan: ActionPlan) -> html.Span | None:
    if code not in plan.printed_before:
        return None
    return html.Span(
        [
            " (",
            html.Span("at the report before: ", className="visually-hidden"),
            f"{plan.printed_before[code]})",
        ],
        className="before",
    )


def _by_priority(plan: ActionPlan, overview: Overview, selection: Selection) -> html.Div:
    titles = {priority.number: priority.title for priority in overview.priorities}
    words = tuple(ACTION_WORDS.values())
    rows = [
        [
            _priority_link(number, titles, selection),
            *(str(counts.get(code, 0)) for code in ACTION_WORDS),
        ]
        for number, counts in plan.counts_by_priority.items()
    ]
    return plain_table("Number of actions by status", ("Priority", *words), rows, numeric=words)


def _priority_link(number: int, titles: Mapping[int, str], selection: Selection) -> html.A:
    href = selection.to("priority", framework=selection.framework, priority_number=number)
    return html.A(f"{number}. {titles.get(number, 'Priority')}", href=href)


def _tables(
    plan: ActionPlan, overview: Overview, titles: Mapping[str, str], selection: Selection
) -> Sequence[html.Section]:
    names = {priority.number: priority.title for priority in overview.priorities}
    evidence = plan_evidence(plan.actions, unique_panels(overview.priorities))
    parts = []
    for number in plan.counts_by_priority:
        priority_actions = [action for action in plan.actions if action.priority_number == number]
        heading = f"{number}. {names.get(number, 'Priority')}"
        caption = f"Actions of priority {number}"
        table = action_table(priority_actions, titles, selection, caption, evidence)
        parts.append(section(heading, table))
    return parts
