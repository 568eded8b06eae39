"""The action plan: counts by status and by priority as filters, and a row for every action."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import ACTION_WORDS
from dashboard.model.panel import Action, ActionPlan, Overview, Priority
from dashboard.model.selection import Selection, address
from dashboard.panels.action_evidence import CAUTION, plan_evidence
from dashboard.panels.overview import unique_panels
from dashboard.text.format import counted, day_words, joined, screen_name
from layouts.charts.svg.stacked import stacked_bar
from layouts.sections.action_rows import action_rows
from layouts.sections.overview.strips import SHORT_ACTIONS
from layouts.ui.components import aria, page_head
from layouts.ui.forms import IS_PUBLIC
from layouts.ui.icons import icon
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.tags import ACTION_STYLE

TITLE: Final = "Actions"
_NONE_LOADED: Final = "No actions of this plan are loaded."
_TWO_FILES: Final = " They arrive as two files, one of actions and one of their status. "
# What presses most comes first; what is done is folded away.
_ORDER: Final = ("delayed", "at_risk", "on_track", "", "completed")
_DONE: Final = "completed"


def actions_page(
    plan: ActionPlan, overview: Overview, before: Mapping[str, str], selection: Selection
) -> list[Component]:
    """Render the counts as filters and the actions that fit; `before` has their earlier statuses.

    A filter of the address that no action can have is left out.
    """
    if not plan.actions:
        return [page_head(TITLE), *_empty(selection)]
    numbers = {str(number) for number in plan.counts_by_priority}
    chosen = Selection(
        page="actions",
        area=selection.area,
        framework=selection.framework,
        as_of=selection.as_of,
        status=selection.status if selection.status in ACTION_WORDS else "",
        priority=selection.priority if selection.priority in numbers else "",
    )
    return [
        page_head(TITLE, meta=_days(plan)),
        _status_strip(plan, chosen),
        _priority_strip(plan, overview, before, chosen),
        *_rows(plan, overview, before, chosen),
        _notes(plan),
    ]


def shown_actions_sentence(plan: ActionPlan, selection: Selection) -> str:
    """Return how many actions the filters leave, for screen readers."""
    return f"{counted(len(_fitting(plan, selection)), 'action')} shown."


def _fitting(plan: ActionPlan, chosen: Selection) -> list[Action]:
    fitting = [
        action
        for action in plan.actions
        if chosen.status in ("", action.status)
        and chosen.priority in ("", str(action.priority_number))
    ]
    return sorted(fitting, key=lambda action: _ORDER.index(action.status))


def _empty(selection: Selection) -> list[Component]:
    link = html.A("Templates", href=selection.to("data", tab="templates"))
    return [html.P([_NONE_LOADED, *([] if IS_PUBLIC.get() else [_TWO_FILES, link])])]


def _days(plan: ActionPlan) -> str:
    if plan.now_on is None:
        return "No status is loaded"
    before = f"; before: {day_words(plan.before_on)}" if plan.before_on else ""
    return f"Status of {day_words(plan.now_on)}{before}"


def _status_strip(plan: ActionPlan, chosen: Selection) -> html.Nav:
    items = [html.Li(_status(code, plan, chosen)) for code in ACTION_WORDS]
    return html.Nav(
        html.Ul(items),
        className="status-strip of-actions",
        **aria(label="Filter actions by status"),
    )


def _status(code: str, plan: ActionPlan, chosen: Selection) -> html.A:
    shape, pair = ACTION_STYLE[code]
    is_chosen = chosen.status == code
    before = plan.printed_before.get(code)
    was = f" ({before} before)" if before is not None else ""
    return html.A(
        [
            html.Strong(str(plan.counts.get(code, 0))),
            icon(shape, TAG_COLOURS[pair].ink),
            html.Span(f"{ACTION_WORDS[code]}{was}"),
        ],
        href=address(replace(chosen, status="" if is_chosen else code)),
        className=f"tag-{pair}",
        **aria(current=is_chosen and "true"),
    )


def _priority_strip(
    plan: ActionPlan, overview: Overview, before: Mapping[str, str], chosen: Selection
) -> html.Ul:
    titles = {each.number: screen_name(each.title) for each in overview.priorities}
    earlier = _counts_before(plan, before)
    cards = [_whole(plan, chosen)]
    cards += [
        _priority(number, titles.get(number, "Priority"), counts, earlier.get(number, {}), chosen)
        for number, counts in plan.counts_by_priority.items()
    ]
    return html.Ul(cards, className="action-priorities")


def _whole(plan: ActionPlan, chosen: Selection) -> html.Li:
    """Render the plan's counts as bars, and what the thin one is."""
    link = html.A(
        f"All {counted(len(plan.actions), 'action')}",
        href=address(replace(chosen, priority="")),
        **aria(current=not chosen.priority and "true"),
    )
    key = f"Thin bar: {day_words(plan.before_on)}" if plan.before_on else ""
    return html.Li([html.H2(link), *_bars(plan.counts, plan.printed_before), html.P(key)])


