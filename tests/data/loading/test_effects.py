"""What a load and an undo change, told from inside their transaction; cancelled ones leave nothing."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.common.progress import CancelledError, Progress
from data.loading.history import extract_contents, extract_history
from data.loading.load import load_files
from data.loading.preview import EffectsBuilder, load_with_effects, undo_with_effects
from data.queries.panels import load_overview
from data.queries.returns import load_returns
from data.store.databases import bulk_insert
from data.store.tables import metadata
from tests.builders.case_files import extract
from tests.builders.files import csv_file, observations
from tests.stores import read_as_page

NOW = datetime(2023, 5, 10, 9, tzinfo=UTC)
HARINGEY = Selection(area="E09000014", framework="ha-wsoa-2021")
FALLS = "EHC plans issued within 20 weeks (in month), March 2023: 82% → April 2023: 61%, falls below target"
APRIL = {"value": "61"}


def digest(engine: Engine) -> list[tuple[object, ...]]:
    """Return every row of every table."""
    with engine.connect() as connection:
        return [
            (table.name, *row)
            for table in metadata.sorted_tables
            for row in connection.execute(table.select().order_by(*table.primary_key.columns))
        ]


def test_a_dry_run_tells_what_a_load_then_does_and_an_undo_takes_back(shipped: Engine):
    today = NOW.date()
    before = read_as_page(load_overview, shipped, HARINGEY, today)
    dry = load_with_effects(shipped, [observations(APRIL)], by="Ada", dry_run=True, now=NOW)
    assert dry.effects is not None
    assert dry.effects.lines[0].words == FALLS
    assert (dry.reports[0].areas, dry.reports[0].last_day) == (("E09000014",), date(2023, 4, 30))
    assert read_as_page(load_overview, shipped, HARINGEY, today) == before

    done = load_with_effects(shipped, [observations(APRIL)], by="Ada", now=NOW)
    assert done.effects == dry.effects
    after = read_as_page(load_overview, shipped, HARINGEY, today)
    assert after.headline != before.headline

    number = done.reports[0].extract_id or 0
    (brought,) = extract_contents(shipped, number).measures
    assert (brought.measure_id, brought.rows) == ("ehcp-20-weeks", 1)
    look = undo_with_effects(shipped, number, dry_run=True, now=NOW)
    assert read_as_page(load_overview, shipped, HARINGEY, today) == after
    undone = undo_with_effects(shipped, number, by="Grace", now=NOW)
    assert look.effects == undone.effects
    assert "April 2023: 61% → March 2023: 82%, now on target" in undone.effects.lines[0].words
    assert read_as_page(load_overview, shipped, HARINGEY, today) == before
    assert extract_history(shipped)[0].undone_by == "Grace"


def test_files_with_faults_change_nothing_and_have_no_effects(read_only: Engine):
    taken = load_with_effects(
        read_only, [observations({"value": "many"})], by="Ada", dry_run=True, now=NOW
    )
    assert taken.effects is None
    assert taken.reports[0].state == "refused"


def test_an_area_without_a_plan_changes_no_measure_here(read_only: Engine):
    far = observations({"area_code": "E92000001"})
    taken = load_with_effects(read_only, [far], by="Ada", dry_run=True, now=NOW)
    assert taken.effects is not None
    assert taken.effects.words == "No measure of a plan here changes."


@pytest.mark.both_databases
def test_nothing_of_a_transaction_is_kept_for_the_pages(read_only: Engine):
    today = NOW.date()
    before = read_as_page(load_overview, read_only, HARINGEY, today)
    asker = EffectsBuilder(read_only, today)
    with read_only.connect() as connection:
        assert asker.effects(connection, {"E09000014"}).measures_changed == 0
    assert read_as_page(load_overview, read_only, HARINGEY, today) == before


@pytest.mark.both_databases
def test_a_load_or_an_undo_that_is_stopped_leaves_the_store_as_it_was(shipped: Engine):
    before = digest(shipped)
    newest = extract_history(shipped)[0].extract_id
    for step in ("Checking", "Comparing the measures", "Storing"):
        with pytest.raises(CancelledError, match="Nothing was loaded"):
            load_with_effects(
                shipped, [observations(APRIL)], by="Ada", now=NOW, progress=stopping_at(step)
            )
    with pytest.raises(CancelledError):
        undo_with_effects(shipped, newest, by="Ada", now=NOW, progress=stopping_at("Storing"))
    assert digest(shipped) == before


@pytest.mark.both_databases
def test_a_load_of_cases_is_stopped_while_it_writes_and_works_out(
    shipped: Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bulk_insert, "_CHUNK", 1)
    cases = extract("ehc_assessments", *({"case_id": f"C{number}"} for number in range(3)))
    before = digest(shipped)
    for step in ("Checking", "Checking the rules", "Writing rows", "Working out"):
        with pytest.raises(CancelledError):
            load_files(shipped, [cases], progress=stopping_at(step))
    assert digest(shipped) == before


def stopping_at(step: str) -> Progress:
    def stop(now_at: str, _done: int, _of: int) -> None:
        if now_at == step:
            raise CancelledError

    return stop


def due(**more: str) -> dict[str, str]:
    return {
        "service": "SEN team",
        "area_code": "E09000014",
        "kind": "observations",
        "period_start": "2023-04-01",
        "period_end": "2023-04-30",
        "due_on": "2023-05-05",
        **more,
    }


def test_returns_are_due_then_overdue_then_received_late(shipped: Engine):
    own = due(measure_id="ehcp-20-weeks")
    load_with_effects(
        shipped, [csv_file(own, due(kind="referrals", service="NHS"))], by="Ada", now=NOW
    )

    def states(day: date) -> list[tuple[str, int]]:
        return [(each.state, each.days) for each in load_returns(shipped, day)]

    assert states(date(2023, 5, 1)) == [("due", 4), ("due", 4)]
    assert states(date(2023, 5, 8)) == [("overdue", 3), ("overdue", 3)]
    load_with_effects(shipped, [observations(APRIL)], by="Ada", now=NOW)
    assert states(date(2023, 5, 9)) == [("overdue", 4), ("overdue", 4)]
    assert states(NOW.date()) == [("late", 5), ("overdue", 5)]
    newest = extract_history(shipped)[0].extract_id
    undo_with_effects(shipped, newest, by="Ada", now=NOW)
    assert states(NOW.date()) == [("overdue", 5), ("overdue", 5)]


def test_a_return_of_a_kind_that_nobody_sends_is_refused(read_only: Engine):
    (report,) = load_with_effects(
        read_only, [csv_file(due(kind="priorities"))], dry_run=True, now=NOW
    ).reports
    assert [(issue.row, issue.column) for issue in report.issues] == [(2, "kind")]
