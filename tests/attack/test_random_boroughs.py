"""In small boroughs of random dates and columns nothing is narrowed below its mark."""

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.attack.random_boroughs import public_and_truth, random_cases
from tests.attack.report import label_of
from tests.attack.run import attack_all

GROUPS = ("assessments", "advice", "reviews", "referrals")
BOROUGHS_OF_A_GROUP = 50
FEW = 5


@pytest.mark.parametrize("group", GROUPS)
@settings(max_examples=FEW)
@given(data=st.data())
def test_no_hidden_number_of_a_small_borough_is_narrowed(group, data):
    assert narrowed(group, data) == []


@pytest.mark.sweep
@pytest.mark.parametrize("group", GROUPS)
@settings(max_examples=BOROUGHS_OF_A_GROUP)
@given(data=st.data())
def test_nor_is_one_of_many_boroughs(group, data):
    assert narrowed(group, data) == []


def narrowed(group: str, data: st.DataObject) -> list[str]:
    """Draw a borough and attack it; return what is narrowed."""
    seen_and_behind = public_and_truth(group, data.draw(random_cases(group)))
    if seen_and_behind is None:
        reject()
    return [
        f"{label_of(found)}: {found.low:g} to {found.high:g}, is {found.target.truth:g}"
        for result in attack_all(*seen_and_behind, seconds=5)
        for found in result.found
        if found.is_narrowed
    ]
