"""Small files of every shape that is read: what the fuzzer changes."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile, open_extract
from data.files.zip_reader import members
from data.loading.setup import SHIPPED
from data.schema.data_dictionary import template_csv
from data.schema.registry import ALL_KINDS
from tests.builders.dfe import TOWER_HAMLETS, made_release
from tests.builders.dfe_2026 import phase_transfers, reviews, timeliness
from tests.builders.published_tables import (
    balances,
    lait_measures,
    lait_values,
    profile,
    whole_profile,
)
from tests.builders.published_tables import waits as community_waits
from tests.builders.sen2 import csv_files, synthetic_return, xml_file
from tests.data.formats.test_neighbours import listed as neighbours
from tests.data.formats.test_nhs_autism import waits

GIVEN = LoadOptions(
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
_SCORECARDS = (
    """Highlight report,,,,,
Measure,Apr-22,May-22,Jun-22,Target,Note
EHC plans issued within 20 weeks,82%,79%,"81.5%",80%,late returns
Newsletter subscribers,"1,234","1,301",n/a,-,
,,,,,
Something unknown,1,2,3,,
""",
    """Ref,Measure,Basis,2023/24 target,Apr-23 to Jun-23,Jul-23 to Sep-23,Oct-23 to Dec-23
EHCP 1,EHCPs issued within 20 wks (excl. exceptions),ytd,90% - 95%,48%,51%,[c]
EHCP 2,Uncompleted annual reviews,in month,< 5,7,9,*
,Average autism assessment wait: age 0-5 (weeks),,no more than 18,18-36,30,150 days
,Budget pressure: dedicated schools grant,,,"-£1.2m","(0.4)","£ 2 million"
,Total,,,1,2,3
""",
    """FY24 scorecard
Measure;2023Q1;2023Q2;2023Q3;2023Q4
Young people in reviews (%);0,75;0,8;0,81;x
Autism referrals received;12;13;not due;15
""",
)


@cache
def seeds() -> tuple[ExtractFile, ...]:
    """Return every seed, own extracts first."""
    scorecards = [ExtractFile("scorecard.csv", text.encode()) for text in _SCORECARDS]
    return (*_own(), *_releases(), *_returns(), *scorecards)


def _own() -> Iterator[ExtractFile]:
    for kind in ALL_KINDS:
        yield ExtractFile(f"{kind.name}.csv", template_csv(kind.name).encode())
    for path in sorted(SHIPPED.glob("*.csv")):
        yield cut(open_extract(path))


def _releases() -> Iterator[ExtractFile]:
    """Yield cuts of a DfE release, an archive of such cuts, and the tables of other makers."""
    release = made_release()
    found = [cut(each) for each in members(release.archive) if each.name.endswith(".csv")]
    yield from (*found, ExtractFile(release.archive.name, zip_of(found)))
    yield cut(release.appeals, rows=_ROWS + 3)
    yield neighbours({}, {"rank": "2", "sn_name": "Ealing", "sn_new_la_code": "E09000009"})
    yield waits({}, {"METRIC_VALUE": "*"})
    yield community_waits({}, {"Therapy": "Audiology"})
    yield profile(*whole_profile())
    yield balances({}, {"la_name": "Dorset"})
    yield lait_values({}, {"LA and Regions": "England", "LA Number": "970", "Values": "-"})
    yield lait_measures({})
    yield from (timeliness(TOWER_HAMLETS), reviews(TOWER_HAMLETS), phase_transfers())


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


def zip_of(files: list[ExtractFile]) -> bytes:
    """Pack files as zip."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return content.getvalue()
