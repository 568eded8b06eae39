"""Every measure of every plan, of which test_pages.py looks at those of every part: `make sweep`."""

import pytest

from tests.browser.journeys import MEASURE_PAGES, PLANS, go_within, look


@pytest.mark.parametrize("plan", PLANS)
def test_every_measure_of_a_plan_is_sound(visit, plan):
    visited = visit(f"/?area={PLANS[plan]}&framework={plan}")
    for address in MEASURE_PAGES.values():
        if address.endswith(f"={plan}"):
            go_within(visited, address)
            look(visited)
