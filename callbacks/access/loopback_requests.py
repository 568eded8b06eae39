"""Whether a request comes from this machine itself, by what the server and the request say of it."""

from typing import Final

from flask import request

from callbacks.server.loopback import host_and_port, is_loopback
from callbacks.server.settings import Settings

_HTTP_PORT: Final = 80
# A proxy that adds one of these stands between the reader and this machine.
_FORWARDED: Final = ("Forwarded", "Via", "X-Real-IP")
# A proxy speaks it unless it is configured otherwise; a browser never does.
_OLD_PROTOCOLS: Final = ("HTTP/0.9", "HTTP/1.0")
_HOW: Final = "Without a sign-in it answers its own machine alone; READ_ONLY=1 opens what is published to all."
_REACHED: Final = f"This server can be reached from other machines. {_HOW}"
_PROXIED: Final = f"This request came through a proxy, which other machines may use too. {_HOW}"
_MISNAMED: Final = (
    "This server answers only at this machine’s own address and its own port, such as "
    "http://127.0.0.1:8050. Through SSH, forward the same port: ssh -L 8050:127.0.0.1:8050."
)


def why_indirect(settings: Settings) -> str:
    """Return why a request cannot have come from this machine itself; "" where it may have."""
    if not _listens_here(settings):
        return _REACHED
    if _is_forwarded() or request.environ.get("SERVER_PROTOCOL") in _OLD_PROTOCOLS:
        return _PROXIED
    name, port = host_and_port(request.headers.get("Host", ""))
    is_own = is_loopback(name) and str(port or _HTTP_PORT) == request.environ["SERVER_PORT"]
    return "" if is_own else _MISNAMED


def _listens_here(settings: Settings) -> bool:
    """Return whether the socket that took this request is a loopback one.

    The setting may be overruled on the server's command line: what the server itself says of the
    socket, and whence the request came, must agree with it.
    """
    addresses = (settings.host, request.environ.get("SERVER_NAME", ""), request.remote_addr or "")
    return all(map(is_loopback, addresses))


def _is_forwarded() -> bool:
    if any(name in request.headers for name in _FORWARDED):
        return True
    return any(name.lower().startswith("x-forwarded-") for name, _ in request.headers)
