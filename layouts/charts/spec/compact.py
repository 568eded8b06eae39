"""Plots with fewer words, for a chart among others: on a slide, in a panel."""

import math
from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.judging.trend import BREAK, events_on_line
from dashboard.model.panel import Panel, Series
from dashboard.text.format import point_words, short_goal
from layouts.charts.spec.axes import CHARACTER, LINE, ValueAxis
from layouts.charts.spec.control_limits import LimitLines
from layouts.charts.spec.events import event_lines
from layouts.charts.spec.marks import Mark, ends_of
from layouts.charts.spec.plot import PHONE, Plot
from layouts.charts.spec.targets import TargetStep

# The plot of a panel, in px, whatever stands over it.
_PANEL_PLOT: Final = 85
_WHOLE: Final = 100
_DAY_GAP: Final = 12
# From one number of the upright axis to the next.
_TICK_GAP: Final = LINE * 1.3
# Above the plot of a panel: half a letter, or an event's number.
_TOP: Final = 12
# Below it: one line of periods.
_BOTTOM: Final = 28


def compact_plot(plot: Plot, series: Series) -> Plot:
    """Return a plot for a panel: one target named, periods and events in a line each, few words."""
    caption = plot.value.caption if plot.unit == "score" or plot.value.low > 0 else ""
    plot = replace(
        target_at_right(plot, series),
        value=replace(plot.value, caption=caption),
        baselines=_with_values_alone(plot, series),
        # Only the axis's name would lift a number into a second row.
        flags=plot.flags if caption else tuple(replace(flag, level=0) for flag in plot.flags),
        limits=_without_words(plot.limits),
        # A cross is read out: its words would lie over the lines of so low a plot.
        absences=tuple(replace(absence, is_named=False) for absence in plot.absences),
    )
    width = PHONE - plot.margins.left - plot.margins.right
    days = ticks_in_one_line(plot, width)
    over = max((px_beyond(day, words[0], plot, width) for day, words in days), default=0)
    top = max(_TOP, plot.flag_space)
    right = math.ceil(max(plot.margins.right, over))
    margins = replace(plot.margins, top=top, bottom=_BOTTOM, right=right)
    value = fewer_ticks(plot, _PANEL_PLOT)
    return replace(plot, value=value, time=replace(plot.time, ticks=days), margins=margins)


def compact_height(plot: Plot) -> int:
    """Return the px that the picture of a panel takes, its margins with it."""
    return _PANEL_PLOT + plot.margins.top + plot.margins.bottom


def target_at_right(plot: Plot, series: Series, *, keeps_others: bool = False) -> Plot:
    """Return a plot that names the judged target right of the plot, among what else is there.

    It is named alone, by its number, unless the plot `keeps_others`.
    """
    goals = {target.value: short_goal(target, plot.unit) for target in series.targets}
    pairs = zip(plot.targets, judged_target_only(plot, series), strict=True)
    targets = tuple(
        replace(
            judged,
            short=each.short
            if keeps_others
            else (*([judged.noun] if plot.benchmarks else []), goals.get(each.value, "")),
            is_at_right=True,
        )
        if judged.words[0]
        else (each if keeps_others else judged)
        for each, judged in pairs
    )
    letters = [len(word) for step in targets if step.is_at_right for word in step.short]
    right = math.ceil(max(plot.margins.right, max(letters, default=0) * CHARACTER + 12))
    return replace(plot, targets=targets, margins=replace(plot.margins, right=right))


def _with_values_alone(plot: Plot, series: Series) -> tuple[Mark, ...]:
    """Return the baselines with their values: the key of the page says what a ring is."""
    words = {ends_of(base.point): point_words(base.point, plot.unit) for base in series.baselines}
    return tuple(
        replace(mark, label=(words.get((mark.low, mark.high), ""),)) for mark in plot.baselines
    )


def _without_words(limits: LimitLines | None) -> LimitLines | None:
    """Return the lines of a control chart without their names, which the page of a measure has."""
    if limits is None:
        return None
    return LimitLines(tuple(replace(level, words="") for level in limits.levels), ())


def px_beyond(day: date, words: str, plot: Plot, width: float) -> float:
    """Return the px by which labels centred under a day extend beyond the plot."""
    return len(words) * CHARACTER / 2 - (1 - plot.time.share(day)) * width


def with_breaks_only(panel: Panel, series: Series) -> Panel:
    """Return a panel with only the events across which nothing is compared.

    A slide has no room for a list of the others.
    """
    events = events_on_line(panel.events, series.points)
    breaks = (event for event in events if event.effect == BREAK and not event.is_planned)
    return replace(panel, events=tuple(breaks))


def break_lines(plot: Plot) -> tuple[str, ...]:
    """Return what each number over a plot of a slide means."""
    return tuple(f"{line}. Nothing is compared across it." for line in event_lines(plot.flags))


def judged_target_only(plot: Plot, series: Series) -> tuple[TargetStep, ...]:
    judged = series.status.target
    judged_target = (judged.value, judged.due_on) if judged else None
    judged_steps = [
        candidate
        for candidate in plot.targets
        if (candidate.value, candidate.due_on) == judged_target
    ]
    labelled_steps = (judged_steps or list(plot.targets))[-1:]
    return tuple(
        replace(step, short=step.words[:1])
        if step in labelled_steps
        else replace(step, words=("",), short=("",))
        for step in plot.targets
    )


def ticks_in_one_line(plot: Plot, width: float) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """Return the periods in one line each, without those that would touch a newer one."""
    shown_ticks: list[tuple[date, tuple[str, ...]]] = []
    free = math.inf
    for day, lines in reversed(plot.time.ticks):
        words = " ".join(lines)
        middle, half = plot.time.share(day) * width, len(words) * CHARACTER / 2
        if middle + half <= free:
            shown_ticks.append((day, (words,)))
            free = middle - half - _DAY_GAP
    return tuple(reversed(shown_ticks))


def fewer_ticks(plot: Plot, height: float) -> ValueAxis:
    """Return the upright axis with fewer numbers, evenly spaced, none touching another."""
    ticks = plot.value.ticks
    most = max(2, int(height / _TICK_GAP) + 1)
    steps = len(ticks) - 1
    is_whole = plot.unit == "percent" and (plot.value.low, plot.value.high) == (0, _WHOLE)
    if is_whole and 2 < most <= steps:
        return replace(plot.value, ticks=((0, "0%"), (50, "50%"), (100, "100%")))
    fitting = (step for step in range(1, steps + 1) if steps % step == 0 and steps / step < most)
    return replace(plot.value, ticks=ticks[:: next(fitting, steps or 1)])
