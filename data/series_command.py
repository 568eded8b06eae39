"""Print the series behind a panel."""

import argparse


def add_series_command(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command `series`."""
    command = subparsers.add_parser("series", help="print the series behind a panel")
    command.add_argument("measure")
    command.set_defaults(run=_run)


def _run(_arguments: argparse.Namespace) -> int:
    raise SystemExit("not yet")
