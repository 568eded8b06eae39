"""What is logged, for people as lines or for programs as JSON, each with the id of its request.

A request is logged by its rule, never by its address: nothing that a reader sent stands here.
"""

import logging
import secrets
import time
from typing import Any, Final
from urllib.parse import quote_plus

from flask import Flask, Response, g, has_app_context, request

from dashboard.model.urls import QUERY
from data.common.json_lines import JsonFormatter

log = logging.getLogger(__name__)

REQUEST_ID: Final = "X-Request-ID"
PLAIN, JSON = "plain", "json"
LOG_FORMATS: Final = (PLAIN, JSON)
# Parts of a path by which somebody is let in, reads what waits, or names a page with its query.
_SECRET_PARTS: Final = frozenset(("secret", "token", "page"))
# What is looked for is typed; all else in the query of a page is a choice.
_HARMLESS: Final = frozenset(QUERY) - {"find"}
_PLAIN: Final = "%(levelname)s %(name)s: %(message)s"


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


def logged_address() -> str:
    """Return what this request is for: without a token, and of its query what is chosen from lists."""
    is_plain = request.view_args is not None and _SECRET_PARTS.isdisjoint(request.view_args)
    path = request.path if is_plain else matched_rule()
    query = [
        f"{quote_plus(name)}={quote_plus(value)}" if name in _HARMLESS else quote_plus(name)
        for name, value in request.args.items(multi=True)
    ]
    return f"{path}?{'&'.join(query)}" if query else path


def set_up_logs(level: str, form: str) -> None:
    """Send what is logged to standard error, in one of the formats."""
    handler = logging.StreamHandler()
    handler.setFormatter(_RequestFormatter() if form == JSON else logging.Formatter(_PLAIN))
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


class _RequestFormatter(JsonFormatter):
    def context(self) -> dict[str, Any]:
        return {"request_id": request_id()} if has_app_context() else {}
