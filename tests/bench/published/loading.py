"""Each published file loads beside the whole release of 2025, in both databases, and is undone."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from data.common.progress import unwatched
from data.files.csv_reader import open_extract
from data.formats.lait import LAIT
from tests.bench.published.files import PUBLISHED, RELEASE, published_release
from tests.builders.dfe import FIRST_PUBLISHED, Shelf, records
from tests.builders.shipped import Row
from tests.data.formats.test_loaded_and_undone import (
    Published,
    store,
    test_each_file_loads_beside_a_release_and_is_undone,
)

SERIES = ("area_code", "measure_id", "breakdown", "statistic", "basis", "period_end")
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


def by_series(rows: Iterable[Row]) -> dict[tuple[str, ...], str]:
    """Return the value of each figure."""
    return {tuple(row.get(name, "") for name in SERIES): row["value"] for row in rows}


def test_where_the_lait_and_the_release_have_one_figure_the_numbers_agree():
    files = [open_extract(PUBLISHED / f"{name}.csv") for name in NAMES["lait"]]
    lait = by_series(records(LAIT.read(files, Shelf(), FIRST_PUBLISHED, unwatched)))
    release = by_series(records(published_release().reading))
    shared = lait.keys() & release.keys()
    assert len(shared) == 894
    for series in shared:
        values = lait[series], release[series]
        if "x" in values:
            assert values == ("-", "x"), series
        else:
            assert Decimal(values[0]) == Decimal(values[1]), series
