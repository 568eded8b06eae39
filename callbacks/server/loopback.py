"""Names and addresses that lead to this machine alone."""

from ipaddress import ip_address


def is_loopback(name: str) -> bool:
    """Return whether a name or address is a loopback one."""
    plain = name.strip("[]").rstrip(".").lower()
    if plain == "localhost":
        return True
    try:
        return ip_address(plain).is_loopback
    except ValueError:
        return False
