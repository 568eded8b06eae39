"""The commands of `python -m data` and their options.

Nothing here imports pandas or SQLAlchemy: a command's own module is imported when it is chosen.
"""

import argparse
import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TypeAlias

from data.cli.account_options import add_audit, add_users
from data.common.codes import COVERAGES, YEAR_KINDS
from data.common.errors import UnreadableCellError
from data.schema.day_parser import parse_date
from data.synthesise.example_area import SEED, UNTIL

_MAX_AREAS = 999_999
_CASES_SHOWN = 200
# argparse has no public name for this class.
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 where all went well, 1 where something was refused, 2 for misuse."""
    options = _parser().parse_args(arguments)
    # What is imported is never garbage: to search it takes a third of the time of a short command.
    gc.disable()
    run_command, command = resolve_name("data.cli.run:run_command"), resolve_name(options.run)
    gc.freeze()
    gc.enable()
    return run_command(command, options)


def _parser() -> argparse.ArgumentParser:
    """Return the parser of every command; `run` names the function that carries one out."""
    parser = argparse.ArgumentParser(
        prog="python -m data", description="Load figures into the store, and take them back."
    )
    parser.set_defaults(needs_store=True)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    setup = commands.add_parser("setup", help="make the store ready and load what is shipped")
    setup.add_argument(
        "--without-example", action="store_true", help="leave the synthetic Example borough out"
    )
    setup.add_argument(
        "--without-profile",
        action="store_true",
        help="leave out outcomes, and the figures of similar areas",
    )
    setup.set_defaults(run="data.cli.setup:run_setup", needs_store=False)
    _add_loading(commands)
    _add_cases(commands)
    _add_template(commands)
    _add_series(commands)
    _add_synthesise(commands)
    _add_pseudonymise(commands)
    _add_packs(commands)
    add_users(commands)
    add_audit(commands)
    _add_upkeep(commands)
    return parser


def _add_loading(commands: _Commands) -> None:
    check = commands.add_parser("check", help="list the issues of files, and load nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_load_options(check)
    check.set_defaults(run="data.cli.load_commands:run_check")
    load = commands.add_parser("load", help="load files: all of them, or none")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="only tell what would change")
    load.add_argument("--by", default="", metavar="NAME", help="who loads; else your user name")
    _add_load_options(load)
    load.set_defaults(run="data.cli.load_commands:run_load")
    history = commands.add_parser("history", help="list every extract that was loaded")
    _add_json(history)
    history.set_defaults(run="data.cli.load_commands:run_history")
    undo = commands.add_parser(
        "undo", help="take an extract back, with all that was made from the same file"
    )
    undo.add_argument("extract", type=int, metavar="EXTRACT", help="its number in the history")
    undo.add_argument("--by", default="", metavar="NAME", help="who undoes; else your user name")
    _add_json(undo)
    undo.set_defaults(run="data.cli.load_commands:run_undo")


def _add_load_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a load, for files that lack them."""
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
    for option, metavar, text in (
        ("--area", "CODE", "the area it is of, where it does not say"),
        ("--plan", "ID", "the plan it reports on, where it does not say"),
        ("--source", "CODE", "the document it is, where it does not say"),
        ("--sheet", "NAME", "the sheet of a workbook; else the first that holds a table"),
    ):
        parser.add_argument(option, default="", metavar=metavar, help=text)
    parser.add_argument("--published-on", type=_day, metavar="DATE", help="when it was published")
    parser.add_argument(
        "--year-kind",
        choices=YEAR_KINDS,
        default="",
        help="the kind of year of a scorecard’s years to date, where its words do not say",
    )
    parser.add_argument(
        "--confirm", action="store_true", help="it was looked at, and is understood rightly"
    )
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="ROW",
        help="the row of a scorecard that is the measure it is like; FILE:ROW where there are several",
    )
    for option, metavar, text in (
        ("--map", "COLUMN=FIELD", "read a column of a file that fits no kind as that of a kind"),
        ("--fill", "FIELD=TEXT", "what a column of the kind has in every row of such a file"),
    ):
        parser.add_argument(option, action="append", default=[], metavar=metavar, help=text)
    _add_json(parser)


def _add_cases(commands: _Commands) -> None:
    cases = commands.add_parser("cases", help="list the cases behind a figure of an area")
    cases.add_argument("measure", nargs="?", help="measure_id, as in the catalogue")
    cases.add_argument("--area", default="", help="area_code, such as E09000014")
    cases.add_argument("--month", type=_month, metavar="YYYY-MM", help="else the newest")
    cases.add_argument("--months", type=_count, default=1, metavar="N", help="so many up to it")
    cases.add_argument("--most", type=_count, default=_CASES_SHOWN, metavar="N", help="rows shown")
    cases.add_argument("--by", default="", metavar="NAME", help="who looks; else your user name")
    cases.add_argument("--log", action="store_true", help="list who looked at which cases")
    _add_json(cases)
    cases.set_defaults(run="data.cli.cases:run_cases", parser=cases)


