"""The commands that back the store up, restore it, and purge cases from it."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Engine

from dashboard.text.format import counted
from data.cli.output import FINE, print_answer
from data.upkeep.backup import BackupReport, back_up
from data.upkeep.purge import CaseExtract, PurgeReport, purge
from data.upkeep.restore import restore


def run_backup(engine: Engine, options: argparse.Namespace) -> int:
    """Write a backup, and print its hash."""
    report = back_up(engine, options.file)
    print_answer(report, _lines(f"{options.file} is written and was read back", report), options)
    return FINE


def run_restore(engine: Engine, options: argparse.Namespace) -> int:
    """Restore a backup, or check it alone."""
    report = restore(engine, options.file, by=options.by, dry_run=options.dry_run)
    done = "is whole; nothing was restored" if options.dry_run else "is restored"
    made = f"of {report.made_at:%d/%m/%Y %H:%M} UTC"
    print_answer(report, _lines(f"{options.file}, {made}, {done}", report), options)
    return FINE


def run_purge(engine: Engine, options: argparse.Namespace) -> int:
    """Drop old cases, or list what would be dropped."""
    report = purge(engine, options.before, by=options.by, dry_run=not options.confirm)
    lines = _purge_lines(report, is_done=options.confirm)
    print_answer({"is_done": options.confirm, **asdict(report)}, lines, options)
    return FINE


def _purge_lines(report: PurgeReport, *, is_done: bool) -> Iterator[str]:
    day = f"a cut-off before {report.before:%d/%m/%Y}"
    if not report.dropped:
        yield f"There are no cases to drop of extracts with {day}."
    else:
        yield f"The cases of these extracts, with {day}, {'are' if is_done else 'would be'} dropped:"
        yield from map(_extract_line, report.dropped)
        yield "The figures worked out from them stay as they are shown."
    if report.needed:
        yield "These keep their cases, for later extracts of changes build on them:"
        yield from map(_extract_line, report.needed)
        yield "Load a whole extract of the same (--coverage all), then purge again."
    if report.dropped and not is_done:
        yield "Nothing was dropped. With --confirm it is, and cannot be taken back."


def _extract_line(each: CaseExtract) -> str:
    rows = counted(each.row_count, "row")
    return f"{each.extract_id:>4}  {each.kind}, {each.file_name}, {rows}, cut-off {each.cut_off:%d/%m/%Y}"


def _lines(summary: str, report: BackupReport) -> Iterator[str]:
    extracts, rows = report.rows.get("extracts", 0), sum(report.rows.values())
    yield f"{summary}: {counted(extracts, 'extract')}, {counted(rows, 'row')} in all."
    yield f"SHA-256 of its contents: {report.content_sha256}"
