"""Time the report of a pack as PDF: `python -m tests.bench.report`.

Warm is the median of five in a process that has made one before; cold the first in a process of
its own, from the import of what draws on paper on. Told in seconds of the processor, which a busy
machine disturbs least. Fails where the pack of twenty slides takes more than two warm.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from pypdf import PdfReader

from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.slides.deck import build_slides
from data.loading.setup import set_up
from data.store.engine import make_engine
from layouts.report.pdf import report_pdf
from tests.builders.packs import HARINGEY, STRATEGY, gather_pack

RUNS: Final = 5
SLIDES: Final = 20
MOST_SECONDS: Final = 2.0
ONCE: Final = "--once"


def main() -> int:
    """Print the times of each plan; 1 where the pack of twenty slides takes too long."""
    if ONCE in sys.argv:
        _, stored = next(_packs(sys.argv[-1]))
        print(_made(stored)[0])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'send.sqlite3'}"
        engine = make_engine(url)
        set_up(engine, with_example=False)
        engine.dispose()
        return _all(url)


def _packs(url: str) -> Iterator[tuple[str, StoredPack]]:
    engine = make_engine(url)
    yield "pack of twenty slides", of_slides(gather_pack(engine, STRATEGY), SLIDES)
    yield "Tower Hamlets, strategy", gather_pack(engine, STRATEGY)
    yield "Haringey, statement of action", gather_pack(engine, HARINGEY)
    engine.dispose()


def of_slides(stored: StoredPack, most: int) -> StoredPack:
    """Leave the last measures of a pack out until it has no more slides than asked for."""
    while len(build_slides(stored)) > most:
        pack = stored.content
        filled = [place for place, one in enumerate(pack.overview.priorities) if one.panels]
        priorities = list(pack.overview.priorities)
        last = priorities[filled[-1]]
        priorities[filled[-1]] = replace(last, panels=last.panels[:-1])
        overview = replace(pack.overview, priorities=tuple(priorities))
        stored = replace(stored, pack=replace(pack, overview=overview))
    return stored


def _all(url: str) -> int:
    slowest = 0.0
    for name, stored in _packs(url):
        slides = len(build_slides(stored))
        pages = len(PdfReader(BytesIO(_made(stored)[1])).pages)
        seconds = median(_made(stored)[0] for _ in range(RUNS))
        print(f"{name}: {slides} slides, {pages} pages, {seconds:.2f} s warm", flush=True)
        slowest = slowest or seconds
    command = [sys.executable, "-m", "tests.bench.report", ONCE, url]
    told = [
        subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(RUNS)
    ]
    cold = median(float(one.stdout) for one in told)
    print(f"pack of twenty slides: {cold:.2f} s for the first of a process", flush=True)
    return int(slowest > MOST_SECONDS)


def _made(stored: StoredPack) -> tuple[float, bytes]:
    start = process_time()
    body = report_pdf(stored, build_report(stored))
    return process_time() - start, body


if __name__ == "__main__":
    sys.exit(main())
