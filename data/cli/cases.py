"""The `cases` command: the cases behind a figure, for the data team."""

import argparse
import getpass
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from dashboard.measures import drill_of
from dashboard.text.format import counted
from dashboard.text.periods import month_end
from data.cases.drill_down import drill_down_cases, newest_cut_off
from data.cli.output import FINE, print_answer
from data.common.authorities import area_code_of
from data.common.errors import CommandError
from data.store.access_log import CaseViewRecord, case_views_log, note_view


def run_cases(engine: Engine, options: argparse.Namespace) -> int:
    """Print the cases of the months up to `--month`, or to the newest; log who looks first."""
    if options.log:
        views = case_views_log(engine)
        record = {"views": [asdict(view) for view in views]}
        print_answer(record, _log_lines(views), options, default=str)
        return FINE
    if not options.measure or not options.area:
        options.parser.error("name a MEASURE and its --area, or --log")
    area_code = area_code_of(options.area)
    cut_off = newest_cut_off(engine, options.measure, area_code)
    if cut_off is None:
        raise CommandError(f"No cases are loaded behind {options.measure} in {area_code}.")
    first, last = _span(options.month or cut_off, options.months, cut_off)
    cases = drill_down_cases(engine, options.measure, area_code, first, last, options.most + 1)
    has_more, shown = len(cases) > options.most, cases.head(options.most)
    viewed = f"{options.measure} in {area_code}, {first:%d/%m/%Y} to {last:%d/%m/%Y}"
    note_view(engine, options.by or getpass.getuser(), viewed, len(shown))
    record = {"measure_id": options.measure, "area_code": area_code, "from": str(first)}
    record |= {"to": str(last), "has_more": has_more, "cases": shown.to_dict("records")}
    lines = _lines(shown, options.measure, first, last, has_more=has_more)
    print_answer(record, lines, options, default=str)
    return FINE


def _log_lines(views: Sequence[CaseViewRecord]) -> Iterator[str]:
    for view in views:
        cases = counted(view.row_count, "case")
        yield f"{view.viewed_at:%d/%m/%Y %H:%M} UTC  {view.viewed_by}: {view.address}, {cases}"
    if not views:
        yield "Nobody has looked at single cases yet."


def _span(month: date, months: int, cut_off: date) -> tuple[date, date]:
    """Return the first and the last day of `months` months up to one, neither after the cut-off."""
    last = month_end(month)
    began = month.year * 12 + month.month - months
    return date(began // 12, began % 12 + 1, 1), min(last, cut_off)


def _lines(
    cases: pd.DataFrame, measure_id: str, first: date, last: date, *, has_more: bool
) -> Iterator[str]:
    drill = drill_of(measure_id)
    if drill and drill.until:
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
