"""Extremes are one child: longest waits, sums of days and the oldest open case of the public view."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.cases import CaseCells, build_backlog
from dashboard.cases.distribution import build_distribution
from dashboard.disclosure import measures_linked_to, suppress_counts
from dashboard.model.points import Point
from dashboard.model.selection import Selection
from dashboard.text.format import point_words, short_point
from data.queries.panels import load_case_view, load_panel
from tests.hiding import marked_bins, suppress_cells
from tests.stores import read_as_page

DAY = date(2026, 10, 31)
TODAY = date(2027, 1, 1)
LONGEST = "slt-longest-waiting"


def cell(measure_id: str, number: float, **numbers: float | str) -> dict[str, object]:
    none = {"numerator": np.nan, "denominator": np.nan}
    head = {"area_code": "E1", "measure_id": measure_id, "breakdown": "", "basis": "snapshot"}
    days = {"period_start": DAY, "period_end": DAY}
    return {**head, **days, **none, "value": number, **numbers}


def longest(weeks: float, over_52: int, over_104: int) -> tuple[float, str]:
    rows = [
        cell(LONGEST, weeks, denominator=300.0),
        cell("slt-over-52-weeks", over_52, numerator=over_52),
        cell("slt-over-104-weeks", over_104, numerator=over_104),
    ]
    shown = suppress_cells(pd.DataFrame(rows), 4).iloc[0]
    return shown["value"], shown["marker"]


@pytest.mark.parametrize(
    ("weeks", "over_52", "over_104", "marker"),
    [(110.1, 70, 2, ">104"), (60.4, 4, 0, ">52"), (104.0, 3, 0, ">52")],
)
def test_a_longest_wait_of_few_is_shown_as_over_104_or_52_weeks(weeks, over_52, over_104, marker):
    value, shown = longest(weeks, over_52, over_104)
    assert np.isnan(value)
    assert shown == marker


@pytest.mark.parametrize(
    ("weeks", "over_52", "over_104", "whole"),
    [(110.1, 70, 5, 111), (104.0, 70, 0, 104), (52.0, 0, 0, 52), (364 / 7 + 1 / 7, 5, 0, 53)],
)
def test_another_longest_wait_is_shown_in_whole_weeks_and_never_below_a_limit_it_is_over(
    weeks, over_52, over_104, whole
):
    assert longest(weeks, over_52, over_104) == (whole, "")


def test_a_longest_wait_of_a_part_in_which_nobody_counts_the_longer_ones_is_taken_to_be_of_few():
    rows = [cell("ehc-oldest-open", 60.0, denominator=9.0, breakdown="need=VI")]
    assert suppress_cells(pd.DataFrame(rows), 4)["marker"].tolist() == [">52"]


def test_the_area_s_own_limit_says_what_few_are():
    rows = [
        cell("ehc-oldest-open", 60.0, denominator=90.0),
        cell("ehc-open-past-20-weeks", 5.0, numerator=5.0, breakdown="open=over-52"),
    ]
    shown = [suppress_cells(pd.DataFrame(rows), small_to)["marker"].iloc[0] for small_to in (4, 5)]
    assert shown == ["", ">52"]


@pytest.mark.parametrize(
    ("measure_id", "cases", "shown"),
    [
        ("slt-median-waiting", 9.0, 13.0),
        ("slt-median-waiting", 10.0, 12.3),
        ("slt-p90-waiting", 49.0, 13.0),
        ("slt-p90-waiting", 50.0, 12.3),
        ("slt-seen-median", 9.0, 13.0),
        ("slt-mean-waiting", 9.0, 12.3),
    ],
)
def test_medians_and_percentiles_beyond_which_few_lie_are_in_whole_weeks(measure_id, cases, shown):
    row = cell(measure_id, 12.3, denominator=cases)
    assert suppress_cells(pd.DataFrame([row]), 4)["value"].tolist() == [shown]


def test_exact_sums_of_days_are_not_published():
    rows = [
        cell("ehcp-average-weeks", 19.4, numerator=10066.0, denominator=74.0, basis="month"),
        cell("slt-mean-waiting", 20.0, numerator=1400.0, denominator=10.0),
        cell("slt-clearance-months", 3.0, numerator=30.0, denominator=10.0),
    ]
    numerators = suppress_cells(pd.DataFrame(rows), 4)["numerator"].tolist()
    assert np.isnan(numerators[:2]).all()
    assert numerators[2] == 30.0


def test_the_oldest_open_case_of_few_is_a_band_in_the_backlog():
    rows = [
        cell("ehc-open", 90.0), cell("ehc-open-past-20-weeks", 12.0), cell("ehc-due-4-weeks", 6.0),
        cell("ehc-oldest-open", 60.0, denominator=90.0),
    ]  # fmt: skip
    shown = suppress_cells(pd.DataFrame(rows), 4).assign(is_provisional=False)
    backlog = build_backlog("ehcp-20-weeks", CaseCells(shown))
    assert backlog is not None
    assert ", the oldest over 52 weeks; " in backlog.sentence
    assert (backlog.counts[-1].number, backlog.counts[-1].is_hidden) == (None, False)


@pytest.mark.parametrize("week", [106, 125, 250])
def test_bars_do_not_show_how_long_the_longest_of_few_waited(week: int):
    rows = [
        {"measure_id": "slt-waiting", "breakdown": "", "basis": "snapshot", "period_start": DAY,
         "period_end": DAY, "week": at, "count": count}
        for at, count in {3: 40, 30: 20, 80: 30, week: 2}.items()
    ]  # fmt: skip
    marked = marked_bins(pd.DataFrame(rows))
    shown = build_distribution(marked, "slt-waiting", None, suppress_counts)
    assert shown is not None
    hidden = [(bar.low, bar.high) for bar in shown.bars if bar.count is None]
    assert hidden == [(52, 104), (104, None)]
    assert max(bar.low for bar in shown.bars if bar.count is not None) < 52


def test_the_counts_of_longer_waits_are_read_beside_the_longest():
    assert measures_linked_to(LONGEST) == ("slt-over-52-weeks", "slt-over-104-weeks")
    assert measures_linked_to("ehc-oldest-open") == ("ehc-open-past-20-weeks",)


def test_over_104_weeks_is_said_in_words():
    point = Point(DAY, DAY, "snapshot", "max", marker=">104")
    assert point_words(point, "weeks") == "Over 104 weeks"
    assert short_point(point, "weeks") == "Over 104 wk"


def test_longest_waits_that_are_not_all_shown_are_compared_with_nothing(local_example):
    chosen = Selection(area="X99000001", measure=LONGEST)
    panel = read_as_page(load_panel, local_example, chosen, TODAY)
    assert any(point.is_over for point in panel.lead.points)
    assert panel.lead.trend.judgement == "cannot_compare"
    assert panel.lead.chart is None


@pytest.mark.parametrize("measure_id", [LONGEST, "ehc-oldest-open", "autism-longest-waiting"])
def test_a_series_and_the_backlog_show_the_same_longest_wait(local_example, measure_id):
    chosen = Selection(area="X99000001", measure=measure_id)
    latest = read_as_page(load_panel, local_example, chosen, TODAY).lead.latest
    view = read_as_page(load_case_view, local_example, chosen, TODAY)
    assert view is not None
    assert view.backlog is not None
    assert latest is not None
    (count,) = [each for each in view.backlog.counts if each.measure_id == measure_id]
    assert (count.number, count.marker) == (latest.value, latest.marker)
    assert latest.decimals == (-1 if latest.is_over else 0)
