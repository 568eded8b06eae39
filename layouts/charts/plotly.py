"""A plot as a Plotly figure: plain dicts and lists, so that it travels and compares."""

from collections.abc import Iterator
from datetime import datetime, time
from html import escape
from typing import Final

from layouts.charts.spec.boxes import WIDTHS, PlotArea
from layouts.charts.spec.events import flag_lines
from layouts.charts.spec.label_placement import Label, drawn_labels
from layouts.charts.spec.plot import FAMILY, FLAG_ROW, FONT, PHONE, Plot, picture_height
from layouts.charts.traces import Json, build_traces
from layouts.ui.palette import AXIS, BASELINE, EVENT, GRID, SECONDARY, TEXT, WHITE

# Behind labels, so that a line under one does not cut through its letters.
VEIL: Final = "rgba(255,255,255,0.9)"
CLEAR: Final = "rgba(255,255,255,0)"


def series_figure(plot: Plot, height: int = 0, width: int = PHONE) -> Json:
    """Return a plot as a Plotly figure, so many px high with its margins; 0 for a full height.

    Its labels are placed for a chart of `width` px.
    """
    sides, height = plot.margins, height or picture_height(plot)
    plot_height = height - sides.top - sides.bottom
    plot_area = PlotArea(width - sides.left - sides.right, plot_height, sides.right, WIDTHS)
    traces = [{"hoverinfo": "none", **trace} for trace in build_traces(plot)]
    return {"data": traces, "layout": {"height": height, **_layout(plot, plot_area)}}


def graph_config() -> Json:
    """Return the configuration of every graph: no toolbar, no upload, no tip, no wheel."""
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "showSendToCloud": False,
        "showEditInChartStudio": False,
        "showLink": False,
        "plotlyServerURL": "",
        "responsive": True,
        "staticPlot": False,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
    }


def _layout(plot: Plot, plot_area: PlotArea) -> Json:
    sides = plot.margins
    return {
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
        "hovermode": "x",
        "dragmode": "zoom",
        "xaxis": _time_layout(plot),
        "yaxis": _value_layout(plot),
        "shapes": list(_shapes(plot, plot_area.height)),
        "annotations": [
            *_head_notes(plot),
            *(_note(label, plot) for label in drawn_labels(plot, plot_area)),
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


def _shapes(plot: Plot, height: float) -> Iterator[Json]:
    """Yield events and the report date as vertical lines, and undated baselines at the left edge."""
    for flag in plot.flags:
        for day in flag.days:
            is_under = day == flag.day
            over = flag.level * FLAG_ROW if is_under else 0
            yield _upright(day.isoformat(), over / height, {"color": EVENT, "width": 1.5})
    if plot.later_from:
        dotted = {"color": TEXT, "width": 2, "dash": "2px,4px"}
        over = (plot.flag_space + 4) / height
        yield _upright(plot.later_from.isoformat(), over, dotted)
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


def _upright(day: str, over: float, line: Json) -> Json:
    """Return a vertical line through the plot and, as a share of its height, above it."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "layer": "below",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": round(1 + over, 4),
        "line": line,
    }


def _head_notes(plot: Plot) -> Iterator[Json]:
    """Yield the notes over the plot: the axis's unit, the report date, the events' numbers."""
    base = {"yref": "paper", "y": 1, "showarrow": False, "yanchor": "bottom"}
    if plot.value.caption:
        yield base | {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": 4 - plot.margins.left,
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
            "yshift": plot.flag_space + 2,
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
            "borderpad": 1,
            "width": flag.width - 10,
            "name": "event: " + "; ".join(flag_lines(plot.flags, flag)),
            "captureevents": True,
        }


def _note(label: Label, plot: Plot) -> Json:
    """Return a label; one within the plot belongs to a day, and leaves the picture with it."""
    text = "<br>".join(map(escape, label.lines))
    return {
        **_place_across(label, plot),
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
        **({"name": label.line, "captureevents": True} if label.line else {}),
    }


def _place_across(label: Label, plot: Plot) -> Json:
    if label.across >= 1:
        return {"xref": "x domain", "x": 1}
    start = datetime.combine(plot.time.start, time())
    return {
        "xref": "x",
        "x": (start + label.across * (plot.time.end - plot.time.start)).isoformat(),
    }
