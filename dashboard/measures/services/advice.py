"""Measures worked out from professionals' advice (docs/definitions.md section 2)."""

from collections.abc import Mapping

import pandas as pd

from dashboard.measures.breakdowns import dimensions_of
from dashboard.measures.cases import Cases
from dashboard.measures.dates import FAR, lasted
from dashboard.measures.model import ComputedMeasure, Rate, StockCount, rate
from dashboard.measures.periods import CutOff
from dashboard.measures.settings import CaseSettings

ADVICE_DAYS = 6 * 7


def advice_measures(
    frames: Mapping[str, pd.DataFrame],
    cut_off: CutOff,
    settings: CaseSettings,  # noqa: ARG001 - every group is asked alike
) -> list[ComputedMeasure]:
    """Say every measure of the advice of one area."""
    frame = frames["advice"]
    cases = Cases(frame, cut_off, dimensions_of(frame, [("sector", "sector")]))
    return [in_time(cases), quality(cases), overdue(cases)]


def in_time(cases: Cases) -> Rate:
    """Advice received within 6 weeks of being asked for."""
    received = cases.events(
        cases.day("received_date"),
        ("not received", ~cases.has("received_date")),
        ("no date of asking", ~cases.has("requested_date")),
    )
    within = lasted(cases.days("requested_date", "received_date"), ADVICE_DAYS)
    return rate("ehc-advice-6-weeks", received, within)


def quality(cases: Cases) -> Rate:
    """Advice audited and found good."""
    audited = cases.events(
        cases.day("received_date"),
        ("not received", ~cases.has("received_date")),
        ("not audited", ~cases.has_value("audited_quality", "good", "not_good")),
    )
    return rate("ehcp-advice-quality", audited, cases.has_value("audited_quality", "good"))


def overdue(cases: Cases) -> StockCount:
    """Advice asked for more than 6 weeks ago and not received."""
    awaited = cases.stock(
        cases.day("requested_date"),
        cases.day("received_date"),
        ("no date of asking", cases.day("requested_date") == FAR),
    )
    return StockCount("ehc-advice-overdue", awaited, at_least=ADVICE_DAYS + 1)
