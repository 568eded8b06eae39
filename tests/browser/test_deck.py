"""The slides of a pack in a real browser: by keys, by link, beside the presenter's own window."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import numpy as np
import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine
from werkzeug.serving import make_server

import callbacks.packs.respond
from callbacks import make_app, register
from callbacks.server.settings import Settings
from dashboard.pack.model import StoredPack
from data.queries.snapshot import UnknownSelectionError
from tests.browser.conftest import AXE
from tests.builders.packs import DAYS, EXAMPLE, HARINGEY, STATEMENT, STRATEGY, gather_pack

# The Example borough's plan, once more where it is not marked synthetic.
HIDING: Final = "hiding"
HIDING_IN_SWEEP: Final = pytest.param(HIDING, marks=pytest.mark.sweep)
# The plan with the fewest slides.
SHORT: Final = STATEMENT
A_MEASURE: Final = "measure-ehcp-20-weeks"
AXE_ON: Final = """async (part) => {
  const found = await axe.run(part || document, {resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}"""
# Each of some slides alone in the document: axe walks over hidden ones too, which takes long.
AXE_ON_EACH: Final = """async (names) => {
  const room = document.getElementById("slides");
  const slides = [...room.children].filter((one) => names.includes(one.dataset.slide));
  const faults = [];
  for (const slide of slides) {
    slide.hidden = false;
    room.replaceChildren(slide);
    const found = await axe.run(document, {resultTypes: ["violations"]});
    faults.push(...found.violations.flatMap((one) => one.nodes.map((node) =>
      `${slide.dataset.slide}: ${one.id}: ${node.html}`)));
  }
  return [slides.length, faults];
}"""
# Shows all slides at once, each on a stage of its own, and says what lies outside its place.
OVERFLOWING: Final = """() => {
  const slides = [...document.querySelectorAll("[data-slide]")];
  const faults = [];
  const box = (one) => one.getBoundingClientRect();
  document.getElementById("slides").style.display = "block";
  slides.forEach((one) => { one.hidden = false; });
  for (const slide of slides) {
    const say = (words) => faults.push(`${slide.dataset.slide}: ${words}`);
    const parts = [...slide.querySelectorAll("*:not(template, svg *)")].map(box);
    if (slide.scrollWidth > slide.clientWidth) say("is too wide");
    if (slide.scrollHeight > slide.clientHeight) say("is too tall");
    if (parts.some((one) => one.right > box(slide).right + 1)) say("runs over the right edge");
    const foot = box(slide.querySelector("footer")).top;
    const body = [...slide.querySelectorAll(".slide-body *:not(svg *)")];
    if (body.some((one) => box(one).bottom > foot + 2)) say("runs into its foot");
    const rail = slide.querySelector(".rail dl");
    const said = slide.querySelector(".remarks");
    for (const cell of slide.querySelectorAll(".cell")) {
      const [title, number, goal, tags] = [".item-title a", ".value > strong", ".goal", ".cell-tags .tag"]
        .map((part) => cell.querySelector(part));
      /* A line of text has air above its letters. */
      const top = number && box(number).top + box(number).height / 5;
      if (number && box(title).bottom > top) say(`${title.textContent}: on its value`);
      if (goal && box(goal).bottom > box(tags).top + 4) say(`${title.textContent}: target on its tags`);
    }
    if (rail && said && box(rail).bottom > box(said).top + 1) say("figures run into what is said");
  }
  return [slides.length, faults];
}"""
SMALLEST: Final = """() => Math.min(...[...document.querySelectorAll(
  "[data-slide]:not([hidden]) *, .toolbar *")]
  .filter((one) => one.textContent.trim() && one.getClientRects().length && !one.closest("svg"))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
# Each piece of text and each stroke of a chart on the slide that is shown: its words, and its box.
WRITTEN_AND_DRAWN: Final = """() => {
  const hidden = "template, .part, .unseen, .rail h2, .remarks h2, caption";
  const slide = document.querySelector("[data-slide]:not([hidden])");
  const found = [];
  const add = (name, box, edge) => {
    if (box.width + box.height > 0)
      found.push([name, box.left - edge, box.top - edge, box.right + edge, box.bottom + edge]);
  };
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.data.trim() || text.parentElement.closest(hidden)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) add(text.data.trim(), line, 1);
  }
  for (const line of slide.querySelectorAll("svg [stroke]:not([stroke=none])"))
    if (line.checkVisibility())
      add(line.outerHTML, line.getBoundingClientRect(), 1 + parseFloat(getComputedStyle(line).strokeWidth));
  return found;
}"""
# What a video call makes of a shared screen, and how alike what is written there has to stay.
VIDEO_QUALITY: Final = 30
LEAST_LIKENESS: Final = 0.96
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def deck_url(
    filled_engine: Engine, local_example: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve the app with a pack of each plan, gathered when it is asked for and never stored."""

    def load(engine: Engine, pack_id: str) -> StoredPack:
        plan = pack_id.removesuffix("-v1")
        if plan == HIDING:
            return replace(gather_pack(local_example, EXAMPLE), pack_id=pack_id)
        if plan not in DAYS:
            raise UnknownSelectionError(pack_id)
        return gather_pack(engine, plan)

    settings = Settings(compressed_folder=tmp_path_factory.mktemp("compressed"))
    app = make_app(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(callbacks.packs.respond, "load_readable_pack", load)
        register(app, filled_engine, settings)
        yield from _served(app.server)


def _served(server: Flask) -> Iterator[str]:
    listening = make_server("127.0.0.1", 0, server, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def open_slide(page: Page, deck_url: str) -> Iterator[Open]:
    """Open a slide; at the end the browser must not have complained."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)

    def go(
        slide: str = "cover", plan: str = SHORT, *, width: int = 1280, height: int = 720
    ) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{deck_url}/meeting/{plan}-v1/{slide}")
        page.evaluate("document.fonts.ready.then(() => true)")
        expect(page.locator("body")).to_have_class(re.compile(r"\bis-whole\b"))
        return page

    yield go
    assert complaints == []


def shown(page: Page) -> str:
    """Give the slide that is shown, the only one."""
    names = page.evaluate(
        "[...document.querySelectorAll('[data-slide]')].filter(one => one.checkVisibility())"
        ".map(one => one.dataset.slide)"
    )
    assert len(names) == 1
    return names[0]


def main_slides(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('[data-slide][data-group=main]')].map(one => one.dataset.slide)"
    )


def all_slides(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('[data-slide]')].map(one => one.dataset.slide)"
    )


def lost_in_video(page: Page) -> list[str]:
    """Give the words and lines of the shown slide that are not the same in the picture of a video call."""
    sharp, packed = Image.open(BytesIO(page.screenshot())).convert("RGB"), BytesIO()
    sharp.save(packed, "JPEG", quality=VIDEO_QUALITY)
    shared, seen = (np.asarray(image.convert("L")) for image in (sharp, Image.open(packed)))
    lost = []
    for name, *box in page.evaluate(WRITTEN_AND_DRAWN):
        left, top, right, bottom = (max(round(edge), 0) for edge in box)
        place = slice(top, bottom), slice(left, right)
        likeness = np.corrcoef(shared[place].ravel(), seen[place].ravel())[0, 1]
        if likeness < LEAST_LIKENESS:
            lost.append(f"{name}: {likeness:.3f}")
    return lost


def violations(page: Page, part: str = "") -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    return page.evaluate(AXE_ON, part)


def test_the_keyboard_alone_goes_through_the_slides(open_slide: Open) -> None:
    page = open_slide()
    names = main_slides(page)
    for key, place in (
        ("ArrowRight", 1), ("PageDown", 2), ("Space", 3), ("ArrowLeft", 2), ("PageUp", 1),
        ("End", len(names) - 1), ("Home", 0), ("ArrowLeft", 0),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert shown(page) == names[place], key
        assert page.url.endswith(f"/{names[place]}")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    assert shown(page) == names[3]


def test_enter_on_an_item_opens_its_backup_and_backspace_returns_to_it(open_slide: Open) -> None:
    page = open_slide("off-target", HARINGEY)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    item = page.evaluate("document.activeElement.textContent")
    backup = page.evaluate("document.activeElement.dataset.to")
    page.keyboard.press("Enter")
    assert shown(page) == backup
    page.keyboard.press("ArrowRight")
    assert page.evaluate("deck.shown().dataset.group") == "backup"
    page.keyboard.press("Backspace")
    assert shown(page) == "off-target"
    assert page.evaluate("document.activeElement.textContent") == item
    page.locator(".cell, .row").nth(1).locator(".value").click()
    assert page.evaluate("deck.shown().dataset.group") == "backup"


def test_a_slide_without_a_chosen_item_leads_to_its_own_backup_and_a_label_to_any(
    open_slide: Open,
) -> None:
    page = open_slide("where-we-stand", HARINGEY)
    page.keyboard.press("Enter")
    assert shown(page) == "summary"
    page.keyboard.type("A3")
    page.keyboard.press("Enter")
    assert page.evaluate("deck.shown().dataset.number") == "A3"
    page.keyboard.press("End")
    assert shown(page) == main_slides(page)[-1]


def test_the_main_slides_come_first_and_a_backup_by_its_address(
    open_slide: Open, deck_url: str
) -> None:
    page = open_slide(A_MEASURE, HARINGEY)
    assert shown(page) == A_MEASURE
    names = all_slides(page)
    assert len(names) == len(set(names))
    assert names[: len(main_slides(page))] == main_slides(page)
    page.goto(f"{deck_url}/meeting/{HARINGEY}-v1/A2")
    assert page.evaluate("deck.shown().dataset.number") == "A2"
    page.keyboard.press("Backspace")
    assert page.evaluate("deck.shown().dataset.group") == "main"


def test_the_grid_folds_the_backup(open_slide: Open) -> None:
    page = open_slide(plan=HARINGEY)
    page.keyboard.press("g")
    main = len(main_slides(page))
    expect(page.locator("#grid .dialog-body > li")).to_have_count(main)
    page.get_by_text(re.compile(r"^Backup \(\d+\)$")).click()
    expect(page.locator("#grid details > ol > li")).to_have_count(len(all_slides(page)) - main)


@pytest.mark.parametrize("plan", [HARINGEY, EXAMPLE, HIDING])
def test_main_slides_have_large_letters_and_none_is_empty(open_slide: Open, plan: str) -> None:
    page = open_slide(plan=plan)
    for name in main_slides(page)[1:]:
        page.evaluate("(name) => deck.go(name)", name)
        assert shown(page) == name
        assert page.evaluate(SMALLEST) >= 24, name
        assert len(page.locator("section:visible").inner_text()) > 60, name


@pytest.mark.parametrize("plan", [HARINGEY, EXAMPLE])
def test_words_and_lines_of_main_slides_outlast_a_video_call(open_slide: Open, plan: str) -> None:
    page = open_slide(plan=plan)
    for name in main_slides(page):
        page.evaluate("(name) => deck.go(name)", name)
        assert lost_in_video(page) == [], name


def test_faint_words_do_not_outlast_a_video_call(open_slide: Open) -> None:
    page = open_slide("where-we-stand")
    heading = page.locator("h1:visible")
    assert lost_in_video(page) == []
    heading.evaluate("(one) => Object.assign(one.style, {color: '#b1b4b6', fontSize: '12px'})")
    (lost,) = lost_in_video(page)
    assert lost.startswith(f"{heading.inner_text()}: ")


def test_a_thin_grey_line_does_not_outlast_a_video_call(open_slide: Open) -> None:
    page = open_slide("focus-ehcp-20-weeks", STRATEGY)
    assert lost_in_video(page) == []
    page.locator("section:visible svg [stroke='#b1b4b6']").first.evaluate(
        "(line) => { line.setAttribute('stroke', '#eee'); line.setAttribute('stroke-width', '.5'); }"
    )
    assert len(lost_in_video(page)) == 1


def test_a_move_takes_title_focus_and_announcement_along(open_slide: Open) -> None:
    page = open_slide()
    page.keyboard.press("ArrowRight")
    heading = page.evaluate("document.activeElement.tagName + document.activeElement.textContent")
    title = page.locator("h1:visible").inner_text()
    assert heading == f"H1{title}"
    assert page.title().startswith(f"{title} – draft – ")
    expect(page.locator("#said")).to_have_text(re.compile(r"^Slide 2 of \d+$"))


def test_a_reload_stays_and_back_returns_from_a_jump(open_slide: Open) -> None:
    page = open_slide("where-we-stand")
    page.keyboard.press("ArrowRight")
    stepped = shown(page)
    page.reload()
    assert shown(page) == stepped
    page.keyboard.press("End")
    page.go_back()
    assert shown(page) == stepped


def test_slides_and_their_dialogs_need_no_network_once_loaded(
    open_slide: Open, context: BrowserContext
) -> None:
    page = open_slide()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.keyboard.press("End")
    page.keyboard.press("g")
    expect(page.locator("#grid .dialog-body > li")).to_have_count(len(main_slides(page)))
    page.keyboard.press("Escape")
    page.evaluate(f"deck.go('{A_MEASURE}')")
    page.keyboard.press("t")
    expect(page.locator("#table table")).to_be_visible()
    assert failed == []


def test_any_measure_is_reached_by_typing_its_reference_or_its_name(open_slide: Open) -> None:
    page = open_slide(plan=HARINGEY)
    for words in ("ehcp-20-weeks", "plans within 20", "EHCP 1"):
        page.keyboard.press("Home")
        page.keyboard.press("/")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        assert shown(page) == A_MEASURE, words


def test_single_letters_can_be_switched_off_and_stay_off(open_slide: Open) -> None:
    page = open_slide()
    page.keyboard.press("?")
    page.get_by_label("Use single letters").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    for key in ("g", "t", "b", "j", "/", "?", "q", "2"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    assert shown(page) == all_slides(page)[1]
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="All slides").click()
    expect(page.locator("#grid")).to_be_visible()


def test_the_presenters_window_and_the_shown_one_go_together(
    open_slide: Open, context: BrowserContext
) -> None:
    page = open_slide(A_MEASURE)
    with context.expect_page() as opened:
        page.keyboard.press("n")
    notes = opened.value
    title = page.locator("h1:visible").inner_text()
    expect(notes.locator("main h1:visible")).to_have_text(title)
    definition = "as a share of all new plans issued"
    expect(notes.locator("[data-note]:visible")).to_contain_text(definition)
    assert definition not in page.locator("body").inner_text()
    assert page.locator("[data-note]").count() == 0
    page.keyboard.press("ArrowRight")
    expect(notes.locator("main h1:visible")).to_have_text(page.locator("h1:visible").inner_text())
    notes.keyboard.press("ArrowLeft")
    expect(page.locator("h1:visible")).to_have_text(title)
    notes.get_by_role("button", name="Blank screen").click()
    expect(page.locator("#blank")).to_be_visible()
    assert re.fullmatch(r"\d\d:\d\d", notes.locator("#elapsed").inner_text())
    assert violations(notes) == []


def test_a_blank_screen_gives_way_to_any_key(open_slide: Open) -> None:
    page = open_slide()
    page.keyboard.press("b")
    expect(page.locator("#blank")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#blank")).to_be_hidden()
    assert shown(page) == "cover"


def test_a_question_says_what_it_is_about_and_shows_what_was_answered(open_slide: Open) -> None:
    page = open_slide(A_MEASURE)
    sent: list[dict[str, Any]] = []

    def answer(route: Any) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(status=200, json={"words": "The question is logged."})

    page.route("**/scrutiny/questions", answer)
    # The deck of an owner's pack shows measures of other plans than the pack's: the slide names its own.
    page.evaluate("() => { document.body.dataset.framework = 'another-plan'; }")
    page.keyboard.press("q")
    page.keyboard.type("Chair")
    page.get_by_role("textbox", name="Question").fill("How many wait?")
    page.get_by_label("Your name").fill("Clerk")
    # The presenter goes on meanwhile: the question stays one about the slide it was asked on.
    page.evaluate("() => window.deck.go('cover', 'told')")
    page.get_by_role("button", name="Save question").click()
    expect(page.locator("#ask-said")).to_have_text("The question is logged.")
    about = {"framework_id": SHORT, "measure_id": "ehcp-20-weeks", "slide": A_MEASURE}
    told = {"member": "Chair", "question": "How many wait?", "due_on": "", "by": "Clerk"}
    assert sent == [{**about, "pack_id": f"{SHORT}-v1", **told}]


@pytest.mark.parametrize("is_out", [False, True])
def test_a_refused_question_keeps_its_words(open_slide: Open, *, is_out: bool) -> None:
    page = open_slide(A_MEASURE)
    told = {"words": "Nothing is written here."} | ({"sign_in": "/sign-in"} if is_out else {})
    words = json.dumps({"error": told})
    # Not an error of the page's: a status of 403 would be told in the console.
    page.evaluate(
        "(words) => { window.fetch = async () => new Response(words, {status: 403}); }", words
    )
    page.keyboard.press("q")
    page.keyboard.type("Chair")
    page.get_by_role("textbox", name="Question").fill("How many wait?")
    page.get_by_label("Your name").fill("Clerk")
    page.get_by_role("button", name="Save question").click()
    said = page.locator("#ask-said")
    if is_out:
        expect(said).to_contain_text("You are signed out.")
        link = said.get_by_role("link", name="Sign in in another tab")
        expect(link).to_have_attribute("href", "/sign-in")
    else:
        expect(said).to_have_text("Nothing is written here.")
    expect(page.get_by_role("textbox", name="Question")).to_have_value("How many wait?")


@pytest.mark.parametrize("plan", [*DAYS, HIDING])
def test_nothing_runs_over_its_place_on_any_slide(open_slide: Open, plan: str) -> None:
    page = open_slide(plan=plan)
    count = len(all_slides(page))
    assert page.evaluate(OVERFLOWING) == [count, []]
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.evaluate(OVERFLOWING) == [count, []]


def test_axe_finds_nothing_on_any_slide_of_a_plan(open_slide: Open) -> None:
    page = open_slide()
    page.evaluate(AXE.read_text())
    names = all_slides(page)
    assert page.evaluate(AXE_ON_EACH, names) == [len(names), []]


@pytest.mark.parametrize("plan", [HARINGEY, EXAMPLE, HIDING_IN_SWEEP])
def test_axe_finds_nothing_on_a_slide_of_each_layout(open_slide: Open, plan: str) -> None:
    page = open_slide(plan=plan)
    page.evaluate(AXE.read_text())
    layouts = [f".slide-{one}" for one in (
        "cover", "summary", "cells", "text", "counts", "table", "measure",
    )]  # fmt: skip
    names = page.evaluate(
        "(all) => all.map(one => document.querySelector(one).dataset.slide)", layouts
    )
    assert page.evaluate(AXE_ON_EACH, names) == [len(layouts), []]


def test_axe_finds_nothing_in_what_opens_over_a_slide(open_slide: Open) -> None:
    page = open_slide(A_MEASURE)
    for key, name in (("g", "grid"), ("t", "table"), ("j", "jump"), ("q", "ask"), ("?", "keys")):
        page.keyboard.press(key)
        expect(page.locator(f"#{name}")).to_be_visible()
        assert violations(page, f"#{name}") == [], name
        page.keyboard.press("Escape")
        expect(page.locator(f"#{name}")).to_be_hidden()
        # A key is the deck's once nothing of the dialog has the focus.
        page.wait_for_function("() => !document.activeElement.closest('dialog')")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_a_slide_is_a_page_with_large_letters(open_slide: Open, width: int) -> None:
    page = open_slide("summary", width=width, height=844)
    for slide in ("summary", "measures-1", A_MEASURE):
        page.evaluate("(name) => deck.go(name)", slide)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, slide
        assert page.evaluate(SMALLEST) >= 16, slide
    assert violations(page) == []
    names = all_slides(page)
    for button, place in (("Next", 1), ("Previous", 0)):
        link = page.get_by_role("link", name=button)
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        link.click()
        assert shown(page) == names[names.index(A_MEASURE) + place]


def test_on_a_stage_letters_have_the_size_of_a_shared_screen(open_slide: Open) -> None:
    page = open_slide(A_MEASURE)
    assert page.evaluate(SMALLEST) >= 24
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector("
        "'.slide:not([hidden]) h1')).fontSize)") >= 48  # fmt: skip


def test_paper_has_every_slide(open_slide: Open) -> None:
    page = open_slide()
    page.emulate_media(media="print")
    seen = "[...document.querySelectorAll('[data-slide]')].filter(one => one.checkVisibility())"
    assert page.evaluate(f"{seen}.length") == len(all_slides(page))
    expect(page.locator(".toolbar")).to_be_hidden()
