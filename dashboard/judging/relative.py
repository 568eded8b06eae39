"""Targets that are set against a figure: another area's, the baseline, or the figure before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from dashboard.judging.status import basis_noun, mismatch, statistic_words
from dashboard.model.codes import OPERATOR_WORDS, status_word
from dashboard.model.panel import Baseline, Benchmark, Measure, Point, Series, Status, Target
from dashboard.model.points import AREA, BASELINE, BEFORE
from dashboard.text.format import (
    difference_words,
    exact,
    format_value,
    in_period,
    plain_number,
    point_words,
    sentence_case,
)

_OVERLAPPING: Final = ("ytd", "rolling12")
_MULTIPLES: Final = {0.5: "half", 2.0: "twice", 3.0: "three times"}


@dataclass(frozen=True)
class Yardsticks:
    """The figures known by a day that a relative target may be set against; `names` are of areas."""

    points: Sequence[Point]
    baselines: Sequence[Baseline]
    benchmarks: Sequence[Benchmark]
    names: Mapping[str, str]
    day: date


class OpenTarget(NamedTuple):
    """A relative target that cannot be worked out: what it asks for, and why.

    Not `is_for_it` where it is for figures of another statistic or basis.
    """

    target: Target
    goal: str
    reason: str
    is_for_it: bool = True


class _Against(NamedTuple):
    """The figure that a target is set against, in words; of one that is missing, the reason."""

    words: str
    figure: Point | None = None


def work_out(
    measure: Measure, targets: Iterable[Target], point: Point | None, yardsticks: Yardsticks
) -> tuple[tuple[Target, ...], tuple[OpenTarget, ...]]:
    """Return the targets, relative ones as they are for a point; and those that have no figure."""
    worked_out: list[Target] = []
    without: list[OpenTarget] = []
    for target in targets:
        if not target.relative_to:
            worked_out.append(target)
            continue
        name = _name(measure, target, yardsticks.names)
        goal = f"{_operator(target)} {name}"
        if point and (reason := mismatch(measure, point, target)):
            without.append(OpenTarget(target, goal, reason, is_for_it=False))
            continue
        against = _against(measure, target, point, yardsticks)
        if against.figure is None:
            without.append(OpenTarget(target, goal, against.words))
        else:
            resolved = _resolve(measure, target, against.figure, against.words)
            worked_out.append(replace(resolved, relative_name=name))
    return tuple(worked_out), tuple(without)


def targets_at(measure: Measure, series: Series, point: Point, day: date) -> tuple[Target, ...]:
    """Return the targets of a series as they are for one of its points."""
    names = {benchmark.area_code: benchmark.area_name for benchmark in series.benchmarks}
    yardsticks = Yardsticks(series.points, series.baselines, series.benchmarks, names, day)
    return work_out(measure, series.targets, point, yardsticks)[0]


def open_status(measure: Measure, status: Status, without: Iterable[OpenTarget]) -> Status:
    """Return the status of a figure where a target that cannot be worked out comes first.

    It does where no other is set, or none that states its basis as it does.
    """
    numbers = [t for t in without if t.target.is_in_force and t.target.operator != "towards"]
    for_it = [each for each in numbers if each.is_for_it]
    judged = status.target
    is_first = status.code == "no_target" or (
        judged is not None and not judged.basis and any(each.target.basis for each in for_it)
    )
    if not is_first or not numbers:
        return status
    code = "cannot_say" if for_it else "not_comparable"
    reasons = "; ".join(f"the target is {t.goal}, and {t.reason}" for t in for_it or numbers)
    return Status(code, status_word(code, measure.better), f"{sentence_case(reasons)}.")


def _against(
    measure: Measure, target: Target, point: Point | None, yardsticks: Yardsticks
) -> _Against:
    if target.relative_to == BASELINE:
        return _baseline(measure, target, point, yardsticks.baselines)
    if point is None:
        return _Against("no figure is loaded to hold against it")
    if target.relative_to == BEFORE:
        return _before(measure, point, yardsticks.points)
    return _of_area(measure, target, point, yardsticks)


def _of_area(measure: Measure, target: Target, point: Point, yardsticks: Yardsticks) -> _Against:
    """Return the area's newest figure of the same period, basis and statistic."""
    name = yardsticks.names.get(target.relative_area, target.relative_area)
    same = [
        other
        for benchmark in yardsticks.benchmarks
        if benchmark.area_code == target.relative_area
        for other in benchmark.points
        if (other.period_start, other.period_end) == (point.period_start, point.period_end)
        and other.statistic == point.statistic
        and (other.known_on or date.min) <= yardsticks.day
    ]
    newest = max(
        same, key=lambda other: (other.known_on or date.min, other.extract_id), default=None
    )
    if newest is None or newest.value is None:
        return _Against(f"no figure of {name} {in_period(point)} is loaded")
    return _Against(f"{_owner(name)} {_value(measure, newest)}", newest)


