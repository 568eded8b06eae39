"""Small numbers are hidden, and nothing that is shown gives them away by subtraction."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import (
    HIDDEN,
    mark_cells,
    measures_linked_to,
    read_small_to,
    suppress_counts,
)
from dashboard.text.periods import window
from tests.hiding import suppress_cells

FIRST = 2024 * 12
MONTHS = 15
BASES = ("month", "quarter", "ytd", "rolling12", "year")
SMALL = range(1, 5)
Case = tuple[int, str, str, bool]  # month, need, sex, within

cases = st.lists(
    st.tuples(
        st.integers(0, MONTHS - 1), st.sampled_from("AAAAAB"), st.sampled_from("fm"), st.booleans()
    ),
    max_size=90,
)  # fmt: skip


def month_end(month: int) -> date:
    year, at = divmod(FIRST + month + 1, 12)
    return date.fromordinal(date(year, at + 1, 1).toordinal() - 1)


def windows() -> Iterator[tuple[str, range]]:
    """Every window of whole months that lies in the span, by its first and last month."""
    for basis, last in product(BASES, range(MONTHS)):
        _, start, _ = window(basis, month_end(last))
        first = start.year * 12 + start.month - 1 - FIRST
        is_end = {"quarter": last % 3 == 2, "year": last % 12 == 11}.get(basis, True)
        if first >= 0 and is_end:
            yield basis, range(first, last + 1)


def breakdowns(case: Case) -> tuple[str, ...]:
    return ("", f"need={case[1]}", f"sex={case[2]}")


ALL = ("", "need=A", "need=B", "sex=f", "sex=m")


def cell(breakdown: str, basis: str, months: range, **numbers: float) -> dict[str, object]:
    _, start, end = window(basis, month_end(months[-1]))
    none = {"numerator": np.nan, "denominator": np.nan, "value": np.nan}
    head = {"area_code": "E1", "measure_id": "made", "statistic": "", "breakdown": breakdown}
    return {**head, "basis": basis, "period_start": start, "period_end": end, **none, **numbers}


def flow_cells(made: list[Case]) -> pd.DataFrame:
    rows = [
        cell(breakdown, basis, months, value=sum(
            breakdown in breakdowns(case) and case[0] in months for case in made
        ))
        for breakdown in ALL
        for basis, months in windows()
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(numerator=lambda frame: frame["value"])


def rate_cells(made: list[Case]) -> pd.DataFrame:
    rows = []
    for breakdown, (basis, months) in product(ALL, windows()):
        own = [case for case in made if breakdown in breakdowns(case) and case[0] in months]
        if own:
            within = sum(case[3] for case in own)
            rows.append(cell(breakdown, basis, months, numerator=within, denominator=len(own)))
    return pd.DataFrame(rows)


def counted(breakdown: str, months: range) -> np.ndarray:
    """Say which unknowns a cell adds up: a number for each month, need and sex."""
    return np.array([
        float(at in months and breakdown in ("", f"need={need}", f"sex={sex}"))
        for at, need, sex in product(range(MONTHS), "AB", "fm")
    ])  # fmt: skip


def given_away(known: list[np.ndarray], small: list[np.ndarray]) -> list[np.ndarray]:
    """Give the secrets that what is known can be added and subtracted to.

    These are the ones at right angles to all that could change without anything known changing.
    """
    if not known:
        return []
    _, sizes, directions = np.linalg.svd(np.array(known))
    free = directions[int((sizes > 1e-9).sum()) :]
    return [secret for secret in small if np.allclose(free @ secret, 0, atol=1e-7)]


def by_cell(cells: pd.DataFrame) -> dict[tuple[Any, ...], dict[Any, Any]]:
    rows = cells.to_dict(orient="records")
    return {(row["breakdown"], row["basis"], row["period_end"]): row for row in rows}


def shown_and_small(hidden: pd.DataFrame, full: pd.DataFrame, secrets) -> tuple[list, list]:
    """Sort the sums that the cells are of into those known and those that are small."""
    there, marks = by_cell(full), by_cell(hidden)
    known, small = [], []
    for breakdown, (basis, months) in product(ALL, windows()):
        name = (breakdown, basis, month_end(months[-1]))
        # What is not published says nothing; what has no cell has nobody.
        left_out = "c" if name in there else ""
        mark = str(marks[name]["marker"]) if name in marks else left_out
        if mark == "":
            known.append(counted(breakdown, months))
        if name in there and any(number in SMALL for number in secrets(there[name])):
            small.append(counted(breakdown, months))
            assert mark == "c"
    return known, small


@settings(max_examples=12, deadline=None)
@given(cases)
def test_no_small_count_is_the_difference_of_shown_ones(made):
    full = flow_cells(made)
    known, small = shown_and_small(suppress_cells(full, 4), full, lambda row: [row["value"]])
    assert given_away(known, small) == []


@settings(max_examples=12, deadline=None)
@given(cases.filter(bool))
def test_no_small_part_of_a_percentage_is_the_difference_of_shown_ones(made):
    full = rate_cells(made)
    known, small = shown_and_small(
        suppress_cells(full, 4), full,
        lambda row: [row["numerator"], row["denominator"] - row["numerator"]],
    )  # fmt: skip
    assert given_away(known, small) == []


def parts(**counts: int) -> pd.DataFrame:
    """Snapshot counts of one day: each part by its need, and the whole."""
    named = {"": sum(counts.values())} | {f"need={need}": n for need, n in counts.items()}
    rows = [
        {**cell(name, "snapshot", range(1), value=n), "period_start": month_end(0)}
        for name, n in named.items()
    ]
    return pd.DataFrame(rows)


def hidden_parts(cells: pd.DataFrame, small_to: int = 4) -> list[str]:
    found = suppress_cells(cells, small_to)
    assert (
        found.loc[found["marker"] == "c", ["numerator", "denominator", "value"]]
        .isna()
        .all(axis=None)
    )
    return sorted(found.loc[found["marker"] == "c", "breakdown"])


def test_the_smallest_other_part_is_hidden_beside_a_single_small_one():
    assert hidden_parts(parts(ASD=30, MLD=8, VI=2)) == ["need=MLD", "need=VI"]


def test_two_small_parts_hide_each_other_where_each_may_be_any_small_number():
    assert hidden_parts(parts(ASD=30, HI=3, VI=2)) == ["need=HI", "need=VI"]


def test_of_two_hidden_parts_with_two_left_over_each_is_not_one():
    assert hidden_parts(parts(ASD=20, HI=1, MLD=15, VI=1)) == ["need=HI", "need=MLD", "need=VI"]
    assert hidden_parts(parts(ASD=20, HI=1, MLD=15, VI=2)) == ["need=HI", "need=MLD", "need=VI"]
    # One of them may be nobody.
    assert hidden_parts(parts(ASD=20, HI=1, MLD=15, VI=3)) == ["need=HI", "need=VI"]


def test_zero_and_five_are_shown_and_the_limit_is_a_setting():
    assert hidden_parts(parts(ASD=30, MLD=5, VI=0)) == []
    assert hidden_parts(parts(ASD=30, MLD=5, VI=6), 5) == ["need=MLD", "need=VI"]


def test_where_no_other_part_holds_anybody_the_whole_is_small_too():
    assert hidden_parts(parts(ASD=3, MLD=0)) == ["", "need=ASD", "need=MLD"]


@pytest.mark.parametrize(
    ("within", "of", "is_hidden"),
    [(3, 20, True), (17, 20, True), (5, 20, False), (0, 20, False), (20, 20, False), (3, 3, True)],
)
def test_a_percentage_is_hidden_where_either_of_its_parts_is_small(within, of, is_hidden):
    rows = pd.DataFrame([cell("", "month", range(1), numerator=within, denominator=of)])
    assert (suppress_cells(rows, 4)["marker"] == "c").tolist() == [is_hidden]


def test_an_average_is_hidden_by_its_cases_not_by_its_days():
    few = cell("", "month", range(1), numerator=280, denominator=4, value=10)
    many = cell("", "month", range(1, 2), numerator=3, denominator=9, value=0.05)
    assert suppress_cells(pd.DataFrame([few, many]), 4)["marker"].tolist() == ["c", ""]


def test_a_month_is_not_the_difference_of_two_years_to_date():
    made = [(0, "A", "f", True)] * 9 + [(1, "A", "f", True)] * 2 + [(2, "A", "f", True)] * 9
    marks = by_cell(suppress_cells(flow_cells(made), 4))

    def mark(basis: str, month: int) -> str:
        return marks["", basis, month_end(month)]["marker"]

    assert mark("month", 1) == "c"
    assert "c" in (mark("ytd", 0), mark("ytd", 1))
    assert mark("ytd", 2) == ""


def test_overlapping_ages_are_hidden_together():
    bands = {"": 60, "age=0-5": 3, "age=0-11": 20, "age=6-18": 50, "age=12-18": 40}
    rows = [
        {**cell(name, "snapshot", range(1), value=n), "period_start": month_end(0)}
        for name, n in bands.items()
    ]
    assert hidden_parts(pd.DataFrame(rows)) == ["age=0-11", "age=0-5", "age=12-18", "age=6-18"]


def test_few_excepted_plans_are_not_the_difference_of_the_two_versions():
    def versions(including: int) -> pd.DataFrame:
        rows = [
            cell("exceptions=excluding", "month", range(1), numerator=15, denominator=30),
            cell("exceptions=including", "month", range(1), numerator=15, denominator=including),
        ]
        return pd.DataFrame(rows).assign(measure_id="ehcp-20-weeks")

    assert hidden_parts(versions(32)) == ["exceptions=including"]
    assert hidden_parts(versions(36)) == []


def test_what_is_hidden_of_referrals_or_completions_is_hidden_of_their_difference():
    assert measures_linked_to("slt-net") == ("slt-referrals", "slt-completed")
    assert measures_linked_to("autism-net") == ("autism-referrals", "autism-decisions")
    assert measures_linked_to("slt-waiting") == ()
    numbers = {"autism-referrals": 20, "autism-decisions": 3, "autism-net": 17}
    rows = [
        {**cell("", "month", range(1), value=n), "measure_id": name} for name, n in numbers.items()
    ]
    assert suppress_cells(pd.DataFrame(rows), 4)["marker"].tolist() == ["", "c", "c"]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12))
def test_of_counts_whose_sum_is_shown_none_or_two_are_hidden(counts):
    hidden = suppress_counts(counts)
    assert Counter(hidden)[True] != 1
    assert all(is_hidden for count, is_hidden in zip(counts, hidden, strict=True) if count in SMALL)


def test_the_areas_own_limit_comes_before_that_for_everywhere():
    rows = pd.DataFrame(
        [
            ("small_number_to", "", "4", None, None),
            ("small_number_to", "E1", "5", date(2024, 1, 1), None),
            ("clocks", "", "request", None, None),
        ],
        columns=["setting", "area_code", "value", "applies_from", "applies_to"],
    )
    assert read_small_to(rows, "E1", date(2025, 1, 1)) == 5
    assert read_small_to(rows, "E1", date(2023, 1, 1)) == 4
    assert read_small_to(rows, "E2", date(2025, 1, 1)) == 4


def test_a_small_part_of_a_measure_by_the_year_alone_is_hidden_with_another():
    """A year without cells of months must not be taken for twelve months without anybody."""
    years = ("year", range(12)), ("year", range(12, 24))
    counts = {"": (40, 40), "need=A": (20, 17), "need=B": (17, 13), "need=C": (3, 10)}
    rows = [
        cell(part, *year, numerator=float(count // 2), denominator=float(count))
        for part, both in counts.items()
        for year, count in zip(years, both, strict=True)
    ]
    shown = suppress_cells(pd.DataFrame(rows), 4)
    hidden = shown.loc[shown["marker"] == "c", ["breakdown", "period_end"]]
    assert sorted(map(tuple, hidden.to_numpy().tolist())) == [
        ("need=B", month_end(11)),
        ("need=C", month_end(11)),
    ]


counts_of_parts = st.tuples(*[st.tuples(st.integers(0, 9), st.integers(0, 9))] * 4)
years_of_parts = st.lists(
    counts_of_parts.filter(lambda parts: any(map(any, parts))), min_size=1, max_size=4
)


def year_cells(made: list[tuple[tuple[int, int], ...]]) -> pd.DataFrame:
    """A whole and four parts by the year alone, of those in time and those late; none of nobody."""
    rows = [
        cell(
            name, "year", range(12 * at, 12 * at + 12), numerator=within, denominator=within + late
        )
        for at, parts in enumerate(made)
        for name, (within, late) in zip(
            ("", "need=A", "need=B", "need=C", "need=D"),
            (tuple(map(sum, zip(*parts, strict=True))), *parts),
            strict=True,
        )
        if within + late
    ]
    return pd.DataFrame(rows).astype({"numerator": float, "denominator": float})


@given(years_of_parts)
def test_beside_hidden_parts_of_a_year_alone_so_much_is_hidden_that_each_may_be_any(made):
    full = year_cells(made)
    marks = mark_cells(full, 4, np.ones(len(full), bool))
    late = full["denominator"] - full["numerator"]
    is_small = (full["numerator"].between(1, 4) | late.between(1, 4)).to_numpy()
    assert (marks[is_small] == HIDDEN).all()
    for _, of_year in full.assign(mark=marks, count=full["denominator"]).groupby("period_end"):
        if of_year["mark"].iloc[0] == HIDDEN:
            continue
        hidden = (of_year["mark"] == HIDDEN).to_numpy()
        assert np.count_nonzero(hidden) != 1
        has_room = of_year["count"].to_numpy()[hidden].sum() - np.count_nonzero(hidden) >= 3
        assert not hidden.any() or has_room or hidden[1:].all()
