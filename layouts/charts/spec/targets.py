"""Targets on a chart: which may be drawn beside a series, and from which day to which."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.judging.status import mismatch
from dashboard.model.codes import STATISTIC_WORDS
from dashboard.model.panel import Measure, Series, Target
from dashboard.text.format import day_words, format_value
from layouts.charts.spec.axes import TimeAxis


@dataclass(frozen=True)
class TargetStep:
    """A target from the day it is drawn from to the day it is drawn to."""

    start: date
    end: date
    value: float
    words: tuple[str, ...]
    short: tuple[str, ...]
    due_on: date | None


def fitting_targets(measure: Measure, series: Series) -> tuple[Target, ...]:
    """Return the targets that the series may be compared with, in order of due date.

    Of two due on one day the one in force is returned; without a day, only one in force. One that
    is another number for each period is no line.
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
    by_due = {(target.due_on, target.due_on is None and target.value): target for target in fitting}
    return tuple(sorted(by_due.values(), key=lambda candidate: candidate.due_on or date.max))


def target_steps(targets: tuple[Target, ...], unit: str, time: TimeAxis) -> Iterator[TargetStep]:
    """Yield each dated target from the due date before it to its own; the last runs on."""
    dated = [target for target in targets if target.due_on]
    start = time.start
    for target in dated:
        end = time.end if target is dated[-1] else target.due_on or time.end
        yield _step(target, unit, start, end)
        start = end
    for target in targets:
        if target.due_on is None:
            yield _step(target, unit, time.start, time.end)


def _step(target: Target, unit: str, start: date, end: date) -> TargetStep:
    """Return the name of a target, and its due date as a second part if one was published."""
    word = {">": "Target more than", "<": "Target less than", "towards": "Towards"}.get(
        target.operator, "Target"
    )
    statistic = STATISTIC_WORDS.get(target.statistic, target.statistic)
    value = format_value(target.value, target.decimals, unit)
    name = f"{word} {value} ({statistic})" if statistic else f"{word} {value}"
    due = target.due_on
    words = (name, f"due {day_words(due)}") if due else (name,)
    short = (name, f"due {due:%b %Y}") if due else words
    return TargetStep(start, end, target.value, words, short, due)
