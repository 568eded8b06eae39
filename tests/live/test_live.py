"""What Dash does live, with Dash's own fixtures: a control changes, and what is shown follows."""

import json
from typing import Any, Final

import pytest
from dash.testing.browser import Browser
from dash.testing.composite import DashComposite
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from tests.browser.journeys import ON_BOTH, ON_BOTH_IN_SWEEP
from tests.live.conftest import Visit

PLANS: Final = "/measure/ehcp-20-weeks?area=X99000001"
PRIORITY: Final = "/priority/example-plan/1"
PANELS: Final = "#priority-panels"
PICTURE: Final = ".chart-picture"


def choose(browser: Browser, name: str, value: str) -> None:
    """Choose one of several values by pressing its label."""
    pressed = browser.find_element(f"[data-live] input[name='{name}'][value='{value}']")
    pressed.find_element(By.XPATH, "..").click()


def figures(browser: Browser) -> list[Any]:
    """Return the figures of the charts of the page, in order, that Plotly draws."""
    return [
        json.loads(drawn.get_attribute("data-figure") or "")
        for drawn in browser.find_elements(".can-live")
    ]


def first_days(browser: Browser) -> list[str]:
    """Return the first day of each chart's time."""
    return [figure["layout"]["xaxis"]["range"][0][:10] for figure in figures(browser)]


def read_out(browser: Browser) -> WebElement:
    """Put the cursor on the last point of the first chart, and return the line that tells it."""
    browser.find_element(PICTURE).send_keys(Keys.END)
    return browser.wait_for_element(".chart-readout.is-live")


def assert_quiet(browser: Browser) -> None:
    """Assert that every callback has answered, and that nothing went wrong on the way."""
    browser.wait_for_no_elements("[data-dash-is-loading=true]")
    assert browser.redux_state_rqs == []
    assert browser.get_logs() == []


@ON_BOTH
def test_figure_facts_and_read_out_follow_the_basis(dash_duo: DashComposite, visit: Visit) -> None:
    visit(dash_duo, f"{PLANS}&basis=year")
    assert f"2025: {dash_duo.find_element('.card-value').text}" in read_out(dash_duo).text
    years = figures(dash_duo)[0]
    choose(dash_duo, "basis", "quarter")
    dash_duo.wait_for_contains_text(".card-period", "July to September 2026")
    dash_duo.wait_for_text_to_equal(".card-value", "82.4%")
    dash_duo.wait_for_contains_text(".six-facts", "Quarter before")
    assert figures(dash_duo)[0] != years
    assert "July to September 2026: 82.4%" in read_out(dash_duo).text
    # A quarter that is suppressed is a cross of a line of its own.
    drawn = ".live-plot .scatterlayer .trace .point"
    dash_duo.wait_for_element(drawn)
    assert len(dash_duo.find_elements(drawn)) == 10
    assert_quiet(dash_duo)


@ON_BOTH_IN_SWEEP
def test_the_last_of_several_choices_is_what_is_shown(
    dash_duo: DashComposite, visit: Visit
) -> None:
    visit(dash_duo, PLANS)
    # Faster than the server answers.
    dash_duo.driver.execute_script(
        """const press = (value) => {
             const one = document.querySelector(`[name=basis][value=${value}]`);
             one.checked = true;
             one.dispatchEvent(new Event("change", { bubbles: true }));
           };
           ["quarter", "rolling12", "ytd"].forEach(press);"""
    )
    dash_duo.wait_for_contains_text("#announcer", "year to date")
    assert "basis=ytd" in dash_duo.driver.current_url
    assert dash_duo.find_element("[name=basis][value=ytd]").is_selected()
    assert_quiet(dash_duo)


@ON_BOTH
@pytest.mark.parametrize(("name", "words"), [("from", "12 months"), ("compare", "Year before")])
def test_a_choice_of_a_priority_changes_all_its_panels(
    dash_duo: DashComposite, visit: Visit, name: str, words: str
) -> None:
    visit(dash_duo, PRIORITY)
    before = figures(dash_duo)
    rail = dash_duo.find_element(".rail")
    Select(dash_duo.find_element(f"[data-live] select[name={name}]")).select_by_visible_text(words)
    dash_duo.wait_for_contains_text("#announcer", "9 measures shown")
    dash_duo.wait_for_element(f"{PANELS}[data-html]")
    assert len(before) == len(figures(dash_duo)) >= 5
    assert all(old != new for old, new in zip(before, figures(dash_duo), strict=True))
    if name == "from":
        assert min(first_days(dash_duo)) >= "2025-09"
    assert dash_duo.driver.switch_to.active_element.get_attribute("name") == name
    assert f"{name}=" in dash_duo.driver.current_url
    # What does not follow is not drawn anew.
    assert rail.is_displayed()
    assert_quiet(dash_duo)


@ON_BOTH_IN_SWEEP
def test_a_panel_is_enlarged_and_made_small_without_leaving_the_page(
    dash_duo: DashComposite, visit: Visit
) -> None:
    visit(dash_duo, PRIORITY)
    rail = dash_duo.find_element(".rail")
    dash_duo.find_element("#size-ehcp-20-weeks").click()
    dash_duo.wait_for_element("#panel-ehcp-20-weeks.is-large")
    dash_duo.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    dash_duo.wait_for_no_elements(".panel.is-large")
    assert rail.is_displayed()
    assert_quiet(dash_duo)


@ON_BOTH_IN_SWEEP
def test_a_larger_chart_of_a_measure_is_made_small_by_escape(
    dash_duo: DashComposite, visit: Visit
) -> None:
    visit(dash_duo, f"{PLANS}&size=large")
    chart = dash_duo.find_element(PICTURE)
    height = chart.size["height"]
    chart.send_keys(Keys.ESCAPE)
    dash_duo.wait_for_no_elements("a[data-close]")
    smaller = dash_duo.driver.switch_to.active_element
    assert "chart-picture" in (smaller.get_attribute("class") or "")
    assert smaller.size["height"] < height
    assert "size=" not in dash_duo.driver.current_url
    assert_quiet(dash_duo)


@ON_BOTH_IN_SWEEP
def test_two_browsers_share_nothing(dash_duo: DashComposite, other: Browser, visit: Visit) -> None:
    for browser in (dash_duo, other):
        visit(browser, PLANS)
    choose(dash_duo, "basis", "year")
    choose(other, "basis", "rolling12")
    dash_duo.wait_for_contains_text(".card-period", "2025")
    other.wait_for_contains_text(".card-period", "12 months")
    assert "basis=year" in dash_duo.driver.current_url
    assert "basis=rolling12" in other.driver.current_url
    visit(other, f"{PLANS}&basis=quarter")
    other.wait_for_contains_text(".card-period", "July to September 2026")
    dash_duo.wait_for_contains_text(".card-period", "2025")
