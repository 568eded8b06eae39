"""What a plan of a borough asks of its measures, and what people report and write about them.

None of it depends on the cases, so that it is the same for twins.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from data.loading.setup import SHIPPED

# By unit: a baseline, and a target.
_ASKED: Final = {"percent": (40, 75), "weeks": (30, 20), "months": (9, 6), "count": (6, 12)}
_OTHERS: Final = (3, 8)
_REPORTED_MONTHS: Final = 6
_EVERY: Final = 3
# Whose cases the returns are of.
SERVICE: Final = "Team"
Row = Mapping[str, Any]


def written_files(
    area: str, plan: str, measures: Sequence[str], until: date
) -> Iterator[tuple[str, str]]:
    """Yield the name and content of each file; the newest row is of the month before the cut-off."""
    units = _units()
    months = pd.date_range(end=until, periods=_REPORTED_MONTHS + 1, freq="ME").date[:-1].tolist()
    newest = months[-1]
    targets, reported, linked, lines = [], [], [], []
    for at, measure_id in enumerate(measures):
        of_measure = {"framework_id": plan, "measure_id": measure_id}
        basis = "snapshot" if units[measure_id][1] == "stock" else "month"
        before, asked = _ASKED.get(units[measure_id][0], _OTHERS)
        operator = "<=" if units[measure_id][2] == "lower" else ">="
        common = of_measure | {"basis": basis}
        first = {"period_start": _start(months[0], basis), "period_end": months[0]}
        targets += [
            common | first | {"role": "baseline", "value": before},
            common
            | {"role": "target", "value": asked, "operator": operator, "due_on": "2027-03-31"},
        ]
        linked.append({"framework_id": plan, "action_reference": "1.1", "measure_id": measure_id})
        period = common | {"period_end": newest, "author": "Ann"}
        lines.append(period)
        if at % _EVERY == 0:
            reported += [
                {"area_code": area, "measure_id": measure_id, "basis": basis, "value": before}
                | {"period_start": _start(month, basis), "period_end": month}
                for month in months
            ]
    yield "targets.csv", _text(targets)
    yield "observations.csv", _text(reported)
    yield "headlines.csv", _text([line | {"text": "The new team has begun"} for line in lines])
    yield "exceptions.csv", _text([line | {"reply": "We see to it"} for line in lines])
    yield from _about_the_plan(area, plan, newest, measures)
    yield "action_measures.csv", _text(linked)


def _about_the_plan(
    area: str, plan: str, newest: date, measures: Sequence[str]
) -> Iterator[tuple[str, str]]:
    own, measure_id = {"framework_id": plan}, measures[0]
    action = own | {"action_reference": "1.1"}
    yield "actions.csv", _text([action | {"priority_number": 1, "title": "Hire caseworkers"}])
    yield ("action_status.csv", _text([action | {"status_date": newest, "status": "delayed"}]))
    remark = own | {"area_code": area, "measure_id": measure_id, "date": newest}
    yield "commentary.csv", _text([remark | {"kind": "working_well", "text": "It gets better"}])
    event = {"area_code": area, "date": newest, "precision": "day", "title": "New team"}
    yield "events.csv", _text([event | {"measure_id": measure_id}])
    asked = {"question_id": "Q1", "asked_on": newest, "member": "Chair", "question": "Why so late?"}
    yield (
        "scrutiny_questions.csv",
        _text([own | asked | {"author": "Ann", "measure_id": measure_id}]),
    )
    made = {"recommendation_id": "R1", "made_on": newest, "text": "Hire more", "asks": "agree"}
    yield "recommendations.csv", _text([own | made | {"author": "Ann", "measure_id": measure_id}])
    due = {"service": SERVICE, "area_code": area, "kind": "ehc_assessments", "due_on": newest}
    period = {"period_start": newest.replace(day=1), "period_end": newest}
    yield "returns_due.csv", _text([due | period])


def _start(month: date, basis: str) -> date:
    return month if basis == "snapshot" else month.replace(day=1)


def _units() -> dict[str, tuple[str, str, str]]:
    """Return unit, kind and better direction of each measure."""
    with (SHIPPED / "measures.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["measure_id"]: (row["unit"], row["kind"], row["better"])
            for row in csv.DictReader(file)
        }


def _text(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
