"""A whole borough is attacked: what is found is so, and a page that hides nothing has no secrets."""

from datetime import date

import pandas as pd
import pytest

from tests.attack.boroughs import UNTIL, Borough, day_loaded, filled, known_by
from tests.attack.cells import Attack, learn
from tests.attack.fetch import fetch
from tests.attack.run import attack_all
from tests.attack.solver import solve

CUT_OFFS = (UNTIL, date(2026, 10, 14))
SECONDS = 20
DAYS = [day_loaded(cut_off) for cut_off in CUT_OFFS]


@pytest.fixture(scope="module")
def seen_and_behind():
    """Fetch the totals of a small borough on two days, as shown to all and as they are."""
    with filled(Borough(60, 3, CUT_OFFS)) as engine:
        return fetch(engine, DAYS, ()), fetch(engine, DAYS, (), shows_small=True)


@pytest.fixture(scope="module")
def parts_seen_and_behind():
    """Fetch the parts by sex and sector of another borough, as shown to all and as they are."""
    with filled(Borough(150, 5)) as engine:
        dimensions, days = ("sex", "sector"), [day_loaded(UNTIL)]
        return fetch(engine, days, dimensions), fetch(engine, days, dimensions, shows_small=True)


def test_whatever_is_found_of_a_borough_is_true(seen_and_behind):
    public, truth = seen_and_behind
    attack = Attack(public, truth, learn([truth]))
    found = solve(attack.system, attack.targets, seconds=3)
    assert attack.contradictions == []
    assert any(each.is_settled for each in found)
    assert [each for each in found if not each.low <= each.target.truth <= each.high] == []


def test_no_hidden_number_is_narrowed_below_what_its_mark_says(seen_and_behind):
    public, truth = seen_and_behind
    assert narrowed(public, truth) == []


def test_nor_is_one_of_a_part(parts_seen_and_behind):
    assert narrowed(*parts_seen_and_behind) == []


def narrowed(public: pd.DataFrame, truth: pd.DataFrame) -> list[str]:
    """Attack what is shown; return the hidden numbers that are narrowed."""
    results = list(attack_all(public, truth, SECONDS, learn([truth])))
    found = [each for result in results for each in result.found]
    assert any(each.is_settled for each in found)
    return [f"{each.target.label}: {each.low} to {each.high}" for each in found if each.is_narrowed]


def test_where_nothing_is_hidden_there_is_nothing_to_find(seen_and_behind):
    _, truth = seen_and_behind
    targets = Attack(truth, truth, learn([truth])).targets
    # How few have an exception is not looked up but worked out: all plans less those without one.
    assert [each for each in targets if "excepted " not in str(each.label)] == []


def test_an_extract_of_an_earlier_day_holds_nothing_that_came_later():
    text = (
        "case_id,request_date,decision_date,decision,cut_off\n"
        "A1,2026-10-02,2026-10-20,assess,2026-10-31\nA2,2026-10-21,,,2026-10-31\n"
    )
    assert known_by(text, date(2026, 10, 14)).splitlines() == [
        "case_id,request_date,decision_date,decision,cut_off",
        "A1,2026-10-02,,,2026-10-14",
    ]
