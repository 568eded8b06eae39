"""The case view of a figure worked out from cases: one section a finding, each with its numbers."""

import re
from collections.abc import Sequence
from typing import Any, Final

from dash import html

from dashboard.cases.model import (
    Backlog,
    Bar,
    Capacity,
    CaseView,
    Cohort,
    Distribution,
    ListProjection,
    MonthlyFlow,
    NamedCount,
)
from dashboard.model.codes import STATUS_WORDS, marker_status
from dashboard.model.panel import Panel
from dashboard.text.format import format_value, plain_number, sentence_case
from dashboard.text.periods import day_words, month_words
from layouts.charts.svg.canvas import crosses_note, figure_svg, not_drawn
from layouts.charts.svg.histogram import has_bars, histogram
from layouts.charts.svg.monthly import cohort_svg, flow_svg, list_svg, month_name
from layouts.ui.components import Child, data_words, of_what, section
from layouts.ui.tables import plain_table

_DECIMALS: Final = {"count": -1, "weeks": 0}
_OPEN_BARS: Final = "Bars with a dashed edge are of a month that is not yet whole."


def case_panels(panel: Panel, view: CaseView) -> html.Div | None:
    """Render every part of a view, open cases first; None without any."""
    parts: list[html.Section | None] = [
        view.backlog and backlog_section(panel, view.backlog),
        view.distribution and _distribution(panel, view.distribution),
        view.capacity and _capacity(panel, view.capacity),
        view.flow and _flow(panel, view.flow),
        view.cohort and _cohort(panel, view.cohort),
    ]
    shown = [part for part in parts if part is not None]
    return html.Div(shown, className="case-panels") if shown else None


def count_words(count: NamedCount) -> str:
    """Return a count for a table: its number, that it is hidden, or that there is none."""
    if count.is_hidden:
        return STATUS_WORDS["suppressed"]
    if count.marker:
        return sentence_case(marker_status(count.marker)[1])
    if count.number is None:
        return "–"
    return format_value(count.number, _DECIMALS.get(count.unit, 1), count.unit)


def backlog_section(panel: Panel, backlog: Backlog) -> html.Section:
    """Render the open cases, by week up to and past the limit where the weeks are available."""
    by_week = backlog.by_week
    heading = by_week.title if by_week else _backlog_heading(backlog)
    is_drawn = by_week is not None and has_bars(by_week)
    return _panel(
        heading,
        _subtitle(panel, "Still open and about to breach" if by_week else "Still waiting", by_week),
        html.P(backlog.sentence, className="case-finding"),
        *(histogram(by_week, by_week.title) if by_week else ()),
        None if by_week else _bands(backlog.counts),
        _tools(
            panel,
            heading,
            "open",
            backlog_table(backlog),
            by_week and _bars_table(by_week),
            is_drawn=is_drawn,
        ),
        _provisional(backlog.is_provisional),
        anchor="open",
        is_drawn=is_drawn,
    )


def _backlog_heading(backlog: Backlog) -> str:
    first = backlog.counts[0]
    return f"{first.words}: {count_words(first)}"


def backlog_summary(backlog: Backlog, *, in_full: bool = True) -> html.Div:
    """Render the backlog in one sentence; in full, with its numbers collapsed below."""
    sentence = html.P([html.Strong("Still open. "), backlog.sentence], className="backlog-sentence")
    numbers = html.Details([html.Summary("Open cases"), backlog_table(backlog)], className="folded")
    return html.Div([sentence, numbers] if in_full else [sentence], className="backlog")


def backlog_table(backlog: Backlog) -> html.Div:
    """Render the numbers of a backlog as a table."""
    rows = [[count.words, count_words(count)] for count in (*backlog.counts, *backlog.ages)]
    caption = f"Still open on {day_words(backlog.on)}"
    return plain_table(caption, ("What", "Number"), rows, numeric=("Number",))


