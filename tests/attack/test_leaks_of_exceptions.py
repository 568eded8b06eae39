"""Ways in which those with an exception were once worked out, and others hidden for their sake."""

from dashboard.disclosure import public_cells
from dashboard.disclosure.marks import LEFT_OUT, SHOWN
from tests.attack.cells import SMALL_TO
from tests.attack.test_named_leaks import flows, hidden, narrowed, seen

PLANS = [30, 28, 26, 31, 29, 35, 27, 30, 28, 33, 31, 29, 30, 32, 31]
IN_TIME = [20, 16, 18, 22, 19, 25, 17, 20, 18, 23, 21, 19, 20, 22, 20]
EXCEPTED = [2, 5, 4, 6, 3, 5, 1, 6, 5, 4, 5, 5, 3, 6, 4]
EXCEPTED_IN_TIME = [1, 3, 2, 3, 1, 3, 0, 3, 3, 2, 2, 3, 2, 3, 2]


def plans_and_exceptions(months: int) -> list[dict]:
    """Return the cells of plans issued in some months, of which few have an exception in many."""
    plans, in_time, excepted, both = (
        each[:months] for each in (PLANS, IN_TIME, EXCEPTED, EXCEPTED_IN_TIME)
    )
    without = [
        (within - less_within, every - less)
        for within, every, less_within, less in zip(in_time, plans, both, excepted, strict=True)
    ]
    return [
        *flows("ehcp-new-plans", plans),
        *flows("ehcp-20-weeks", list(zip(in_time, plans, strict=True)), "exceptions=including"),
        *flows("ehcp-20-weeks", without, "exceptions=excluding"),
        *flows("ehc-exception-rate", list(zip(excepted, plans, strict=True))),
    ]


def test_where_exceptions_are_few_in_many_months_they_are_published_over_whole_quarters():
    marked = seen(plans_and_exceptions(15))
    is_out = marked["mark"] == LEFT_OUT
    months = marked[marked["basis"] == "month"]
    assert set(months.loc[months["mark"] == LEFT_OUT, "measure_id"]) == {
        "ehcp-20-weeks", "ehc-exception-rate"
    }  # fmt: skip
    without = marked[(marked["breakdown"] == "exceptions=excluding") & ~is_out]
    assert {end.month % 3 for end in without["period_end"]} == {0}
    assert set(without["mark"]) == {SHOWN}
    assert set(marked.loc[marked["breakdown"] != "exceptions=excluding", "mark"]) <= {
        SHOWN,
        LEFT_OUT,
    }
    assert hidden(marked, "ehcp-new-plans") == set()


def test_what_was_published_before_stays_published_though_exceptions_become_few():
    excepted_first = [dict(row) for row in plans_and_exceptions(3)]
    first = seen(excepted_first)
    second = seen(plans_and_exceptions(15), first)
    was = first.loc[first["mark"] != LEFT_OUT]
    assert "month" in set(was.loc[was["measure_id"] == "ehc-exception-rate", "basis"])
    now = second[(second["measure_id"] == "ehc-exception-rate") & (second["basis"] == "month")]
    assert LEFT_OUT not in set(now["mark"])
    assert narrowed(first, second) == []


def test_few_who_are_late_with_an_exception_are_not_what_two_rates_leave():
    """Of 10 with an exception in a month 8 are in time: 2 are late."""
    plans, in_time, excepted, both = [30] * 14, [15] * 14, [10] * 14, [5] * 14
    both[4] = 8
    without = [
        (within - less_within, every - less)
        for within, every, less_within, less in zip(in_time, plans, both, excepted, strict=True)
    ]
    rows = [
        *flows("ehcp-20-weeks", list(zip(in_time, plans, strict=True)), "exceptions=including"),
        *flows("ehcp-20-weeks", without, "exceptions=excluding"),
    ]
    assert narrowed(seen(rows)) == []


def test_a_window_without_anybody_without_an_exception_does_not_say_so():
    """12 months had a plan of each kind, the 12 a month later the one with an exception alone."""
    plans, excepted = [0] * 15, [0] * 15
    plans[1] = plans[5] = excepted[5] = 1
    without = [every - less for every, less in zip(plans, excepted, strict=True)]
    rows = [
        *flows("ehcp-new-plans", plans),
        *flows("ehcp-20-weeks", [(0, every) for every in plans], "exceptions=including"),
        *flows("ehcp-20-weeks", [(0, every) for every in without], "exceptions=excluding"),
    ]
    marked = seen(rows)
    public = public_cells(marked, SMALL_TO)
    of_year = public[public["basis"] == "rolling12"]
    windows = [
        set(of_year.loc[of_year["breakdown"] == f"exceptions={each}", "period_end"])
        for each in ("including", "excluding")
    ]
    assert windows[0] == windows[1] != set()
    assert narrowed(marked) == []


def test_one_plan_of_more_than_a_year_does_not_hide_plans_in_time_for_long():
    over = [0] * 9 + [1] + [0] * 5
    between = [
        every - within - late for every, within, late in zip(PLANS, IN_TIME, over, strict=True)
    ]
    rows = [
        *flows("ehcp-new-plans", PLANS),
        *flows("ehcp-20-weeks", list(zip(IN_TIME, PLANS, strict=True)), "exceptions=including"),
        *flows("ehcp-issued-bands", list(zip(IN_TIME, PLANS, strict=True)), "band=within-20"),
        *flows("ehcp-issued-bands", list(zip(between, PLANS, strict=True)), "band=20-to-52"),
        *flows("ehcp-issued-bands", list(zip(over, PLANS, strict=True)), "band=over-52"),
    ]
    marked = seen(rows)
    in_time = {basis for basis, _ in hidden(marked, "ehcp-20-weeks")}
    assert "year" not in in_time
    assert "quarter" not in in_time
    assert narrowed(marked) == []
