"""Targets set against a figure, through the store: read, judged, shown, refused."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from dashboard.pack.serialise import parse, serialise
from data.common.errors import UnreadableCellError
from data.common.load_options import LoadOptions
from data.formats.scorecard.measure_rules import MeasureRules
from data.formats.scorecard.relative_targets import read_relative
from data.loading.load import check_files, load_files
from data.meetings.pack_contents import gather
from data.queries.panels import load_panel
from tests.builders.files import csv_file, issue_lines, observations, targets, text_file
from tests.stores import read_as_page

TODAY = date(2026, 11, 28)
PLAN, MEASURE = "ha-wsoa-2021", "annual-review-on-time"
# Outside what the area lies in: read because a target is set against it.
CAMDEN = "E09000007"
AREA = csv_file({"area_code": CAMDEN, "name": "Camden", "kind": "authority"}, name="areas.csv")
ASKED = {
    "basis": "year",
    "value": "",
    "measure_id": MEASURE,
    "published_on": "2023-04-01",
    "relative_to": "area",
    "relative_area": CAMDEN,
}
FIGURE = {
    "measure_id": MEASURE,
    "basis": "year",
    "period_start": "2022-01-01",
    "period_end": "2022-12-31",
    "published_on": "2023-04-01",
}


def of_year(engine: Engine) -> Series:
    chosen = Selection(page="measure", framework=PLAN, measure=MEASURE)
    series = read_as_page(load_panel, engine, chosen, TODAY).series
    return next(line for line in series if line.basis == "year")


@pytest.mark.both_databases
def test_a_target_set_against_an_area_is_judged_by_its_figure(shipped: Engine):
    load_files(shipped, [AREA, targets(ASKED), observations({**FIGURE, "value": "70"})])
    without = of_year(shipped).status
    assert without.code == "cannot_say"
    assert "Camden" in without.reason
    load_files(shipped, [observations({**FIGURE, "area_code": CAMDEN, "value": "75"})])
    series = of_year(shipped)
    assert series.target_words == "at least Camden’s 75% in 2022"
    assert (series.status.code, series.status.gap_words) == (
        "close",
        "5 points below the 75% target, Camden’s",
    )


def test_it_is_frozen_with_its_words(shipped: Engine):
    with_area = observations(
        {**FIGURE, "value": "70"}, {**FIGURE, "area_code": CAMDEN, "value": "75"}
    )
    load_files(shipped, [AREA, targets(ASKED), with_area])
    day = date(2023, 4, 19)
    chosen = Selection(framework=PLAN, as_of=day)
    made = read_as_page(gather, shipped, chosen, day, "Ann", None, None)
    text = serialise(made)
    assert "at least Camden’s 75% in 2022" in text
    assert parse(text) == made
    # Packs were made before targets could be relative.
    content = json.loads(text)
    table = content["nouns"]["Target"]
    kept = [at for at, name in enumerate(table["names"]) if not name.startswith("relative_")]
    table["names"] = [table["names"][at] for at in kept]
    table["rows"] = [[row[at] for at in kept] for row in table["rows"]]
    assert parse(json.dumps(content)).overview.headline == made.overview.headline


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"value": "80"}, "2 value: 80"),
        ({"relative_area": ""}, "2 relative_area: "),
        ({"relative_to": "baseline"}, f"2 relative_area: {CAMDEN}"),
        ({"relative_to": ""}, "2 relative_to: "),
        ({"role": "baseline", "operator": ""}, "2 relative_to: area"),
        ({"operator": "between"}, "2 operator: between"),
        ({"relative_factor": "-0.5"}, "2 relative_factor: -0.5"),
        ({"relative_to": "England"}, "2 relative_to: England"),
    ],
)
def test_one_that_is_half_relative_is_refused(
    read_only: Engine, change: dict[str, str], issue: str
):
    assert issue in issue_lines(check_files(read_only, [targets({**ASKED, **change})]))


@pytest.mark.parametrize("measure", ["ks2-expected", "ks4-attainment8"])
@pytest.mark.parametrize("provision", ["ehc_plan", "sen_support"])
def test_tower_hamlets_asks_for_at_least_inner_londons(
    read_only: Engine, measure: str, provision: str
):
    chosen = Selection(page="measure", framework="th-strategy-2018", measure=measure)
    panel = read_as_page(load_panel, read_only, chosen, TODAY)
    of_part = [line for line in panel.series if line.breakdown == f"provision={provision}"]
    assert of_part
    assert all(line.target_words.startswith("at least Inner London’s") for line in of_part)


RATE = MeasureRules("rate", "percent", "higher", False, False, False)
CODES = {"inner london": "E13000001", "england": "E92000001"}
BASELINE, AREA_OF = {"relative_to": "baseline"}, {"relative_to": "area"}


@pytest.mark.parametrize(
    ("words", "unit", "better", "cells"),
    [
        ("Improvement quarterly", "percent", "higher", {"operator": ">", "relative_to": "before"}),
        ("better than the previous month", "weeks", "lower", {"operator": "<", "relative_to": "before"}),
        ("Reduce by half", "count", "lower", {"operator": "<=", "relative_factor": "0.5", **BASELINE}),
        ("trebled", "count", "higher", {"operator": ">=", "relative_factor": "3", **BASELINE}),
        ("up 40%", "count", "higher", {"operator": ">=", "relative_factor": "1.4", **BASELINE}),
        ("10% fewer", "count", "lower", {"operator": "<=", "relative_factor": "0.9", **BASELINE}),
        ("up 5 percentage points", "percent", "higher", {"operator": ">=", "relative_change": "5", **BASELINE}),
        ("reduce by 2 weeks", "weeks", "lower", {"operator": "<=", "relative_change": "-2", **BASELINE}),
        ("At least Inner London’s", "percent", "higher", {"operator": ">=", "relative_area": "E13000001", **AREA_OF}),
        ("England average", "percent", "lower", {"operator": "<=", "relative_area": "E92000001", **AREA_OF}),
        ("better than the England average", "score", "higher", {"operator": ">", "relative_area": "E92000001", **AREA_OF}),
    ],
)  # fmt: skip
def test_words_of_a_scorecard_are_read_as_what_they_are_set_against(
    words: str, unit: str, better: str, cells: dict[str, str]
):
    read = read_relative(words, replace(RATE, unit=unit, better=better), CODES)
    assert read is not None
    assert read.cells == cells


@pytest.mark.parametrize(
    ("words", "unit", "better"),
    [
        ("up 5%", "percent", "higher"),
        ("up 5", "percent", "higher"),
        ("reduce by 2 months", "weeks", "lower"),
        ("England average", "count", "neutral"),
        ("at least England’s", "percent", "lower"),
    ],
)
def test_words_that_can_be_read_in_two_ways_are_refused(words: str, unit: str, better: str):
    with pytest.raises(UnreadableCellError):
        read_relative(words, replace(RATE, unit=unit, better=better), CODES)


@pytest.mark.parametrize(
    "words", ["80%", "at least 80%", "Top quartile", "Camden average", "90-95%"]
)
def test_words_that_are_set_against_nothing_known_are_left_to_others(words: str):
    assert read_relative(words, RATE, CODES) is None


def test_a_scorecard_brings_a_target_set_against_an_area(shipped: Engine):
    sheet = (
        "Measure,Jan-23,Feb-23,Mar-23,Target\n"
        "Decisions to assess within 6 weeks,70%,71%,72%,At least England average\n"
    )
    options = LoadOptions(
        framework_id=PLAN, published_on=date(2023, 4, 1), source_document="own", is_confirmed=True
    )
    (report,) = load_files(shipped, [text_file(sheet, "scorecard.csv")], options=options)
    assert not report.issues
    assert [note.words for note in report.notes if "England" in note.words] == [
        "“At least England average” is read as at least the figure of England."
    ]
    chosen = Selection(page="measure", framework=PLAN, measure="ehc-decision-6-weeks")
    series = read_as_page(load_panel, shipped, chosen, TODAY).series
    month = next(line for line in series if line.basis == "month")
    assert month.status.reason == (
        "The target is at least England’s, and no figure of England in March 2023 is loaded."
    )
