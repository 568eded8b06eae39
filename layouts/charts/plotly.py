"""A panel's series as a Plotly figure: plain dicts and lists, so that it travels and compares."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any, Final

from dashboard.model.panel import Panel, Series
from layouts.charts.spec.axes import CHARACTER, LINE
from layouts.charts.spec.control_limits import (
    COMMON,
    POINT_STYLES,
    edge_of,
    limit_traces,
    point_size,
)
from layouts.charts.spec.label_placement import Label, PlotArea, place_labels
from layouts.charts.spec.marks import Line, Mark
from layouts.charts.spec.plot import Plot, build_plot
from layouts.charts.spec.projection import projection_traces, without_forecast
from layouts.ui.palette import (
    AXIS,
    BASELINE,
    EVENT,
    FOCUS,
    GRID,
    INFO,
    OTHERS,
    SECONDARY,
    TARGET,
    TEXT,
    WHITE,
)

Json = dict[str, Any]


def build_traces(plot: Plot) -> Iterator[Json]:
    """Draw from the back: other areas, targets, baselines, bands, then the series itself."""
    yield from projection_traces(plot.projection, FOCUS, INFO.ground)
    for line in plot.benchmarks:
        yield _benchmark_trace(line)
    yield from limit_traces(plot.limits)
    yield from _target_traces(plot)
    for mark in plot.baselines:
        if mark.day:
            yield _baseline_trace(mark)
    for mark in plot.forecasts:
        yield _forecast_trace(mark)
    for mark in plot.bands:
        yield _band_trace(mark)
    for line in plot.lines:
        yield _line_trace(line)
    if plot.absences:
        yield _absence_trace(plot)


def _with_gaps(line: Line) -> tuple[list[str], list[float | None]]:
    """Give days and values with a null between pieces, so that no line crosses what is missing."""
    days: list[str] = []
    values: list[float | None] = []
    for place, piece in enumerate(line.pieces):
        if place and days and piece[0].day:
            days.append((piece[0].day - timedelta(days=1)).isoformat())
            values.append(None)
        days += [mark.day.isoformat() for mark in piece if mark.day]
        values += [mark.low for mark in piece if mark.day]
    return days, values


def _benchmark_trace(line: Line) -> Json:
    days, values = _with_gaps(line)
    return {
        "type": "scatter",
        "name": line.name,
        "mode": "lines+markers",
        "x": days,
        "y": values,
        "connectgaps": False,
        "line": {"color": OTHERS, "width": 2},
        "marker": {"color": OTHERS, "size": 8, "symbol": line.shape},
        "cliponaxis": False,
    }


def _target_traces(plot: Plot) -> Iterator[Json]:
    """Draw dated targets as one stepped line, each undated one as a line of its own."""
    dated = [step for step in plot.targets if step.due_on]
    undated = [[step] for step in plot.targets if not step.due_on]
    for steps in [dated, *undated] if dated else undated:
        yield {
            "type": "scatter",
            "name": "Target",
            "mode": "lines",
            "x": [day.isoformat() for step in steps for day in (step.start, step.end)],
            "y": [step.value for step in steps for _ in range(2)],
            "line": {"color": TARGET, "width": 2.5, "dash": "8px,5px"},
        }


def _baseline_trace(mark: Mark) -> Json:
    return {
        "type": "scatter",
        "name": "Baseline",
        "mode": "markers",
        "x": [mark.day.isoformat() if mark.day else None],
        "y": [(mark.low + mark.high) / 2],
        "marker": {"color": BASELINE, "size": 11, "symbol": "circle"},
        "cliponaxis": False,
    }


def _forecast_trace(mark: Mark) -> Json:
    return {
        "type": "scatter",
        "name": "Forecast",
        "mode": "markers",
        "x": [mark.day.isoformat() if mark.day else None],
        "y": [(mark.low + mark.high) / 2],
        "marker": {"color": FOCUS, "size": 11, "symbol": "diamond-open", "line": {"width": 2.5}},
        "cliponaxis": False,
    }


def _band_trace(mark: Mark) -> Json:
    """Draw a band as an upright box with caps; a later one thin."""
    day = mark.day.isoformat() if mark.day else None
    caps = {"symbol": "line-ew-open", "size": 28, "color": FOCUS, "line": {"width": 3}}
    return {
        "type": "scatter",
        "name": "Band",
        "mode": "lines+markers",
        "x": [day, day],
        "y": [mark.low, mark.high],
        "line": {"color": FOCUS, "width": 3 if mark.is_later else 14},
        "marker": caps,
        "cliponaxis": False,
    }


def _line_trace(line: Line) -> Json:
    days, values = _with_gaps(line)
    # A gap has no mark; it takes the look of a plain one so that the lists keep one length.
    marks: list[Mark | None] = list(line.pieces[0])
    for piece in line.pieces[1:]:
        marks += [None, *piece]
    return {
        "type": "scatter",
        "name": line.name,
        "mode": "lines+markers",
        "x": days,
        "y": values,
        "connectgaps": False,
        "line": {"color": FOCUS, "width": 3},
        "marker": _signal_marker(marks)
        if any(mark.signal for mark in line.marks)
        else {
            "size": [14 if mark and mark.is_latest else 10 for mark in marks],
            "symbol": [
                "circle-dot" if mark and mark.is_provisional else "circle" for mark in marks
            ],
            "color": [WHITE if mark and _is_hollow(mark) else FOCUS for mark in marks],
            "line": {"color": FOCUS, "width": 2.5},
            "opacity": 1,
        },
        "cliponaxis": False,
    }


def _signal_marker(marks: list[Mark | None]) -> Json:
    """Draw the points of a control chart by what they signal."""
    signals = [(mark.signal if mark else "") or COMMON for mark in marks]
    hollow = [bool(mark and _is_hollow(mark)) for mark in marks]
    latest = [bool(mark and mark.is_latest) for mark in marks]
    return {
        "size": [
            point_size(signal, len(marks), is_latest=is_latest)
            for signal, is_latest in zip(signals, latest, strict=True)
        ],
        "symbol": [POINT_STYLES[signal].symbol for signal in signals],
        "color": [
            WHITE if is_hollow else POINT_STYLES[signal].ink
            for signal, is_hollow in zip(signals, hollow, strict=True)
        ],
        "line": {
            "color": [
                edge_of(signal, is_hollow=is_hollow)
                for signal, is_hollow in zip(signals, hollow, strict=True)
            ],
            "width": 1.5,
        },
        "opacity": 1,
    }


def _is_hollow(mark: Mark) -> bool:
    return mark.is_later or mark.is_provisional


def _absence_trace(plot: Plot) -> Json:
    return {
        "type": "scatter",
        "name": "No value",
        "mode": "markers",
        "x": [absence.day.isoformat() for absence in plot.absences],
        "y": [plot.value.low for _ in plot.absences],
        "marker": {"symbol": "x-thin-open", "size": 11, "color": SECONDARY, "line": {"width": 2.5}},
        "cliponaxis": False,
    }


# Labels are placed for a phone of 390px: what is free of overlaps there is so on any wider screen.
PHONE: Final = 324
PLOT_HEIGHT: Final = 270
FONT: Final = 16
FLAG_ROW: Final = 26
GROWS_WITH_AREA: Final = ("stock", "flow")
FAMILY: Final = "Atkinson Hyperlegible Next, Arial, sans-serif"
# Behind labels, so that a line under one does not cut through its letters.
VEIL: Final = "rgba(255,255,255,0.9)"
CLEAR: Final = "rgba(255,255,255,0)"


@dataclass(frozen=True)
class PlotMargins:
    """The px between the edge of a picture and its plot."""

    left: int
    right: int
    top: int
    bottom: int


def series_figure(panel: Panel, series: Series, *, benchmarks: bool) -> Json:
    """Draw a series as a Plotly figure of plain dicts and lists."""
    plot, sides = figure_plot(panel, series, benchmarks=benchmarks)
    plot_area = PlotArea(PHONE - sides.left - sides.right, PLOT_HEIGHT, sides.right)
    return {"data": list(build_traces(plot)), "layout": _layout(plot, sides, plot_area)}


def figure_plot(
    panel: Panel, series: Series, *, benchmarks: bool, width: float = PHONE
) -> tuple[Plot, PlotMargins]:
    """Build the plot and the sides that its labels need; the cursor over the chart reads both.

    A count grows with the size of its area: beside England's, no borough's line would be more than
    the axis, so that other areas' counts stand in the table alone. A chart that is not asked for
    other areas is one of many, and carries no projection either.
    """
    series = series if benchmarks else without_forecast(series)
    benchmarks = benchmarks and panel.measure.kind not in GROWS_WITH_AREA
    right = _right_margin(series, panel.area.name) if benchmarks and series.benchmarks else 16
    plot = build_plot(panel, series, benchmarks=benchmarks, width=width - right - 56)
    ticks = max(len(words) for _, words in plot.value.ticks)
    lines = max((len(tick_lines) for _, tick_lines in plot.time.ticks), default=0)
    top = 16 + flag_space(plot) + (LINE + 6 if plot.later_from else 0)
    return plot, PlotMargins(round(ticks * CHARACTER) + 20, right, top, 18 + LINE * lines)


def flag_space(plot: Plot) -> int:
    """Give the px over the plot for the events' numbers, whose lowest row the axis's name shares."""
    rows = max((flag.level + 1 for flag in plot.flags), default=0)
    return FLAG_ROW * max(rows, 1 if plot.value.caption else 0)


def graph_config() -> Json:
    """Give the one configuration of every graph: no bar, no upload, nothing that traps a finger."""
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "showSendToCloud": False,
        "showEditInChartStudio": False,
        "showLink": False,
        "plotlyServerURL": "",
        "responsive": True,
        "staticPlot": True,
        "scrollZoom": False,
        "doubleClick": False,
    }


def _right_margin(series: Series, own_name: str) -> int:
    names = [other.area_name for other in series.benchmarks] + [own_name]
    words = [word for name in names for word in name.split()]
    return round((max(map(len, words)) + 2) * CHARACTER * 1.1) + 12


def _layout(plot: Plot, sides: PlotMargins, plot_area: PlotArea) -> Json:
    return {
        "height": PLOT_HEIGHT + sides.top + sides.bottom,
        "autosize": True,
        "margin": {
            "l": sides.left,
            "r": sides.right,
            "t": sides.top,
            "b": sides.bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "font": {"family": FAMILY, "size": FONT, "color": TEXT},
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,
        "xaxis": _time_layout(plot),
        "yaxis": _value_layout(plot),
        "shapes": list(_shapes(plot)),
        "annotations": [
            *_head_notes(plot, sides),
            *(_note(label) for label in place_labels(plot, plot_area)),
        ],
    }


def _time_layout(plot: Plot) -> Json:
    return {
        "type": "date",
        "range": [plot.time.start.isoformat(), plot.time.end.isoformat()],
        "tickmode": "array",
        "tickvals": [day.isoformat() for day, _ in plot.time.ticks],
        "ticktext": ["<br>".join(lines) for _, lines in plot.time.ticks],
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": AXIS,
        "showline": True,
        "linecolor": AXIS,
        "linewidth": 2,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _value_layout(plot: Plot) -> Json:
    return {
        "type": "linear",
        "range": [plot.value.low, plot.value.high],
        "tickmode": "array",
        "tickvals": [value for value, _ in plot.value.ticks],
        "ticktext": [words for _, words in plot.value.ticks],
        "ticklabelstandoff": 4,
        "gridcolor": GRID,
        "gridwidth": 1,
        "zeroline": False,
        "fixedrange": True,
    }


def _shapes(plot: Plot) -> Iterator[Json]:
    """Draw events and the report date as upright lines, and undated baselines at the left edge."""
    for flag in plot.flags:
        for day in flag.days:
            is_under = day == flag.day
            over = flag.level * FLAG_ROW if is_under else 0
            yield _upright(day.isoformat(), over, {"color": EVENT, "width": 1.5})
    if plot.later_from:
        dotted = {"color": TEXT, "width": 2, "dash": "2px,4px"}
        yield _upright(plot.later_from.isoformat(), flag_space(plot) + 4, dotted)
    for mark in plot.baselines:
        if not mark.day:
            middle = (mark.low + mark.high) / 2
            yield {
                "type": "line",
                "xref": "paper",
                "yref": "y",
                "xsizemode": "pixel",
                "xanchor": 0,
                "x0": 0,
                "x1": 28,
                "y0": middle,
                "y1": middle,
                "line": {"color": BASELINE, "width": 4},
            }


def _upright(day: str, over: int, line: Json) -> Json:
    """Draw a line through the plot and some px over it."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "layer": "below",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": round(1 + over / PLOT_HEIGHT, 4),
        "line": line,
    }


