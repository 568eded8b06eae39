"""The commands that list the audit log and hold it against its seals."""

import argparse

from sqlalchemy import Engine

from data.cli.output import FINE, REFUSED, print_answer
from data.store.audit import newest_entries, verify_chain

_MOST = 1_000


def run_list(engine: Engine, options: argparse.Namespace) -> int:
    """Print the newest entries."""
    entries = newest_entries(engine, _MOST)
    lines = [f"{one.at:%Y-%m-%d %H:%M} UTC  {one.by}: {one.act}, {one.about}" for one in entries]
    print_answer({"entries": entries}, lines or ["Nothing is logged."], options)
    return FINE


def run_verify(engine: Engine, options: argparse.Namespace) -> int:
    """Print whether every entry is as it was appended; refused where one is not."""
    report = verify_chain(engine, options.seal)
    is_whole = report.broken_at is None and report.has_expected
    if report.broken_at is not None:
        words = f"The audit log was changed: its chain breaks at entry {report.broken_at}."
    elif not report.has_expected:
        words = "The audit log was cut off or replaced: no entry of it has that seal."
    else:
        words = f"{report.entries} entries are as they were logged. The last seal: {report.seal}"
    print_answer({"ok": is_whole, "chain": report}, [words], options)
    return FINE if is_whole else REFUSED
