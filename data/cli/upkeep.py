"""The commands that back the store up and restore it."""

import argparse
from collections.abc import Iterator

from sqlalchemy import Engine

from dashboard.text.format import counted
from data.cli.output import FINE, print_answer
from data.upkeep.backup import BackupReport, back_up
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


def _lines(summary: str, report: BackupReport) -> Iterator[str]:
    extracts, rows = report.rows.get("extracts", 0), sum(report.rows.values())
    yield f"{summary}: {counted(extracts, 'extract')}, {counted(rows, 'row')} in all."
    yield f"SHA-256 of its contents: {report.content_sha256}"
