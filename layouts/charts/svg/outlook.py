"""A number and where it goes: what was, the projection with its interval, a scenario, what is planned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from dashboard.future.model import Outlook, YearAhead
from dashboard.stats.growth import YEARS_TESTED
from dashboard.text.font_metrics import words_width
from dashboard.text.format import plain_number, sentence_case
from layouts.charts.spec.axes import ValueAxis, value_axis
from layouts.charts.svg.canvas import (
    Canvas,
    Corner,
    floor_line,
    level_ticks,
    passes_through,
    svg,
    text,
    value_lines,
)
from layouts.ui.palette import FOCUS, INFO, PAST, PAST_TEXT, TARGET, TEXT, WHITE

_HEIGHT: Final = 216
_UNCHECKED: Final = 0.45
# Words that stand higher are cut.
_HIGHEST: Final = 14

Line = Sequence[tuple[date, float]]
# Left, right, top and bottom in px.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Overlays:
    """What is drawn beside a number: a scenario of it, what is planned for it, what was chosen.

    `planned_as` names what is planned.
    """

    scenario: Line = ()
    planned: Line = ()
    chosen: Line = ()
    planned_as: str = "places"


def outlook_svg(outlook: Outlook, width: int, overlays: Overlays) -> str:
    """Render a number's history, projection, scenario, and what is planned or chosen for it."""
    sheet = Canvas(width, _HEIGHT, left=56, right=14, top=14, bottom=30)
    return svg(sheet, _Drawing(sheet, outlook, overlays).parts())


