"""Tables of children's outcomes: each is of one reader, and is loaded and undone whole."""

from datetime import date

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.registry import format_of
from data.loading.history import undo_delivery
from data.loading.load import load_files
from data.store import frames
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


@pytest.mark.both_databases
def test_what_was_undone_leaves_nothing(shipped: Engine):
    kinds = ("areas", "sources", "observations")
    before = {kind: frames.load_frame(shipped, kind) for kind in kinds}
    options = LoadOptions(published_on=date(2025, 11, 20))
    for files in TABLES.values():
        report = load_files(shipped, files, options=options)[0]
        assert (report.state, report.issues) == ("loaded", ())
        assert len(frames.load_frame(shipped, "observations")) > len(before["observations"])
        undo_delivery(shipped, report.extract_id or 0)
        for kind in kinds:
            assert frames.load_frame(shipped, kind).equals(before[kind])