def _baseline(
    measure: Measure, target: Target, point: Point | None, baselines: Sequence[Baseline]
) -> _Against:
    """Return the plan's baseline of the same statistic; of a count, over the same length of time."""
    statistics = {target.statistic, point.statistic if point else target.statistic}
    fitting = [each.point for each in baselines if each.point.statistic in statistics]
    numbers = [each for each in fitting if each.value is not None]
    if not numbers:
        return _Against("the plan sets no baseline with a number")
    same = [each for each in numbers if point and each.basis == point.basis]
    figure = (same or numbers)[0]
    if measure.kind == "flow" and point and not same:
        bases = [basis_noun(each.basis) for each in (figure, point)]
        return _Against(f"the baseline is for {bases[0]}, the figure for {bases[1]}")
    return _Against(f"the baseline, {_value(measure, figure)}", figure)


def _before(measure: Measure, point: Point, points: Sequence[Point]) -> _Against:
    """Return the last number before a point, of periods that do not overlap."""
    if point.basis in _OVERLAPPING:
        return _Against(f"figures for {basis_noun(point.basis)} overlap")
    earlier = [
        other
        for other in points
        if other.value is not None
        and not other.is_later
        and (other.period_end or date.max) < point.start
    ]
    if not earlier:
        return _Against("no figure before it is loaded")
    last = max(earlier, key=lambda other: other.period_end or date.min)
    if last.statistic != point.statistic:
        before, now = (statistic_words(each.statistic) for each in (last, point))
        return _Against(f"the figure before is {before}, this one {now}")
    return _Against(f"the figure before, {_value(measure, last)}", last)


def _resolve(measure: Measure, target: Target, figure: Point, words: str) -> Target:
    factor, change = exact(target.relative_factor), exact(target.relative_change)
    value = float(exact(figure.value or 0) * factor + change)
    is_itself = (factor, change) == (1, 0)
    decimals = figure.decimals if is_itself else -1
    shown = "" if is_itself else f"{format_value(value, decimals, measure.unit)}, "
    goal = f"{_operator(target)} {shown}{_multiple(measure, target)}{words}"
    return replace(target, value=value, decimals=decimals, relative_words=goal)


def _name(measure: Measure, target: Target, names: Mapping[str, str]) -> str:
    """Return what a target is, without its number: "Inner London's", "half the baseline"."""
    against = {
        AREA: _owner(names.get(target.relative_area, target.relative_area)),
        BASELINE: "the baseline",
        BEFORE: "the figure before",
    }
    return f"{_multiple(measure, target)}{against[target.relative_to]}"


def _operator(target: Target) -> str:
    return OPERATOR_WORDS.get(target.operator, target.operator)


def _multiple(measure: Measure, target: Target) -> str:
    """Return what is made of the figure: "half ", "40% above ", "5 points below "."""
    factor, change = target.relative_factor, target.relative_change
    parts = []
    if factor in _MULTIPLES:
        parts.append(f"{_MULTIPLES[factor]} ")
    elif factor != 1:
        share = (exact(factor) - 1) * 100
        side = "above" if share > 0 else "below"
        parts.append(f"{plain_number(float(abs(share)), -1)}% {side} ")
    if change:
        side = "above" if change > 0 else "below"
        parts.insert(0, f"{difference_words(exact(change), measure.unit)} {side} ")
    return "".join(parts)


def _owner(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _value(measure: Measure, point: Point) -> str:
    return f"{point_words(point, measure.unit)} {in_period(point)}"