class _Drawing:
    def __init__(self, sheet: Canvas, outlook: Outlook, overlays: Overlays) -> None:
        scenario, planned, chosen = overlays.scenario, overlays.planned, overlays.chosen
        self.sheet, self.outlook = sheet, outlook
        self.scenario = [outlook.last, *scenario] if scenario else []
        self.planned, self.chosen, self.planned_as = planned, chosen, overlays.planned_as
        self.days = [day for day, _ in (*outlook.history, *scenario)]
        self.days += [year.day for year in outlook.years]
        self.start, self.end = min(self.days), max(self.days)
        pad = max((self.end - self.start) * 0.04, timedelta(days=20))
        self.start, self.end = self.start - pad, self.end + pad
        numbers = [
            number for line in (outlook.history, scenario, planned, chosen) for _, number in line
        ]
        # Where there are marks or words already.
        self.covered: list[Box] = []
        self.axis: ValueAxis = value_axis("count", numbers + [y.high for y in outlook.years])

    @cached_property
    def lines(self) -> list[list[Corner]]:
        """Every line of the drawing, which no words stand on."""
        ahead = [(year.day, year.value) for year in self.outlook.years]
        lines = (self.outlook.history, [*self.outlook.history[-1:], *ahead], self.scenario)
        corners = [[self.at(*corner) for corner in line] for line in lines]
        return [*corners, self._corners(self.planned), self._corners(self.chosen)]

    def at(self, day: date, number: float) -> tuple[float, float]:
        share = (day - self.start).days / (self.end - self.start).days
        return self.sheet.x(share), self.sheet.y(self.axis.share(number))

    def parts(self) -> Iterator[str]:
        yield from value_lines(self.sheet, self.axis)
        yield floor_line(self.sheet)
        span = (self.end - self.start).days
        # The last year is named, then every other one back.
        years = {day.year: day for day in self.days}
        named = sorted(years)[::-1][::2] if len(years) > 6 else sorted(years)
        yield from level_ticks(
            self.sheet, [((years[y] - self.start).days / span, (str(y),)) for y in sorted(named)]
        )
        yield from self._projection()
        yield from self._steps(self.planned, TARGET)
        yield from self._steps(self.chosen, PAST)
        yield self._line(self.outlook.history, FOCUS, 'stroke-width="3"')
        for day, number in self.outlook.history[-1:]:
            x, y = self.at(day, number)
            yield f'<circle cx="{x}" cy="{y}" r="5" fill="{FOCUS}"/>'
            self._keep_clear(x, y)
        yield from self._scenario()
        yield from self._labels()

    def _labels(self) -> Iterator[str]:
        """Render the newest figure, then what it comes to, then what steps are, as what is free is taken."""
        day, number = self.outlook.last
        ends = [(day, number, plain_number(number, 0), FOCUS)]
        if self.scenario:
            day, number = self.scenario[-1]
            ends.append((day, number, f"Scenario: {plain_number(number, 0)}", PAST_TEXT))
        elif self.outlook.years:
            year = self.outlook.years[-1]
            ends.append((year.day, year.value, plain_number(year.value, 0), TEXT))
        for day, number, words, ink in ends:
            yield self._words(words, ink, _around(*self.at(day, number), _wide(words)))
        if self.planned:
            yield self._name(self.planned, self.planned_as, TARGET)
        if self.chosen:
            yield self._name(self.chosen, f"{self.planned_as} in scenario", PAST_TEXT)

    def _projection(self) -> Iterator[str]:
        if not self.outlook.years:
            return
        day, number = self.outlook.last
        start = YearAhead(day, number, number, number, is_tested=True)
        whole = [start, *self.outlook.years]
        tested = sum(year.is_tested for year in whole)
        for years, look in ((whole[:tested], 1.0), (whole[tested - 1 :], _UNCHECKED)):
            corners = [self.at(y.day, y.high) for y in years]
            corners += [self.at(y.day, y.low) for y in reversed(years)]
            points = " ".join(f"{x},{y}" for x, y in corners)
            yield f'<polygon points="{points}" fill="{INFO.ground}" fill-opacity="{look}"/>'
            line = [(y.day, y.value) for y in years]
            yield self._line(
                line, FOCUS, f'stroke-width="2" stroke-dasharray="7 5" opacity="{look}"'
            )
        for year in (whole[YEARS_TESTED], whole[-1]):
            x, y = self.at(year.day, year.value)
            look = 1 if year.is_tested else 0.7
            yield (
                f'<path d="M{x} {y - 6}l6 6-6 6-6-6z" fill="{WHITE}" stroke="{FOCUS}" '
                f'stroke-width="2" opacity="{look}"/>'
            )
            self._keep_clear(x, y)

    def _corners(self, line: Line) -> list[Corner]:
        """Return how many there are from each day on as steps."""
        corners = []
        for place, (day, number) in enumerate(line):
            until = line[place + 1][0] if place + 1 < len(line) else self.end
            corners += [self.at(max(day, self.start), number), self.at(until, number)]
        return corners

    def _name(self, line: Line, name: str, ink: str) -> str:
        """Render what steps are, and how many in the end, near their last."""
        words = f"{sentence_case(name)}: {plain_number(line[-1][1], 0)}"
        left, wide = self.sheet.left, _wide(words)
        right = self.sheet.width - self.sheet.right - wide
        _, y = self._corners(line)[-1]
        starts = [left + share * (right - left) for share in (1, 0.75, 0.5, 0)]
        feet = (y + 20, y - 9, y + 38, y - 27, y + 56, y - 45)
        return self._words(words, ink, ((start, foot) for foot in feet for start in starts))

    def _words(self, words: str, ink: str, places: Iterable[Corner]) -> str:
        """Render words at the first place within the plot that covers nothing, else the least."""
        wide = _wide(words)
        most = self.sheet.width - 2 - wide
        covered: dict[Corner, int] = {}
        for left, foot in places:
            place = min(max(left, self.sheet.left + 2), most), foot
            if _HIGHEST <= foot <= self.sheet.floor - 5:
                covered[place] = self._covered(_box(*place, wide))
                if not covered[place]:
                    break
        left, foot = min(covered, key=covered.__getitem__)
        self.covered.append(_box(left, foot, wide))
        return text(left, foot, words, ink, is_bold=True)

    def _keep_clear(self, x: float, y: float) -> None:
        """Note that there is a mark, of as much as 14 px."""
        self.covered.append((x - 7, x + 7, y - 7, y + 7))

    def _covered(self, box: Box) -> int:
        """Return how many words, marks and lines a box covers, words and marks before any line."""
        things = sum(_overlap(box, other) for other in self.covered)
        return 10 * things + sum(passes_through(line, *box) for line in self.lines)

    def _steps(self, line: Line, ink: str) -> Iterator[str]:
        points = " ".join(f"{x},{y}" for x, y in self._corners(line))
        if points:
            yield f'<polyline points="{points}" fill="none" stroke="{WHITE}" stroke-width="6"/>'
            yield f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2.5"/>'

    def _scenario(self) -> Iterator[str]:
        if not self.scenario:
            return
        yield self._line(self.scenario, PAST, 'stroke-width="3" stroke-dasharray="2 4"')
        day, number = self.scenario[-1]
        x, y = self.at(day, number)
        yield f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" fill="{PAST}"/>'
        self._keep_clear(x, y)

    def _line(self, line: Line, ink: str, look: str) -> str:
        corners = " ".join("{},{}".format(*self.at(*corner)) for corner in line)
        return f'<polyline points="{corners}" fill="none" stroke="{ink}" {look}/>'


def _wide(words: str) -> float:
    return words_width(words, 16, is_bold=True)


def _around(x: float, y: float, wide: float) -> Iterator[Corner]:
    """Yield places for words of a mark, from near to far: above, below, beside."""
    starts = (x - wide / 2, x - wide - 9, x + 9)
    for away in range(12, 84, 9):
        yield from ((start, foot) for foot in (y - away, y + away + 12) for start in starts)
        if away == 12:
            yield from ((start, foot) for start in starts[1:] for foot in (y + 5, y - 3, y + 13))


def _box(left: float, foot: float, wide: float) -> Box:
    """Return the place of a line of words that stands on a foot."""
    return left, left + wide, foot - 13, foot + 4


def _overlap(one: Box, other: Box) -> bool:
    left, right, top, bottom = one
    return left < other[1] and other[0] < right and top < other[3] and other[2] < bottom
