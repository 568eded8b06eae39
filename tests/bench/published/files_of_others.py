"""Other published files as they are: read whole, and none taken for what it is not."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile, open_extract
from data.files.zip_reader import members
from data.formats.scorecard.reader import recognises as is_scorecard
from data.loading.load import load_files
from data.store import frames
from tests.bench.published.files import (
    AUTISM,
    FOLDER,
    LAYOUT,
    NEIGHBOURS,
    PUBLISHED,
    RELEASE,
    published_release,
    rows_of,
)
from tests.builders.sen2 import LAYOUT as MADE_LAYOUT
from tests.builders.sen2 import SEN2_TABLES, SEN2_XML
from tests.data.files.test_child_data import alarms
from tests.data.queries.test_neighbours_beside import (
    store,
    test_a_council_stands_among_its_ten_neighbours,
)
from tests.data.sen2.test_sen2_files import CODES

__all__ = ["store", "test_a_council_stands_among_its_ten_neighbours"]
DAY = LoadOptions(published_on=date(2023, 11, 9))


@pytest.fixture
def nearest() -> ExtractFile:
    """The published list of neighbours."""
    return open_extract(NEIGHBOURS)


@pytest.fixture
def issued() -> dict[str, tuple[int, int]]:
    """The plans in time and in all of 2024, of Tower Hamlets and its ten neighbours."""
    codes = {row["sn_new_la_code"] for row in rows_of(NEIGHBOURS) if row["la"] == "Tower Hamlets"}
    return {
        row["new_la_code"]: (int(row["plans_issued_20_weeks_ex"]), int(row["plans_issued_den_ex"]))
        for row in published_release().totals("timeliness_20_week")
        if row["time_period"] == "2024" and row["new_la_code"] in {"E09000030", *codes}
    }


def test_the_list_gives_ten_neighbours_to_each_of_two_councils(store: Engine):
    given = LoadOptions(published_on=date(2025, 6, 1))
    (report,) = load_files(store, [open_extract(NEIGHBOURS)], options=given)
    assert (report.state, report.issues) == ("loaded", ())
    counts = [(part.kind, part.rows) for part in report.parts]
    assert counts == [("sources", 1), ("areas", 17), ("neighbours", 20)]
    frame = frames.load_frame(store, "neighbours", area_code="E09000030")
    assert frame["neighbour_code"].tolist()[:3] == ["E09000012", "E09000019", "E09000025"]


def test_every_row_of_the_autism_waits_is_one_figure_and_nothing_is_summed(store: Engine):
    ages = {"Under 10": "age=0-9", "10 to 17": "age=10-17", "18 to 24": "age=18-24"}
    expected = []
    for row in rows_of(AUTISM):
        is_england = row["SECONDARY_LEVEL"] == "NONE"
        age = row["PRIMARY_LEVEL" if is_england else "SECONDARY_LEVEL"]
        place = "E92000001" if is_england else row["PRIMARY_LEVEL"]
        last = date.fromisoformat(row["REPORTING_PERIOD_END"])
        expected.append((place, ages[age], last, float(row["METRIC_VALUE"])))
    (report,) = load_files(store, [open_extract(AUTISM)], options=DAY)
    assert (report.state, report.issues) == ("loaded", ())
    frame = frames.load_frame(store, "observations", measure_id="autism-nhs-seen-after-13-weeks")
    columns = [frame[name] for name in ("area_code", "breakdown", "period_end", "value")]
    assert sorted(zip(*columns, strict=True)) == sorted(expected)


def test_the_layout_of_the_sen2_return_is_the_one_that_the_tests_write():
    layout = json.loads(LAYOUT.read_text(encoding="utf-8"))
    assert {
        name: " ".join(column.partition("(")[0] for column in table["columns"])
        for name, table in layout["tables"].items()
    } == MADE_LAYOUT
    assert {item: codes.split() for item, codes in CODES.items()} == {
        name.removesuffix("_unverified"): list(codes)
        for name, codes in layout["codes"].items()
        if name not in {"sentyperank", "planres_res"}
    }


def all_files() -> Iterator[ExtractFile]:
    """Yield every file: tables of figures, published ones, and the first rows of the release's."""
    for folder in ("figures", "published"):
        paths = sorted((FOLDER / folder).glob("*.*"))
        assert paths
        yield from (open_extract(path) for path in paths)
    for file in members(open_extract(RELEASE)):
        if file.name.endswith(".csv"):
            yield ExtractFile(file.name, b"\n".join(file.content.split(b"\n")[:3_000]))


def test_none_is_taken_for_a_return_and_no_published_one_for_a_scorecard():
    for file in all_files():
        assert not SEN2_TABLES.recognises(file)
        assert not SEN2_XML.recognises(file)
    for path in sorted(PUBLISHED.iterdir()):
        assert not is_scorecard(open_extract(path)), path.name


def test_no_alarm_for_child_data_is_false_in_what_is_read():
    assert alarms(file for file in all_files() if file.name.endswith(".csv")) == []
