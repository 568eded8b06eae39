"""The early years profile: each group of children, and all of them only where every part is there."""

from datetime import date

from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.loading.load import FileReport, check_files, load_files
from tests.builders.published_tables import cells_of, figures_from, profile, reaching, whole_profile

DAY = LoadOptions(published_on=date(2022, 11, 24))
SOURCE, MEASURE = "dfe-eyfsp-2022-11-24", "eyfs-expected"


def load(engine: Engine, *rows: dict[str, str]) -> tuple[FileReport, dict[str, tuple]]:
    """Load a profile; return its report, and counts and value of Tower Hamlets by breakdown."""
    (report,) = load_files(engine, [profile(*rows)], options=DAY)
    return report, by_breakdown(engine, "E09000030")


def by_breakdown(engine: Engine, area_code: str) -> dict[str, tuple]:
    """Return counts, value and marker of an area by breakdown."""
    frame = figures_from(engine, SOURCE, MEASURE)
    mine = frame.loc[frame["area_code"] == area_code]
    cells = cells_of(mine, "numerator", "denominator", "value", "marker")
    return dict(zip(mine["breakdown"], cells, strict=True))


def test_all_children_are_the_sum_of_the_parts_and_not_of_all_sen_as_well(shipped: Engine):
    report, found = load(shipped, *whole_profile())
    assert (report.state, report.issues) == ("loaded", ())
    assert found == {
        "provision=without_sen": (1800, 2500, 72.0, ""),
        "sen=any": (80, 400, 20.0, ""),
        "provision=sen_support": (75, 300, 25.0, ""),
        "provision=ehc_plan": (5, 100, 5.0, ""),
        "provision=unclassified": (30, 100, 30.0, ""),
        "": (1910, 3000, 63.7, ""),
    }
    frame = figures_from(shipped, SOURCE, MEASURE)
    whole = frame.loc[frame["breakdown"] == ""]
    ((start, end, note),) = cells_of(whole, "period_start", "period_end", "note")
    assert (start, end) == (date(2021, 9, 1), date(2022, 8, 31))
    assert note.endswith("with a plan and not classified")


def test_without_one_of_its_parts_an_area_has_no_figure_of_all_children(shipped: Engine):
    rows = [row for row in whole_profile() if row["characteristic_type"] != "Unclassified"]
    report, found = load(shipped, *rows)
    assert "" not in found
    assert len(found) == 4
    assert (
        "left_out",
        "Tower Hamlets, eyfs-expected",
        "A part of its children is missing, so there is no figure of all of them: 1 row left out.",
    ) in [(note.topic, note.place, note.words) for note in report.notes]


def test_a_hidden_part_hides_the_whole_and_a_group_of_nobody_does_not(shipped: Engine):
    hidden = [row | (reaching("c", "c") if i == 3 else {}) for i, row in enumerate(whole_profile())]
    nobody = {"children_number": "0", **reaching("0", "z")}
    empty = [
        row | (nobody if i == 4 else {})
        for i, row in enumerate(
            whole_profile(new_la_code="E09000014", old_la_code="309", la_name="Haringey")
        )
    ]
    _, found = load(shipped, *hidden, *empty)
    assert "" not in found
    assert found["provision=ehc_plan"] == (None, None, None, "c")
    haringey = by_breakdown(shipped, "E09000014")
    assert haringey["provision=unclassified"] == (None, None, None, "z")
    assert haringey[""][:2] == (1880, 2900)


def test_regions_and_england_are_benchmarks_and_other_rows_are_noted(shipped: Engine):
    inner = {"geographic_level": "Regional", "old_la_code": "", "new_la_code": "", "la_name": ""}
    england = inner | {"geographic_level": "National", "region_code": "", "region_name": ""}
    report, _ = load(
        shipped,
        inner,
        england,
        {"gender": "Girls"},
        {"characteristic_type": "Something"},
        {"time_period": "2022", "time_identifier": "Calendar year"},
    )
    frame = figures_from(shipped, SOURCE, MEASURE)
    assert cells_of(frame, "area_code", "role") == [
        ("E13000001", "benchmark"),
        ("E92000001", "benchmark"),
    ]
    words = [note.words for note in report.notes if note.topic in ("unrecognised", "left_out")]
    assert "Not by SEN of both sexes together: 1 row left out." in words
    assert "A group that is not listed: 1 row left out." in words
    assert "Not an academic year: 1 row left out." in words


def test_counts_that_do_not_add_up_are_noted_and_a_group_twice_is_refused(shipped: Engine):
    odd = [
        row | ({"children_number": "399"} if i == 1 else {})
        for i, row in enumerate(whole_profile())
    ]
    (report,) = check_files(shipped, [profile(*odd)], options=DAY)
    words = "399 children with SEN, but 400 at SEN support or with a plan."
    assert ("identity", "Tower Hamlets", words) in [
        (note.topic, note.place, note.words) for note in report.notes
    ]
    rows = [*whole_profile(), {"children_number": "301"}]
    (issue, *_) = check_files(shipped, [profile(*rows)], options=DAY)[0].issues
    assert "the same area_code" in issue.found
