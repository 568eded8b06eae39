"""The control chart agrees with the published vectors, and keeps its laws."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.spc import Analysis, SpcError, analyse
from tests.dashboard.stats.spc_vectors import analyse as as_vector

VECTORS = json.loads(Path(__file__).with_name("spc_vectors_open.json").read_text())["vectors"]
NUMBERS = ("value", "mean", "lpl", "upl")
MIRRORED = {
    "special_cause_improvement": "special_cause_concern",
    "special_cause_concern": "special_cause_improvement",
    "common_cause": "common_cause",
}
# Whole numbers, so that shifting and scaling them is exact and makes or breaks no tie.
SERIES = st.lists(st.integers(-1000, 1000), min_size=1, max_size=40)


def test_there_are_vectors_of_every_sort():
    assert {vector["group"] for vector in VECTORS} >= {"hand", "random"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_published_vector_agrees(vector: dict):
    expected = vector["expected"]
    if expected["status"] == "error":
        with pytest.raises(SpcError) as refused:
            as_vector(vector["input"])
        assert refused.value.kind == expected["error_kind"]
        return
    found = as_vector(vector["input"])
    assert found["overall"] == expected["overall"]
    assert found["segments"] == [close(each) for each in expected["segments"]]
    assert found["points"] == close(expected["points"])


def close(expected: dict) -> dict:
    """Let means and limits differ in the last digits, and nothing else."""
    return {name: _close(each) if name in NUMBERS else each for name, each in expected.items()}


def _close(each: object) -> object:
    if isinstance(each, list):
        return [_close(one) for one in each]
    return None if each is None else pytest.approx(each, rel=1e-9, abs=1e-9)


def charted(values: list[float], direction: str = "increase", target: float | None = None):
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(len(values))]
    return analyse(days, values, direction, target=target)


def types(found: Analysis) -> list[str]:
    return [each for segment in found.segments for each in segment.point_types]


@given(SERIES, st.integers(-500, 500))
def test_a_shifted_series_is_judged_the_same(values: list[int], shift: int):
    before = charted([float(each * 1024) for each in values])
    after = charted([float((each + shift) * 1024) for each in values])
    assert types(before) == types(after)


@given(SERIES, st.sampled_from([0.25, 0.5, 2.0, 4.0, 64.0]))
def test_a_scaled_series_is_judged_the_same(values: list[int], factor: float):
    before, after = (
        charted([float(each) for each in values]),
        charted([each * factor for each in values]),
    )
    assert types(before) == types(after)


@given(SERIES)
def test_a_mirrored_series_swaps_improvement_and_concern(values: list[int]):
    before = charted([float(each) for each in values])
    after = charted([float(-each) for each in values])
    assert [MIRRORED[each] for each in types(before)] == types(after)


@given(SERIES)
def test_the_other_direction_swaps_improvement_and_concern(values: list[int]):
    before = charted([float(each) for each in values], "increase", target=0.0)
    after = charted([float(each) for each in values], "decrease", target=0.0)
    assert [MIRRORED[each] for each in types(before)] == types(after)
    swapped = {"consistent_pass": "consistent_fail", "consistent_fail": "consistent_pass"}
    assert after.assurance == swapped.get(before.assurance or "", before.assurance)


def test_no_points_say_nothing():
    found = charted([])
    assert (found.variation, found.assurance, found.arrow) == (None, None, None)


def test_rows_without_a_value_are_dropped_and_their_neighbours_join():
    days = [date(2020, month, 1) for month in range(1, 13)]
    values = [1.0, None, 2.0, 3.0, 4.0, None, 5.0, 6.0, 7.0, 8.0, None, 9.0]
    (segment,) = analyse(days, values, "increase").segments
    assert segment.values == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert all(segment.in_trend)
