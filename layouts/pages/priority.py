"""One priority of a plan: its measures as panels, and a rail of actions, remarks and replies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.cases.model import Backlog
from dashboard.comparison.chosen import build_offers
from dashboard.model.codes import STATUS_ORDER
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Commentary, Overview, Panel, Priority, Series
from dashboard.model.same import Same
from dashboard.model.selection import Selection, address
from dashboard.panels.attention import SORT_NAMES, ranks
from dashboard.panels.briefs import PanelView
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.text.format import counted, screen_name, sentence_case
from layouts.charts.panel_chart import KEYS, shared_days
from layouts.charts.spec.events import event_list
from layouts.measure.charts import measure_charts
from layouts.measure.context import MeasureContext
from layouts.measure.controls import controls_row
from layouts.pages.overview import judged_as_at, rules_in_short
from layouts.sections.cases import backlog_summary
from layouts.sections.meetings.commentary import RemarksContext, remarks_section
from layouts.sections.meetings.exceptions import short_list
from layouts.sections.priority.panel_card import card_id, chosen_view, opened, opening, panel_card
from layouts.sections.priority.panel_list import panel_list
from layouts.sections.priority.rail import rail
from layouts.sections.priority.tools import LIST, priority_tools
from layouts.ui.components import Child, aria, page_head, section
from layouts.ui.icons import icon
from layouts.ui.live import live_part, live_region
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.series_links import series_address
from layouts.ui.static_html import written
from layouts.ui.tags import STATUS_STYLE
from layouts.ui.view_options import neighbours

# The ids of what holds the parts that follow a choice.
COUNTS: Final = "priority-counts"
TOOLS: Final = "priority-tools"
PANELS: Final = "priority-panels"
_KEYS_WORDS: Final = (
    "Arrow keys, Home, End, Page up and Page down read out the points; Space holds one, T shows the "
    "numbers, Enter opens the measure."
)
# Cards that are kept as HTML, from one page and data version to the next.
_CARDS: Final = 256


@dataclass(frozen=True)
class PriorityContext:
    """What a priority's plan says beside figures; `titles` of measures, `sources` of documents.

    `backlogs` has, by measure, who is still open beside a figure of those that are done;
    `exceptions` are those of the priority's measures. `enlarged` is the one measure whose panel has the
    controls and the chart of its own page, with the series that is chosen. `draft` is the pack of the plan to
    whose slides a measure can be added, "" where there is none.
    """

    actions: Sequence[Action]
    commentary: Sequence[Commentary]
    titles: Mapping[str, str]
    sources: Mapping[str, str]
    backlogs: Mapping[str, Backlog] = field(default_factory=dict)
    exceptions: Sequence[OpenException] = ()
    today: date | None = None
    enlarged: tuple[Panel, Series, MeasureContext] | None = None
    draft: str = ""


def priority_page(
    overview: Overview, priority: Priority, context: PriorityContext, selection: Selection
) -> list[Component]:
    """Render the panels of one priority beside its rail; details are folded at the foot."""
    crumbs = [(overview.area.name, selection.to("overview"))]
    side = rail(
        context.actions,
        context.commentary,
        context.exceptions,
        {panel.measure.measure_id: panel.measure.short_title for panel in priority.panels},
        selection,
    )
    region: list[Child] = [
        live_part(COUNTS, counts_part(priority, selection)),
        live_part(TOOLS, tools_part(overview, priority, selection)),
        html.Div(
            [
                live_part(PANELS, panels_part(overview, priority, context, selection)),
                live_part("rail", side, "rail-place"),
            ],
            className="split",
        ),
    ]
    head = page_head(_heading(priority), crumbs, _ways_on(overview, priority, selection))
    return [head, live_region(region), _details(overview, priority, context, selection)]


def _heading(priority: Priority) -> list[Child]:
    return [html.Span(str(priority.number), className="number"), f" {screen_name(priority.title)}"]


def _ways_on(overview: Overview, priority: Priority, selection: Selection) -> html.Span | None:
    """Render links to the priorities before and after; None where there is no other."""
    before, after = neighbours(overview.priorities, priority.number)
    links = [
        _way(before, "‹", selection) if before else None,
        _way(after, "›", selection) if after else None,
    ]
    shown = [link for link in links if link]
    return html.Span(shown, className="other-priorities") if shown else None


def _way(other: Priority, arrow: str, selection: Selection) -> html.A:
    """Render a link to another priority: "Priority 2", with its title where there is room for it."""
    href = selection.to("priority", framework=selection.framework, priority_number=other.number)
    name: list[Child] = [
        html.Span("Priority ", className="way-word"),
        str(other.number),
        html.Span(f" {screen_name(other.title)}", className="way-name"),
    ]
    return html.A([f"{arrow} ", *name] if arrow == "‹" else [*name, f" {arrow}"], href=href)


def counts_part(priority: Priority, selection: Selection) -> html.Div | None:
    """Render the measures counted by status, each count a filter, and the pair that moved apart."""
    if not priority.panels:
        return None
    counts = Counter((panel.status.code, panel.status.word) for panel in priority.panels)
    codes = sorted(counts, key=lambda pair: STATUS_ORDER.index(pair[0]))
    links = [_count_link(code, word, counts[code, word], selection) for code, word in codes]
    return html.Div(
        [
            html.Nav(
                html.Ul([html.Li(link) for link in links]),
                className="status-strip",
                **aria(label="Filter measures by status"),
            ),
            _pair(priority, selection),
        ],
        className="counts-and-pair",
    )


def _count_link(code: str, word: str, count: int, selection: Selection) -> html.A:
    is_on = selection.status == code
    shape, pair = STATUS_STYLE[code]
    return html.A(
        [html.Strong(str(count)), icon(shape, TAG_COLOURS[pair].ink), html.Span(word)],
        href=address(replace(selection, status="" if is_on else code)),
        className=f"tag-{pair}",
        **aria(current="true" if is_on else False),
    )


def _pair(priority: Priority, selection: Selection) -> html.P | None:
    """Render the first finding about measures that moved apart, with a link that sets them together."""
    panel = next((panel for panel in priority.panels if panel.pair_brief), None)
    if panel is None:
        return None
    here = {other.measure.measure_id for other in priority.panels}
    ids = [measure for measure in panel.pair_ids if measure in here][:2]
    compare = address(replace(opening(selection, ids), status="", view=""))
    link = html.A("Compare", href=f"{compare}#{card_id(ids[0])}") if len(ids) > 1 else None
    change = f" {panel.pair_change}." if panel.pair_change else ""
    finding = html.B(f"{panel.pair_brief}{':' if change else '.'}")
    return html.P([finding, f"{change} ", link], className="pair-note")


def _shown_panels(overview: Overview, priority: Priority, selection: Selection) -> list[Panel]:
    panels = [p for p in priority.panels if selection.status in ("", p.status.code)]
    places = ranks(overview, priority.panels)[
        selection.sort if selection.sort in SORT_NAMES else ""
    ]
    ordered = sorted(panels, key=lambda panel: places[panel.measure.measure_id])
    compared = opened(selection) if len(opened(selection)) > 1 else []
    # Measures that are compared stand together.
    return sorted(ordered, key=lambda panel: panel.measure.measure_id not in compared)


def tools_part(overview: Overview, priority: Priority, selection: Selection) -> html.Form | None:
    """Render the row of controls over the panels."""
    return priority_tools(
        overview, priority, _shown_panels(overview, priority, selection), selection
    )


def panels_part(
    overview: Overview, priority: Priority, context: PriorityContext, selection: Selection
) -> html.Div:
    """Render the panels of the measures that are chosen, or their list."""
    if not priority.panels:
        return html.Div(html.P("The plan sets no measure under this priority.", className="lead"))
    shown = _shown_panels(overview, priority, selection)
    if not shown:
        clear = html.A("Clear filters", href=address(replace(selection, status="")))
        return html.Div(html.P(["No measure fits. ", clear]))
    if selection.view == LIST:
        return panel_list(shown, selection)
    moving = {
        panel.measure.measure_id: [
            action for action in context.actions if panel.measure.measure_id in action.measures
        ]
        for panel in shown
    }
    views = [(panel, chosen_view(panel, selection)) for panel in shown]
    large = [pair for pair in views if pair[0].measure.measure_id in opened(selection)]
    days = shared_days(large, selection)
    cards = [
        _enlarged_card(*context.enlarged, view, moving[panel.measure.measure_id], selection)
        if context.enlarged and context.enlarged[0].measure == panel.measure
        else panel_card(
            panel, view, moving[panel.measure.measure_id], selection, days, draft=context.draft
        )
        if large
        else _card(
            Same(panel),
            tuple(map(Same, moving[panel.measure.measure_id])),
            selection,
            context.draft,
        )
        for panel, view in views
    ]
    return html.Div(
        [
            html.H2("Measures", className="visually-hidden"),
            html.P(_KEYS_WORDS, id=KEYS, hidden=True),
            *cards,
        ],
        className="panels",
        **{"data-linked": ""},
    )


@lru_cache(maxsize=_CARDS)
def _card(
    of: Same[Panel], actions: tuple[Same[Action], ...], selection: Selection, draft: str
) -> Component:
    """Return the card of a panel of which none is enlarged, which is written once."""
    own = [each.value for each in actions]
    view = chosen_view(of.value, selection)
    return written(panel_card(of.value, view, own, selection, draft=draft))


def _enlarged_card(
    panel: Panel,
    series: Series,
    context: MeasureContext,
    view: PanelView,
    actions: Sequence[Action],
    selection: Selection,
) -> html.Article:
    """Render the panel of one measure with the controls and the chart of its page."""
    offers = build_offers(panel.measure, series, context.group, context.areas)
    link = series_address(panel, series, selection)
    own = [
        controls_row(panel, series, offers, context, selection),
        *measure_charts(panel, series, context, selection, link),
    ]
    alone = replace(view, series=(series,), shown=series)
    return panel_card(panel, alone, actions, selection, own=own, draft=context.draft)


def _details(
    overview: Overview, priority: Priority, context: PriorityContext, selection: Selection
) -> html.Div:
    """Render what is wanted seldom: remarks in full, replies, open cases, events, sources, rules."""
    remarks = RemarksContext(
        context.commentary,
        [panel.measure for panel in unique_panels(overview.priorities)],
        context.sources,
        report_date=overview.as_of,
        today=context.today or overview.as_of,
        own=[panel.measure for panel in priority.panels],
    )
    parts = [
        _folded("Commentary in full", remarks_section(remarks, selection)),
        _folded("Replies", short_list(context.exceptions, selection)),
        _folded("Open cases", _backlogs(priority, context)),
        _folded("Details", _about(overview, priority, context, selection)),
    ]
    return html.Div([part for part in parts if part is not None], className="page-details")


def _folded(name: str, content: Component | None) -> html.Details | None:
    return (
        html.Details([html.Summary(name), content], className="page-part folded")
        if content
        else None
    )


def _backlogs(priority: Priority, context: PriorityContext) -> html.Div | None:
    """Render each backlog once, though it may stand beside several figures."""
    listed: list[Backlog] = []
    for panel in priority.panels:
        backlog = context.backlogs.get(panel.measure.measure_id)
        if backlog is not None and backlog not in listed:
            listed.append(backlog)
    return html.Div([backlog_summary(backlog) for backlog in listed]) if listed else None


def _due_words(panel: Panel) -> list[str]:
    """Return how a measure did when its targets fell due."""
    name = panel.measure.short_title
    return [f"{name}: {words}." for series in row_series(panel) for words in series.due_words]


def _about(
    overview: Overview, priority: Priority, context: PriorityContext, selection: Selection
) -> html.Div:
    events = dict.fromkeys(event for panel in priority.panels for event in panel.events)
    pairs = [words for panel in priority.panels for words in panel.pair_words]
    codes = dict.fromkeys(
        point.source_document
        for panel in priority.panels
        for series in panel.series
        for point in series.points
        if point.source_document
    )
    names = [context.sources.get(code, code) for code in codes]
    notes = dict.fromkeys(
        note
        for panel in priority.panels
        for note in (*panel.lead.notes, panel.lead.printed_arrow_note)
        if note
    )
    parts = [
        html.P(sentence_case(priority.note), className="note") if priority.note else None,
        html.P(judged_as_at(overview, selection)),
        *[html.P(words) for words in pairs],
        *[html.P(words) for panel in priority.panels for words in _due_words(panel)],
        html.P(f"{counted(len(names), 'source')}: {'; '.join(names)}.") if names else None,
        *[html.P(note) for note in notes],
        section("Events", event_list(events, context.sources)) if events else None,
        rules_in_short(),
    ]
    return html.Div([part for part in parts if part is not None])
