"""Every shipped plan, the Example borough's too, is frozen and thawed to the letter."""

from datetime import date
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.pack.serialise import parse, serialise
from dashboard.panels.overview import unique_panels
from data.meetings.pack_contents import gather
from tests.stores import read_as_page

# The largest pack, of 60 measures worked out from cases, must stay quick to read.
MOST_BYTES: Final = 2_000_000
# Every shipped report is out by then; one day for all, for each is read anew.
DAY: Final = date(2026, 11, 1)
PLANS: Final = (
    "ha-wsoa-2021",
    "th-strategy-2018",
    "th-strategy-2020",
    "th-wsoa-2021",
    "example-plan",
)


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_is_frozen_and_thawed_to_the_letter(filled_engine: Engine, plan: str):
    chosen = Selection(framework=plan, as_of=DAY)
    made = read_as_page(gather, filled_engine, chosen, DAY, "Ann", None, None)
    text = serialise(made)
    again = parse(text)
    assert again == made
    assert serialise(again) == text
    assert len(text.encode()) < MOST_BYTES
    for panel in unique_panels(again.overview.priorities):
        assert any(one is panel.lead for one in panel.series)
        assert all(not one.benchmarks for one in panel.series)
