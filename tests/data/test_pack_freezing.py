"""Every shipped plan, the Example borough's too, is frozen and thawed to the letter."""

from datetime import date
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.addresses import Selection
from dashboard.overview import unique_panels
from dashboard.pack.freeze import freeze, thaw
from data.packs_gathered import gather

# The largest pack, of 60 measures worked out from cases, must stay quick to read.
MOST_BYTES: Final = 2_000_000
DAYS: Final = {
    "ha-wsoa-2021": date(2023, 4, 19),
    "th-strategy-2018": date(2019, 9, 17),
    "th-strategy-2020": date(2022, 12, 8),
    "th-wsoa-2021": date(2022, 12, 8),
    "example-plan": date(2026, 11, 1),
}


@pytest.mark.parametrize("plan", DAYS)
def test_a_plan_is_frozen_and_thawed_to_the_letter(filled_engine: Engine, plan: str):
    chosen = Selection(framework=plan, as_of=DAYS[plan])
    made = gather(filled_engine, chosen, "Ann", DAYS[plan], None, None)
    text = freeze(made)
    again = thaw(text)
    assert again == made
    assert freeze(again) == text
    assert len(text.encode()) < MOST_BYTES
    for panel in unique_panels(again.overview.priorities):
        assert any(one is panel.lead for one in panel.series)
        assert all(not one.benchmarks for one in panel.series)
