"""The commands that check, load, list, undo and print templates."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine

from data.case_command import add_cases_command
from data.catalogue import ALL_KINDS, KINDS
from data.codes import COVERAGES
from data.faults import CommandError, Unreadable
from data.given import Given
from data.history import extract_history, undo_extract
from data.load import FileReport, check_files, load_files
from data.parse import parse_date
from data.read import ExtractFile, open_extract
from data.report_text import (
    file_lines,
    file_record,
    history_lines,
    history_record,
    undo_lines,
)
from data.templates import template_csv

FINE, REFUSED = 0, 1
# argparse gives the class that it hands out no public name.
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def add_commands(commands: _Commands) -> None:
    """Register every command of this module."""
    _add_check(commands)
    _add_load(commands)
    history = commands.add_parser("history", help="list every extract that was loaded")
    _add_json(history)
    history.set_defaults(run=_history)
    _add_undo(commands)
    add_cases_command(commands)
    template = commands.add_parser("template", help="print a CSV to start from")
    template.add_argument("kind", nargs="?", choices=sorted(KINDS), metavar="KIND")
    template.add_argument("--list", action="store_true", help="list the kinds")
    template.set_defaults(run=_template, parser=template, needs_store=False)


def _add_check(commands: _Commands) -> None:
    check = commands.add_parser("check", help="tell the faults of files, and load nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_given(check)
    _add_json(check)
    check.set_defaults(run=_check)


def _add_load(commands: _Commands) -> None:
    load = commands.add_parser("load", help="load files: all of them, or none")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="only tell what would change")
    load.add_argument("--by", default="", metavar="NAME", help="who loads; else your user name")
    _add_given(load)
    _add_json(load)
    load.set_defaults(run=_load)


def _add_undo(commands: _Commands) -> None:
    undo = commands.add_parser("undo", help="take an extract back")
    undo.add_argument("extract", type=int, metavar="EXTRACT", help="its number in the history")
    undo.add_argument("--by", default="", metavar="NAME", help="who undoes; else your user name")
    _add_json(undo)
    undo.set_defaults(run=_undo)


def _add_given(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cut-off",
        type=_day,
        metavar="DATE",
        help="the day up to which extracts of cases are whole, where they do not say",
    )
    parser.add_argument(
        "--coverage",
        choices=COVERAGES,
        default="",
        help="whether they hold all cases or only changes, where they do not say",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(parse_date(text))
    except Unreadable as unreadable:
        raise argparse.ArgumentTypeError(unreadable.mend) from unreadable


def _given(options: argparse.Namespace) -> Given:
    return Given(options.cut_off, options.coverage)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def _check(engine: Engine, options: argparse.Namespace) -> int:
    reports = check_files(engine, _opened(options.files), given=_given(options))
    return _told(reports, as_json=options.json, is_check=True)


def _load(engine: Engine, options: argparse.Namespace) -> int:
    files = _opened(options.files)
    reports = load_files(
        engine, files, by=options.by, dry_run=options.dry_run, given=_given(options)
    )
    return _told(reports, as_json=options.json)


def _history(engine: Engine, options: argparse.Namespace) -> int:
    records = extract_history(engine)
    if options.json:
        _print_json({"extracts": [history_record(record) for record in records]})
    else:
        _print_lines(history_lines(records))
    return FINE


def _undo(engine: Engine, options: argparse.Namespace) -> int:
    report = undo_extract(engine, options.extract, by=options.by)
    if options.json:
        _print_json(asdict(report))
    else:
        _print_lines(undo_lines(report))
    return FINE


def _template(_engine: Engine, options: argparse.Namespace) -> int:
    if options.list:
        _print_lines(f"{kind.name}: {kind.description}" for kind in ALL_KINDS)
    elif options.kind is None:
        options.parser.error("name a KIND, or --list")
    else:
        sys.stdout.write(template_csv(options.kind).replace("\r\n", "\n"))
    return FINE


def _opened(paths: Iterable[Path]) -> list[ExtractFile]:
    return [_opened_file(path) for path in paths]


def _opened_file(path: Path) -> ExtractFile:
    try:
        return open_extract(path)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error


def _told(reports: tuple[FileReport, ...], *, as_json: bool, is_check: bool = False) -> int:
    outcome = _outcome(reports)
    if as_json:
        _print_json({"ok": outcome == FINE, "files": [file_record(each) for each in reports]})
    else:
        _print_lines(file_lines(reports, is_check=is_check))
    return outcome


def _outcome(reports: Iterable[FileReport]) -> int:
    return REFUSED if any(report.faults for report in reports) else FINE


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))
