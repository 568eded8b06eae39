"""Targets on a chart: which may be drawn beside a series, and from which day to which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.judging.status import mismatch
from dashboard.model.codes import STATISTIC_WORDS
from dashboard.model.panel import Measure, Series, Target
from dashboard.text.format import goal_words, target_noun, when_words
from layouts.charts.spec.axes import TimeAxis


@dataclass(frozen=True)
class TargetStep:
    """A target from the day it is drawn from to the day it is drawn to; a range up to its `high`."""

    start: date
    end: date
    value: float
    words: tuple[str, ...]
    short: tuple[str, ...]
    due_on: date | None
    high: float | None = None
    noun: str = "Target"
    # Whether it is named right of the plot, at the height of its line.
    is_at_right: bool = False

    @property
    def top(self) -> float:
        """The value at which it is named."""
        return self.value if self.high is None else self.high


def fitting_targets(measure: Measure, series: Series) -> tuple[Target, ...]:
    """Return the targets that the series may be compared with, in order of due date.

    Of two due on one day the one in force is returned; without a day, only one in force. One that
    is another number for each period is no line. Where one states its basis, no other judges.
    """
    numbers = [point for point in series.points if point.has_number]
    fitting = [
        target
        for target in sorted(series.targets, key=lambda candidate: candidate.is_in_force)
        if (target.due_on or target.is_in_force)
        and not target.varies
        and (not numbers or any(not mismatch(measure, point, target) for point in numbers))
        and (numbers or target.basis in ("", series.basis))
    ]
    stated = [target for target in fitting if target.basis] or fitting
    by_due = {
        (target.due_on, target.period_start, target.due_on is None and target.numbers): target
        for target in stated
    }
    return tuple(sorted(by_due.values(), key=lambda candidate: candidate.due_on or date.max))


def target_steps(
    targets: tuple[Target, ...], measure: Measure, time: TimeAxis
) -> Iterator[TargetStep]:
    """Yield each dated target from the due date before it to its own; the last runs on.

    One for a period alone is drawn over that, as far as the axis shows it.
    """
    dated = [target for target in targets if target.due_on and not target.period_start]
    start = time.start
    for target in dated:
        end = time.end if target is dated[-1] else min(target.due_on or time.end, time.end)
        if start < end:
            yield _step(target, measure, start, end)
            start = end
    for target in targets:
        if target not in dated:
            first = max(target.period_start or time.start, time.start)
            last = min(target.period_end or time.end, time.end)
            if first < last:
                yield _step(target, measure, first, last)


def target_lines(steps: Iterable[TargetStep]) -> Iterator[tuple[tuple[TargetStep, float], ...]]:
    """Yield the lines of targets, as steps with their values: each bound of a range is a line.

    Dated steps that follow each other are one line.
    """
    runs: list[list[TargetStep]] = []
    for step in steps:
        last = runs[-1][-1] if runs else None
        if last and _follows(last, step):
            runs[-1].append(step)
        else:
            runs.append([step])
    for run in runs:
        yield tuple((step, step.value) for step in run)
        highs = tuple((step, step.high) for step in run if step.high is not None)
        if highs:
            yield highs


def _follows(before: TargetStep, after: TargetStep) -> bool:
    are_dated = bool(before.due_on and after.due_on) and before.end == after.start
    return are_dated and (before.high is None) == (after.high is None)


def _step(target: Target, measure: Measure, start: date, end: date) -> TargetStep:
    """Return the name of a target, and its time as a second part if one was published."""
    noun = target_noun(measure.better, target).title()
    word = {">": f"{noun} more than", "<": f"{noun} less than", "towards": "Towards"}.get(
        target.operator, noun
    )
    statistic = STATISTIC_WORDS.get(target.statistic, target.statistic)
    value = goal_words(target, measure.unit)
    name = f"{word} {value} ({statistic})" if statistic else f"{word} {value}"
    due, when = target.due_on, when_words(target)
    words = (name, when) if when else (name,)
    short = (name, f"due {due:%b %Y}") if due else words
    return TargetStep(start, end, target.value, words, short, due, target.value_high, noun)