def _distribution(panel: Panel, shown: Distribution) -> html.Section:
    n = f"n = {plain_number(shown.n, -1)}" if shown.n is not None else "n is suppressed"
    alt = f"{shown.title}, {shown.period}. " + "; ".join(map(_band_words, shown.bands))
    return _panel(
        shown.title,
        _subtitle(panel, f"Distribution in weeks, {shown.noun}", shown),
        html.P(f"{shown.period}, {n}.", className="case-finding"),
        *histogram(shown, alt),
        _bands(shown.bands),
        _tools(
            panel,
            shown.title,
            "distribution",
            _bars_table(shown),
            _note(shown.note),
            is_drawn=has_bars(shown),
        ),
        anchor="distribution",
        is_drawn=has_bars(shown),
    )


def _flow(panel: Panel, flow: MonthlyFlow) -> html.Section:
    return _panel(
        flow.title,
        _subtitle(panel, "In and out by month"),
        html.Div(
            [
                figure_svg(lambda width: flow_svg(flow, width), flow.title),
                _list(flow, None, _list_alt(flow)),
            ],
            className="side-by-side",
        ),
        _flow_crosses(flow),
        _tools(
            panel, flow.title, "flow", _flow_table(flow), _note(f"{flow.note} {_OPEN_BARS}".strip())
        ),
        anchor="flow",
    )


def _flow_crosses(flow: MonthlyFlow) -> html.P | None:
    return crosses_note(month.inflow.is_hidden or month.outflow.is_hidden for month in flow.months)


def _list(flow: MonthlyFlow, projection: ListProjection | None, alt: str) -> html.Div | html.P:
    if all(month.waiting.number is None for month in flow.months):
        return not_drawn()
    name = f"{flow.words[2]} of the month"
    return figure_svg(lambda width: list_svg(flow.months, projection, width, name), alt)


def _list_alt(flow: MonthlyFlow) -> str:
    last = flow.months[-1]
    return f"{flow.words[2]} of {month_name(last)}: {count_words(last.waiting)}"


def _capacity(panel: Panel, capacity: Capacity) -> html.Section:
    """Render demand and capacity, and the length of the list with its projection."""
    flow, projection = capacity.flow, capacity.projection
    words = projection.words if projection else capacity.reason
    return _panel(
        capacity.title,
        _subtitle(panel, "Demand against capacity"),
        _bands(capacity.facts),
        html.Div(
            [
                html.Div(
                    [
                        html.H3(flow.title),
                        figure_svg(lambda width: flow_svg(flow, width), flow.title),
                    ]
                ),
                html.Div(
                    [
                        html.H3("Where the list goes if both stay as they are"),
                        _list(flow, projection, words),
                    ]
                ),
            ],
            className="side-by-side",
        ),
        html.P(words, className="case-finding"),
        _flow_crosses(flow),
        _tools(
            panel,
            capacity.title,
            "capacity",
            _flow_table(flow),
            _projection_table(capacity),
            _note(f"{_OPEN_BARS} The dotted line is a projection, not a figure."),
        ),
        anchor="capacity",
    )


def _projection_table(capacity: Capacity) -> html.Div | None:
    if capacity.projection is None:
        return None
    rows = [[day_words(day), plain_number(n, 0)] for day, n in capacity.projection.points]
    return plain_table(
        "The list if referrals and completions stay as they are (projection)",
        ("Day", "Waiting"),
        rows,
        numeric=("Waiting",),
    )


def _cohort(panel: Panel, cohort: Cohort) -> html.Section:
    limit = f"{cohort.limit} weeks"
    columns = ("Month of request", f"Within {limit}", "Requests", "Share", "Note")
    rows = [
        [
            month_words(month.end),
            _number(month.within, month.marker),
            _number(month.of, month.marker),
            "" if month.percent is None else f"{plain_number(month.percent, 1)}%",
            "" if month.is_whole else f"Incomplete: {limit} have not passed for all",
        ]
        for month in cohort.months
    ]
    table = plain_table(f"Requests by month, and plans within {limit}", columns, rows, columns[1:4])
    return _panel(
        cohort.title,
        _subtitle(panel, "Cohort view, by month of request"),
        figure_svg(lambda width: cohort_svg(cohort, width), cohort.title),
        crosses_note(month.percent is None and bool(month.marker) for month in cohort.months),
        _tools(
            panel,
            cohort.title,
            "cohort",
            table,
            _note(f"{cohort.note} Incomplete months are drawn open."),
        ),
        anchor="cohort",
    )


