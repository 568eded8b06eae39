"""Which cases stand when extracts came one after another, by a plain list of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.oracle.asked import Settings
from tests.oracle.breakdowns import Case
from tests.oracle.cells import Cells
from tests.oracle.columns import KINDS_OF
from tests.oracle.worked_out import worked_out

SCOPES = {"referrals": ("service", "provider"), "feedback": ("survey",)}
KEYS = {
    "ehc_assessments": ("case_id",),
    "advice": ("case_id", "sector"),
    "plans": ("plan_id",),
    "annual_reviews": ("plan_id", "review_due_date", "phase_transfer"),
    "referrals": ("service", "referral_id"),
    "feedback": ("survey", "response_id", "question"),
}


@dataclass(frozen=True)
class Extract:
    """The cases of a file: all there are of each scope it names, or those that changed."""

    extract_id: int
    kind: str
    cut_off: date
    coverage: str
    rows: tuple[Case, ...]
    loaded_on: date

    @property
    def place(self) -> tuple[date, int]:
        return self.cut_off, self.extract_id

    def of_scope(self, scope: tuple[str, ...]) -> list[Case]:
        return [row for row in self.rows if scope_of(self.kind, row) == scope]


def scope_of(kind: str, row: Case) -> tuple[str, ...]:
    return tuple(row[name] for name in SCOPES.get(kind, ()))


def in_force(extracts: Iterable[Extract], scope: tuple[str, ...]) -> list[Extract]:
    """Return a scope's newest whole extract and those after it, in order."""
    of_scope = sorted((e for e in extracts if e.of_scope(scope)), key=lambda each: each.place)
    whole = [place for place, each in enumerate(of_scope) if each.coverage == "all"]
    return of_scope[whole[-1] :] if whole else of_scope


def standing(kind: str, extracts: list[Extract]) -> tuple[list[Case], list[date]]:
    """Return the newest version of each case that stands, and the cut-off of each scope."""
    versions: list[tuple[tuple[date, int], Case]] = []
    cut_offs = []
    for scope in sorted({scope_of(kind, row) for each in extracts for row in each.rows}):
        counted = in_force(extracts, scope)
        cut_offs.append(counted[-1].cut_off)
        versions += [(each.place, row) for each in counted for row in each.of_scope(scope)]
    versions.sort(key=lambda version: version[0])
    return list({_key(kind, row): row for _, row in versions}.values()), cut_offs


def _key(kind: str, row: Case) -> tuple[object, ...]:
    return tuple(row[name] for name in KEYS[kind])


def standing_figures(group: str, extracts: list[Extract], settings: Settings) -> Cells:
    """Work out by hand what the extracts of a group come to together."""
    cases: dict[str, list[Case]] = {}
    cut_offs: list[date] = []
    for kind in KINDS_OF[group]:
        of_kind = [each for each in extracts if each.kind == kind]
        cases[kind], own = standing(kind, of_kind)
        cut_offs += own
    if not cut_offs:
        return {}
    return worked_out(group, cases, max(cut_offs), min(cut_offs), settings)
