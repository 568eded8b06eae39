"""The DfE release for the tests: as published, beside the repository, and cuts made when they run."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pandas as pd

from data.formats.dfe.release import DFE_RELEASE
from data.formats.shapes import Reading
from data.given import NOTHING_GIVEN, Given
from data.progress import unwatched
from data.read import ExtractFile, open_extract

SHARED = Path(__file__).parents[3] / "shared"
PUBLISHED = SHARED / "published"
EXTRACTS = Path(__file__).parents[2] / "data" / "extracts"
ZIP = PUBLISHED / "dfe_ehc_plans_2025.zip"
FIRST = PUBLISHED / "dfe_annual_reviews_2025_first_publication.csv"
TRIBUNAL = PUBLISHED / "send_tribunals_appeal_rate_2014_2024.csv"

ENGLAND, LONDON, SOUTH_EAST = "E92000001", "E12000007", "E12000008"
TOWER_HAMLETS, HARINGEY, HACKNEY = "E09000030", "E09000014", "E09000012"
CITY_OF_LONDON, WANDSWORTH = "E09000001", "E09000032"
WEST_BERKSHIRE, SCILLY, BLACKPOOL = "E06000037", "E06000053", "E06000009"
BUCKINGHAMSHIRE, FORMER_BUCKINGHAMSHIRE = "E06000060", "E10000002"
GATESHEAD, NEWCASTLE, KNOWSLEY = "E08000037", "E08000021", "E08000011"
# England, two regions, and each council in whose rows there is a trap.
CUT = (
    LONDON, SOUTH_EAST, TOWER_HAMLETS, HARINGEY, HACKNEY, CITY_OF_LONDON, WANDSWORTH, WEST_BERKSHIRE,
    SCILLY, BLACKPOOL, BUCKINGHAMSHIRE, FORMER_BUCKINGHAMSHIRE, GATESHEAD, NEWCASTLE, KNOWSLEY,
)  # fmt: skip
TOTALS = {
    "annual_reviews": "All annual reviews",
    "assessments": "All EHC needs assessments",
    "caseload": "All EHC plans",
    "newplans": "New EHC plans",
    "requests": "All requests for EHC needs assessments",
    "timeliness_20_week": "All EHC plans issued",
}
Row = dict[str, str]


class Shelf:
    """What stands, without a store: the extracts that are shipped."""

    today = date(2026, 1, 1)

    def rows(self, kind: str) -> pd.DataFrame:
        """Return the rows of a shipped extract."""
        frame = pd.read_csv(EXTRACTS / f"{kind}.csv", dtype=str, keep_default_na=False)
        if "published_on" in frame:
            frame["published_on"] = frame["published_on"].map(date.fromisoformat)
        return frame


def read(file: ExtractFile, given: Given = NOTHING_GIVEN) -> Reading:
    """Read one file as the release."""
    return DFE_RELEASE.read([file], Shelf(), given, unwatched)


@cache
def whole() -> Reading:
    """Read the release as it was published, once for all tests."""
    return read(open_extract(ZIP))


@cache
def first() -> Reading:
    """Read the annual reviews as they were first published."""
    return read(open_extract(FIRST), Given(source_document="dfe-2025-first"))


@cache
def member(name: str) -> bytes:
    """Return one file of the archive."""
    with ZipFile(ZIP) as archive:
        return archive.read(name)


def totals(table: str) -> list[Row]:
    """Return the rows of the areas' totals in a table of the archive, read plainly."""
    return total_rows(member(f"data/{table}.csv").decode("utf-8-sig"), TOTALS[table])


def total_rows(text: str, topic: str) -> list[Row]:
    """Return the rows of a topic; of a column that stands twice the last."""
    header, *lines = text.splitlines()
    kept = [line for line in lines if f",{topic},{topic}," in line]
    return list(csv.DictReader([header, *kept]))


def code_of(row: Mapping[str, str]) -> str:
    """Return the code of a row's area."""
    found = row["new_la_code"] or row["region_code"] or row["country_code"]
    return BUCKINGHAMSHIRE if found == FORMER_BUCKINGHAMSHIRE else found


def records(reading: Reading, kind: str = "observations") -> list[Row]:
    """Return the rows of every part of a kind."""
    return [
        dict(zip(part.raw.names, row, strict=True))
        for part in reading.parts
        if part.kind == kind
        for row in part.raw.cells.to_numpy().tolist()
    ]


def of_measure(
    reading: Reading, measure_id: str, breakdown: str = ""
) -> dict[tuple[str, str], Row]:
    """Return the observations of one series by area and year."""
    return {
        (row["area_code"], row["period_start"][:4]): row
        for row in records(reading)
        if (row["measure_id"], row["breakdown"]) == (measure_id, breakdown)
    }


def noted(reading: Reading, topic: str, words: str) -> list[str]:
    """Return the notes of a topic that say something, with their places."""
    said = [f"{note.place}: {note.words}" for note in reading.notes if note.topic == topic]
    return [each for each in said if words in each]


def cut(name: str, areas: Iterable[str] = CUT, change: Callable[[str], str] = str) -> ExtractFile:
    """Cut one table of the archive to England and some areas of CUT, and change its text."""
    header, *lines = _cut_lines(name)
    kept = [line for line in lines if _area_of(line) in {"", *areas}]
    return ExtractFile(f"{name}.csv", change("\n".join((header, *kept, ""))).encode())


@cache
def _cut_lines(name: str) -> list[str]:
    """Return the header and the rows of CUT; of the parts of a whole, the girls and the boys."""
    header, *lines = member(f"data/{name}.csv").decode("utf-8-sig").splitlines()
    is_wanted = re.compile(f",(?:Sex|{re.escape(TOTALS[name])}),").search
    return [header, *(line for line in lines if is_wanted(line) and _area_of(line) in {"", *CUT})]


def _area_of(line: str) -> str:
    """Return the code of a row's council, else of its region; of England none."""
    cells = line.split(",", 8)
    return cells[7] or cells[5]


def cut_archive(*files: ExtractFile, guidance: bool = True) -> ExtractFile:
    """Pack tables into an archive laid out as the release is."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for file in files:
            archive.writestr(f"data/{file.name}", file.content)
        if guidance:
            name = "data-guidance/data-guidance.txt"
            archive.writestr(name, member(name))
    return ExtractFile("release.zip", packed.getvalue())
