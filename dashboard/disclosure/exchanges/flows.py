"""How many of a part can be open on a day, by who was open on others and who came between."""

from collections.abc import Callable
from typing import Final

import numpy as np

from dashboard.disclosure.linked_numbers import BaseNumbers

_A_YEAR: Final = 12
_A_QUARTER: Final = 3


def room_by_flows(
    stock: BaseNumbers, counts: Callable[[BaseNumbers], np.ndarray], day: int, small_to: int
) -> tuple[float, float]:
    """Return how many fewer, and how many more, of a part can have been open on a day.

    Whoever is open was open before or has come since, and parts show who came in 12 months to a
    quarter's end. So few of either that they are hidden set no bound.
    """
    fewer, more = np.inf, np.inf
    if stock.arrivals is None:
        return fewer, more
    there, came = counts(stock), counts(stock.arrivals)
    start = stock.arrivals.months[0]
    month = (stock.months - start).astype(np.int64)
    is_seen = (there == 0) | (there > small_to)
    for last in range(max(month[day], _A_YEAR - 1), min(month[day] + _A_YEAR, len(came))):
        arrived = came[last - _A_YEAR + 1 : last + 1].sum()
        ends_quarter = (start.astype(np.int64) + last + 1) % _A_QUARTER == 0
        if not ends_quarter or 0 < arrived <= small_to:
            continue
        inside = is_seen & (month >= last - _A_YEAR) & (month <= last)
        before, after = (there[inside & side] for side in (month < month[day], month > month[day]))
        more = min(more, before.min(initial=np.inf) + arrived - there[day])
        fewer = min(fewer, there[day] - (after.max(initial=-np.inf) - arrived))
    return fewer, more
