"""The chart of a series as static SVG text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from dash import html

from dashboard.model.panel import Panel, Series
from layouts.charts.spec.axes import LINE
from layouts.charts.spec.boxes import PlotArea
from layouts.charts.spec.control_limits import COMMON, point_size
from layouts.charts.spec.label_placement import Label, place_labels
from layouts.charts.spec.marks import Line, Mark
from layouts.charts.spec.plot import FLAG_ROW, FONT, PLOT_HEIGHT, Plot, build_plot
from layouts.charts.spec.targets import target_lines
from layouts.charts.svg.canvas import hidden_svg
from layouts.charts.svg.shapes import band_svg, level_svg, point_svg, projection_svg
from layouts.ui.palette import (
    AXIS,
    BASELINE,
    EVENT,
    FOCUS,
    GRID,
    NEUTRAL,
    OTHERS,
    SECONDARY,
    TARGET,
    TEXT,
    WHITE,
)
from layouts.ui.xml_text import escape

# From the middle of a mark, the shapes that set other areas apart.
_SHAPES: Final = {
    "square": "m-3.5-3.5h7v7h-7z",
    "triangle-up": "m0-5l4.7 8h-9.4z",
    "diamond": "m0-5l5 5-5 5-5-5z",
    "cross": "m-1.5-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
}
_ANCHORS: Final = {"left": "start", "middle": "middle", "right": "end"}


@dataclass(frozen=True)
class ChartLook:
    """The least width of a line in px, the ink of the grid, and whether labels have a white edge."""

    thinnest: float = 1
    grid: str = GRID
    has_halo: bool = True


def series_picture(panel: Panel, series: Series, *, benchmarks: bool = False) -> html.Div:
    """Render the chart of a series in both widths, without a name of its own."""
    return hidden_svg(lambda width: picture_svg(panel, series, width, benchmarks=benchmarks))


def picture_svg(panel: Panel, series: Series, width: int, *, benchmarks: bool = False) -> str:
    """Render the chart of a series alone, with the edges of its plot for the cursor."""
    plot = build_plot(panel, series, benchmarks=benchmarks, width=width)
    sides = plot.margins
    height = PLOT_HEIGHT + sides.top + sides.bottom
    svg_parts = "".join(_LineChart(plot, width, height, ChartLook()).parts())
    margins_json = f"[{sides.left},{sides.right},{sides.top},{sides.bottom}]"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-size="{FONT}" data-sides="{margins_json}">{svg_parts}</svg>'
    )


def chart_parts(
    plot: Plot, width: int, height: int, look: ChartLook | None = None
) -> Iterator[str]:
    """Render the parts of a chart for a width and a height, from back to front."""
    return _LineChart(plot, width, height, look or ChartLook()).parts()


class _LineChart:
    """The px of one drawn chart: where values and days fall, and every part in order of depth."""

    def __init__(self, plot: Plot, width: int, height: int, look: ChartLook) -> None:
        sides = plot.margins
        self.plot, self.look = plot, look
        self.left, self.top = sides.left, sides.top
        self.width = width - sides.left - sides.right
        self.height = height - self.top - sides.bottom
        self.plot_area = PlotArea(self.width, self.height, sides.right)

    def parts(self) -> Iterator[str]:
        yield from self.target_ranges()
        yield from self.axes()
        yield from self.uprights()
        yield from self.projection()
        for line in self.plot.benchmarks:
            yield from self.line(line, OTHERS, 2)
        for level in self.plot.limits.levels if self.plot.limits else ():
            left, right = self.at(level.start), self.at(level.end)
            yield level_svg(level, left, right, self.y(level.value), self.stroke(1.5))
        yield from self.targets()
        yield from self.baselines()
        for mark in self.plot.forecasts:
            x, y = self.place(mark)
            yield (
                f'<path d="M{x} {y - 6}l6 6-6 6-6-6z" fill="{WHITE}" stroke="{FOCUS}" '
                'stroke-width="2.5"/>'
            )
        for mark in self.plot.bands:
            yield self.band(mark)
        for line in self.plot.lines:
            yield from self.line(line, FOCUS, 3)
            yield from (self.dot(mark) for mark in line.marks)
        yield from self.absences()
        yield from (self.label(label) for label in place_labels(self.plot, self.plot_area))

    def stroke(self, width: float) -> float:
        return max(width, self.look.thinnest)

    def text(
        self, x: float, y: float, words: str, ink: str, anchor: str, *, is_bold: bool = False
    ) -> str:
        weight = ' font-weight="700"' if is_bold else ""
        has_halo = self.look.has_halo and ink != WHITE
        halo = f' stroke="{WHITE}" stroke-width="3" paint-order="stroke"' if has_halo else ""
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}" text-anchor="{anchor}"{weight}{halo}>'
            f"{escape(words)}</text>"
        )

    def x(self, mark_share: float) -> float:
        return round(self.left + mark_share * self.width, 1)

    def at(self, day: date) -> float:
        return self.x(self.plot.time.share(day))

    def y(self, value: float) -> float:
        return round(self.top + (1 - self.plot.value.share(value)) * self.height, 1)

    def place(self, mark: Mark) -> tuple[float, float]:
        return self.at(mark.day) if mark.day else self.x(0), self.y(mark.low)

    def axes(self) -> Iterator[str]:
        right, bottom = self.left + self.width, self.top + self.height
        grid, thinnest = self.look.grid, self.look.thinnest
        width = f' stroke-width="{thinnest}"' if thinnest > 1 else ""
        for value, words in self.plot.value.ticks:
            y = self.y(value)
            yield f'<path d="M{self.left} {y}H{right}" stroke="{grid}"{width}/>'
            yield self.text(self.left - 8, y + 5.5, words, SECONDARY, "end")
        yield f'<path d="M{self.left} {bottom}H{right}" stroke="{AXIS}" stroke-width="2"/>'
        for day, lines in self.plot.time.ticks:
            x = self.at(day)
            yield f'<path d="M{x} {bottom}v6" stroke="{AXIS}" stroke-width="{self.stroke(1.5)}"/>'
            for row, words in enumerate(lines):
                yield self.text(x, bottom + 22 + row * LINE, words, SECONDARY, "middle")
        if self.plot.value.caption:
            yield self.text(4, self.top - 14, self.plot.value.caption, SECONDARY, "start")

    def uprights(self) -> Iterator[str]:
        """Yield events with their numbers, and the report date."""
        bottom = self.top + self.height
        for flag in self.plot.flags:
            x, y = self.at(flag.day), self.top - flag.level * FLAG_ROW
            for day in flag.days:
                at = self.at(day)
                start = y if day == flag.day else self.top
                yield (
                    f'<path d="M{at} {start}V{bottom}" stroke="{EVENT}" '
                    f'stroke-width="{self.stroke(1.5)}"/>'
                )
            wide = flag.width - 6
            left = f"{x - wide / 2:.1f}"
            yield f'<rect x="{left}" y="{y - 22}" width="{wide:.1f}" height="22" fill="{EVENT}"/>'
            yield self.text(x, y - 5, flag.words, WHITE, "middle", is_bold=True)
        if self.plot.later_from:
            share = self.plot.time.share(self.plot.later_from)
            x, y, is_left = self.x(share), self.top - self.plot.flag_space - 4, share > 0.55
            yield (
                f'<path d="M{x} {y}V{bottom}" stroke="{TEXT}" stroke-width="2" '
                'stroke-dasharray="2 4"/>'
            )
            words, anchor = self.plot.later_words, "end" if is_left else "start"
            yield self.text(x + (8 if is_left else -8), y - 2, words, TEXT, anchor)

    def projection(self) -> Iterator[str]:
        if line_ahead := self.plot.projection:
            places = [*line_ahead.corners, (line_ahead.end.day, line_ahead.end.value)]
            at = [(self.at(day), self.y(value)) for day, value in places]
            yield projection_svg(at)

    def line(self, line: Line, ink: str, stroke: float) -> Iterator[str]:
        for piece in line.pieces:
            points = " ".join(f"{x},{y}" for x, y in map(self.place, piece))
            yield (
                f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="{stroke}"/>'
            )
            if ink == OTHERS:
                yield from (
                    f'<path d="M{x} {y}{_SHAPES[line.shape]}" fill="{ink}"/>'
                    for x, y in map(self.place, piece)
                )

    def dot(self, mark: Mark) -> str:
        dot_svg = self.signal(mark) if self.plot.limits else self.plain_dot(mark)
        return f'<g class="latest">{dot_svg}</g>' if mark.is_latest else dot_svg

    def signal(self, mark: Mark) -> str:
        is_hollow = mark.is_later or mark.is_provisional
        dashes = ' stroke-dasharray="1.5 3"' if mark.is_provisional else ""
        signal, count = mark.signal or COMMON, len(self.plot.marks)
        size = point_size(signal, count, is_latest=mark.is_latest)
        edge = f'stroke-width="{self.stroke(2 if is_hollow else 1.5)}"{dashes}'
        return point_svg(signal, self.place(mark), size, edge, is_hollow=is_hollow)

    def plain_dot(self, mark: Mark) -> str:
        x, y = self.place(mark)
        fill = WHITE if mark.is_later or mark.is_provisional else FOCUS
        dotted = ' stroke-dasharray="1.5 3"' if mark.is_provisional else ""
        return (
            f'<circle cx="{x}" cy="{y}" r="{7 if mark.is_latest else 5}" fill="{fill}" '
            f'stroke="{FOCUS}" stroke-width="2.5"{dotted}/>'
        )

    def band(self, mark: Mark) -> str:
        x, low = self.place(mark)
        return band_svg(x, low, self.y(mark.high), 3 if mark.is_later else 14, 14)

    def target_ranges(self) -> Iterator[str]:
        """Yield a tint between the bounds of each target that is a range."""
        for step in self.plot.targets:
            if step.high is not None:
                left, right = self.at(step.start), self.at(step.end)
                yield (
                    f'<path d="M{left} {self.y(step.value)}H{right}V{self.y(step.high)}H{left}z" '
                    f'fill="{NEUTRAL.ground}"/>'
                )

    def targets(self) -> Iterator[str]:
        for line in target_lines(self.plot.targets):
            corners = [
                f"{self.at(day)},{self.y(value)}"
                for step, value in line
                for day in (step.start, step.end)
            ]
            yield (
                f'<polyline points="{" ".join(corners)}" fill="none" stroke="{TARGET}" '
                'stroke-width="2.5" stroke-dasharray="8 5"/>'
            )

    def baselines(self) -> Iterator[str]:
        for mark in self.plot.baselines:
            x, y = self.place(mark)[0], self.y((mark.low + mark.high) / 2)
            if mark.day:
                yield f'<circle cx="{x}" cy="{y}" r="5.5" fill="{BASELINE}"/>'
            else:
                yield f'<path d="M{x} {y}h28" stroke="{BASELINE}" stroke-width="4"/>'

    def absences(self) -> Iterator[str]:
        y = self.top + self.height
        for absence in self.plot.absences:
            x = self.at(absence.day)
            yield (
                f'<path d="M{x - 5} {y - 5}l10 10m0-10-10 10" stroke="{SECONDARY}" '
                'stroke-width="2.5"/>'
            )

    def label(self, label: Label) -> str:
        x = self.x(label.across) + label.dx
        y = self.top + (1 - label.up) * self.height - label.dy - (len(label.lines) - 1) * LINE / 2
        return "".join(
            self.text(
                x,
                y + 5.5 + row * LINE,
                words,
                label.ink,
                _ANCHORS[label.anchor],
                is_bold=label.is_bold,
            )
            for row, words in enumerate(label.lines)
        )
