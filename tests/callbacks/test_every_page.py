"""Every page of every plan, as HTML: answered, with one heading, and no id twice."""

import json
import re

import pytest
from plotly.utils import PlotlyJSONEncoder

from callbacks.pages import content
from callbacks.pages.callback import outputs
from callbacks.pages.resolve import answer_address
from dashboard.model.urls import PAGES as PAGE_PATHS
from layouts.ui import shell
from tests.builders.shipped import rows_of
from tests.callbacks.conftest import TODAY

AREAS = {row["framework_id"]: row["area_code"] for row in rows_of("frameworks")} | {
    "example-plan": "X99000001"
}
PAGES = [
    *(
        f"/{page}?area={area}&framework={plan}"
        for plan, area in AREAS.items()
        for page in ("", "signals", "actions", "scrutiny", "meeting")
    ),
    *(
        f"/priority/{row['framework_id']}/{row['number']}"
        for name in ("priorities", "example_priorities")
        for row in rows_of(name)
    ),
    *(
        f"/measure/{row['measure_id']}?area={AREAS[row['framework_id']]}"
        f"&framework={row['framework_id']}"
        for row in rows_of("priority_measures")
    ),
    "/data",
    "/about",
]


@pytest.mark.parametrize("address", PAGES)
def test_it_is_found_with_one_heading_and_no_id_twice(engine, address):
    answer = answer_address(engine, address, {}, TODAY)
    assert answer.is_found
    shown = outputs(answer, address, {})
    written = json.dumps([shown["top"], shown["page"]], cls=PlotlyJSONEncoder).replace('\\"', '"')
    headings = re.findall(r'"type": "H1"|<h1[ >]', written)
    assert len(headings) == 1
    ids = re.findall(r'(?:"id": | id=)("[^"]+"|\{[^}]+\})', written)
    assert len(ids) == len(set(ids))


def test_the_pages_of_addresses_are_those_that_are_shown_and_the_navigation_leads_to_them():
    assert set(PAGE_PATHS) == set(content._PAGES)
    assert {page for page, _ in shell._NAV} < set(PAGE_PATHS)
