"""The files that others published, which are no part of the repository: `make bench` reads them.

They are looked for in the folder that the environment variable PUBLISHED_FILES names, else in
`shared` beside the repository: `published` holds the files, `figures` tables of the figures that
are shipped as extracts.
"""

import csv
import os
from functools import cache
from pathlib import Path
from typing import Final

from data.files.csv_reader import open_extract
from tests.builders.dfe import Release
from tests.builders.shipped import Row
from tests.stores import ROOT

FOLDER: Final = Path(os.environ.get("PUBLISHED_FILES") or ROOT.parent / "shared")
PUBLISHED: Final = FOLDER / "published"
RELEASE: Final = PUBLISHED / "dfe_ehc_plans_2025.zip"
APPEALS: Final = PUBLISHED / "send_tribunals_appeal_rate_2014_2024.csv"
FIRST: Final = PUBLISHED / "dfe_annual_reviews_2025_first_publication.csv"
NEIGHBOURS: Final = PUBLISHED / "statistical_neighbours_2025.csv"
AUTISM: Final = PUBLISHED / "nhs_autism_waits_2019_2023.csv"
LAYOUT: Final = PUBLISHED / "sen2_tables.json"


@cache
def published_release() -> Release:
    """Return the release of 2025 with its first publication and its table of appeals."""
    return Release(*map(open_extract, (RELEASE, FIRST, APPEALS)))


def rows_of(path: Path) -> list[Row]:
    """Read a file plainly, every cell as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
