"""Small files of every shape that is read: what the fuzzer changes. Published ones are cut when it runs."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from data.archives import members
from data.catalogue import ALL_KINDS
from data.given import Given
from data.read import ExtractFile, open_extract
from data.setup import SHIPPED
from data.templates import template_csv
from tests.data.made_sen2 import csv_files, synthetic_return, xml_file

SHARED = Path(__file__).parents[3] / "shared" / "published"
GIVEN = Given(
    cut_off=date(2024, 1, 31),
    coverage="all",
    area_code="E09000014",
    framework_id="ha-wsoa-2021",
    source_document="dfe-2025",
    published_on=date(2025, 7, 1),
    is_confirmed=True,
)
_ROWS = 6
_PERSONS = 3
_SCORECARD = """Highlight report,,,,,
Measure,Apr-22,May-22,Jun-22,Target,Note
EHC plans issued within 20 weeks,82%,79%,"81.5%",80%,late returns
Newsletter subscribers,"1,234","1,301",n/a,-,
,,,,,
Something unknown,1,2,3,,
"""


@cache
def seeds() -> tuple[ExtractFile, ...]:
    """Return every seed, own extracts first."""
    return (*_own(), *_published(), *_returns(), ExtractFile("scorecard.csv", _SCORECARD.encode()))


def _own() -> Iterator[ExtractFile]:
    for kind in ALL_KINDS:
        yield ExtractFile(f"{kind.name}.csv", template_csv(kind.name).encode())
    for path in sorted(SHIPPED.glob("*.csv")):
        yield cut(open_extract(path))


def _published() -> Iterator[ExtractFile]:
    """Yield cuts of the published files, and an archive of such cuts, where they are at hand."""
    for path in sorted(SHARED.glob("*.csv")):
        yield cut(open_extract(path))
    for path in sorted(SHARED.glob("*.zip")):
        found = [cut(each) for each in members(open_extract(path)) if each.name.endswith(".csv")]
        yield from found[:4]
        yield ExtractFile(path.name, packed(found))


def _returns() -> Iterator[ExtractFile]:
    made = synthetic_return(_PERSONS)
    yield from csv_files(made)
    yield xml_file(made)


def cut(file: ExtractFile, rows: int = _ROWS) -> ExtractFile:
    """Return a CSV file with its first rows alone."""
    text = file.content.decode("utf-8-sig")
    kept = [row for row, _ in zip(csv.reader(io.StringIO(text)), range(rows), strict=False)]
    written = io.StringIO()
    csv.writer(written).writerows(kept)
    return ExtractFile(file.name, written.getvalue().encode())


def packed(files: list[ExtractFile]) -> bytes:
    """Pack files as zip."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return content.getvalue()
