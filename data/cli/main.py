"""The commands of the store: python -m data."""

import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.common.errors import CommandError
from data.loading.setup import set_up
from data.store.engine import make_engine, require_ready

FINE, REFUSED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 where all went well, 1 where something was refused, 2 for misuse."""
    argv = sys.argv[1:] if arguments is None else arguments
    options = _parser(is_setup=argv[:1] == ["setup"]).parse_args(argv)
    try:
        return _run(options)
    except CommandError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        # Whoever read the output has had enough (`… | head`): that is no fault of the command.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except SQLAlchemyError as error:
        # What the driver says, for SQLAlchemy adds the statement and its values.
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        print(f"The store cannot be used: {reason}", file=sys.stderr)
    return REFUSED


def _run(options: argparse.Namespace) -> int:
    engine = make_engine()
    try:
        if options.needs_store:
            require_ready(engine)
        code = options.run(engine, options)
        sys.stdout.flush()
        return code
    finally:
        engine.dispose()


def _parser(*, is_setup: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="Load figures into the store, and take them back."
    )
    parser.set_defaults(needs_store=True)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    setup = commands.add_parser("setup", help="make the store ready and load what is shipped")
    setup.add_argument(
        "--without-example", action="store_true", help="leave the synthetic Example borough out"
    )
    setup.set_defaults(run=_setup, needs_store=False)
    if not is_setup:
        # Every start of the product runs setup: it does not wait for what the others import.
        from data.cli.load_commands import add_commands  # noqa: PLC0415
        from data.cli.packs import add_packs_commands  # noqa: PLC0415
        from data.cli.pseudonymise import add_pseudonymise_command  # noqa: PLC0415
        from data.cli.series import add_series_command  # noqa: PLC0415
        from data.cli.synthesise import add_synthesise_command  # noqa: PLC0415

        add_commands(commands)
        add_series_command(commands)
        add_synthesise_command(commands)
        add_pseudonymise_command(commands)
        add_packs_commands(commands)
    return parser


def _setup(engine: Engine, options: argparse.Namespace) -> int:
    report = set_up(engine, with_example=not options.without_example)
    if report.has_done_nothing:
        print("The store is ready: nothing to do.")
    if report.has_migrated:
        print("The store has the newest schema.")
    if not report.files:
        return FINE
    from data.cli.output import file_lines  # noqa: PLC0415 - as above

    for line in file_lines(report.files):
        print(line)
    return REFUSED if any(each.issues for each in report.files) else FINE
