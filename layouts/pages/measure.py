"""One measure in full: what it means, every series, the chosen one's chart and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.cases.model import CaseView
from dashboard.comparison.model import NeighbourGroup
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Commentary, Measure, Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import CAUTION, plan_evidence
from dashboard.panels.breakdowns import Breakdown
from dashboard.panels.export import BETTER_WORDS
from dashboard.quality.model import Anomaly
from dashboard.text.format import day_words, sentence_case
from layouts.charts.chart import chart
from layouts.charts.control_text import before_after_section
from layouts.charts.data_table import series_table
from layouts.charts.headline import headline_form
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.events import event_list
from layouts.charts.spec.plot import Plot, build_plot
from layouts.sections.actions import action_table
from layouts.sections.breakdowns import SERIES, drill_url_for, parts_section
from layouts.sections.calculation import (
    calculation_section,
    differences_section,
    pair_sentences,
    partner_list,
)
from layouts.sections.cases import case_panels
from layouts.sections.commentary import RemarksContext, remarks_section
from layouts.sections.data_quality import measure_anomalies
from layouts.sections.exceptions import exception_section
from layouts.sections.findings import finding, signal_icons
from layouts.sections.neighbours import around_picture, neighbours_section
from layouts.sections.scrutiny import LogView, questions_section
from layouts.sections.targets import target_table
from layouts.ui.components import aria, definition_list, page_head, section
from layouts.ui.series_links import (
    basis_links,
    breakdown_links,
    hides_limits,
    limits_links,
    origin_links,
    series_address,
    series_urls,
    statistic_links,
)
from layouts.ui.tables import plain_table
from layouts.ui.tags import freshness_tag, status_tag, trend_tag
from layouts.ui.view_options import other_basis_words


@dataclass(frozen=True)
class MeasureContext:
    """What a page shows beside the figures of a measure: actions, commentary, links back.

    `view` is the case view of figures worked out from cases, `parts` their breakdown; `group`
    compares similar councils; `anomalies` look odd; `log` has questions and recommendations of the
    committee, `exceptions` await a reply; `measures` are those of the plan, for a remark to name.
    """

    crumbs: Sequence[tuple[str, str]]
    actions: Sequence[Action]
    commentary: Sequence[Commentary]
    titles: Mapping[str, str]
    view: CaseView | None = None
    parts: Breakdown | None = None
    group: NeighbourGroup | None = None
    anomalies: Sequence[Anomaly] = ()
    log: LogView | None = None
    exceptions: Sequence[OpenException] = ()
    measures: Sequence[Measure] = ()
    today: date | None = None


def measure_top(panel: Panel, context: MeasureContext) -> list[Component]:
    """Render the part above the choice of a series: the meaning and state of the measure."""
    return [
        page_head(panel.measure.title, context.crumbs, _meta(panel)),
        html.P(_sentence(panel.measure.definition), className="lead"),
        _facts(panel),
    ]


def measure_series(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> list[Component]:
    """Render the chosen series, what it is made from, then everything else about the measure."""
    shown = _with_chosen_limits(series, selection)
    plot = build_plot(panel, shown, benchmarks=True) if series.points else None
    parts: list[Component | None] = [
        _choices(panel, series, selection),
        html.P(words) if (words := other_basis_words(series, selection)) else None,
        _chosen(panel, series, plot, selection),
        exception_section(context.exceptions, series, selection),
        headline_form(panel, series, selection),
        before_after_section(panel, series),
        pair_sentences(panel),
        parts_section(panel, context.parts, selection) if context.parts else None,
        neighbours_section(panel, context.group) if context.group else None,
        case_panels(panel, context.view) if context.view else None,
        partner_list(panel, selection),
        differences_section(panel),
        measure_anomalies(context.anomalies),
        *_tables(panel, series, context.parts, selection),
        _working(panel, series, context.view),
        *_other_sections(panel, plot, context, selection),
    ]
    return [part for part in parts if part is not None]


def _working(panel: Panel, series: Series, view: CaseView | None) -> Component | None:
    return (
        calculation_section(panel, series, view.calculation) if view and view.calculation else None
    )


def _meta(panel: Panel) -> str:
    reference = f" · {panel.local_reference}" if panel.local_reference else ""
    return f"{panel.area.name} · {panel.framework.title}{reference}"


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _facts(panel: Panel) -> html.Div:
    return html.Div(
        [
            status_tag(panel.status),
            freshness_tag(panel.freshness),
            html.Span(BETTER_WORDS[panel.measure.better], className="small"),
            html.Span(f"Judged as at {day_words(panel.as_of)}", className="small"),
        ],
        className="facts",
    )


def _choices(panel: Panel, series: Series, selection: Selection) -> html.Div:
    kinds = (breakdown_links, basis_links, statistic_links, origin_links)
    links = [draw(panel, series, selection) for draw in kinds]
    links.append(limits_links(series, selection))
    return html.Div([link for link in links if link], className="series-choices")


def _chosen(panel: Panel, series: Series, plot: Plot | None, selection: Selection) -> html.Section:
    """Render the chart of the chosen series; a sentence for a series without points."""
    heading = series.label or "The figures"
    if plot is None:
        finding_text = html.P(series.status.reason)
        around = _surrounding_areas(panel, series) if series.benchmarks else None
        return section(heading, finding_text, around, finding(series), anchor=SERIES)
    chart_figure = chart(
        panel,
        _with_chosen_limits(series, selection),
        benchmarks=True,
        files=series_urls(panel, series, selection, benchmarks=True),
        plot=plot,
    )
    finding_text = html.Div([signal_icons(panel.measure, series), finding(series)])
    return section(
        heading,
        html.Div([chart_figure, finding_text], className="chart-and-finding"),
        anchor=SERIES,
    )


def _with_chosen_limits(series: Series, selection: Selection) -> Series:
    return without_control(series) if hides_limits(selection) else series


def _surrounding_areas(panel: Panel, series: Series) -> html.Div:
    """Render the figures of the surrounding areas, where this one has none."""
    notes = [point.note for other in series.benchmarks for point in other.points]
    note_paragraphs = [
        html.P(_sentence(sentence_case(note)), className="small") for note in set(notes) if note
    ]
    picture = around_picture(panel.measure, series)
    areas = [html.P("Areas that it lies in:"), picture] if picture is not None else []
    return html.Div([*areas, *note_paragraphs])


def _tables(
    panel: Panel, series: Series, breakdown: Breakdown | None, selection: Selection
) -> list[Component]:
    parts: list[Component] = []
    parts.append(section("Targets and baselines", target_table(panel, series)))
    if series.points or series.benchmarks:
        drill = drill_url_for(panel, series, breakdown, selection) if breakdown else None
        table = series_table(panel, _with_chosen_limits(series, selection), drill=drill)
        parts.append(section("The numbers", table, anchor="numbers"))
    if len(panel.series) > 1:
        parts.append(section("Every series", _every_series(panel, series, selection)))
    return parts


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
    return html.A(words, href=series_address(panel, series, selection), **aria(current=is_here))


def _other_sections(
    panel: Panel, plot: Plot | None, context: MeasureContext, selection: Selection
) -> list[Component]:
    parts: list[Component] = []
    flags = plot.flags if plot else ()
    on_chart = {(event.date, event.title) for flag in flags for event in flag.events}
    if events := [event for event in panel.events if (event.date, event.title) not in on_chart]:
        heading = "What else happened" if len(events) < len(panel.events) else "What happened"
        parts.append(section(heading, event_list(events, panel.sources)))
    if context.actions:
        evidence = plan_evidence(context.actions, [panel])
        table = action_table(context.actions, context.titles, selection, evidence=evidence)
        caution = html.P(CAUTION, className="note")
        parts.append(section("Actions meant to move this measure", table, caution))
    if context.commentary or not selection.as_of:
        parts.append(remarks_section(_remarks_context(panel, context), selection))
    if context.log:
        parts.append(questions_section(context.log, selection))
    parts.append(section("About this measure", _catalogue(panel)))
    return parts


def _remarks_context(panel: Panel, context: MeasureContext) -> RemarksContext:
    return RemarksContext(
        context.commentary,
        context.measures,
        panel.sources,
        report_date=panel.as_of,
        today=context.today or panel.as_of,
        measure_id=panel.measure.measure_id,
    )


def _catalogue(panel: Panel) -> html.Dl:
    measure = panel.measure
    return definition_list(
        [
            ("Unit", measure.unit.replace("gbp_million", "£ million")),
            ("Which way is better", BETTER_WORDS[measure.better]),
            ("Reported", measure.frequency),
            ("Name in addresses and extracts", html.Code(measure.measure_id)),
        ]
    )
