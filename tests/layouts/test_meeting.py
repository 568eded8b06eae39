"""The list of packs: this plan's on top, then every other plan's, each with one button."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import dash_bootstrap_components as dbc
import pytest
from dash import html

from dashboard.model.selection import Selection
from dashboard.pack.model import DRAFT, Since, Step, StoredPack, Turn
from dashboard.pack.scope import WHOLE_PLAN, Scope
from layouts.pages.meetings.meeting import meeting_page
from layouts.sections.meetings.pack_card import pack_card
from tests.layouts.test_pages import HERE, every, overview, words

MADE: Final = Step(DRAFT, "Ann Example", datetime(2026, 11, 2, 9, tzinfo=UTC), "")
# The order in which the store lists them.
NEWEST_FIRST: Final = (
    ("th-strategy", date(2026, 10, 1)),
    (HERE.framework, date(2026, 9, 1)),
    ("ex-plan", date(2026, 8, 1)),
    (HERE.framework, date(2026, 7, 1)),
    ("th-strategy", date(2026, 6, 1)),
)


def stored(plan: str, day: date, scope: Scope = WHOLE_PLAN) -> StoredPack:
    return StoredPack(f"{plan}-{day}-v1", plan[:2], plan, day, 1, "", "", (MADE,), scope=scope)


def test_packs_of_every_plan_are_listed_the_newest_first_and_this_plans_on_top() -> None:
    packs = [stored(*each) for each in NEWEST_FIRST]
    names = {plan: f"Name of {plan}" for plan, _ in NEWEST_FIRST}
    page = html.Div(meeting_page(packs, overview(), HERE, date(2026, 11, 29), plans=names))
    cards = list(every(html.Article, page))
    titles = [words(next(every(html.H3, card))) for card in cards]
    assert titles == [
        "As at 1 September 2026, version 1",
        "As at 1 July 2026, version 1",
        "Name of th-strategy As at 1 October 2026, version 1",
        "Name of ex-plan As at 1 August 2026, version 1",
        "Name of th-strategy As at 1 June 2026, version 1",
    ]
    for card in cards:
        (button,) = [
            link for link in every(html.A, card) if "first" in getattr(link, "className", "")
        ]
        assert words(button).startswith("Present")


def test_packs_of_an_owner_are_compared_across_plans_and_with_no_others() -> None:
    owner = Scope(owner="SEN casework")
    plan, other = "th-wsoa", "th-strategy"
    later, second, earlier = (
        stored(plan, date(2026, 9, 1), owner),
        stored(other, date(2026, 8, 1), owner),
        stored(other, date(2026, 7, 1), owner),
    )
    others = [stored(other, date(2026, 6, 1)), stored("ex-plan", date(2026, 5, 1), owner)]
    chosen = replace(HERE, framework=plan, pack=later.pack_id, against=earlier.pack_id)
    packs = [later, second, earlier, *others]
    selects = compare_selects(packs, chosen)
    assert {name: each.value for name, each in selects.items()} == {
        "pack": later.pack_id,
        "against": earlier.pack_id,
    }
    names = [later.pack_id, second.pack_id, earlier.pack_id]
    assert [option["value"] for option in selects["pack"].options] == names


def compare_selects(packs: Sequence[StoredPack], chosen: Selection) -> dict[str, Any]:
    page = html.Div(meeting_page(packs, overview(), chosen, date(2026, 11, 29)))
    form = next(
        each for each in every(html.Form, page) if "compare" in getattr(each, "className", "")
    )
    return {each.name: each for each in every(dbc.Select, form)}


@pytest.mark.parametrize(
    ("pack", "against", "expected"),
    [(0, None, (1, 0)), (1, None, (2, 1)), (2, None, (2, 1)), (2, 0, (2, 0))],
)
def test_two_packs_are_compared_from_the_earlier_to_the_later(
    pack: int, against: int | None, expected: tuple[int, int]
) -> None:
    """An owner's pack of a plan whose name comes first is no newer for that."""
    owner, day = Scope(owner="SEN casework"), date(2026, 9, 1)
    newest, second, first = (
        replace(stored(plan, day, owner), version=version)
        for plan, version in ((HERE.framework, 3), ("a-plan", 2), ("b-plan", 1))
    )
    packs = [replace(each, area_code="th") for each in (newest, second, first)]
    ids = [each.pack_id for each in packs]
    chosen = replace(HERE, pack=ids[pack], against="" if against is None else ids[against])
    selects = compare_selects([packs[1], packs[2], packs[0]], chosen)
    assert (selects["against"].value, selects["pack"].value) == tuple(ids[at] for at in expected)


def test_what_changed_in_an_owners_pack_leads_to_measures_of_any_plan() -> None:
    turn = Turn("moved", "exclusions", "Exclusions", "fell")
    since = Since("", date(2026, 6, 1), 0, "Since June", (turn,), {}, {})

    def links(scope: Scope) -> list[str]:
        pack = replace(stored("th-wsoa", date(2026, 9, 1), scope), since=since)
        card = pack_card(pack, None, HERE)
        return [link.href for link in every(html.A, card) if "exclusions" in link.href]

    assert links(Scope(owner="SEN casework")) == ["/measure/exclusions?area=th"]
    assert links(WHOLE_PLAN) == ["/measure/exclusions?area=th&framework=th-wsoa"]
