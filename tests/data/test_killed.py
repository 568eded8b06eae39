"""A load that is killed leaves the store as it was or as it would be; readers never see half."""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, func, select

from data.cases.read_snapshots import load_computed_figures
from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history, undo_delivery
from data.loading.load import load_files
from data.store.case_tables import computed_figures, extract_scopes
from data.store.engine import lock_for_writing, make_engine, writing_connection
from data.store.tables import KIND_TABLES
from tests.builders.case_files import (
    FEBRUARY,
    HARINGEY,
    JANUARY,
    TOWER_HAMLETS,
    extract,
    figures,
    load_one,
)

pytestmark = pytest.mark.both_databases

KILLS = 20
CASES = 1_500
State = tuple[object, ...]


def many_cases(area_code: str = HARINGEY, name: str = "many.csv") -> ExtractFile:
    """Make an extract that takes a while to load."""
    first = date(2022, 1, 1)
    rows = [
        {
            "case_id": f"C{number}",
            "area_code": area_code,
            "request_date": f"{first + timedelta(days=number % 300)}",
            "plan_issued_date": f"{first + timedelta(days=number % 300 + 60)}"
            if number % 3
            else "",
        }
        for number in range(CASES)
    ]
    return extract("ehc_assessments", *rows, name=name)


def state(engine: Engine) -> State:
    """Return what the store holds, once nobody writes any more."""
    with writing_connection(engine) as connection, connection.begin():
        # The server may still be ending what a killed process had asked of it.
        lock_for_writing(connection)
        counts = [
            connection.scalar(select(func.count()).select_from(table))
            for table in (KIND_TABLES["ehc_assessments"], extract_scopes, computed_figures)
        ]
    loaded = [record.file_name for record in extract_history(engine) if record.state == "loaded"]
    frame = load_computed_figures(engine, [HARINGEY], ["ehc-open", "ehcp-20-weeks"])
    shown = frame.drop(columns=["extract_id", "known_on"]).to_csv(index=False)
    return (*counts, tuple(sorted(loaded)), shown)


def loaded_by_a_child(engine: Engine, file: ExtractFile, seconds: float | None) -> None:
    """Load a file in a process that is killed after some seconds, if any are given."""
    engine.dispose()
    child = os.fork()
    if not child:
        try:
            load_files(make_engine(engine.url), [file])
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.sweep
def test_a_load_killed_at_any_point_leaves_all_or_nothing(make_shipped: Callable[[], Engine]):
    store, twin, file = make_shipped(), make_shipped(), many_cases()
    before = state(store)
    started = time.monotonic()
    loaded_by_a_child(twin, file, None)
    took = time.monotonic() - started
    after = state(twin)
    assert after != before
    random = Random(7)  # noqa: S311 - chooses moments, keeps no secret
    for kill in range(KILLS):
        # Some in every part of the load, the last ones about its end.
        loaded_by_a_child(store, file, took * (kill + random.random()) / (KILLS - 1))
        found = state(store)
        assert found in (before, after)
        if found == after:
            store = make_shipped()
    loaded_by_a_child(store, file, None)
    assert state(store) == after


@pytest.mark.parametrize("is_same_area", [True, False])
def test_two_loads_at_once_both_end_and_no_reader_sees_half(shipped: Engine, is_same_area: bool):
    area = HARINGEY if is_same_area else TOWER_HAMLETS
    change = {"case_id": "C0", "area_code": area, "plan_issued_date": "2023-02-10"}
    later = extract("ehc_assessments", change, cut_off=FEBRUARY, coverage="changes", name="l.csv")
    first = many_cases()
    done: list[int] = []
    threads = [
        threading.Thread(target=lambda file=file: done.append(load_one(shipped, file)))
        for file in (first, later)
    ]
    for thread in threads:
        thread.start()
    seen: set[tuple[float | None, ...]] = set()
    while any(thread.is_alive() for thread in threads):
        shown = figures(shipped, "ehcp-new-plans")
        seen.add((shown.get("2022-03-31"), shown.get("2022-12-31")))
    for thread in threads:
        thread.join()
    assert len(done) == 2
    last = figures(shipped, "ehcp-new-plans")
    whole = (last["2022-03-31"], last["2022-12-31"])
    # Before the many cases there are none of those months; afterwards all of them.
    assert seen <= {(None, None), whole}
    assert sum(figures(shipped, "ehcp-new-plans", area).values()) == (1001 if is_same_area else 1)
    assert figures(shipped, "ehc-open")[JANUARY] == CASES - 1000


def test_an_undo_at_the_same_time_as_a_load_leaves_what_either_order_would(shipped: Engine):
    first = load_one(shipped, many_cases())
    later = extract("ehc_assessments", {"case_id": "D1"}, cut_off=FEBRUARY, coverage="changes")
    threads = [
        threading.Thread(target=undo_delivery, args=(shipped, first)),
        threading.Thread(target=load_one, args=(shipped, later)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert figures(shipped, "ehc-open")[FEBRUARY] == 1
