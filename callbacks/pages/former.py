"""Addresses that pages had before, and where they lead now."""

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from dashboard.model.selection import address, read_address


def register_former_addresses(server: Flask) -> None:
    """Lead the former page of signals to the list of an overview, grouped by them."""

    def signals() -> Response:
        chosen = read_address("/", f"{request.query_string.decode()}&view=list&group=signal")
        return redirect("/" if chosen is None else address(chosen), code=301)

    server.add_url_rule("/signals", "former_signals", signals)
