"""What the server needs: time of its processor for a page, memory of a worker, and a second start.

The floor of a page is the rows of one of its measures, asked of the store and answered as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Final
from urllib.request import urlopen

import psutil
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.loading.load import load_files
from data.store.databases.engine import make_engine
from data.store.tables import KIND_TABLES
from tests.apps import server_of
from tests.bench.pages.measured import PAGES
from tests.bench.pages.plan import AREA, CHARTED, make_store
from tests.bench.table import Row, row, row_beside
from tests.builders.files import observations
from tests.servers import Server
from tests.stores import ROOT

ASKED: Final = ("overview", "priority", "measure", "profile")
RUNS: Final = 5
TIMES: Final = 20
MOST_AGAIN, MOST_FIRST = 3.0, 30.0
MOST_MEGABYTES: Final = 250.0
MOST_SECONDS: Final = 0.4
WORKERS: Final = 2
# What is compiled stays, as it does between two starts of `make run`.
_KEEPS_COMPILED: Final = {"PYTHONDONTWRITEBYTECODE": ""}
# Every module outside of the product that it has imported once it can serve.
_LIST: Final = """
import sys
import gunicorn.app.wsgiapp, callbacks.server.worker, data.cli.main, app
own = ("app", "callbacks", "dashboard", "data", "layouts", "__main__")
print("\\n".join(name for name in sys.modules if name.partition(".")[0] not in own))
"""
_IMPORT: Final = """
import importlib, sys
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass
"""


def measure_server(folder: Path, *, is_quick: bool) -> Iterator[Row]:
    """Measure the server on a store of its own."""
    store = make_store(folder)
    engine = make_engine(store)
    client = server_of(engine, folder).test_client()
    yield from _page_times(client, engine, 1 if is_quick else RUNS)
    engine.dispose()
    yield _memory(store)
    if not is_quick:
        yield _second_start(store)


def _page_times(client: FlaskClient, engine: Engine, runs: int) -> Iterator[Row]:
    # The first page of each sort has the server import what it needs.
    paths = {name: PAGES[name].path for name in ASKED}
    for path in paths.values():
        asked(client, path)
    for place, (name, path) in enumerate(paths.items()):
        first, again, bare = [], [], []
        for number in range(runs):
            # Another figure each time: the same again would change nothing.
            load_files(engine, [observations({"value": str(10 + runs * place + number)})])
            first.append(asked(client, path))
            again += [asked(client, path) for _ in range(TIMES)]
            bare += [_bare(engine) for _ in range(TIMES)]
        yield row(f"{name}, server, first after a load", "ms", first, MOST_FIRST)
        yield row(f"{name}, server, again", "ms", again, MOST_AGAIN)
        yield row_beside(f"{name}, server, again beside bare SQL", again, "bare SQL", bare)


def asked(client: FlaskClient, path: str) -> float:
    """Return the milliseconds of the processor that a page takes."""
    began = process_time()
    answer = client.get(path, headers={"Accept-Encoding": "br"})
    took = process_time() - began
    assert answer.status_code == 200, path
    return took * 1000


def _bare(engine: Engine) -> float:
    table = KIND_TABLES["observations"]
    wanted = (table.c.area_code == AREA) & (table.c.measure_id == CHARTED[0])
    began = process_time()
    with engine.connect() as connection:
        rows = connection.execute(sa.select(table).where(wanted)).mappings()
        json.dumps([dict(each) for each in rows], default=str)
    return (process_time() - began) * 1000


def _memory(store: str) -> Row:
    """Return the memory of each worker once it has answered every page."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(store, Path(folder) / "log.txt", workers=WORKERS)
        server.start()
        try:
            for page in PAGES.values():
                for _ in range(TIMES):
                    with urlopen(server.url + page.path) as answer:
                        answer.read()
            workers = psutil.Process(server.pid).children()
            sizes = [each.memory_full_info().pss / 1e6 for each in workers]
        finally:
            server.stop()
    return row(f"memory of a worker, of {WORKERS}", "MB", sizes, MOST_MEGABYTES)


def _second_start(store: str) -> Row:
    """Return how much longer a start of `make run` takes than the imports of what others wrote."""
    listed = subprocess.run(
        [sys.executable, "-c", _LIST],
        cwd=ROOT, env=os.environ | _KEEPS_COMPILED | {"DATABASE_URL": store}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    more = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", _IMPORT], input=listed, text=True, check=True)
        bare = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as folder:
            server = Server(store, Path(folder) / "log.txt", SETUP_ON_START="1", **_KEEPS_COMPILED)
            began = time.perf_counter()
            server.start()
            more.append(time.perf_counter() - began - bare)
            server.stop()
    return row("second start, more than its imports", "s", more, MOST_SECONDS)
