"""The `setup` command, which every start of the product may run: it imports little."""

import argparse

from sqlalchemy import Engine

from data.cli.output import FINE, REFUSED, file_lines
from data.loading.setup import set_up


def run_setup(engine: Engine, options: argparse.Namespace) -> int:
    """Make the store ready; return REFUSED if a file has issues."""
    report = set_up(
        engine, with_example=not options.without_example, with_profile=not options.without_profile
    )
    if report.has_done_nothing:
        print("The store is ready: nothing to do.")
    if report.has_migrated:
        print("The store has the newest schema.")
    if not report.files:
        return FINE
    for line in file_lines(report.files):
        print(line)
    return REFUSED if any(each.issues for each in report.files) else FINE
