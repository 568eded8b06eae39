"""Checks of figures against their own counts, and against those before and after them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dashboard.judging.percentages import SMALL_N, percentage
from dashboard.quality.model import TARGET, Anomaly, CheckedFigure
from dashboard.text.format import exact, plain_number

_ENOUGH_ZEROS: Final = 4
# Of a hundred and fifty councils, four do not have one count of four digits by chance.
_SHARED_BY: Final = 4
_LEAST_SHARED: Final = 1000
_ADVICE: Final = "Look it up in the source, and load the row again if it is wrong."


def check_figures(figures: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield figures that their own counts, or their neighbours in time, contradict."""
    for figure in figures:
        if figure.measure.unit == "percent" and figure.value is not None and figure.role != TARGET:
            yield from _check_against_counts(figure)
            yield from _check_all_or_none(figure)
    for line in lines_of(figures):
        yield from _falls(line)
    yield from _zeros(figures)
    yield from _shared(figures)


def _check_against_counts(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a percentage that is not the quotient of its own counts."""
    quotient = quotient_of(figure)
    if quotient is None or agrees(figure, quotient):
        return
    counts = f"{_count_text(figure.numerator)} of {_count_text(figure.denominator)}"
    computed = plain_number(float(quotient), max(figure.decimals, 0))
    why = f" The source’s note: {figure.note}." if figure.note else ""
    yield Anomaly(
        "own_counts",
        figure,
        f"{figure.shown()} for {figure.period()}",
        f"{computed}%, which {counts} give",
        f"It is shown as published.{why}",
    )


def quotient_of(figure: CheckedFigure) -> Decimal | None:
    """Return the percentage that the counts of a figure give; None without both."""
    if figure.numerator is None or figure.denominator is None:
        return None
    return percentage(figure.numerator, figure.denominator)


def agrees(figure: CheckedFigure, quotient: Decimal) -> bool:
    """Return whether a figure is the quotient, whichever way a half was rounded."""
    half = Decimal("0.5").scaleb(-max(figure.decimals, 0))
    return abs(exact(figure.value or 0) - quotient) <= half


def _check_all_or_none(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield all, or none, of very few cases; or all of an unstated number."""
    few = figure.denominator is not None and 0 < figure.denominator < SMALL_N
    if figure.value in (0, 100) and few:
        yield Anomaly(
            "whole_of_few",
            figure,
            f"{figure.shown()} of {_count_text(figure.denominator)} for {figure.period()}",
            f"{SMALL_N} or more to make a percentage of",
            "Read it as indicative only.",
        )
    elif figure.value == 100 and figure.denominator is None and figure.measure.kind == "rate":
        yield Anomaly(
            "whole_without_count",
            figure,
            f"100% for {figure.period()}, and not of how many",
            "how many it is out of: all of a few is easily reached",
            "Ask for the number of answers or cases.",
        )


def lines_of(figures: Iterable[CheckedFigure]) -> list[list[CheckedFigure]]:
    """Return the figures of each line, in order of time."""
    lines: dict[tuple[str, ...], list[CheckedFigure]] = defaultdict(list)
    for figure in figures:
        if figure.role in ("actual", "benchmark") and figure.value is not None and figure.end:
            series = figure.measure.measure_id, figure.breakdown, figure.statistic
            lines[figure.area_code, *series, figure.basis, figure.year_kind].append(figure)
    for line in lines.values():
        line.sort(key=lambda each: (each.end or date.min, each.row))
    return list(lines.values())


def _falls(line: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield a count of the year to date that is smaller than it was in an earlier period."""
    if line[0].basis != "ytd":
        return
    for before, figure in pairwise(line):
        if before.start != figure.start or before.end == figure.end:
            continue
        for was, now, what in _cumulative(before, figure):
            if was is not None and now is not None and now < was:
                yield Anomaly(
                    "cumulative_falls",
                    figure,
                    f"{what} {_count_text(now)} for {figure.period()}",
                    f"{_count_text(was)} or more, as for {before.period()}",
                    "A count to date cannot fall: ask which of the two is right.",
                    (before,),
                )


def _cumulative(
    before: CheckedFigure, figure: CheckedFigure
) -> list[tuple[float | None, float | None, str]]:
    if figure.measure.kind == "flow":
        return [(before.value, figure.value, "a count to date of")]
    return [
        (before.numerator, figure.numerator, "a numerator to date of"),
        (before.denominator, figure.denominator, "a denominator to date of"),
    ]


def _zeros(figures: Iterable[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield an area of which a source has nothing but noughts, where it has more of others."""
    groups: dict[tuple[str, str], dict[str, list[CheckedFigure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in figures:
        if figure.origin == "observations" and figure.value is not None:
            groups[figure.source, figure.measure.measure_id][figure.area_code].append(figure)
    for areas in groups.values():
        has_others = any(figure.value for area_figures in areas.values() for figure in area_figures)
        for area_figures in areas.values():
            if (
                len(area_figures) >= _ENOUGH_ZEROS
                and has_others
                and not any(figure.value for figure in area_figures)
            ):
                yield Anomaly(
                    "all_zero",
                    area_figures[0],
                    f"all {len(area_figures)} figures of the area are 0",
                    "a figure, or a marker that says why there is none",
                    "Ask whether nothing was sent: no return is not a nought.",
                    tuple(area_figures[1:]),
                )


def _shared(figures: Iterable[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield one large count of several areas, as the total of a region would be."""
    groups: dict[tuple[object, ...], list[CheckedFigure]] = defaultdict(list)
    for figure in figures:
        is_count = figure.measure.unit == "count" and figure.origin == "observations"
        if is_count and (figure.value or 0) >= _LEAST_SHARED and figure.role == "actual":
            name = figure.measure.measure_id
            groups[
                name, figure.breakdown, figure.statistic, figure.window, figure.source, figure.value
            ].append(figure)
    for same_figures in groups.values():
        areas = {figure.area_code for figure in same_figures}
        for figure in same_figures if len(areas) >= _SHARED_BY else ():
            yield Anomaly(
                "shared",
                figure,
                f"{figure.shown()} for {figure.period()}, as for {len(areas) - 1} other areas",
                "a figure of the area’s own",
                "The total of a region may stand for each of its areas.",
                tuple(same_figures),
            )


def _count_text(number: float | None) -> str:
    return plain_number(number or 0, -1)
