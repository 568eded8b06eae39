"""The `pseudonymise` command: a copy of a file without personal data."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from dashboard.text.csv_safe import csv_text
from data.cli.output import FINE, issue_line
from data.common.errors import CommandError
from data.files.csv_reader import (
    UnreadableFileError,
    normalise_column_name,
    open_extract,
    read_extract,
)
from data.privacy.pseudonymise import (
    Pseudonymised,
    PseudonymiseSettings,
    make_key,
    pseudonymise,
    read_key,
)


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
    result = _pseudonymised_file(options.file, settings)
    _write(options.out, result)
    for line in _lines(options.out, result):
        print(line)
    return FINE


def _pseudonymised_file(path: Path, settings: PseudonymiseSettings) -> Pseudonymised:
    try:
        return pseudonymise(read_extract(open_extract(path)), settings)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    except UnreadableFileError as unreadable:
        raise CommandError(f"{path}: {issue_line(unreadable.issues[0])}") from unreadable


def _write(path: Path, result: Pseudonymised) -> None:
    text = csv_text(result.raw.names, result.raw.cells.to_numpy().tolist())
    try:
        # Never over a file that exists: it may be the one that was read.
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise CommandError(f"{path} is there already: name another file.") from None
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error


def _lines(path: Path, result: Pseudonymised) -> Iterator[str]:
    yield f"{path}: {_rows(len(result.raw.cells))}."
    for basis, count in result.used.items():
        yield f"  {result.raw.names[0]}: from the {basis} in {_rows(count)}."
    if result.age:
        unknown = f"; unknown in {_rows(result.unknown_ages)}" if result.unknown_ages else ""
        yield f"  {result.age}: the age in years{unknown}."
    if result.dropped:
        yield f"  Dropped: {', '.join(result.dropped)}."
    if len(result.used) > 1:
        yield (
            "  A child whose rows have a UPN here and only a name there gets two numbers: compare "
            "such files with care."
        )


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
