"""Status at the due date: targets that have fallen due, against the figures of their own time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from dashboard.judging.status import build_status
from dashboard.model.panel import Measure, Point, Target
from dashboard.model.series import DueStatus
from dashboard.text.format import in_period, point_words, qualified_target_words
from dashboard.text.periods import day_words, month_end, month_words, year_before


def build_due_statuses(
    measure: Measure,
    points: Sequence[Point],
    targets: Iterable[Target],
    report_date: date,
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
        _due_status(measure, points, target, target.falls_due)
        for target in sorted(own, key=lambda candidate: candidate.falls_due or date.max)
        if target.falls_due and target.falls_due <= report_date and _held_until_due(target, own)
    )


def _is_of_others(target: Target, basis: str, other_bases: Collection[str]) -> bool:
    bases = {target.basis} if target.basis else set(target.figure_bases.split())
    return basis not in bases and not bases.isdisjoint(other_bases)


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


def _due_status(
    measure: Measure, points: Sequence[Point], target: Target, due_on: date
) -> DueStatus:
    point = figure_at(filter(target.covers, points), due_on)
    status = build_status(measure, point, [replace(target, is_in_force=True)])
    due = month_words(due_on) if due_on == month_end(due_on) else day_words(due_on)
    against = f"against {qualified_target_words(target, measure.unit)} by {due}"
    if point is None:
        words = f"No figure of {due} or the 12 months before it, {against}"
    elif not point.has_number:
        words = f"{status.word} {in_period(point)}, {against}"
    else:
        value = f"{point_words(point, measure.unit)} {in_period(point)}"
        words = f"{value} {against}: {status.word.lower()} at its due date"
    return DueStatus(target, status, words, point)


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
