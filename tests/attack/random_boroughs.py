"""Boroughs of few cases, with random dates and columns, as a load works them out and hides them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
from hypothesis import strategies as st

from dashboard.disclosure import public_cells
from data.schema.registry import KINDS
from tests.attack.boroughs import AREA, UNTIL, day_loaded
from tests.attack.cells import SMALL_TO
from tests.attack.fetch import COLUMNS
from tests.attack.in_memory import checked, marked, worked_out

MOST_CASES: Final = 30
_FIRST: Final = date(UNTIL.year - 1, 1, 1)
_SPAN: Final = (UNTIL - _FIRST).days
Row = Mapping[str, Any]
Cases = Mapping[str, list[Row]]


def _later(draw: Callable, start: date, most: int) -> date | None:
    """Draw a later day; None where it is not over by the cut-off."""
    day = start + timedelta(days=draw(st.integers(0, most)))
    return day if day <= UNTIL and draw(st.integers(0, 9)) else None


@st.composite
def _request(draw: Callable) -> Row:
    requested = _FIRST + timedelta(days=draw(st.integers(0, _SPAN)))
    decided = _later(draw, requested, 80)
    goes_on = decided is not None and draw(st.booleans())
    outcome = _later(draw, decided, 90) if decided and goes_on else None
    has_plan = outcome is not None and draw(st.booleans())
    issued = _later(draw, outcome, 60) if outcome and has_plan else None
    return {
        "request_date": requested,
        "decision_date": decided,
        "decision": ("assess" if goes_on else "refuse") if decided else None,
        "outcome_date": outcome,
        "outcome": ("issue" if has_plan else "not_issue") if outcome else None,
        "plan_issued_date": issued,
        "exception": draw(st.sampled_from(["no", "no", "yes"])),
        "primary_need": draw(st.sampled_from(["ASD", "SEMH", "MLD"])),
        "sex": draw(st.sampled_from(["F", "M"])),
        "age_at_request": draw(st.sampled_from([3, 8, 17])),
        "clock": "request",
    }


@st.composite
def _referral(draw: Callable) -> Row:
    referred = _FIRST + timedelta(days=draw(st.integers(-300, _SPAN)))
    accepted = _later(draw, referred, 20)
    seen = _later(draw, accepted, 500) if accepted else None
    closed = _later(draw, seen or referred, 300)
    return {
        "service": draw(st.sampled_from(["autism", "speech_language"])),
        "provider": draw(st.sampled_from(["Example Trust", "Example Practice"])),
        "referral_date": referred,
        "accepted_date": accepted,
        "first_appointment_date": seen,
        "closed_date": closed,
        "close_reason": "treated" if closed else None,
        "age_at_referral": draw(st.sampled_from([3, 8, 17])),
    }


@st.composite
def _advice(draw: Callable) -> Row:
    requested = _FIRST + timedelta(days=draw(st.integers(0, _SPAN)))
    return {
        "case_id": draw(st.sampled_from(["A1", "A2", "A3"])),
        "sector": draw(st.sampled_from(["health", "education", "social_care"])),
        "requested_date": requested,
        "received_date": _later(draw, requested, 80),
    }


@st.composite
def _plan(draw: Callable) -> Row:
    issued = _FIRST + timedelta(days=draw(st.integers(-900, _SPAN)))
    ceased = _later(draw, issued, 2000)
    return {
        "issued_date": issued,
        "ceased_date": ceased,
        "cease_reason": "age" if ceased else None,
        "age": draw(st.sampled_from([3, 8, 17])),
        "primary_need": draw(st.sampled_from(["ASD", "SEMH", "MLD"])),
    }


@st.composite
def _review(draw: Callable) -> Row:
    due = _FIRST + timedelta(days=draw(st.integers(0, _SPAN)))
    met = _later(draw, due - timedelta(days=40), 90)
    decided = _later(draw, met, 60) if met else None
    return {
        "plan_id": f"P{draw(st.integers(0, 9))}",
        "review_due_date": due,
        "meeting_date": met,
        "decision_date": decided,
        "decision": draw(st.sampled_from(["maintain", "amend"])) if decided else None,
        "young_person_took_part": draw(st.sampled_from(["yes", "no", None])) if met else None,
    }


_ROWS: Final[Mapping[str, Mapping[str, st.SearchStrategy[Row]]]] = {
    "assessments": {"ehc_assessments": _request()},
    "advice": {"advice": _advice()},
    "reviews": {"plans": _plan(), "annual_reviews": _review()},
    "referrals": {"referrals": _referral()},
}
_NUMBERED: Final = {"ehc_assessments": "case_id", "plans": "plan_id", "referrals": "referral_id"}


def random_cases(group: str) -> st.SearchStrategy[Cases]:
    """Return few cases of each kind of a group of measures."""
    return st.fixed_dictionaries(
        {kind: st.lists(row, min_size=1, max_size=MOST_CASES) for kind, row in _ROWS[group].items()}
    )


def public_and_truth(group: str, cases: Cases) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return the cells of some cases as the public sees them, and as they are.

    None where a load would refuse the cases.
    """
    frames = {}
    for kind, rows in cases.items():
        frame = checked(kind, _as_text(kind, rows), pd.Series(["A1", "A2", "A3"]))
        if frame is None:
            return None
        frames[kind] = frame
    figures = worked_out(group, frames)
    if figures.cells.empty:
        return None
    # Bands of weeks bear on what is hidden; they are shown by the week, and not among the cells.
    cells = marked(figures).iloc[: len(figures.cells)]
    truth = cells[cells["is_published"]].assign(marker="")
    return _dated(public_cells(cells, SMALL_TO)), _dated(truth)


def _as_text(kind: str, rows: list[Row]) -> pd.DataFrame:
    names = [column.name for column in KINDS[kind].columns]
    texts = [{name: _text(row.get(name)) for name in names} for row in rows]
    own = {"area_code": AREA, "cut_off": UNTIL.isoformat(), "coverage": "all"}
    if number := _NUMBERED.get(kind):
        texts = [row | {number: f"{number[0].upper()}{at}"} for at, row in enumerate(texts)]
    frame = pd.DataFrame([row | own for row in texts], columns=names)
    return frame.drop_duplicates(list(KINDS[kind].key), ignore_index=True)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _dated(cells: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(cells[name]).dt.date for name in ("period_start", "period_end")}
    dated = cells.assign(**days, cut_off=UNTIL)
    return dated.loc[:, COLUMNS].assign(as_of=day_loaded(UNTIL))
