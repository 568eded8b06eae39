"""Read what the settings say of an OpenID Connect provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from callbacks.server.loopback import is_loopback
from dashboard.model.rights import EVERY_AREA, ROLES

_LONGEST_MINUTES: Final = 720


@dataclass(frozen=True)
class Provider:
    """A provider, and which role each of its groups has in which area."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    roles: tuple[tuple[str, str, str], ...]
    groups_claim: str = "groups"
    # So long its word on somebody's groups holds.
    confirmed: timedelta = timedelta(hours=1)


def read_provider(environment: Mapping[str, str]) -> Provider | None:
    """Return the provider, None where none is set; raises ValueError that names the variable to fix."""
    needed = {
        "OIDC_ISSUER": environment.get("OIDC_ISSUER", ""),
        "OIDC_CLIENT_ID": environment.get("OIDC_CLIENT_ID", ""),
        "OIDC_CLIENT_SECRET": environment.get("OIDC_CLIENT_SECRET", ""),
        "OIDC_ROLES": environment.get("OIDC_ROLES", ""),
    }
    if not any(needed.values()):
        return None
    if missing := [name for name, value in needed.items() if not value]:
        message = f"{' and '.join(missing)} must be set where any of {', '.join(needed)} is."
        raise ValueError(message)
    issuer, client_id, client_secret, roles = needed.values()
    address = urlsplit(issuer)
    if address.scheme != "https" and not is_loopback(address.hostname or ""):
        message = f"OIDC_ISSUER is {issuer!r}; it must begin with https://."
        raise ValueError(message)
    claim = environment.get("OIDC_GROUPS_CLAIM", "") or Provider.groups_claim
    confirmed = _confirmed(environment.get("OIDC_CONFIRM_MINUTES", ""))
    return Provider(issuer, client_id, client_secret, _roles(roles), claim, confirmed)


def _confirmed(written: str) -> timedelta:
    if not written:
        return Provider.confirmed
    is_number = (
        written.isascii() and written.isdigit() and len(written) <= len(str(_LONGEST_MINUTES))
    )
    if not (is_number and 1 <= int(written) <= _LONGEST_MINUTES):
        message = (
            f"OIDC_CONFIRM_MINUTES is {written!r}; it must be a whole number of minutes from 1 to "
            f"{_LONGEST_MINUTES}."
        )
        raise ValueError(message)
    return timedelta(minutes=int(written))


def _roles(written: str) -> tuple[tuple[str, str, str], ...]:
    """Read GROUP=ROLE or GROUP=ROLE:AREA, several joined by commas."""
    read = []
    for part in written.split(","):
        group, _, rest = part.rpartition("=")
        role, _, area = rest.partition(":")
        if not group.strip() or role.strip() not in ROLES:
            message = (
                f"OIDC_ROLES has {part.strip()!r}; write GROUP=ROLE or GROUP=ROLE:AREA, several "
                f"joined by commas. The roles are {', '.join(ROLES)}."
            )
            raise ValueError(message)
        read.append((group.strip(), role.strip(), area.strip() or EVERY_AREA))
    return tuple(read)
