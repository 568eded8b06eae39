"""A series beside those of similar councils: like with like, and no place without uncertainty."""

from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.comparison.model import Neighbour, NeighbourGroup, Neighbours
from dashboard.comparison.neighbours import build_group, group_for
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.model.panel import Area, Measure, Point, Series
from dashboard.model.points import CASES
from tests.builders.points import RATE, STOCK, WAIT, month, year

HERE = Area("E1", "Here", "local_area")
LATER = date(2025, 7, 1)


def share(part: float, whole: float, number: int = 2024, **more: Any) -> Point:
    """Make a year's percentage with its counts."""
    return year(number, round(part * 100 / whole, 1), numerator=part, denominator=whole, **more)


def line(*points: Point, measure: Measure = RATE, breakdown: str = "") -> Series:
    own = tuple(Observation("E1", breakdown, "actual", point) for point in points)
    return build_series(measure, MeasureRows(own, (), (), ()), date(2025, 12, 1), {})[0]


def beside(*lines: tuple[Point, ...], breakdown: str = "", role: str = "actual") -> Neighbours:
    """Make councils named A, B, C …, the nearest first, each with its points."""
    return Neighbours(
        tuple(
            Neighbour(
                f"N{place}",
                chr(64 + place),
                place,
                tuple(Observation(f"N{place}", breakdown, role, point) for point in points),
            )
            for place, points in enumerate(lines, start=1)
        ),
        "neighbours-2025",
    )


def group_of(own: Series, neighbours: Neighbours, measure: Measure = RATE) -> NeighbourGroup:
    group = build_group(measure, HERE, own, neighbours)
    assert group is not None
    return group


FOUR = ((share(95, 100),), (share(62, 100),), (share(55, 100),), (share(5, 100),))


def test_a_place_is_said_with_what_it_could_be_and_the_neighbours_together():
    group = group_of(line(share(60, 100)), beside(*FOUR))
    assert group.title == "Beside statistical neighbours: 3rd of 5 (2nd to 4th)"
    assert group.words == (
        "Here is 3rd highest of 5 at 60% in 2024; with these numbers of cases it could be "
        "anywhere from 2nd to 4th. Neighbours together: 54.3%."
    )
    assert [one.name for one in group.rows] == ["A", "B", "Here", "C", "D"]
    assert [one.versus_own for one in group.others] == ["higher", "", "", "lower"]


def test_where_lower_is_better_the_lowest_comes_first():
    lower = replace(RATE, better="lower")
    group = group_of(line(share(5, 100)), beside(*FOUR[:3]), lower)
    assert group.words.startswith(
        "Here is the lowest of 4 at 5% in 2024; with these numbers of cases no other place is "
        "likely."
    )
    assert [one.name for one in group.rows] == ["Here", "C", "B", "A"]


def test_neighbours_together_are_summed_and_divided_never_averaged():
    group = group_of(line(share(1, 2)), beside((share(10, 10),), (share(0, 90),)))
    (middle,) = group.mean_points
    assert (middle.value, middle.numerator, middle.denominator) == (10.0, 10, 100)


def test_without_every_count_no_place_is_claimed_and_no_percentage_averaged():
    group = group_of(line(share(60, 100)), beside((year(2024, 40.0),), (share(75, 100),)))
    assert group.rank is None
    assert group.mean_points == ()
    assert group.words == "Here: 60% in 2024; its 2 neighbours are between 40% and 75%."
    assert [one.name for one in group.rows] == ["Here", "A", "B"]
    assert "Not ranked: the counts behind some of these figures are not published." in group.notes


def test_numbers_are_not_ranked_and_have_a_plain_mean():
    points = [year(2024, value) for value in (900.0, 1204.0, 300.0)]
    group = group_of(line(points[0], measure=STOCK), beside((points[1],), (points[2],)), STOCK)
    assert group.words == (
        "Here: 900 in 2024; its 2 neighbours are between 300 and 1,204. Mean of neighbours: 752.0."
    )
    assert group.notes[0].startswith("Numbers grow with the size of a council")


def test_only_the_same_basis_statistic_breakdown_and_role_stand_beside():
    own = line(month("2024-03", 30.0, statistic="mean"), measure=WAIT)
    same = month("2024-03", 20.0, statistic="mean")
    others = beside(
        (same,),
        (month("2024-03", 99.0, statistic="median"),),
        (year(2024, 99.0, statistic="mean"),),
    )
    group = group_of(own, others, WAIT)
    assert [one.value for one in group.others] == [20.0, None, None]
    assert group.words.startswith("Here: 30 weeks in March 2024; its one neighbour with a figure")
    assert build_group(WAIT, HERE, own, beside((same,), breakdown="age=0-5")) is None
    assert build_group(WAIT, HERE, own, beside((same,), role="forecast")) is None


def test_the_newest_period_that_both_have_is_compared():
    own = line(share(50, 100, 2022), share(60, 100, 2023), share(70, 100, 2024))
    group = group_of(own, beside((share(40, 100, 2023),), (share(30, 100, 2022),)))
    assert group.period == "in 2023"
    assert [one.value for one in group.others] == [40.0, None]
    assert (group.rank.of if group.rank else 0) == 2


def test_without_a_figure_of_ours_theirs_are_still_said():
    group = group_of(line(share(50, 100, 2019)), beside((share(40, 100),), (share(30, 100),)))
    assert group.words == (
        "No figure of Here in 2024 to set beside its neighbours; its 2 neighbours are between "
        "30% and 40%. Neighbours together: 35.0%."
    )


def test_what_still_grows_is_not_compared():
    growing = share(70, 100, 2024, origin=CASES, is_provisional=True)
    own = line(share(60, 100, 2023, origin=CASES), growing)
    assert own.points[-1].is_provisional
    others = beside((share(30, 100, 2023), share(40, 100, 2024)))
    group = group_of(own, others)
    assert (group.period, group.own.value) == ("in 2023", 60.0)


def test_equal_shares_are_joint():
    group = group_of(line(share(60, 100)), beside((share(30, 50),), (share(90, 100),)))
    assert group.words.startswith("Here is joint 2nd highest of 3 at 60% in 2024; ")


def test_of_two_publications_of_a_period_the_newest_stands():
    restated = share(45, 100, known_on=LATER)
    group = group_of(line(share(60, 100)), beside((share(40, 100), restated)))
    assert group.others[0].value == 45.0


def test_a_mean_is_told_only_of_periods_in_which_every_member_has_a_figure():
    first = (share(40, 100, 2023), share(50, 100))
    group = group_of(line(share(60, 100)), beside(first, (share(30, 100),)))
    assert [point.period_end for point in group.mean_points] == [date(2024, 12, 31)]


def test_where_the_chosen_series_has_no_neighbour_another_is_set_beside_them():
    chosen, yearly = line(month("2024-03", 50.0)), line(share(60, 100))
    group = group_for(RATE, HERE, [chosen, yearly], beside((share(40, 100),)))
    assert group is not None
    assert group.series is yearly
    assert group_for(RATE, HERE, [chosen], beside((share(40, 100),))) is None


def test_what_a_reader_must_mind_is_said():
    own = line(share(60, 100))
    (point,) = own.points
    later = replace(point, is_later=True, origin=CASES, source_document="ours")
    theirs = share(40, 100, source_document="theirs", note="counted by hand")
    notes = group_of(replace(own, points=(later,)), beside((theirs,))).notes
    assert notes[1:] == (
        "Published after the report date: not judged against the plan.",
        "The figures are of more than one publication.",
        "Ours is worked out from cases, the neighbours' figures are as published.",
        "Counted by hand",
    )
