"""Measure everything in one table: `make bench`, `make bench-quick`.

Medians with their spread; what stands beside a figure was measured in turn with it, in the same run. Beside
a time without such a ratio is what a loop took then. Fails where a bar is not met.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.bench.cases import measure_cases, measure_millions
from tests.bench.databases import Database, databases
from tests.bench.exports import measure_packs
from tests.bench.files import measure_files
from tests.bench.growth import measure_growth
from tests.bench.meeting import measure_meetings
from tests.bench.pages.measured import measure_pages
from tests.bench.readers import measure_readers
from tests.bench.server import measure_server
from tests.bench.table import (
    KEPT_RUN,
    Part,
    Row,
    describe_machine,
    print_table,
    read_run,
    worse,
    write_run,
)

DATABASES: Final = ("SQLite", "PostgreSQL")
QUICK: Final = ("pages", "server")
# Those that `--quick` shortens, over one store.
SHORTENED: Final = {"pages": measure_pages, "server": measure_server}
ALONE: Final[dict[str, Callable[[Path], Iterator[Row]]]] = {
    "packs": measure_packs,
    "meetings": measure_meetings,
}
ON_EACH: Final[dict[str, Callable[[Database, Path], Iterator[Row]]]] = {
    "files": measure_files,
    "readers": measure_readers,
    "growth": measure_growth,
    "cases": measure_cases,
    "millions": measure_millions,
}
PARTS: Final = (*SHORTENED, *ALONE, *ON_EACH)


def main() -> int:
    """Print the table; 1 where a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="three loads of two pages, and the server"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS)
    parser.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    parser.add_argument(
        "--keep",
        action="store_true",
        help="keep what is measured, in place of what was kept of the same parts",
    )
    parser.add_argument("--json", type=Path, help="where the run is written as JSON")
    options = parser.parse_args()
    if options.quick and options.keep:
        parser.error("A quick run is of fewer figures than are kept.")
    kept, run = read_run(KEPT_RUN), {}
    machine = describe_machine()
    with tempfile.TemporaryDirectory() as name:
        for part, rows in measured(Path(name), options):
            began = time.monotonic()
            run[part] = Part(describe_machine(), list(rows))
            print(f"{part}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            # What was measured is not lost where a later part fails.
            if options.json:
                write_run(run, options.json)
            if options.keep:
                write_run(kept | run, KEPT_RUN)
    every = [row for part in run.values() for row in part.rows]
    print_table(every, machine)
    print("\n".join(worse(every, kept)) or "Nothing got a tenth worse than in the run kept.")
    return int(not all(each.is_met for each in every))


def measured(folder: Path, options: argparse.Namespace) -> Iterator[tuple[str, Iterator[Row]]]:
    """Name the parts that were asked for, one after another, each with what measures it."""
    parts = options.parts or (QUICK if options.quick else PARTS)
    for name in (each for each in SHORTENED if each in parts):
        yield name, SHORTENED[name](folder, is_quick=options.quick)
    for name in (each for each in ALONE if each in parts):
        own = folder / name
        own.mkdir()
        yield name, ALONE[name](own)
    on_each = [each for each in ON_EACH if each in parts]
    if not on_each:
        return
    with databases(folder) as every:
        asked = [each for each in every if each.name in options.databases]
        for name in on_each:
            for database in asked:
                yield f"{name}, {database.name}", ON_EACH[name](database, folder)


if __name__ == "__main__":
    sys.exit(main())
