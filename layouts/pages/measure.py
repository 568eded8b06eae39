"""One measure in full: what it means, every series, the chosen one's chart and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.cases.model import CaseView
from dashboard.comparison.model import Group
from dashboard.model.codes import BASIS_WORDS, breakdown_words
from dashboard.model.panel import (
    Action,
    Baseline,
    Commentary,
    Event,
    Measure,
    Panel,
    Series,
    Target,
)
from dashboard.model.selection import Selection
from dashboard.pack.model import OpenException
from dashboard.panels.action_evidence import CAUTION, plan_evidence
from dashboard.panels.breakdowns import Parts
from dashboard.panels.export import BETTER_WORDS
from dashboard.quality.model import Doubt
from dashboard.text.format import day_words, period_words, point_words, sentence_case, target_words
from layouts.charts.chart import chart
from layouts.charts.control_text import before_after_section
from layouts.charts.data_table import series_table
from layouts.charts.headline import headline_form
from layouts.charts.plotly import figure_plot
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.events import event_list
from layouts.sections.actions import action_table
from layouts.sections.breakdowns import SERIES, drill_from, parts_section
from layouts.sections.calculation import (
    differences_section,
    pair_sentences,
    partner_list,
    working_section,
)
from layouts.sections.cases import case_panels
from layouts.sections.commentary import Remarked, remarks_section
from layouts.sections.data_quality import measure_oddities
from layouts.sections.exceptions import exception_section
from layouts.sections.findings import finding, signals_told
from layouts.sections.neighbours import around_picture, neighbours_section
from layouts.sections.scrutiny import LogShown, questions_section
from layouts.ui.components import aria, definition_list, page_head, plain_table, section
from layouts.ui.series_urls import (
    basis_links,
    breakdown_links,
    files_of,
    hides_limits,
    limits_links,
    origin_links,
    series_address,
    statistic_links,
)
from layouts.ui.tags import freshness_tag, status_tag, trend_tag


@dataclass(frozen=True)
class Beside:
    """What stands beside the figures of a measure: plan, actions, commentary, ways back.

    `view` is what stands behind figures that were worked out from cases, `parts` how they divide;
    `group` sets the measure beside similar councils; `doubts` are what looks odd about it;
    `log` is what the committee asks of the plan, `exceptions` what asks for a reply; `measures` are
    those of the plan, which a remark may name.
    """

    crumbs: Sequence[tuple[str, str]]
    actions: Sequence[Action]
    commentary: Sequence[Commentary]
    titles: Mapping[str, str]
    view: CaseView | None = None
    parts: Parts | None = None
    group: Group | None = None
    doubts: Sequence[Doubt] = ()
    log: LogShown | None = None
    exceptions: Sequence[OpenException] = ()
    measures: Sequence[Measure] = ()
    today: date | None = None


def measure_top(panel: Panel, beside: Beside) -> list[Component]:
    """Draw what stands above the choice of a series: what the measure means and how it stands."""
    return [
        page_head(panel.measure.title, beside.crumbs, _eyebrow(panel)),
        html.P(_sentence(panel.measure.definition), className="lead"),
        _facts(panel),
    ]


def measure_series(
    panel: Panel, series: Series, beside: Beside, selection: Selection
) -> list[Component]:
    """Draw the chosen series, what stands behind it, then everything else about the measure."""
    parts: list[Component | None] = [
        _choices(panel, series, selection),
        _chosen(panel, series, selection),
        exception_section(beside.exceptions, series, selection),
        headline_form(panel, series, selection),
        before_after_section(panel, series),
        pair_sentences(panel),
        parts_section(panel, beside.parts, selection) if beside.parts else None,
        neighbours_section(panel, beside.group) if beside.group else None,
        case_panels(panel, beside.view) if beside.view else None,
        partner_list(panel, selection),
        differences_section(panel),
        measure_oddities(beside.doubts),
        *_tables(panel, series, beside.parts, selection),
        _working(panel, series, beside.view),
        *_beside(panel, series, beside, selection),
    ]
    return [part for part in parts if part is not None]


def _working(panel: Panel, series: Series, view: CaseView | None) -> Component | None:
    return working_section(panel, series, view.working) if view and view.working else None


def _eyebrow(panel: Panel) -> str:
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


def _chosen(panel: Panel, series: Series, selection: Selection) -> html.Section:
    """Draw the chart of the chosen series; a series without points is told in words."""
    heading = series.label or "The figures"
    if not series.points:
        told = html.P("No figure of this series has been published or loaded yet.")
        around = _around(panel, series) if series.benchmarks else None
        return section(heading, told, around, finding(series), anchor=SERIES)
    drawn = chart(
        panel,
        _as_asked(series, selection),
        heading_level=3,
        benchmarks=True,
        files=files_of(panel, series, selection, benchmarks=True),
    )
    told = html.Div([signals_told(panel.measure, series), finding(series)])
    return section(heading, html.Div([drawn, told], className="chart-and-finding"), anchor=SERIES)


def _as_asked(series: Series, selection: Selection) -> Series:
    return without_control(series) if hides_limits(selection) else series


def _around(panel: Panel, series: Series) -> html.Div:
    """Draw what is known of the areas around, where nothing is known of this one."""
    notes = [point.note for other in series.benchmarks for point in other.points]
    said = [
        html.P(_sentence(sentence_case(note)), className="small") for note in set(notes) if note
    ]
    picture = around_picture(panel.measure, series)
    return html.Div([html.P("Areas that it lies in:"), picture, *said])


def _tables(
    panel: Panel, series: Series, divided: Parts | None, selection: Selection
) -> list[Component]:
    parts: list[Component] = []
    parts.append(section("Targets and baselines", _targets(panel, series)))
    if series.points or series.benchmarks:
        drill = drill_from(panel, series, divided, selection) if divided else None
        table = series_table(panel, _as_asked(series, selection), drill=drill)
        parts.append(section("The numbers", table, anchor="numbers"))
    if len(panel.series) > 1:
        parts.append(section("Every series", _every_series(panel, series, selection)))
    return parts


def _every_series(panel: Panel, chosen: Series, selection: Selection) -> html.Div:
    rows = [
        [
            _series_link(panel, one, one is chosen, selection),
            one.value_words,
            one.period_words,
            one.target_words or "None set",
            status_tag(one.status),
            trend_tag(one.trend),
        ]
        for one in panel.series
    ]
    columns = ("Series", "Latest", "Period", "Target", "Status", "Trend")
    return plain_table("Status and trend of every series", columns, rows)


def _series_link(panel: Panel, series: Series, is_here: bool, selection: Selection) -> html.A:
    words = series.label or panel.measure.short_title
    return html.A(words, href=series_address(panel, series, selection), **aria(current=is_here))


def _targets(panel: Panel, series: Series) -> html.Div | html.P:
    """Draw every target and baseline of the chosen breakdown, fitting or not, with its source."""
    rows = [_target(target, panel) for target in series.targets]
    rows += [_baseline(baseline, panel) for baseline in series.baselines]
    if not rows:
        return html.P("The plan sets no target and no baseline for this series.")
    columns = ("What", "Value", "For", "Due or period", "In force", "Source", "Note")
    return plain_table("Targets and baselines of this series", columns, rows)


def _target(target: Target, panel: Panel) -> list[Any]:
    return [
        "Target",
        target_words(target, panel.measure.unit),
        _scope(target.breakdown, target.basis),
        f"due {day_words(target.due_on)}" if target.due_on else "No date published",
        "Yes" if target.is_in_force else "No",
        panel.sources.get(target.source_document, target.source_document),
        target.note,
    ]


def _baseline(baseline: Baseline, panel: Panel) -> list[Any]:
    point = baseline.point
    return [
        "Baseline",
        point_words(point, panel.measure.unit),
        _scope(baseline.breakdown, point.basis),
        period_words(point),
        "",
        panel.sources.get(point.source_document, point.source_document),
        point.note,
    ]


def _scope(breakdown: str, basis: str) -> str:
    parts = (breakdown_words(breakdown), BASIS_WORDS.get(basis, basis).lower())
    return sentence_case(", ".join(part for part in parts if part))


def _beside(panel: Panel, series: Series, beside: Beside, selection: Selection) -> list[Component]:
    parts: list[Component] = []
    if events := _events_off_chart(panel, series):
        heading = "What else happened" if len(events) < len(panel.events) else "What happened"
        parts.append(section(heading, event_list(events, panel.sources)))
    if beside.actions:
        evidence = plan_evidence(beside.actions, [panel])
        table = action_table(beside.actions, beside.titles, selection, evidence=evidence)
        caution = html.P(CAUTION, className="note")
        parts.append(section("Actions meant to move this measure", table, caution))
    if beside.commentary or not selection.as_of:
        parts.append(remarks_section(_remarked(panel, beside), selection))
    if beside.log:
        parts.append(questions_section(beside.log, selection))
    parts.append(section("About this measure", _catalogue(panel)))
    return parts


def _remarked(panel: Panel, beside: Beside) -> Remarked:
    return Remarked(
        beside.commentary,
        beside.measures,
        panel.sources,
        report_date=panel.as_of,
        today=beside.today or panel.as_of,
        measure_id=panel.measure.measure_id,
    )


def _events_off_chart(panel: Panel, series: Series) -> list[Event]:
    """Give the events that the chart of the series does not list already."""
    if not series.points:
        return list(panel.events)
    plot, _ = figure_plot(panel, series, benchmarks=True)
    listed = [event for flag in plot.flags for event in flag.events]
    return [event for event in panel.events if event not in listed]


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
