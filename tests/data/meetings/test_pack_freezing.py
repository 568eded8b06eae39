"""Every shipped plan, the Example borough's too, is frozen and thawed to the letter."""

from datetime import date
from typing import Final

import pytest

from dashboard.model.selection import Selection
from dashboard.pack.serialise import parse, serialise
from dashboard.panels.overview import unique_panels
from data.meetings.pack_contents import gather
from tests.builders.packs import PLANS_OF_STORES
from tests.stores import read_as_page

# The largest pack, of 60 measures worked out from cases, must stay quick to read.
MOST_BYTES: Final = 2_000_000
# Every shipped report is out by then; one day for all, for each is read anew.
DAY: Final = date(2026, 11, 1)


@pytest.mark.parametrize(("plan", "store"), PLANS_OF_STORES)
def test_a_plan_is_frozen_and_thawed_to_the_letter(
    plan: str, store: str, request: pytest.FixtureRequest
):
    engine = request.getfixturevalue(store)
    chosen = Selection(framework=plan, as_of=DAY)
    made = read_as_page(gather, engine, chosen, DAY, "Ann", None, None)
    text = serialise(made)
    again = parse(text)
    assert again == made
    assert serialise(again) == text
    assert len(text.encode()) < MOST_BYTES
    for panel in unique_panels(again.overview.priorities):
        assert any(one is panel.lead for one in panel.series)
        assert all(not one.benchmarks for one in panel.series)
