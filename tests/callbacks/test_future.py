"""The page of future need: what it shows, and what its fields are answered with."""

import re
from time import perf_counter
from typing import Final

import pytest
from flask.testing import FlaskClient

from tests.callbacks.test_live_measure import answer

PAGE: Final = "/future?area=E09000030"
LONGEST_SECONDS: Final = 0.1


def test_it_shows_where_the_published_figures_go(client: FlaskClient) -> None:
    page = client.get(PAGE).get_data(as_text=True)
    assert "1,457 more plans by January 2028 if past growth continues" in page
    assert "against 4,555 in January 2025" in page
    assert "Scenario, not a figure" not in page


def test_what_is_not_loaded_is_said_with_what_brings_it(client: FlaskClient) -> None:
    page = client.get(PAGE).get_data(as_text=True)
    assert "No places are loaded, so whether they are enough is not known. They come with" in page
    assert "No waiting list of this area is loaded." in page


def test_a_scenario_is_in_the_address_and_the_first_page(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}&growth=0&issued=50").get_data(as_text=True)
    assert "Scenario, not a figure." in page
    assert "Assumes that requests change by 0% every year from 887, that plans are 50%" in page
    assert 'name="growth" value="0"' in page


def test_a_scenario_is_no_finding_and_its_numbers_are_marked(client: FlaskClient) -> None:
    plain, chosen = (
        client.get(f"{PAGE}{choice}").get_data(as_text=True) for choice in ("", "&growth=50")
    )
    verdicts = [re.findall(r'<p class="verdict">.*?</p>', page) for page in (plain, chosen)]
    assert len(verdicts[0]) == 1
    assert verdicts[0] == verdicts[1]
    rows = [set(re.findall(r"<tr>.*?</tr>", page)) for page in (plain, chosen)]
    assert rows[0] <= rows[1]
    added = rows[1] - rows[0]
    assert added
    assert all(", scenario</th>" in row for row in added)


def test_a_choice_is_answered_with_the_charts_in_time(client: FlaskClient) -> None:
    drawn = answer(client, "future-picture", f"{PAGE}&growth=5")
    assert drawn.count("Scenario: ") == 12
    assert "change by 5% every year" in drawn
    assert min(_seconds(client, growth) for growth in range(6, 12)) < LONGEST_SECONDS


def _seconds(client: FlaskClient, growth: int) -> float:
    started = perf_counter()
    answer(client, "future-picture", f"{PAGE}&growth={growth}")
    return perf_counter() - started


@pytest.mark.parametrize("growth", ["many", "1000", "-99"])
def test_what_no_scenario_can_be_is_left_out(client: FlaskClient, growth: str) -> None:
    assert "Scenario, not a figure" not in answer(
        client, "future-picture", f"{PAGE}&growth={growth}"
    )


def test_a_chart_has_its_numbers_as_a_table(client: FlaskClient) -> None:
    page = client.get(PAGE).get_data(as_text=True)
    caption = "EHC plans maintained: figures, and projections with their 80% interval"
    assert re.search(f"<caption>{caption}</caption>.*?January 2029, projection, unchecked", page)


def test_plans_and_requests_are_divided_as_far_as_cases_and_releases_say(
    example_client: FlaskClient,
) -> None:
    page = example_client.get("/future?area=X99000001").get_data(as_text=True)
    assert "<summary>Plans maintained by setting, need and age</summary>" in page
    # Needs of requests are hidden where the borough is not marked synthetic.
    assert re.search("<summary>Requests by setting(, need)? and age</summary>", page)
    assert "Present share of all requests" in page


def test_an_area_without_a_plan_has_a_future_too(client: FlaskClient) -> None:
    page = client.get("/future?area=E09000012")
    assert page.status_code == 200
    assert "Hackney: future need" in page.get_data(as_text=True)


@pytest.mark.parametrize("measure", ["ehcp-caseload", "autism-waiting", "high-needs-budget"])
def test_measures_of_what_lies_ahead_lead_here(client: FlaskClient, measure: str) -> None:
    page = client.get(f"/measure/{measure}?area=E09000030").get_data(as_text=True)
    assert re.search(r'<a [^>]*href="/future\?area=E09000030[^"]*"[^>]*>Future need</a>', page)


def test_a_measure_of_quality_does_not(client: FlaskClient) -> None:
    page = client.get("/measure/ehcp-20-weeks?area=E09000030").get_data(as_text=True)
    assert ">Future need</a>" not in page
