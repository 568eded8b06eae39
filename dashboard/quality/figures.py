"""Hold figures against their own counts, and against those before and after them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import log
from statistics import median
from typing import Final

from dashboard.judging.percentages import SMALL_N, percentage
from dashboard.quality.model import TARGET, Doubt, Figure
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
_ENOUGH_ZEROS: Final = 4
# Of a hundred and fifty councils, four do not have one count of four digits by chance.
_SHARED_BY: Final = 4
_LEAST_SHARED: Final = 1000
_ASK: Final = "Look it up in the source, and load the row again if it is wrong."


def check_figures(figures: Sequence[Figure]) -> Iterator[Doubt]:
    """Find figures that their own counts, or their neighbours in time, speak against."""
    for one in figures:
        if one.measure.unit == "percent" and one.value is not None and one.role != TARGET:
            yield from _own_counts(one)
            yield from _whole(one)
    for line in _lines(figures):
        yield from _falls(line)
        yield from _slips(line)
    yield from _zeros(figures)
    yield from _shared(figures)


def _own_counts(one: Figure) -> Iterator[Doubt]:
    """A percentage that its own numerator and denominator do not give."""
    quotient = _quotient(one)
    if quotient is None or _agrees(one, quotient):
        return
    counts = f"{_count(one.numerator)} of {_count(one.denominator)}"
    given = plain_number(float(quotient), max(one.decimals, 0))
    why = f" The source's note: {one.note}." if one.note else ""
    yield Doubt(
        "own_counts",
        one,
        f"{one.shown()} for {one.period()}",
        f"{given}%, which {counts} give",
        f"It is shown as published.{why}",
    )


def _quotient(one: Figure) -> Decimal | None:
    if one.numerator is None or one.denominator is None:
        return None
    return percentage(one.numerator, one.denominator)


def _agrees(one: Figure, quotient: Decimal) -> bool:
    """Whichever way a half was rounded."""
    half = Decimal("0.5").scaleb(-max(one.decimals, 0))
    return abs(exact(one.value or 0) - quotient) <= half


def _whole(one: Figure) -> Iterator[Doubt]:
    """All, or none, of very few; or all of nobody knows how many."""
    few = one.denominator is not None and 0 < one.denominator < SMALL_N
    if one.value in (0, 100) and few:
        yield Doubt(
            "whole_of_few",
            one,
            f"{one.shown()} of {_count(one.denominator)} for {one.period()}",
            f"{SMALL_N} or more to make a percentage of",
            "Read it as indicative only.",
        )
    elif one.value == 100 and one.denominator is None and one.measure.kind == "rate":
        yield Doubt(
            "whole_without_count",
            one,
            f"100% for {one.period()}, and not of how many",
            "how many it is out of: all of a few is easily reached",
            "Ask for the number of answers or cases.",
        )


def _lines(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Gather figures that belong on one line, in order of time."""
    lines: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for one in figures:
        if one.role in ("actual", "benchmark") and one.value is not None and one.end:
            name = one.measure.measure_id
            lines[one.area_code, name, one.breakdown, one.statistic, one.basis].append(one)
    for line in lines.values():
        line.sort(key=lambda each: (each.end or date.min, each.row))
    return list(lines.values())


def _falls(line: Sequence[Figure]) -> Iterator[Doubt]:
    """A count since the first of January that is smaller than it was a month before."""
    if line[0].basis != "ytd":
        return
    for before, one in pairwise(line):
        if before.start != one.start or before.end == one.end:
            continue
        for was, now, what in _cumulative(before, one):
            if was is not None and now is not None and now < was:
                yield Doubt(
                    "cumulative_falls",
                    one,
                    f"{what} {_count(now)} for {one.period()}",
                    f"{_count(was)} or more, as for {before.period()}",
                    "A count to date cannot fall: ask which of the two is right.",
                    (before,),
                )


