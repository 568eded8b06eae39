"""What a choice on the page of a priority is answered with: panels, controls and counts."""

import re
from typing import Any, Final

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.live import priority
from dashboard.model.selection import Selection
from data.queries.panels import load_overview
from layouts.pages.priority import panels_part
from tests.callbacks.live_answers import answer
from tests.stores import current_day, read_as_page

PRIORITY: Final = "/priority/example-plan/1"


def test_a_period_and_a_comparison_are_drawn_in_every_panel(example_client: FlaskClient) -> None:
    panels = answer(
        example_client, "priority-panels", f"{PRIORITY}?compare=last-year&from=2025-11-01"
    )
    assert panels.count("Year before") >= 4
    links = re.findall('data-copy="([^"]+)"', panels)
    assert links
    assert all("compare=last-year&amp;from=2025-11-01" in link for link in links)
    assert "2024" not in panels.partition("data-stops=")[2].partition('"')[2].partition('"')[0]


def test_controls_and_counts_lead_on_from_what_was_chosen(
    example: Engine, example_client: FlaskClient
) -> None:
    chosen = Selection(framework="example-plan")
    today = current_day()
    first, *_ = read_as_page(load_overview, example, chosen, today).priorities
    untargeted = [panel for panel in first.panels if panel.status.code == "no_target"]
    assert untargeted
    address = f"{PRIORITY}?sort=name&from=2025-11-01&status=no_target"
    tools = answer(example_client, "priority-tools", address)
    assert re.search("<option[^>]* selected[^>]*>Name<", tools)
    assert f'data-announcement="{len(untargeted)} measures shown"' in tools
    counts = answer(example_client, "priority-counts", address)
    assert "sort=name&amp;from=2025-11-01" in counts
    assert 'aria-current="true"' in counts


@pytest.mark.parametrize("part", ["priority-panels", "priority-tools", "priority-counts"])
def test_a_priority_that_is_not_there_is_refused(example_client: FlaskClient, part: str) -> None:
    with pytest.raises((LookupError, TypeError)):
        answer(example_client, part, "/priority/example-plan/99")


def test_panels_are_drawn_once_while_nothing_new_is_loaded(
    example_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No other test asks for this day: what a part shows is cached.
    address = f"{PRIORITY}?as_of=2025-10-07"
    drawn: list[str] = []

    def panels(*arguments: Any) -> Component:
        drawn.append(address)
        return panels_part(*arguments)

    monkeypatch.setattr(priority, "panels_part", panels)
    first = answer(example_client, "priority-panels", address)
    assert answer(example_client, "priority-panels", address) == first
    assert drawn == [address]
    answer(example_client, "priority-panels", f"{address}&sort=name")
    assert len(drawn) == 2
