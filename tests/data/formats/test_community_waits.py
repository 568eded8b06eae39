"""NHS England's community waits: of NHS areas and England, never of providers or boroughs."""

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.profile.build import build_profile
from data.common.load_options import LoadOptions
from data.formats.community_waits import measures
from data.loading.load import FileReport, load_files
from data.queries.panels import load_panel
from data.queries.profile import load_profile
from data.queries.snapshot import UnknownSelectionError, resolve
from tests.builders import shipped as shipped_rows
from tests.builders.published_tables import cells_of, figures_from, waits
from tests.stores import read_as_page

DAY = LoadOptions(published_on=date(2023, 12, 14))
SOURCE = "nhs-community-waits-2023-12-14"
NOT_RETURNED = dict.fromkeys(
    (
        "Total waiting list",
        "Waiting >18-52 weeks",
        "Waiting >52 weeks",
        "Percentage waiting more than 18 weeks",
    ),
    "NA",
)


def load(engine: Engine, *rows: dict[str, str]) -> FileReport:
    (report,) = load_files(engine, [waits(*rows)], options=DAY)
    return report


def figures(engine: Engine, measure_id: str) -> list[tuple]:
    """Return area, last day, value and marker of each figure."""
    return cells_of(
        figures_from(engine, SOURCE, measure_id), "area_code", "period_end", "value", "marker"
    )


def test_a_row_is_the_list_on_the_last_day_and_those_over_18_and_52_weeks(shipped: Engine):
    report = load(shipped, {})
    assert (report.state, report.issues, report.warnings) == ("loaded", (), ())
    last = date(2023, 2, 28)
    assert figures(shipped, "slt-waiting") == [("A3A8R", last, 1600.0, "")]
    assert figures(shipped, "slt-over-52-weeks") == [("A3A8R", last, 33.0, "")]
    assert figures(shipped, "slt-waiting-over-18-weeks") == [("A3A8R", last, 20.8, "")]
    assert figures(shipped, "slt-waiting-18-weeks") == []
    frame = figures_from(shipped, SOURCE, "slt-waiting-over-18-weeks")
    counted = cells_of(frame, "numerator", "denominator", "role", "basis")
    assert counted == [(333, 1600, "benchmark", "snapshot")]
    words = {note.place: note.words for note in report.notes}
    assert "Tower Hamlets lies in NHS North East London (A3A8R)" in words["organisation_name"]


def test_areas_are_named_in_either_case_and_providers_are_left_out(shipped: Engine):
    report = load(
        shipped,
        {"Organisation Name": "NORTH CENTRAL LONDON"},
        {"Organisation Type": "Region", "Organisation Name": "LONDON"},
        {"Organisation Type": "Organisation", "Organisation Name": "England"},
        {"Organisation Type": "Provider", "Organisation Name": "BARTS HEALTH NHS TRUST"},
        {"Organisation Type": "Provider", "Organisation Name": "Isle of Wight"},
        {"Organisation Name": "Elsewhere"},
    )
    assert [row[0] for row in figures(shipped, "slt-waiting")] == ["93C", "E12000007", "E92000001"]
    words = {note.place: note.words for note in report.notes}
    assert words["BARTS HEALTH NHS TRUST"] == "A provider of care, not an area: 1 row left out."
    assert words["Isle of Wight"] == "A provider of care, not an area: 1 row left out."
    assert words["Elsewhere"] == "No area of the name Elsewhere is known: 1 row left out."


def test_nobody_waiting_makes_no_percentage_and_what_was_not_returned_no_figure(shipped: Engine):
    nobody = dict.fromkeys(NOT_RETURNED, "0") | {"Percentage waiting more than 18 weeks": "NA"}
    report = load(
        shipped,
        nobody | {"Therapy": "Audiology"},
        NOT_RETURNED | {"Therapy": "Occupational Therapy"},
        {"Therapy": "Chiropody"},
        {"Therapy": "Audiology", "formattedDate": "2023-02-14"},
    )
    assert figures(shipped, "audiology-waiting") == [("A3A8R", date(2023, 2, 28), 0.0, "")]
    shares = figures(shipped, "audiology-waiting-over-18-weeks")
    assert shares == [("A3A8R", date(2023, 2, 28), None, "z")]
    words = {note.place: note.words for note in report.notes}
    assert words["North East London, Occupational Therapy"].startswith("No figure was returned")
    assert words["Chiropody"] == "A service that is not listed: 1 row left out."
    assert words["2023-02-14"] == "Not the first day of a month: 1 row left out."


def test_every_figure_is_of_a_measure_that_is_shipped():
    assert set(measures().values()) <= {
        row["measure_id"] for row in shipped_rows.rows_of("measures")
    }


def test_a_profile_shows_those_of_the_nhs_area_that_the_borough_lies_in(shipped: Engine):
    chosen = Selection("profile", "E09000030")
    before = read_as_page(load_profile, shipped, chosen)
    missing = {m.short_title: m.published_in for m in before.missing if m.stage == "health"}
    assert "by NHS area" in missing["Speech therapy: waiting over 18 weeks"]
    load(shipped, {}, {"Organisation Type": "Organisation", "Organisation Name": "England"})
    profile = build_profile(read_as_page(load_profile, shipped, chosen))
    tiles = {tile.measure.measure_id: tile for tile in profile.tiles}
    tile = tiles["slt-waiting-over-18-weeks"]
    assert (tile.group, tile.latest.value, tile.reference) == (
        "NHS North East London", 20.8, "England"
    )  # fmt: skip
    assert "slt-waiting" not in tiles
    haringey = build_profile(read_as_page(load_profile, shipped, Selection("profile", "E09000014")))
    assert "slt-waiting-over-18-weeks" not in {t.measure.measure_id for t in haringey.tiles}


def test_the_measure_of_an_nhs_area_has_a_page_and_nothing_else_of_it_opens(shipped: Engine):
    load(shipped, {})
    chosen = Selection("measure", "A3A8R", measure="slt-waiting-over-18-weeks")
    panel = read_as_page(load_panel, shipped, chosen)
    assert (panel.area.name, panel.lead.value_words) == ("NHS North East London", "20.8%")
    for page in ("profile", "future", "overview"):
        with pytest.raises(UnknownSelectionError):
            read_as_page(
                lambda s: resolve(s.choices, s.selection), shipped, Selection(page, "A3A8R")
            )
