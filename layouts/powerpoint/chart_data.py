"""The lines of an editable chart: days and values as in the worksheet behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from dashboard.text.format import number_format
from layouts.charts.spec.axes import CHARACTER, LINE
from layouts.charts.spec.boxes import PlotArea
from layouts.charts.spec.control_limits import COMMON, POINT_STYLES, point_size
from layouts.charts.spec.label_placement import Label, place_labels
from layouts.charts.spec.marks import Line, Mark
from layouts.charts.spec.plot import Plot
from layouts.charts.spec.targets import TargetStep, target_lines
from layouts.ui.palette import BASELINE, EVENT, FOCUS, LIMIT, MEAN, OTHERS, SECONDARY, TARGET

ABOVE: Final = "t"
BELOW: Final = "b"
LEFT: Final = "l"
RIGHT: Final = "r"
CENTRE: Final = "ctr"
_SIZE: Final = 11
_LATEST_SIZE: Final = 15
_CROWDED: Final = 24
_SIGNAL_SHAPES: Final = {"circle": "circle", "diamond": "diamond", "square": "square"}


@dataclass(frozen=True)
class Dot:
    """One row behind a chart; without a value the line is broken there.

    A label is on a side of it, moved across by a `shift` in px; `form` is the number format of a
    label that is the value alone, which then follows the worksheet.
    """

    day: date
    value: float | None
    words: str = ""
    label: tuple[str, ...] = ()
    side: str = ABOVE
    shift: float = 0.0
    shape: str = ""
    size: int = _SIZE
    ink: str = FOCUS
    is_hollow: bool = False
    is_bold: bool = False
    label_ink: str = ""
    form: str = ""


@dataclass(frozen=True)
class ChartLine:
    """One line of a chart, or marks without a line where `stroke` is 0."""

    name: str
    dots: tuple[Dot, ...]
    ink: str
    stroke: float
    dash: str = ""


def chart_lines(plot: Plot, plot_area: PlotArea) -> tuple[ChartLine, ...]:
    """Return the lines of a plot, from the back to the front, with labels where they fit.

    `plot_area` is the plot in the px of a chart whose letters are 16 high.
    """
    labels = place_labels(plot, plot_area)
    placed = _PlacedLabels(plot, plot_area, labels)
    lines = [
        *_uprights(plot),
        *_limits(plot),
        *_targets(plot, placed),
        *_changes(plot),
        *_baselines(plot, placed),
        *_bands(plot, placed),
        *(_line(line, plot, placed) for line in plot.lines),
        *_forecasts(plot, placed),
        *_absences(plot),
    ]
    return tuple(chart_line for chart_line in (*lines, *placed.remaining()) if chart_line.dots)


class _PlacedLabels:
    """The labels of a plot; each is taken by its mark or target, the rest are on their own."""

    def __init__(self, plot: Plot, plot_area: PlotArea, labels: Iterable[Label]) -> None:
        self.plot, self.plot_area = plot, plot_area
        self.free = list(labels)

    def of_mark(self, mark: Mark) -> dict[str, Any]:
        """Return label, side and shift of a mark as options of a Dot; {} without a label."""
        label = self.take(mark)
        if label is None:
            return {}
        return {"label": label.lines, "side": _side(label), "shift": _shift(label)}

    def take(self, named: Mark | TargetStep) -> Label | None:
        """Return the label of a mark or a step of a target, at most once; None if it has none."""
        label = next((label for label in self.free if label.names is named), None)
        if label:
            self.free.remove(label)
        return label

    def day_of(self, label: Label) -> date:
        """Return the day at the middle of a label."""
        wide = max(map(len, label.lines)) * CHARACTER
        aside = {"left": wide / 2, "right": -wide / 2}.get(label.anchor, 0.0)
        share = label.across + (label.dx + aside) / self.plot_area.width
        time = self.plot.time
        return time.start + timedelta(days=round(share * (time.end - time.start).days))

    def remaining(self) -> Iterator[ChartLine]:
        """Yield the labels that nothing took as a line of words where they were placed."""
        dots = []
        value = self.plot.value
        for label in self.free:
            up = label.up + label.dy / self.plot_area.height
            height = value.low + up * (value.high - value.low)
            dots.append(
                Dot(
                    self.day_of(label),
                    round(height, 4),
                    " ".join(label.lines),
                    label.lines,
                    CENTRE,
                    ink=label.ink,
                    is_bold=label.is_bold,
                )
            )
        yield ChartLine("Words on the chart", tuple(dots), SECONDARY, 0)


def _side(label: Label) -> str:
    if label.dy:
        return ABOVE if label.dy > 0 else BELOW
    return {"left": RIGHT, "right": LEFT}.get(label.anchor, ABOVE)


def _shift(label: Label) -> float:
    """Return the px from a mark to the middle of a label over or under it."""
    if not label.dy or label.anchor == "middle":
        return 0.0
    wide = max(map(len, label.lines)) * CHARACTER * (1.06 if label.is_bold else 1)
    return label.dx + (wide / 2 if label.anchor == "left" else -wide / 2)


def _line(line: Line, plot: Plot, placed: _PlacedLabels) -> ChartLine:
    dots: list[Dot] = []
    for number, piece in enumerate(line.pieces):
        first = piece[0].day
        if number and first:
            dots.append(Dot(first - timedelta(days=1), None, "No line leads to the next figure"))
        dots += [_dot(mark, plot, placed) for mark in piece if mark.day]
    name = f"{plot.focus_name}, {line.name}" if line.name else plot.focus_name
    return ChartLine(name, tuple(dots), FOCUS, 3.5)


def _dot(mark: Mark, plot: Plot, placed: _PlacedLabels) -> Dot:
    """Return the dot of a mark: hollow where provisional or later, shaped by its signal."""
    look = POINT_STYLES[mark.signal or COMMON] if plot.limits else None
    state = "provisional" if mark.is_provisional else "later" if mark.is_later else ""
    return Dot(
        mark.day or plot.time.start,
        mark.low,
        ", ".join(filter(None, (mark.words, state))),
        shape=_SIGNAL_SHAPES[look.symbol] if look else "circle",
        size=_size(mark, plot),
        ink=look.ink if look else FOCUS,
        label_ink=FOCUS if mark.is_latest else SECONDARY,
        is_hollow=mark.is_provisional or mark.is_later,
        is_bold=mark.is_latest,
        form=number_format(mark.low, mark.decimals, plot.unit) if mark.decimals is not None else "",
        **placed.of_mark(mark),
    )


def _size(mark: Mark, plot: Plot) -> int:
    """Return the size of a mark in points: larger for the latest, smaller among many."""
    count = len(plot.marks)
    if plot.limits:
        return round(point_size(mark.signal or COMMON, count, is_latest=mark.is_latest)) + 1
    whole = _LATEST_SIZE if mark.is_latest else _SIZE
    return round(whole * (0.75 if count > _CROWDED else 1))


def _bands(plot: Plot, placed: _PlacedLabels) -> Iterator[ChartLine]:
    """Yield bands as upright bars from the low to the high end."""
    dots: list[Dot] = []
    for mark in plot.bands:
        if mark.day is None:
            continue
        if dots:
            dots.append(Dot(mark.day, None))
        low = Dot(mark.day, mark.low, f"{mark.words}, low end", shape="dash", size=_LATEST_SIZE)
        middle = replace(low, value=(mark.low + mark.high) / 2, words="Middle", shape="")
        high = replace(low, value=mark.high, words=f"{mark.words}, high end")
        label_options = {"is_bold": mark.is_latest, **placed.of_mark(mark)}
        place = {BELOW: 0, ABOVE: 2}.get(label_options.get("side", ABOVE), 1)
        bar = [low, middle, high]
        bar[place] = replace(bar[place], **label_options)
        dots += bar
    yield ChartLine("Low to high end of a band", tuple(dots), FOCUS, 12)


def _targets(plot: Plot, placed: _PlacedLabels) -> Iterator[ChartLine]:
    """Yield the lines of targets; each bound of a range is one."""
    for line in target_lines(plot.targets):
        dots = [dot for step, value in line for dot in _step(step, value, placed)]
        yield ChartLine("Target", tuple(dots), TARGET, 3, "dash")


def _step(step: TargetStep, value: float, placed: _PlacedLabels) -> Iterator[Dot]:
    """Yield the ends of a step, and between them the dot that carries its label."""
    words = ", ".join(step.words)
    yield Dot(step.start, value, words)
    label = placed.take(step) if value == step.top else None
    if label:
        is_near_line = abs(label.dy) <= LINE * len(label.lines) / 2 + 4
        middle = min(max(placed.day_of(label), step.start), step.end)
        if is_near_line:
            side = ABOVE if label.dy > 0 else BELOW
            yield Dot(middle, value, words, label.lines, side, ink=TARGET)
        else:
            placed.free.append(label)
    yield Dot(step.end, value, words)


def _changes(plot: Plot) -> Iterator[ChartLine]:
    """Yield a dotted line for each change that is drawn, from the baseline or a figure to another."""
    for ends in plot.changes:
        dots = tuple(Dot(mark.day or plot.time.start, mark.low, mark.words) for mark in ends)
        yield ChartLine("Change", dots, OTHERS, 2.25, "sysDot")


def _baselines(plot: Plot, placed: _PlacedLabels) -> Iterator[ChartLine]:
    dots = []
    for mark in plot.baselines:
        day, value = mark.day or plot.time.start, (mark.low + mark.high) / 2
        shape = "circle" if mark.day else "dash"
        label_options = placed.of_mark(mark)
        dots.append(Dot(day, value, mark.words, shape=shape, ink=BASELINE, **label_options))
    yield ChartLine("Baseline", tuple(dots), BASELINE, 0)


def _forecasts(plot: Plot, placed: _PlacedLabels) -> Iterator[ChartLine]:
    """Yield the forecasts, each on a line of its own: LibreOffice draws no white dot without a line."""
    for mark in plot.forecasts:
        label_options = placed.of_mark(mark)
        value = (mark.low + mark.high) / 2
        if mark.day:
            dot = Dot(mark.day, value, mark.words, shape="diamond", is_hollow=True, **label_options)
            yield ChartLine("Forecast", (dot,), FOCUS, 2)


def _limits(plot: Plot) -> Iterator[ChartLine]:
    """Yield the means as solid and the limits as dashed lines, one for each segment."""
    for level in plot.limits.levels if plot.limits else ():
        name = level.words or ("Mean" if level.is_mean else "Control limit")
        dots = tuple(Dot(day, level.value, name) for day in (level.start, level.end))
        if level.is_mean:
            yield ChartLine(name, dots, MEAN, 2)
        else:
            yield ChartLine(name, dots, LIMIT, 2.25, "sysDash")


def _uprights(plot: Plot) -> Iterator[ChartLine]:
    """Yield an upright line with its number for each day on which something happened."""
    for flag in plot.flags:
        for number, day in enumerate(flag.days, start=flag.first):
            name = f"{number}: {flag.events[number - flag.first].title}"
            label = (flag.words,) if day == flag.days[0] else ()
            top = Dot(day, plot.value.high, name, label, ABOVE, ink=EVENT, is_bold=True)
            foot = Dot(day, plot.value.low, name)
            yield ChartLine(name, (foot, top), EVENT, 2)
    if plot.later_from:
        top = Dot(plot.later_from, plot.value.high, plot.later_words)
        foot = replace(top, value=plot.value.low)
        yield ChartLine(plot.later_words, (foot, top), TARGET, 2.25, "sysDot")


def _absences(plot: Plot) -> Iterator[ChartLine]:
    dots = tuple(
        Dot(absence.day, plot.value.low, absence.words, shape="x", ink=SECONDARY)
        for absence in plot.absences
    )
    yield ChartLine("No figure", dots, SECONDARY, 0)
