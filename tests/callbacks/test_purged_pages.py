"""Every page of an area with cases is the same before and after its cases are purged."""

import re
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from data.upkeep.purge import purge
from tests.callbacks.conftest import client_of
from tests.stores import MakeStore, opened, unmark_synthetic

AREA = "X99000001"
ADDRESSES = (
    f"/?area={AREA}",
    f"/actions?area={AREA}",
    f"/measure/ehcp-20-weeks?area={AREA}&tab=all",
    f"/measure/ehc-open?area={AREA}",
    f"/measure/ehcp-new-plans?area={AREA}&as_of=2025-01-01",
)
# What is drawn at random: by Dash for each page, and for each browser the token of its forms.
BY_CHANCE = re.compile(r'"end_id":"[^"]*"|name="csrf_token" value="[^"]*"')


def pages(engine: Engine, folder: Path) -> dict[str, str]:
    client = client_of(engine, folder)
    return {address: BY_CHANCE.sub("", client.get(address).text) for address in ADDRESSES}


def test_pages_are_the_same_after_a_purge(make_sqlite: MakeStore, tmp_path: Path):
    with opened(make_sqlite("filled")) as engine:
        unmark_synthetic(engine)
        before = pages(engine, tmp_path)
        assert all("Example" in page for page in before.values())
        assert purge(engine, date(2100, 1, 1), dry_run=False).dropped
        assert pages(engine, tmp_path) == before
