"""Small scorecards, read without a store: a catalogue of a few measures, and what was made of them."""

from datetime import UTC, datetime
from math import nan

import pandas as pd

from data.common.load_options import LoadOptions
from data.common.progress import unwatched
from data.formats.base import ReadResult
from data.formats.registry import format_of
from data.formats.scorecard.reader import SCORECARD
from data.schema.registry import KINDS
from tests.builders.files import records, text_file

NOW = datetime(2023, 6, 1, tzinfo=UTC)
AREA, PLAN = "E09000014", "ha-wsoa-2021"
CONFIRMED = LoadOptions(framework_id=PLAN, is_confirmed=True)
MONTHS = "Measure | Jan-23 | Feb-23 | Mar-23"
PLANS = "EHC plans issued within 20 weeks"
MEASURES = (
    ("ehcp-20-weeks", "EHC plans issued within 20 weeks", "percent", "rate", "higher"),
    ("ehcp-advice-quality", "Professional advice of good quality", "percent", "rate", "higher"),
    ("autism-over-52", "Waiting over 52 weeks for autism assessment", "count", "stock", "lower"),
    ("autism-over-104", "Waiting over 104 weeks for autism assessment", "count", "stock", "lower"),
    ("autism-referrals", "Autism referrals received", "count", "flow", "neutral"),
    ("camhs-referrals", "CAMHS referrals received", "count", "flow", "neutral"),
    ("autism-mean", "Mean wait for autism", "weeks", "average", "lower"),
    ("autism-median", "Median wait for autism", "weeks", "average", "lower"),
    ("ehc-requests", "Requests for EHC needs assessment", "count", "flow", "neutral"),
    ("budget", "Budget pressure", "gbp_million", "flow", "lower"),
)


class Catalogue:
    """What stands, without a store."""

    today = NOW.date()

    def __init__(self) -> None:
        names = ("measure_id", "title", "unit", "kind", "better")
        self.frames = {
            "measures": pd.DataFrame(MEASURES, columns=names).assign(
                short_title="", can_exceed_100=False, can_be_negative=False
            ),
            "frameworks": pd.DataFrame([{"framework_id": PLAN, "area_code": AREA}]),
            "areas": pd.DataFrame([{"area_code": AREA, "name": "Haringey"}]),
            "priority_measures": self.frame(
                "priority_measures",
                {"framework_id": PLAN, "measure_id": "ehcp-20-weeks", "local_reference": "EHCP 1"},
            ),
            "targets": self.frame(
                "targets",
                *(
                    {"measure_id": "ehcp-advice-quality", "breakdown": f"sector={sector}"}
                    for sector in ("health", "social_care")
                ),
                {"framework_id": PLAN, "measure_id": "ehcp-20-weeks", "operator": ">=", "value": 80.0,
                 "value_low": nan, "value_high": nan},
            ),
        }  # fmt: skip

    def rows(self, kind: str) -> pd.DataFrame:
        return self.frames.get(kind, self.frame(kind))

    def frame(self, kind: str, *rows: dict[str, object]) -> pd.DataFrame:
        blank = dict.fromkeys((stored.name for stored in KINDS[kind].stored), "") | {
            "role": "target"
        }
        return pd.DataFrame([blank | row for row in rows], columns=list(blank))


def table(*lines: str) -> str:
    """Write a table whose cells are set apart by bars."""
    return "\n".join(",".join(_quoted(cell) for cell in line.split("|")) for line in lines) + "\n"


def _quoted(cell: str) -> str:
    return f'"{cell.strip()}"'


def read(*lines: str, options: LoadOptions = CONFIRMED, name: str = "scorecard.csv") -> ReadResult:
    file = text_file(table(*lines), name)
    assert format_of(file) is SCORECARD
    return SCORECARD.read([file], Catalogue(), options, unwatched)


def rows_of(reading: ReadResult, kind: str = "observations") -> list[dict[str, str]]:
    """Return the rows made of one kind, each with the row it was made from."""
    made = [part.raw for part in reading.parts if part.kind == kind]
    return [
        {**row, "row": str(number)}
        for raw in made
        for row, number in zip(
            records(raw.cells.set_axis(list(raw.names), axis=1)), raw.numbers, strict=True
        )
    ]


def figures(reading: ReadResult) -> list[tuple[str, ...]]:
    """Return measure, basis, first and last day and value of every figure."""
    names = ("measure_id", "basis", "period_start", "period_end", "value")
    return [tuple(row[name] for name in names) for row in rows_of(reading)]


def values(reading: ReadResult) -> list[str]:
    return [row["value"] for row in rows_of(reading)]


def note_lines(reading: ReadResult, topic: str) -> list[str]:
    return [f"{each.place}: {each.words}" for each in reading.notes if each.topic == topic]
