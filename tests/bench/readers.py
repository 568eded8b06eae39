"""Many readers at once on the server that is deployed: `python -m tests.bench.readers --minutes 20`.

Each reads a page, thinks for five seconds and reads another, while a load of 100,000 cases goes in. Holds
that nobody meets an error, that of each page 95 in 100 answers come within five times the median of a
single reader or a quarter of a second, that the workers do not grow, and that every page is as it was
before the load or as it is after it.
"""

import argparse
import http.client
import random
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import brotli
import psutil

from data.synthesise.generate import area_codes
from tests.bench.cases import run, write_assessments
from tests.bench.databases import Database
from tests.bench.table import Row, row
from tests.servers import Server

EXAMPLE: Final = f"area={area_codes(1)[0]}&framework=example-plan"
PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
PAGES: Final = (
    f"/?{EXAMPLE}",
    f"/?{PLAN}",
    f"/measure/ehcp-20-weeks?{EXAMPLE}",
    f"/measure/ehcp-20-weeks?{PLAN}",
    "/priority/example-plan/1",
    "/priority/ha-wsoa-2021/1",
    f"/actions?{PLAN}",
    "/about",
    f"/download/overview.csv?{EXAMPLE}",
)
THINKING: Final = (2.5, 7.5)
CASES: Final = 100_000
ALONE: Final = 15
READERS: Final = (1, 20, 200)
SECONDS: Final = 60.0
MOST_TIMES, LEAST_SECONDS = 5.0, 0.25
MOST_GROWTH: Final = 1.15
# Each worker's Dash writes a random number into a page's settings.
_BY_CHANCE: Final = re.compile(rb'"end_id":"[^"]*"')


@dataclass
class Answers:
    """What readers got: seconds and contents of each page, errors, and megabytes over time."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    contents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    errors: list[str] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, seconds: float, content: str) -> None:
        """Note an answer."""
        with self.lock:
            self.seconds[page].append(seconds)
            self.contents[page].add(content)


def main() -> int:
    """Run it; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--store", help="an address; without it a SQLite store is made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = options.store or f"sqlite:///{folder / 'store.sqlite3'}"
        run(["-m", "data", "setup"], store)
        # As Procfile has it, on a port of this machine.
        server = Server(store, folder / "log.txt")
        server.start()
        try:
            return measure(server, store, folder, options.minutes * 60, options.readers)
        finally:
            server.stop()


def measure(server: Server, store: str, folder: Path, seconds: float, readers: int) -> int:
    """Read alone, then together; print what came of it."""
    alone = {page: sorted(fetch(server, page)[0] for _ in range(ALONE)) for page in PAGES}
    before = {page: fetch(server, page)[1] for page in PAGES}
    answers, end = Answers(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=read, args=(server, answers, end, number), daemon=True)
        for number in range(readers)
    ]
    watching = threading.Thread(target=watch, args=(server, answers, end), daemon=True)
    for thread in (*threads, watching):
        thread.start()
    time.sleep(seconds / 3)
    took = run(
        ["-m", "data", "load", str(write_assessments(folder / "load.csv", CASES, 1))], store
    ).seconds
    for thread in (*threads, watching):
        thread.join()
    after = {page: fetch(server, page)[1] for page in PAGES}
    broken = list(answers.errors[:10])
    for page in PAGES:
        limit = max(MOST_TIMES * median(alone[page]), LEAST_SECONDS)
        slow = quantiles(answers.seconds[page], n=20)[-1]
        print(
            f"{page}: {len(answers.seconds[page])} answers, alone {median(alone[page]):.3f} s, "
            f"p95 {slow:.3f} s of {limit:.3f} s, most {max(answers.seconds[page]):.3f} s"
        )
        if slow > limit:
            broken.append(f"{page}: p95 {slow:.3f} s")
        if answers.contents[page] - {before[page], after[page]}:
            broken.append(f"{page}: half a load was seen")
    grown = growth(answers.megabytes)
    if grown > MOST_GROWTH:
        broken.append(f"memory grew to {grown:.2f} of what it was")
    count = sum(map(len, answers.seconds.values()))
    print(f"{count:,} answers, {len(answers.errors)} errors; the load took {took:.1f} s")
    print(f"memory {answers.megabytes[0]:.0f} to {answers.megabytes[-1]:.0f} MB, {grown:.2f}")
    print("\n".join(broken) or "Every promise held.")
    return 1 if broken else 0


def measure_readers(database: Database, folder: Path) -> Iterator[Row]:
    """Let 1, 20 and 200 readers read from two workers: requests a second, and 95 in 100 answers."""
    store = database.make_set_up("readers")
    server = Server(store, folder / "readers.txt", workers=2)
    server.start()
    try:
        alone = [fetch(server, page)[0] for page in PAGES for _ in range(ALONE)]
        for readers in READERS:
            answers = together(server, readers)
            seconds = [each for page in answers.seconds.values() for each in page]
            late = quantiles(seconds, n=20)[-1] * 1000
            most = max(MOST_TIMES * median(alone), LEAST_SECONDS) * 1000
            bar = most if readers == READERS[-1] else None
            label = f"{database.name}, {readers} readers"
            yield row(f"{label}, p95", "ms", [late], bar)
            yield row(f"{label}, answers", "a second", [len(seconds) / SECONDS])
            yield row(f"{label}, errors", "", [len(answers.errors)], 0)
    finally:
        server.stop()


def together(server: Server, readers: int) -> Answers:
    """Let so many read for a while, and return what they got."""
    answers, end = Answers(), time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=read, args=(server, answers, end, number), daemon=True)
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def growth(megabytes: list[float]) -> float:
    """Return the last quarter's memory, of that of the quarter after the load began."""
    quarter = max(len(megabytes) // 4, 1)
    return median(megabytes[-quarter:]) / median(megabytes[2 * quarter : 3 * quarter])


def fetch(server: Server, page: str) -> tuple[float, str]:
    """Return the seconds of an answer, and a digest of what it holds; OSError for what is none."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", page, headers={"Accept-Encoding": "br"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise OSError(f"{page}: {response.status}")
    seconds = time.monotonic() - began
    return seconds, sha256(_BY_CHANCE.sub(b"", brotli.decompress(body))).hexdigest()


def read(server: Server, answers: Answers, end: float, number: int) -> None:
    """Read one page after another until the end."""
    chance = random.Random(number)  # noqa: S311 - nothing secret comes of it
    time.sleep(chance.uniform(0, THINKING[1]))
    while time.monotonic() < end:
        page = chance.choice(PAGES)
        try:
            answers.note(page, *fetch(server, page))
        except (OSError, http.client.HTTPException) as error:
            answers.errors.append(f"{page}: {error!r}")
        time.sleep(chance.uniform(*THINKING))


def watch(server: Server, answers: Answers, end: float) -> None:
    """Note the memory of the workers every second."""
    workers = psutil.Process(server.pid).children()
    while time.monotonic() < end:
        memory = sum(each.memory_info().rss for each in workers)
        answers.megabytes.append(memory / (1 << 20))
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
