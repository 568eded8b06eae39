"""A record of a log as one line of JSON."""

import json
import logging
from datetime import UTC, datetime
from traceback import format_tb
from typing import Any, Final

# What every record has; all else was given with it.
_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON, with what was given with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **self.context(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info and record.exc_info[0]:
            # Without what the error says: it may quote a cell of somebody's file.
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = "".join(format_tb(record.exc_info[2]))
        return json.dumps(line, default=str)

    def context(self) -> dict[str, Any]:
        """Return what a line says besides, wherever it was logged."""
        return {}
