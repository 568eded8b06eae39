"""Files of packs as jobs in the store: asked for by any server, each taken by one process at a time."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from data.store.databases.engine import writing_connection
from data.store.databases.failures import BusyError
from data.store.tables import file_jobs

WAITING: Final = "waiting"
MAKING: Final = "making"
MADE: Final = "made"
FAILED: Final = "failed"
LIBRARY_MISSING: Final = "library_missing"
# Whoever makes a file says so more often than this.
HELD: Final = timedelta(seconds=20)
MOST_TRIES: Final = 3
# After which a file that failed may be asked for again, and after which nothing says that it failed.
_AGAIN: Final = timedelta(seconds=30)
_FAILED_STORED: Final = timedelta(days=1)
_MOST_STORED: Final = 100
# Whoever reads a page does not wait for a load.
_ASKING_MILLISECONDS: Final = 500


@dataclass(frozen=True)
class FileJob:
    """A file of a pack that is asked for; `progress` in per cent, `before` the jobs taken before it."""

    job_id: int
    job_key: str
    pack_id: str
    ending: str
    state: str
    progress: int = 0
    before: int = 0


def ask_for_file(
    engine: Engine, key: str, pack_id: str, ending: str, now: datetime | None = None
) -> FileJob:
    """Return the job of a key; a new one where there is none, or where it failed some time ago.

    One that cannot be stored while others write waits, and has the number 0. ReadOnlyStoreError where
    nobody can make it, as the store takes no file.
    """
    moment = now or datetime.now(UTC)
    with engine.connect() as connection:
        job = _job(connection, key, moment)
    if job:
        if job.state in (WAITING, MAKING):
            _require_writable(engine)
        return job
    try:
        with _asking(engine, _ASKING_MILLISECONDS) as connection, connection.begin():
            _store(connection, key, pack_id, ending, moment)
            job = _job(connection, key, moment)
    except (BusyError, IntegrityError):
        # Another server asked at the same moment, or others write.
        job = None
    return job or FileJob(0, key, pack_id, ending, WAITING)


def take_job(engine: Engine, maker: str, now: datetime | None = None) -> FileJob | None:
    """Take the first job that nobody holds, for one process; None without one.

    One whose maker ended is taken again; after some tries it has failed.
    """
    moment = now or datetime.now(UTC)
    is_free = (file_jobs.c.state == WAITING) | (
        (file_jobs.c.state == MAKING) & (file_jobs.c.held_until < moment)
    )
    query = sa.select(*_COLUMNS, file_jobs.c.tries).where(is_free).order_by(file_jobs.c.job_id)
    while True:
        with writing_connection(engine) as connection, connection.begin():
            row = connection.execute(query.limit(1).with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            is_last = row.tries >= MOST_TRIES
            change = {"state": FAILED} if is_last else _held(maker, moment, row.tries + 1)
            of_job = file_jobs.c.job_id == row.job_id
            connection.execute(
                sa.update(file_jobs).where(of_job).values(changed_at=moment, **change)
            )
        if not is_last:
            return FileJob(row.job_id, row.job_key, row.pack_id, row.ending, MAKING)


def hold_job(
    engine: Engine, job: FileJob, maker: str, progress: int, now: datetime | None = None
) -> bool:
    """Put off when a job is free, with its progress; return whether its maker holds it."""
    until = (now or datetime.now(UTC)) + HELD
    with writing_connection(engine) as connection, connection.begin():
        return _change(connection, job, maker, held_until=until, progress=progress)


def finish_job(
    engine: Engine, job: FileJob, maker: str, body: bytes, now: datetime | None = None
) -> bool:
    """Store the file of a job, where its maker still holds it; files made long ago go."""
    moment = now or datetime.now(UTC)
    made = {"state": MADE, "body": body, "progress": 100}
    newest = (
        sa.select(file_jobs.c.job_id)
        .where(file_jobs.c.state == MADE)
        .order_by(file_jobs.c.job_id.desc())
        .limit(_MOST_STORED)
    )
    is_old = (file_jobs.c.state == MADE) & file_jobs.c.job_id.not_in(newest)
    with writing_connection(engine) as connection, connection.begin():
        is_stored = _change(connection, job, maker, changed_at=moment, held_until=None, **made)
        connection.execute(sa.delete(file_jobs).where(is_old))
    return is_stored


def fail_job(engine: Engine, job: FileJob, maker: str, state: str) -> bool:
    """Store that a job failed, or lacks a library of the system."""
    moment = datetime.now(UTC)
    with writing_connection(engine) as connection, connection.begin():
        return _change(connection, job, maker, state=state, changed_at=moment, held_until=None)


def load_file(engine: Engine, job: FileJob) -> bytes | None:
    """Return the file of a job; None where it is gone."""
    with engine.connect() as connection:
        query = sa.select(file_jobs.c.body).where(file_jobs.c.job_id == job.job_id)
        return connection.scalar(query)


_COLUMNS: Final = tuple(file_jobs.c[name] for name in ("job_id", "job_key", "pack_id", "ending"))


def _asking(engine: Engine, milliseconds: int) -> Connection:
    return writing_connection(engine).execution_options(waits_milliseconds=milliseconds)


def _require_writable(engine: Engine) -> None:
    """Raise ReadOnlyStoreError where no job can be changed; who writes at this moment can."""
    of_nobody = sa.update(file_jobs).where(file_jobs.c.job_id == 0).values(progress=0)
    with suppress(BusyError), _asking(engine, 0) as connection, connection.begin():
        connection.execute(of_nobody)


def _job(connection: Connection, key: str, now: datetime) -> FileJob | None:
    """Return the job of a key; None where there is none, or where it failed some time ago."""
    columns = (*_COLUMNS, file_jobs.c.state, file_jobs.c.progress, file_jobs.c.changed_at)
    query = sa.select(*columns).where(file_jobs.c.job_key == key)
    row = connection.execute(query).one_or_none()
    if row is None or (row.state in (FAILED, LIBRARY_MISSING) and row.changed_at < now - _AGAIN):
        return None
    is_before = (file_jobs.c.job_id < row.job_id) & file_jobs.c.state.in_((WAITING, MAKING))
    before = connection.scalar(sa.select(sa.func.count()).where(is_before)) or 0
    return FileJob(
        row.job_id, row.job_key, row.pack_id, row.ending, row.state, row.progress, before
    )


def _store(connection: Connection, key: str, pack_id: str, ending: str, now: datetime) -> None:
    is_over = (file_jobs.c.job_key == key) | (file_jobs.c.changed_at < now - _FAILED_STORED)
    has_failed = file_jobs.c.state.in_((FAILED, LIBRARY_MISSING))
    connection.execute(sa.delete(file_jobs).where(is_over & has_failed))
    row = {"job_key": key, "pack_id": pack_id, "ending": ending, "state": WAITING}
    row |= {"changed_at": now, "maker": "", "tries": 0, "progress": 0}
    connection.execute(sa.insert(file_jobs).values(row))


def _held(maker: str, now: datetime, tries: int) -> dict[str, object]:
    return {
        "state": MAKING,
        "maker": maker,
        "held_until": now + HELD,
        "tries": tries,
        "progress": 0,
    }


def _change(connection: Connection, job: FileJob, maker: str, **values: object) -> bool:
    is_own = (
        (file_jobs.c.job_id == job.job_id)
        & (file_jobs.c.maker == maker)
        & (file_jobs.c.state == MAKING)
    )
    return connection.execute(sa.update(file_jobs).where(is_own).values(**values)).rowcount == 1
