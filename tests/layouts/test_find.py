"""What of a plan has the words that are typed, and in which order."""

import pytest

from dashboard.model.panel import Action, ActionPlan
from dashboard.model.selection import Selection
from layouts.pages.find import Item, find_page, fitting
from layouts.ui.static_html import html_text
from tests.layouts.test_pages import two_priorities

NAMES = (
    "Delays in annual reviews",
    "Annual reviews on time",
    "Parents’ reviews",
    "Interannual change",
)
ITEMS = [Item("Measure", name, "/", name) for name in NAMES]
PLAN = ActionPlan(
    (Action("1.2", "New reviews (synthetic)", 1, "delayed", None, ()),),
    {"delayed": 1}, {1: {"delayed": 1}}, {}, {}, None, None, "", "", is_consistent=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", NAMES),
        ("annual", (NAMES[1], NAMES[0], NAMES[3])),
        ("REV ann", (NAMES[0], NAMES[1])),
        ("parents'", (NAMES[2],)),
        ("zebra", ()),
    ],
)
def test_what_begins_with_the_words_comes_first(typed, names):
    assert tuple(item.name for item in fitting(ITEMS, typed)) == names


def test_each_thing_of_a_plan_leads_to_its_place_with_its_value_and_status():
    here = Selection(page="find", area="E09000014", framework="ha-wsoa-2021")
    page = "".join(map(html_text, find_page(two_priorities(), PLAN, here)))
    assert page.count("<li ") == 5
    assert '<a href="/priority/ha-wsoa-2021/2">2. Autism</a>' in page
    assert "ha-wsoa-2021#action-1.2" in page
    assert "1.2 New reviews</a>" in page
    assert page.count("Late") == 1
