"""The chart of a series as static SVG text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from layouts.charts.spec.axes import LINE
from layouts.charts.spec.boxes import PlotArea
from layouts.charts.spec.control_limits import COMMON, point_size
from layouts.charts.spec.events import flag_lines
from layouts.charts.spec.label_placement import Label, drawn_labels
from layouts.charts.spec.marks import Line, Mark
from layouts.charts.spec.plot import FLAG_ROW, Plot
from layouts.charts.spec.targets import target_lines
from layouts.charts.svg.shapes import band_svg, level_look, point_svg
from layouts.ui.palette import (
    AXIS,
    BASELINE,
    EVENT,
    FOCUS,
    GRID,
    INFO,
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


def chart_parts(
    plot: Plot, width: int, height: int, look: ChartLook | None = None
) -> Iterator[str]:
    """Render the parts of a chart for a width and a height, from back to front."""
    return LineChart(plot, width, height, look or ChartLook()).parts()


class LineChart:
    """The px of one drawn chart: where values and days fall, and every part in order of depth."""

    def __init__(self, plot: Plot, width: int, height: int, look: ChartLook) -> None:
        sides = plot.margins
        self.plot, self.look = plot, look
        self.left, self.top = sides.left, sides.top
        self.width = width - sides.left - sides.right
        self.height = height - self.top - sides.bottom
        self.bottom = self.top + self.height
        self.plot_area = PlotArea(self.width, self.height, sides.right)

    def parts(self) -> Iterator[str]:
        yield from self.area_ranges()
        yield from self.target_ranges()
        yield from self.axes()
        yield from self.uprights()
        yield from self.projection()
        for line in self.plot.benchmarks:
            yield f'<g data-line="{line.key}">{"".join(self.line(line, 2))}</g>'
        for level in self.plot.limits.levels if self.plot.limits else ():
            look = level_look(level, self.stroke(1.5))
            yield self.flat(self.y(level.value), look, self.at(level.start), self.at(level.end))
        yield from self.targets()
        yield from self.baselines()
        for mark in self.plot.forecasts:
            diamond = f'<path d="M0-6l6 6-6 6-6-6z" fill="{WHITE}" stroke="{FOCUS}" '
            yield self.put(self.at(mark.day), self.y(mark.low), f'{diamond}stroke-width="2.5"/>')
        for mark in self.plot.bands:
            yield self.band(mark)
        for line in self.plot.lines:
            dots = "".join(self.dot(mark) for mark in line.marks)
            yield f'<g data-line="{line.key}">{"".join(self.line(line, 3))}{dots}</g>'
        yield from self.absences()
        yield from (self.label(label) for label in drawn_labels(self.plot, self.plot_area))

    def stroke(self, width: float) -> float:
        return max(width, self.look.thinnest)

    def x(self, share: float) -> str:
        """Return the place of a share of the plot's width, as an attribute of SVG."""
        return f"{self.left + share * self.width:.1f}"

    def corner(self, day: date | None, value: float) -> str:
        """Return a corner of a line, for `joined`."""
        return f"{self.at(day)},{self.y(value)}"

    def put(self, x: str, y: float, svg_text: str) -> str:
        """Render a shape, drawn round 0, where it belongs."""
        return f'<g transform="translate({x} {y})">{svg_text}</g>'

    def joined(self, corners: Iterable[str], look: str, shape: str = "polyline") -> str:
        return f'<{shape} points="{" ".join(corners)}" {look}/>'

    def flat(self, y: float, look: str, left: str, right: str) -> str:
        return f'<line x1="{left}" x2="{right}" y1="{y}" y2="{y}" {look}/>'

    def upright(self, x: str, top: float, bottom: float, look: str) -> str:
        return f'<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" {look}/>'

    def at(self, day: date | None) -> str:
        return self.x(self.plot.time.share(day) if day else 0)

    def y(self, value: float) -> float:
        return round(self.top + (1 - self.plot.value.share(value)) * self.height, 1)

    def text(
        self,
        x: str,
        y: float,
        words: str,
        ink: str,
        anchor: str,
        *,
        dx: float = 0,
        is_bold: bool = False,
    ) -> str:
        weight = ' font-weight="700"' if is_bold else ""
        has_halo = self.look.has_halo and ink != WHITE
        halo = f' stroke="{WHITE}" stroke-width="3" paint-order="stroke"' if has_halo else ""
        shift = f' dx="{dx:.1f}"' if dx else ""
        return (
            f'<text x="{x}" y="{y:.1f}"{shift} fill="{ink}" text-anchor="{anchor}"{weight}{halo}>'
            f"{escape(words)}</text>"
        )

    def axes(self) -> Iterator[str]:
        left, right = self.x(0), self.x(1)
        grid, thinnest = self.look.grid, self.look.thinnest
        width = f' stroke-width="{thinnest}"' if thinnest > 1 else ""
        for value, words in self.plot.value.ticks:
            y = self.y(value)
            yield self.flat(y, f'stroke="{grid}"{width}', left, right)
            yield self.text(left, y + 5.5, words, SECONDARY, "end", dx=-8)
        yield self.flat(self.bottom, f'stroke="{AXIS}" stroke-width="2"', left, right)
        tick = f'stroke="{AXIS}" stroke-width="{self.stroke(1.5)}"'
        for day, lines in self.plot.time.ticks:
            yield self.upright(self.at(day), self.bottom, self.bottom + 6, tick)
            for row, words in enumerate(lines):
                y = self.bottom + 22 + row * LINE
                yield self.text(self.at(day), y, words, SECONDARY, "middle")
        if self.plot.value.caption:
            dx = 4 - self.plot.margins.left
            yield self.text(left, self.top - 14, self.plot.value.caption, SECONDARY, "start", dx=dx)

    def uprights(self) -> Iterator[str]:
        """Yield events with their numbers, and the report date."""
        look = f'stroke="{EVENT}" stroke-width="{self.stroke(1.5)}"'
        for flag in self.plot.flags:
            y = self.top - flag.level * FLAG_ROW
            for day in flag.days:
                yield self.upright(
                    self.at(day), y if day == flag.day else self.top, self.bottom, look
                )
            wide = flag.width - 6
            ground = f'<rect x="{-wide / 2:.1f}" y="-22" width="{wide:.1f}" height="22" '
            words = self.text("0", -5, flag.words, WHITE, "middle", is_bold=True)
            event_words = escape("; ".join(flag_lines(self.plot.flags, flag)))
            pressed = f'<g data-event="{event_words}">{ground}fill="{EVENT}"/>{words}</g>'
            yield self.put(self.at(flag.day), y, pressed)
        if self.plot.later_from:
            x, y = self.at(self.plot.later_from), self.top - self.plot.flag_space - 4
            dotted = f'stroke="{TEXT}" stroke-width="2" stroke-dasharray="2 4"'
            yield self.upright(x, y, self.bottom, dotted)
            is_left = self.plot.time.share(self.plot.later_from) > 0.55
            words, anchor = self.plot.later_words, "end" if is_left else "start"
            yield self.text(x, y - 2, words, TEXT, anchor, dx=8 if is_left else -8)

    def projection(self) -> Iterator[str]:
        if ahead := self.plot.projection:
            start, high, low = ahead.corners
            corners = [self.corner(*place) for place in (start, high, low)]
            yield self.joined(corners, f'fill="{INFO.ground}"', "polygon")
            end = self.corner(ahead.end.day, ahead.end.value)
            look = f'fill="none" stroke="{FOCUS}" stroke-width="3" stroke-dasharray="3 5"'
            yield self.joined([self.corner(*start), end], look)

    def line(self, line: Line, stroke: float) -> Iterator[str]:
        look = f'fill="none" stroke="{line.ink}" stroke-width="{stroke}"'
        for piece in line.pieces:
            yield self.joined((self.corner(mark.day, mark.low) for mark in piece), look)
            if line.shape:
                yield from (
                    self.put(
                        self.at(mark.day),
                        self.y(mark.low),
                        f'<path d="M0 0{_SHAPES[line.shape]}" fill="{line.ink}"/>',
                    )
                    for mark in piece
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
        shape = point_svg(signal, size, edge, is_hollow=is_hollow)
        return self.put(self.at(mark.day), self.y(mark.low), shape)

    def plain_dot(self, mark: Mark) -> str:
        fill = WHITE if mark.is_later or mark.is_provisional else FOCUS
        dotted = ' stroke-dasharray="1.5 3"' if mark.is_provisional else ""
        return (
            f'<circle cx="{self.at(mark.day)}" cy="{self.y(mark.low)}" '
            f'r="{7 if mark.is_latest else 5}" fill="{fill}" '
            f'stroke="{FOCUS}" stroke-width="2.5"{dotted}/>'
        )

    def band(self, mark: Mark) -> str:
        low, high = self.y(mark.low), self.y(mark.high)
        shape = band_svg(high - low, 3 if mark.is_later else 14, 14)
        return self.put(self.at(mark.day), low, shape)

    def area_ranges(self) -> Iterator[str]:
        """Yield a tint between the least and the most of several areas."""
        if ranges := self.plot.ranges:
            there = [self.corner(day, high) for day, _, high in ranges]
            back = [self.corner(day, low) for day, low, _ in reversed(ranges)]
            yield self.joined([*there, *back], f'fill="{GRID}"', "polygon")

    def target_ranges(self) -> Iterator[str]:
        """Yield a tint between the bounds of each target that is a range."""
        for step in self.plot.targets:
            if step.high is not None:
                ends = ((step.start, step.value), (step.end, step.value))
                back = ((step.end, step.high), (step.start, step.high))
                corners = [self.corner(*place) for place in (*ends, *back)]
                yield self.joined(corners, f'fill="{NEUTRAL.ground}"', "polygon")

    def targets(self) -> Iterator[str]:
        look = f'fill="none" stroke="{TARGET}" stroke-width="2.5" stroke-dasharray="8 5"'
        for line in target_lines(self.plot.targets):
            ends = [(day, value) for step, value in line for day in (step.start, step.end)]
            yield self.joined([self.corner(*end) for end in ends], look)

    def baselines(self) -> Iterator[str]:
        for ends in self.plot.changes:
            look = f'fill="none" stroke="{OTHERS}" stroke-width="2" stroke-dasharray="2 4"'
            yield self.joined((self.corner(mark.day, mark.low) for mark in ends), look)
        for mark in self.plot.baselines:
            x, y = self.at(mark.day), self.y((mark.low + mark.high) / 2)
            if mark.day:
                ring = f'fill="{WHITE}" stroke="{BASELINE}" stroke-width="2.5"'
                yield f'<circle cx="{x}" cy="{y}" r="5" {ring}/>'
            else:
                yield self.put(x, y, f'<path d="M0 0h28" stroke="{BASELINE}" stroke-width="4"/>')

    def absences(self) -> Iterator[str]:
        cross = f'<path d="M-5-5l10 10m0-10-10 10" stroke="{SECONDARY}" stroke-width="2.5"/>'
        for absence in self.plot.absences:
            yield self.put(self.at(absence.day), self.bottom, cross)

    def label(self, label: Label) -> str:
        y = self.top + (1 - label.up) * self.height - label.dy - (len(label.lines) - 1) * LINE / 2
        words = "".join(
            self.text(
                self.x(label.across),
                y + 5.5 + row * LINE,
                line,
                label.ink,
                _ANCHORS[label.anchor],
                dx=label.dx,
                is_bold=label.is_bold,
            )
            for row, line in enumerate(label.lines)
        )
        return f'<g data-front="{label.line}">{words}</g>' if label.line else words
