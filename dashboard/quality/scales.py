"""Checks of figures against the scale of those around them: slips, shares of 1, other units."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log
from statistics import median
from typing import Final

from dashboard.quality.figures import agrees, lines_of, quotient_of
from dashboard.quality.model import Anomaly, CheckedFigure
from dashboard.text.format import exact, plain_number

# What a figure may have been multiplied by: a point or noughts that slipped, or another unit of time.
_SLIPS: Final = {
    10.0: "a decimal point may have slipped",
    100.0: "a share may stand beside percentages",
    1000.0: "it may be in thousands",
}
_TIME_SLIPS: Final = {
    7.0: "days may stand beside weeks",
    52 / 12: "weeks may stand beside months",
    365 / 12: "days may stand beside months",
}
# A figure is out of line at five times its neighbours, if they are within two and a half of each
# other and a slip would bring it to within one and a half of them.
_OUT_OF_LINE: Final = 5.0
_ALIKE: Final = 2.5
_BROUGHT_BACK: Final = 1.5
# Small counts jump about by themselves.
_LEAST_COUNT: Final = 20
# A lasting change is one between two stretches of figures that are near each other.
_STRETCH: Final = 4
_LEAST_STRETCH: Final = 2
_NEAR: Final = 1.5
# As weeks beside months are 4.3 times as many.
_LASTING: Final = 4.0
_ADVICE: Final = "Look it up in the source, and load the row again if it is wrong."


def check_scales(figures: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield figures that would be in line with those around them on another scale."""
    listed: set[CheckedFigure] = set()
    for line in lines_of(figures):
        slips, changes = list(_slips(line)), list(_changes(line))
        listed.update(slip.figure for slip in slips)
        listed.update(line if changes else ())
        yield from slips
        yield from changes
    yield from _single_shares(figure for figure in figures if figure not in listed)


def _slips(line: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield a figure that is out of line with those around it, and would not be in another unit."""
    if line[0].basis == "ytd" and line[0].measure.kind == "flow":
        return
    for place, figure in enumerate(line):
        # Of two figures alone, the later one is the odd one.
        if len(line) == 2 and place == 0:
            continue
        around = [each for each in line[max(place - 2, 0) : place + 3] if each is not figure]
        if why := slip_words(figure, around):
            near = plain_number(round(median(each.value or 0 for each in around), 1), -1)
            yield Anomaly(
                "unit_slip",
                figure,
                f"{figure.shown()} for {figure.period()}, beside {near}",
                f"a figure near those around it: {why}",
                _ADVICE,
                tuple(around),
            )


def slip_words(figure: CheckedFigure, around: Sequence[CheckedFigure]) -> str:
    """Return which slip would explain that a figure is out of line; empty where it is not.

    A figure that its own counts give has not slipped.
    """
    quotient = quotient_of(figure)
    values = [each.value for each in around if each.value is not None and each.value > 0]
    if not figure.value or figure.value < 0 or len(values) != len(around) or not values:
        return ""
    if figure.measure.unit == "percent" and quotient is not None and agrees(figure, quotient):
        return ""
    typical = median(values)
    if _is_of_small_counts(figure, min(typical, figure.value)):
        return ""
    times = max(figure.value / typical, typical / figure.value)
    if max(values) / min(values) > _ALIKE or times < _OUT_OF_LINE:
        return ""
    return _nearest_slip(times, figure)


def _is_of_small_counts(figure: CheckedFigure, least: float) -> bool:
    return figure.measure.unit == "count" and least < _LEAST_COUNT


def _nearest_slip(times: float, figure: CheckedFigure) -> str:
    """Return the slip that multiplies by about so much; "" where none does."""
    is_time = figure.measure.unit in ("days", "weeks", "months")
    slips = {**_SLIPS, **(_TIME_SLIPS if is_time else {})}
    off = {slip: abs(log(times / slip)) for slip in slips}
    nearest = min(off, key=lambda slip: off[slip])
    return slips[nearest] if off[nearest] <= log(_BROUGHT_BACK) else ""


def _changes(line: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield the first figure of a stretch that is on another scale for good."""
    if line[0].basis == "ytd" and line[0].measure.kind == "flow":
        return
    for place in range(_LEAST_STRETCH, len(line) - _LEAST_STRETCH + 1):
        before = line[max(place - _STRETCH, 0) : place]
        after = line[place : place + _STRETCH]
        if times := _times_apart(before, after):
            near = line[place - 1].shown()
            yield Anomaly(
                "scale_changed",
                line[place],
                f"{line[place].shown()} for {line[place].period()} and so on, after {near}",
                f"one scale throughout: {_change_words(times, line[0])}",
                "Look up the unit of both. Load all in one, or an event where the count changed.",
                (*before, *after[1:]),
            )


def _times_apart(before: Sequence[CheckedFigure], after: Sequence[CheckedFigure]) -> float:
    """Return how many times one stretch is the other; 0 where there is no lasting change."""
    if any(len({each.window for each in side}) < _LEAST_STRETCH for side in (before, after)):
        return 0
    stretches = [[each.value or 0 for each in stretch] for stretch in (before, after)]
    if any(min(values) <= 0 or max(values) / min(values) > _NEAR for values in stretches):
        return 0
    low, high = sorted(stretches, key=median)
    if min(high) / max(low) < _LASTING or _is_of_small_counts(before[0], median(low)):
        return 0
    quotients = [(figure, quotient_of(figure)) for figure in after]
    is_divided = any(each is not None and agrees(figure, each) for figure, each in quotients)
    return 0 if is_divided else median(high) / median(low)


def _change_words(times: float, figure: CheckedFigure) -> str:
    slip = _nearest_slip(times, figure)
    return slip or f"these are about {plain_number(round(times), 0)} times apart"


def _single_shares(figures: Iterable[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield percentages below 1 of a measure whose other figures are all on another scale."""
    scales: dict[tuple[str, str], list[CheckedFigure]] = defaultdict(list)
    for figure in figures:
        if figure.measure.unit == "percent" and figure.value is not None:
            scales[figure.measure.measure_id, figure.breakdown].append(figure)
    for scale in scales.values():
        low = [figure for figure in scale if abs(figure.value or 0) < _OUT_OF_LINE]
        shares = [figure for figure in low if 0 < (figure.value or 0) < 1]
        for figure in shares if len(shares) == len(low) else ():
            quotient = quotient_of(figure)
            is_so_written = "%" in figure.as_published
            if not is_so_written and (quotient is None or not agrees(figure, quotient)):
                percent = figure.shown(float(exact(figure.value or 0) * 100))
                yield Anomaly(
                    "share",
                    figure,
                    f"{figure.shown()} for {figure.period()}",
                    f"a percentage: it may be a share of 1, which is {percent}",
                    "Ask which is meant; load the row again if it is a share.",
                )
