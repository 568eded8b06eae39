"""Each way in which a hidden number was once worked out, in cells of its own."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.disclosure import is_published, mark_cells, public_cells
from dashboard.disclosure.axes import axis_of
from dashboard.disclosure.exchanges import Room, Target, affected, exchanges_of
from dashboard.disclosure.linked_numbers import WHOLE, Part
from dashboard.disclosure.marks import HIDDEN
from dashboard.disclosure.quantities import DAYS_OPEN
from dashboard.disclosure.tables import tables_of
from dashboard.measures.dates import FAR
from dashboard.text.periods import window
from tests.attack.cells import SMALL_TO, Attack
from tests.attack.solver import solve
from tests.attack.test_naming import Numbers, cell

BASES = ("month", "quarter", "ytd", "rolling12", "year")
WHOLE_AFTER = {"quarter": 3, "year": 12}
FIRST_DAY, SECOND_DAY = date(2026, 11, 5), date(2026, 12, 5)


def month_end(month: int) -> date:
    """Return the last day of a month counted from January 2024."""
    return date(2024 + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(1)


def flows(measure_id: str, monthly: Sequence[Numbers], breakdown: str = "") -> list[dict]:
    """Return the cells of a measure over every window of some months from January 2024 on."""
    counts = np.array(monthly, float).reshape(len(monthly), -1)
    cells = []
    for basis in BASES:
        for last in range(len(monthly)):
            start = window(basis, month_end(last))[1]
            first = (start.year - 2024) * 12 + start.month - 1
            is_whole = (last + 1) % WHOLE_AFTER.get(basis, 1) == 0
            if first < 0 or not is_whole:
                continue
            total = counts[first : last + 1].sum(axis=0).tolist()
            numbers = total[0] if len(total) == 1 else (total[0], total[1])
            if len(total) == 1 or total[1]:
                cells.append(cell(measure_id, numbers, breakdown, basis, end=month_end(last)))
    return cells


def stock(measure_id: str, months: Iterable[Numbers], breakdown: str = "") -> list[dict]:
    """Return the cells of a measure on the last day of each month from January 2024 on."""
    return [
        cell(measure_id, numbers, breakdown, "snapshot", end=month_end(at))
        for at, numbers in enumerate(months)
    ]


def seen(cells: list[dict], before: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return cells with their marks."""
    frame = pd.DataFrame(cells).assign(area_code="E1")
    return frame.assign(mark=mark_cells(frame, SMALL_TO, np.ones(len(frame), bool), before))


def narrowed(*days: pd.DataFrame) -> list[str]:
    """Attack marked cells as known on some days; return what is narrowed of what is hidden."""
    public, truth = [], []
    for at, marked in zip((FIRST_DAY, SECOND_DAY), days, strict=False):
        public.append(public_cells(marked, SMALL_TO).assign(as_of=at))
        truth.append(marked.assign(marker="", as_of=at))
    attack = Attack(pd.concat(public, ignore_index=True), pd.concat(truth, ignore_index=True))
    assert attack.targets
    found = solve(attack.system, attack.targets)
    return [f"{each.target.label}: {each.low} to {each.high}" for each in found if each.is_narrowed]


def hidden(marked: pd.DataFrame, measure_id: str) -> set[tuple[str, date]]:
    """Return the windows in which a measure is hidden."""
    rows = marked[(marked["measure_id"] == measure_id) & (marked["mark"] != 0)]
    return set(zip(rows["basis"], rows["period_end"], strict=True))


REQUESTS = [20, 18, 3, 22, 19, 25, 21, 17, 23, 20, 18, 24, 19, 22, 20, 18]


