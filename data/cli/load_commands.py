"""The commands that check, load, list, undo and print templates."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Engine

from data.cli.cases import add_cases_command
from data.cli.output import (
    effect_lines,
    file_lines,
    file_record,
    history_lines,
    history_record,
    undo_lines,
    undo_record,
)
from data.common.codes import COVERAGES
from data.common.errors import CommandError, UnreadableCellError
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile, open_extract
from data.loading.history import extract_history, undo_delivery
from data.loading.load import FileReport, check_files, load_files
from data.schema.cell_parsers import parse_date
from data.schema.data_dictionary import template_csv
from data.schema.registry import ALL_KINDS, KINDS

if TYPE_CHECKING:
    from dashboard.panels.load_effects import Effects

FINE, REFUSED = 0, 1
# What a file of another maker may ask for.
_FORMAT_OPTIONS = (
    ("--area", "CODE", "the area it is of, where it does not say"),
    ("--plan", "ID", "the plan it reports on, where it does not say"),
    ("--source", "CODE", "the document it is, where it does not say"),
)
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
    check = commands.add_parser("check", help="list the issues of files, and load nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_load_options(check)
    _add_json(check)
    check.set_defaults(run=_check)


def _add_load(commands: _Commands) -> None:
    load = commands.add_parser("load", help="load files: all of them, or none")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="only tell what would change")
    load.add_argument("--by", default="", metavar="NAME", help="who loads; else your user name")
    _add_load_options(load)
    _add_json(load)
    load.set_defaults(run=_load)


def _add_undo(commands: _Commands) -> None:
    undo = commands.add_parser(
        "undo", help="take an extract back, with all that was made from the same file"
    )
    undo.add_argument("extract", type=int, metavar="EXTRACT", help="its number in the history")
    undo.add_argument("--by", default="", metavar="NAME", help="who undoes; else your user name")
    _add_json(undo)
    undo.set_defaults(run=_undo)


def _add_load_options(parser: argparse.ArgumentParser) -> None:
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

    for option, metavar, words in _FORMAT_OPTIONS:
        parser.add_argument(option, default="", metavar=metavar, help=words)
    parser.add_argument("--published-on", type=_day, metavar="DATE", help="when it was published")
    parser.add_argument(
        "--confirm", action="store_true", help="it was looked at, and is understood rightly"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(parse_date(text))
    except UnreadableCellError as unreadable:
        raise argparse.ArgumentTypeError(unreadable.fix) from unreadable


def _load_options(options: argparse.Namespace) -> LoadOptions:
    return LoadOptions(
        options.cut_off,
        options.coverage,
        area_code=options.area,
        framework_id=options.plan,
        source_document=options.source,
        published_on=options.published_on,
        is_confirmed=options.confirm,
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def _check(engine: Engine, options: argparse.Namespace) -> int:
    reports = check_files(engine, _open_files(options.files), options=_load_options(options))
    return _print_reports(reports, as_json=options.json, is_check=True)


def _load(engine: Engine, options: argparse.Namespace) -> int:
    files = _open_files(options.files)
    if options.dry_run:
        return _dry_run(engine, files, options)
    reports = load_files(engine, files, by=options.by, options=_load_options(options))
    return _print_reports(reports, as_json=options.json)


def _dry_run(engine: Engine, files: list[ExtractFile], options: argparse.Namespace) -> int:
    """Tell what files would change, in the measures too; like all commands, hide nothing."""
    from data.loading.preview import load_with_effects  # noqa: PLC0415 - it imports every measure, a load does not

    preview = load_with_effects(
        engine, files, by=options.by, dry_run=True, options=_load_options(options), shows_small=True
    )
    return _print_reports(preview.reports, as_json=options.json, effects=preview.effects)


def _history(engine: Engine, options: argparse.Namespace) -> int:
    records = extract_history(engine)
    if options.json:
        _print_json({"extracts": [history_record(record) for record in records]})
    else:
        _print_lines(history_lines(records))
    return FINE


def _undo(engine: Engine, options: argparse.Namespace) -> int:
    undone = undo_delivery(engine, options.extract, by=options.by)
    if options.json:
        _print_json(undo_record(undone))
    else:
        _print_lines(undo_lines(undone))
    return FINE


def _template(_engine: Engine, options: argparse.Namespace) -> int:
    if options.list:
        _print_lines(f"{kind.name}: {kind.description}" for kind in ALL_KINDS)
    elif options.kind is None:
        options.parser.error("name a KIND, or --list")
    else:
        sys.stdout.write(template_csv(options.kind).replace("\r\n", "\n"))
    return FINE


def _open_files(paths: Iterable[Path]) -> list[ExtractFile]:
    return [_open_file(path) for path in paths]


def _open_file(path: Path) -> ExtractFile:
    try:
        return open_extract(path)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error


def _print_reports(
    reports: tuple[FileReport, ...],
    *,
    as_json: bool,
    is_check: bool = False,
    effects: "Effects | None" = None,
) -> int:
    outcome = _outcome(reports)
    if as_json:
        record = {"ok": outcome == FINE, "files": [file_record(each) for each in reports]}
        _print_json(record | ({"effects": asdict(effects)} if effects else {}))
    else:
        _print_lines(file_lines(reports, is_check=is_check))
        _print_lines(effect_lines(effects) if effects else ())
    return outcome


def _outcome(reports: Iterable[FileReport]) -> int:
    return REFUSED if any(report.issues or report.asks for report in reports) else FINE


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))
