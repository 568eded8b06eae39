"""Plans and requests by setting, need and age ahead: as published, and of cases as far as they are shown."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.future.capacity import steps_of, totals
from dashboard.future.intervals import CASELOAD, NEW_PLANS, REQUESTS
from dashboard.future.model import FutureNeed, Outlook
from dashboard.future.places_text import gap_sentence, missing_places
from dashboard.future.scenario import capacity_names
from dashboard.model.selection import Selection
from data.cases.visible_cells import CellQuery, load_visible_cells
from data.queries.future import load_future_need
from data.store.read_transaction import read_transaction
from tests.builders.shipped import rows_of
from tests.stores import current_day, read_as_page

TOWER_HAMLETS: Final = "E09000030"
EXAMPLE: Final = "X99000001"
SPECIAL: Final = "setting=special_school"
LEAST_SHOWN: Final = 10


def need_of(engine: Engine, area: str) -> FutureNeed:
    return read_as_page(load_future_need, engine, Selection("future", area), current_day())


@pytest.fixture(scope="module")
def published(filled_engine: Engine) -> FutureNeed:
    return need_of(filled_engine, TOWER_HAMLETS)


@pytest.fixture(scope="module")
def hiding(local_example: Engine) -> FutureNeed:
    """What lies ahead of a borough of cases whose small numbers are hidden."""
    return need_of(local_example, EXAMPLE)


def width(outlook: Outlook) -> float:
    return outlook.years[0].high / outlook.years[0].low


def test_every_part_that_is_published_goes_ahead_at_its_present_share(published: FutureNeed):
    newest = {
        row["breakdown"]: float(row["value"])
        for row in rows_of("profile_observations_parts")
        if (row["area_code"], row["period_end"]) == (TOWER_HAMLETS, "2025-01-15")
    }
    parts = {part.breakdown: part for part in published.parts}
    assert {name: parts[name].last[1] for name in newest} == newest
    whole = published.outlook(CASELOAD)
    assert whole is not None
    for name, number in newest.items():
        ahead, every = parts[name].years[2], whole.years[2]
        assert ahead.value == pytest.approx(every.value * number / whole.last[1])
        assert not ahead.is_tested


def test_the_interval_of_a_part_is_that_of_all_plans_and_wider(published: FutureNeed):
    whole = published.outlook(CASELOAD)
    many, few = published.part("need=SLCN"), published.part("need=MSI")
    assert whole is not None
    assert many is not None
    assert few is not None
    assert width(whole) < width(many) < width(few)


def test_requests_and_new_plans_go_ahead_by_what_the_release_divides_them(published: FutureNeed):
    dimensions: dict[str, set[str]] = {}
    for part in published.flow_parts:
        dimension = part.breakdown.partition("=")[0]
        dimensions.setdefault(part.measure.measure_id, set()).add(dimension)
    assert dimensions == {REQUESTS: {"age"}, NEW_PLANS: {"age", "need", "setting"}}
    youngest = next(part for part in published.flow_parts if part.breakdown == "age=0-4")
    assert youngest.last == (date(2024, 12, 31), 329)
    assert min(part.last[1] for part in published.flow_parts) >= LEAST_SHOWN


def test_settings_that_were_counted_for_years_have_a_history_of_their_own(published: FutureNeed):
    special = published.part(SPECIAL)
    assert special is not None
    assert len(special.history) == 7
    assert special.years[0].is_tested


def test_parts_of_cases_are_those_that_are_shown(hiding: FutureNeed, local_example: Engine):
    chosen = Selection("future", EXAMPLE)
    officer = read_as_page(load_future_need, local_example, chosen, current_day(), shows_small=True)
    whole = hiding.outlook(CASELOAD)
    assert whole is not None
    ahead = [part for part in hiding.parts if part.years]
    assert ahead
    assert min(part.last[1] for part in hiding.parts) >= LEAST_SHOWN
    every = {part.breakdown for part in officer.parts}
    assert {part.breakdown for part in ahead} < every


def test_requests_are_divided_by_age_need_and_setting_as_far_as_they_are_shown(
    hiding: FutureNeed, local_example: Engine
):
    chosen = Selection("future", EXAMPLE)
    officer = read_as_page(load_future_need, local_example, chosen, current_day(), shows_small=True)
    shown, every = (
        {part.breakdown: part for part in need.flow_parts} for need in (hiding, officer)
    )
    assert {part.measure.measure_id for part in hiding.flow_parts} == {REQUESTS}
    assert {name.partition("=")[0] for name in every} == {"age", "need", "setting"}
    assert shown.keys() < every.keys()
    assert min(part.last[1] for part in shown.values()) >= LEAST_SHOWN
    whole = officer.outlook(REQUESTS)
    assert whole is not None
    ahead = every["age=5-10"]
    assert ahead.last[0] == whole.last[0]
    share = ahead.last[1] / whole.last[1]
    assert ahead.years[2].value == pytest.approx(whole.years[2].value * share)
    assert (
        sum(part.last[1] for name, part in every.items() if name.startswith("age"))
        <= (whole.last[1])
    )


def test_a_part_of_cases_is_a_cell_that_its_measures_page_shows(
    hiding: FutureNeed, local_example: Engine
):
    parts = [part for part in (*hiding.parts, *hiding.flow_parts) if part.years]
    with read_transaction(local_example) as transaction:
        for part in parts:
            query = CellQuery(EXAMPLE, (part.measure.measure_id,), (part.breakdown,), (part.basis,))
            cells = load_visible_cells(transaction, query, date.max, is_open=False)
            is_part = cells["breakdown"].eq(part.breakdown) & cells["marker"].eq("")
            days = dict(zip(cells["period_end"][is_part], cells["value"][is_part], strict=True))
            assert days[part.last[0]] == part.last[1]


def test_the_gap_is_of_plans_that_are_shown(filled_engine: Engine, hiding: FutureNeed):
    places = {}
    for need in (need_of(filled_engine, EXAMPLE), hiding):
        special = need.part(SPECIAL)
        assert special is not None
        missing = round(special.years[2].value - 540)
        words = gap_sentence(special, totals(steps_of(need.steps, SPECIAL)), "special school")
        assert words.startswith(f"{missing} more plans than special school places by ")
        places[special.last[0]] = special.last[1]
    # Where small numbers are hidden the newest day that is shown is an earlier one.
    assert len(places) == 2


def test_no_gap_is_worked_out_of_plans_that_are_not_known(hiding: FutureNeed):
    assert missing_places(hiding) == ""
    assert missing_places(replace(hiding, parts=())) == (
        "The plans in special school and resource base are hidden or not loaded, so whether its places "
        "are enough is not known."
    )


def test_places_can_be_chosen_where_there_are_any(hiding: FutureNeed):
    names = capacity_names(hiding)
    assert not {"setting=none", "setting=home_educated"} & names.keys()
