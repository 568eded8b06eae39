"""A synthetic plan of fifteen measures, so that the product and its peers draw the same panels."""

import csv
from pathlib import Path

from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from data.files.csv_reader import open_extract
from data.loading.load import load_files
from data.loading.setup import set_up
from data.meetings.packs import make_pack
from data.store.databases.engine import make_engine

FRAMEWORK = "synthetic-plan"
AREA = "E09000014"
# One series each, ten years of the DfE's figures: the four charts of the first priority.
CHARTED = ("ehc-requests", "ehcp-new-plans", "ehcp-caseload", "ehc-decision-6-weeks")
OTHERS = (
    "ehcp-coproduction-meeting", "ehcp-voice", "ehcp-audit-compliance", "annual-review-on-time",
    "ehcp-family-involved", "pfa-options", "newsletter-informed", "newsletter-subscribers",
    "young-people-in-reviews", "cyp-influence", "annual-review-decided-4-weeks",
)  # fmt: skip
TARGETS = {
    "ehc-requests": 600,
    "ehcp-new-plans": 250,
    "ehcp-caseload": 3000,
    "ehc-decision-6-weeks": 95,
}
SOURCE = "dfe-2025"


def make_store(folder: Path) -> str:
    """Return the URL of the folder's store of the shipped figures and the synthetic plan, made where it is missing."""
    path = folder / "bench.sqlite3"
    url = f"sqlite:///{path}"
    if path.exists():
        return url
    engine = make_engine(url)
    set_up(engine)
    _load(engine, folder)
    engine.dispose()
    return url


def make_slides(store: str) -> str:
    """Make a pack of the synthetic plan, and return the address of its first slide."""
    engine = make_engine(store)
    pack = make_pack(engine, Selection(framework=FRAMEWORK), "benchmark")
    engine.dispose()
    return Urls.slide(pack, "cover")


def _load(engine: Engine, folder: Path) -> None:
    title = "Synthetic plan for measuring"
    served = [(FRAMEWORK, 1, measure) for measure in CHARTED]
    served += [(FRAMEWORK, 2, measure) for measure in OTHERS]
    files = {
        "frameworks": [
            ("framework_id", "area_code", "title", "starts_on", "ends_on", "source_document"),
            (FRAMEWORK, AREA, title, "2021-01-01", "", SOURCE),
        ],
        "priorities": [
            ("framework_id", "number", "title"),
            (FRAMEWORK, 1, "Four charts"),
            (FRAMEWORK, 2, "Eleven more"),
        ],
        "priority_measures": [("framework_id", "priority_number", "measure_id"), *served],
        "targets": [
            ("framework_id", "measure_id", "role", "basis", "operator", "value", "source_document"),
            *[
                (FRAMEWORK, measure, "target", "snapshot" if measure == "ehcp-caseload" else "year", ">=", value, SOURCE)
                for measure, value in TARGETS.items()
            ],
        ],
    }  # fmt: skip
    load_rows(engine, folder, files)


def load_rows(engine: Engine, folder: Path, files: dict[str, list[tuple[object, ...]]]) -> None:
    """Load rows of several kinds, each with its heads; RuntimeError where any is refused."""
    reports = load_files(
        engine,
        [open_extract(_write(folder, name, rows)) for name, rows in files.items()],
        by="benchmark",
    )
    refused = [issue for one in reports for issue in one.issues]
    if refused:
        raise RuntimeError(f"Synthetic rows were refused: {refused}")


def _write(folder: Path, name: str, rows: list[tuple[object, ...]]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
