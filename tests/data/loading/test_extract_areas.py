"""Whoever loads in one area neither changes nor undoes what is of another."""

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.panels.catalogue import report_days
from data.files.csv_reader import ExtractFile
from data.loading.history import UnknownExtractError, extract_history
from data.loading.load import load_files
from data.loading.preview import OtherAreasError, load_with_effects, undo_with_effects
from data.queries.as_of import load_as_of
from data.store.read_transaction import read_transaction
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
REPORT = {
    "source_document": "ha-update-2024",
    "title": "Update on SEND",
    "publisher": "Haringey",
    "published_on": "2024-05-01",
}
OF_HARINGEY = {"value": "61", "source_document": "ha-update-2024"}
OF_TOWER_HAMLETS = OF_HARINGEY | {"area_code": TOWER_HAMLETS}


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
    # A load of which somebody has a part is one of other areas; one that is not theirs is none.
    is_shared = what == "its plan, in another area"
    with pytest.raises(OtherAreasError if is_shared else UnknownExtractError):
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


def has_report_day(store: Engine) -> bool:
    with read_transaction(store) as transaction:
        known = load_as_of(transaction, None)
    days = report_days(known.catalogue, known.figures, "ha-wsoa-2021")
    return date(2024, 5, 1) in days


def load_for_all(store: Engine, *files: ExtractFile) -> int:
    *_, last = load_files(store, files, by="Ann")
    assert last.extract_id, last.issues
    return last.extract_id


def test_a_report_of_another_council_is_named_by_who_loads_for_all_alone(shipped: Engine):
    load_for_all(shipped, example_rows("sources", REPORT), observations(OF_HARINGEY))
    assert has_report_day(shipped)
    file = observations(OF_TOWER_HAMLETS)
    (report,) = load_with_effects(shipped, [file], by="Bo", areas={TOWER_HAMLETS}).reports
    (issue,) = report.issues
    assert (issue.row, issue.column, issue.found) == (2, "source_document", "ha-update-2024")
    assert "another council’s own report" in issue.fix
    # Nor is it said that there is one.
    unknown = observations(OF_TOWER_HAMLETS | {"source_document": "ha-update-2025"})
    (refused,) = load_with_effects(shipped, [unknown], by="Bo", areas={TOWER_HAMLETS}).reports
    assert [(one.expected, one.fix) for one in refused.issues] == [(issue.expected, issue.fix)]
    assert has_report_day(shipped)
    load_for_all(shipped, file)
    assert not has_report_day(shipped)


def test_a_council_loads_from_its_own_report_and_from_one_of_several(shipped: Engine):
    load_for_all(shipped, example_rows("sources", REPORT), observations(OF_HARINGEY))
    more = observations(OF_HARINGEY | {"value": "62"})
    assert load_with_effects(shipped, [more], by="Bo", areas={HARINGEY}).effects
    load_for_all(shipped, observations(OF_TOWER_HAMLETS))
    of_both = observations(OF_TOWER_HAMLETS | {"value": "62"})
    assert load_with_effects(shipped, [of_both], by="Bo", areas={TOWER_HAMLETS}).effects


def test_an_undo_makes_no_report_of_another_council(shipped: Engine):
    load_for_all(shipped, example_rows("sources", REPORT), observations(OF_HARINGEY))
    number = load_for_all(shipped, observations(OF_TOWER_HAMLETS))
    with pytest.raises(OtherAreasError):
        undo_with_effects(shipped, number, by="Bo", areas={TOWER_HAMLETS})
    assert not has_report_day(shipped)


def test_a_national_release_makes_no_report_whoever_loads_of_it(shipped: Engine):
    national = REPORT | {"publisher": "Department for Education"}
    load_for_all(shipped, example_rows("sources", national), observations(OF_HARINGEY))
    assert not has_report_day(shipped)
    file = observations(OF_TOWER_HAMLETS)
    assert load_with_effects(shipped, [file], by="Bo", areas={TOWER_HAMLETS}).effects
