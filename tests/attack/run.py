"""Attack a borough: all that is shown of its whole, with one dimension after another."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.disclosure.linked_numbers import place_of
from tests.attack.cells import NOTHING_LEARNT, Attack, Learnt
from tests.attack.solver import Found, solve


@dataclass(frozen=True)
class Result:
    """What was found with one dimension."""

    dimension: str
    attack: Attack
    found: tuple[Found, ...]

    @property
    def own(self) -> list[Found]:
        """What is found of the dimension's parts; of the whole where there is none."""
        return [
            each
            for each in self.found
            if place_of(each.target.label.breakdown).dimension == self.dimension  # pyright: ignore[reportAttributeAccessIssue]
        ]


def dimensions_of(cells: pd.DataFrame) -> list[str]:
    """Return the dimensions by which cells are divided, the undivided first."""
    return sorted({place_of(breakdown).dimension for breakdown in cells["breakdown"].unique()})


def attacks(
    public: pd.DataFrame, truth: pd.DataFrame, learnt: Learnt = NOTHING_LEARNT
) -> Iterator[tuple[str, Attack]]:
    """Yield the attack of the whole, and of the whole with each dimension.

    What one dimension shows of another goes through the whole alone.
    """
    for dimension in dimensions_of(public):
        seen, behind = (_divided_by(frame, dimension) for frame in (public, truth))
        yield dimension, Attack(seen, behind, learnt)


def _divided_by(cells: pd.DataFrame, dimension: str) -> pd.DataFrame:
    of_cells = cells["breakdown"].map(lambda each: place_of(each).dimension)
    return cells.loc[of_cells.isin(["", dimension])]


def attack_all(
    public: pd.DataFrame, truth: pd.DataFrame, seconds: float, learnt: Learnt = NOTHING_LEARNT
) -> Iterator[Result]:
    """Yield what is found of everything hidden, with so many seconds for each dimension."""
    for dimension, attack in attacks(public, truth, learnt):
        yield Result(dimension, attack, tuple(solve(attack.system, attack.targets, seconds)))
