"""What a choice on the page of a measure is answered with: its card, and the tabs under it."""

import re
from typing import Final

import pytest
from flask.testing import FlaskClient

from tests.callbacks.live_answers import answer

PLANS: Final = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"


def test_another_basis_is_answered_with_its_card(client: FlaskClient) -> None:
    card = answer(client, "measure-card", f"{PLANS}&basis=ytd")
    assert '<p class="card-value">74%</p>' in card
    assert 'value="ytd" checked' in card


def test_the_tabs_keep_what_is_chosen(client: FlaskClient) -> None:
    tabs = answer(client, "measure-tabs", f"{PLANS}&basis=ytd&tab=numbers")
    assert 'aria-labelledby="tab-numbers"' in tabs
    assert "basis=ytd&amp;" in tabs


def test_a_period_and_a_comparison_are_drawn(client: FlaskClient) -> None:
    address = f"{PLANS}&basis=year&breakdown=exceptions%3Dexcluding&compare=E92000001"
    card = answer(client, "measure-card", f"{address}&from=2018-12-31&to=2020-12-31")
    assert 'data-front="line-0"' in card
    assert "2014" not in card.partition("data-stops=")[2].partition('"')[2].partition('"')[0]
    assert ">Reset</a>" in card


@pytest.mark.parametrize("part", ["measure-card", "measure-tabs"])
def test_an_address_that_names_nothing_is_refused(client: FlaskClient, part: str) -> None:
    with pytest.raises((LookupError, TypeError)):
        answer(client, part, "/measure/no-such-measure")


def test_another_measure_is_drawn_below_on_the_same_axis_of_time(client: FlaskClient) -> None:
    card = answer(client, "measure-card", f"{PLANS}&compare=measure%3Aannual-review-on-time")
    assert card.count('class="chart card-chart"') == 2
    sides = re.findall(r"data-sides=.\[(\d+), (\d+),", card)
    assert len(set(map(tuple, sides))) == 1
    axes = set(re.findall(r"&quot;xaxis&quot;:.*?&quot;range&quot;:\[(.*?)\]", card))
    assert len(axes) == 1


def test_every_tab_that_is_listed_has_content(client: FlaskClient) -> None:
    check_tabs(client, PLANS)


def test_so_has_each_of_the_example_marked_synthetic_or_not(example_client: FlaskClient) -> None:
    check_tabs(example_client, "/measure/ehcp-20-weeks?area=X99000001")


def check_tabs(client: FlaskClient, address: str) -> None:
    """Raise where a tab of a measure has no content."""
    listed = re.findall(r'id="tab-(\w+)"', answer(client, "measure-tabs", address))
    assert len(listed) > 3
    for tab in listed:
        opened = answer(client, "measure-tabs", f"{address}&tab={tab}")
        content = opened.partition('class="tab-panel"')[2]
        assert len(re.sub(r"<[^>]+>", "", content).strip()) > 20
