"""Tables of a DfE release in the layout of 2026, with figures that were made up."""

import csv
import io
from collections.abc import Callable, Iterable

from data.files.csv_reader import ExtractFile
from tests.builders.dfe import COUNCILS, ENGLAND, PLACING, percent
from tests.builders.shipped import Row

REVIEWS_TOPIC, PLANS_TOPIC = "All reviews of EHC plans", "All EHC plans"
_PHASES = "number_plans due_25 due_26 final_25 final_26"


def timeliness(
    *areas: str, years: Iterable[int] = (2024, 2025), change: Callable[[str], str] = str
) -> ExtractFile:
    """Make the table of plans issued; weeks are published from 2025 on."""
    rows = [
        placed | {"breakdown_topic": topic, "breakdown": part} | _issued(number, year)
        for year in years
        for number, (placed, topic, part) in enumerate(_parts(areas, year, PLANS_TOPIC))
    ]
    return _file("timeliness.csv", rows, change)


def reviews(*areas: str, year: int = 2025, change: Callable[[str], str] = str) -> ExtractFile:
    """Make the table of annual reviews, without percentages, its columns named for the year."""
    rows = [
        placed | {"breakdown_topic": topic, "breakdown": part} | _reviewed(number, year)
        for number, (placed, topic, part) in enumerate(_parts(areas, year, REVIEWS_TOPIC))
    ]
    return _file("annual_reviews.csv", rows, change)


def phase_transfers() -> ExtractFile:
    """Make the table of phase transfers, which has no breakdowns."""
    counts = dict.fromkeys(_PHASES.split(), "12")
    return _file("phase_transfers.csv", [_placed(ENGLAND, 2025) | counts], str)


def _parts(areas: Iterable[str], year: int, total: str) -> Iterable[tuple[Row, str, str]]:
    for area in (ENGLAND, *areas):
        placed = _placed(area, year)
        yield placed, total, total
        yield placed, "Sex", "Female"
        yield placed, "Primary type of need", "Down syndrome"


def _placed(area: str, year: int) -> Row:
    name, number, region = COUNCILS.get(area, ("", "", ""))
    cells = ("Calendar year", "Local authority" if name else "National", ENGLAND, "England")
    cells = (str(year), *cells, region, "", area if name else "", number, name)
    return dict(zip(PLACING.split()[:-2], cells, strict=True))


def _issued(number: int, year: int) -> Row:
    counts: Row = {}
    for ending, issued, name in (
        ("", 200 + number, "within_20_weeks"),
        ("_ex", 180, "20_weeks_ex"),
    ):
        within, over = 90 + number, 10
        late = issued - within - over
        counts |= {
            f"plans_issued_den{ending}": str(issued),
            f"plans_issued_{name}": str(within),
            f"pc_plans_issued_{name}": percent(within, issued),
            f"plans_issued_gt20weeks_ltyear{ending}": str(late),
            f"pc_plans_issued_gt20weeks_ltyear{ending}": percent(late, issued),
            f"plans_issued_gt_1_year{ending}": str(over),
            f"pc_plans_issued_gt_1_year{ending}": percent(over, issued),
        }
    weeks = ("x", "x") if year < 2025 else (f"25.{number}", "24")
    return counts | {"avg_weeks_issue_plan": weeks[0], "avg_weeks_issue_plan_exc": weeks[1]}


def _reviewed(number: int, year: int) -> Row:
    completed, earlier, not_completed = 100 + number, 20, 30
    expected = completed + earlier + not_completed
    return {
        "total_ehc_plans": str(expected + 40),
        f"review_expected_{year}": str(expected),
        f"review_not_expected_{year}": "40",
        f"review_completed_{year}": str(completed),
        f"review_completed_prior_{year}": str(earlier),
        "review_not_completed": str(not_completed),
        "outcome_amended": "50",
        "outcome_ceased": "1",
        "outcome_maintained": str(completed - 53),
        "no_outcome_recorded": "2",
        "decision_4_weeks": "40",
        "decision_over_4_weeks": str(completed - 40),
    }


def _file(name: str, rows: list[Row], change: Callable[[str], str]) -> ExtractFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return ExtractFile(name, change(text.getvalue()).encode("utf-8-sig"))
