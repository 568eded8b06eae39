"""The setting by which outlying ranges are screened, from an extract to the limits of a chart."""

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.text.periods import month_end
from data.queries.panels import load_panel
from tests.builders.case_files import HARINGEY, load_one
from tests.builders.files import csv_file, observations
from tests.stores import MakeStore, opened, read_as_page

MEASURE = "ehc-exception-rate"


def test_the_limits_of_an_area_are_drawn_without_screening_where_it_is_set_so(
    make_sqlite: MakeStore,
):
    # One month leaps: its two ranges are left out of the limits unless the setting says otherwise.
    months = [
        {
            "measure_id": MEASURE,
            "period_start": f"2024-{number:02}-01",
            "period_end": month_end(date(2024, number, 1)).isoformat(),
            "value": "99" if number == 6 else str(50 + number % 2),
            "published_on": "2025-02-01",
        }
        for number in range(1, 13)
    ]
    january = {
        "measure_id": MEASURE,
        "period_start": "2025-01-01",
        "period_end": "2025-01-31",
        "value": "50",
    }
    setting = {"setting": "screen_outliers", "area_code": HARINGEY, "value": "no"}
    with opened(make_sqlite("shipped")) as engine:
        load_one(engine, observations(*months, {**january, "published_on": "2025-02-01"}))
        screened = limits_drawn(engine)
        load_one(engine, csv_file(setting))
        unscreened = limits_drawn(engine)
    assert (screened[0], unscreened[0]) == (True, False)
    # By hand: nine ranges of 1 and one of 0, and two of 48 between the thirteen points.
    assert screened[1] == pytest.approx(2 * 2.66 * 9 / 10)
    assert unscreened[1] == pytest.approx(2 * 2.66 * (9 + 2 * 48) / 12)


def limits_drawn(engine: Engine) -> tuple[bool, float]:
    """Say of the chart of Haringey whether it screens, and how far apart its limits are."""
    chosen = Selection(area=HARINGEY, measure=MEASURE, as_of=date(2025, 3, 1))
    panel = read_as_page(load_panel, engine, chosen, date(2025, 3, 1))
    chart = next(one.chart for one in panel.series if one.chart is not None)
    _, lower, upper = chart.segment.limits[:3]
    assert lower is not None
    assert upper is not None
    return chart.screens_outliers, upper - lower
