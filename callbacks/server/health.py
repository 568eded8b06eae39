"""Whether the process is there, and whether it can answer readers.

GET /healthz
    200 `ok`: the process answers; it does not ask the store.
GET /readyz
    200 with the schema of the store and the day of its newest extract; 503 where the store is not
    set up or does not answer.
"""

from flask import Flask, Response

from dashboard.model.urls import Urls
from data.queries.loads import newest_load_day
from data.store.databases.engine import SCHEMA_REVISION, Engine, require_ready


def register_health(server: Flask, engine: Engine) -> None:
    """Add the addresses that watch over the server."""

    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    def readyz() -> Response:
        require_ready(engine)
        day = newest_load_day(engine)
        words = f"ok\nschema {SCHEMA_REVISION}\nnewest data {day or 'none'}\n"
        return Response(words, mimetype="text/plain")

    server.add_url_rule(Urls.HEALTH, "healthz", healthz)
    server.add_url_rule("/readyz", "readyz", readyz)
