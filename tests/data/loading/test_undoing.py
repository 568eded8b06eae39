"""Undo: what stands is worked out from the extracts that remain, in whatever order."""

from calendar import monthrange
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.loading.history import CannotUndoError, extract_history, undo_delivery
from data.loading.load import load_files
from data.loading.setup import set_up
from data.store import frames
from data.store.read_transaction import data_version
from tests.builders.files import example_rows, observations

pytestmark = pytest.mark.both_databases

MONTHS = ("2013-01", "2013-02", "2013-03")
_RUNS = count()


def loaded_id(engine: Engine, file_name: str) -> int:
    """Return the extract of a shipped file."""
    return next(
        record.extract_id for record in extract_history(engine) if record.file_name == file_name
    )


def month(name: str, value: int, breakdown: str) -> dict[str, str]:
    first = date.fromisoformat(f"{name}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    days = {"period_start": f"{first}", "period_end": f"{last}"}
    return {**days, "value": f"{value}", "breakdown": breakdown}


def standing(engine: Engine, breakdown: str) -> dict[str, float]:
    frame = frames.load_frame(
        engine, "observations", area_code="E09000014", measure_id="ehcp-20-weeks"
    )
    rows = frame[frame["breakdown"] == breakdown]
    return {
        f"{start:%Y-%m}": value
        for start, value in zip(rows["period_start"], rows["value"], strict=True)
    }


files = st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 3), min_size=1)
# A number undoes that one of the extracts still loaded; a dictionary loads a file.
steps = st.lists(st.one_of(files, st.integers(0, 5)), min_size=1, max_size=7)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
def test_loads_and_undos_in_any_order_leave_what_a_plain_list_would(
    shipped: Engine, steps: list[dict[str, int] | int]
):
    breakdown = f"run={next(_RUNS)}"
    loaded: dict[int, dict[str, int]] = {}
    for step in steps:
        if isinstance(step, dict):
            rows = [month(name, value, breakdown) for name, value in step.items()]
            (report,) = load_files(shipped, [observations(*rows)])
            if report.state == "loaded":
                assert report.extract_id is not None
                loaded[report.extract_id] = step
        elif loaded:
            undone = sorted(loaded)[step % len(loaded)]
            undo_delivery(shipped, undone)
            del loaded[undone]
        expected: dict[str, int] = {}
        for extract_id in sorted(loaded):
            expected |= loaded[extract_id]
        assert standing(shipped, breakdown) == expected


def test_undo_brings_back_exactly_what_was_there(shipped: Engine):
    file = observations({"value": "80", "note": "first", "provisional": "yes"})
    load_files(shipped, [file])
    before = frames.load_frame(shipped, "observations")
    (report,) = load_files(shipped, [observations({"value": "81", "note": "second"})])
    assert not before.equals(frames.load_frame(shipped, "observations"))
    undo_delivery(shipped, report.extract_id or 0)
    assert before.equals(frames.load_frame(shipped, "observations"))


def test_an_undone_file_can_be_loaded_again(shipped: Engine):
    file = observations({"breakdown": "again=yes"})
    (first,) = load_files(shipped, [file])
    undo_delivery(shipped, first.extract_id or 0)
    assert standing(shipped, "again=yes") == {}
    (second,) = load_files(shipped, [file])
    assert second.state == "loaded"
    assert (second.extract_id or 0) > (first.extract_id or 0)
    assert standing(shipped, "again=yes") == {"2023-04": 80}


def test_setting_up_does_not_bring_back_what_was_undone(shipped: Engine):
    extract_id = loaded_id(shipped, "events.csv")
    undo_delivery(shipped, extract_id)
    assert set_up(shipped, with_example=False, with_profile=False).has_done_nothing
    assert extract_id not in set(frames.load_frame(shipped, "events")["extract_id"])


def test_an_undo_is_in_the_history_with_its_time_and_name(shipped: Engine):
    extract_id = loaded_id(shipped, "events.csv")
    undo_delivery(shipped, extract_id, by="Grace")
    record = next(each for each in extract_history(shipped) if each.extract_id == extract_id)
    assert (record.state, record.undone_by) == ("undone", "Grace")
    assert record.undone_at is not None
    assert record.undone_at >= record.loaded_at


def test_an_extract_cannot_be_undone_twice(shipped: Engine):
    extract_id = loaded_id(shipped, "events.csv")
    undo_delivery(shipped, extract_id)
    with pytest.raises(CannotUndoError, match="undone already"):
        undo_delivery(shipped, extract_id)


def test_an_extract_that_never_was_cannot_be_undone(shipped: Engine):
    with pytest.raises(CannotUndoError, match="no extract 999"):
        undo_delivery(shipped, 999)


def test_every_load_and_undo_changes_the_version_of_the_data(shipped: Engine):
    versions = [data_version(shipped)]
    (report,) = load_files(shipped, [observations({})])
    versions.append(data_version(shipped))
    undo_delivery(shipped, report.extract_id or 0)
    versions.append(data_version(shipped))
    load_files(shipped, [observations({})])
    versions.append(data_version(shipped))
    assert len(set(versions)) == 4


# Rows whose references no longer stand


def test_rows_are_set_aside_while_what_they_refer_to_is_undone(shipped: Engine):
    (measure,) = load_files(shipped, [example_rows("measures", {"measure_id": "new-measure"})])
    load_files(shipped, [observations({"measure_id": "new-measure"})])
    report = undo_delivery(shipped, measure.extract_id or 0)
    assert report.set_aside == {"observations": 1}
    assert frames.load_frame(shipped, "observations", measure_id="new-measure").empty
    load_files(shipped, [example_rows("measures", {"measure_id": "new-measure"})])
    assert len(frames.load_frame(shipped, "observations", measure_id="new-measure")) == 1


def test_what_refers_to_rows_that_are_set_aside_is_set_aside_too(shipped: Engine):
    before = len(frames.load_frame(shipped, "observations"))
    report = undo_delivery(shipped, loaded_id(shipped, "frameworks.csv"))
    assert report.set_aside == {
        "action_measures": 17,
        "action_status": 26,
        "action_totals": 2,
        "actions": 26,
        "commentary": 18,
        "observations": 97,
        "priorities": 17,
        "priority_measures": 69,
        "targets": 111,
    }
    assert frames.load_frame(shipped, "action_status").empty
    assert len(frames.load_frame(shipped, "observations")) == before - 97


def test_a_file_that_refers_to_what_is_undone_is_refused(shipped: Engine):
    undo_delivery(shipped, loaded_id(shipped, "areas.csv"))
    (report,) = load_files(shipped, [observations({})])
    assert report.state == "refused"
    assert report.issues[0].column == "area_code"


def test_undoing_the_newer_of_two_catalogues_keeps_the_older(shipped: Engine):
    changed = example_rows("measures", {"title": "Plans in time"})
    (report,) = load_files(shipped, [changed])
    assert frames.load_frame(shipped, "measures", measure_id="ehcp-20-weeks")["title"].tolist() == [
        "Plans in time"
    ]
    assert undo_delivery(shipped, report.extract_id or 0).set_aside == {}
    titles = frames.load_frame(shipped, "measures", measure_id="ehcp-20-weeks")["title"].tolist()
    assert titles == ["EHC plans issued within 20 weeks"]
