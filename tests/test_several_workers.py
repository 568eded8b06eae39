"""Several workers on one PostgreSQL store: each answers, and none shows what no longer stands."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import Serve
from tests.stores import ROOT, MakeStore, address

WORKERS = 2
PAGE = "/measure/newsletter-subscribers?area=E09000014&framework=ha-wsoa-2021"


@pytest.fixture(scope="module")
def store(make_postgres: MakeStore) -> str:
    return address(make_postgres("shipped"))


@pytest.fixture
def served(store: str, serve: Serve) -> Iterator[str]:
    with serve(store, workers=WORKERS) as server:
        yield server.url


def command(words: str, store: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "data", *words.split()],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": store},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answers(url: str) -> set[str]:
    """Ask for one page many times at once; give the titles of all answers."""

    def ask(_: int) -> str:
        with urlopen(url + PAGE, timeout=30) as answer:
            return _title(answer.read().decode())

    with ThreadPoolExecutor(4) as readers:
        return set(readers.map(ask, range(6)))


def _title(page: str) -> str:
    start_at = page.index("SEND newsletter subscribers: ")
    return page[start_at : start_at + 40]


def test_every_worker_shows_a_load_and_its_undoing_at_once(served: str, store: str, tmp_path: Path):
    assert all("3,265" in title for title in answers(served))
    extract = tmp_path / "made.csv"
    extract.write_text(
        "area_code,framework_id,measure_id,basis,period_start,period_end,value,source_document\n"
        "E09000014,ha-wsoa-2021,newsletter-subscribers,snapshot,2023-03-31,2023-03-31,3266,"
        "ha-highlight-report-2023\n"
    )
    loaded = json.loads(command(f"load {extract} --json", store))["files"][0]
    assert all("3,266" in title for title in answers(served))
    command(f"undo {loaded['extract_id']}", store)
    assert all("3,265" in title for title in answers(served))
