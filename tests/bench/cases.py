"""Cases: a load beside its bare floor, pages over many beside pages over few, and a file that is wrong throughout.

On SQLite and on PostgreSQL, in processes of their own. All cases are synthetic.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from data.cases.drill_down import MAX_CASES, drill_down_cases
from data.store.databases.engine import make_engine
from data.synthesise.generate import Order, area_codes, draw_chunks
from tests.bench.databases import Database
from tests.bench.table import Row, row, row_beside
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
FEW: Final = 10_000
MANY: Final = 1_000_000
MOST: Final = 10_000_000
LOADS: Final = 3
LOAD_AREAS: Final = 10
AREAS: Final = 150
MOST_TIMES: Final = 2.0
MOST_GROWTH: Final = 1.2
MOST_MEGABYTES: Final = 1500.0


@dataclass(frozen=True)
class Run:
    """What a process took: seconds, and megabytes at its largest; and what it printed."""

    seconds: float
    megabytes: float
    said: str


def run(command: list[str], url: str, *, may_fail: bool = False) -> Run:
    """Run a Python process on a store to its end; RuntimeError where it fails and may not."""
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
    if child.returncode and not may_fail:
        raise RuntimeError(f"{command} failed: {said[-2000:]}")
    return Run(took, used.ru_maxrss / 1024, said)


def write_assessments(path: Path, cases: int, areas: int) -> Path:
    """Write synthetic assessments of so many areas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for pieces in draw_chunks(Order(cases, SEED, UNTIL, areas)):
            file.write(pieces[KIND])
    return path


def write_areas(path: Path, codes: Sequence[str]) -> Path:
    """Write areas that the shipped extracts do not have."""
    rows = [f"{code},Area {code} (synthetic data),synthetic\n" for code in codes]
    path.write_text("area_code,name,kind\n" + "".join(rows))
    return path


def measure_cases(database: Database, folder: Path) -> Iterator[Row]:
    """Measure loads of a million cases on a database, and pages over them."""
    name, few = database.name, database.make_set_up("few")
    _fill(few, folder, FEW, 1)
    pairs: list[tuple[Run, Run]] = []
    file = write_assessments(folder / "many.csv", MANY, LOAD_AREAS)
    url = ""
    for number in range(LOADS):
        url = database.make_set_up(f"load{number}")
        _add_areas(url, folder, LOAD_AREAS)
        ours = run(["-m", "data", "load", str(file)], url)
        bare = run(["-m", "tests.bench.floor", database.make(f"bare{number}"), str(file)], url)
        pairs.append((ours, bare))
    seconds = [[pair[side].seconds for pair in pairs] for side in (0, 1)]
    label = f"{name}, load of {MANY:,} cases"
    yield row_beside(label, seconds[0], "bare", seconds[1], MOST_TIMES, "s")
    yield row(f"{label}, memory", "MB", [each.megabytes for each, _ in pairs], MOST_MEGABYTES)
    yield _all_wrong(name, file, url)
    file.unlink()
    yield from _drill(name, url)
    yield from _pages(f"{name}, {MANY:,} cases", url, few)


def measure_millions(database: Database, folder: Path) -> Iterator[Row]:
    """Measure a load of ten million cases in one file on a database, and pages over them."""
    name, few = database.name, database.make_set_up("few_beside_most")
    most = database.make_set_up("most")
    _fill(few, folder, FEW, 1)
    loaded = _fill(most, folder, MOST, AREAS)
    label = f"{name}, one file of {MOST:,} cases"
    yield row(f"{label}, load", "s", [loaded.seconds])
    yield row(f"{label}, memory", "MB", [loaded.megabytes], MOST_MEGABYTES)
    yield from _pages(f"{name}, {MOST:,} cases", most, few)


def _add_areas(url: str, folder: Path, areas: int) -> None:
    if areas > 1:
        others = write_areas(folder / "areas.csv", area_codes(areas)[1:])
        run(["-m", "data", "load", str(others)], url)


def _fill(url: str, folder: Path, cases: int, areas: int) -> Run:
    """Load so many cases of so many areas into a store in one file."""
    _add_areas(url, folder, areas)
    path = write_assessments(folder / "cases.csv", cases, areas)
    loaded = run(["-m", "data", "load", str(path)], url)
    path.unlink()
    return loaded


def _all_wrong(name: str, file: Path, url: str) -> Row:
    """Return the memory in which a file is refused of which each row is wrong."""
    wrong = file.with_name("wrong.csv")
    with file.open() as lines, wrong.open("w") as written:
        written.write(next(lines))
        # A day that there is not, in place of each.
        written.writelines(re.sub(r"\d{4}-\d\d-\d\d", "2026-02-30", line) for line in lines)
    refused = run(["-m", "data", "check", str(wrong)], url, may_fail=True)
    wrong.unlink()
    assert "2026-02-30" in refused.said, refused.said[-500:]
    label = f"{name}, {MANY:,} rows that are all wrong, memory"
    return row(label, "MB", [refused.megabytes], MOST_MEGABYTES)


def _pages(name: str, many: str, few: str) -> Iterator[Row]:
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
            mine, little = ([pair[side] * 1000 for pair in pairs] for side in (0, 1))
            label = f"{name}, {page}, {kind}"
            yield row_beside(label, mine, f"{FEW:,}", little, MOST_GROWTH)


def _asked(url: str) -> float:
    started = time.monotonic()
    with urlopen(url, timeout=120) as answer:
        answer.read()
    return time.monotonic() - started


def _drill(name: str, url: str) -> Iterator[Row]:
    """Time the cases behind a figure, one area, the newest 24 months: a page of them, and all."""
    engine = make_engine(url)
    for what, most in (("the first 200", 201), ("all, at most 10,000", MAX_CASES)):
        times: list[float] = []
        for _ in range(ASKED):
            started = time.monotonic()
            drill_down_cases(engine, "ehcp-20-weeks", DRILLED, DRILL_FROM, UNTIL, most)
            times.append((time.monotonic() - started) * 1000)
        yield row(f"{name}, cases behind a figure, {what}", "ms", times)
    engine.dispose()