def _cumulative(before: Figure, one: Figure) -> list[tuple[float | None, float | None, str]]:
    if one.measure.kind == "flow":
        return [(before.value, one.value, "a count to date of")]
    return [
        (before.numerator, one.numerator, "a numerator to date of"),
        (before.denominator, one.denominator, "a denominator to date of"),
    ]


def _slips(line: Sequence[Figure]) -> Iterator[Doubt]:
    """A figure that is out of line with those around it, and would not be in another unit."""
    if line[0].basis == "ytd" and line[0].measure.kind == "flow":
        return
    for place, one in enumerate(line):
        around = [each for each in line[max(place - 2, 0) : place + 3] if each is not one]
        # Of two figures alone, the later is told of.
        if len(line) == 2 and place == 0:
            continue
        if why := slip_words(one, around):
            near = plain_number(round(median(each.value or 0 for each in around), 1), -1)
            yield Doubt(
                "unit_slip",
                one,
                f"{one.shown()} for {one.period()}, beside {near}",
                f"a figure near those around it: {why}",
                _ASK,
                tuple(around),
            )


def slip_words(one: Figure, around: Sequence[Figure]) -> str:
    """Say which slip would explain that a figure is out of line; empty where none is needed.

    A figure that its own counts bear out has not slipped.
    """
    quotient = _quotient(one)
    values = [each.value for each in around if each.value is not None and each.value > 0]
    if not one.value or one.value < 0 or len(values) != len(around) or not values:
        return ""
    if one.measure.unit == "percent" and quotient is not None and _agrees(one, quotient):
        return ""
    middle = median(values)
    if one.measure.unit == "count" and min(middle, one.value) < _LEAST_COUNT:
        return ""
    times = max(one.value / middle, middle / one.value)
    if max(values) / min(values) > _ALIKE or times < _OUT_OF_LINE:
        return ""
    return _slip(times, is_time=one.measure.unit in ("days", "weeks", "months"))


def _slip(times: float, *, is_time: bool) -> str:
    """Choose the slip that brings the figure nearest to the others; empty where none does."""
    known = {**_SLIPS, **(_TIME_SLIPS if is_time else {})}
    off = {slip: abs(log(times / slip)) for slip in known}
    best = min(off, key=lambda slip: off[slip])
    return known[best] if off[best] <= log(_BROUGHT_BACK) else ""


def _zeros(figures: Iterable[Figure]) -> Iterator[Doubt]:
    """An area of which a source gives nothing but noughts, where it gives others more."""
    groups: dict[tuple[str, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in figures:
        if one.origin == "observations" and one.value is not None:
            groups[one.source, one.measure.measure_id][one.area_code].append(one)
    for areas in groups.values():
        has_others = any(one.value for found in areas.values() for one in found)
        for found in areas.values():
            if len(found) >= _ENOUGH_ZEROS and has_others and not any(one.value for one in found):
                yield Doubt(
                    "all_zero",
                    found[0],
                    f"all {len(found)} figures of the area are 0",
                    "a figure, or a marker that says why there is none",
                    "Ask whether nothing was sent: no return is not a nought.",
                    tuple(found[1:]),
                )


def _shared(figures: Iterable[Figure]) -> Iterator[Doubt]:
    """One large count that stands for several areas, as the total of a region would."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for one in figures:
        is_count = one.measure.unit == "count" and one.origin == "observations"
        if is_count and (one.value or 0) >= _LEAST_SHARED and one.role == "actual":
            name = one.measure.measure_id
            groups[name, one.breakdown, one.statistic, one.window, one.source, one.value].append(
                one
            )
    for found in groups.values():
        areas = {one.area_code for one in found}
        for one in found if len(areas) >= _SHARED_BY else ():
            yield Doubt(
                "shared",
                one,
                f"{one.shown()} for {one.period()}, as for {len(areas) - 1} other areas",
                "a figure of the area's own",
                "The total of a region may stand for each of its areas.",
                tuple(found),
            )


def _count(number: float | None) -> str:
    return plain_number(number or 0, -1)
