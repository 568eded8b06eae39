"""Run a command on the store, and put its errors in a sentence; `setup` is here too."""

import argparse
import os
import sys
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.cli.output import FINE, REFUSED, file_lines
from data.common.errors import CommandError
from data.loading.setup import set_up
from data.store.engine import make_engine, require_ready


def run_command(
    command: Callable[[Engine, argparse.Namespace], int], options: argparse.Namespace
) -> int:
    """Return the exit code of a command; an error of its own or of the store is printed."""
    try:
        engine = make_engine()
        try:
            if options.needs_store:
                require_ready(engine)
            code = command(engine, options)
            sys.stdout.flush()
            return code
        finally:
            engine.dispose()
    except CommandError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        # Whoever read the output has had enough (`… | head`): the command has not failed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except SQLAlchemyError as error:
        # The driver's words alone: SQLAlchemy adds the statement and its values.
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        print(f"The store cannot be used: {reason}", file=sys.stderr)
    return REFUSED


def run_setup(engine: Engine, options: argparse.Namespace) -> int:
    """Make the store ready; return REFUSED if a file has issues."""
    report = set_up(engine, with_example=not options.without_example)
    if report.has_done_nothing:
        print("The store is ready: nothing to do.")
    if report.has_migrated:
        print("The store has the newest schema.")
    if not report.files:
        return FINE
    for line in file_lines(report.files):
        print(line)
    return REFUSED if any(each.issues for each in report.files) else FINE