def _head_notes(plot: Plot, sides: PlotMargins) -> Iterator[Json]:
    """Head the plot: the axis's unit, the report date, and above them the events' numbers."""
    base = {"yref": "paper", "y": 1, "showarrow": False, "yanchor": "bottom"}
    if plot.value.caption:
        yield base | {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": 4 - sides.left,
            "yshift": 8,
            "text": plot.value.caption,
            "font": {"color": SECONDARY},
        }
    if plot.later_from:
        is_left = plot.time.share(plot.later_from) > 0.55
        yield base | {
            "xref": "x",
            "x": plot.later_from.isoformat(),
            "xanchor": "right" if is_left else "left",
            "xshift": 8 if is_left else -8,
            "yshift": flag_space(plot) + 2,
            "text": plot.later_words,
        }
    for flag in plot.flags:
        yield base | {
            "xref": "x",
            "x": flag.day.isoformat(),
            "xanchor": "center",
            "yshift": flag.level * FLAG_ROW,
            "text": f"<b>{flag.words}</b>",
            "font": {"color": WHITE, "size": FONT},
            "bgcolor": EVENT,
            "borderpad": 2,
            "width": flag.width - 10,
        }


def _note(label: Label) -> Json:
    text = "<br>".join(map(escape, label.lines))
    return {
        "xref": "x domain",
        "x": round(label.across, 4),
        "yref": "y domain",
        "y": round(label.up, 4),
        "xanchor": {"middle": "center"}.get(label.anchor, label.anchor),
        "yanchor": "middle",
        "xshift": round(label.dx, 1),
        "yshift": round(label.dy, 1),
        "align": {"middle": "center"}.get(label.anchor, label.anchor),
        "showarrow": False,
        "bgcolor": VEIL if label.is_veiled else CLEAR,
        "text": f"<b>{text}</b>" if label.is_bold else text,
        "font": {"color": label.ink},
    }
