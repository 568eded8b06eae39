"""The LAIT's long table: each short name is a measure, and its years are counted as it counts them."""

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.profile.build import build_profile
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.lait import meanings
from data.loading.load import FileReport, load_files
from data.queries.profile import load_profile
from data.store import frames
from tests.builders import shipped as shipped_rows
from tests.builders.files import csv_file
from tests.builders.published_tables import cells_of, figures_from, lait_measures, lait_values
from tests.stores import read_as_page

DAY = LoadOptions(published_on=date(2025, 11, 20))
SOURCE = "dfe-lait-2025-11-20"


def load(engine: Engine, *files: ExtractFile) -> FileReport:
    """Load files of one delivery and return its report."""
    return load_files(engine, files, options=DAY)[0]


def figures(engine: Engine, measure_id: str) -> list[tuple]:
    """Return area, breakdown, first and last day and value of what was read of a measure."""
    frame = figures_from(engine, SOURCE, measure_id)
    return cells_of(frame, "area_code", "breakdown", "period_start", "period_end", "value")


def notes(report: FileReport) -> list[tuple[str, str, str]]:
    return [(note.topic, note.place, note.words) for note in report.notes]


@pytest.mark.parametrize(
    ("short", "measure_id", "expected"),
    [
        (
            "NEW_KS2_RWM_Sen_W/Osta",
            "ks2-expected",
            ("provision=sen_support", date(2022, 9, 1), date(2023, 8, 31)),
        ),
        ("SEN_TotStat", "ehcp-share-of-pupils", ("", date(2023, 1, 15), date(2023, 1, 15))),
        ("SEN_CASES_JAN", "ehcp-caseload", ("", date(2023, 1, 15), date(2023, 1, 15))),
        ("SEN_INIT_REQ", "ehc-requests", ("", date(2023, 1, 1), date(2023, 12, 31))),
        ("16-17YroldSEN_ET", "participation-16-17", ("", date(2023, 3, 31), date(2023, 3, 31))),
    ],
)
def test_a_year_is_counted_as_its_measure_counts_it(
    shipped: Engine, short: str, measure_id: str, expected: tuple
):
    report = load(shipped, lait_values({"Short Desc": short, "Values": "18"}))
    assert (report.state, report.issues) == ("loaded", ())
    assert figures(shipped, measure_id) == [("E09000030", *expected, 18.0)]


def test_areas_are_those_of_the_register_and_councils_new_ones(shipped: Engine):
    rows = (
        {"LA and Regions": "London (Inner)", "LA Number": "987.0", "Values": "16.8"},
        {"LA and Regions": "England", "LA Number": "970.0", "Values": "14"},
        {"LA and Regions": "Hackney", "LA Number": "204.0", "Values": "17.3"},
        {"LA and Regions": "Hackney", "LA Number": "309.0", "Values": "99"},
        {"LA and Regions": "Statistical Neighbours", "LA Number": "", "Values": "16"},
    )
    report = load(shipped, lait_values({}, *rows))
    assert [row[0] for row in figures(shipped, "ks4-attainment8")] == [
        "E09000030",
        "E13000001",
        "E92000001",
        "E09000012",
    ]
    frame = figures_from(shipped, SOURCE, "ks4-attainment8")
    assert frame["role"].tolist() == ["actual", "benchmark", "benchmark", "actual"]
    areas = frames.load_frame(shipped, "areas").set_index("area_code")
    assert (areas["name"]["E09000012"], areas["kind"]["E09000012"]) == ("Hackney", "authority")
    left_out = {place: words for topic, place, words in notes(report) if topic == "left_out"}
    assert left_out["Hackney"].startswith("Its LA code 309.0 is Haringey’s")
    words = "No area of the name Statistical Neighbours is known: 1 row left out."
    assert left_out["Statistical Neighbours"] == words


@pytest.mark.parametrize(
    ("written", "dps", "value", "decimals"),
    [
        ("4.4000000000000004", "", 4.4, 1),
        ("-7.0000000000000007E-2", "2.0", -0.07, 2),
        ("91.269841269841265", "2.0", 91.27, 2),
        ("21.62162", "", 21.62, 2),
        ("18", "", 18.0, 0),
    ],
)
def test_numbers_of_a_spreadsheet_have_the_decimals_that_they_stand_for(
    shipped: Engine, written: str, dps: str, value: float, decimals: int
):
    short = {"Short Desc": "SEN_Stat_AVG_Prog8_Score", "Values": written}
    of_measure = {"Measure_short": "SEN_Stat_AVG_Prog8_Score", "dps": dps}
    load(shipped, lait_values(short), lait_measures(of_measure))
    frame = figures_from(shipped, SOURCE, "ks4-progress8")
    assert cells_of(frame, "value", "decimals") == [(value, decimals)]


def test_a_dash_is_no_figure_and_a_year_of_dashes_was_not_published(shipped: Engine):
    inner = {"LA and Regions": "London (Inner)", "LA Number": "987.0", "Values": "-"}
    hackney = {"LA and Regions": "Hackney", "LA Number": "204.0"}
    report = load(
        shipped, lait_values({}, {"Years": "2021", "Values": "-"}, inner, hackney | {"Values": "-"})
    )
    frame = figures_from(shipped, SOURCE, "ks4-attainment8")
    assert cells_of(frame, "area_code", "marker") == [("E09000030", ""), ("E09000012", "-")]
    short = "SEN_Stat_AVG_Attain8_Score"
    assert ("left_out", "2021", f"Not published for any area: {short}.") in notes(report)
    assert ("left_out", "Inner London", f"Not published for any year: {short}.") in notes(report)


