"""As at a day: only what was published, or loaded, by then."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from data.loading.load import load_files
from data.schema.registry import ALL_KINDS
from data.store import frames
from tests.builders.files import example_rows, observations, targets

pytestmark = pytest.mark.both_databases

JUNE = datetime(2026, 6, 15, 12, tzinfo=UTC)


def values(engine: Engine, as_of: date | None) -> list[float]:
    frame = frames.load_frame(
        engine, "observations", area_code="E09000014", measure_id="ehcp-20-weeks", as_of=as_of
    )
    return frame.loc[frame["breakdown"] == "as=of", "value"].tolist()


def test_a_row_is_known_from_its_own_day_of_publication(shipped: Engine):
    row = {"published_on": "2023-05-01", "source_document": "dfe-2025", "breakdown": "as=of"}
    load_files(shipped, [observations(row)], now=JUNE)
    assert values(shipped, date(2023, 4, 30)) == []
    assert values(shipped, date(2023, 5, 1)) == [80]


def test_else_from_that_of_its_source(shipped: Engine):
    row = {"source_document": "dfe-2025", "breakdown": "as=of"}
    load_files(shipped, [observations(row)], now=JUNE)
    assert values(shipped, date(2025, 6, 30)) == []
    assert values(shipped, date(2025, 7, 1)) == [80]


def test_else_from_the_day_it_was_loaded(shipped: Engine):
    load_files(shipped, [observations({"breakdown": "as=of"})], now=JUNE)
    assert values(shipped, date(2026, 6, 14)) == []
    assert values(shipped, date(2026, 6, 15)) == [80]
    assert values(shipped, None) == [80]


def test_the_day_is_that_of_greenwich(shipped: Engine):
    late = datetime.fromisoformat("2026-06-15T23:30:00-05:00")
    load_files(shipped, [observations({"breakdown": "as=of"})], now=late)
    assert values(shipped, date(2026, 6, 15)) == []
    assert values(shipped, date(2026, 6, 16)) == [80]


def test_before_a_correction_was_published_the_earlier_figure_stands(shipped: Engine):
    first = {"published_on": "2023-05-01", "breakdown": "as=of"}
    second = {"published_on": "2023-06-01", "breakdown": "as=of", "value": "81"}
    load_files(shipped, [observations(first)])
    load_files(shipped, [observations(second)])
    assert values(shipped, date(2023, 5, 31)) == [80]
    assert values(shipped, date(2023, 6, 1)) == [81]
    assert values(shipped, None) == [81]


def test_targets_are_known_from_their_source_too(shipped: Engine):
    load_files(shipped, [targets({"source_document": "dfe-2025", "note": "new"})])

    def notes(day: date) -> list[str]:
        frame = frames.load_frame(shipped, "targets", framework_id="ha-wsoa-2021", as_of=day)
        return [note for note in frame["note"] if note == "new"]

    assert notes(date(2025, 6, 30)) == []
    assert notes(date(2025, 7, 1)) == ["new"]


def test_the_shipped_figures_as_at_the_scrutiny_session(read_only: Engine):
    day = date(2022, 12, 8)
    frame = frames.load_frame(read_only, "observations", as_of=day)
    assert max(frame["known_on"].tolist()) == day
    assert set(frame["source_document"]) == {
        "th-scrutiny-update-2022",
        "th-board-update-2019",
        "th-send-strategy-2018",
        "dfe-2022",
    }
    assert frames.load_frame(read_only, "action_status", as_of=day).empty
    assert set(frames.load_frame(read_only, "targets", as_of=day)["framework_id"]) == {
        "th-strategy-2018"
    }
    assert len(frames.load_frame(read_only, "commentary", as_of=day)) == 10


def test_the_catalogue_is_the_same_whatever_the_day(read_only: Engine):
    day = date(2000, 1, 1)
    for kind in ("areas", "measures", "priorities", "actions"):
        then = frames.load_frame(read_only, kind, as_of=day)
        assert then.equals(frames.load_frame(read_only, kind))


def test_an_empty_store_has_empty_frames_of_the_same_shape(engine: Engine, read_only: Engine):
    for kind in (kind.name for kind in ALL_KINDS if not kind.cases):
        empty = frames.load_frame(engine, kind)
        assert empty.empty
        assert empty.dtypes.equals(frames.load_frame(read_only, kind).dtypes)


def test_frames_are_of_one_framework_or_area_where_one_is_named(read_only: Engine):
    plan = "ha-wsoa-2021"
    assert set(frames.load_frame(read_only, "targets", framework_id=plan)["framework_id"]) == {plan}
    assert set(frames.load_frame(read_only, "priorities", framework_id=plan)["framework_id"]) == {
        plan
    }
    assert set(frames.load_frame(read_only, "commentary", framework_id=plan)["framework_id"]) == {
        plan
    }
    assert set(
        frames.load_frame(read_only, "frameworks", area_code="E09000014")["framework_id"]
    ) == {plan}
    assert set(frames.load_frame(read_only, "events", area_code="E09000014")["area_code"]) == {
        "E09000014"
    }
    assert frames.load_frame(read_only, "observations", area_code=[]).empty


def test_a_day_of_publication_may_be_corrected(shipped: Engine):
    source = {"source_document": "dfe-2025", "title": "Moved", "published_on": "2025-08-01"}
    load_files(shipped, [example_rows("sources", source)])
    frame = frames.load_frame(shipped, "observations")
    mine = frame[(frame["source_document"] == "dfe-2025") & frame["published_on"].isna()]
    assert mine.empty
    row = {"source_document": "dfe-2025", "breakdown": "as=of"}
    load_files(shipped, [observations(row)], now=JUNE)
    assert values(shipped, date(2025, 7, 31)) == []
    assert values(shipped, date(2025, 8, 1)) == [80]
