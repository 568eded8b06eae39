"""The command that writes synthetic case extracts."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.common.errors import CommandError, UnreadableCellError
from data.schema.cell_parsers import parse_date
from data.synthesise.example_area import SEED, UNTIL
from data.synthesise.generate import CASE_KINDS, Order, area_codes, draw_chunks

if TYPE_CHECKING:
    from sqlalchemy import Engine

FINE = 0
_MAX_AREAS = 999_999
# argparse gives the class that it hands out no public name.
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def add_synthesise_command(commands: _Commands) -> None:
    """Register the command."""
    command = commands.add_parser(
        "synthesise", help="write case extracts of areas that do not exist"
    )
    command.add_argument(
        "--cases", type=_whole, required=True, metavar="N", help="how many requests in three years"
    )
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to")
    command.add_argument(
        "--seed", type=_natural, default=SEED, metavar="S", help="the same seed, the same bytes"
    )
    command.add_argument(
        "--until", type=_day, default=UNTIL, metavar="DATE", help="the cut-off day"
    )
    command.add_argument(
        "--areas", type=_area_count, default=1, metavar="K", help="how many areas share the cases"
    )
    command.set_defaults(run=_synthesise, needs_store=False)


def _whole(text: str) -> int:
    number = _natural(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number of at least 1 is needed")
    return number


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("a whole number is needed")
    return int(text)


def _area_count(text: str) -> int:
    number = _whole(text)
    if number > _MAX_AREAS:
        raise argparse.ArgumentTypeError(f"at most {_MAX_AREAS:,} areas have a code")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(parse_date(text))
    except UnreadableCellError as unreadable:
        raise argparse.ArgumentTypeError(unreadable.fix) from unreadable


def _synthesise(_engine: "Engine", options: argparse.Namespace) -> int:
    order = Order(options.cases, options.seed, options.until, options.areas)
    try:
        for path in write_extracts(order, options.out):
            print(path)
    except OSError as error:
        raise CommandError(f"Cannot write to {options.out}: {error.strerror}.") from error
    return FINE


def write_extracts(order: Order, folder: Path) -> list[Path]:
    """Write the areas and one file a kind; files of those names are written anew."""
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
