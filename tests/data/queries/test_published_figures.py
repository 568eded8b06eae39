"""Every row of the shipped extracts is found at the loaders' end: nothing dropped or rounded.

That the extracts say what was published, `make bench` sees to (`tests/bench/published`).
"""

from collections import Counter
from datetime import date

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.panels.catalogue import default_framework, report_days
from data.queries.as_of import load_as_of
from data.store import frames
from data.store.read_transaction import read_transaction
from data.store.tables import extracts
from tests.builders.files import records
from tests.builders.shipped import Row, every_row_of, published_figures, rows_of, split_value

pytestmark = pytest.mark.both_databases

Record = dict[str, object]


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
    return {row["source_document"]: day(row["published_on"]) for row in every_row_of("sources")}


def decimals(text: str) -> int:
    return len(text.partition(".")[2]) if text else -1


def value_columns(row: Row) -> Record:
    """Return what stands in the value columns for a row."""
    ends = split_value(row["value"])
    low, high = ends["value_low"], ends["value_high"]
    is_number = low == high
    return {
        "value": number(low) if is_number else None,
        "value_low": None if is_number else number(low),
        "value_high": None if is_number else number(high),
        "decimals": max(decimals(low), decimals(high)),
    }


def expected_figure(row: Row) -> Record:
    same = ("framework_id", "measure_id", "breakdown", "statistic", "basis", "role")
    also = ("as_published", "source_document", "note")
    return {
        **{name: row[name] for name in (*same, *also)},
        **value_columns(row),
        "numerator": number(row["numerator"]),
        "denominator": number(row["denominator"]),
        "period_start": day(row["period_start"]),
        "known_on": day(row["published_on"]) or published_on()[row["source_document"]],
    }


def expected_target(row: Row) -> Record:
    is_target = row["role"] == "target"
    last_day = day(row["period_end"])
    return expected_figure(row) | {
        "operator": row["target_operator"],
        "period_end": None if is_target else last_day,
        "due_on": last_day if is_target else None,
    }


def expected_observation(row: Row) -> Record:
    return expected_figure(row) | {
        "area_code": row["area_code"],
        "period_end": day(row["period_end"]),
        "published_on": day(row["published_on"]),
        "marker": split_value(row["value"])["marker"],
        "published_arrow": row["published_arrow"],
        "is_provisional": row["provisional"] == "yes",
    }


def assert_same(found: list[Record], expected: list[Record]):
    names = list(expected[0])
    assert counted(found, names) == counted(expected, names)


def test_every_target_and_baseline_is_there(read_only: Engine):
    rows = [row for row in published_figures() if row["role"] in {"target", "baseline"}]
    found = plain(frames.load_frame(read_only, "targets"))
    assert len(found) == len(rows_of("targets"))
    with_number = [row for row in found if not row["relative_to"]]
    assert_same(with_number, [expected_target(row) for row in rows])


def test_every_observation_is_there(read_only: Engine):
    rows = [
        row
        for name in ("published", "dfe", "settings", "outcomes")
        for row in rows_of(f"observations_{name}")
    ]
    found = plain(frames.load_frame(read_only, "observations"))
    # A figure whose source has no day of publication is known from the day that it was loaded.
    expected = [
        row | {"known_on": row["known_on"] or loaded_on(read_only)}
        for row in map(expected_observation, rows)
    ]
    assert_same(found, expected)


def loaded_on(engine: Engine) -> date:
    """Return the day on which the extracts of a store were loaded."""
    with engine.connect() as connection:
        return connection.execute(sa.select(extracts.c.loaded_on).distinct()).scalar_one()


# The plan with which the start page opens for an area.
AREAS = {"E09000014": "ha-wsoa-2021", "E09000030": "th-strategy-2020"}
DAYS = {"published_on", "starts_on", "ends_on", "status_date", "date"}
WHOLE = {"number", "priority_number", "key_order", "completed", "on_track", "at_risk", "delayed"}


def as_loaded(row: Row) -> Record:
    """Return a row of a file as its frame has it."""
    return {
        name: day(text) if name in DAYS else number(text) if name in WHOLE else text
        for name, text in row.items()
    }


@pytest.mark.parametrize(
    "kind",
    [
        "sources",
        "areas",
        "frameworks",
        "priorities",
        "priority_measures",
        "actions",
        "action_measures",
        "action_status",
        "action_totals",
        "events",
        "commentary",
    ],
)
def test_every_row_of_the_extract_is_there(read_only: Engine, kind: str):
    frame = frames.load_frame(read_only, kind)
    assert_same(plain(frame), [as_loaded(row) for row in every_row_of(kind)])


def test_every_measure_is_there(read_only: Engine):
    worked_out = {"case_extract", "can_exceed_100", "can_be_negative", "tolerance"}
    expected = [
        {name: text for name, text in row.items() if name not in worked_out}
        for row in rows_of("measures")
    ]
    frame = frames.load_frame(
        read_only, "measures", measure_id=[str(row["measure_id"]) for row in expected]
    )
    assert_same(plain(frame), [as_loaded(row) for row in expected])


def test_every_row_that_has_a_source_is_known_from_the_day_of_its_source(read_only: Engine):
    days = published_on()
    for kind in ("action_status", "action_totals", "events", "commentary"):
        frame = frames.load_frame(read_only, kind)
        known_on = [days[name] or loaded_on(read_only) for name in frame["source_document"]]
        assert frame["known_on"].tolist() == known_on


def test_a_measure_whose_title_is_long_has_a_short_one(read_only: Engine):
    for row in plain(frames.load_frame(read_only, "measures")):
        title = str(row["short_title"] or row["title"])
        assert len(title.split()) <= 6


def test_what_was_published_elsewhere_makes_no_report_of_a_plan(read_only: Engine):
    """The shipped outcomes are known from the day of loading: no plan was reported on that day."""
    with read_transaction(read_only) as transaction:
        as_of = load_as_of(transaction, None)
        plans = as_of.catalogue.frameworks
        newest = {name: report_days(as_of.catalogue, as_of.figures, name)[-1:] for name in plans}
        start = {code: default_framework(as_of.catalogue, as_of.figures, code) for code in AREAS}
    assert newest == {
        "ha-wsoa-2021": [date(2023, 4, 19)],
        "th-strategy-2018": [date(2019, 9, 17)],
        "th-strategy-2020": [date(2022, 12, 8)],
        "th-wsoa-2021": [],
    }
    assert start == AREAS
