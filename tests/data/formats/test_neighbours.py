"""The list of statistical neighbours: councils told by name, strangers listed, areas kept."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.load import FileReport, check_files, load_files
from data.store import frames
from tests.builders.files import csv_file, issue_lines
from tests.stores import opened

DAY = LoadOptions(published_on=date(2025, 6, 1))
ROW = {
    "la": "Haringey",
    "rank": "1",
    "sn_la_code": "320",
    "sn_new_la_code": "E09000031",
    "sn_name": "Waltham Forest",
}


@pytest.fixture
def store(make_sqlite) -> Iterator[Engine]:
    """A store of its own on SQLite: reading makes no SQL."""
    with opened(make_sqlite("shipped")) as made:
        yield made


def listed(*changes: dict[str, str]) -> ExtractFile:
    """Make a list that differs from an ordinary one as said."""
    return csv_file(*({**ROW, **change} for change in changes), name="neighbours.csv")


def load(engine: Engine, file: ExtractFile, options: LoadOptions = DAY) -> FileReport:
    (report,) = load_files(engine, [file], by="test", options=options)
    return report


def test_a_list_gives_ten_neighbours_to_each_of_two_councils(store: Engine):
    nearest = [
        {
            "la": name,
            "rank": str(place + 1),
            "sn_la_code": str(320 + place),
            "sn_new_la_code": f"E0900{code:04}",
            "sn_name": f"Council {code}",
        }
        for name, first in (("Tower Hamlets", 1), ("Haringey", 4))
        for place, code in enumerate(range(first, first + 10))
    ]
    report = load(store, listed(*nearest))
    assert (report.state, report.issues) == ("loaded", ())
    assert [(part.kind, part.rows) for part in report.parts] == [
        ("sources", 1),
        ("areas", 13),
        ("neighbours", 20),
    ]
    frame = frames.load_frame(store, "neighbours", area_code="E09000030")
    assert frame["neighbour_code"].tolist()[:3] == ["E09000001", "E09000002", "E09000003"]
    assert frame["neighbour_rank"].tolist() == list(range(1, 11))
    assert set(frame["known_on"]) == {date(2025, 6, 1)}


def test_a_council_that_does_not_stand_comes_as_an_authority_and_what_stands_is_kept(store: Engine):
    before = frames.load_frame(store, "areas").set_index("area_code").loc["E09000030"]
    neighbour = {"rank": "2", "sn_new_la_code": "E09000030", "sn_name": "TOWER  HAMLETS"}
    report = load(store, listed({}, neighbour))
    areas = frames.load_frame(store, "areas").set_index("area_code")
    assert areas.loc["E09000031", ["name", "kind", "part_of"]].tolist() == [
        "Waltham Forest", "authority", "E92000001",
    ]  # fmt: skip
    assert areas.loc["E09000030"].equals(before)
    assert [note.topic for note in report.notes] == ["read_as"]


def test_a_council_of_no_known_name_is_listed_and_the_rest_still_loads(store: Engine):
    report = load(store, listed({}, {"la": "Haringay"}))
    assert len(frames.load_frame(store, "neighbours")) == 1
    assert [(note.topic, note.place, note.words) for note in report.notes][1:] == [
        (
            "left_out",
            "Haringay",
            "No area of that name stands: 1 row left out. Load areas with it first.",
        )
    ]


def test_a_code_that_stands_under_another_name_is_told(store: Engine):
    report = load(store, listed({"sn_new_la_code": "E09000030"}))
    (difference,) = [note for note in report.notes if note.topic == "difference"]
    assert difference.words == "Listed as Waltham Forest; it stands as Tower Hamlets."


def test_faults_name_their_rows(store: Engine):
    file = listed({}, {"rank": "second", "sn_new_la_code": "E09000009", "sn_name": "Ealing"})
    (issue,) = issue_lines(check_files(store, [file], options=DAY))
    assert issue == "3 neighbour_rank: second"


def test_the_day_of_publication_is_asked_for(store: Engine):
    assert load(store, listed({}), LoadOptions()).asks == ("published_on",)
    assert frames.load_frame(store, "neighbours").empty


def test_on_an_earlier_day_nobody_was_compared(store: Engine):
    load(store, listed({}))
    assert frames.load_frame(
        store, "neighbours", area_code="E09000014", as_of=date(2025, 5, 31)
    ).empty
    assert (
        len(frames.load_frame(store, "neighbours", area_code="E09000014", as_of=date(2025, 6, 1)))
        == 1
    )
