"""A plot as Plotly traces: plain dicts and lists, so that they travel and compare."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from layouts.charts.spec.control_limits import COMMON, POINT_STYLES, LimitLines, edge_of, point_size
from layouts.charts.spec.marks import Line, Mark
from layouts.charts.spec.plot import Plot
from layouts.charts.spec.projection import ProjectionLine
from layouts.charts.spec.targets import target_lines
from layouts.ui.palette import (
    BASELINE,
    FOCUS,
    GRID,
    INFO,
    LIMIT,
    MEAN,
    NEUTRAL,
    OTHERS,
    SECONDARY,
    TARGET,
    WHITE,
)

Json = dict[str, Any]


def build_traces(plot: Plot) -> Iterator[Json]:
    """Yield the traces from back to front: other areas, targets, baselines, bands, the series."""
    yield from _area_range_traces(plot)
    yield from _range_traces(plot)
    yield from _projection_traces(plot.projection)
    for line in plot.benchmarks:
        yield _benchmark_trace(line)
    yield from _limit_traces(plot.limits)
    yield from _target_traces(plot)
    yield from map(_change_trace, plot.changes)
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
    """Return days and values with a null between pieces, so that no line crosses a gap."""
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
        "meta": line.key,
        "mode": "lines+markers",
        "x": days,
        "y": values,
        "connectgaps": False,
        "line": {"color": line.ink, "width": 2},
        "marker": {"color": line.ink, "size": 8 if line.shape else 0, "symbol": line.shape},
        "cliponaxis": False,
    }


def _area_range_traces(plot: Plot) -> Iterator[Json]:
    """Yield a tint between the least and the most of several areas."""
    if plot.ranges:
        back = plot.ranges[::-1]
        yield {
            "type": "scatter",
            "name": "Range of areas",
            "mode": "lines",
            "fill": "toself",
            "x": [day.isoformat() for day, _, _ in (*plot.ranges, *back)],
            "y": [*(high for _, _, high in plot.ranges), *(low for _, low, _ in back)],
            "fillcolor": GRID,
            "line": {"color": GRID, "width": 0},
        }


def _range_traces(plot: Plot) -> Iterator[Json]:
    """Yield a tint between the bounds of each target that is a range."""
    for step in plot.targets:
        if step.high is not None:
            yield {
                "type": "scatter",
                "name": "Target range",
                "mode": "lines",
                "fill": "toself",
                "x": [day.isoformat() for day in (step.start, step.end, step.end, step.start)],
                "y": [step.value, step.value, step.high, step.high],
                "fillcolor": NEUTRAL.ground,
                "line": {"color": NEUTRAL.ground, "width": 0},
            }


def _target_traces(plot: Plot) -> Iterator[Json]:
    """Yield the lines of targets; each bound of a range is one."""
    for line in target_lines(plot.targets):
        yield {
            "type": "scatter",
            "name": "Target",
            "mode": "lines",
            "x": [day.isoformat() for step, _ in line for day in (step.start, step.end)],
            "y": [value for _, value in line for _ in range(2)],
            "line": {"color": TARGET, "width": 2.5, "dash": "8px,5px"},
            # Or a target at the end of the scale, such as 100%, would be drawn half as thick.
            "cliponaxis": False,
        }


def _baseline_trace(mark: Mark) -> Json:
    return {
        "type": "scatter",
        "name": "Baseline",
        "mode": "markers",
        "x": [mark.day.isoformat() if mark.day else None],
        "y": [(mark.low + mark.high) / 2],
        "marker": {
            "color": WHITE,
            "size": 10,
            "symbol": "circle",
            "line": {"color": BASELINE, "width": 2.5},
        },
        "cliponaxis": False,
    }


def _change_trace(ends: tuple[Mark, Mark]) -> Json:
    return {
        "type": "scatter",
        "name": "Change",
        "mode": "lines",
        "x": [mark.day.isoformat() for mark in ends if mark.day],
        "y": [mark.low for mark in ends],
        "line": {"color": OTHERS, "width": 2, "dash": "2px,4px"},
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
    """Return a band as a vertical box with caps; a later one thin."""
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
        "meta": line.key,
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
    """Return the points of a control chart as traces by what they signal."""
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


def _projection_traces(line: ProjectionLine | None) -> Iterator[Json]:
    """Yield the band, then the line, as Plotly traces."""
    if line is None:
        return
    days, values = zip(*line.corners, strict=True)
    yield {
        "type": "scatter",
        "name": "Projection, 80% interval",
        "mode": "lines",
        "fill": "toself",
        "x": [day.isoformat() for day in days],
        "y": list(values),
        "fillcolor": INFO.ground,
        "line": {"color": INFO.ground, "width": 0},
    }
    yield {
        "type": "scatter",
        "name": "Projection",
        "mode": "lines",
        "x": [line.start.isoformat(), line.end.day.isoformat()],
        "y": [line.value, line.end.value],
        "line": {"color": FOCUS, "width": 3, "dash": "3px,5px"},
    }


def _limit_traces(limits: LimitLines | None) -> Iterator[Json]:
    """Yield means (solid) and limits (dashed) as Plotly traces."""
    for level in limits.levels if limits else ():
        line = {"color": MEAN, "width": 1.5}
        if not level.is_mean:
            line = {"color": LIMIT, "width": 2, "dash": "5px,4px"}
        yield {
            "type": "scatter",
            "name": "Mean" if level.is_mean else "Control limit",
            "mode": "lines",
            "x": [level.start.isoformat(), level.end.isoformat()],
            "y": [level.value, level.value],
            "line": line,
        }
