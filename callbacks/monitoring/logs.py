"""What is logged, for people as lines or for programs as JSON, each with the id of its request.

A request is logged by its rule, never by its address: nothing that a reader sent stands here.
"""

import json
import logging
import secrets
import time
from datetime import UTC, datetime
from traceback import format_tb
from typing import Any, Final

from flask import Flask, Response, g, has_app_context, request

log = logging.getLogger(__name__)

REQUEST_ID: Final = "X-Request-ID"
PLAIN, JSON = "plain", "json"
LOG_FORMATS: Final = (PLAIN, JSON)
_PLAIN: Final = "%(levelname)s %(name)s: %(message)s"
# What every record has; all else was given with it.
_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def request_id() -> str:
    """Return the id of this request, which a reader quotes; without a request a new one."""
    if not has_app_context():
        return secrets.token_hex(4)
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    return g.request_id


def matched_rule() -> str:
    """Return the rule by which this request is answered; "-" where none is."""
    return request.url_rule.rule if request.url_rule else "-"


def set_up_logs(level: str, form: str) -> None:
    """Send what is logged to standard error, in one of the formats."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonFormatter() if form == JSON else logging.Formatter(_PLAIN))
    logging.basicConfig(level=level, handlers=[handler])
    # For people a line for each request would hide the others.
    log.setLevel(logging.INFO if form == JSON else logging.WARNING)


def register_request_log(server: Flask) -> None:
    """Log each request, and answer it with its id."""
    server.before_request(_begin)
    server.after_request(_end)


def _begin() -> None:
    g.begun = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = request_id()
    took = round(1000 * (time.perf_counter() - g.get("begun", time.perf_counter())), 1)
    about = {"method": request.method, "rule": matched_rule(), "status": response.status_code}
    log.info("Answered in %s ms", took, extra=about | {"milliseconds": took})
    return response


class _JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_app_context():
            line["request_id"] = request_id()
        line |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info and record.exc_info[0]:
            # Without what the error says: it may quote a cell of somebody's file.
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = "".join(format_tb(record.exc_info[2]))
        return json.dumps(line, default=str)