def _flow_table(flow: MonthlyFlow) -> html.Div:
    columns = ("Month", *flow.words)
    rows = [
        [month_name(month), *map(count_words, (month.inflow, month.outflow, month.waiting))]
        for month in flow.months
    ]
    return plain_table("In, out and open by month", columns, rows, numeric=columns[1:])


def _bars_table(shown: Distribution) -> html.Div:
    rows = [[_weeks(bar), _number(bar.count, bar.marker)] for bar in shown.bars if bar.count != 0]
    caption = f"{shown.noun.capitalize()} by weeks, {shown.period}; weeks without any are left out"
    return plain_table(caption, ("Weeks", "Number"), rows, numeric=("Number",))


def _weeks(bar: Bar) -> str:
    if bar.high is None:
        return f"Over {bar.low}"
    return f"Over {bar.low} to {bar.high}" if bar.low else f"Up to {bar.high}"


def _number(number: float | None, marker: str) -> str:
    return count_words(NamedCount("", number, marker))


def _bands(counts: Sequence[NamedCount]) -> html.Dl:
    """Render counts side by side under their names."""
    return html.Dl(
        [html.Div([html.Dt(count.words), html.Dd(_with_share(count))]) for count in counts],
        className="case-bands",
    )


def _with_share(count: NamedCount) -> list[Any]:
    share = None if count.share is None else html.Span(f" {_share_words(count.share)}")
    return [count_words(count), share]


def _share_words(share: float) -> str:
    """Return a share in whole per cent; with a decimal where that would round to nothing or all."""
    is_near = 0 < share < 1 or 99 < share < 100
    return f"{plain_number(share, 1 if is_near else 0)}%"


def _band_words(count: NamedCount) -> str:
    return f"{count.words.lower()} {count_words(count)}"


def _subtitle(panel: Panel, what: str, shown: Distribution | None = None) -> str:
    """Return the caption: what is shown, the area, the period, and whether figures are synthetic."""
    period = shown.period if shown else ""
    return " · ".join(part for part in (what, panel.area.name, period, data_words(panel)) if part)


def _tools(
    panel: Panel, title: str, anchor: str, *folded: Child, is_drawn: bool = True
) -> html.Div:
    """Render numbers and how they are read behind a press, and a button for the drawings."""
    shown = [part for part in folded if part is not None]
    numbers = html.Details(
        [html.Summary(["Show numbers", of_what(title)]), *shown], className="chart-numbers"
    )
    parts = (panel.area.name, data_words(panel), panel.measure.measure_id, anchor, str(panel.as_of))
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(filter(None, parts)).lower()).strip("-")
    data_attributes = {"data-drawn": anchor, "data-file": name}
    picture = html.Button(
        ["Download PNG", of_what(title)], type="button", className="chart-button", **data_attributes
    )
    children = [picture, numbers] if is_drawn else [numbers]
    return html.Div(children, className="chart-tools")


def _note(words: str) -> html.P | None:
    return html.P(words, className="small") if words else None


def _provisional(is_provisional: bool) -> html.P | None:
    words = "Provisional: not every extract reaches this day."
    return html.P(words, className="small") if is_provisional else None


def _panel(
    heading: str, subtitle: str, *children: Child, anchor: str, is_drawn: bool = True
) -> html.Section:
    subtitle_text = html.P(subtitle, className="chart-subtitle")
    made = section(heading, subtitle_text, *children, anchor=anchor)
    made.className = "part case-panel" if is_drawn else "part case-panel is-words"  # type: ignore[attr-defined]
    return made
