"""Signals of a plan through the store: the report before, what was revised, and the report date."""

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.loading.load import load_files
from data.queries.panels import load_signals
from tests.builders.files import observations
from tests.stores import read_as_page

TODAY = date(2026, 6, 15)
APRIL, JULY = date(2023, 4, 19), date(2023, 7, 1)
# Nothing here asks one database otherwise than another.
ON_SQLITE = {"argvalues": ["sqlite"], "indirect": True}
HARINGEY = Selection(page="signals", framework="ha-wsoa-2021")


@pytest.mark.parametrize("shipped", **ON_SQLITE)
def test_a_figure_published_anew_is_told_as_revised_with_its_source(shipped: Engine):
    shared = {"framework_id": "ha-wsoa-2021", "published_on": "2023-07-01"}
    march = {"period_start": "2023-03-01", "period_end": "2023-03-31", "value": "60"}
    load_files(shipped, [observations({**shared, **march, "source_document": "dfe-2025"})])
    signals = read_as_page(load_signals, shipped, HARINGEY, TODAY)
    assert (signals.before, signals.as_of) == (APRIL, JULY)
    found = {
        (news.code, news.words) for news in signals.news if news.panel.measure.unit == "percent"
    }
    title = "Education, health and care plans, reporting year 2025, Department for Education"
    assert ("revised", f"March 2023: 82% → 60%, source: {title}") in found
    assert ("missed", "82% in March 2023, on target → 60% in March 2023, below target") in found
    assert "Since the last report: 1 newly below target or above limit" in signals.headline


@pytest.mark.parametrize("shipped", **ON_SQLITE)
def test_on_an_earlier_day_nothing_of_the_later_report_is_told(shipped: Engine):
    late = {"framework_id": "ha-wsoa-2021", "published_on": "2023-07-01", "value": "20"}
    load_files(shipped, [observations(late)])
    signals = read_as_page(
        load_signals,
        shipped,
        Selection(page="signals", framework="ha-wsoa-2021", as_of=APRIL),
        TODAY,
    )
    assert (signals.as_of, signals.before, signals.news) == (APRIL, None, ())


@pytest.mark.parametrize("read_only", **ON_SQLITE)
def test_every_measure_of_each_plan_is_in_the_matrix_or_apart(read_only: Engine):
    for plan in ("ha-wsoa-2021", "th-strategy-2018", "th-strategy-2020", "th-wsoa-2021"):
        signals = read_as_page(
            load_signals, read_only, Selection(page="signals", framework=plan), TODAY
        )
        placed = {one.panel.measure.measure_id for one in (*signals.signs, *signals.uncharted)}
        assert f"of {len(placed)} measures" in signals.headline
        assert all(one.reason for one in signals.uncharted)
