"""Who may read the metrics: this machine itself, or whoever has the token of the settings."""

import secrets

from flask import request

from callbacks.access.loopback_requests import why_indirect
from callbacks.server.settings import Settings


def may_read_metrics(settings: Settings) -> bool:
    """Return whether this request may; where there is a token, by it alone."""
    if settings.metrics_token:
        sent = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(sent, f"Bearer {settings.metrics_token}".encode())
    return not why_indirect(settings)
