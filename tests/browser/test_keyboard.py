"""The dashboard without a mouse."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import EXAMPLE, LAPTOP, PHONE, expect_focus, tab_to, wait_until_shown

HARINGEY: Final = "/?area=E09000014&framework=ha-wsoa-2021"
# One page of each kind that has a bar, a head or a frame under which the focus could go.
WALKED: Final = (
    HARINGEY,
    "/?area=E09000014&framework=ha-wsoa-2021&view=list",
    "/priority/ha-wsoa-2021/1",
    f"/measure/ehcp-20-weeks?{EXAMPLE}&tab=numbers",
    "/data?tab=history",
    "/about",
)
# Of what has the focus: nothing marks it, its mark is cut by what scrolls, or something lies over it.
SEEN: Final = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const marks = [];
  const near = [one, one.nextElementSibling];
  for (let part = one.parentElement; part && near.length < 7; part = part.parentElement) near.push(part);
  for (const part of near.filter(Boolean)) {
    const style = getComputedStyle(part);
    const edge = {left: 0, top: 0, right: 0, bottom: 0};
    let isMarked = style.outlineStyle !== "none" && !/, 0\\)$/.test(style.outlineColor);
    for (const shadow of style.boxShadow.split(/,(?![^(]*\\))/)) {
      if (!/\\((11, 12, 12|255, 221, 0)\\)/.test(shadow)) continue;
      isMarked = true;
      if (shadow.includes("inset")) continue;
      const [x, y, , spread] = shadow.replace(/rgb\\([^)]*\\)/, "").trim().split(/\\s+/).map(parseFloat);
      edge.left = Math.max(edge.left, spread - x);
      edge.top = Math.max(edge.top, spread - y);
      edge.right = Math.max(edge.right, spread + x);
      edge.bottom = Math.max(edge.bottom, spread + y);
    }
    if (isMarked) marks.push([part, edge]);
  }
  const faults = marks.length ? [] : ["nothing marks it"];
  for (const [part, edge] of marks) {
    const box = part.getBoundingClientRect();
    for (let frame = part.parentElement; frame && frame !== document.body; frame = frame.parentElement) {
      const style = getComputedStyle(frame);
      if (["contents", "inline"].includes(style.display)) continue;
      const outer = frame.getBoundingClientRect();
      const isCutX = ["hidden", "clip"].includes(style.overflowX)
        && (box.left - edge.left < outer.left - 1 || box.right + edge.right > outer.right + 1);
      const isCutY = style.overflowY !== "visible"
        && (box.top - edge.top < outer.top - 1 || box.bottom + edge.bottom > outer.bottom + 1);
      if (isCutX || isCutY) faults.push(`cut by ${frame.outerHTML.slice(0, 60)}`);
    }
  }
  const box = one.getClientRects()[0];
  const over = [[box.left + 2, box.top + 2], [(box.left + box.right) / 2, (box.top + box.bottom) / 2]]
    .map(([x, y]) => document.elementFromPoint(x, y)).filter((part) => part
      && !part.contains(one) && !one.contains(part) && !part.closest("label")?.contains(one));
  if (over.length === 2) faults.push(`under ${over[0].outerHTML.slice(0, 60)}`);
  return faults.length ? [one.outerHTML.slice(0, 80), ...faults] : [];
}"""
STILL: Final = "() => { document.activeElement.blur(); scrollTo(0, 0); }"


def test_the_skip_link_comes_first_and_leads_to_the_page(visit, page):
    visit(HARINGEY)
    page.keyboard.press("Tab")
    expect_focus(page, words="Skip to main content")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect_focus(page, id="main")
    wait_until_shown(page, "framework=ha-wsoa-2021")


def test_area_plan_and_filter_are_chosen_by_keyboard(visit, page):
    visit(HARINGEY)
    tab_to(page, "#choice-area")
    # One letter: a browser that is slow between letters takes a later one, "e", as a new start.
    page.keyboard.press("t")
    wait_until_shown(page, "area=E09000030")
    tab_to(page, "#tool-sort")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("sort=moved"))
    expect_focus(page, id="tool-sort")
    tab_to(page, ".view-switch li:last-child a")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_visible()


def test_the_chart_cursor_reads_out_each_point_and_enter_drills(visit, page):
    visit("/priority/ha-wsoa-2021/1")
    tab_to(page, "[role='img'][data-stops]")
    readout = page.locator(".chart-readout").first
    page.keyboard.press("End")
    expect(readout).to_contain_text("2023 to date (to March): 25%")
    expect(page.locator("#announcer")).to_contain_text("2023 to date (to March): 25%")
    scrolled = page.evaluate("() => window.scrollY")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => window.scrollY") == scrolled
    page.keyboard.press("Enter")
    wait_until_shown(page, "/measure/")


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
@pytest.mark.parametrize("path", WALKED)
def test_the_focus_is_seen_whole_wherever_tab_leads_and_on_the_way_back(visit, page, path, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit(path)
    page.evaluate(STILL)
    for key in ("Tab", "Shift+Tab"):
        stops = 0
        while (found := press_and_look(page, key)) is not None:
            assert found == [], (key, found)
            stops += 1
        assert stops > 10
        # What is after the last of the page is the browser's own.
        page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")


def press_and_look(page, key):
    """Press a key; return what is wrong with how the focus is seen, None once it left the page."""
    page.keyboard.press(key)
    return page.evaluate(SEEN)