def test_what_is_not_listed_is_noted_and_the_rest_still_loads(shipped: Engine):
    rows = ({"Short Desc": "Something"}, {"Short Desc": "Something"}, {"Years": "2022/23"})
    report = load(shipped, lait_values({}, *rows))
    assert report.state == "loaded"
    assert [note for note in notes(report) if note[0] == "unrecognised"] == [
        ("unrecognised", "Something", "No measure is listed for it: 2 rows left out."),
        (
            "unrecognised",
            "SEN_Stat_AVG_Attain8_Score, 2022/23",
            "Not a year that is known: 1 row left out.",
        ),
    ]


def test_a_measure_whose_years_are_called_otherwise_now_is_not_read(shipped: Engine):
    report = load(
        shipped,
        lait_values({}, {"Short Desc": "SEN_INIT_REQ", "Values": "900"}),
        lait_measures({"Year_Type": "Calendar Year"}),
    )
    assert figures(shipped, "ks4-attainment8") == []
    assert len(figures(shipped, "ehc-requests")) == 1
    assert notes(report)[-1] == (
        "unrecognised",
        "SEN_Stat_AVG_Attain8_Score",
        "Its years are now called Calendar Year, not Academic Year: 1 row left out.",
    )


def test_measures_without_values_and_values_of_nothing_are_refused(shipped: Engine):
    (issue,) = load(shipped, lait_measures({})).issues
    assert issue.expected == "the table of values beside the table of measures"
    (issue,) = load(shipped, lait_values({"Short Desc": "Something"})).issues
    assert issue.found == "no figure"


def test_every_meaning_is_of_a_measure_that_is_shipped():
    measures = {row["measure_id"] for row in shipped_rows.rows_of("measures")}
    assert {meaning.measure_id for meaning in meanings().values()} <= measures
    assert len({(each.measure_id, each.breakdown) for each in meanings().values()}) == len(
        meanings()
    )


def test_a_measure_that_nobody_has_seen_is_read_by_rows_alone(shipped: Engine):
    """An alias says whose figures they are; the table of measures describes what is new."""
    alias = csv_file(
        {
            "release_table": "lait",
            "item": "measure",
            "alias": "Made_Up_Abs_EHC",
            "meaning": "made-up-absence provision=ehc_plan",
        },
        name="aliases.csv",
    )
    (first,) = load_files(shipped, [alias], by="test")
    assert (first.state, first.issues) == ("loaded", ())
    described = lait_measures(
        {
            "Measure_short": "Made_Up_Abs_EHC",
            "Measure": "Absence of pupils with a plan",
            "y_axis_name": "% of sessions",
            "Polarity": "Low",
            "dps": "1.0",
        }
    )
    values = lait_values({"Short Desc": "Made_Up_Abs_EHC", "Values": "12.300000000000001"})
    report = load(shipped, values, described)
    assert (report.state, report.issues) == ("loaded", ())
    found = figures(shipped, "made-up-absence")
    assert found == [("E09000030", "provision=ehc_plan", date(2022, 9, 1), date(2023, 8, 31), 12.3)]
    measures = frames.load_frame(shipped, "measures").set_index("measure_id")
    made = measures.loc["made-up-absence"]
    assert (made["title"], made["unit"], made["better"], made["stage"]) == (
        "Absence of pupils with a plan",
        "percent",
        "lower",
        "",
    )


def test_such_a_measure_stands_under_other_until_a_row_gives_it_a_stage(shipped: Engine):
    alias = {"release_table": "lait", "item": "measure", "alias": "Made_Up", "meaning": "made-up"}
    load_files(shipped, [csv_file(alias, name="aliases.csv")], by="test")
    rows = (
        {"Short Desc": "Made_Up", "Values": "12.3"},
        {
            "Short Desc": "Made_Up",
            "Values": "10",
            "LA and Regions": "England",
            "LA Number": "970.0",
        },
    )
    load(shipped, lait_values(*rows), lait_measures({"Measure_short": "Made_Up"}))
    assert stage_of(shipped, "made-up") == "Other"
    row = frames.load_frame(shipped, "measures").set_index("measure_id").loc["made-up"]
    columns = ("title", "definition", "unit", "kind", "better")
    staged = {"measure_id": "made-up", "stage": "absence"} | {n: row[n] for n in columns}
    load_files(shipped, [csv_file(staged, name="measures.csv")], by="test")
    assert stage_of(shipped, "made-up") == "Absence and exclusion"


def stage_of(engine: Engine, measure_id: str) -> str:
    """Return the part of Tower Hamlets' profile in which a measure has a tile."""
    chosen = Selection(page="profile", area="E09000030")
    profile = build_profile(read_as_page(load_profile, engine, chosen, date(2030, 1, 1)))
    return next(
        band.words
        for band in profile.bands
        if measure_id in {tile.measure.measure_id for tile in band.tiles}
    )