def _add_template(commands: _Commands) -> None:
    template = commands.add_parser("template", help="print a CSV to start from")
    template.add_argument("kind", nargs="?", metavar="KIND")
    template.add_argument("--list", action="store_true", help="list the kinds")
    template.set_defaults(
        run="data.cli.file_commands:run_template", parser=template, needs_store=False
    )


def _add_series(commands: _Commands) -> None:
    series = commands.add_parser("series", help="print the series behind a panel")
    series.add_argument("measure", help="measure_id, as in the catalogue")
    series.add_argument("--area", required=True, help="area_code, such as E09000014")
    series.add_argument("--framework", default="", help="the plan that judges; else the default")
    series.add_argument(
        "--basis", default="", help="month, quarter, ytd, rolling12, year, snapshot"
    )
    series.add_argument(
        "--year-kind", default="", help="calendar, financial, academic: of a year or a year to date"
    )
    series.add_argument(
        "--breakdown",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="may be repeated; total names the whole",
    )
    series.add_argument("--origin", default="", choices=("", "published", "cases"))
    series.add_argument("--statistic", default="", help="mean, median, max … judged on its own")
    series.add_argument("--as-of", default=None, type=date.fromisoformat, metavar="YYYY-MM-DD")
    series.add_argument("--json", action="store_true")
    series.set_defaults(run="data.cli.series:run_series")


def _add_synthesise(commands: _Commands) -> None:
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
    command.set_defaults(run="data.cli.file_commands:run_synthesise", needs_store=False)


def _add_pseudonymise(commands: _Commands) -> None:
    command = commands.add_parser(
        "pseudonymise", help="put pseudonymous numbers in the place of names, UPNs and NHS numbers"
    )
    command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a CSV file or a workbook"
    )
    command.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
    command.add_argument("--key-file", required=True, type=Path, metavar="KEY")
    command.add_argument("--make-key", action="store_true", help="write a new key to KEY, and stop")
    command.add_argument("--out", type=Path, metavar="OUT", help="the file to write")
    command.add_argument(
        "--number", default="case_id", metavar="NAME", help="the column of the numbers: case_id"
    )
    command.add_argument(
        "--age-on", default="", metavar="DAY", help="give the age on a day, or at those of a column"
    )
    command.add_argument(
        "--keep", nargs="+", default=[], metavar="NAME", help="the only other columns that leave"
    )
    command.set_defaults(
        run="data.cli.file_commands:run_pseudonymise", parser=command, needs_store=False
    )


def _add_packs(commands: _Commands) -> None:
    pack = commands.add_parser("pack", help="freeze what the meeting of a plan will see")
    pack.add_argument("--plan", required=True, metavar="ID", help="the plan, such as ha-wsoa-2021")
    pack.add_argument(
        "--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the report date; else today"
    )
    pack.add_argument(
        "--scope", default="", metavar="OF", help="not of the plan, but owner:NAME or priority:2"
    )
    pack.add_argument("--by", required=True, metavar="NAME", help="who makes it")
    pack.add_argument("--profile", action="store_true", help="with the profile of the area")
    pack.add_argument("--future", action="store_true", help="with future need")
    pack.add_argument(
        "--scenario", default="", metavar="ADDRESS", help="with that of an address of /future"
    )
    _add_json(pack)
    pack.set_defaults(run="data.cli.packs:run_pack")
    packs = commands.add_parser("packs", help="list every pack, held against its hash and steps")
    packs.add_argument("--plan", default="", metavar="ID", help="the packs of one plan alone")
    _add_json(packs)
    packs.set_defaults(run="data.cli.packs:run_packs")


def _add_upkeep(commands: _Commands) -> None:
    backup = commands.add_parser("backup", help="write all that the store holds into a new file")
    backup.add_argument("file", type=Path, metavar="FILE")
    _add_json(backup)
    backup.set_defaults(run="data.cli.upkeep:run_backup")
    restore = commands.add_parser("restore", help="put a backup in the place of the store")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--dry-run", action="store_true", help="only check the backup")
    restore.add_argument(
        "--by", default="", metavar="NAME", help="who restores; else your user name"
    )
    _add_json(restore)
    restore.set_defaults(run="data.cli.upkeep:run_restore", needs_store=False)
    purge = commands.add_parser("purge", help="drop old cases; figures worked out from them stay")
    purge.add_argument(
        "--before",
        type=_day,
        required=True,
        metavar="DATE",
        help="drop the cases of extracts whose cut-off is before this day",
    )
    purge.add_argument(
        "--confirm", action="store_true", help="do it; else only list what would be dropped"
    )
    purge.add_argument("--by", default="", metavar="NAME", help="who purges; else your user name")
    _add_json(purge)
    purge.set_defaults(run="data.cli.upkeep:run_purge")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(parse_date(text))
    except UnreadableCellError as unreadable:
        raise argparse.ArgumentTypeError(unreadable.fix) from unreadable


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("a whole number is needed")
    return int(text)


def _whole(text: str) -> int:
    number = _natural(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number of at least 1 is needed")
    return number


def _area_count(text: str) -> int:
    number = _whole(text)
    if number > _MAX_AREAS:
        raise argparse.ArgumentTypeError(f"at most {_MAX_AREAS:,} areas have a code")
    return number
