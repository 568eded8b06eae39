"""The commands that check, load, list and undo."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from data.cli.output import (
    FINE,
    REFUSED,
    effect_lines,
    file_lines,
    history_lines,
    print_answer,
    terminal_progress,
    undo_lines,
    undo_record,
)
from data.common.errors import CommandError
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile, open_extract
from data.loading.history import extract_history, undo_delivery
from data.loading.load import FileReport, check_files, load_files
from data.opening.large_file import LARGE, LargeFile, open_large

if TYPE_CHECKING:
    from dashboard.panels.load_effects import Effects


def run_check(engine: Engine, options: argparse.Namespace) -> int:
    """Print the issues of files."""
    files = _open_files(options.files)
    with terminal_progress() as progress:
        reports = check_files(engine, files, options=_load_options(options), progress=progress)
    return _print_reports(reports, file_lines(reports, is_check=True), options)


def run_load(engine: Engine, options: argparse.Namespace) -> int:
    """Load files, or print what that would change, in the measures too."""
    files = _open_files(options.files)
    if options.dry_run:
        return _dry_run(engine, files, options)
    with terminal_progress() as progress:
        reports = load_files(
            engine, files, by=options.by, options=_load_options(options), progress=progress
        )
    return _print_reports(reports, file_lines(reports), options)


def _dry_run(
    engine: Engine, files: list[ExtractFile | LargeFile], options: argparse.Namespace
) -> int:
    from data.loading.preview import load_with_effects  # noqa: PLC0415 - it imports every measure, a load does not

    # Whoever uses the command line has the store itself: no small number is hidden.
    with terminal_progress() as progress:
        preview = load_with_effects(
            engine,
            files,
            by=options.by,
            dry_run=True,
            options=_load_options(options),
            progress=progress,
            shows_small=True,
        )
    reports, effects = preview.reports, preview.effects
    lines = [*file_lines(reports), *(effect_lines(effects) if effects else ())]
    return _print_reports(reports, lines, options, effects)


def run_history(engine: Engine, options: argparse.Namespace) -> int:
    """Print every extract that was ever loaded."""
    records = extract_history(engine)
    print_answer({"extracts": records}, history_lines(records), options)
    return FINE


def run_undo(engine: Engine, options: argparse.Namespace) -> int:
    """Undo the delivery of an extract, and print what that set aside."""
    undone = undo_delivery(engine, options.extract, by=options.by)
    print_answer(undo_record(undone), undo_lines(undone), options)
    return FINE


def _load_options(options: argparse.Namespace) -> LoadOptions:
    return LoadOptions(
        options.cut_off,
        options.coverage,
        area_code=options.area,
        framework_id=options.plan,
        source_document=options.source,
        published_on=options.published_on,
        is_confirmed=options.confirm,
        year_kind=options.year_kind,
        accepted_rows=tuple(_accepted_row(each, options.files) for each in options.accept),
        sheet=options.sheet,
        columns=tuple(_pair("--map", each) for each in options.map),
        filled=tuple(_pair("--fill", each) for each in options.fill),
    )


def _pair(option: str, text: str) -> tuple[str, str]:
    """Return both sides of COLUMN=FIELD or FIELD=TEXT; a column may have = in its name."""
    parts = text.rpartition("=") if option == "--map" else text.partition("=")
    before, _, after = (part.strip() for part in parts)
    if not before or not after:
        raise CommandError(f"{option} {text}: write both sides of the =.")
    return before, after


def _accepted_row(text: str, files: Sequence[Path]) -> tuple[str, int]:
    """Return the file name and number of an accepted row: ROW of the only file, or FILE:ROW."""
    name, _, number = text.rpartition(":")
    if not number.isdecimal() or not (name or len(files) == 1):
        raise CommandError(
            f"--accept {text}: write the number of a row, FILE:ROW of several files."
        )
    return name or files[0].name, int(number)


def _open_files(paths: Iterable[Path]) -> list[ExtractFile | LargeFile]:
    files: list[ExtractFile | LargeFile] = []
    for path in paths:
        try:
            large = open_large(path) if path.stat().st_size > LARGE else None
            files.append(large or open_extract(path))
        except OSError as error:
            raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    return files


def _print_reports(
    reports: Sequence[FileReport],
    lines: Iterable[str],
    options: argparse.Namespace,
    effects: "Effects | None" = None,
) -> int:
    is_sound = not any(report.issues or report.asks for report in reports)
    record = {"ok": is_sound, "files": reports} | ({"effects": effects} if effects else {})
    print_answer(record, lines, options)
    return FINE if is_sound else REFUSED
