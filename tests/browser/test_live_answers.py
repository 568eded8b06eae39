"""What a live part shows while its answer is awaited, and where none comes."""

import json
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from dashboard.model.rights import UNCONFIRMED
from tests.browser.conftest import Visit
from tests.browser.journeys import LAPTOP, PHONE

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
MEASURE: Final = f"/measure/ehcp-20-weeks?{PLAN}"
PRIORITY: Final = "/priority/ha-wsoa-2021/1"
ANSWERS: Final = "**/_dash-update-component*"
HEIGHT: Final = "(part) => part.getBoundingClientRect().height"
NONE_WAITS: Final = "() => document.querySelector('[data-dash-is-loading]') === null"
BAR_IS_SHOWN: Final = """() => {
  const card = document.querySelector("#measure-card[data-dash-is-loading]");
  return card !== null && getComputedStyle(card, "::before").visibility === "visible";
}"""
SILENT: Final = "The server did not answer."
TOPS: Final = """() => [...document.querySelectorAll("[data-part]")]
  .map((part) => [part.id, Math.round(part.getBoundingClientRect().top)])"""
REFERENCE: Final = "It has been logged under the reference 0a1b2c3d."


def excuse_failures(seen: Visit) -> None:
    """Let pass what the browser and Dash log of callbacks that got no answer or an error."""
    seen.excuse("/_dash-update-component")
    seen.excuse("Callback error updating")
    seen.excuse("Callback failed: the server did not respond.")


def test_a_server_that_does_not_answer_is_named_in_the_place_which_keeps_its_size(
    visit, page: Page
):
    seen = visit(MEASURE)
    card = page.locator("#measure-card")
    height, value = card.evaluate(HEIGHT), page.locator(".card-value").inner_text()
    page.route(ANSWERS, lambda route: route.abort())
    page.get_by_label("Part").select_option(index=1)
    expect(card).to_have_text(
        "This chart could not be drawn. The server did not answer."
        "The figures are as they were, and your choice is kept.Try againShow the numbers"
    )
    expect(page.locator("#announcer")).to_contain_text("The server did not answer.")
    assert card.evaluate(HEIGHT) == height
    seen.axe()
    excuse_failures(seen)
    page.unroute(ANSWERS)
    card.get_by_role("link", name="Try again").click()
    expect(page.locator(".card-value")).not_to_have_text(value)
    expect(page.locator(".not-drawn")).to_have_count(0)


@pytest.mark.parametrize("size", [LAPTOP, (1920, 1080), PHONE])
def test_one_cause_is_said_once_and_nothing_moves(visit, page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    seen = visit(PRIORITY)
    rail, tops = page.locator("#rail").inner_text(), page.evaluate(TOPS)
    page.route(ANSWERS, lambda route: route.abort())
    page.locator("#priority-tools select[name=from]").select_option(index=1)
    expect(page.locator("#priority-panels .not-drawn")).to_contain_text(SILENT)
    expect(page.locator("#priority-counts")).to_have_text("This could not be shown.")
    expect(page.locator(".not-drawn", has_text=SILENT)).to_have_count(1)
    assert page.locator("#rail").inner_text() == rail
    assert page.evaluate(TOPS) == tops
    seen.axe()
    excuse_failures(seen)


@pytest.mark.parametrize("size", [LAPTOP, (1920, 1080)])
def test_a_strip_without_an_answer_says_why_in_its_own_height(
    visit, page: Page, size: tuple[int, int]
):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    seen = visit(PRIORITY)
    tops = page.evaluate(TOPS)

    def refuse_counts(route: Route) -> None:
        if "priority-counts" in (route.request.post_data or ""):
            route.fulfill(status=500, body=REFERENCE)
        else:
            route.continue_()

    page.route(ANSWERS, refuse_counts)
    page.locator("#priority-tools select[name=sort]").select_option("name")
    expect(page.locator("#priority-counts")).to_have_text(
        f"This could not be shown. {REFERENCE}Try again"
    )
    page.wait_for_function(NONE_WAITS)
    expect(page.locator("#priority-panels .panel").first).to_be_visible()
    assert page.evaluate(TOPS) == tops
    excuse_failures(seen)


@pytest.mark.parametrize(
    ("path", "words", "figures"),
    [
        (MEASURE, "Show the numbers", "#measure-tabs table"),
        (PRIORITY, "Show a list of figures", ".row-tags"),
    ],
)
def test_where_a_chart_fails_its_figures_can_still_be_read(
    visit, page: Page, path: str, words: str, figures: str
):
    seen = visit(path)
    page.route(ANSWERS, lambda route: route.abort())
    page.locator("form[data-live] select").first.select_option(index=1)
    page.locator(".not-drawn").get_by_role("link", name=words).first.click()
    expect(page.locator(figures).first).to_be_visible()
    excuse_failures(seen)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, REFERENCE, REFERENCE),
        (403, json.dumps({"error": {"words": UNCONFIRMED}}), UNCONFIRMED),
    ],
)
def test_an_error_says_its_reference_and_the_choice_before_comes_back(
    visit, page: Page, status: int, body: str, words: str
):
    seen = visit(PRIORITY)
    panels, period = (
        page.locator("#priority-panels"),
        page.locator("#priority-tools select[name=from]"),
    )
    with page.expect_response(ANSWERS):
        period.select_option(index=1)
    page.wait_for_function(NONE_WAITS)
    before = panels.locator(".panel").count()
    page.route(ANSWERS, lambda route: route.fulfill(status=status, body=body))
    period.select_option(index=2)
    expect(panels).to_have_text(
        f"This chart could not be drawn. {words}"
        "The figures are as they were, and your choice is kept.Try againShow a list of figures"
    )
    page.wait_for_function(NONE_WAITS)
    excuse_failures(seen)
    page.unroute(ANSWERS)
    period.select_option(index=1)
    expect(panels.locator(".panel")).to_have_count(before)
    expect(panels).not_to_contain_text(words)


def test_what_is_seen_stays_under_a_bar_while_an_answer_is_awaited(visit, page: Page):
    visit(MEASURE)
    value = page.locator(".card-value").inner_text()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(ANSWERS, hold)
    page.get_by_label("Part").select_option(index=1)
    page.wait_for_function(BAR_IS_SHOWN)
    expect(page.locator(".card-value")).to_have_text(value)
    for route in waiting:
        route.continue_()
    expect(page.locator(".card-value")).not_to_have_text(value)
    expect(page.locator("[data-dash-is-loading]")).to_have_count(0)
