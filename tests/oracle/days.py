"""Random days, close to a limit of the law as often as not."""

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from tests.oracle.periods import months_later

LIMITS = (28, 42, 56, 84, 91, 112, 126, 140, 182, 273, 364, 728)


@cache
def steps() -> st.SearchStrategy[int]:
    """Days between two dates: round a limit as often as not."""
    near = st.sampled_from([limit + more for limit in LIMITS for more in (0, 1)])
    return st.sampled_from([0, 1]) | near | st.integers(0, 400)


@cache
def days_before(last: date) -> st.SearchStrategy[date]:
    """A day in the three years up to the last: leap days and ends of months made likely."""
    named = [
        months_later(last.replace(day=31 if last.month in (1, 12) else 28), -n) for n in (1, 6)
    ]
    named += [date(2024, 2, 29), date(2023, 11, 30), date(2024, 1, 1), date(2023, 12, 31)]
    ago = st.integers(0, 900) | st.integers(0, 900) | steps()
    return ago.map(lambda days: last - timedelta(days)) | st.sampled_from(
        [day for day in named if day <= last]
    )


@st.composite
def in_order(draw: st.DrawFn, last: date, names: str) -> dict[str, date | None]:
    """Days one after the other, any of them missing, the newest close to the last day or not.

    Those that are there lie a step apart, so that limits are met whatever is missing between.
    """
    there = draw(st.lists(likely(), min_size=len(names.split()), max_size=len(names.split())))
    days: dict[str, date | None] = {}
    day = draw(days_before(last))
    for name, is_there in reversed([*zip(names.split(), there, strict=True)]):
        days[name] = day if is_there else None
        day = day - timedelta(draw(steps())) if is_there else day
    return days


@cache
def likely() -> st.SearchStrategy[bool]:
    return st.sampled_from((True, True, False))
