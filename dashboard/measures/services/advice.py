"""Measures worked out from professionals' advice (docs/definitions.md section 2)."""

from typing import Final

import pandas as pd

from dashboard.measures.breakdowns import dimensions_of
from dashboard.measures.cases import CaseGroup, Cases
from dashboard.measures.model import CaseMeasure, EventRate, RelatedMeasures, StockCount
from dashboard.measures.rules import CaseEvents, CaseSpells, Condition, Duration, Requirement

ADVICE_DAYS: Final = 6 * 7
KIND: Final = "advice"
NO_REQUEST: Final = "no date of asking"
TO_RECEIPT: Final = Duration("days_to_advice", "requested_date", "received_date")


def advice_cases(frame: pd.DataFrame, group: CaseGroup) -> Cases:
    """Return pieces of advice by sector."""
    return Cases(frame, group, dimensions_of(frame, [("sector", "sector")]))


ADVICE: Final = RelatedMeasures(
    backlog={"ehc-advice-overdue": "Advice overdue"},
    sentence=f"{{0}} requests for advice were past {ADVICE_DAYS // 7} weeks without an answer.",
)
MEASURES: Final[tuple[CaseMeasure, ...]] = (
    EventRate(
        "ehc-advice-6-weeks",
        CaseEvents(
            KIND,
            "received_date",
            "not received",
            (Requirement(NO_REQUEST, Condition("requested_date")),),
            TO_RECEIPT,
        ),
        "advice received within {limit} days of being asked for",
        "advice received in the period whose asking is dated",
        "From the day of asking to the day of receipt, day {limit} included; counts on receipt",
        limit=ADVICE_DAYS,
        family=ADVICE,
    ),
    EventRate(
        "ehcp-advice-quality",
        CaseEvents(
            KIND,
            "received_date",
            "not received",
            (Requirement("not audited", Condition("audited_quality", ("good", "not_good"))),),
            TO_RECEIPT,
        ),
        "advice audited as good",
        "advice received in the period that was audited",
        "Advice counts on the day it was received",
        within=Condition("audited_quality", ("good",)),
        family=ADVICE,
    ),
    StockCount(
        "ehc-advice-overdue",
        CaseSpells(KIND, "requested_date", "received_date", NO_REQUEST),
        "pieces of advice asked for more than {over} days ago and not received",
        clock="From the day of asking to the day of receipt",
        at_least=ADVICE_DAYS + 1,
        family=ADVICE,
    ),
)
