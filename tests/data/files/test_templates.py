"""Templates and the dictionary follow from the declarations that check the files."""

import csv
import io

import pytest
from sqlalchemy import Engine

from data.loading.load import check_files
from data.schema.data_dictionary import data_dictionary, template_csv
from data.schema.kinds import Kind
from data.schema.recognise import is_personal, recognise
from data.schema.registry import ALL_KINDS, KINDS
from tests.builders.files import issue_lines, text_file

EVERY_KIND = pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)


@EVERY_KIND
def test_a_template_passes_its_own_check(read_only: Engine, kind: Kind):
    # Advice belongs to a case, which the template of assessments brings.
    before = ["ehc_assessments"] if kind.name == "advice" else []
    files = [text_file(template_csv(name), f"{name}.csv") for name in (*before, kind.name)]
    reports = check_files(read_only, files)
    assert (reports[-1].kind, issue_lines(reports)) == (kind.name, [])


@EVERY_KIND
def test_a_kind_is_recognised_from_all_its_columns_or_the_required_ones(kind: Kind):
    for names in (kind.column_names, kind.required_names, tuple(reversed(kind.column_names))):
        assert recognise(names) == (kind, [])


@EVERY_KIND
def test_no_column_of_ours_but_the_name_of_an_area_looks_personal(kind: Kind):
    personal = {name for name in kind.column_names if is_personal(name)}
    assert personal == ({"name"} if kind.name == "areas" else set())


@EVERY_KIND
def test_keys_and_references_name_columns_of_their_kind(kind: Kind):
    for reference in kind.references:
        assert set(reference.columns) <= set(kind.column_names)
        assert len(reference.columns) == len(KINDS[reference.kind].key)
        assert ALL_KINDS.index(KINDS[reference.kind]) < ALL_KINDS.index(kind)
    assert set(kind.key) <= set(kind.column_names)


def test_a_template_has_the_header_and_one_row():
    header, row = csv.reader(io.StringIO(template_csv("areas")))
    assert header == ["area_code", "name", "kind", "part_of"]
    assert row == ["E09000014", "Haringey", "local_area", "E13000001;E12000007;E92000001"]


def test_the_dictionary_describes_every_column_of_every_kind():
    entries = data_dictionary()
    assert [entry.name for entry in entries] == [kind.name for kind in ALL_KINDS]
    for entry in entries:
        assert entry.title
        assert entry.description
        assert [column.name for column in entry.columns] == list(KINDS[entry.name].column_names)
        assert all(column.description and column.content for column in entry.columns)
        assert {column.name for column in entry.columns if column.is_key} == set(entry.key)


def test_the_dictionary_says_what_a_column_refers_to_and_allows():
    observations = next(entry for entry in data_dictionary() if entry.name == "observations")
    columns = {column.name: column for column in observations.columns}
    assert columns["measure_id"].refers_to == "measures"
    assert columns["basis"].allowed[:2] == ("month", "quarter")
    assert "<5" in columns["value"].content
    assert columns["role"].default == "actual"
