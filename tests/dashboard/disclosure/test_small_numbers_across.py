"""What is hidden in one measure is not given away by another that counts the same cases."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import mark_cells, measures_linked_to, read_small_to
from dashboard.text.periods import window
from tests.hiding import suppress_cells

MONTHS = 7
BANDS = ("band=within-20", "band=20-to-52", "band=over-52")
SMALL = range(1, 5)
plans = st.lists(
    st.tuples(*[st.sampled_from((0, 2, 3, 5, 6, 8, 12))] * 3), min_size=MONTHS, max_size=MONTHS
)
Sums = np.ndarray


def month_end(month: int) -> date:
    return date(2024, month + 2, 1) - (date(2024, 1, 2) - date(2024, 1, 1))


def periods() -> Iterator[tuple[str, range]]:
    for last in range(MONTHS):
        yield "month", range(last, last + 1)
        yield "ytd", range(last + 1)
        if last % 3 == 2:
            yield "quarter", range(last - 2, last + 1)


def cell(measure_id: str, breakdown: str, basis: str, months: range, **numbers: float):
    _, start, end = window(basis, month_end(months[-1]))
    head = {"area_code": "E1", "measure_id": measure_id, "breakdown": breakdown, "basis": basis}
    none = {"numerator": np.nan, "denominator": np.nan, "value": np.nan}
    return {**head, "period_start": start, "period_end": end, **none, **numbers}


def cells_of(made: Sums) -> tuple[pd.DataFrame, list[list[Sums]]]:
    """Every cell of plans issued, and the sums of plans by month and band that each one tells."""
    rows, sums = [], []
    for basis, months in periods():
        of_band = [np.zeros((MONTHS, 3)) for _ in BANDS]
        for at, one in enumerate(of_band):
            one[months.start : months.stop, at] = 1
        every = sum(of_band, np.zeros((MONTHS, 3)))
        n = float((made * every).sum())
        rows.append(cell("ehcp-new-plans", "", basis, months, value=n))
        sums.append([every])
        named = [("ehcp-issued-bands", *each) for each in zip(BANDS, of_band, strict=True)]
        named.append(("ehcp-20-weeks", "exceptions=including", of_band[0]))
        for measure_id, breakdown, own in named if n else []:
            parts = {"numerator": float((made * own).sum()), "denominator": n}
            rows.append(cell(measure_id, breakdown, basis, months, **parts))
            sums.append([own, every])
    return pd.DataFrame(rows), sums


@settings(max_examples=25, deadline=None)
@given(plans)
def test_no_band_of_plans_is_given_away_by_the_plans_in_time(made):
    frame, sums = cells_of(np.array(made, float))
    is_hidden = mark_cells(frame, 4, np.ones(len(frame), bool)) != 0
    known = [each.ravel() for at, own in enumerate(sums) if not is_hidden[at] for each in own]
    _, sizes, directions = np.linalg.svd(np.array([np.zeros(MONTHS * 3), *known]))
    free = directions[int((sizes > 1e-9).sum()) :]
    for at in np.flatnonzero(frame["numerator"].isin(SMALL).to_numpy()):
        assert is_hidden[at]
        assert not np.allclose(free @ sums[at][0].ravel(), 0, atol=1e-7)


def test_bands_of_which_none_is_small_are_shown():
    frame, _ = cells_of(np.full((MONTHS, 3), 9.0))
    assert set(suppress_cells(frame, 4)["marker"]) == {""}


@pytest.mark.parametrize(
    ("by_month", "waiting", "marker"),
    [((9, 8, 9), 30, ""), ((9, 3, 9), 30, "c"), ((9, 8, 9), 3, "c"), ((0, 8, 9), 30, "")],
)
def test_months_to_clear_a_list_do_not_tell_a_hidden_month(by_month, waiting: int, marker: str):
    rows = [
        cell("slt-completed", "", "month", range(at, at + 1), value=n)
        for at, n in enumerate(by_month)
    ]
    day = {"period_start": month_end(2), "period_end": month_end(2)}
    a_month = sum(by_month) / 3
    numbers = {"numerator": waiting, "denominator": a_month, "value": waiting / a_month}
    rows.append(cell("slt-waiting", "", "snapshot", range(2, 3), value=waiting) | day)
    rows.append(cell("slt-clearance-months", "", "snapshot", range(2, 3)) | day | numbers)
    assert suppress_cells(pd.DataFrame(rows), 4)["marker"].iloc[-1] == marker


def test_the_measures_needed_beside_a_measure_are_named():
    assert measures_linked_to("slt-clearance-months") == ("slt-waiting", "slt-completed")
    assert measures_linked_to("autism-clearance-months") == ("autism-waiting", "autism-decisions")
    assert measures_linked_to("ehcp-issued-bands") == ("ehcp-20-weeks",)


def test_of_several_limits_the_largest_holds():
    names = ["setting", "area_code", "value", "applies_from", "applies_to"]
    rows = [
        ("small_number_to", "", "4", None, None),
        ("small_number_to", "", "9", None, date(2024, 1, 1)),
        ("small_number_to", "E1", "5", None, None),
    ]
    limits = pd.DataFrame(rows, columns=names)
    assert read_small_to(limits, "E2", date(2023, 1, 1)) == 9
    assert read_small_to(limits, "E2", date(2025, 1, 1)) == 4
    assert read_small_to(limits, "E2", date.max) == 9
    assert read_small_to(limits, "E1", date(2023, 1, 1)) == 5
