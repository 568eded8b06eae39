"""The command that writes synthetic case extracts."""

import argparse
from pathlib import Path

from sqlalchemy import Engine

from data.cli.output import FINE
from data.common.errors import CommandError
from data.synthesise.generate import CASE_KINDS, Order, area_codes, draw_chunks


def run_synthesise(_engine: Engine, options: argparse.Namespace) -> int:
    """Write the extracts, and print their paths."""
    order = Order(options.cases, options.seed, options.until, options.areas)
    try:
        for path in write_extracts(order, options.out):
            print(path)
    except OSError as error:
        raise CommandError(f"Cannot write to {options.out}: {error.strerror}.") from error
    return FINE


def write_extracts(order: Order, folder: Path) -> list[Path]:
    """Write the areas and one file a kind, over files of those names; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    areas = folder / "areas.csv"
    areas.write_text(_areas_csv(order.areas), encoding="utf-8", newline="")
    paths = {kind: folder / f"{kind}.csv" for kind in CASE_KINDS}
    for path in paths.values():
        path.write_text("", encoding="utf-8")
    for pieces in draw_chunks(order):
        for kind, text in pieces.items():
            with paths[kind].open("a", encoding="utf-8", newline="") as file:
                file.write(text)
    return [areas, *paths.values()]


def _areas_csv(count: int) -> str:
    lines = ["area_code,name,kind"]
    for number, code in enumerate(area_codes(count), 1):
        name = "Example borough" if number == 1 else f"Example borough {number}"
        lines.append(f"{code},{name} (synthetic data),synthetic")
    return "\n".join(lines) + "\n"
