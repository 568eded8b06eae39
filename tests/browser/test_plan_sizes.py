"""Plans of one measure and of eighty: nothing is cut, nothing is wider than the screen, all can be shown."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, opening
from tests.browser.journeys import CUT, LAPTOP, NARROW, PHONE, resize
from tests.builders.plans import AREA, PRIORITIES, load_plan, plan_of
from tests.conftest import Serve
from tests.stores import MakeStore, address, opened

# What ends above the fold of a laptop: key measures, priorities, and a row of tiles where there is one.
ABOVE_THE_FOLD = """() => [".key-tile", ".priority-card", "#tiles > [data-measure]"].map((kind) =>
  [...document.querySelectorAll(kind)].filter((one) =>
    one.getClientRects().length && one.getBoundingClientRect().bottom <= window.innerHeight).length)"""
SHOWN_TILES = "#tiles > [data-measure]:not([hidden])"


@pytest.fixture(scope="module", params=[1, 80])
def plan(
    request: pytest.FixtureRequest, make_sqlite: MakeStore, serve: Serve
) -> Iterator[tuple[str, int]]:
    """A server of a plan, and how many measures it has."""
    store, count = make_sqlite("empty"), request.param
    with opened(store) as engine:
        load_plan(engine, count)
    with serve(address(store)) as server:
        yield server.url, count


@pytest.fixture
def go(page: Page, plan: tuple[str, int]) -> Iterator[Callable[[str], Visit]]:
    with opening(page, plan[0]) as visit:
        yield visit


def test_its_pages_are_whole_on_a_laptop_and_a_phone(
    go: Callable[[str], Visit], page: Page, plan: tuple[str, int]
) -> None:
    _, count = plan
    measure = f"/measure/measure-1?area={AREA}"
    for path in (
        "/", "/?all=1", "/?view=list", f"/priority/{plan_of(count)}/1", measure, f"{measure}&tab=all",
        "/actions", "/meeting",
    ):  # fmt: skip
        page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
        go(path)
        for size in (LAPTOP, PHONE, NARROW):
            resize(page, size)
            assert page.evaluate(CUT) == [], (path, size)


def test_its_first_screen_has_key_measures_priorities_and_tiles(
    go: Callable[[str], Visit], page: Page, plan: tuple[str, int]
) -> None:
    _, count = plan
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    go("/")
    assert page.evaluate(ABOVE_THE_FOLD) == ([1, 1, 0] if count == 1 else [4, PRIORITIES, 4])
    tile = page.locator(".key-tile").first.bounding_box()
    assert tile is not None
    assert tile["width"] < 320
    words = "1 measure" if count == 1 else "76 more measures"
    expect(page.locator("#count-of-measures")).to_have_text(words)


def test_all_of_its_measures_can_be_shown(
    go: Callable[[str], Visit], page: Page, plan: tuple[str, int]
) -> None:
    _, count = plan
    go("/")
    if count == 1:
        expect(page.locator("#show-all")).to_be_hidden()
        return
    expect(page.locator(SHOWN_TILES)).to_have_count(12)
    page.locator("#show-all a").press("Enter")
    expect(page.locator(SHOWN_TILES)).to_have_count(76)
    page.locator(".view-switch a", has_text="List").press("Enter")
    expect(page.locator("#list > [data-measure]:not([hidden])")).to_have_count(count)
