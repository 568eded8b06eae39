"""Signing in, the account and the audit log, by keyboard alone: they are pages without the usual frame."""

from playwright.sync_api import Page, expect

from data.accounts.users import add_user, make_reset_link
from tests.browser.conftest import Visit
from tests.conftest import Serve
from tests.stores import MakeStore, address, opened

HEADING_SIZES = """() => ["h1", "h2"].map((name) =>
  parseFloat(getComputedStyle(document.querySelector(name)).fontSize))"""
PHRASE = "four words not together"


def test_a_person_signs_in_and_an_administrator_reads_the_log(
    page: Page, make_sqlite: MakeStore, serve: Serve
) -> None:
    with opened(make_sqlite("filled")) as engine:
        add_user(engine, "ann", "Ann Example", [("administrator", "")])
        link = make_reset_link(engine, "ann")
        store = engine.url
    page.set_viewport_size({"width": 320, "height": 640})
    with serve(address(store), SIGN_IN="1") as server:
        seen = Visit(page, server.url, has_entered=False)

        def holds(heading: str) -> None:
            expect(page.locator("h1")).to_have_text(heading)
            seen.axe(has_targets=True)
            assert page.evaluate("document.documentElement.scrollWidth") == 320

        page.goto(f"{server.url}/sign-in/link/{link}")
        holds("Set your password")
        page.get_by_label("New password").press_sequentially(PHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{server.url}/sign-in")
        page.goto(f"{server.url}/account")
        holds("Sign in")
        for word in ("wrong", PHRASE):
            page.locator("#login").press_sequentially("ann")
            page.keyboard.press("Tab")
            page.keyboard.type(word)
            page.keyboard.press("Enter")
            if word == "wrong":
                expect(page.get_by_role("alert")).to_contain_text("do not fit together")
                holds("Sign in")
        holds("Your account")
        assert page.evaluate(HEADING_SIZES) == [26, 20]
        field = page.get_by_label("New password").bounding_box()
        assert field is not None
        assert 44 <= field["height"] <= 48
        for _ in range(4):
            page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Audit log")).to_be_focused()
        page.keyboard.press("Enter")
        holds("Audit log")
        page.go_back()
        page.get_by_role("link", name="Accounts").press("Enter")
        holds("Accounts")
        page.goto(f"{server.url}/audit")
        expect(page.get_by_role("row", name="sign-in refused")).to_contain_text("nobody")
