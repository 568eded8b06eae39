"""Solve a system for its targets: what is determined outright, and between which bounds the rest lies.

Sums one by one come first; they fix much, and what is left falls apart into components. In each,
HiGHS looks for solutions that leave a target as open as it must be, and bounds the targets for
which there is none. What it finds are bounds of whole numbers: fractions are rounded inwards. HiGHS is
called by its own package, since SciPy's would begin anew for every target.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from tests.attack.bounds import bounds_of_sums, tightened
from tests.attack.system import Matrix, System, Target, matrix_of

_CLOSE: Final = 1e-6
# One programme for all targets that are open is worth while if it leaves so many of them.
_WORTHWHILE: Final = 0.9
_SEED: Final = 14


@dataclass(frozen=True)
class Found:
    """Between which values a target must lie.

    Not `is_settled` where the time ran out first: the bounds are then those of single sums.
    """

    target: Target
    low: float
    high: float
    is_settled: bool = True

    @property
    def is_solved(self) -> bool:
        """Return whether it is known exactly."""
        return self.low == self.high

    @property
    def is_narrowed(self) -> bool:
        """Return whether a value is ruled out that must stay possible."""
        return self.target.is_narrowed(self.low, self.high)


class ContradictionError(ValueError):
    """What is known cannot all be so: a sum is misnamed."""


def solve(system: System, targets: Sequence[Target], seconds: float = np.inf) -> list[Found]:
    """Return what is found of each target, with so many seconds for the linear programmes."""
    matrix = system.matrix()
    lows, highs = np.array(system.lows), np.array(system.highs)
    least, most = tightened(matrix, lows, highs, system.size)
    if (least > most).any():
        raise ContradictionError("no value is left for an unknown")
    wanted = matrix_of([each.summed for each in targets], system.size)
    state = _State(targets, wanted, *bounds_of_sums(wanted, least, most))
    is_free = least < most
    fixed = np.where(is_free, 0, least)
    state.offsets = wanted @ fixed
    rest = matrix @ fixed
    components = list(_components(matrix, wanted, is_free, ~state.is_settled))
    ends_at = time.monotonic() + seconds
    for at, (rows, columns, own) in enumerate(components):
        # What a small component leaves of its share of the time goes to the larger ones.
        deadline = time.monotonic() + (ends_at - time.monotonic()) / (len(components) - at)
        programme = Programme(
            matrix[rows][:, columns], lows[rows] - rest[rows], highs[rows] - rest[rows],
            least[columns], most[columns],
        )  # fmt: skip
        _bound(programme, state, own, wanted[own][:, columns], deadline)
    return [
        Found(target, float(low), float(high), bool(is_settled))
        for target, low, high, is_settled in zip(
            targets, state.low, state.high, state.is_settled, strict=True
        )
    ]


@dataclass
class _State:
    """What is found of all targets so far; open are those not settled."""

    targets: Sequence[Target]
    wanted: Matrix
    low: np.ndarray
    high: np.ndarray
    offsets: np.ndarray = field(init=False)
    is_settled: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.is_settled = self.low == self.high


def _components(
    matrix: Matrix, wanted: Matrix, is_free: np.ndarray, is_open: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield rows, unknowns and open targets that hang together, the smallest first."""
    free, open_targets = np.flatnonzero(is_free), np.flatnonzero(is_open)
    linked = sparse.vstack([matrix[:, free], wanted[open_targets][:, free]], format="csr")
    graph = sparse.block_array([[None, linked], [linked.T, None]])
    count, labels = csgraph.connected_components(graph, directed=False)
    height = matrix.shape[0]
    of_rows, of_targets, of_unknowns = np.split(labels, [height, height + len(open_targets)])
    for label in np.argsort(np.bincount(of_unknowns, minlength=count), kind="stable"):
        own = open_targets[of_targets == label]
        columns = free[of_unknowns == label]
        if len(own) and len(columns):
            yield np.flatnonzero(of_rows == label), columns, own


class Programme:
    """A linear programme that is solved for one sum after another, each from where the last ended."""

    def __init__(
        self, matrix: Matrix, lows: np.ndarray, highs: np.ndarray,
        least: np.ndarray, most: np.ndarray,
    ) -> None:  # fmt: skip
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.zeros(matrix.shape[1])
        model.col_lower_, model.col_upper_ = least, most
        model.row_lower_, model.row_upper_ = lows, highs
        rowwise = matrix.tocsr()
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = rowwise.indptr
        model.a_matrix_.index_ = rowwise.indices
        model.a_matrix_.value_ = rowwise.data
        self._solver.passModel(model)
        self._unknowns = np.arange(matrix.shape[1], dtype=np.int32)

    def solution(self, costs: np.ndarray) -> np.ndarray | None:
        """Return the solution of the least cost; None where it goes down without end."""
        self._solver.changeColsCost(len(costs), self._unknowns, costs)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise ContradictionError("no solution is left")
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)

    def weights(self) -> np.ndarray:
        """Return how much each row bears on the last solution."""
        return np.array(self._solver.getSolution().row_dual)


def _bound(
    programme: Programme, state: _State, own: np.ndarray, wanted: Matrix, deadline: float
) -> None:
    """Settle targets of a component: from below, then from above."""
    random = np.random.default_rng(_SEED)
    offsets = state.offsets[own]
    most_seen, least_seen = np.full(len(own), -np.inf), np.full(len(own), np.inf)
    # As far as it must be possible to go each way, unless a single sum stops it before.
    enough_up = np.minimum(state.high[own], [_open_to(state.targets[at]) for at in own])
    enough_down = np.maximum(state.low[own], [_open_from(state.targets[at]) for at in own])
    is_done = {sign: np.zeros(len(own), bool) for sign in (1, -1)}
    for sign in (1, -1):
        goes_together, before = True, np.inf
        while time.monotonic() < deadline:
            is_done[1] |= most_seen >= enough_up - _CLOSE
            is_done[-1] |= least_seen <= enough_down + _CLOSE
            waiting = np.flatnonzero(~is_done[sign])
            if not len(waiting):
                break
            # All at once for as long as that settles many; then each by itself.
            goes_together &= len(waiting) < _WORTHWHILE * before and len(waiting) > 1
            before = len(waiting)
            chosen = waiting if goes_together else random.choice(waiting, 1)
            costs = -sign * (wanted[chosen].T @ random.uniform(0.2, 1, len(chosen)))
            solution = programme.solution(costs)
            if solution is None:
                is_done[sign][chosen] |= not goes_together
                continue
            values = wanted @ solution + offsets
            most_seen, least_seen = np.maximum(most_seen, values), np.minimum(least_seen, values)
            if goes_together:
                continue
            (at,) = chosen
            is_done[sign][at] = True
            if sign > 0:
                state.high[own[at]] = min(state.high[own[at]], np.floor(values[at] + _CLOSE))
            else:
                state.low[own[at]] = max(state.low[own[at]], np.ceil(values[at] - _CLOSE))
    state.is_settled[own] = is_done[1] & is_done[-1]


def _open_to(target: Target) -> float:
    return target.truth + target.span if target.high is None else target.high


def _open_from(target: Target) -> float:
    return target.truth - target.span if target.high is None else target.low
