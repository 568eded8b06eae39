"""All that a plan has to be found by its name: measures, priorities and actions, with value and status."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Action, ActionPlan, Overview
from dashboard.model.selection import Selection
from dashboard.text.format import counted, screen_name
from layouts.sections.action_rows import action_anchor
from layouts.sections.overview.strips import priority_words
from layouts.sections.overview.tile_words import value_words
from layouts.ui.components import Child, page_head
from layouts.ui.overview_measures import MeasuresView
from layouts.ui.search import FIND_LABEL, NONE_FOUND, find_form
from layouts.ui.series_links import series_address
from layouts.ui.tags import action_tag, status_tag

TITLE: Final = "Find"


@dataclass(frozen=True)
class Item:
    """One thing of a plan: `words` are what it is found by, `value` and `tag` how it is now."""

    kind: str
    name: str
    href: str
    words: str
    value: str = ""
    tag: Child = None


def find_page(overview: Overview, plan: ActionPlan, selection: Selection) -> list[Component]:
    """Render the field, and what has all the words that were typed; everything where none were.

    assets/find.js takes its list from here.
    """
    listed = fitting(list(_items(overview, plan, selection)), selection.find)
    every = html.A("Show all of them", href=selection.to("find"))
    found = counted(len(listed), "result") if listed else [NONE_FOUND, " ", every]
    return [
        page_head(TITLE),
        find_form(selection, FIND_LABEL),
        html.P(found, id="found", role="status"),
        html.Ul([_row(item) for item in listed], id="find-results"),
    ]


def fitting(items: Sequence[Item], typed: str) -> list[Item]:
    """Return the items that have every typed word: first those that begin so, then where words do."""
    wanted = _plain(typed).split()
    having = [item for item in items if all(word in _plain(item.words) for word in wanted)]
    return sorted(having, key=lambda item: _place(_plain(item.words), wanted))


def _place(words: str, wanted: Sequence[str]) -> int:
    own = re.split(r"[^\w.]+", words)
    has_begun = all(any(word.startswith(start) for word in own) for start in wanted)
    return 2 - words.startswith(" ".join(wanted)) - has_begun


def _plain(text: str) -> str:
    """Return a text as it is typed: without capitals and curly apostrophes."""
    return text.lower().replace("’", "'")


def _items(overview: Overview, plan: ActionPlan, selection: Selection) -> Iterator[Item]:
    view = MeasuresView(overview, Selection())
    for each in view.measures:
        panel, series = each.panel, each.series
        measure = panel.measure
        yield Item(
            "Measure",
            measure.title,
            series_address(panel, series, selection),
            f"{measure.title} {measure.short_title}",
            value_words(panel, series),
            status_tag(panel.status),
        )
    for priority in overview.priorities:
        number, name = priority.number, f"{priority.number}. {screen_name(priority.title)}"
        href = selection.to("priority", framework=selection.framework, priority_number=number)
        own = [each for each in view.measures if number in each.priorities]
        words = priority_words(own, plan.counts_by_priority.get(number, {}), is_narrow=True)
        yield Item("Priority", name, href, f"priority {name}", words)
    for action in plan.actions:
        yield _action(action, selection)


def _action(action: Action, selection: Selection) -> Item:
    name = f"{action.reference} {screen_name(action.title)}"
    href = f"{selection.to('actions')}#{action_anchor(action)}"
    tag = action_tag(action.status, is_short=True) if action.status else None
    return Item("Action", name, href, f"action {name}", tag=tag)


def _row(item: Item) -> html.Li:
    return html.Li(
        [
            html.A(item.name, href=item.href),
            html.Span(item.value, className="find-value"),
            item.tag,
            html.Span(item.kind, className="find-kind"),
        ],
        **{"data-words": _plain(item.words)},  # type: ignore[arg-type]
    )
