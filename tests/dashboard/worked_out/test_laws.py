"""Laws that hold whatever the cases: parts make wholes, order means nothing, months make windows."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import GROUPS, CaseSettings, CutOff, compute_measures
from dashboard.measures.dates import longest, quantile
from dashboard.measures.event_based import over_windows
from dashboard.measures.periods import windows_from
from tests.builders.case_frames import frame

UP_TO = CutOff(date(2024, 3, 17), date(2024, 3, 17))
KEY = ["measure_id", "breakdown", "statistic", "basis", "period_start", "period_end"]

days = st.none() | st.integers(0, 700).map(lambda n: date(2022, 4, 1) + timedelta(n))
text = st.sampled_from(("", "A", "B"))
ages = st.none() | st.integers(0, 26)

assessments = st.fixed_dictionaries(
    {
        "request_date": days,
        "decision_date": days,
        "decision": st.sampled_from(("", "assess", "refuse", "withdrawn")),
        "plan_issued_date": days,
        "exception": st.booleans(),
        "primary_need": text,
        "sex": text,
        "age_at_request": ages,
    }
)
referrals = st.fixed_dictionaries(
    {
        "service": st.sampled_from(("autism", "camhs")),
        "provider": text,
        "referral_date": days,
        "first_appointment_date": days,
        "closed_date": days,
        "age_at_referral": ages,
    }
)
CASES = {
    "assessments": ("ehc_assessments", assessments, "need"),
    "referrals": ("referrals", referrals, "provider"),
}
quick = settings(deadline=None, max_examples=10)


def cells_of(group: str, cases: pd.DataFrame) -> pd.DataFrame:
    return compute_measures(group, {CASES[group][0]: cases}, UP_TO, CaseSettings()).cells


@pytest.mark.parametrize("group", CASES)
@quick
@given(data=st.data())
def test_the_order_of_cases_means_nothing(group, data):
    kind, strategy, _ = CASES[group]
    cases = frame(kind, *data.draw(st.lists(strategy, max_size=20)))
    order = data.draw(st.permutations(range(len(cases))))
    shuffled = cases.iloc[order].reset_index(drop=True)
    one, other = (
        cells_of(group, each).sort_values(KEY, ignore_index=True) for each in (cases, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("group", CASES)
@quick
@given(data=st.data())
def test_the_parts_of_a_dimension_make_the_whole(group, data):
    kind, strategy, key = CASES[group]
    cases = frame(kind, *data.draw(st.lists(strategy, min_size=1, max_size=20)))
    cells = cells_of(group, cases)
    # Bands of weeks are no dimension, and clearance has no parts.
    cells = cells.query("not measure_id.str.contains('bands|clearance')")
    version = cells["breakdown"].str.extract("(exceptions=[a-z]+)", expand=False).fillna("")
    cells = cells.assign(version=version, part=cells["breakdown"].str.contains(f"{key}="))
    by = ["measure_id", "version", "basis", "period_end"]
    sums = cells.query("part").groupby(by)[["numerator", "denominator"]].sum()
    whole = cells.query("breakdown == version").groupby(by)[["numerator", "denominator"]].sum()
    pd.testing.assert_frame_equal(sums, whole)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_the_months_of_a_window_make_its_counts(monthly):
    windows = windows_from(UP_TO.month - len(monthly) + 1, UP_TO)
    found = over_windows(np.array([monthly]), windows)[0]
    inside = [
        sum(monthly[first : last + 1])
        for first, last in zip(windows.first.tolist(), windows.last.tolist(), strict=True)
    ]
    assert found.tolist() == inside


@given(st.lists(st.integers(-5, 900), min_size=1, max_size=40))
def test_statistics_of_counts_are_those_of_the_cases_themselves(cases):
    found, counts = np.unique(cases, return_counts=True)
    assert quantile(counts[None], found, "median")[0] == pytest.approx(np.median(cases))
    assert quantile(counts[None], found, "p90")[0] == pytest.approx(np.percentile(cases, 90))
    assert longest(counts[None], found)[0] == max(cases)


def test_a_category_without_cases_has_no_statistic():
    counts, found = np.array([[0, 0], [1, 0]]), np.array([3, 9])
    assert np.isnan(quantile(counts, found, "median")).tolist() == [True, False]
    assert np.isnan(longest(counts, found)).tolist() == [True, False]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_without_cases_has_no_figure(group):
    found = compute_measures(
        group, {kind: frame(kind) for kind in GROUPS[group]}, UP_TO, CaseSettings()
    )
    assert len(found.cells) == len(found.bins) == 0
    assert set(found.accounts["rows"]) <= {0}
