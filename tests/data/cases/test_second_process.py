"""Of several areas in one file some are decided about in a process beside the load's."""

import os
import sys
from subprocess import PIPE, Popen

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data.cases import second_process
from data.common.own_process import start_process
from data.files.csv_reader import ExtractFile
from data.loading.load import load_files
from data.store.case_tables import SNAPSHOT_TABLES, snapshots
from data.synthesise.generate import Order, area_codes, draw_chunks
from tests.bench.cases import KIND, UNTIL
from tests.stores import ROOT, MakeStore, opened

AREAS = 4


def written(engine: Engine) -> list[list[str]]:
    """Load cases of several areas, and return all that was worked out of them."""
    rows = b"".join(pieces[KIND].encode() for pieces in draw_chunks(Order(120, 7, UNTIL, AREAS)))
    codes = "".join(f"{code},Area {code},synthetic\n" for code in area_codes(AREAS))
    areas = ExtractFile("areas.csv", f"area_code,name,kind\n{codes}".encode())
    for file in (areas, ExtractFile("cases.csv", rows)):
        (report,) = load_files(engine, [file])
        assert report.state == "loaded", report.issues[:3]
    tables = (*SNAPSHOT_TABLES, snapshots)
    with engine.connect() as connection:
        contents = [sorted(map(repr, connection.execute(sa.select(each)))) for each in tables]
    assert all(contents)
    return contents


def start_without_an_answer(_module: str, *, stdout: int) -> Popen[bytes]:
    """Start a process that ends once it has read what was sent to it."""
    program = "import pickle, sys; pickle.load(sys.stdin.buffer)"
    return Popen([sys.executable, "-c", program], cwd=ROOT, stdin=PIPE, stdout=stdout)


def test_marks_are_the_same_beside_a_second_process_without_one_and_where_it_ends(
    make_sqlite: MakeStore, monkeypatch: pytest.MonkeyPatch
):
    taken: list[object] = []
    decide = second_process.SecondProcess.take

    def noted(self: second_process.SecondProcess):
        taken.append(self)
        return decide(self)

    monkeypatch.setattr(second_process.SecondProcess, "take", noted)
    results = []
    for processors, start in ((2, start_process), (1, start_process), (2, start_without_an_answer)):
        monkeypatch.setattr(os, "cpu_count", lambda count=processors: count)
        monkeypatch.setattr(second_process, "start_process", start)
        before = len(taken)
        with opened(make_sqlite("shipped")) as engine:
            results.append(written(engine))
        assert (len(taken) > before) == (processors > 1)
    assert results[0] == results[1] == results[2]


def test_it_ends_without_a_word_once_its_load_has_ended() -> None:
    process = start_process(second_process.__name__, stdout=PIPE, stderr=PIPE)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 0
