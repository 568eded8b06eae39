"""The host that a request names, and whether that leads to this machine alone."""

import re
from ipaddress import ip_address
from typing import Final

# A name or an address and nothing else: no user, path or backslash, which others read otherwise.
_HOST: Final = re.compile(
    r"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?P<name>[0-9A-Za-z.-]+))(?::(?P<port>[0-9]{1,5}))?"
)


def host_and_port(host: str) -> tuple[str, int | None]:
    """Return the name or address in a Host header and its port; "" where it cannot be read."""
    parts = _HOST.fullmatch(host)
    if parts is None:
        return "", None
    name, port = parts["address"] or parts["name"], parts["port"]
    return name.lower(), int(port) if port else None


def is_loopback(name: str) -> bool:
    """Return whether a name or address is a loopback one."""
    plain = name.strip("[]").rstrip(".").lower()
    if plain == "localhost":
        return True
    try:
        return ip_address(plain).is_loopback
    except ValueError:
        return False
