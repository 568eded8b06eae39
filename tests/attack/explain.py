"""Which sums give a hidden number away: those that bear on its bounds, as few as there are near it."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tests.attack.cells import Label
from tests.attack.solver import Found, Programme
from tests.attack.system import Matrix, System

_FARTHEST: Final = 3
_MOST_ROWS: Final = 20_000
_CLOSE: Final = 1e-6


@dataclass(frozen=True)
class Equation:
    """The sums that bear on one bound of a hidden number, each with its weight and its number."""

    bound: float
    sums: tuple[tuple[float, Any, float], ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures whose shown numbers it uses."""
        return tuple(
            sorted({each.measure_id for _, each, _ in self.sums if isinstance(each, Label)})
        )

    @property
    def identities(self) -> tuple[str, ...]:
        """The identities that it uses beside shown numbers."""
        return tuple(
            sorted({str(each[0]) for _, each, _ in self.sums if not isinstance(each, Label)})
        )

    def __str__(self) -> str:
        shown = [
            f"{weight:+.3g} × {number:g} ({label})"
            for weight, label, number in self.sums
            if isinstance(label, Label)
        ]
        return f"{self.bound:g} from " + ", ".join([*shown, *self.identities])


class Explainer:
    """Looks for what gives numbers of one system away."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._rows = system.matrix()
        self._columns = self._rows.tocsc()
        self._lows, self._highs = np.array(system.lows), np.array(system.highs)

    def equations(self, found: Found) -> list[Equation]:
        """Return what gives the lower and the upper bound; nothing where it lies too far away."""
        sides = []
        if found.target.high is None or found.low > found.target.low:
            sides.append((1, found.low))
        if found.target.high is None or found.high < found.target.high:
            sides.append((-1, found.high))
        equations = [self._equation(found, sign, bound) for sign, bound in sides]
        return [each for each in equations if each]

    def _equation(self, found: Found, sign: int, bound: float) -> Equation | None:
        unknowns, times = found.target.summed
        columns = unknowns
        for _ in range(_FARTHEST):
            rows = np.unique(_indices(self._columns, columns, by_column=True))
            columns = np.unique(np.append(_indices(self._rows, rows), unknowns))
            if len(rows) > _MOST_ROWS:
                return None
            programme = Programme(
                self._rows[rows][:, columns], self._lows[rows], self._highs[rows],
                np.zeros(len(columns)), np.full(len(columns), np.inf),
            )  # fmt: skip
            costs = np.zeros(len(columns))
            costs[np.searchsorted(columns, unknowns)] = sign * times
            solution = programme.solution(costs)
            if solution is None:
                continue
            reached = float(costs @ solution) * sign
            if sign * reached >= sign * bound - 1 + _CLOSE:
                weights = sign * programme.weights()
                return Equation(
                    bound,
                    tuple(
                        (float(weight), self._system.labels[row], self._system.lows[row])
                        for row, weight in zip(rows, weights, strict=True)
                        if abs(weight) > _CLOSE
                    ),
                )
        return None


def _indices(matrix: Matrix, lines: np.ndarray, *, by_column: bool = False) -> np.ndarray:
    """Return the other places of the entries of some rows, or of some columns."""
    chosen = matrix[:, lines] if by_column else matrix[lines]
    return chosen.indices
