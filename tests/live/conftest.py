"""Dash's own browsers, which visit the dashboard as it is served."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from dash.testing.browser import Browser
from selenium.webdriver import ChromeOptions

from tests.browser.conftest import BROWSER_OPTIONS, BROWSERS, PATIENCE_MILLISECONDS

Visit = Callable[[Browser, str], None]
IS_LIVE: Final = "return document.documentElement.dataset.mounted === 'ready'"


def pytest_setup_options() -> ChromeOptions:
    """Return how Chromium is started: without a window, as the other tests start it."""
    # Selenium looks for a driver on the web where none is named.
    os.environ.setdefault("SE_CHROMEDRIVER", shutil.which("chromedriver") or "chromedriver")
    options = ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)), "")
    for option in (*BROWSER_OPTIONS, "--headless", "--window-size=1280,800"):
        options.add_argument(option)
    return options


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Browser]:
    """A second browser."""
    with Browser(
        "Chrome", options=[pytest_setup_options()], download_path=str(tmp_path)
    ) as browser:
        yield browser


@pytest.fixture
def visit(server_url: str) -> Visit:
    """Open an address in a browser, and wait until Dash is there to answer its controls."""

    def go(browser: Browser, path: str) -> None:
        browser.wait_timeout = PATIENCE_MILLISECONDS // 1000
        browser.server_url = f"{server_url}{path}"
        browser.wait_for_element("#react-entry-point #live")
        browser._wait_for(lambda driver: driver.execute_script(IS_LIVE), None, "not mounted")

    return go