def _bars(counts: Mapping[str, int], earlier: Mapping[str, int]) -> list[Component]:
    before = [stacked_bar(_in_order(earlier), "stacked is-before")] if earlier else []
    return [*before, stacked_bar(_in_order(counts))]


def _counts_before(plan: ActionPlan, before: Mapping[str, str]) -> dict[int, Counter[str]]:
    """Return the earlier counts of each priority all of whose actions had a status then."""
    numbers = {action.priority_number for action in plan.actions}
    own = {n: [a.reference for a in plan.actions if a.priority_number == n] for n in numbers}
    return {
        number: Counter(before[reference] for reference in references)
        for number, references in own.items()
        if all(reference in before for reference in references)
    }


def _priority(
    number: int,
    title: str,
    counts: Mapping[str, int],
    earlier: Mapping[str, int],
    chosen: Selection,
) -> html.Li:
    is_chosen = chosen.priority == str(number)
    href = address(replace(chosen, priority="" if is_chosen else str(number)))
    link = html.A(f"{number}. {title}", href=href, **aria(current=is_chosen and "true"))
    words = [
        f"{earlier.get(code, 0)} → {count} {SHORT_ACTIONS[code]}"
        if earlier and earlier.get(code, 0) != count
        else f"{count} {SHORT_ACTIONS[code]}"
        for code in ACTION_WORDS
        if (count := counts.get(code, 0)) or earlier.get(code, 0)
    ]
    phrases = [html.Span(each) for each in words]
    return html.Li([html.H2(link), *_bars(counts, earlier), html.P(phrases)])


def _in_order(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    return [(counts.get(code, 0), ACTION_STYLE[code][1]) for code in ACTION_WORDS]


def _rows(
    plan: ActionPlan, overview: Overview, before: Mapping[str, str], chosen: Selection
) -> list[Component]:
    panels = {panel.measure.measure_id: panel for panel in unique_panels(overview.priorities)}
    evidence = plan_evidence(plan.actions, panels.values())
    fitting = _fitting(plan, chosen)
    done = [action for action in fitting if action.status == _DONE]
    others = [action for action in fitting if action.status != _DONE]

    def rows(actions: Sequence[Action], caption: str) -> html.Table:
        return action_rows(actions, panels, evidence, before, chosen, caption)

    parts: list[Component] = [_shown(fitting, overview.priorities, chosen)]
    if others:
        parts.append(rows(others, "Actions, the late ones first"))
    if done:
        folded = [html.Summary(f"{len(done)} completed"), rows(done, "Completed actions")]
        parts.append(html.Details(folded, className="done-actions", open=not others))
    return parts


def _shown(
    fitting: Sequence[Action], priorities: Sequence[Priority], chosen: Selection
) -> html.Div | html.P:
    """Render how many actions the filters leave, and the ways to lift them."""
    if not (chosen.status or chosen.priority):
        return html.P("Late first, done last", className="shown-actions small")
    names = [ACTION_WORDS.get(chosen.status, "").lower()]
    names += [f"priority {chosen.priority}"] if chosen.priority else []
    ways: list[Component] = [
        html.A("Clear filters", href=address(replace(chosen, status="", priority="")))
    ]
    ways += [
        html.A(
            f"Priority {priority.number}: {priority.title}",
            href=chosen.to("priority", framework=chosen.framework, priority_number=priority.number),
        )
        for priority in priorities
        if str(priority.number) == chosen.priority
    ]
    words = f"{counted(len(fitting), 'action')}: {joined(names)}" if fitting else "No action fits."
    return html.Div([html.Span(words), *ways], className="shown-actions")


def _notes(plan: ActionPlan) -> html.Details:
    before = screen_name(plan.before_note)
    notes = [plan.check_words, f"The report before: {before}." if before else ""]
    parts = [html.P(note) for note in (*notes, CAUTION) if note]
    return html.Details([html.Summary("Details"), *parts], className="page-details")
