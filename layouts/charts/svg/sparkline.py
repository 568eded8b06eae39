"""A sparkline: the judged points of a series, small, with the target and the baseline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dash import html

from dashboard.model.panel import Measure, Series, Target
from layouts.charts.spec.axes import TimeAxis, time_axis
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.marks import Line, Mark, build_lines, build_marks
from layouts.charts.spec.plot import fitting_baselines
from layouts.charts.spec.targets import fitting_targets
from layouts.ui.icons import svg_address
from layouts.ui.palette import BASELINE, FOCUS, TARGET, WHITE

_SIDE = 10.0
_EDGE = 7.0
# A single point is drawn where the last of several would be.
_SINGLE_POINT_SHARE = 0.9
# More dots than these would hide the line that joins them.
_MOST_DOTS = 16
_UNKNOWN = Measure("", "", "", "", "count", "rate", "neutral", "", "")


@dataclass(frozen=True)
class Spark:
    """What a sparkline shows, and the px it is drawn in."""

    lines: tuple[Line, ...]
    bands: tuple[Mark, ...]
    baselines: tuple[Mark, ...]
    targets: tuple[Target, ...]
    time: TimeAxis | None
    has_span: bool
    bottom: float
    top: float
    width: int
    height: int
    target_words: str

    def parts(self) -> Iterator[str]:
        """Render from back to front: target, baseline, line, last point."""
        for value in (value for target in self.targets for value in target.numbers):
            yield (
                f'<path d="M0 {self._y(value)}H{self.width}" stroke="{TARGET}" '
                'stroke-width="2" stroke-dasharray="5 4"/>'
            )
        for mark in self.baselines:
            y = self._y((mark.low + mark.high) / 2)
            yield f'<circle cx="{self._x(mark.day)}" cy="{y}" r="4" fill="{BASELINE}"/>'
        for line in self.lines:
            for piece in line.pieces:
                corners = " ".join(f"{self._x(mark.day)},{self._y(mark.low)}" for mark in piece)
                yield (
                    f'<polyline points="{corners}" fill="none" stroke="{FOCUS}" '
                    'stroke-width="2.5"/>'
                )
        for mark in self._marks():
            yield self._mark(mark)

    def words(self) -> str:
        """Return the text alternative: "Sparkline: 3 points from 27% to 82%; target 80%"."""
        marks = self._marks()
        if not marks:
            description = "no figure"
        elif len(marks) == 1:
            description = f"1 point, {marks[0].words}"
        else:
            description = f"{len(marks)} points from {marks[0].words} to {marks[-1].words}"
        baseline = f"; {self.baselines[0].words.lower()}" if self.baselines else ""
        target = f"; target {self.target_words}" if self.targets and self.target_words else ""
        return f"Sparkline: {description}{baseline}{target}"

    def _marks(self) -> list[Mark]:
        marks = [mark for line in self.lines for mark in line.marks]
        return sorted([*marks, *self.bands], key=lambda mark: mark.day or date.min)

    def _mark(self, mark: Mark) -> str:
        """Return the SVG of a point: the last large, the others dots, mere specks where many."""
        x, y = self._x(mark.day), self._y(mark.low)
        if mark.is_band:
            high = self._y(mark.high)
            return (
                f'<path d="M{x} {y}V{high}" stroke="{FOCUS}" stroke-width="7"/>'
                f'<path d="M{x - 7} {y}h14M{x - 7} {high}h14" stroke="{FOCUS}" stroke-width="2"/>'
            )
        fill = WHITE if mark.is_provisional else FOCUS
        small = 0.5 if len(self._marks()) > _MOST_DOTS else 2.5
        radius = 5 if mark.is_latest else small
        return (
            f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{FOCUS}" '
            'stroke-width="1.5"/>'
        )

    def _x(self, day: date | None) -> float:
        if day is None or self.time is None:
            return _SIDE / 2
        share = self.time.share(day) if self.has_span else _SINGLE_POINT_SHARE
        return round(_SIDE + share * (self.width - 2 * _SIDE), 1)

    def _y(self, value: float) -> float:
        share = min(max((value - self.bottom) / (self.top - self.bottom), 0), 1)
        return round(self.height - _EDGE - share * (self.height - 2 * _EDGE), 1)


def sparkline(
    series: Series, measure: Measure | None = None, *, width: int = 128, height: int = 44
) -> str:
    """Render the judged points as a small SVG with the target dashed and the last point large.

    The axis of percentages is 0–100 where the measure is given; every other starts at zero, or at
    the lowest figure below it.
    """
    svg_parts = "".join(build_spark(series, measure, width, height).parts())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{svg_parts}</svg>'
    )


def sparkline_image(series: Series, measure: Measure | None = None) -> html.Img:
    """Render the sparkline as an image; its alt text says what the row beside it does not."""
    return html.Img(
        src=svg_address(sparkline(series, measure)),
        alt=build_spark(series, measure).words(),
        width="128",
        height="44",
        className="sparkline",
    )


def build_spark(
    series: Series, measure: Measure | None = None, width: int = 128, height: int = 44
) -> Spark:
    """Return what a sparkline shows; without a measure its unit is taken for a count."""
    measure_or_default = measure or _UNKNOWN
    # A sparkline shows no signals, and a page has a hundred.
    built = build_marks(without_control(series), measure_or_default.unit)
    marks = [mark for mark in built if not (mark.is_later or mark.is_incomplete)]
    targets, baselines = (
        fitting_targets(measure_or_default, series),
        fitting_baselines(measure_or_default, series),
    )
    days = [mark.day for mark in (*marks, *baselines) if mark.day]
    values = [end for mark in (*marks, *baselines) for end in (mark.low, mark.high)]
    values += [value for target in targets for value in target.numbers]
    smallest, largest = min(values, default=0), max(values, default=1)
    is_share = measure_or_default.unit == "percent" and smallest >= 0 and largest <= 100
    return Spark(
        lines=build_lines(marks, series.basis, measure_or_default),
        bands=tuple(mark for mark in marks if mark.is_band),
        baselines=baselines,
        targets=targets[-1:],
        time=time_axis(days, (), width) if days else None,
        has_span=len(set(days)) > 1,
        bottom=min(smallest, 0),
        top=100 if is_share else max(largest, 0) or float(smallest >= 0),
        width=width,
        height=height,
        target_words=series.target_words,
    )
