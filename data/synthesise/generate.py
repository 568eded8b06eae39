"""Generate every kind of case extract in chunks, so that ten million cases need little memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from data.synthesise.assessments import Cases, draw_advice, draw_assessments, year_group_words
from data.synthesise.plans import draw_plans, draw_reviews
from data.synthesise.scenario import NEVER, Scenario, day_of, make_scenario
from data.synthesise.services import draw_feedback, draw_referrals

# No synthetic day is earlier.
_EARLIEST: Final = 7305
# Each chunk has its own stream of random numbers: another size would write other cases.
CHUNK: Final = 20_000
_NUMBERS_A_CASE: Final = 10
Column = np.ndarray | list[str]
Row = dict[str, Column]


class _DayTexts:
    """Converts days to text; NEVER is ""."""

    def __init__(self, until: int) -> None:
        words = [day_of(day).isoformat() for day in range(_EARLIEST, until + 400)]
        self._words = np.array([*words, ""], dtype=object)

    def __call__(self, days: np.ndarray) -> np.ndarray:
        """Return each day as YYYY-MM-DD."""
        places = np.where(days == NEVER, len(self._words) - 1, days - _EARLIEST)
        return self._words[places]


def _identifiers(prefix: str, numbers: np.ndarray) -> list[str]:
    """Return identifiers of a form that no register of people uses."""
    return [f"{prefix}{number:07d}" for number in numbers.tolist()]


def _csv_lines(columns: Sequence[np.ndarray | list[str]]) -> str:
    """Return the rows of some columns as lines of CSV; no synthetic cell needs quotation marks."""
    cells = [column if isinstance(column, list) else column.tolist() for column in columns]
    lines = "\n".join(map(",".join, zip(*cells, strict=True)))
    return f"{lines}\n" if lines else ""


@dataclass(frozen=True)
class Order:
    """How many requests to generate, from which seed, up to which day, for how many areas."""

    cases: int
    seed: int
    until: date
    areas: int = 1


def area_codes(count: int) -> list[str]:
    """Return the codes of synthetic areas: no register has such codes."""
    return [f"X99{number:06d}" for number in range(1, count + 1)]


def draw_chunks(order: Order) -> Iterator[dict[str, str]]:
    """Yield pieces of CSV by kind; the first piece of each begins with the header."""
    scenario = make_scenario(order.until)
    words, areas = _DayTexts(scenario.until), np.array(area_codes(order.areas), dtype=object)
    for start in range(0, order.cases, CHUNK):
        count = min(CHUNK, order.cases - start)
        tables = _draw_tables(order, scenario, start, count)
        yield {
            kind: _piece(order, _COLUMNS[kind](words, areas, cases), is_first=start == 0)
            for kind, cases in tables.items()
        }


def _draw_tables(order: Order, scenario: Scenario, start: int, count: int) -> dict[str, Cases]:
    first = start * _NUMBERS_A_CASE + 1
    streams = SeedSequence([order.seed, start // CHUNK]).spawn(6)
    rng = [Generator(PCG64(stream)) for stream in streams]
    numbers = np.arange(start + 1, start + count + 1)
    cases = draw_assessments(rng[0], scenario, numbers, order.areas)
    plans = draw_plans(rng[2], scenario, cases, first, order.areas)
    reviews = draw_reviews(rng[3], scenario, plans)
    referrals = draw_referrals(rng[4], scenario, count, order.areas)
    referrals["number"] = first + np.arange(len(referrals["area"]))
    return {
        "ehc_assessments": cases,
        "advice": draw_advice(rng[1], scenario, cases),
        "plans": plans,
        "annual_reviews": reviews,
        "referrals": referrals,
        "feedback": draw_feedback(rng[5], scenario, count, first, order.areas),
    }


def _piece(order: Order, rows: Row, *, is_first: bool) -> str:
    count = len(next(iter(rows.values())))
    whole = rows | {"cut_off": [order.until.isoformat()] * count, "coverage": ["all"] * count}
    lines = _csv_lines(list(whole.values()))
    return f"{','.join(whole)}\n{lines}" if is_first else lines


def _assessments(words: _DayTexts, areas: np.ndarray, cases: Cases) -> Row:
    return {
        "case_id": _identifiers("A", cases["number"]),
        "area_code": areas[cases["area"]],
        "clock": cases["clock"],
        "request_date": words(cases["request_recorded"]),
        "request_source": cases["source"],
        "decision_date": words(cases["decided_recorded"]),
        "decision": cases["decision"],
        "outcome_date": words(cases["outcome_on"]),
        "outcome": cases["outcome"],
        "draft_date": words(cases["drafted_recorded"]),
        "plan_issued_date": words(cases["planned"]),
        "exception": np.where(cases["is_exception"], "yes", "no"),
        "coproduction_meeting": cases["meeting"],
        "age_at_request": cases["age_word"],
        "year_group": cases["group_word"],
        "primary_need": cases["need"],
        "sex": cases["sex"],
        "ethnicity": cases["ethnicity"],
        "setting": cases["setting"],
        "locality": cases["locality"],
    }


def _advice(words: _DayTexts, areas: np.ndarray, cases: Cases) -> Row:
    return {
        "case_id": _identifiers("A", cases["number"]),
        "area_code": areas[cases["area"]],
        "sector": cases["sector"],
        "requested_date": words(cases["requested"]),
        "received_date": words(cases["received"]),
        "audited_quality": cases["quality"],
    }


def _plans(words: _DayTexts, areas: np.ndarray, cases: Cases) -> Row:
    return {
        "plan_id": _identifiers("P", cases["number"]),
        "area_code": areas[cases["area"]],
        "issued_date": words(cases["issued"]),
        "transferred_in_date": words(cases["moved_in"]),
        "ceased_date": words(cases["ceased"]),
        "cease_reason": np.where(cases["ceased"] == NEVER, "", cases["reason"]),
        "age": cases["age_word"],
        "year_group": year_group_words(cases["group"]),
        "primary_need": cases["need"],
        "setting": cases["setting"],
        "phase_transfer": cases["transfer"],
        "phase_transfer_due": words(cases["transfer_due"]),
    }


def _reviews(words: _DayTexts, areas: np.ndarray, cases: Cases) -> Row:
    return {
        "plan_id": _identifiers("P", cases["number"]),
        "area_code": areas[cases["area"]],
        "year_group": year_group_words(cases["group"]),
        "phase_transfer": cases["transfer"],
        "review_due_date": words(cases["due"]),
        "meeting_date": words(cases["meeting"]),
        "report_received_date": words(cases["reported"]),
        "draft_date": words(cases["drafted"]),
        "decision_date": words(cases["decided"]),
        "decision": cases["decision"],
        "final_plan_date": words(cases["final"]),
        "young_person_took_part": cases["took_part"],
    }


def _referrals(words: _DayTexts, areas: np.ndarray, cases: Cases) -> Row:
    return {
        "referral_id": _identifiers("R", cases["number"]),
        "area_code": areas[cases["area"]],
        "service": cases["service"],
        "provider": cases["provider"],
        "referral_date": words(cases["referred"]),
        "accepted_date": words(cases["accepted"]),
        "first_appointment_date": words(cases["seen"]),
        "assessment_started_date": words(cases["started"]),
        "decision_date": words(cases["decided"]),
        "closed_date": words(cases["closed"]),
        "close_reason": cases["reason"],
        "age_at_referral": cases["age_word"],
    }


def _feedback(words: _DayTexts, areas: np.ndarray, cases: Cases) -> Row:
    return {
        "response_id": _identifiers("F", cases["number"]),
        "area_code": areas[cases["area"]],
        "survey": cases["survey"],
        "asked_date": words(cases["asked"]),
        "question": cases["question"],
        "answer": cases["answer"],
        "by": cases["by"],
    }


_COLUMNS: Final[dict[str, Callable[[_DayTexts, np.ndarray, Cases], Row]]] = {
    "ehc_assessments": _assessments,
    "advice": _advice,
    "plans": _plans,
    "annual_reviews": _reviews,
    "referrals": _referrals,
    "feedback": _feedback,
}
CASE_KINDS: Final = tuple(_COLUMNS)
