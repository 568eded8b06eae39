"""Boroughs that do not exist, in a store that takes them for real ones."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Engine

from dashboard.measures import MEASURES
from data.files.csv_reader import ExtractFile, open_extract
from data.loading.load import load_files
from data.loading.setup import SHIPPED
from data.store.databases.engine import make_engine, migrate
from data.synthesise.generate import Order, area_codes, draw_chunks
from tests.attack.written import written_files

AREA: Final = area_codes(1)[0]
PLAN: Final = "attacked"
YEARS: Final = 3
UNTIL: Final = date(2026, 10, 31)
# How many days after a cut-off its extracts are loaded.
_LOADED_AFTER: Final = 5
_SHARED: Final = ("measures.csv", "measure_names.csv", "measure_pairs.csv")
_PLAN_FILES: Final = {
    "areas.csv": f"area_code,name,kind,part_of\n{AREA},Madeham,local_area,\n",
    "sources.csv": "source_document,title,publisher,published_on,note\n"
    "made-plan,Plan of Madeham,Madeham,2024-01-01,\n",
    "frameworks.csv": "framework_id,area_code,title,starts_on,ends_on,source_document\n"
    f"{PLAN},{AREA},Plan of Madeham,2024-01-01,,made-plan\n",
    "priorities.csv": f"framework_id,number,title,note\n{PLAN},1,Everything,\n",
}
# What is known of a case only once the date beside it has come.
_KNOWN_WITH: Final = {
    "decision": "decision_date",
    "outcome": "outcome_date",
    "cease_reason": "ceased_date",
    "close_reason": "closed_date",
    "audited_quality": "received_date",
}
# By kind: whose rows its rows belong to, and the column that names them.
_OWNERS: Final = {"advice": ("ehc_assessments", "case_id"), "annual_reviews": ("plans", "plan_id")}
# Days that are known before they come.
_PLANNED: Final = ("phase_transfer_due", "review_due_date")


@dataclass(frozen=True)
class Borough:
    """How many requests a borough has in a year, from which seed, loaded at which cut-offs.

    Its plan has the measures, and where it `is_written_about` all that people add to them.
    """

    cases_a_year: int
    seed: int
    cut_offs: tuple[date, ...] = (UNTIL,)
    measures: tuple[str, ...] = tuple(MEASURES)
    is_written_about: bool = False


@contextmanager
def filled(borough: Borough, cases: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """Open a fresh store that holds a borough, its plan, and its cases as loaded at each cut-off.

    The cases are those of its seed, unless others are passed.
    """
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/attacked.sqlite3")
        try:
            migrate(engine)
            shared = [open_extract(SHIPPED / name) for name in _SHARED]
            plan = [ExtractFile(name, text.encode()) for name, text in _plan_files(borough)]
            _load(engine, [*shared, *plan], min(borough.cut_offs))
            whole = cases or cases_of(borough)
            for cut_off in sorted(borough.cut_offs):
                files = [
                    ExtractFile(f"{kind}-{cut_off}.csv", text.encode())
                    for kind, text in known_at(whole, cut_off).items()
                ]
                _load(engine, files, cut_off)
            yield engine
        finally:
            engine.dispose()


def day_loaded(cut_off: date) -> date:
    """Return the day on which the cases of a cut-off are loaded."""
    return cut_off + timedelta(days=_LOADED_AFTER)


def known_by(text: str, cut_off: date) -> str:
    """Return the rows of an extract as they were on an earlier day."""
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows:
        return text
    day = cut_off.isoformat()
    dates = [name for name in rows[0] if name.endswith("_date") and name not in _PLANNED]
    known = io.StringIO()
    writer = csv.DictWriter(known, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        came_later = {name for name in dates if row[name] > day}
        if came_later and came_later == {name for name in dates if row[name]}:
            continue
        later_words = {name for name, on in _KNOWN_WITH.items() if name in row and on in came_later}
        writer.writerow(row | dict.fromkeys(came_later | later_words, "") | {"cut_off": day})
    return known.getvalue()


def known_at(cases: Mapping[str, str], cut_off: date) -> dict[str, str]:
    """Return extracts as they were on an earlier day, without the rows of cases that were not known."""
    known = {kind: known_by(text, cut_off) for kind, text in cases.items()}
    kept = dict(known)
    for kind, (owners, column) in _OWNERS.items():
        if kind not in known:
            continue
        names = {row[column] for row in csv.DictReader(io.StringIO(known[owners]))}
        head, *lines = known[kind].splitlines(keepends=True)
        at = head.strip().split(",").index(column)
        kept[kind] = head + "".join(line for line in lines if line.split(",")[at] in names)
    return kept


def cases_of(borough: Borough) -> dict[str, str]:
    """Return the cases of a borough as CSV, by kind."""
    pieces: dict[str, str] = {}
    for chunk in draw_chunks(Order(borough.cases_a_year * YEARS, borough.seed, UNTIL)):
        for kind, text in chunk.items():
            pieces[kind] = pieces.get(kind, "") + text
    return pieces


def _plan_files(borough: Borough) -> Iterator[tuple[str, str]]:
    yield from _PLAN_FILES.items()
    served = "".join(f"{PLAN},1,{measure_id},\n" for measure_id in borough.measures)
    yield (
        "priority_measures.csv",
        f"framework_id,priority_number,measure_id,local_reference\n{served}",
    )
    if borough.is_written_about:
        yield from written_files(AREA, PLAN, borough.measures, min(borough.cut_offs))


def _load(engine: Engine, files: list[ExtractFile], cut_off: date) -> None:
    now = datetime.combine(day_loaded(cut_off), time(12), UTC)
    reports = load_files(engine, files, by="attack", now=now)
    issues = [issue for report in reports for issue in report.issues]
    if issues:
        raise ValueError(f"the borough does not load: {issues[0]}")
