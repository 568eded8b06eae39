"""Small extracts of cases for the tests: a row says only what it is about."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Engine

from data.cases.read_snapshots import load_computed_figures
from data.files.csv_reader import ExtractFile
from data.loading.history import undo_delivery
from data.loading.load import FileReport, load_files
from tests.builders.files import csv_file

HARINGEY, TOWER_HAMLETS = "E09000014", "E09000030"
JANUARY, FEBRUARY, MARCH = "2023-01-31", "2023-02-28", "2023-03-31"
Row = Mapping[str, str]

_EXAMPLES: dict[str, dict[str, str]] = {
    "ehc_assessments": {"case_id": "C1", "area_code": HARINGEY, "request_date": "2022-09-01"},
    "advice": {"case_id": "C1", "sector": "health", "requested_date": "2022-09-15"},
    "plans": {"plan_id": "P1", "area_code": HARINGEY, "issued_date": "2021-03-01"},
    "annual_reviews": {"plan_id": "P1", "area_code": HARINGEY, "meeting_date": "2023-01-10"},
    "referrals": {
        "referral_id": "R1",
        "area_code": HARINGEY,
        "service": "autism",
        "provider": "North trust",
        "referral_date": "2022-09-01",
    },
    "feedback": {
        "response_id": "S1",
        "area_code": HARINGEY,
        "survey": "Families",
        "asked_date": "2023-01-15",
        "question": "local-offer-useful",
        "answer": "positive",
    },
}


def extract(
    kind: str, *changes: Row, cut_off: str = JANUARY, coverage: str = "all", name: str = ""
) -> ExtractFile:
    """Make an extract of a kind; each row is an ordinary one, changed as said."""
    whole = {**_EXAMPLES[kind], "cut_off": cut_off, "coverage": coverage}
    return csv_file(*({**whole, **change} for change in changes), name=name or f"{kind}.csv")


def load(engine: Engine, *files: ExtractFile) -> tuple[FileReport, ...]:
    """Load files that are meant to be sound."""
    reports = load_files(engine, files)
    assert [issue for report in reports for issue in report.issues] == []
    return reports


def load_one(engine: Engine, file: ExtractFile) -> int:
    """Load one sound file and return its extract."""
    (report,) = load(engine, file)
    return report.extract_id or 0


def undo(engine: Engine, extract_id: int) -> None:
    """Take an extract back."""
    undo_delivery(engine, extract_id)


def figures(
    engine: Engine, measure_id: str, area_code: str = HARINGEY, as_of: date | None = None
) -> dict[str, float]:
    """Return the figures of the whole on the bases month and snapshot, by the last day."""
    frame = load_computed_figures(
        engine, [area_code], [measure_id], bases=["month", "snapshot"], breakdowns=[""], as_of=as_of
    )
    pairs = zip(frame["period_end"], frame["numerator"], strict=True)
    return {day.isoformat(): numerator for day, numerator in pairs}
