"""The audit log, for administrators: a page of its newest entries, and all of it as a file."""

from dataclasses import asdict, fields
from typing import Final

from flask import Flask, Response

from callbacks.access.who import require
from callbacks.downloads.tables import csv_response
from dashboard.model.rights import EVERY_AREA, Right
from dashboard.model.urls import Urls
from data.store.audit import AuditEntry, all_entries, newest_entries
from data.store.databases.engine import Engine
from layouts.pages.accounts.audit import audit_page

_MOST: Final = 500
_COLUMNS: Final = tuple(column.name for column in fields(AuditEntry))


def register_audit(server: Flask, engine: Engine) -> None:
    """Add the addresses of the log, which is of every area."""

    def page() -> Response:
        require(Right.ADMINISTER, EVERY_AREA)
        rows = [
            (entry.at, entry.by, entry.act, entry.about) for entry in newest_entries(engine, _MOST)
        ]
        response = Response(audit_page(rows), mimetype="text/html")
        response.headers["Cache-Control"] = "no-store"
        return response

    def file() -> Response:
        require(Right.ADMINISTER, EVERY_AREA)
        with engine.connect() as connection:
            rows = [list(asdict(entry).values()) for entry in all_entries(connection)]
        response = csv_response("audit", _COLUMNS, rows)
        response.headers["Cache-Control"] = "no-store"
        return response

    server.add_url_rule(Urls.AUDIT, "audit", page)
    server.add_url_rule(Urls.AUDIT_CSV, "audit_csv", file)
