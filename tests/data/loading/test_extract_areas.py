"""Whoever loads in one area neither changes nor undoes what is of another."""

import pytest
from sqlalchemy import Engine

from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history
from data.loading.load import load_files
from data.loading.preview import OtherAreasError, load_with_effects, undo_with_effects
from tests.builders.files import csv_file, example_rows, observations

pytestmark = pytest.mark.both_databases
HARINGEY, TOWER_HAMLETS = "E09000014", "E09000030"
PLAN = {
    "framework_id": "ha-wsoa-2021",
    "area_code": TOWER_HAMLETS,
    "title": "Taken over",
    "starts_on": "2021-07-01",
    "ends_on": "2030-07-01",
}
CAPACITY = {"area_code": HARINGEY}


def rows_of_haringey() -> dict[str, ExtractFile]:
    return {
        "a figure": observations({"value": "61"}),
        "its plan, in another area": example_rows("frameworks", PLAN),
        "what changes no judgement": example_rows("capacity", CAPACITY),
        "a target of its plan": example_rows("targets", {"framework_id": "ha-wsoa-2021"}),
        "a setting of every area": csv_file(
            {"other_name": "EHCPs in time", "measure_id": "ehcp-20-weeks"}, name="measure_names.csv"
        ),
    }


@pytest.mark.parametrize("what", rows_of_haringey())
def test_rows_of_another_area_are_refused(shipped: Engine, what: str):
    file = rows_of_haringey()[what]
    before = len(extract_history(shipped))
    with pytest.raises(OtherAreasError):
        load_with_effects(shipped, [file], by="Ann", areas={TOWER_HAMLETS})
    assert len(extract_history(shipped)) == before


@pytest.mark.parametrize("what", rows_of_haringey())
def test_so_is_undoing_them(shipped: Engine, what: str):
    (report,) = load_files(shipped, [rows_of_haringey()[what]], by="Ann")
    assert report.extract_id, report.issues
    with pytest.raises(OtherAreasError):
        undo_with_effects(shipped, report.extract_id, by="Bo", areas={TOWER_HAMLETS})
    assert extract_history(shipped)[0].state == "loaded"


@pytest.mark.parametrize("what", ["a figure", "what changes no judgement", "a target of its plan"])
def test_rows_of_ones_own_area_are_loaded_and_undone(shipped: Engine, what: str):
    file = rows_of_haringey()[what]
    result = load_with_effects(shipped, [file], by="Ann", areas={HARINGEY})
    (report,) = result.reports
    assert report.extract_id, report.issues
    assert undo_with_effects(shipped, report.extract_id, by="Ann", areas={HARINGEY})


def test_the_history_of_some_areas_has_their_loads_alone(shipped: Engine):
    (report,) = load_files(shipped, [observations({"value": "61"})], by="Ann")
    number = report.extract_id
    assert extract_history(shipped, {HARINGEY})[0].extract_id == number
    others = extract_history(shipped, {TOWER_HAMLETS})
    assert others
    assert number not in [each.extract_id for each in others]
    assert len(others) < len(extract_history(shipped))
