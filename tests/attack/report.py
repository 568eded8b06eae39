"""The figures of an attack: what was hidden, solved and narrowed, by measure, and the worst leaks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from dashboard.disclosure.linked_numbers import place_of
from tests.attack.cells import Label
from tests.attack.explain import Equation, Explainer
from tests.attack.run import Result
from tests.attack.solver import Found

_EXPLAINED: Final = 120
_SEED: Final = 14
_HEAD: Final = ("hidden", "solved", "narrowed", "open")


def counts_of(found: Iterable[Found]) -> tuple[int, int, int, int]:
    """Return how many are hidden, solved, narrowed though not solved, and not settled in time."""
    listed = list(found)
    return (
        len(listed),
        sum(each.is_solved for each in listed),
        sum(each.is_narrowed and not each.is_solved for each in listed),
        sum(not each.is_settled and not each.is_narrowed for each in listed),
    )


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield the figures of small counts and of second cells, by dimension, then by measure."""
    for words, is_small in (("small counts", True), ("second cells", False)):
        yield _line(words, _HEAD)
        listed = {each.dimension: _of_kind(each.own, is_small=is_small) for each in results}
        for dimension, found in listed.items():
            yield _line(f"  {dimension or 'whole'}", counts_of(found))
        yield _line("  all", counts_of(each for found in listed.values() for each in found))
        by_parts = [each for result in results if result.dimension for each in result.found]
        of_whole = [each for each in by_parts if not place_of(label_of(each).breakdown).dimension]
        yield _line("  whole, by parts", counts_of(_of_kind(of_whole, is_small=is_small)))
    by_measure: dict[str, list[Found]] = defaultdict(list)
    for result in results:
        for each in _of_kind(result.own, is_small=True):
            by_measure[label_of(each).measure_id].append(each)
    yield _line("small counts of measures with any", _HEAD)
    for measure_id in sorted(by_measure, key=lambda name: -counts_of(by_measure[name])[1]):
        counts = counts_of(by_measure[measure_id])
        if any(counts[1:]):
            yield _line(f"  {measure_id}", counts)


def worst_leaks(results: Sequence[Result], most: int = 5) -> Iterator[str]:
    """Yield what gives most small counts away, of as many as are looked into, and one example each."""
    examples: dict[tuple[str, ...], tuple[Found, list[Equation]]] = {}
    numbers: Counter[tuple[str, ...]] = Counter()
    for found, equations in _explained(results):
        measures = sorted({name for each in equations for name in each.measures})
        identities = sorted({name for each in equations for name in each.identities})
        kind = (*measures, *(f"({name})" for name in identities))
        numbers[kind] += 1
        known = examples.get(kind)
        if known is None or _length(equations) < _length(known[1]):
            examples[kind] = (found, equations)
    looked_into = sum(numbers.values())
    yield f"What gives them away, of {looked_into} solved small counts that were looked into"
    for kind, number in numbers.most_common(most):
        found, equations = examples[kind]
        yield f"  {number}: {', '.join(kind)}"
        yield f"    {label_of(found)} is {found.target.truth:g}"
        yield from (f"      {equation}" for equation in equations)


def _explained(results: Sequence[Result]) -> Iterator[tuple[Found, list[Equation]]]:
    """Yield some of the solved small counts, drawn at random, with what gives them away."""
    solved = [
        (at, each)
        for at, result in enumerate(results)
        for each in _of_kind(result.own, is_small=True)
        if each.is_solved
    ]
    drawn = np.random.default_rng(_SEED).permutation(len(solved))[:_EXPLAINED]
    explainers: dict[int, Explainer] = {}
    for at, found in sorted((solved[place] for place in drawn), key=lambda each: each[0]):
        if at not in explainers:
            explainers = {at: Explainer(results[at].attack.system)}
        equations = explainers[at].equations(found)
        if equations:
            yield found, equations


def label_of(found: Found) -> Label:
    """Return which number of which cell was found."""
    label = found.target.label
    if not isinstance(label, Label):
        raise TypeError(f"{label} is no number of a cell")
    return label


def _of_kind(found: Iterable[Found], *, is_small: bool) -> list[Found]:
    return [each for each in found if (each.target.high is not None) == is_small]


def _length(equations: Sequence[Equation]) -> int:
    return sum(len(each.sums) for each in equations)


def _line(words: str, cells: Iterable[object]) -> str:
    return f"{words:<34}" + "".join(f"{cell!s:>10}" for cell in cells)
