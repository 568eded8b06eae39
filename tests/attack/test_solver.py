"""The attacker's solver on tables so small that the answers are plain."""

import numpy as np
import pytest

from tests.attack.explain import Explainer
from tests.attack.solver import ContradictionError, Found, solve
from tests.attack.system import System, Target, terms

ENDLESS = np.inf


def small(unknown: int, truth: float) -> Target:
    return Target("small", terms(unknown), truth, 1, 4)


def system(size: int, *known: tuple[tuple[int, ...], float, float]) -> System:
    made = System()
    made.add_unknowns(size)
    for unknowns, low, high in known:
        made.add(terms(*unknowns), low, high, unknowns)
    return made


def only(made: System, target: Target, seconds: float = ENDLESS) -> Found:
    (found,) = solve(made, [target], seconds)
    return found


def test_the_only_hidden_part_of_a_whole_is_solved():
    found = only(system(2, ((0, 1), 10, 10), ((0,), 7, 7)), small(1, 3))
    assert (found.low, found.high, found.is_solved) == (3, 3, True)


def test_two_hidden_parts_may_each_be_anything_small():
    made = system(3, ((0, 1, 2), 20, 20), ((0,), 15, 15))
    found = only(made, small(1, 3))
    assert not found.is_narrowed
    assert found.is_settled


def test_two_hidden_parts_of_few_are_narrowed():
    found = only(system(2, ((0, 1), 3, 3)), small(0, 1))
    assert (found.low, found.high) == (0, 3)
    assert found.is_narrowed
    assert not found.is_solved


def test_as_many_hidden_cells_as_people_are_one_each():
    at_least_one = [((at,), 1, ENDLESS) for at in range(3)]
    found = solve(system(3, ((0, 1, 2), 3, 3), *at_least_one), [small(at, 1) for at in range(3)])
    assert [each.low for each in found] == [each.high for each in found] == [1, 1, 1]


def test_sums_that_only_together_say_anything_are_solved_by_a_programme():
    made = system(3, ((0, 1), 5, 5), ((1, 2), 6, 6), ((0, 2), 7, 7))
    found = only(made, small(0, 3))
    assert (found.low, found.high) == (3, 3)


def test_without_time_a_target_is_neither_settled_nor_narrowed():
    made = system(3, ((0, 1), 15, 15), ((1, 2), 16, 16), ((0, 2), 5, 5))
    found = only(made, small(0, 2), seconds=0)
    assert not found.is_settled
    assert not found.is_narrowed


def test_two_sums_of_the_same_window_less_a_month_give_the_month():
    """A year to date less the year to date of the month before."""
    year, before = tuple(range(6)), tuple(range(5))
    made = system(6, (year, 60, 60), (before, 57, 57))
    assert only(made, small(5, 3)).is_solved


def test_bounds_of_whole_numbers_are_rounded_inwards():
    made = System()
    made.add_unknowns(1)
    made.add(terms(0, times=2), 3, 7, "rounded")
    found = only(made, small(0, 2))
    assert (found.low, found.high) == (2, 3)


def test_components_are_added_up():
    made = system(4, ((0, 1), 3, 3), ((2, 3), 2, 2))
    found = only(made, Target("both", terms(0, 2), 2, 1, 4))
    assert (found.low, found.high) == (0, 5)


@pytest.mark.parametrize(("whole", "is_narrowed"), [(3, True), (9, False)])
def test_a_second_cell_must_leave_five_values(whole: int, is_narrowed: bool):
    made = system(2, ((0, 1), whole, whole))
    assert only(made, Target("second", terms(0), 2, span=5)).is_narrowed is is_narrowed


def test_what_contradicts_itself_is_refused():
    with pytest.raises(ContradictionError):
        only(system(2, ((0, 1), 3, 3), ((0,), 5, 5)), small(1, 1))


def test_what_gives_a_number_away_is_told_with_its_weights():
    made = system(4, ((0, 1), 10, 10), ((0,), 7, 7), ((2, 3), 8, 8))
    (lower, upper) = Explainer(made).equations(only(made, small(1, 3)))
    assert {label: weight for weight, label, _ in lower.sums} == {(0, 1): 1, (0,): -1}
    assert upper.bound == 3
