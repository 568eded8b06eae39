"""Measure the road of cases: `make bench-cases` (half an hour, and some ten gigabytes of disk).

A load of a million cases beside its bare floor, in time and in memory; pages over ten million cases
beside the same pages over ten thousand; the cases behind a figure. On SQLite and on PostgreSQL. All
cases are synthetic.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import sqlalchemy as sa
from sqlalchemy.engine import URL

from data.cases.drill_down import MAX_CASES, drill_down_cases
from data.store.engine import make_engine
from data.synthesise.generate import Order, area_codes, draw_chunks
from tests.postgres import postgres_server
from tests.servers import served
from tests.stores import ROOT

UNTIL = date(2026, 10, 31)
SEED = 7
KIND = "ehc_assessments"
AREA = area_codes(1)[0]
# An area that nothing else is loaded for.
DRILLED = area_codes(3)[2]
DRILL_FROM = date(2024, 11, 1)
PAGES = {
    "Overview": f"/?area={AREA}&framework=example-plan",
    "Measure": f"/measure/ehcp-20-weeks?area={AREA}&framework=example-plan",
}
STARTS = 5
ASKED = 15
Maker = Callable[[str], str]


@dataclass(frozen=True)
class Run:
    """What a process took: seconds, and megabytes at its largest; and what it printed."""

    seconds: float
    megabytes: float
    said: str


def run(command: list[str], url: str) -> Run:
    """Run a Python process on a store to its end; RuntimeError where it fails."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url},
            stdout=output,
            stderr=output,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - started
        output.seek(0)
        said = output.read().decode()
    if child.returncode:
        raise RuntimeError(f"{command} failed: {said[-2000:]}")
    return Run(took, used.ru_maxrss / 1024, said)


def write_assessments(path: Path, cases: int, areas: int, skipped: int = 0) -> Path:
    """Write synthetic assessments of so many areas, after those that are skipped."""
    order = Order(cases, SEED + skipped, UNTIL, areas)
    with path.open("w", encoding="utf-8", newline="") as file:
        for pieces in draw_chunks(order):
            file.write(
                re.sub(r"X99(\d{6})", lambda m: f"X99{int(m[1]) + skipped:06d}", pieces[KIND])
            )
    return path


def write_areas(path: Path, count: int) -> Path:
    """Write the areas that the shipped extracts do not have."""
    rows = [f"{code},Area {code} (synthetic data),synthetic\n" for code in area_codes(count)[1:]]
    path.write_text("area_code,name,kind\n" + "".join(rows))
    return path


def measure_load(name: str, make: Maker, file: Path, areas: Path, runs: int) -> str:
    """Load one file through the product and bare, in turn; give a store that holds it."""
    pairs: list[tuple[Run, Run]] = []
    url = ""
    for number in range(runs):
        url = make(f"load{number}")
        run(["-m", "data", "setup"], url)
        run(["-m", "data", "load", str(areas)], url)
        ours = run(["-m", "data", "load", str(file)], url)
        pairs.append(
            (ours, run(["-m", "tests.bench.floor", make(f"bare{number}"), str(file)], url))
        )
        print(f"  {pairs[-1][0].seconds:.1f} s, bare {pairs[-1][1].seconds:.1f} s", flush=True)
    ours, bare = (median(pair[side].seconds for pair in pairs) for side in (0, 1))
    ratio = median(pair[0].seconds / pair[1].seconds for pair in pairs)
    peak = max(pair[0].megabytes for pair in pairs)
    print(f"{name}, load: {ours:.1f} s against {bare:.1f} s bare, ratio {ratio:.2f}; {peak:.0f} MB")
    return url


