"""Measure everything in one table: `make bench`, `make bench-quick`.

Medians with their spread; what stands beside a figure was measured in turn with it, in the same run. Beside
a time without such a ratio is what a loop took then. Fails where a bar is not met.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.pages.measured import measure_pages
from tests.bench.server import measure_server
from tests.bench.table import Row, describe_machine, keep, print_table, print_worse

PARTS: Final = ("pages", "server")


def main() -> int:
    """Print the table; 1 where a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three loads of two pages")
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
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
    if "pages" in options.parts:
        yield from measure_pages(_made(folder / "pages"), is_quick=options.quick)
    if "server" in options.parts:
        yield from measure_server(_made(folder / "server"), is_quick=options.quick)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
