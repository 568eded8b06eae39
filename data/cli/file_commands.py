"""The commands that need no store: print templates, write synthetic extracts, pseudonymise."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from dashboard.text.csv_safe import csv_text
from dashboard.text.format import counted
from data.cli.output import FINE, issue_line
from data.common.errors import CommandError
from data.common.load_options import LoadOptions
from data.files.csv_reader import (
    UnreadableFileError,
    normalise_column_name,
    open_extract,
    read_extract,
)
from data.opening.tables import open_table
from data.privacy.pseudonymise import (
    Pseudonymised,
    PseudonymiseSettings,
    make_key,
    pseudonymise,
    read_key,
)
from data.schema.data_dictionary import template_csv
from data.schema.registry import ALL_KINDS, KINDS
from data.synthesise.generate import CASE_KINDS, Order, area_codes, draw_chunks


def run_template(_engine: Engine, options: argparse.Namespace) -> int:
    """Print an empty CSV of a kind, or the kinds there are."""
    if options.list:
        for kind in ALL_KINDS:
            print(f"{kind.name}: {kind.description}")
    elif options.kind is None:
        options.parser.error("name a KIND, or --list")
    elif options.kind not in KINDS:
        choices = ", ".join(map(repr, sorted(KINDS)))
        options.parser.error(
            f"argument KIND: invalid choice: {options.kind!r} (choose from {choices})"
        )
    else:
        sys.stdout.write(template_csv(options.kind).replace("\r\n", "\n"))
    return FINE


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


def run_pseudonymise(_engine: Engine, options: argparse.Namespace) -> int:
    """Write a file with pseudonyms in the place of personal identifiers, or a new key."""
    if options.make_key:
        make_key(options.key_file)
        print(f"{options.key_file} is written. Keep it safe, and apart from the files.")
        return FINE
    if options.file is None or options.out is None:
        options.parser.error("FILE and --out OUT are needed")
    settings = PseudonymiseSettings(
        read_key(options.key_file),
        normalise_column_name(options.number),
        normalise_column_name(options.age_on)
        if not options.age_on[:1].isdigit()
        else options.age_on,
        tuple(map(normalise_column_name, options.keep)),
    )
    result = _pseudonymised_file(options.file, options.sheet, settings)
    _write_file(options.out, result)
    for line in _pseudonymised_lines(options.out, result):
        print(line)
    return FINE


def _pseudonymised_file(path: Path, sheet: str, settings: PseudonymiseSettings) -> Pseudonymised:
    try:
        file = open_table(open_extract(path), LoadOptions(sheet=sheet))
        return pseudonymise(read_extract(file), settings)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    except UnreadableFileError as unreadable:
        raise CommandError(f"{path}: {issue_line(unreadable.issues[0])}") from unreadable


def _write_file(path: Path, result: Pseudonymised) -> None:
    text = csv_text(result.raw.names, result.raw.cells.to_numpy().tolist())
    try:
        # Never over a file that exists: it may be the one that was read.
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise CommandError(f"{path} is there already: name another file.") from None
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error


def _pseudonymised_lines(path: Path, result: Pseudonymised) -> Iterator[str]:
    yield f"{path}: {counted(len(result.raw.cells), 'row')}."
    for basis, count in result.used.items():
        yield f"  {result.raw.names[0]}: from the {basis} in {counted(count, 'row')}."
    if result.age:
        unknown = (
            f"; unknown in {counted(result.unknown_ages, 'row')}" if result.unknown_ages else ""
        )
        yield f"  {result.age}: the age in years{unknown}."
    if result.dropped:
        yield f"  Dropped: {', '.join(result.dropped)}."
    if len(result.used) > 1:
        yield (
            "  A child whose rows have a UPN here and only a name there gets two numbers: compare "
            "such files with care."
        )
