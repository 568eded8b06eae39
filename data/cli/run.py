"""Run a command on the store, and put its errors in a sentence."""

import argparse
import os
import sys
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.cli.output import FINE, REFUSED
from data.common.act_log import log_acts_as_json
from data.common.errors import CommandError
from data.store.databases.engine import make_engine, require_ready
from data.store.databases.failures import StoreUnavailableError


def run_command(
    command: Callable[[Engine, argparse.Namespace], int], options: argparse.Namespace
) -> int:
    """Return the exit code of a command; an error of its own or of the store is printed."""
    if os.environ.get("LOG_FORMAT") == "json":
        log_acts_as_json()
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
    except StoreUnavailableError as error:
        print(f"The store cannot be used: {error.reason}", file=sys.stderr)
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
