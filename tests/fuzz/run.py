"""Feed changed files to the reader, and hold it to what it promises."""

import resource
import signal
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from types import FrameType

import sqlalchemy as sa
from sqlalchemy import Engine

from data.common.errors import CommandError
from data.files.csv_reader import ExtractFile
from data.loading.load import FileReport, check_files, load_files
from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import GIVEN, seeds

SLOWEST_SECONDS = 5.0
_LOADED_ONE_IN = 20
_TOGETHER_ONE_IN = 10


class HangError(BaseException):
    """Say that a file took too long; no handler of errors may swallow it."""


@dataclass
class Findings:
    """Hold what broke a promise, each with what makes it happen again, and how it went."""

    broken: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    megabytes: float = 0.0


def fuzz(engine: Engine, count: int, seed: int) -> Findings:
    """Change and send so many files; a number among them and the seed make each again."""
    findings = Findings()
    files = seeds()
    before = _megabytes()
    digest = digest_of(engine)
    for number in range(count):
        random = Random(f"{seed} {number}")  # noqa: S311 - nothing secret comes of it
        sent = [mutated(random.choice(files), files, random)]
        while random.randrange(_TOGETHER_ONE_IN) == 0:
            sent.append(mutated(random.choice(files), files, random))
        is_load = random.randrange(_LOADED_ONE_IN) == 0
        reports = _sent(engine, sent, f"seed {seed}, file {number}", findings, is_load=is_load)
        if is_load:
            after = digest_of(engine)
            is_kept = any(report.state == "loaded" for report in reports)
            if after != digest and not is_kept:
                findings.broken.append(
                    f"seed {seed}, file {number}: refused, and the store changed"
                )
            digest = after
    findings.megabytes = _megabytes() - before
    return findings


def _sent(
    engine: Engine, files: list[ExtractFile], named: str, findings: Findings, *, is_load: bool
) -> tuple[FileReport, ...]:
    """Send files as a person would; note whatever goes wrong."""
    started = time.process_time()
    reports: tuple[FileReport, ...] = ()
    try:
        with _limited():
            send = load_files if is_load else check_files
            reports = send(engine, files, options=GIVEN)
            _hold_to_words(reports, named, findings)
    except CommandError:
        pass
    except (Exception, HangError):  # noqa: BLE001 - whatever it is, it is what is looked for
        findings.broken.append(f"{named}, {files[0].name}:\n{traceback.format_exc(limit=-6)}")
    findings.slowest = max(findings.slowest, time.process_time() - started)
    for report in reports:
        findings.states[report.state] = findings.states.get(report.state, 0) + 1
    return reports


def _hold_to_words(reports: tuple[FileReport, ...], named: str, findings: Findings) -> None:
    """Ask each refusal for its reasons, and of each reason for words."""
    for report in reports:
        whole = report.read_with == "" and report.state == "refused"
        if whole and not report.issues:
            findings.broken.append(f"{named}, {report.file}: refused without a reason")
        if not all(issue.expected and issue.fix for issue in report.issues):
            findings.broken.append(f"{named}, {report.file}: a fault without words")


@contextmanager
def _limited() -> Iterator[None]:
    """Stop what takes too much of the processor's time, where this thread can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOWEST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise HangError


def digest_of(engine: Engine) -> str:
    """Return a fingerprint of everything that stands in a store."""
    digest = sha256()
    with engine.connect() as connection:
        for name in sorted(sa.inspect(connection).get_table_names()):
            digest.update(name.encode())
            rows = connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall()  # noqa: S608
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
