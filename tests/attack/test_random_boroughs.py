"""In small boroughs of random dates and columns nothing is narrowed below its mark."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.attack.random_boroughs import public_and_truth, random_cases
from tests.attack.report import label_of
from tests.attack.run import attack_all

GROUPS = ("assessments", "advice", "reviews", "referrals")
BOROUGHS_OF_A_GROUP = 50


@pytest.mark.hypothesis
@pytest.mark.parametrize("group", GROUPS)
@settings(max_examples=BOROUGHS_OF_A_GROUP)
@given(data=st.data())
def test_no_hidden_number_is_narrowed_below_its_mark(group, data):
    seen_and_behind = public_and_truth(group, data.draw(random_cases(group)))
    assume(seen_and_behind is not None)
    narrowed = [
        f"{label_of(found)}: {found.low:g} to {found.high:g}, is {found.target.truth:g}"
        for result in attack_all(*seen_and_behind, seconds=5)
        for found in result.own
        if found.is_narrowed
    ]
    assert narrowed == []
