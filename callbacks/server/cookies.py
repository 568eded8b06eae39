"""Names of the cookies that the server sets: of one port, where browsers send them to every port of a host."""

from flask import request

from callbacks.server.loopback import host_and_port

_HTTP_PORT, _HTTPS_PORT = 80, 443


def own_cookie(name: str) -> str:
    """Return the name of a cookie as this server sets it; assets/csrf.js reads some by the same name."""
    _, port = host_and_port(request.headers.get("Host", ""))
    usual = _HTTPS_PORT if request.is_secure else _HTTP_PORT
    return name if port in (None, usual) else f"{name}-{port}"


def secret_cookie(name: str) -> str:
    """Return the name of a cookie that is believed as it comes: over TLS browsers take it of this host alone."""
    return own_cookie(f"__Host-{name}" if request.is_secure else name)
