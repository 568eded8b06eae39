"""What stands under the card of a measure, in tabs: each is an address, `all` is every one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import CAUTION, plan_evidence
from dashboard.panels.export import BETTER_WORDS
from layouts.charts.chart import source_notes
from layouts.charts.control_text import before_after_section
from layouts.charts.headline import headline_form
from layouts.charts.spec.events import event_list, numbered_events
from layouts.charts.spec.plot import build_plot
from layouts.measure.context import MeasureContext, here, series_here
from layouts.measure.numbers import numbers_part
from layouts.sections.actions import measure_actions
from layouts.sections.breakdowns import parts_section
from layouts.sections.calculation import (
    calculation_section,
    differences_section,
    pair_sentences,
    partner_list,
)
from layouts.sections.cases import case_panels
from layouts.sections.data_quality import measure_anomalies
from layouts.sections.findings import finding, signal_icons
from layouts.sections.meetings.commentary import RemarksContext, remarks_section
from layouts.sections.meetings.exceptions import exception_section
from layouts.sections.meetings.scrutiny import questions_section
from layouts.sections.meetings.slides import add_link
from layouts.sections.neighbours import neighbours_section
from layouts.ui.components import aria, definition_list, section
from layouts.ui.tables import plain_table
from layouts.ui.tags import status_tag, trend_tag

ALL: Final = "all"
PANEL: Final = "tab-panel"
# The id of what holds them.
TABS: Final = "measure-tabs"


Parts = Sequence[Component | None]


@dataclass(frozen=True)
class Tab:
    """A tab with the words of its label, and what builds its content.

    Not all have something to read: where no remark is, there are forms for one.
    """

    code: str
    words: str
    build: Callable[[], Parts]
    is_read: bool = True

    def parts(self) -> list[Component]:
        """Return the content."""
        return [part for part in self.build() if part is not None]


def tabs_part(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> html.Div:
    """Render the tabs with the chosen one open, else the first to read; for printing all in order."""
    tabs = list_tabs(panel, series, context, selection)
    if selection.tab == ALL:
        return html.Div([_titled(tab) for tab in tabs], className="tabs-part")
    first = next(tab for tab in tabs if tab.is_read)
    chosen = next((tab for tab in tabs if tab.code == selection.tab), first)
    links = [_tab_link(tab, selection, is_chosen=tab is chosen) for tab in tabs]
    content = html.Div(
        chosen.parts(),
        id=PANEL,
        className="tab-panel",
        role="tabpanel",
        **{"aria-labelledby": f"tab-{chosen.code}"},
    )
    every = html.A("Print all", href=here(selection, tab=ALL), className="print-all")
    row = html.Div(links, className="tabs", role="tablist", **aria(label="More on this measure"))
    return html.Div([html.Div([row, every], className="tabs-row"), content], className="tabs-part")


def _tab_link(tab: Tab, selection: Selection, *, is_chosen: bool) -> html.A:
    return html.A(
        tab.words,
        href=here(selection, tab=tab.code),
        id=f"tab-{tab.code}",
        role="tab",
        **{"aria-selected": "true" if is_chosen else "false"},
        **({"aria-controls": PANEL} if is_chosen else {}),
    )


def _titled(tab: Tab) -> html.Section:
    """Render a tab among all of them, under its own heading."""
    return html.Section(
        [html.H2(tab.words), *tab.parts()], id=f"tab-{tab.code}", className="printed-tab"
    )


def list_tabs(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> list[Tab]:
    """Return the tabs that have content, in their order."""
    view, parts = context.view, context.parts
    remarks, relations = _remarks(context, selection), _relations(panel, context)
    # No remark is added to a day gone by, nor where no plan is.
    is_written = panel.framework.is_plan
    has_remarks = is_written and bool(remarks or context.log or not selection.as_of)
    here = (panel, series, context, selection)
    listed = [
        (
            bool(parts and parts.dimensions),
            Tab("breakdowns", "Breakdowns", lambda: _breakdowns(*here)),
        ),
        (
            bool(view and view.has_panels),
            Tab("cases", "Open cases", lambda: _cases(panel, context)),
        ),
        (
            bool(context.actions),
            Tab("actions", _counted("Actions", len(context.actions)), lambda: _actions(*here)),
        ),
        (
            has_remarks,
            Tab(
                "commentary",
                _counted("Commentary and questions", remarks),
                lambda: _commentary(*here),
                is_read=bool(remarks),
            ),
        ),
        (True, Tab("numbers", "Numbers", lambda: numbers_part(panel, series, parts, selection))),
        (True, Tab("method", _method_words(context), lambda: _method(panel, series, context))),
        (
            bool(relations or panel.pair_words or panel.events),
            Tab("related", _counted("Related", relations), lambda: _related(*here)),
        ),
    ]
    return [tab for has_content, tab in listed if has_content]


def _counted(words: str, count: int) -> str:
    return f"{words} ({count})" if count else words


def _breakdowns(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> Parts:
    return [parts_section(panel, series, context.parts, selection) if context.parts else None]


def _cases(panel: Panel, context: MeasureContext) -> Parts:
    return [case_panels(panel, context.view) if context.view else None]


def _actions(panel: Panel, series: Series, context: MeasureContext, selection: Selection) -> Parts:
    evidence = plan_evidence(context.actions, [panel])
    table = measure_actions(context.actions, context.titles, selection, evidence, series.label)
    return [section("Actions meant to move this measure", table, html.P(CAUTION, className="note"))]


def _remarks(context: MeasureContext, selection: Selection) -> int:
    """Return how many remarks, exceptions and open questions there are."""
    questions = [
        question
        for question in (context.log.questions if context.log else ())
        if question.measure_id == selection.measure
    ]
    return len(context.commentary) + len(context.exceptions) + len(questions)


def _commentary(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> Parts:
    has_remarks = context.commentary or not selection.as_of
    remarks = RemarksContext(
        context.commentary,
        context.measures,
        panel.sources,
        report_date=panel.as_of,
        today=context.today or panel.as_of,
        measure_id=panel.measure.measure_id,
    )
    return [
        exception_section(context.exceptions, series, selection),
        headline_form(panel, series, selection),
        remarks_section(remarks, selection) if has_remarks else None,
        questions_section(context.log, selection) if context.log else None,
        html.P(add_link(panel, context.draft)) if context.draft else None,
    ]


def _method_words(context: MeasureContext) -> str:
    words = "How it’s worked out"
    count = len(context.anomalies)
    return f"{words} ({count} to check)" if count else words


def _method(panel: Panel, series: Series, context: MeasureContext) -> Parts:
    calculation = context.view.calculation if context.view else None
    judged = html.Div([signal_icons(panel.measure, series), finding(panel.measure, series)])
    return [
        measure_anomalies(context.anomalies),
        calculation_section(panel, series, calculation) if calculation else None,
        section("How it was judged", judged),
        before_after_section(panel, series),
        differences_section(panel),
        section("About the figures", source_notes(panel, series)),
        section("About this measure", _catalogue(panel)),
    ]


def _catalogue(panel: Panel) -> html.Dl:
    measure = panel.measure
    return definition_list(
        [
            ("Definition", measure.definition),
            ("Unit", measure.unit.replace("gbp_million", "£ million")),
            ("Which way is better", BETTER_WORDS[measure.better]),
            ("Reported", measure.frequency),
            ("Name in addresses and extracts", html.Code(measure.measure_id)),
        ]
    )


def _relations(panel: Panel, context: MeasureContext) -> int:
    """Return how many measures and other series there are beside the one shown."""
    partners = {(each.measure_id, each.breakdown) for each in panel.partners}
    return len(partners) + len(panel.series) - 1 + bool(context.group)


def _related(panel: Panel, series: Series, context: MeasureContext, selection: Selection) -> Parts:
    every = None
    if len(panel.series) > 1:
        every = section("Every series", _every_series(panel, series, selection))
    return [
        pair_sentences(panel),
        partner_list(panel, selection),
        neighbours_section(panel, context.group) if context.group else None,
        every,
        _events(panel, series) if panel.events else None,
    ]


def _events(panel: Panel, series: Series) -> html.Section:
    """Render the events that the chart marks by their numbers, then the others."""
    plot = build_plot(panel, series, benchmarks=True) if series.points else None
    flags = plot.flags if plot else ()
    on_chart = {(event.date, event.title) for flag in flags for event in flag.events}
    others = [event for event in panel.events if (event.date, event.title) not in on_chart]
    numbered = numbered_events(flags, panel.sources, has_limits=bool(plot and plot.limits))
    listed = event_list(others, panel.sources) if others else None
    return section("What happened", numbered, listed)


def _every_series(panel: Panel, chosen: Series, selection: Selection) -> html.Div:
    rows = [
        [
            _series_link(panel, listed, listed is chosen, selection),
            listed.value_words,
            listed.period_words,
            listed.target_words or "–",
            status_tag(listed.status),
            trend_tag(listed.trend),
        ]
        for listed in panel.series
    ]
    columns = ("Series", "Latest", "Period", "Target", "Status", "Trend")
    return plain_table("Status and trend of every series", columns, rows)


def _series_link(panel: Panel, series: Series, is_here: bool, selection: Selection) -> html.A:
    words = series.label or panel.measure.short_title
    return html.A(words, href=series_here(panel, series, selection), **aria(current=is_here))
