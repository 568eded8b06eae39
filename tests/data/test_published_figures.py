"""Every row of the published figures is found at the loaders' end: nothing dropped or rounded."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from data import loaders
from tests.data.made import records

FIGURES = Path(__file__).parents[3] / "shared" / "figures"
HIGHLIGHT_REPORT = "004_b9764bfbc09121f9.txt"
Record = dict[str, object]

pytestmark = pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the published figures are not beside this repository"
)


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one file of figures, every cell as text."""
    with (FIGURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def number(text: str) -> float | None:
    return float(text) if text else None


def plain(frame: pd.DataFrame) -> list[Record]:
    """Return a frame's rows, a missing number as None."""
    return [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in records(frame)
    ]


def counted(rows: list[Record], names: list[str]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(row[name] for name in names) for row in rows)


def published_on() -> dict[str, date | None]:
    return {row["source_document"]: day(row["published_on"]) for row in rows_of("sources.csv")}


def decimals(text: str) -> int:
    return len(text.partition(".")[2]) if text else -1


def published_value(row: dict[str, str]) -> Record:
    """Return what stands in the value columns for a row of published_figures."""
    low, high = row["value_low"], row["value_high"]
    is_number = low == high
    return {
        "value": number(low) if is_number else None,
        "value_low": None if is_number else number(low),
        "value_high": None if is_number else number(high),
        "decimals": max(decimals(low), decimals(high)),
    }


def counts_as_published(row: dict[str, str]) -> tuple[float | None, float | None]:
    """Return the counts that a source prints as "7837 of 47278 (16.6%)"."""
    words = row["as_published"].split()
    if len(words) == 4 and words[1] == "of" and words[0].isdigit():
        return float(words[0]), float(words[2])
    return None, None


def expected_figure(row: dict[str, str]) -> Record:
    numerator, denominator = counts_as_published(row)
    same = ("framework_id", "measure_id", "breakdown", "statistic", "basis", "role")
    also = ("as_published", "source_document", "note")
    return {
        **{name: row[name] for name in (*same, *also)},
        **published_value(row),
        "numerator": numerator,
        "denominator": denominator,
        "period_start": day(row["period_start"]),
        "known_on": published_on()[row["source_document"]],
    }


def expected_target(row: dict[str, str]) -> Record:
    is_target = row["role"] == "target"
    last_day = day(row["period_end"])
    return expected_figure(row) | {
        "operator": row["target_operator"],
        "period_end": None if is_target else last_day,
        "due_on": last_day if is_target else None,
    }


def expected_observation(row: dict[str, str]) -> Record:
    return expected_figure(row) | {
        "area_code": row["area_code"],
        "period_end": day(row["period_end"]),
        "marker": row["marker"],
        "published_arrow": row["published_arrow"],
        "is_provisional": False,
    }


def expected_annual(row: dict[str, str], local_areas: set[str]) -> Record:
    same = ("area_code", "measure_id", "breakdown", "basis", "marker", "source_document", "note")
    kept: Record = {name: row[name] for name in same}
    return kept | {
        "framework_id": "",
        "statistic": "",
        "role": "actual" if row["area_code"] in local_areas else "benchmark",
        "period_start": day(row["period_start"]),
        "period_end": day(row["period_end"]),
        "numerator": number(row["numerator"]),
        "denominator": number(row["denominator"]),
        "value": number(row["value"]),
        "value_low": None,
        "value_high": None,
        "decimals": decimals(row["value"]),
        "published_on": day(row["published_on"]),
        "known_on": day(row["published_on"]),
        "as_published": "",
        "published_arrow": "",
        "is_provisional": False,
    }


def assert_same(found: list[Record], expected: list[Record]):
    names = list(expected[0])
    assert counted(found, names) == counted(expected, names)


def test_every_target_and_baseline_is_there(read_only: Engine):
    rows = [r for r in rows_of("published_figures.csv") if r["role"] in {"target", "baseline"}]
    found = plain(loaders.load_targets(read_only))
    assert_same(found, [expected_target(row) for row in rows])
    # A target belongs to a framework: its area is the framework's.
    areas = {row["framework_id"]: row["area_code"] for row in rows_of("frameworks.csv")}
    assert all(areas[row["framework_id"]] == row["area_code"] for row in rows)


def test_every_other_published_figure_is_there(read_only: Engine):
    rows = [r for r in rows_of("published_figures.csv") if r["role"] not in {"target", "baseline"}]
    found = plain(loaders.load_observations(read_only))
    reported = [record for record in found if record["framework_id"]]
    assert_same(reported, [expected_observation(row) for row in rows])


def test_every_annual_figure_of_the_department_is_there(read_only: Engine):
    areas = rows_of("areas.csv")
    local = {row["area_code"] for row in areas if row["kind"] == "local_area"}
    found = plain(loaders.load_observations(read_only))
    annual = [record for record in found if not record["framework_id"]]
    assert_same(annual, [expected_annual(row, local) for row in rows_of("dfe_annual.csv")])


def test_the_units_of_the_annual_figures_are_those_of_their_measures(read_only: Engine):
    measures = loaders.load_measures(read_only).set_index("measure_id")
    for row in rows_of("dfe_annual.csv"):
        assert measures.loc[row["measure_id"], "unit"] == row["unit"]


DAYS = {"published_on", "starts_on", "ends_on", "status_date", "date"}
WHOLE = {"number", "priority_number", "completed", "on_track", "at_risk", "delayed"}
RENAMED = {"start": "starts_on", "end": "ends_on"}


def as_loaded(row: dict[str, str]) -> Record:
    """Return a row of a file as its frame has it."""
    named = {RENAMED.get(name, name): text for name, text in row.items()}
    return {
        name: day(text) if name in DAYS else int(text) if name in WHOLE and text else text
        for name, text in named.items()
    }


@pytest.mark.parametrize(
    ("file", "load"),
    [
        ("sources.csv", loaders.load_sources),
        ("frameworks.csv", loaders.load_frameworks),
        ("priorities.csv", loaders.load_priorities),
        ("priority_measures.csv", loaders.load_priority_measures),
        ("action_measures.csv", loaders.load_action_measures),
        ("action_totals.csv", loaders.load_action_totals),
        ("events.csv", loaders.load_events),
        ("commentary.csv", loaders.load_commentary),
    ],
)
def test_every_row_of_the_file_is_there(
    read_only: Engine, file: str, load: Callable[[Engine], pd.DataFrame]
):
    assert_same(plain(load(read_only)), [as_loaded(row) for row in rows_of(file)])


def test_every_area_of_the_file_is_there(read_only: Engine):
    # The areas of the NHS that they lie in besides are the product's own to say.
    stands = {row["area_code"]: row for row in plain(loaders.load_areas(read_only))}
    found = [stands[row["area_code"]] for row in rows_of("areas.csv")]
    assert_same(found, [as_loaded(row) for row in rows_of("areas.csv")])


def test_every_measure_of_the_file_is_there(read_only: Engine):
    # From which cases a measure can be worked out is the product's own to say.
    expected = [
        {name: text for name, text in row.items() if name != "case_extract"}
        for row in rows_of("measures.csv")
    ]
    frame = loaders.load_measures(read_only, [row["measure_id"] for row in expected])
    assert_same(plain(frame), [as_loaded(row) for row in expected])


def test_every_action_is_there_and_its_status_at_its_date(read_only: Engine):
    rows = [as_loaded(row) for row in rows_of("actions.csv")]
    without_status = [
        {name: cell for name, cell in row.items() if name not in {"status_date", "status"}}
        for row in rows
    ]
    assert_same(plain(loaders.load_actions(read_only)), without_status)
    names = ("framework_id", "action_reference", "status_date", "status")
    statuses: list[Record] = [
        {name: row[name] for name in names} | {"source_document": HIGHLIGHT_REPORT} for row in rows
    ]
    assert_same(plain(loaders.load_action_status(read_only)), statuses)


def test_every_row_that_has_a_source_is_known_from_the_day_of_its_source(read_only: Engine):
    days = published_on()
    for load in (
        loaders.load_action_status,
        loaders.load_action_totals,
        loaders.load_events,
        loaders.load_commentary,
    ):
        frame = load(read_only)
        assert frame["known_on"].tolist() == [days[name] for name in frame["source_document"]]


def test_a_measure_whose_title_is_long_has_a_short_one(read_only: Engine):
    for row in plain(loaders.load_measures(read_only)):
        title = str(row["short_title"] or row["title"])
        assert len(title.split()) <= 6
