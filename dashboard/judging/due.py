"""Status at the due date: targets that have fallen due, against the figures of their own time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from dashboard.judging.relative import Yardsticks, open_status, work_out
from dashboard.judging.status import build_status
from dashboard.model.panel import Measure, Point, Target
from dashboard.model.series import DueStatus
from dashboard.text.format import in_period, joined, point_words, qualified_target_words
from dashboard.text.periods import day_words, month_end, month_words, year_before


def build_due_statuses(
    measure: Measure,
    points: Sequence[Point],
    targets: Iterable[Target],
    yardsticks: Yardsticks,
    other_bases: Collection[str] = (),
) -> tuple[DueStatus, ...]:
    """Return the status of a series on the due date of each target that has fallen due.

    `other_bases` are those of the other series of its breakdown: a target for one of them is theirs.
    """
    basis = points[0].basis if points else ""
    own = [
        target
        for target in targets
        if target.operator != "towards" and not _is_of_others(target, basis, other_bases)
    ]
    return tuple(
        _due_status(measure, points, target, target.falls_due, yardsticks)
        for target in sorted(own, key=lambda candidate: candidate.falls_due or date.max)
        if target.falls_due
        and target.falls_due <= yardsticks.day
        and _held_until_due(target, own)
        and not _is_outranked(target, basis, own)
    )


def _is_of_others(target: Target, basis: str, other_bases: Collection[str]) -> bool:
    if target.figure_bases:
        return basis not in target.figure_bases.split()
    return basis != target.basis and target.basis in other_bases


def _held_until_due(target: Target, others: Iterable[Target]) -> bool:
    """Return whether no other publication took the target's place before it fell due.

    One of the same day takes it whenever it was published: it is the same step.
    """
    due, published = target.falls_due or date.max, target.known_on or date.min
    return not any(
        (other.known_on or date.min) > published
        and ((other.known_on or date.min) <= due or other.falls_due == due)
        for other in others
        if other.reach == target.reach
    )


def _is_outranked(target: Target, basis: str, others: Iterable[Target]) -> bool:
    """Return whether, on the day it fell due, another stated the basis that it leaves open."""
    due, subject = target.falls_due or date.max, (target.breakdown, target.statistic)
    return not target.basis and any(
        other.basis == basis
        and (other.breakdown, other.statistic) == subject
        and (other.known_on or date.min) <= due
        for other in others
        if other.basis
    )


def _due_status(
    measure: Measure, points: Sequence[Point], target: Target, due_on: date, yardsticks: Yardsticks
) -> DueStatus:
    point = figure_at(filter(target.covers, points), due_on)
    in_force, without = work_out(measure, [replace(target, is_in_force=True)], point, yardsticks)
    status = open_status(measure, build_status(measure, point, in_force), without)
    due = month_words(due_on) if due_on == month_end(due_on) else day_words(due_on)
    goals = [qualified_target_words(each, measure.unit) for each in in_force]
    against = f"against {joined([*goals, *(each.goal for each in without)])} by {due}"
    if point is None:
        words = f"No figure of {due} or the 12 months before it, {against}"
    elif not point.has_number:
        words = f"{status.word} {in_period(point)}, {against}"
    else:
        value = f"{point_words(point, measure.unit)} {in_period(point)}"
        words = f"{value} {against}: {status.word.lower()} at its due date"
        words += "".join(f", as {each.reason}" for each in without)
    worked_out = replace(in_force[0], is_in_force=target.is_in_force) if in_force else None
    return DueStatus(due_on, target.operator, status, words, worked_out, point)


def figure_at(points: Iterable[Point], day: date) -> Point | None:
    """Return the figure of the period that holds a day; else the last within the 12 months before.

    Of several periods that hold it, as those of years to date do, the first to end. A period whose
    figure is missing is the period all the same.
    """
    ended = [(point.period_end, point) for point in points if point.period_end]
    holding = [(end, point) for end, point in ended if point.start <= day <= end]
    if holding:
        return min(holding, key=lambda found: found[0])[1]
    before = [(end, point) for end, point in ended if year_before(day) <= end < day]
    return max(before, key=lambda found: found[0])[1] if before else None
