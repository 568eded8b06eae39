"""Every page of every plan: `make sweep`. What each kind of page owes is in test_pages.py."""

import pytest

from tests.browser.journeys import (
    EXAMPLE,
    MEASURE_PAGES,
    ON_BOTH,
    PLANS,
    PRIORITIES,
    go_from_overview_to_measure,
    go_within,
    look,
)

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("plan", PLANS)
def test_every_page_of_a_plan_is_sound(visit, plan):
    chosen = f"area={PLANS[plan]}&framework={plan}"
    overview, *others = [f"/{page}?{chosen}" for page in ("", "actions")]
    others += [path for path in PRIORITIES if f"/{plan}/" in path]
    others += [path for path in MEASURE_PAGES.values() if path.endswith(f"={plan}")]
    visited = visit(overview)
    look(visited)
    for address in others:
        go_within(visited, address)
        look(visited)


@ON_BOTH
def test_every_page_of_what_is_worked_out_from_cases_is_sound(visit, page, is_marked):
    visited = visit(f"/?{EXAMPLE}")
    look(visited)
    for address in (f"/?{EXAMPLE}&view=list&group=signal", f"/measure/autism-waiting?{EXAMPLE}"):
        go_within(visited, address)
        look(visited)
        assert page.locator("#synthetic").count() == is_marked


@pytest.mark.parametrize(
    ("plan", "priority", "measure"),
    [
        ("th-strategy-2018", "Moving on", "Supported internships a year"),
        ("th-wsoa-2021", "Speech", "Median wait for speech and language therapy"),
    ],
)
def test_links_lead_to_a_measure_of_each_plan(visit, page, plan, priority, measure):
    visit(f"/?framework={plan}")
    go_from_overview_to_measure(page, priority, measure)
