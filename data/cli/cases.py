"""The `cases` command: the cases behind a figure, for the data team."""

import argparse
import getpass
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from dashboard.text.periods import month_end
from data.cases.drill_definitions import DRILLS
from data.cases.drill_down import drill_down_cases, newest_cut_off
from data.common.errors import CommandError
from data.store.access_log import case_views_log, note_view

_SHOWN = 200


def add_cases_command(subparsers: Any) -> None:
    """Register `cases MEASURE --area CODE …` and its options."""
    command = subparsers.add_parser("cases", help="list the cases behind a figure of an area")
    command.add_argument("measure", nargs="?", help="measure_id, as in the catalogue")
    command.add_argument("--area", default="", help="area_code, such as E09000014")
    command.add_argument("--month", type=_month, metavar="YYYY-MM", help="else the newest")
    command.add_argument("--months", type=_count, default=1, metavar="N", help="so many up to it")
    command.add_argument("--most", type=_count, default=_SHOWN, metavar="N", help="rows shown")
    command.add_argument("--by", default="", metavar="NAME", help="who looks; else your user name")
    command.add_argument("--log", action="store_true", help="list who looked at which cases")
    command.add_argument("--json", action="store_true", help="print JSON for programs")
    command.set_defaults(run=run_cases, parser=command)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def run_cases(engine: Engine, options: argparse.Namespace) -> int:
    """Print the cases of a span of months that ends with the month asked for, or the newest.

    Who looks at which is noted first.
    """
    if options.log:
        return _print_log(engine, as_json=options.json)
    if not options.measure or not options.area:
        options.parser.error("name a MEASURE and its --area, or --log")
    cut_off = newest_cut_off(engine, options.measure, options.area)
    if cut_off is None:
        raise CommandError(f"No cases are loaded behind {options.measure} in {options.area}.")
    first, last = _span(options.month or cut_off, options.months, cut_off)
    cases = drill_down_cases(engine, options.measure, options.area, first, last, options.most + 1)
    has_more, shown = len(cases) > options.most, cases.head(options.most)
    viewed = f"{options.measure} in {options.area}, {first:%d/%m/%Y} to {last:%d/%m/%Y}"
    note_view(engine, options.by or getpass.getuser(), viewed, len(shown))
    if options.json:
        record = {"measure_id": options.measure, "area_code": options.area, "from": str(first)}
        record |= {"to": str(last), "has_more": has_more, "cases": shown.to_dict("records")}
        print(json.dumps(record, ensure_ascii=False, indent=2, default=str))
    else:
        for line in _lines(shown, options.measure, first, last, has_more=has_more):
            print(line)
    return 0


def _print_log(engine: Engine, *, as_json: bool) -> int:
    """Print every view of single cases, the newest first."""
    views = case_views_log(engine)
    if as_json:
        print(json.dumps({"views": [asdict(view) for view in views]}, indent=2, default=str))
        return 0
    for view in views:
        cases = f"{view.row_count:,} case{'' if view.row_count == 1 else 's'}"
        print(f"{view.viewed_at:%d/%m/%Y %H:%M} UTC  {view.viewed_by}: {view.address}, {cases}")
    if not views:
        print("Nobody has looked at single cases yet.")
    return 0


def _span(month: date, months: int, cut_off: date) -> tuple[date, date]:
    """Return the first and the last day of some months up to one, none after the cut-off."""
    last = month_end(month)
    began = month.year * 12 + month.month - months
    return date(began // 12, began % 12 + 1, 1), min(last, cut_off)


def _lines(
    cases: pd.DataFrame, measure_id: str, first: date, last: date, *, has_more: bool
) -> Iterator[str]:
    if measure_id in DRILLS and DRILLS[measure_id].until:
        yield f"{measure_id}, on {last:%d/%m/%Y}:"
    else:
        yield f"{measure_id}, {first:%d/%m/%Y} to {last:%d/%m/%Y}:"
    if cases.empty:
        yield "No case counts."
    for row in cases.to_dict("records"):
        yield "  " + ", ".join(
            _cell_text(str(name), value) for name, value in row.items() if value is not None
        )
    if has_more:
        yield f"  … and more: only the first {len(cases)} are shown."


def _cell_text(name: str, value: object) -> str:
    """Say one cell of a case."""
    if name == "is_within":
        return "within" if value else "not within"
    if name == "days":
        return (
            f"{value:.0f} days"
            if isinstance(value, (int, float)) and value >= 0
            else "days not known"
        )
    if name == "row_number":
        return f"row {value}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
