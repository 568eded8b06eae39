"""A plan of as many measures as a test asks for, with every kind of figure that a measure can have."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Engine

from tests.builders.case_files import load
from tests.builders.files import csv_file

AREA: Final = "E09000019"
PRIORITIES: Final = 6
_MONTHS: Final = [
    (f"2026-{month:02d}-01", f"2026-{month:02d}-{monthrange(2026, month)[1]}")
    for month in range(1, 11)
]
_SOURCE: Final = {"source_document": "report-of-a-plan"}
_LONG: Final = "Children and young people who wait longer than they should for an appointment"
_UNITS: Final = ("percent", "count", "weeks")


def plan_of(count: int) -> str:
    """Return the id of the plan of so many measures."""
    return f"plan-of-{count}"


def load_plan(engine: Engine, count: int) -> None:
    """Load an area with a plan of so many measures, six priorities at most and an action each."""
    plan = {"framework_id": plan_of(count)}
    numbers = [str(number) for number in range(1, min(PRIORITIES, count) + 1)]
    measures = [_measure(place) for place in range(count)]
    names = [measure["measure_id"] for measure in measures]
    area = {"area_code": AREA, "name": "Islington", "kind": "local_area"}
    source = {**_SOURCE, "title": "Report", "publisher": "Council", "published_on": "2026-11-10"}
    title = "SEND and inclusion strategy 2025 to 2028"
    priorities = [
        {**plan, "number": number, "title": f"{number} of them: {_LONG}"} for number in numbers
    ]
    served = [
        {**plan, "priority_number": numbers[place % len(numbers)], "measure_id": name}
        for place, name in enumerate(names)
    ]
    actions = [
        {**plan, "priority_number": n, "action_reference": f"{n}.1", "title": f"See to {_LONG}"}
        for n in numbers
    ]
    states = ("delayed", "on_track", "completed")
    statuses = [
        {**plan, **_SOURCE, "action_reference": f"{n}.1", "status_date": "2026-11-10"}
        | {"status": states[int(n) % len(states)]}
        for n in numbers
    ]
    files: Mapping[str, list[dict[str, str]]] = {
        "areas": [area],
        "sources": [source],
        "frameworks": [{**plan, **_SOURCE, "area_code": AREA, "title": title, "starts_on": "2025-01-01"}],
        "priorities": priorities,
        "measures": measures,
        "priority_measures": served,
        "targets": [
            row | plan | _SOURCE for place, name in enumerate(names) for row in _targets(place, name)
        ],
        "observations": [
            row | plan | _SOURCE for place, name in enumerate(names) for row in _figures(place, name)
        ],
        "actions": actions,
        "action_status": statuses,
    }  # fmt: skip
    for kind, rows in files.items():
        load(engine, csv_file(*rows, name=f"{kind}.csv"))


def _measure(place: int) -> dict[str, str]:
    unit = _UNITS[place % len(_UNITS)]
    return {
        "measure_id": f"measure-{place + 1}",
        "title": f"{_LONG}, {place + 1}" if place % 4 else f"Measure {place + 1}",
        "definition": f"What measure {place + 1} counts",
        "unit": unit,
        "kind": {"percent": "rate", "count": "flow", "weeks": "average"}[unit],
        "better": "lower" if unit == "weeks" else "higher",
        "theme": "ehcp_timeliness",
        "frequency": "monthly",
    }


def _targets(place: int, name: str) -> Iterator[dict[str, str]]:
    if place % 5 == 4:
        return
    operator, value = ("<=", "18") if place % 3 == 2 else (">=", "80")
    row = {"measure_id": name, "basis": "month", "value": value}
    yield {**row, "role": "target", "operator": operator}
    if place % 2:
        yield {
            **row, "role": "baseline", "value": "50",
            "period_start": "2025-06-01", "period_end": "2025-06-30",
        }  # fmt: skip


def _figures(place: int, name: str) -> Iterator[dict[str, str]]:
    """Yield ten months, two, one or none."""
    months = (_MONTHS, _MONTHS[-2:], _MONTHS[-1:], _MONTHS, [])[place % 5]
    for at, (start, end) in enumerate(months):
        value = {0: 60 + (place + 3 * at) % 40, 1: 12_345 + 97 * at, 2: 14 + (place + at) % 20}
        yield {
            "area_code": AREA, "measure_id": name, "basis": "month", "period_start": start,
            "period_end": end, "value": str(value[place % 3]),
        }  # fmt: skip
