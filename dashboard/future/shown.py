"""Which measures the page of future need says more of."""

from typing import Final

from dashboard.future.intervals import INTERVALS
from dashboard.model.panel import Measure

_LISTS: Final = ("-waiting", "-clearance-months")
_PLACES: Final = "special-school-places"
_MONEY: Final = "money"


def has_future(measure: Measure) -> bool:
    """Return whether plans, requests, a waiting list, places or money of a measure lie ahead."""
    name = measure.measure_id
    is_list = name.endswith(_LISTS) and measure.unit in ("count", "months")
    return name in INTERVALS or name == _PLACES or is_list or measure.stage == _MONEY
