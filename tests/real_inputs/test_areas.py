"""Councils by every name and code: those of lists of neighbours, and those that were recoded."""

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.common.load_options import LoadOptions
from data.loading.load import check_files, load_files
from data.queries.panels import load_panel
from data.queries.snapshot import open_snapshot
from data.store.frames import load_frame
from tests.builders.files import csv_file, example_rows, observations
from tests.real_inputs.inputs import input_file

DAY = LoadOptions(source_document="dfe-2026", published_on=date(2026, 6, 25))
HEADLINE = "exceptions=excluding"
# The code that each is held under, and the one that the release of 2026 prints.
RECODED = {
    "Barnsley": ("E08000016", "E08000038"),
    "Sheffield": ("E08000019", "E08000039"),
    "North Yorkshire": ("E10000023", "E06000065"),
    "Somerset": ("E10000027", "E06000066"),
}


def area_names(engine: Engine) -> dict[str, str]:
    areas = load_frame(engine, "areas")
    return dict(zip(areas["area_code"], areas["name"], strict=True))


def test_every_council_of_a_list_of_neighbours_is_known_by_its_name(shipped: Engine):
    (report,) = load_files(
        shipped,
        [input_file("neighbours_names.csv")],
        options=LoadOptions(published_on=DAY.published_on),
    )
    assert (report.state, {note.topic for note in report.notes}) == ("loaded", {"read_as"})
    neighbours = load_frame(shipped, "neighbours")
    councils = (
        "E09000014 E08000013 E09000013 E06000023 E06000047 E06000019 E06000055 E06000010 E10000027 "
        "E06000052 E06000020 E06000033"
    )
    assert neighbours["area_code"].tolist() == councils.split()
    listed = dict(zip(neighbours["area_code"], neighbours["neighbour_code"], strict=True))
    # Cornwall's neighbour Somerset is listed by its new code.
    assert listed["E06000052"] == "E10000027"
    words = "E06000066 was read as E10000027: the same area has both codes."
    assert words in [note.words for note in report.notes]
    names = area_names(shipped)
    assert names["E06000023"] == "Bristol, City of"
    assert names["E08000013"] == "St. Helens"


@pytest.mark.both_databases
def test_a_recoded_council_is_one_area_with_an_unbroken_line(shipped: Engine):
    earlier = observations(
        *(
            {"area_code": code, "breakdown": HEADLINE, "basis": "year", "value": "40"}
            | {"period_start": "2024-01-01", "period_end": "2024-12-31"}
            for code, _ in RECODED.values()
        )
    )
    areas = csv_file(
        *(
            {"area_code": code, "name": name, "kind": "authority", "part_of": "E92000001"}
            for name, (code, _) in RECODED.items()
        ),
        name="areas.csv",
    )
    assert {each.state for each in load_files(shipped, [areas, earlier])} == {"loaded"}
    (report,) = load_files(shipped, [input_file("recoded_councils.csv")], options=DAY)
    assert report.state == "loaded"
    names = area_names(shipped)
    figures = load_frame(shipped, "observations", measure_id="ehcp-20-weeks")
    for name, (code, other) in RECODED.items():
        assert [each for each in names if names[each] == name] == [code]
        own = figures[(figures["area_code"] == code) & (figures["breakdown"] == HEADLINE)]
        assert sorted(own["period_end"]) == [date(2024, 12, 31), date(2025, 12, 31)]
        words = f"{other} was read as {code}: the same area has both codes."
        assert words in [note.words for note in report.notes]


def test_an_area_that_is_listed_under_two_codes_is_refused_with_both(read_only: Engine):
    row = {"name": "Barnsley", "kind": "authority"}
    file = csv_file({**row, "area_code": "E08000016"}, {**row, "area_code": "E08000038"})
    (report,) = check_files(read_only, [file])
    (issue,) = report.issues
    (warning,) = report.warnings
    assert (issue.row, issue.found) == (3, "the same area_code as row 2")
    assert warning.found.startswith("E08000038 was read as E08000016: both are codes of Barnsley")


@pytest.mark.both_databases
def test_an_extract_may_name_an_area_by_any_of_its_codes(shipped: Engine):
    area = csv_file(
        {"area_code": "E08000039", "name": "Sheffield", "kind": "local_area"}, name="areas.csv"
    )
    plan = example_rows("frameworks", {"framework_id": "sh-plan", "area_code": "E08000019"})
    figures = observations(
        *(
            {"area_code": code, "value": value, "period_start": f"{month}-01", "period_end": end}
            for code, value, month, end in (
                ("E08000019", "50", "2023-01", "2023-01-31"),
                ("E08000039", "60", "2023-02", "2023-02-28"),
            )
        )
    )
    reports = load_files(shipped, [area, plan, figures])
    assert {each.state for each in reports} == {"loaded"}
    assert [
        (warning.row, warning.found) for warning in reports[2].warnings if "codes" in warning.found
    ] == [(3, "E08000039 was read as E08000019: both are codes of Sheffield, which is one area")]
    for code in ("E08000019", "E08000039"):
        chosen = Selection(area=code, framework="sh-plan", measure="ehcp-20-weeks")
        with open_snapshot(shipped, date(2023, 6, 1), chosen) as snapshot:
            panel = load_panel(snapshot)
        assert panel.area.area_code == "E08000019"
        (line,) = [series for series in panel.series if series.basis == "month"]
        assert [point.value for point in line.points] == [50, 60]
        note = "Sheffield has had the ONS codes E08000019 and E08000039: it is one area."
        assert note in line.notes