def test_requests_are_hidden_where_the_denominator_of_their_cohort_is():
    cohort = [(count // 2, count) for count in REQUESTS]
    marked = seen([*flows("ehc-requests", REQUESTS), *flows("ehc-cohort-20-weeks", cohort)])
    assert hidden(marked, "ehc-requests") <= hidden(marked, "ehc-cohort-20-weeks")
    assert narrowed(marked) == []


def test_plans_issued_and_the_other_counts_of_plans_hide_together():
    plans = [30, 28, 26, 31, 29, 35, 27, 30, 28, 33, 31, 29, 30, 32]
    in_time = [20, 3, 18, 22, 19, 25, 17, 20, 18, 23, 21, 19, 20, 22]
    excepted = [5, 2, 6, 7, 5, 8, 6, 5, 7, 6, 5, 6, 7, 5]
    over = [6, 1, 2, 5, 6, 7, 5, 6, 5, 6, 5, 6, 5, 6]
    rows = [
        *flows("ehcp-new-plans", plans),
        *flows("ehcp-20-weeks", list(zip(in_time, plans, strict=True)), "exceptions=including"),
        *flows(
            "ehcp-20-weeks",
            [(n - 1, of - less) for n, of, less in zip(in_time, plans, excepted, strict=True)],
            "exceptions=excluding",
        ),
        *flows("ehc-exception-rate", list(zip(excepted, plans, strict=True))),
        *flows("ehcp-issued-bands", list(zip(in_time, plans, strict=True)), "band=within-20"),
        *flows("ehcp-issued-bands", list(zip(over, plans, strict=True)), "band=over-52"),
    ]
    assert narrowed(seen(rows)) == []


def test_waiting_is_hidden_with_each_of_its_denominators():
    rows = [
        *stock("slt-waiting", [30, 3, 28]),
        *stock("slt-waiting-18-weeks", [(20, 30), (2, 3), (28, 28)]),
    ]
    marked = seen(rows)
    assert ("snapshot", month_end(1)) in hidden(marked, "slt-waiting")
    assert hidden(marked, "slt-waiting") <= hidden(marked, "slt-waiting-18-weeks")
    assert narrowed(marked) == []


def test_five_months_of_one_child_each_may_be_others():
    assert narrowed(seen(flows("ehc-requests", [1, 1, 1, 1, 1, *REQUESTS]))) == []


def test_two_hidden_parts_with_two_left_over_may_be_any():
    parts = {"need=ASD": 20, "need=MLD": 15, "need=HI": 1, "need=VI": 1, "": 37}
    rows = [row for part, count in parts.items() for row in stock("ehc-open", [count], part)]
    assert narrowed(seen(rows)) == []


def test_no_two_days_leave_what_each_hides():
    """On one day 23 and 10 are shown, on the next 10: 23 − 10 − 10 would be 3."""
    months = [10, 10, 3, 12, 14]
    first = seen(flows("ehcp-new-plans", months[:3]))
    second = seen(flows("ehcp-new-plans", months), first)
    assert narrowed(first, second) == []
    stays = hidden(first, "ehcp-new-plans")
    assert stays
    assert stays <= hidden(second, "ehcp-new-plans")


def test_months_to_clear_that_are_hidden_do_not_hide_the_list_at_the_next_load():
    """Few were completed in a month: months to clear the list are hidden, who waits is shown."""
    waiting, completed = [30, 34, 38, 43, 50], [20, 18, 3, 22, 25]
    rows = [
        *stock("slt-waiting", waiting),
        *flows("slt-completed", completed),
        *stock("slt-clearance-months", [(count, 15) for count in waiting]),
    ]
    first = seen(rows)
    second = seen(rows, first)
    assert hidden(first, "slt-clearance-months")
    for marked in (first, second):
        assert hidden(marked, "slt-waiting") == set()
    assert hidden(first, "slt-clearance-months") <= hidden(second, "slt-clearance-months")
    assert narrowed(first, second) == []


def test_stocks_do_not_give_flows():
    """Open 106, then 109, and nobody left: 3 came."""
    rows = [*stock("slt-waiting", [106, 109, 115]), *flows("slt-referrals", [20, 3, 9])]
    assert narrowed(seen(rows)) == []


def test_over_104_weeks_is_not_what_is_left_of_over_52():
    rows = [
        *stock("slt-waiting", [60, 62]),
        *stock("slt-over-52-weeks", [5, 6]),
        *stock("slt-over-104-weeks", [1, 2]),
        *stock("slt-waiting-18-weeks", [(40, 60), (41, 62)]),
    ]
    assert narrowed(seen(rows)) == []


def test_meetings_held_are_not_bounded_by_those_offered():
    held = [9, 1, 8, 9, 9, 9]
    offered = [12, 2, 12, 13, 12, 12]
    plans = [30, 28, 26, 31, 29, 35]
    rows = [
        *flows("ehcp-coproduction-meeting", list(zip(held, plans, strict=True))),
        *flows("ehcp-coproduction-offered", list(zip(offered, plans, strict=True))),
    ]
    assert narrowed(seen(rows)) == []


def test_plans_with_a_request_date_do_not_bound_all_plans():
    plans = [30, 3, 26, 31, 29, 35]
    dated = [28, 3, 26, 29, 29, 33]
    averages = [
        row | {"value": 20.0, "numerator": np.nan}
        for row in flows("ehcp-average-weeks", [(0, count) for count in dated])
    ]
    marked = seen([*flows("ehcp-new-plans", plans), *averages])
    assert ("month", month_end(1)) in hidden(marked, "ehcp-average-weeks")
    assert narrowed(marked) == []


def test_nobody_has_been_open_for_less_than_no_days():
    """Whoever waits and is not over 52 weeks is within them: there is no third."""
    waits = axis_of(DAYS_OPEN, [(0, 364), (365, FAR)])
    assert sorted(waits.inside((0, 364)) + waits.inside((365, FAR))) == [0, 1]
    assert len(waits.atoms) == 2


def test_those_who_were_open_before_do_not_bound_the_few_who_are_due():
    """9 were open, and 6 are past their date: no more than 3 of the 9 can be due before it."""
    every = stock("ehc-open", [9, 9, 9, 9])
    rows = [
        *every,
        *stock("ehc-open-past-20-weeks", [6, 6, 6, 6]),
        *stock("ehc-due-4-weeks", [0, 0, 1, 0]),
    ]
    hidden_before = seen(every[2:3]).assign(mark=HIDDEN)
    assert narrowed(seen(rows, hidden_before)) == []


def test_few_over_52_weeks_leave_those_within_18_shown_also_where_bands_are_shown_on_one_day():
    rows = [
        *stock("camhs-waiting", [1475, 1480]),
        *stock("camhs-waiting-18-weeks", [(1328, 1475), (1330, 1480)]),
        *stock("camhs-over-52-weeks", [2, 3]),
        *stock("camhs-over-104-weeks", [0, 0]),
        cell("camhs-waiting", 147, "weeks=18-52", "snapshot", end=month_end(1)),
    ]
    marked = seen(rows)
    assert hidden(marked, "camhs-over-52-weeks")
    assert hidden(marked, "camhs-waiting-18-weeks") == set()
    assert narrowed(marked) == []


def test_parts_of_nobody_do_not_say_that_nobody_was_open_between_few_arrivals():
    """Two came, one before and one after a day on which the only part there is has nobody."""
    came = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    there = [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0]
    longest = [
        row | {"value": 20.0, "numerator": np.nan}
        for row in stock("slt-longest-waiting", [(0, count) for count in there])
        if row["denominator"]
    ]
    rows = [*flows("slt-referrals", came), *stock("slt-waiting", there), *longest]
    parts = [
        *flows("slt-referrals", came, "provider=Trust"),
        *stock("slt-waiting", there, "provider=Trust"),
    ]
    frame = pd.DataFrame([*rows, *parts]).assign(area_code="E1")
    published = is_published(frame, {})
    marked = frame.assign(mark=mark_cells(frame, SMALL_TO, published))
    assert narrowed(marked[published]) == []


def test_nobody_changes_to_a_part_in_which_nobody_was_and_to_which_nobody_came():
    """14 of 14 who wait are in one part, and so is everybody who came within a year of that day."""
    room = Room(0, 0, SMALL_TO, 4)
    for came_elsewhere, may_change in ((0, False), (1, True)):
        rows = [
            *stock("slt-waiting", [14] * 18),
            *stock("slt-waiting", [14] * 18, "provider=A"),
            *stock("slt-waiting", [0] * 18, "provider=B"),
            *stock("slt-waiting", [0] * 18, "provider=C"),
            *flows("slt-referrals", [9 + came_elsewhere] * 18),
            *flows("slt-referrals", [9] * 18, "provider=A"),
            *flows("slt-referrals", [came_elsewhere] * 18, "provider=B"),
        ]
        (waiting,) = (table for table, _ in tables_of(pd.DataFrame(rows)) if table.is_stock)
        target = Target(Part("provider", "A"), 5, 5, 0, -1, 14)
        exchanges = list(exchanges_of(waiting, target, room))
        assert any(each.pieces is not None for each in exchanges) == may_change


def test_every_exchange_changes_the_number_that_it_leaves_open():
    """A case moved by a month in every year is in the same 12 months as before."""
    cells = pd.DataFrame(flows("ehc-requests", [*REQUESTS, *REQUESTS]))
    room = Room(0, 0, SMALL_TO, 4)
    for table, targets in tables_of(cells):
        windows = targets[["first", "last"]].itertuples(index=False, name=None)
        for first, last in set(windows):
            target = Target(WHOLE, first, last, 0, -1, 20)
            is_own = (table.first == first) & (table.last == last)
            for exchange in exchanges_of(table, target, room):
                assert affected(table, WHOLE, exchange)[is_own].all()
