"""Each published file loads beside the whole release of 2025, in both databases, and is undone."""

import pytest

from tests.bench.published.files import PUBLISHED, RELEASE
from tests.data.test_loaded_and_undone import (
    Published,
    store,
    test_each_file_loads_beside_a_release_and_is_undone,
)

__all__ = ["store", "test_each_file_loads_beside_a_release_and_is_undone"]
NAMES = {
    "timeliness of 2026": ("dfe_2026_timeliness",),
    "reviews of 2026": ("dfe_2026_annual_reviews",),
    "reviews first published": ("dfe_annual_reviews_2025_first_publication",),
    "appeals": ("send_tribunals_appeal_rate_2014_2024",),
    "autism waits": ("nhs_autism_waits_2019_2023",),
    "community waits": ("nhs_community_health_waits_2023",),
    "early years": ("dfe_eyfsp_2022_sen",),
    "balances": ("dsg_cumulative_balance_2019_2022",),
    "lait": ("lait_send_measures", "lait_send_values"),
    "neighbours": ("statistical_neighbours_2025",),
}


@pytest.fixture(scope="module")
def published() -> Published:
    """The published files, in place of the made-up ones."""
    return Published(
        RELEASE,
        {name: tuple(PUBLISHED / f"{each}.csv" for each in names) for name, names in NAMES.items()},
    )
