"""What a first visit costs, and that the scripts which are left out are not missed."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import expect

MOST_BYTES: Final = 700_000
MOST_REQUESTS: Final = 30
MEASURE: Final = "/measure/ehcp-20-weeks?area=E09000014"
PAGES: Final = ("/", "/actions", "/data", "/about", "/priority/ha-wsoa-2021/1", MEASURE)

Go = Callable[..., Any]


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light(visit: Go, path: str) -> None:
    seen = visit(path)
    assert seen.bytes_received() <= MOST_BYTES
    assert len(seen.requests) <= MOST_REQUESTS
    if path == "/":
        assert seen.page.evaluate("() => typeof window.Plotly") == "undefined"
        assert not [url for url in seen.requests if "plotly" in url.lower()]


def test_a_chart_reached_from_the_overview_is_drawn_by_the_small_bundle(visit: Go) -> None:
    seen = visit("/")
    seen.page.locator("main a[href^='/measure/']:visible").first.click()
    expect(seen.page.locator(".main-svg").first).to_be_visible()
    seen.wait_until_drawn()
    seen.check()
    traces = seen.page.evaluate("() => Object.keys(Plotly.PlotSchema.get().traces)")
    assert sorted(traces) == ["bar", "pie", "scatter"]
