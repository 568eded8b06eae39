"""The first page: the verdict on one plan of one area, and its measures as tiles or as a list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dash import html

from dashboard.model.codes import JUDGED
from dashboard.model.meeting import OpenException
from dashboard.model.panel import ActionPlan, Overview
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.panels.changes import News
from dashboard.panels.overview import unique_panels
from dashboard.panels.verdict import age_words, build_verdict
from dashboard.records.exceptions import overdue_words
from dashboard.text.format import counted, day_words, screen_name
from layouts.sections.judging_rules import RULES_ANCHOR, rules_in_short
from layouts.sections.meetings.exceptions import LIST_ANCHOR, exception_list
from layouts.sections.meetings.slides import slides_address
from layouts.sections.overview.changes import changes_details, needed_section, since_words
from layouts.sections.overview.measure_list import measure_list
from layouts.sections.overview.measure_tiles import key_tiles, measure_tiles, unfolded
from layouts.sections.overview.signal_matrix import signal_matrix
from layouts.sections.overview.strips import (
    actions_line,
    priority_strip,
    status_strip,
    verdict_line,
)
from layouts.sections.overview.tools import tool_row
from layouts.ui.components import Child, page_head
from layouts.ui.overview_measures import FILTERS, FOLD_ABOVE, MeasuresView, shown_words


@dataclass(frozen=True)
class OverviewContext:
    """What an overview shows beside its measures.

    `named_keys` are the measures that the plan names as its key ones; `unknown` filters of the
    address that were left out; `news` what is new since the report before; `changed` the measures
    that the chosen load changed; `draft` the pack of the plan to whose slides a measure can be added.
    """

    today: date
    actions: ActionPlan | None = None
    exceptions: Sequence[OpenException] = ()
    news: Sequence[News] = ()
    named_keys: Sequence[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    changed: Collection[str] = ()
    draft: str = ""


def overview_title(overview: Overview) -> str:
    """Return area and plan as the title of page and browser tab."""
    return f"{overview.area.name}: {screen_name(overview.framework.title)}"


def overview_page(
    overview: Overview, selection: Selection, context: OverviewContext
) -> list[Child]:
    """Render verdict, counts, key measures, priorities, and every measure as a tile and as a row."""
    view = MeasuresView(overview, selection, context.named_keys, context.changed, context.draft)
    panels = unique_panels(overview.priorities)
    verdict = build_verdict(panels)
    is_judged = any(panel.status.code in JUDGED for panel in panels)
    is_aged = is_judged and not overview.framework.has_ended(overview.as_of)
    age = age_words(overview.as_of, context.today) if is_aged else ""
    parts: list[Any] = [
        page_head(_heading(overview), meta=_meta(overview, selection, context)),
        verdict_line(verdict, age),
        html.Div(
            [_strip_row(view, context), changes_details(overview, context.news, selection)],
            className="changes-place",
        ),
        _keys(view),
        _priorities(view, context),
        _measures(view),
        _foot(view, context),
    ]
    return [part for part in parts if part is not None]


def announcement(overview: Overview, selection: Selection, changed: Collection[str] = ()) -> str:
    """Return how many measures are shown, for a reader who does not see them."""
    view = MeasuresView(overview, selection, changed=changed)
    return shown_words(len(view.fitting), len(view.measures))


def judged_as_at(overview: Overview, selection: Selection) -> list[Any]:
    """Render the report date, and a link to newer figures if any are loaded."""
    plan, day = overview.framework, overview.as_of
    if plan.ends_on is not None and plan.has_ended(day):
        words: list[Any] = [f"Plan ended {day_words(plan.ends_on)}"]
    else:
        words = [f"Reported {day_words(day)}"]
    if overview.newer_on:
        href = address(replace(selection, as_of=overview.newer_on))
        words += [" · ", html.A(f"Newer figures: {day_words(overview.newer_on)}", href=href)]
    return words


def _heading(overview: Overview) -> list[Child]:
    """Render the title; a phone, where the plan stands in the bar above, shows the area alone."""
    plan = html.Span(f": {screen_name(overview.framework.title)}", className="plan-of-title")
    return [overview.area.name, plan]


def _meta(overview: Overview, selection: Selection, context: OverviewContext) -> list[Any]:
    words = judged_as_at(overview, selection)
    for value in context.unknown:
        words += [f" · The filter “{value}” is not known and was left out"]
    rules = html.A("How status is worked out", href=f"#{RULES_ANCHOR}")
    return [*words, html.Span([" · ", rules], className="not-on-phone")]


def _strip_row(view: MeasuresView, context: OverviewContext) -> html.Div:
    words = overdue_words(context.exceptions)
    replies = html.P(html.A(html.Strong(words), href=f"#{LIST_ANCHOR}")) if words else None
    actions = actions_line(context.actions, view.selection) if context.actions else None
    since = since_words(view.overview, context.news)
    lines = [html.P(since, className="since-words") if since else None, replies, actions]
    return html.Div(
        [
            status_strip(view),
            html.Div([line for line in lines if line is not None][:2], className="since"),
        ],
        className="strip-row",
    )


def _keys(view: MeasuresView) -> html.Section | None:
    if not view.keys:
        return None
    heading = html.H2("Key measures", className="visually-hidden")
    is_hidden = view.selection.view == "list"
    return html.Section([heading, key_tiles(view)], className="keys", hidden=is_hidden)


def _priorities(view: MeasuresView, context: OverviewContext) -> html.Section | None:
    if not view.overview.priorities:
        return None
    heading = html.H2("Priorities", className="visually-hidden")
    counts = context.actions.counts_by_priority if context.actions else {}
    return html.Section([heading, priority_strip(view, counts)], className="priorities")


def _measures(view: MeasuresView) -> html.Section | None:
    if not view.measures:
        return None
    selection = view.selection
    is_list = selection.view == "list"
    nothing = html.P(
        [
            "No measure fits. ",
            html.A(
                "Clear filters",
                href=address(view.without(**dict.fromkeys(FILTERS, ""))),
                **{"data-set": "&".join(f"{name}=" for name in FILTERS)},
            ),
        ],
        hidden=bool(view.fitting),
        id="no-measure",
    )
    rest = len(view.others) - len(unfolded(view))
    is_folded = rest > 0 and not view.is_filtered and len(view.others) > FOLD_ABOVE and not is_list
    show_all = html.P(
        html.A(
            f"Show all {counted(len(view.measures), 'measure')}",
            href=address(view.without(all="1")),
            **{"data-set": "all=1"},
        ),
        hidden=not is_folded,
        className="show-all",
        id="show-all",
    )
    tiles = html.Div([measure_tiles(view), show_all], hidden=is_list, id="tiles-place")
    rows = html.Div(
        [signal_matrix(view), measure_list(view)], className="list-place", id="list-place"
    )
    return html.Section([tool_row(view), nothing, tiles, rows], className="overview-measures")


def _foot(view: MeasuresView, context: OverviewContext) -> html.Div:
    """Render what is behind a press: rules, replies, what is missing, sources, the file."""
    overview, selection = view.overview, view.selection
    notes = [html.P(each.note, className="small") for each in overview.priorities if each.note]
    documents = {
        point.source_document
        for each in view.measures
        for point in each.series.points
        if point.source_document in context.sources
    }
    sources = [html.Li(context.sources[name]) for name in sorted(documents)]
    needed = needed_section(overview, selection)
    details: list[Child] = [
        rules_in_short(),
        html.Details(
            [html.Summary("Replies"), exception_list(context.exceptions, selection)],
            className="folded",
        ),
        html.Details([html.Summary("What it would take to judge this plan"), needed])
        if needed is not None
        else None,
        html.Details([html.Summary("Sources"), *notes, html.Ul(sources)])
        if notes or sources
        else None,
    ]
    files: list[Child] = [
        html.A("Download every measure (CSV)", href=Urls.file(Urls.OVERVIEW_CSV, vars(selection))),
        " · ",
        html.A("Variation (CSV)", href=Urls.file(Urls.SIGNALS_CSV, vars(selection))),
    ]
    if view.draft:
        files += [
            " · ",
            html.A("Choose slides", href=slides_address(overview.framework, view.draft)),
        ]
    return html.Div(
        [html.P(files), *(each for each in details if each is not None)], className="page-foot"
    )
