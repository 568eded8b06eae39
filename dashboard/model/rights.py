"""Who may do what: rights, the roles that bring them, and the one place that decides.

A role holds in one area or in all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# The area of a role that holds in every one, and of what is of no single area.
EVERY_AREA: Final = ""


class Right(StrEnum):
    """What somebody may do."""

    # Nobody needs a right to sign in, or to ask whether the server runs.
    OPEN = "open"
    HAVE_ACCOUNT = "have_account"
    READ = "read"
    READ_SMALL = "read_small"
    WRITE = "write"
    LOAD = "load"
    MAKE_PACKS = "make_packs"
    APPROVE = "approve"
    ADMINISTER = "administer"


ROLES: Final[Mapping[str, tuple[Right, ...]]] = {
    "viewer": (Right.READ,),
    "contributor": (Right.READ, Right.WRITE),
    "data_team": (Right.READ, Right.READ_SMALL, Right.LOAD, Right.MAKE_PACKS),
    "approver": (Right.READ, Right.MAKE_PACKS, Right.APPROVE),
    "administrator": (Right.READ, Right.ADMINISTER),
}
ROLE_WORDS: Final[Mapping[str, str]] = {
    "viewer": "reads figures, small numbers hidden",
    "contributor": "writes commentary, replies, headlines, questions and recommendations",
    "data_team": "loads and undoes files, sees small numbers, makes packs",
    "approver": "makes packs, checks them and makes them final",
    "administrator": "reads the audit log and the list of accounts",
}
_DOES: Final[Mapping[Right, str]] = {
    Right.READ: "read the figures",
    Right.READ_SMALL: "see small numbers",
    Right.WRITE: "write",
    Right.LOAD: "load or undo files",
    Right.MAKE_PACKS: "make a pack",
    Right.APPROVE: "check a pack or make it final",
    Right.ADMINISTER: "read the audit log or the accounts",
}
_ROLES_WITH: Final[Mapping[Right, str]] = {
    right: " or ".join(role.replace("_", " ") for role, rights in ROLES.items() if right in rights)
    for right in Right
}
SIGN_IN_FIRST: Final = "Sign in first."
UNCONFIRMED: Final = (
    "Your organisation has to confirm again what you may do. Open any page of the dashboard in another "
    "tab, then do this once more: nothing is lost here."
)


@dataclass(frozen=True)
class User:
    """Somebody who asks: the rights granted, each in an area.

    `name` is "" and `account` None where nobody signs in; `lacking` says how a right that is not granted is come by.
    `is_unconfirmed` of whom a provider vouched for too long ago: they have no right until it does again.
    `is_public` of whoever reaches a server for all readers, on which nobody ever writes.
    """

    grants: frozenset[tuple[Right, str]]
    name: str = ""
    lacking: str = ""
    is_unconfirmed: bool = False
    is_public: bool = False
    account: int | None = None

    @property
    def reach(self) -> "Reach":
        """What of the store is shown to them."""
        reads, small = self.areas_with(Right.READ), self.areas_with(Right.READ_SMALL)
        packs = self.areas_with(Right.MAKE_PACKS)
        loads = not refusal(self, Right.LOAD)
        return Reach(reads, small, loads, bool(self.name), packs, self.is_public)

    def areas_with(self, right: Right) -> frozenset[str] | None:
        """Return the areas in which they have a right; None for every one."""
        areas = frozenset(area for granted_right, area in self.grants if granted_right is right)
        return None if EVERY_AREA in areas else areas


@dataclass(frozen=True)
class Reach:
    """What is shown to somebody, and to whoever else has the same rights; None is every area.

    Who loads is shown what was loaded; whoever has signed in need give no name; who makes packs is
    shown of whom a pack can be. Who `is_public` is shown nothing by which something is written.
    """

    areas: frozenset[str] | None = None
    areas_with_small: frozenset[str] | None = frozenset()
    loads: bool = False
    has_name: bool = False
    areas_with_packs: frozenset[str] | None = frozenset()
    is_public: bool = False

    def reads(self, area: str) -> bool:
        """Return whether the figures of an area are shown."""
        return self.areas is None or area in self.areas

    def shows_small(self, area: str) -> bool:
        """Return whether the small numbers of an area are shown."""
        return self.areas_with_small is None or area in self.areas_with_small

    def makes_packs(self, area: str) -> bool:
        """Return whether packs of an area can be made."""
        return self.areas_with_packs is None or area in self.areas_with_packs


# Whoever reads every area, without small numbers.
ALL_AREAS: Final = Reach()


def granted(roles: Iterable[tuple[str, str]]) -> frozenset[tuple[Right, str]]:
    """Return the rights of roles, each of which holds in an area."""
    return frozenset((right, area) for role, area in roles for right in ROLES[role])


def refusal(user: User | None, right: Right, area: str | None = None) -> str:
    """Return why somebody may not do something in an area, "" where they may.

    Without an area it is asked whether they may anywhere; EVERY_AREA is what is of no single one.
    """
    if right is Right.OPEN:
        return ""
    if user is None:
        return SIGN_IN_FIRST
    if right is Right.HAVE_ACCOUNT:
        return ""
    areas = user.areas_with(right)
    if areas is None or (area is None and areas) or area in areas:
        return ""
    if user.lacking:
        return user.lacking
    where = "" if area is None or not areas else " in this area"
    if area == EVERY_AREA and areas:
        where = " in every area"
    return f"You may not {_DOES[right]}{where}: it takes the role {_ROLES_WITH[right]}."
