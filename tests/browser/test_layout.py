"""The pages of every plan at three sizes: nothing scrolls sideways, wraps in a tag or is cut."""

from typing import Final

import pytest

from tests.browser.journeys import EXAMPLE, LAPTOP, ON_BOTH, PHONE, PLANS, on_stores, resize

SIZES: Final = (LAPTOP, (1920, 1080), PHONE)
EVERY_PLAN: Final = {**PLANS, "example-plan": "X99000001"}
WRONG: Final = """() => {
  const isSeen = (one) => one.getClientRects().length && one.clientWidth > 1;
  const isCut = (one) => getComputedStyle(one).overflowX !== "visible"
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
  const wide = document.documentElement.scrollWidth;
  const words = [...document.querySelectorAll("main :is(h1, h2, h3, a, p, td, th, dd, dt, span, strong, button, label)")]
    .filter((one) => isSeen(one) && !one.closest(".chart-readout, svg, [popover]"));
  return [
    ...(wide > innerWidth ? [`${wide} px wide`] : []),
    ...[...document.querySelectorAll(".tag")].filter((one) => isSeen(one) && one.offsetHeight > 30),
    ...[...document.querySelectorAll(".part-name")].filter((one) => one.offsetHeight > 44),
    ...words.filter(isCut),
  ].map((one) => one.textContent ?? one);
}"""

# Panels with more than three lines of nothing above, between or below what they hold.
BLANK: Final = """() => [...document.querySelectorAll(".case-panel")].filter((panel) => {
  const box = panel.getBoundingClientRect();
  let end = box.top;
  const gaps = [...panel.children].map((one) => one.getBoundingClientRect())
    .filter((one) => one.width > 1).map((one) => {
      const gap = one.top - end;
      end = Math.max(end, one.bottom);
      return gap;
    });
  return Math.max(...gaps, box.bottom - end) > 60;
}).map((panel) => panel.textContent.slice(0, 60))"""


@on_stores("plan", EVERY_PLAN)
def test_the_pages_of_a_plan_fit_at_every_size(visit, page, plan: str) -> None:
    chosen = f"area={EVERY_PLAN[plan]}&framework={plan}"
    for address in (
        f"/?{chosen}",
        f"/?{chosen}&view=list&all=1",
        f"/priority/{plan}/2?{chosen}",
        f"/priority/{plan}/2?{chosen}&view=list",
        f"/priority/{plan}/3?{chosen}",
        f"/actions?{chosen}",
        f"/measure/ehcp-20-weeks?{chosen}",
    ):
        visit(address)
        for size in SIZES:
            resize(page, size)
            assert page.evaluate(WRONG) == [], (address, size)


@pytest.mark.parametrize("width", [1280, 1920])
@ON_BOTH
def test_panels_of_open_cases_are_filled_beside_each_other(visit, page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for measure in ("ehcp-20-weeks", "ehc-open-past-20-weeks", "autism-waiting-52-weeks"):
        visit(f"/measure/{measure}?{EXAMPLE}&tab=cases")
        assert page.locator(".case-panel").count() > 1
        assert page.evaluate(BLANK) == [], measure


@on_stores("plan", EVERY_PLAN)
def test_the_first_screen_of_a_plan_has_its_priorities_and_four_tiles(
    visit, page, plan: str
) -> None:
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit(f"/?area={EVERY_PLAN[plan]}&framework={plan}")
    ends = [
        each["y"] + each["height"]
        for part in (".key-tile", ".priority-card")
        for each in (one.bounding_box() for one in page.locator(part).all())
        if each
    ]
    tiles = [one.bounding_box() for one in page.locator(".tile").all()[:4]]
    assert max(*ends, *(each["y"] + each["height"] for each in tiles if each)) <= LAPTOP[1]
