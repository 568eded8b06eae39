"""The pages of every plan at three sizes: nothing scrolls sideways, wraps in a tag or is cut."""

from typing import Final

from tests.browser.journeys import LAPTOP, PHONE, PLANS, on_stores, resize

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
