"""Every figure of the published LAIT in the store and in the profiles of its councils."""

from typing import Final

from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.profile.rows import PROFILE_COLUMNS, profile_rows
from data.common.authorities import find_authorities
from data.formats.lait import meanings
from data.queries.profile import load_profile
from data.store import frames
from tests.bench.published.files import rows_of
from tests.bench.published.outcomes import LAIT, load, shipped
from tests.builders.files import records
from tests.builders.shipped import rows_of as shipped_rows
from tests.stores import current_day, read_as_page

__all__ = ["shipped"]
# The last day of a year as each measure counts it.
LAST_DAYS: Final = {"calendar": "12-31", "academic": "08-31", "january": "01-15", "march": "03-31"}
Cell = tuple[str, str, str, str]


def published() -> dict[Cell, float]:
    """Return each number of the file by area, measure, breakdown and last day."""
    found: dict[Cell, float] = {}
    for row in rows_of(LAIT[0]):
        meaning = meanings()[row["Short Desc"]]
        areas = find_authorities(number=row["LA Number"], name=row["LA and Regions"])
        if row["Values"] == "-" or len(areas) != 1:
            continue
        end = f"{row['Years']}-{LAST_DAYS[meaning.period]}"
        key = (areas[0].area_code, meaning.measure_id, meaning.breakdown, end)
        found[key] = float(row["Values"])
    return found


def test_every_figure_is_in_the_store_after_loading(shipped: Engine):
    load(shipped, *LAIT)
    frame = frames.load_frame(shipped, "observations")
    stored = {
        (row["area_code"], row["measure_id"], row["breakdown"], str(row["period_end"])): (
            row["value"],
            row["decimals"],
        )
        for row in records(frame[frame["source_document"] == "dfe-lait-2025-12-01"])
    }
    everything = published()
    assert len(everything) > 7_500
    differing = [
        cell
        for cell, value in everything.items()
        if cell not in stored or abs(stored[cell][0] - value) > 0.5 * 10 ** -stored[cell][1] + 1e-9
    ]
    assert differing == []


def test_every_figure_of_a_council_is_in_its_profile(shipped: Engine):
    load(shipped, *LAIT)
    everything = published()
    areas = {cell[0] for cell in everything if not cell[0].startswith(("E92", "E12", "E13"))}
    assert len(areas) > 15
    for area in areas:
        chosen = Selection(page="profile", area=area)
        rows = profile_rows(read_as_page(load_profile, shipped, chosen, current_day()))
        shown = {
            (row["measure_id"], row["period_end"], float(row["value"]))
            for row in (dict(zip(PROFILE_COLUMNS, row, strict=True)) for row in rows)
        }
        decimals = {
            (measure, end): max(
                len(str(value).partition(".")[2]) for *key, value in shown if key == [measure, end]
            )
            for measure, end, _ in shown
        }
        missing = [
            cell
            for cell, value in everything.items()
            if cell[0] == area
            and not any(
                abs(value - number) <= 0.5 * 10 ** -decimals[cell[1], cell[3]] + 1e-9
                for measure, end, number in shown
                if (measure, end) == (cell[1], cell[3])
            )
        ]
        assert missing == []


def test_what_is_shipped_is_what_was_published():
    everything = published()
    rows = shipped_rows("profile_observations_lait")
    assert len(rows) > 6_500
    for row in rows:
        key = (row["area_code"], row["measure_id"], row["breakdown"], row["period_end"])
        if row["value"][-1].isdigit():
            decimals = len(row["value"].partition(".")[2])
            assert abs(float(row["value"]) - everything[key]) <= 0.5 * 10**-decimals + 1e-9
        else:
            assert key not in everything
