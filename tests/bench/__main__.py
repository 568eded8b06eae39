"""Measure everything in one table: `make bench`, `make bench-quick`.

Medians with their spread; what stands beside a figure was measured in turn with it, in the same run. Beside
a time without such a ratio is what a loop took then. Fails where a bar is not met.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.bench.cases import measure_cases
from tests.bench.databases import databases
from tests.bench.exports import measure_packs
from tests.bench.growth import measure_growth
from tests.bench.meeting import measure_meetings
from tests.bench.pages.measured import measure_pages
from tests.bench.readers import measure_readers
from tests.bench.server import measure_server
from tests.bench.table import Row, describe_machine, keep, print_table, print_worse

PARTS: Final = ("pages", "server", "packs", "meetings", "readers", "growth", "cases")
DATABASES: Final = ("SQLite", "PostgreSQL")
QUICK: Final = ("pages", "server")


def main() -> int:
    """Print the table; 1 where a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="three loads of two pages, and the server"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS)
    parser.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    parser.add_argument("--most", type=int, default=10_000_000, help="cases in the largest store")
    parser.add_argument("--keep", action="store_true", help="keep this run to set others beside")
    parser.add_argument("--json", type=Path, help="where the run is written as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        machine = describe_machine()
        rows = list(measured(Path(name), options))
    print_table(rows, machine)
    print_worse(rows)
    if options.json:
        keep(rows, machine, options.json)
    if options.keep:
        keep(rows, machine)
    return int(not all(each.is_met for each in rows))


def measured(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    """Measure the parts that were asked for, one after another."""
    parts = options.parts or (QUICK if options.quick else PARTS)
    alone: dict[str, Callable[[Path], Iterator[Row]]] = {
        "pages": lambda own: measure_pages(own, is_quick=options.quick),
        "server": lambda own: measure_server(own, is_quick=options.quick),
        "packs": measure_packs,
        "meetings": measure_meetings,
        "readers": measure_readers,
    }
    for name in (each for each in parts if each in alone):
        own = folder / name
        own.mkdir()
        yield from alone[name](own)
    if {"growth", "cases"}.isdisjoint(parts):
        return
    with databases(folder) as makers:
        for name in options.databases:
            if "growth" in parts:
                yield from measure_growth(name, makers[name], folder)
            if "cases" in parts:
                yield from measure_cases(name, makers[name], folder, options.most)


if __name__ == "__main__":
    sys.exit(main())
