"""What a page costs over many measures and many areas beside the same page over few, on both databases.

Pages in turn, in milliseconds that their reader waits, the database's own included: first after a load,
and again.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient

from data.files.csv_reader import open_extract
from data.loading.load import load_files
from data.store.databases.engine import make_engine
from data.synthesise.generate import area_codes
from tests.apps import server_of
from tests.bench.cases import write_areas
from tests.bench.databases import Database
from tests.bench.pages.plan import AREA, SOURCE, load_rows
from tests.bench.table import Row, row_beside
from tests.builders.files import observations

FRAMEWORK: Final = "plan-of-many"
PAGE: Final = f"/?area={AREA}&framework={FRAMEWORK}"
FEW_MEASURES, MANY_MEASURES = 20, 200
FEW_AREAS, MANY_AREAS = 3, 150
PRIORITIES: Final = 4
YEARS: Final = range(2015, 2025)
RUNS, TIMES = 5, 10
MOST_TIMES: Final = 2.0


def measure_growth(database: Database, folder: Path) -> Iterator[Row]:
    """Measure the overview over more measures, then over more areas, on a database."""
    few = _store(database, folder, FEW_MEASURES, FEW_AREAS)
    measures = _store(database, folder, MANY_MEASURES, FEW_AREAS)
    areas = _store(database, folder, FEW_MEASURES, MANY_AREAS)
    yield from _beside(f"{database.name}, {MANY_MEASURES} measures", measures, few, folder)
    yield from _beside(f"{database.name}, {MANY_AREAS} areas", areas, few, folder)


def _beside(name: str, many: str, few: str, folder: Path) -> Iterator[Row]:
    engines = [make_engine(url) for url in (many, few)]
    clients = [server_of(engine, folder).test_client() for engine in engines]
    first: list[list[float]] = [[], []]
    again: list[list[float]] = [[], []]
    for client in clients:
        _waited(client)
    for number in range(RUNS):
        for side, (engine, client) in enumerate(zip(engines, clients, strict=True)):
            # Another figure in each store and run: the same again would change nothing.
            load_files(engine, [observations({"value": f"{10 + number}.{len(name)}"})])
            first[side].append(_waited(client))
        for _ in range(TIMES):
            for side, client in enumerate(clients):
                again[side].append(_waited(client))
    for engine in engines:
        engine.dispose()
    label = f"{name}, overview first after a load"
    yield row_beside(label, first[0], "few", first[1], MOST_TIMES)
    yield row_beside(f"{name}, overview again", again[0], "few", again[1], MOST_TIMES)


def _waited(client: FlaskClient) -> float:
    began = time.perf_counter()
    assert client.get(PAGE, headers={"Accept-Encoding": "br"}).status_code == 200
    return (time.perf_counter() - began) * 1000


def _store(database: Database, folder: Path, measures: int, areas: int) -> str:
    """Set a store up with a plan of so many measures, one of which so many areas have."""
    url = database.make_set_up(f"growth_{measures}_{areas}")
    engine = make_engine(url)
    names = [f"bench-measure-{number}" for number in range(measures)]
    years = [(f"{year}-01-01", f"{year}-12-31") for year in YEARS]
    others = area_codes(areas)
    load_files(
        engine, [open_extract(write_areas(folder / "areas.csv", others[1:]))], by="benchmark"
    )
    load_rows(engine, folder, {
        "measures": [
            ("measure_id", "title", "short_title", "definition", "unit", "kind", "better",
             "theme", "stage", "frequency"),
            *[(each, f"Title of {each}", each, "Synthetic.", "percent", "rate", "higher",
               "ehcp_timeliness", "plans", "annual") for each in names],
        ],
        "frameworks": [
            ("framework_id", "area_code", "title", "starts_on", "ends_on", "source_document"),
            (FRAMEWORK, AREA, "Synthetic plan of many measures", "2021-01-01", "", SOURCE),
        ],
        "priorities": [
            ("framework_id", "number", "title"),
            *[(FRAMEWORK, each + 1, f"Priority {each + 1}") for each in range(PRIORITIES)],
        ],
        "priority_measures": [
            ("framework_id", "priority_number", "measure_id"),
            *[(FRAMEWORK, place % PRIORITIES + 1, each) for place, each in enumerate(names)],
        ],
        "observations": [
            ("area_code", "measure_id", "basis", "period_start", "period_end", "value", "role",
             "source_document"),
            *[(AREA, each, "year", *year, 50 + place % 40, "actual", SOURCE)
              for place, each in enumerate(names) for year in years],
            *[(area, names[0], "year", *year, 60, "actual", SOURCE)
              for area in others for year in years],
        ],
    })  # fmt: skip
    engine.dispose()
    return url