def fill(url: str, folder: Path, cases: int, file_cases: int, areas: int) -> None:
    """Set a store up and load so many cases, in files that each have areas of their own."""
    run(["-m", "data", "setup"], url)
    if areas > 1:
        run(["-m", "data", "load", str(write_areas(folder / "areas.csv", areas))], url)
    files = max(1, cases // file_cases)
    each = max(1, areas // files)
    for number in range(files):
        path = write_assessments(
            folder / "cases.csv", min(cases, file_cases), each, skipped=number * each
        )
        loaded = run(["-m", "data", "load", str(path)], url)
        print(f"  file {number + 1} of {files}: {loaded.seconds:.0f} s", flush=True)
        path.unlink()


def measure_pages(name: str, many: str, few: str) -> None:
    """Open pages over many cases and over few, in turn: first after a start, then again."""
    first: dict[str, list[tuple[float, ...]]] = {page: [] for page in PAGES}
    again: dict[str, list[tuple[float, ...]]] = {page: [] for page in PAGES}
    for _ in range(STARTS):
        for page, path in PAGES.items():
            with served(many) as over_many, served(few) as over_few:
                # The first HTML of another page has the server import what it needs.
                urls = [over_many + path, over_few + path]
                for url in (over_many, over_few):
                    _asked(f"{url}/about")
                first[page].append(tuple(_asked(url) for url in urls))
                for _ in range(ASKED):
                    again[page].append(tuple(_asked(url) for url in urls))
    for page in PAGES:
        for kind, pairs in (("first", first[page]), ("again", again[page])):
            mine, little = (median(pair[side] for pair in pairs) * 1000 for side in (0, 1))
            ratio = median(pair[0] / pair[1] for pair in pairs)
            print(
                f"{name}, {page}, {kind}: {mine:.0f} ms against {little:.0f} ms, ratio {ratio:.2f}"
            )


def _asked(url: str) -> float:
    started = time.monotonic()
    with urlopen(url, timeout=120) as answer:
        answer.read()
    return time.monotonic() - started


def measure_drill(name: str, url: str) -> None:
    """Time the cases behind a figure, one area, the newest 24 months: a page of them, and all."""
    engine = make_engine(url)
    for what, most in (("the first 200", 201), ("all, at most 10,000", MAX_CASES)):
        times: list[float] = []
        found = 0
        for _ in range(ASKED):
            started = time.monotonic()
            cases = drill_down_cases(engine, "ehcp-20-weeks", DRILLED, DRILL_FROM, UNTIL, most)
            times.append((time.monotonic() - started) * 1000)
            found = len(cases)
        middle, slowest = median(times), max(times)
        print(f"{name}, drill, {what}: {middle:.0f} ms, slowest {slowest:.0f} ms, {found:,} cases")
    engine.dispose()


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Measure everything on each database."""
    with postgres_server() as server:
        makers: dict[str, Maker] = {
            "SQLite": lambda name: f"sqlite:///{folder / name}.sqlite3",
            "PostgreSQL": lambda name: _new_database(server, name),
        }
        for name in options.databases:
            make = makers[name]
            _measure_one(name, make, folder, options)


def _measure_one(name: str, make: Maker, folder: Path, options: argparse.Namespace) -> None:
    if "load" in options.parts:
        file = write_assessments(folder / "million.csv", options.load, options.load_areas)
        areas = write_areas(folder / "areas.csv", options.load_areas)
        measure_drill(name, measure_load(name, make, file, areas, options.runs))
    if "pages" in options.parts:
        many, few = make("many"), make("few")
        fill(few, folder, 10_000, 10_000, 1)
        fill(many, folder, options.many, options.load, options.areas)
        measure_pages(name, many, few)


def _new_database(server: URL, name: str) -> str:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the road of cases.")
    parser.add_argument("--parts", nargs="+", default=["load", "pages"], choices=["load", "pages"])
    parser.add_argument("--databases", nargs="+", default=["SQLite", "PostgreSQL"])
    parser.add_argument("--load", type=int, default=1_000_000, help="cases in a file")
    parser.add_argument("--many", type=int, default=10_000_000, help="cases in the large store")
    parser.add_argument("--areas", type=int, default=150, help="areas that share them")
    parser.add_argument("--load-areas", type=int, default=10, help="areas in the file of the load")
    parser.add_argument("--runs", type=int, default=3, help="loads of each sort")
    parser.add_argument("--folder", type=Path, help="where the stores are made, and kept")
    return parser.parse_args()


if __name__ == "__main__":
    given = _options()
    with tempfile.TemporaryDirectory() as made:
        measure(given.folder or Path(made), given)
