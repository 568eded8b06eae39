"""The read-out of a chart: by pointer, press and key, in one line that moves nothing."""

from typing import Final

from playwright.sync_api import expect

from tests.browser.journeys import ON_BOTH, ON_BOTH_IN_SWEEP, wait_until_shown

PAGE: Final = "/priority/example-plan/1"
# How long the handlers of ten moves of the pointer took at most, in milliseconds, and how much the
# layout shifted.
MOVED: Final = """async (picture) => {
  const box = picture.getBoundingClientRect();
  let shift = 0;
  const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    shift += one.value;
  }));
  watch.observe({ type: "layout-shift" });
  const readout = picture.closest(".chart").querySelector(".chart-readout");
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const taken = [];
  const words = new Set();
  for (let step = 1; step <= 10; step += 1) {
    const clientX = box.left + box.width * (0.2 + step * 0.07);
    const move = new PointerEvent("pointermove", { bubbles: true, clientX, pointerType: "mouse" });
    const start = performance.now();
    picture.dispatchEvent(move);
    taken.push(performance.now() - start);
    await frame();
    words.add(readout.textContent);
  }
  return { slowest: taken.sort((a, b) => a - b)[5], words: words.size, shift };
}"""


@ON_BOTH_IN_SWEEP
def test_a_pointer_is_read_out_in_the_next_frame_and_moves_nothing(visit, page):
    visit(PAGE)
    moved = page.locator(".chart-picture").first.evaluate(MOVED)
    assert moved["words"] >= 8
    assert moved["slowest"] <= 4
    assert moved["shift"] <= 0.01


@ON_BOTH
def test_a_press_pins_and_leads_to_the_measure_at_that_period(visit, page):
    visit(PAGE)
    chart = page.locator(".chart").first
    picture, readout = chart.locator(".chart-picture"), chart.locator(".chart-readout")
    idle = readout.inner_text()
    picture.click(position={"x": 200, "y": 60})
    expect(chart.get_by_role("link", name="Open")).to_be_visible()
    page.mouse.move(2, 2)
    words = readout.locator("span").inner_text()
    assert ": " in words
    page.keyboard.press("Escape")
    expect(readout).to_have_text(idle)
    picture.click(position={"x": 200, "y": 60})
    chart.get_by_role("link", name="Open").click()
    wait_until_shown(page, "/measure/", "at=")
    opened = page.locator(".chart-readout").first
    expect(opened.locator("span")).to_contain_text(words.split(" · ")[0])


@ON_BOTH
def test_keys_move_by_point_and_by_year_and_hold_what_they_found(visit, page):
    visit(PAGE)
    chart = page.locator(".chart").first
    picture, readout = chart.locator(".chart-picture"), chart.locator(".chart-readout")
    picture.focus()
    page.keyboard.press("End")
    expect(readout).to_contain_text("October 2026")
    page.keyboard.press("PageUp")
    expect(readout).to_contain_text("October 2025")
    page.keyboard.press("ArrowRight")
    expect(readout).to_contain_text("November 2025")
    expect(page.locator("#announcer")).to_contain_text("November 2025")
    page.keyboard.press("Space")
    expect(chart.get_by_role("link", name="Open")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chart.get_by_role("link", name="Open")).to_have_count(0)


@ON_BOTH_IN_SWEEP
def test_a_tap_reads_out_and_a_second_one_ends_it(browser, visitor):
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    visitor(page).open(PAGE)
    chart = page.locator(".chart:has(.chart-picture)").first
    chart.scroll_into_view_if_needed()
    chart.locator(".chart-picture").tap(position={"x": 200, "y": 60})
    link = chart.get_by_role("link", name="Open")
    expect(link).to_be_visible()
    assert link.bounding_box()["height"] >= 44
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    chart.locator(".chart-picture").tap(position={"x": 200, "y": 60})
    expect(link).to_have_count(0)
    context.close()


@ON_BOTH_IN_SWEEP
def test_t_leads_to_the_numbers_of_a_panel(visit, page):
    visit(PAGE)
    page.locator(".chart-picture").first.focus()
    page.keyboard.press("t")
    wait_until_shown(page, "/measure/", "tab=numbers")
