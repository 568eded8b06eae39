"""What is worked out from cases is what a slow oracle works out by hand, whatever the cases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.measures import GROUPS, CutOff
from tests.oracle.cases import Area, areas
from tests.oracle.product import differences, figures_of, product_work, weeks_of
from tests.oracle.worked_out import weeks_behind, worked_out

UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("group", GROUPS)
@UNHURRIED
@given(data=st.data())
def test_every_figure_of_random_cases_is_that_of_the_oracle(group, data):
    area: Area = data.draw(areas(group))
    asked = (area.newest, area.oldest, area.settings)
    text = data.draw(st.sampled_from(("str", "category")))
    found = product_work(group, area.cases, CutOff(*asked[:2]), area.settings, text)
    expected = worked_out(group, area.cases, *asked)
    assert differences(expected, figures_of(found.cells)) == []
    assert weeks_of(found.bins) == weeks_behind(group, area.cases, *asked)
