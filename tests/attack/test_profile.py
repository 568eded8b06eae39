"""Profile and future need of twins, which differ in hidden numbers alone, are the same to the public."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.profile.rows import profile_rows
from data.queries.profile import load_profile
from tests.attack.boroughs import AREA, day_loaded, filled
from tests.attack.crawl import public_client
from tests.attack.test_channels import BOROUGH, SWAPS
from tests.attack.twins import Twins, twins_by
from tests.stores import read_as_page

DAYS: Final = [day_loaded(cut_off) for cut_off in sorted(BOROUGH.cut_offs)]
CHOICES: Final = ("", "&group=sen_support", "&group=gap", "&section=plans", "&compare=E92000001")
SCENARIOS: Final = ("", "&growth=5&issued=60", "&capacity=80")
ADDRESSES: Final = [
    f"{page}?area={AREA}{choice}{day}"
    for pages, choices in (
        (("/profile", "/download/profile.csv", "/download/profile-template.csv"), CHOICES),
        (("/future",), SCENARIOS),
    )
    for page in pages
    for choice in choices
    for day in ("", *(f"&as_of={each}" for each in DAYS))
]


@pytest.fixture(scope="module")
def twins() -> Twins:
    """Twins by the swaps that no review is part of."""
    return twins_by(BOROUGH, tuple(each for each in SWAPS if each.kind != "annual_reviews"))


@pytest.fixture(scope="module")
def stores(twins: Twins) -> Iterator[tuple[Engine, Engine]]:
    """The stores of both, in which a profile shows every measure of the plan."""
    with filled(BOROUGH, twins.cases) as one, filled(BOROUGH, twins.swapped) as other:
        for engine in (one, other):
            with engine.begin() as connection:
                connection.execute(sa.text("UPDATE measures SET stage = 'plans'"))
        yield one, other


def test_what_is_hidden_has_no_effect_on_profile_future_need_or_files(
    stores: tuple[Engine, Engine], tmp_path: Path
):
    replies = []
    for engine in stores:
        client = public_client(engine, tmp_path)
        answers = {address: client.get(address) for address in ADDRESSES}
        # After it a page starts Dash by an id that is drawn for every server.
        shown = {each: got.data.partition(b"</main>")[0] for each, got in answers.items()}
        replies.append({each: (answers[each].status_code, body) for each, body in shown.items()})
    assert {status for status, _ in replies[0].values()} == {200}
    assert [each for each in ADDRESSES if replies[0][each] != replies[1][each]] == []


def test_what_is_not_hidden_shows_in_it(stores: tuple[Engine, Engine]):
    rows = [
        list(profile_rows(read_as_page(load_profile, engine, chosen, day, shows_small=True)))
        for engine in stores
        for day in [DAYS[-1] + timedelta(days=1)]
        for chosen in [Selection(page="profile", area=AREA)]
    ]
    assert rows[0] != rows[1]
