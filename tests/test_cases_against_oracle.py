"""What is worked out from cases is what a slow oracle works out by hand, whatever the cases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.worked_out import GROUPS, CutOff
from tests.oracle.asked import Asked
from tests.oracle.cases import Area, areas
from tests.oracle.columns import KINDS_OF
from tests.oracle.product import differences, product_figures, product_weeks
from tests.oracle.weeks import weeks_of_assessments, weeks_of_referrals
from tests.oracle.worked_out import worked_out

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("group", GROUPS)
@UNHURRIED
@given(data=st.data())
def test_every_figure_of_random_cases_is_that_of_the_oracle(group, data):
    area: Area = data.draw(areas(group))
    expected = worked_out(group, area.cases, area.newest, area.oldest, area.settings)
    text = data.draw(st.sampled_from(("str", "category")))
    cut_off = CutOff(area.newest, area.oldest)
    found = product_figures(group, area.cases, cut_off, area.settings, text)
    assert differences(expected, found) == []


@pytest.mark.parametrize(
    ("group", "weeks_of"),
    [("assessments", weeks_of_assessments), ("referrals", weeks_of_referrals)],
)
@settings(UNHURRIED, max_examples=25)
@given(data=st.data())
def test_the_weeks_behind_an_average_are_those_of_the_oracle(group, weeks_of, data):
    area: Area = data.draw(areas(group))
    (kind,) = KINDS_OF[group]
    expected = weeks_of(area.cases[kind], Asked(area.newest, area.oldest, area.settings))
    cut_off = CutOff(area.newest, area.oldest)
    assert product_weeks(group, area.cases, cut_off, area.settings) == expected
