"""Tables of children's outcomes: each is of its own reader."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.registry import format_of
from data.loading.load import load_files
from tests.builders.published_tables import (
    balances,
    lait_measures,
    lait_values,
    profile,
    waits,
    whole_profile,
)

HACKNEY = {"LA and Regions": "Hackney", "LA Number": "204.0"}
TABLES = {
    "lait": (lait_values({}, HACKNEY), lait_measures({})),
    "early_years": (profile(*whole_profile()),),
    "grant_balance": (balances({}, {"la_name": "Hackney"}),),
    "community_waits": (waits({}),),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_of_its_own_reader(name: str):
    for file in TABLES[name]:
        found = format_of(file)
        assert found is not None
        assert found.name == name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_cut_short_or_of_one_column_is_of_none_of_them(name: str):
    for file in TABLES[name]:
        header = file.content.split(b"\r\n")[0]
        for content in (b"", header.split(b",")[0], b"\0" + file.content):
            found = format_of(ExtractFile(file.name, content))
            assert found is None or found.name not in TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_row_without_its_cells_is_refused_with_its_number(shipped: Engine, name: str):
    files = [replace(file, content=file.content + b"1,2\r\n") for file in TABLES[name]]
    report, *_ = load_files(shipped, files, options=LoadOptions(published_on=date(2025, 6, 1)))
    assert report.state == "refused"
    assert [(issue.row, issue.found) for issue in report.issues] == [
        (len(files[0].content.splitlines()), "2 cells")
    ]
