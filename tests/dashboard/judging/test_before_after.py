"""Before and after an event: two stretches side by side."""

from datetime import date
from typing import Any

from dashboard.judging.comparisons import BeforeAfter, build_before_after
from dashboard.model.panel import Event, Point
from tests.builders.points import FLOW, RATE, month, to_date


def event(day: date, effect: str = "restart") -> Event:
    return Event(day, "month", "New template", "", "source", effect=effect)


MAY = event(date(2024, 5, 1))


def months(*values: float, first: int = 1, **more: Any) -> list[Point]:
    return [month(f"2024-{first + place:02}", value, **more) for place, value in enumerate(values)]


def counted(*pairs: tuple[int, int], first: int = 1) -> list[Point]:
    return [
        month(f"2024-{first + place:02}", 100 * part / of, numerator=part, denominator=of)
        for place, (part, of) in enumerate(pairs)
    ]


def only(points: list[Point], *events: Event, measure=RATE) -> BeforeAfter:
    (found,) = build_before_after(measure, points, events or (MAY,))
    return found


def test_percentages_with_counts_are_divided_never_averaged():
    found = only(counted((1, 2), (10, 100), (0, 10), (9, 88), (30, 40), (10, 40)))
    # 20 of 200, though the mean of the four percentages is 17.6.
    assert found.before.words == "January 2024 to April 2024, 4 months: 10.0%, 20 of 200"
    assert found.after.words == "May 2024 to June 2024, 2 months: 50.0%, 40 of 80"
    assert found.difference == "40 points higher after"
    assert found.notes == (
        "Each percentage is the counts of its stretch added up and then divided.",
        "Before: only 4 months, too few to rest much on.",
        "After: only 2 months, too few to rest much on.",
        "What lies behind a difference is not known from these figures.",
    )


def test_percentages_without_all_counts_are_averaged_and_that_is_said():
    points = [*months(60, 70, 65, 65), *counted((30, 40), first=5)]
    found = only(points)
    assert (found.before.value, found.after.value) == (65.0, 75.0)
    assert found.before.counts is None
    assert found.after.words == "May 2024, 1 month: 75.0%"
    assert "could not be added and divided" in found.notes[1]


def test_few_cases_are_indicative_and_give_no_difference():
    found = only(counted((50, 60), (40, 60), (3, 60), (1, 1), (2, 4), (1, 5)))
    assert found.difference == ""
    assert "After: fewer than 10 cases, indicative only." in found.notes


def test_each_side_ends_where_another_event_begins():
    events = (event(date(2024, 3, 1)), event(date(2024, 6, 1)))
    first, second = build_before_after(FLOW, months(1, 3, 10, 10, 10, 20, 20), events)
    told = [(one.before.value, one.after.value) for one in (first, second)]
    assert told == [(2.0, 10.0), (10.0, 20.0)]
    assert first.after.points == second.before.points


def test_nothing_is_set_beside_what_was_counted_otherwise():
    events = (event(date(2024, 3, 1), "break"), event(date(2024, 5, 1)))
    found = only(months(1, 1, 10, 10, 20, 20), *events, measure=FLOW)
    assert found.event.date == date(2024, 5, 1)
    assert found.before.value == 10.0
    same_day = (event(date(2024, 3, 1), "break"), event(date(2024, 3, 1)))
    assert build_before_after(FLOW, months(1, 1, 10, 10), same_day) == ()


def test_an_event_with_points_on_one_side_only_says_nothing():
    assert build_before_after(RATE, months(1, 2), [event(date(2023, 12, 1))]) == ()
    assert build_before_after(RATE, months(1, 2), [event(date(2024, 2, 15))]) == ()
    assert build_before_after(RATE, months(1, 2), [event(date(2024, 2, 1), "")]) == ()


def test_points_that_overlap_are_not_averaged():
    points = [to_date("2024-03", 50), to_date("2024-06", 70)]
    assert build_before_after(RATE, points, [event(date(2024, 1, 1))]) == ()


def test_no_difference_is_said_so():
    assert only(months(5, 5, 5, 5, 5, 5), measure=FLOW).difference == "No difference"


def test_a_count_that_still_grows_is_left_out():
    growing = month("2024-07", 1, origin="cases", is_provisional=True)
    found = only([*months(5, 5, 5, 5, 8, 8), growing], measure=FLOW)
    assert found.after.words == "May 2024 to June 2024, 2 months: 8.0"
