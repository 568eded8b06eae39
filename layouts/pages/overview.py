"""The first page: the status of one plan of one area, measure by measure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Overview, Panel, Series
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words, sentence_case
from layouts.charts.svg.sparkline import sparkline_image
from layouts.sections.changes import changes_section, needed_section
from layouts.sections.findings import due_lines
from layouts.ui.components import Child, aria, page_head
from layouts.ui.series_links import series_address
from layouts.ui.tables import Column, Row, RowGroup, table
from layouts.ui.tags import freshness_tag, status_tag, trend_tag
from layouts.ui.view_options import (
    MAX_ROWS,
    MeasureGroup,
    is_filtered,
    pick_groups,
    shown_panels,
    shown_panels_sentence,
    status_counts,
)

STATUS_RULES = (
    (
        "On target: the latest value has reached the target; equal to it is enough, unless the plan "
        "asks for more than it."
    ),
    (
        "Close: missed by no more than the measure's tolerance. Unless an area sets its own, that is "
        "5 percentage points or a tenth of the target, whichever is smaller."
    ),
    "Below target, or Above limit where lower is better: missed by more than that.",
    "Can’t say: the figure was published as a band, and the target lies inside it.",
    (
        "Can’t compare: the figure and the target differ in kind, for example a year's total and a "
        "monthly target, or a longest wait and a mean."
    ),
    "No target: the plan gives no number to reach.",
    (
        "Not due, Not reported, Not available, Suppressed, Withheld: there is no "
        "figure to judge, and this is why."
    ),
    "A measure with several parts is on target only if every part that can be judged is.",
)
TREND_RULES = (
    "The arrow shows where the number went; the word says whether that is better or worse.",
    (
        "A figure is compared with the same period of the year before. Where there is none, with the "
        "period before, or the last figure before; where there is none, with the plan's baseline. Both "
        "periods are always named."
    ),
    (
        "A move smaller than half a percentage point, or smaller than the rounding of what was "
        "published, is little change."
    ),
    (
        "A year to date is compared only with the same months of another year or with the baseline. A "
        "mean is never compared with a longest wait or with the commonest band."
    ),
    (
        "From 13 figures on a control chart decides instead: only what is more than the usual ups and "
        "downs counts as a change."
    ),
    "A percentage of fewer than 10 cases gets no arrow.",
)


_GAP = Column("Gap", "gap", is_head_plain=True)
_COLUMNS = ("Measure", "Latest", "Baseline", "Target", _GAP, "Status", "Trend", "Last points")


def overview_title(overview: Overview) -> str:
    """Return area and plan as the title of page and browser tab."""
    return f"{overview.area.name}: {overview.framework.title}"


def overview_top(
    overview: Overview, selection: Selection, awaited: Component | None = None
) -> list[Component]:
    """Render the part above the filters: the headline, what is awaited, the counts."""
    top = [
        page_head(overview_title(overview)),
        html.P(overview.headline, className="headline"),
        judged_as_at(overview, selection),
        awaited,
        html.Div([_count_links(overview, selection), rules_in_short()], className="counts-row"),
    ]
    return [part for part in top if part is not None]


def overview_measures(overview: Overview, selection: Selection) -> list[Component]:
    """Render the part below the filters: the measures that they leave and what changed."""
    groups = pick_groups(overview, selection)
    parts = [
        html.P(_filtered_panels(groups, selection), className="shown"),
        needed_section(overview, selection),
        changes_section(overview, selection),
        *[_group_table(group, selection) for group in groups],
        html.P(
            html.A(
                "Download every measure of this plan (CSV)",
                href=Urls.file(Urls.OVERVIEW_CSV, vars(selection)),
            )
        ),
    ]
    return [part for part in parts if part is not None]


def judged_as_at(overview: Overview, selection: Selection) -> html.P:
    """Render the report date, and a link to newer figures if any are loaded."""
    day = day_words(overview.as_of)
    newest = "" if selection.as_of else f", {_why_that_day(overview)}"
    words: list[Any] = [f"Judged as at {day}{newest}."]
    if overview.newer_on:
        newer = day_words(overview.newer_on)
        # Without the filters: what is above them must not change with them.
        unfiltered = replace(selection, status="", trend="", priority="", sort="")
        href = address(replace(unfiltered, as_of=overview.newer_on))
        words += [" "]
        link = f"Newer figures are loaded, published {newer}: see the plan as at that day"
        words += [html.A(link, href=href)]
    return html.P(words, className="as-at")


def _why_that_day(overview: Overview) -> str:
    plan = overview.framework
    if plan.ends_on is None or not plan.has_ended(overview.as_of):
        return "the newest report of this plan"
    return f"from everything known today: the plan ended on {day_words(plan.ends_on)}"


def _count_links(overview: Overview, selection: Selection) -> html.Ul:
    """Render the number of measures with each status, each a link that filters by it."""
    items = []
    for code, words, count in status_counts(overview):
        href = selection.to("overview", status=code)
        link = html.A([html.Strong(str(count)), f" {words}"], href=href)
        items.append(html.Li(link, className=f"count count-{code}"))
    return html.Ul(items, className="counts", **aria(label="Measures by status"))


def _filtered_panels(groups: Sequence[MeasureGroup], selection: Selection) -> list[Any]:
    words: list[Any] = [
        f"{shown_panels_sentence(groups)}."
        if shown_panels(groups)
        else "No measure fits these filters."
    ]
    if is_filtered(selection):
        href = address(replace(selection, status="", trend="", priority=""))
        words += [" ", html.A("Clear filters", href=href)]
    return words


def _group_table(group: MeasureGroup, selection: Selection) -> html.Section:
    name = f"measures-{group.number or 'sorted'}"
    rows = [_measure_rows(panel, selection) for panel in group.panels]
    measures_table = table(
        "", _COLUMNS, rows, look="measures", is_stacked=True, **aria(labelledby=name)
    )
    note = html.P(sentence_case(group.note), className="note") if group.note else None
    heading = html.H2(_group_name(group, selection), id=name)
    measures = (
        measures_table if group.panels else html.P("The plan sets no measure under this priority.")
    )
    return html.Section([heading, note, measures], className="measure-group")


def _group_name(group: MeasureGroup, selection: Selection) -> Child:
    if group.number is None:
        return group.caption
    href = selection.to("priority", framework=selection.framework, priority_number=group.number)
    return html.A(group.caption, href=href)


def _measure_rows(panel: Panel, selection: Selection) -> RowGroup:
    """Return a row for each judged series, under a heading row where there are several."""
    rows = row_series(panel)
    if len(rows) == 1:
        return RowGroup([_series_row(panel, rows[0], _measure_words(panel, selection))])
    heading = Row(
        [
            html.Th(
                _measure_words(panel, selection), scope="rowgroup", role="rowheader", colSpan="5"
            ),
            html.Td(status_tag(panel.status), role="cell", colSpan="3", **{"data-label": "Status"}),
        ],
        "of-several",
    )
    shown = [
        _series_row(
            panel, series, html.A(series.label, href=series_address(panel, series, selection))
        )
        for series in rows[:MAX_ROWS]
    ]
    return RowGroup([heading, *shown], "several")


def _measure_words(panel: Panel, selection: Selection) -> list[Any]:
    href = selection.to("measure", measure=panel.measure.measure_id)
    rows = row_series(panel)
    rest = len(panel.series) - min(len(rows), MAX_ROWS)
    label = rows[0].label if len(rows) == 1 else ""
    more = html.A(f"and {rest} more series", href=href, className="small") if rest else None
    return [
        html.A(panel.measure.title, href=href),
        html.Span(label, className="small") if label else None,
        more,
        freshness_tag(panel.freshness),
    ]


def _series_row(panel: Panel, series: Series, heading: Any) -> Row:
    is_provisional = bool(series.latest and series.latest.is_provisional)
    has_number = bool(series.latest and series.latest.has_number)
    latest = [
        html.Strong(series.value_words, className="value" if has_number else "no-value"),
        html.Span(series.period_words, className="small"),
    ]
    return Row(
        [
            heading,
            latest,
            series.baseline_words or "None set",
            series.target_words or "None set",
            [series.status.gap_words or series.status.reason, *due_lines(series)],
            status_tag(series.status, is_provisional),
            trend_tag(series.trend),
            sparkline_image(series, panel.measure),
        ]
    )


def rules_in_short() -> html.Details:
    """Render the rules collapsed, for a page that uses their words."""
    return html.Details(
        [
            html.Summary("How status and trend are worked out"),
            *rules_in_full(heading=html.H2),
            html.P(html.A("How we judge, in full", href=Urls.about("rules"))),
        ],
        className="rules",
    )


def rules_in_full(heading: type = html.H3) -> list[html.Div]:
    """Render both lists of rules under headings of the level that fits the page."""
    return [
        html.Div([heading("Status"), html.Ul([html.Li(rule) for rule in STATUS_RULES])]),
        html.Div([heading("Trend"), html.Ul([html.Li(rule) for rule in TREND_RULES])]),
    ]
