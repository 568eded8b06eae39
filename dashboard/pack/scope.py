"""Whose pack it is: of a plan, of an owner in every plan of an area, or of a priority's year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple
from unicodedata import normalize

OWNER: Final = "owner:"
# As long as a service's name in a return due may be; a longer text is no name.
LONGEST_OWNER: Final = 200
_PRIORITY: Final = re.compile(r"priority:([1-9]\d{0,3})")


@dataclass(frozen=True)
class Scope:
    """What a pack is of: an owner or service, or a priority by its number; without either a plan."""

    owner: str = ""
    priority: int = 0

    @property
    def code(self) -> str:
        """The scope as it is stored and chosen; "" of a plan."""
        if self.owner:
            return f"{OWNER}{self.owner}"
        return f"priority:{self.priority}" if self.priority else ""

    @property
    def key(self) -> str:
        """Its code in the form that is the same for every spelling of an owner."""
        return _normalised_name(self.code)

    @property
    def words(self) -> str:
        """The scope as a heading; "" of a plan."""
        if self.owner:
            return f"Quarterly summary of {self.owner}"
        return f"Yearly account of priority {self.priority}" if self.priority else ""

    @property
    def months(self) -> int:
        """How many months it looks back; 0 where that is up to the reports of a plan."""
        if self.owner:
            return 3
        return 12 if self.priority else 0


WHOLE_PLAN: Final = Scope()


class PackSeries(NamedTuple):
    """What packs have in common that follow each other: of one plan, owner or priority."""

    area_code: str
    framework_id: str
    scope_key: str

    @property
    def is_plan(self) -> bool:
        """Whether they are of a whole plan."""
        return not self.scope_key


def series_of(area_code: str, framework_id: str, scope: Scope) -> PackSeries:
    """Return the series of a pack; that of an owner is of no plan."""
    return PackSeries(area_code, "" if scope.owner else framework_id, scope.key)


def read_scope(code: str) -> Scope | None:
    """Return a scope by its code; None where it is none."""
    if not code:
        return WHOLE_PLAN
    if code.startswith(OWNER) and (owner := code.removeprefix(OWNER).strip()):
        return Scope(owner=owner)
    numbered = _PRIORITY.fullmatch(code)
    return Scope(priority=int(numbered[1])) if numbered else None


def same_name(name: str, other: str) -> bool:
    """Return whether two names are the same but for case, spaces and Unicode form."""
    return _normalised_name(name) == _normalised_name(other)


def join_names(names: Iterable[str]) -> str:
    """Return names as one text, each once."""
    return "; ".join(dict.fromkeys(names))


def _normalised_name(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())
