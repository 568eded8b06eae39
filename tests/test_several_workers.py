"""Several workers on one PostgreSQL store: each answers, and none shows what no longer stands."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest
from sqlalchemy.engine import URL

from data.loading.history import undo_delivery
from data.loading.load import load_files
from tests.builders.files import observations
from tests.conftest import Serve
from tests.servers import START_SECONDS
from tests.stores import MakeStore, address, opened

WORKERS = 2
PAGE = "/measure/newsletter-subscribers?area=E09000014&framework=ha-wsoa-2021"


@pytest.fixture(scope="module")
def store(make_postgres: MakeStore) -> URL:
    return make_postgres("shipped")


@pytest.fixture
def served(store: URL, serve: Serve) -> Iterator[str]:
    with serve(address(store), workers=WORKERS) as server:
        yield server.url


def answers(url: str) -> set[str]:
    """Ask for one page many times at once; give the titles of all answers."""

    def ask(_: int) -> str:
        with urlopen(url + PAGE, timeout=START_SECONDS) as answer:
            return _title(answer.read().decode())

    with ThreadPoolExecutor(4) as readers:
        return set(readers.map(ask, range(6)))


def _title(page: str) -> str:
    start_at = page.index("SEND newsletter subscribers: ")
    return page[start_at : start_at + 40]


def test_every_worker_shows_a_load_and_its_undoing_at_once(served: str, store: URL):
    assert all("3,265" in title for title in answers(served))
    figure = {
        "measure_id": "newsletter-subscribers",
        "basis": "snapshot",
        "period_start": "2023-03-31",
        "period_end": "2023-03-31",
        "value": "3266",
    }
    with opened(store) as engine:
        (report,) = load_files(engine, [observations(figure)])
        assert report.extract_id
        assert all("3,266" in title for title in answers(served))
        undo_delivery(engine, report.extract_id)
        assert all("3,265" in title for title in answers(served))
