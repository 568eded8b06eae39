"""Checks of parts against their whole: together they are no more than it, and none by itself is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from dashboard.model.codes import DIMENSION_WORDS, breakdown_words
from dashboard.quality.model import Anomaly, CheckedFigure
from dashboard.text.format import plain_number

# Breakdowns that tell apart how cases are counted, not which.
_VERSIONS: Final = {"exceptions", "kind"}
# Breakdowns in which one case may be in several parts.
_SEVERAL_PARTS: Final = {"sector", "part", "survey", "by"}
# Categories that are sums of others: any_sen is sen_support and ehc_plan.
_SUM: Final = re.compile(r"(?:all|any)(?:_.*)?|total")
_COUNTED: Final = ("flow", "stock")
_ADVICE: Final = "Ask which is right: the whole, or its parts."
_MOST_NAMED: Final = 6
_AGES: Final = re.compile(r"=(\d+)-(\d+)$")
# The parts of a whole, by the pair that each adds to its breakdown: sex=female.
Parts = Mapping[str, CheckedFigure]


def _overlaps(parts: Iterable[str]) -> bool:
    """Return whether some parts are bands of ages that share an age."""
    spans = [tuple(map(int, m.groups())) for part in parts if (m := _AGES.search(part))]
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(spans, 2))


def check_parts(figures: Iterable[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield parts of an area's figure, in one period and source, that are more than the whole."""
    groups: dict[tuple[object, ...], dict[str, CheckedFigure]] = defaultdict(dict)
    for figure in figures:
        if figure.origin == "observations":
            series = figure.area_code, figure.measure.measure_id, figure.statistic, figure.role
            groups[*series, figure.window, figure.source][figure.breakdown] = figure
    for by_breakdown in groups.values():
        for (breakdown, key), parts in _parts_by_whole(by_breakdown).items():
            whole = by_breakdown[breakdown]
            if whole.measure.kind in _COUNTED:
                yield from _check(whole, key, parts, "value")
            else:
                yield from _check(whole, key, parts, "numerator")
                # Shares of one whole all have its denominator.
                if any(part.denominator != whole.denominator for part in parts.values()):
                    yield from _check(whole, key, parts, "denominator")


def _parts_by_whole(
    by_breakdown: Mapping[str, CheckedFigure],
) -> dict[tuple[str, str], dict[str, CheckedFigure]]:
    """Return the parts of each whole, by its breakdown and the key that divides it."""
    parts: dict[tuple[str, str], dict[str, CheckedFigure]] = defaultdict(dict)
    for breakdown, figure in by_breakdown.items():
        pairs = [pair for pair in breakdown.split(";") if pair]
        for pair in pairs:
            whole = ";".join(other for other in pairs if other != pair)
            key, _, category = pair.partition("=")
            if whole in by_breakdown and key not in _VERSIONS and not _SUM.fullmatch(category):
                parts[whole, key][pair] = figure
    return parts


def _check(whole: CheckedFigure, key: str, parts: Parts, name: str) -> Iterator[Anomaly]:
    """Yield the parts whose value, numerator or denominator is above that of the whole."""
    limit = _number(whole, name)
    numbers = {
        pair: number for pair, part in parts.items() if (number := _number(part, name)) is not None
    }
    if limit is None or min((limit, *numbers.values())) < 0:
        return
    check = "parts_above_whole" if name == "value" else "part_counts_above_whole"
    of_whole = "the whole" if name == "value" else f"the {name} of the whole"
    expected = f"{plain_number(limit, -1)} or less, {of_whole}"
    above = [pair for pair, number in numbers.items() if number > limit]
    for pair in above:
        of_part = "" if name == "value" else f"a {name} of "
        actual = f"{of_part}{plain_number(numbers[pair], -1)} for {whole.period()}"
        yield Anomaly(check, parts[pair], actual, expected, _ADVICE, (whole,))
    divides = key not in _SEVERAL_PARTS and not _overlaps(numbers)
    total = sum(numbers.values())
    if (
        divides
        and not above
        and total > limit + _rounding(whole, [parts[each] for each in numbers])
    ):
        actual = f"{_sum_text(key, numbers, name)} add up to {plain_number(total, -1)}"
        counted = tuple(parts[pair] for pair in numbers)
        yield Anomaly(check, whole, f"{actual} for {whole.period()}", expected, _ADVICE, counted)


def _number(figure: CheckedFigure, name: str) -> float | None:
    numbers = {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }
    return numbers[name]


def _rounding(whole: CheckedFigure, parts: Sequence[CheckedFigure]) -> float:
    """Return by how much rounded amounts may be off together; counts are not rounded."""
    if whole.measure.kind not in _COUNTED or whole.measure.unit == "count":
        return 0
    return sum(0.5 * 10.0 ** -max(figure.decimals, 0) for figure in (whole, *parts))


def _sum_text(key: str, numbers: Mapping[str, float], name: str) -> str:
    listed = [
        f"{breakdown_words(pair)} {plain_number(number, -1)}"
        for pair, number in list(numbers.items())[:_MOST_NAMED]
    ]
    more = [f"{len(numbers) - _MOST_NAMED} more"] if len(numbers) > _MOST_NAMED else []
    of_what = "parts" if name == "value" else f"{name}s"
    return f"the {of_what} by {DIMENSION_WORDS.get(key, key)} ({', '.join([*listed, *more])})"
