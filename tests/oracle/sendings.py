"""Random extracts of one area, as they might be sent in one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from data.files.csv_reader import ExtractFile
from tests.oracle import cases
from tests.oracle.asked import Settings
from tests.oracle.breakdowns import Case
from tests.oracle.columns import KINDS_OF, extract_file
from tests.oracle.extracts import KEYS, scope_of


@dataclass(frozen=True)
class Sent:
    """A file: all the cases of its scopes up to a day, or those that changed."""

    kind: str
    cut_off: date
    coverage: str
    rows: tuple[Case, ...]

    def of_area(self, area_code: str) -> "Sent":
        rows = tuple({**row, "area_code": area_code} for row in self.rows)
        return Sent(self.kind, self.cut_off, self.coverage, rows)

    @property
    def file(self) -> ExtractFile:
        return extract_file(self.kind, self.rows, self.cut_off, self.coverage)


Undo = int
"""Take back one of the extracts that are still loaded: which, counted round."""


@st.composite
def everything(draw: st.DrawFn) -> tuple[list[Sent], Settings]:
    """Whole extracts of every kind, each scope with a cut-off of its own."""
    sent: list[Sent] = []
    for group in KINDS_OF:
        # Advice is of the first four cases, which have to be there.
        area = draw(cases.areas(group, least=4, most=6))
        sent += _whole(area)
    return sent, draw(cases.settings())


def _whole(area: cases.Area) -> Iterator[Sent]:
    for kind, rows in area.cases.items():
        for scope, cut_off in area.cut_offs.items():
            own = tuple(row for row in rows if scope in (scope_of(kind, row), (kind,)))
            if own:
                yield Sent(kind, cut_off, "all", own)


@st.composite
def moves(draw: st.DrawFn, group: str) -> list[Sent | Undo]:
    """A whole extract, changes and whole ones in any order, and some taken back."""
    first = draw(_sent(group, "all"))
    later = _sent(group, "all") | _sent(group, "changes") | st.integers(0, 9)
    return [first, *draw(st.lists(later, min_size=2, max_size=4)), draw(st.integers(0, 9))]


@st.composite
def _sent(draw: st.DrawFn, group: str, coverage: str) -> Sent:
    kind = draw(st.sampled_from(KINDS_OF[group]))
    cut_off = draw(st.sampled_from(cases.CUT_OFFS[-4:]))
    numbers = draw(st.sets(st.integers(0, 5), min_size=1, max_size=4))
    drawn = [_case(draw, kind, number, cut_off) for number in sorted(numbers)]
    by_key = {tuple(row[name] for name in KEYS[kind]): row for row in drawn}
    return Sent(kind, cut_off, coverage, tuple(by_key.values()))


def _case(draw: Any, kind: str, number: int, cut_off: date) -> Case:
    """Draw a case anew: whatever its number was before, it is this now."""
    if kind == "ehc_assessments":
        return draw(cases.assessments(number, cut_off))
    if kind == "plans":
        return draw(cases.plans(number, cut_off))
    if kind == "annual_reviews":
        return draw(cases.annual_reviews(draw(cases.plans(number, cut_off)), cut_off))
    if kind == "referrals":
        scopes = [("autism", "north_trust"), ("autism", "south_trust"), ("camhs", "")]
        return draw(cases.referrals(number, dict.fromkeys(scopes, cut_off)))
    return draw(cases.feedback(number, {(survey,): cut_off for survey in cases.SURVEYS}))
