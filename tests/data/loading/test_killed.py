"""What is killed leaves the store as it was or as it would be; readers never see half of a load."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history, undo_delivery
from data.loading.load import load_files
from data.meetings.packs import make_pack
from data.store.account_tables import login_keys
from data.store.databases.engine import (
    SCHEMA_REVISION,
    lock_for_writing,
    make_engine,
    migrate,
    schema_revision,
    writing_connection,
)
from data.store.tables import store_changes
from data.upkeep.backup import back_up
from data.upkeep.contents import content_sha256
from data.upkeep.purge import purge
from data.upkeep.restore import restore
from tests.builders.case_files import (
    FEBRUARY,
    HARINGEY,
    JANUARY,
    TOWER_HAMLETS,
    extract,
    figures,
    load_one,
)
from tests.builders.plans import AREA, load_plan, plan_of
from tests.migrations import downgrade
from tests.stores import MakeStore, opened

pytestmark = pytest.mark.both_databases

CASES = 1_500
# What the load of one kind brings; and the moment of everything that is done.
PLAN = Selection(framework=plan_of(6), area=AREA, as_of=date(2026, 11, 20))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# The schema before what records and figures have had since.
EARLIER = "0010"
Act = Callable[[Engine, Path], object]
State = tuple[str, tuple[str, ...], str]
Copies = Callable[[Engine], AbstractContextManager[Engine]]


def many_cases(
    area_code: str = HARINGEY, name: str = "many.csv", count: int = CASES
) -> ExtractFile:
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
        for number in range(count)
    ]
    return extract("ehc_assessments", *rows, name=name)


def _load(engine: Engine, _: Path) -> None:
    load_files(engine, [many_cases(AREA, "act.csv", CASES + 100)], by="Ann Example", now=NOON)


def _undo(engine: Engine, _: Path) -> None:
    newest = extract_history(engine)[0].extract_id
    undo_delivery(engine, newest, by="Ann Example", now=NOON)


def _make_pack(engine: Engine, _: Path) -> None:
    make_pack(engine, PLAN, "Ann Example", NOON)


def _migrate(engine: Engine, _: Path) -> None:
    migrate(engine)


def _back_up(engine: Engine, folder: Path) -> None:
    back_up(engine, folder / "act.backup", NOON)


def _restore(engine: Engine, folder: Path) -> None:
    restore(engine, folder / "before.backup", by="Ann Example", now=NOON)


def _purge(engine: Engine, _: Path) -> None:
    purge(engine, date(2100, 1, 1), by="Ann Example", dry_run=False, now=NOON)


ACTS: dict[str, Act] = {
    "load": _load,
    "undo": _undo,
    "pack": _make_pack,
    "migration": _migrate,
    "backup": _back_up,
    "restore": _restore,
    "purge": _purge,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the backups are."""
    return tmp_path_factory.mktemp("backups")


@pytest.fixture(scope="module")
def store(make_store: MakeStore, folder: Path) -> Iterator[Engine]:
    """A store with a plan and cases, and a backup of it from before the cases; it is copied only."""
    with opened(make_store("empty")) as engine:
        load_plan(engine, 6)
        (folder / "before.backup").unlink(missing_ok=True)
        back_up(engine, folder / "before.backup")
        load_one(engine, many_cases(AREA))
        yield engine


def state(engine: Engine, folder: Path) -> State:
    """Return what the store holds, once nobody writes any more, and what the backup is of."""
    with writing_connection(engine) as connection, connection.begin() as transaction:
        # The server may still be ending what a killed process had asked of it.
        lock_for_writing(connection)
        changes: Sequence[str] = ()
        if schema_revision(connection) == SCHEMA_REVISION:
            changes = connection.scalars(sa.select(store_changes.c.what)).all()
            # Each is drawn at random.
            for table in (store_changes, login_keys):
                connection.execute(sa.delete(table))
        held = content_sha256(connection)
        transaction.rollback()
    path = folder / "act.backup"
    backup = restore(engine, path, dry_run=True).content_sha256 if path.exists() else ""
    return held, tuple(changes), backup


def run_in_a_child(work: Callable[[], object], seconds: float | None = None) -> None:
    """Do something in a process of its own, which is killed after some seconds, if any are given."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def done_by_a_child(act: Act, engine: Engine, folder: Path, seconds: float | None = None) -> State:
    """Return the state after an act of a process that is killed after some seconds, if any are given."""
    engine.dispose()
    run_in_a_child(lambda: act(make_engine(engine.url), folder), seconds)
    try:
        return state(engine, folder)
    finally:
        (folder / "act.backup").unlink(missing_ok=True)


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.sweep)])
@pytest.mark.parametrize("name", ACTS)
def test_what_is_killed_at_any_point_is_done_or_not_begun(
    store: Engine, copied: Copies, folder: Path, name: str, kills: int
):
    act = ACTS[name]
    is_numbered_anew = name == "pack" or (name == "load" and store.dialect.name == "postgresql")
    with copied(store) as start:
        if name == "migration":
            with writing_connection(start) as connection, connection.begin():
                downgrade(connection, EARLIER)
        before = state(start, folder)
        with copied(start) as twin:
            started = time.monotonic()
            after = done_by_a_child(act, twin, folder)
            took = time.monotonic() - started
        assert after != before
        random = Random(7)  # noqa: S311 - chooses moments, keeps no secret
        found: list[State] = []
        for kill in range(kills):
            # Some in every part of it, the last ones about its end.
            moment = took * (kill + random.random()) / (kills - 1)
            with copied(start) as copy:
                found.append(done_by_a_child(act, copy, folder, moment))
                assert found[-1] in (before, after)
                # And it can be done again: PostgreSQL skips the numbers of what was not begun, and
                # a pack that was done has a second version then.
                if kill == kills // 2:
                    again = done_by_a_child(act, copy, folder)
                    assert again != before if is_numbered_anew else again in (before, after)
    undone, seconds = found.count(before), time.monotonic() - started
    print(
        f"{name} on {store.dialect.name}: of {kills} kills {undone} left the store as it was, "
        f"{kills - undone} as it would be; {seconds:.0f} s"
    )


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
