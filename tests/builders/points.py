"""Small made-up measures, points and targets, so that a test shows only what it is about."""

import calendar
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.model.panel import Baseline, Measure, Point, Target

KNOWN = date(2023, 4, 19)
REPORT = "highlight-report"
RATE = Measure(
    "made-rate", "Made rate", "Made rate", "A made-up rate", "percent", "rate", "higher", "made",
    "monthly",
)  # fmt: skip
WAIT = replace(RATE, measure_id="made-wait", unit="weeks", kind="average", better="lower")
FLOW = replace(RATE, measure_id="made-flow", unit="count", kind="flow")
STOCK = replace(RATE, measure_id="made-stock", unit="count", kind="stock")


def month(text: str, value: float | None = None, **more: Any) -> Point:
    """Make a point for a month given as "2023-03"."""
    year, number = (int(part) for part in text.split("-"))
    last = calendar.monthrange(year, number)[1]
    return _point(date(year, number, 1), date(year, number, last), "month", value, more)


def to_date(text: str, value: float | None = None, **more: Any) -> Point:
    """Make a year-to-date point that ends with the month given as "2023-03"."""
    end = month(text).period_end
    assert end is not None
    return _point(date(end.year, 1, 1), end, "ytd", value, more)


def year(number: int, value: float | None = None, **more: Any) -> Point:
    """Make a point for a calendar year."""
    return _point(date(number, 1, 1), date(number, 12, 31), "year", value, more)


def on_day(text: str, value: float | None = None, **more: Any) -> Point:
    """Make a snapshot on a day."""
    day = date.fromisoformat(text)
    return _point(day, day, "snapshot", value, more)


def target(value: float, operator: str = ">=", basis: str = "", **more: Any) -> Target:
    """Make a target in force."""
    made = Target(
        value,
        operator,
        None,
        basis,
        "",
        "",
        _decimals(value),
        known_on=KNOWN,
        source_document=REPORT,
    )
    return replace(made, **more)


def baseline(point: Point, breakdown: str = "") -> Baseline:
    """Make a baseline of a point."""
    return Baseline(point, breakdown)


def _point(start: date, end: date, basis: str, value: float | None, more: dict[str, Any]) -> Point:
    decimals = -1 if value is None else _decimals(value)
    made = Point(
        start,
        end,
        basis,
        value=value,
        decimals=decimals,
        source_document=REPORT,
        known_on=KNOWN,
        extract_id=7,
    )
    return replace(made, **more)


def _decimals(value: float) -> int:
    text = repr(float(value))
    return 0 if text.endswith(".0") else len(text.split(".")[1])
