"""One priority of a plan: its measures as panels, its actions, its commentary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.cases.model import Backlog
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Commentary, Overview, Panel, Priority, Series
from dashboard.model.selection import Selection
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.text.format import sentence_case
from layouts.charts.chart import chart
from layouts.pages.overview import judged_as_at, overview_title
from layouts.sections.actions import action_table
from layouts.sections.calculation import pair_sentences
from layouts.sections.cases import backlog_summary
from layouts.sections.commentary import RemarksContext, remarks_section
from layouts.sections.exceptions import HEADING, LIST_ANCHOR, short_list
from layouts.sections.findings import due_lines, finding_tags, folded_finding, signal_icons
from layouts.ui.components import aria, page_head, section
from layouts.ui.series_links import series_address, series_urls
from layouts.ui.tags import freshness_tag, status_tag
from layouts.ui.view_options import neighbours

# Of one measure.
MAX_CHARTS = 4


@dataclass(frozen=True)
class PriorityContext:
    """What a priority's plan says beside figures; `titles` of measures, `sources` of documents.

    `backlogs` has, by measure, who is still open beside a figure of those that are done;
    `exceptions` are those of the priority's measures.
    """

    actions: Sequence[Action]
    commentary: Sequence[Commentary]
    titles: Mapping[str, str]
    sources: Mapping[str, str]
    backlogs: Mapping[str, Backlog] = field(default_factory=dict)
    exceptions: Sequence[OpenException] = ()
    today: date | None = None


def priority_page(
    overview: Overview, priority: Priority, context: PriorityContext, selection: Selection
) -> list[Component]:
    """Render the panels, the exceptions, the actions and the commentary of one priority."""
    crumbs = [(overview_title(overview), selection.to("overview"))]
    page = [
        page_head(priority.title, crumbs, _meta(overview, priority)),
        html.P(sentence_case(priority.note), className="note") if priority.note else html.Div(),
        html.P(judged_as_at(overview, selection), className="as-at"),
        _page_links(priority, context),
        _panels(priority, context, selection),
        short_list(context.exceptions, selection),
        section(
            "Actions", action_table(context.actions, context.titles, selection), anchor="actions"
        ),
        remarks_section(_remarks_context(overview, priority, context), selection),
        _next_links(overview, priority, selection),
    ]
    return [part for part in page if part is not None]


def _remarks_context(
    overview: Overview, priority: Priority, context: PriorityContext
) -> RemarksContext:
    return RemarksContext(
        context.commentary,
        [panel.measure for panel in unique_panels(overview.priorities)],
        context.sources,
        report_date=overview.as_of,
        today=context.today or overview.as_of,
        own=[panel.measure for panel in priority.panels],
    )


def _meta(overview: Overview, priority: Priority) -> str:
    return f"{overview.area.name} · {overview.framework.title} · Priority {priority.number}"


def _page_links(priority: Priority, context: PriorityContext) -> html.Nav:
    """Render links to each measure with its status in words, then to actions and commentary."""
    items = [
        html.Li(
            [
                html.A(panel.measure.title, href=f"#{_anchor(panel)}"),
                html.Span(f" {panel.status.word}", className="small"),
            ]
        )
        for panel in priority.panels
    ]
    if context.exceptions:
        items.append(html.Li(html.A(HEADING, href=f"#{LIST_ANCHOR}")))
    items.append(html.Li(html.A("Actions", href="#actions")))
    items.append(html.Li(html.A("Commentary", href="#commentary")))
    return html.Nav(html.Ul(items), className="jumps", **aria(label="On this page"))


def _anchor(panel: Panel) -> str:
    return f"measure-{panel.measure.measure_id}"


def _panels(priority: Priority, context: PriorityContext, selection: Selection) -> html.Div:
    if not priority.panels:
        return html.Div(html.P("The plan sets no measure under this priority.", className="lead"))
    panels = [_panel(priority, panel, context, selection) for panel in priority.panels]
    return html.Div(panels, className="panels")


def _panel(
    priority: Priority, panel: Panel, context: PriorityContext, selection: Selection
) -> html.Section:
    """Render the charts of one measure, judged series first."""
    shown = charted_series(panel)
    href = selection.to("measure", measure=panel.measure.measure_id)
    rest = len(panel.series) - len(shown)
    is_several = len(shown) > 1
    tags = status_tag(panel.status) if is_several else finding_tags(next(iter(shown)))
    more = f"All {len(panel.series)} series of this measure" if rest else "More on this measure"
    return html.Section(
        [
            html.Div(
                [html.H2(html.A(panel.measure.title, href=href)), tags], className="panel-head"
            ),
            html.P([_reference(panel), freshness_tag(panel.freshness)], className="facts"),
            html.Div(
                [_series(panel, series, selection, is_several=is_several) for series in shown],
                className="charts several" if is_several else "charts",
            ),
            _backlog(priority, panel, context),
            pair_sentences(panel),
            html.P(html.A(more, href=href), className="more"),
        ],
        id=_anchor(panel),
        className="panel several" if is_several else "panel",
    )


def _backlog(priority: Priority, panel: Panel, context: PriorityContext) -> html.Div | None:
    """Render the backlog of a measure; with its numbers only where it comes first."""
    backlog = context.backlogs.get(panel.measure.measure_id)
    if backlog is None:
        return None
    ids = [other.measure.measure_id for other in priority.panels]
    same = [each for each in ids if context.backlogs.get(each) == backlog]
    return backlog_summary(backlog, in_full=same[0] == panel.measure.measure_id)


def _reference(panel: Panel) -> html.Span | None:
    return html.Span(panel.local_reference, className="small") if panel.local_reference else None


def charted_series(panel: Panel) -> tuple[Series, ...]:
    """Return the series that a priority page draws, at most four."""
    return row_series(panel)[:MAX_CHARTS]


def _series(panel: Panel, series: Series, selection: Selection, *, is_several: bool) -> html.Div:
    figure = chart(
        panel,
        series,
        link=series_address(panel, series, selection),
        files=series_urls(panel, series, selection),
    )
    tags = [finding_tags(series)] if is_several else []
    signals = signal_icons(panel.measure, series)
    parts = [*tags, *due_lines(series), signals, figure, folded_finding(series)]
    return html.Div([part for part in parts if part is not None], className="one-chart")


def _next_links(overview: Overview, priority: Priority, selection: Selection) -> html.Nav:
    before, after = neighbours(overview.priorities, priority.number)
    links = [
        _next_link(before, "Previous priority", selection),
        html.A("Overview", href=selection.to("overview")),
        _next_link(after, "Next priority", selection),
    ]
    return html.Nav(
        [link for link in links if link], className="ways-on", **aria(label="Priorities")
    )


def _next_link(priority: Priority | None, words: str, selection: Selection) -> html.A | None:
    if priority is None:
        return None
    href = selection.to("priority", framework=selection.framework, priority_number=priority.number)
    return html.A(f"{words}: {priority.title}", href=href)
