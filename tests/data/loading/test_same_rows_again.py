"""The same rows under another cut-off are another extract; under the same one they are the same."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.cases.read_snapshots import load_case_extracts
from data.cli.main import main
from data.files.csv_reader import ExtractFile
from data.loading.load import LoadOptions, load_files
from tests.builders.case_files import FEBRUARY, HARINGEY, JANUARY, extract, figures, undo
from tests.builders.files import csv_file

BARE = csv_file({"case_id": "C1", "area_code": HARINGEY, "request_date": "2022-09-01"})


def states(engine: Engine, file: ExtractFile, cut_off: str, coverage: str = "all") -> list[str]:
    options = LoadOptions(date.fromisoformat(cut_off), coverage)
    return [report.state for report in load_files(engine, [file], options=options)]


def test_a_month_in_which_nothing_moved_moves_the_cut_off(shipped: Engine):
    assert states(shipped, BARE, JANUARY) == ["loaded"]
    assert states(shipped, BARE, JANUARY) == ["unchanged"]
    assert states(shipped, BARE, FEBRUARY) == ["loaded"]
    assert states(shipped, BARE, FEBRUARY) == ["unchanged"]
    (cut_off,) = load_case_extracts(shipped, HARINGEY, "assessments")["cut_off"]
    assert cut_off.isoformat() == FEBRUARY
    assert figures(shipped, "ehc-open")[FEBRUARY] == 1


def test_the_same_rows_under_another_coverage_are_another_extract(shipped: Engine):
    assert states(shipped, BARE, JANUARY, "all") == ["loaded"]
    assert states(shipped, BARE, JANUARY, "changes") == ["loaded"]


def test_a_file_that_says_all_itself_is_the_same_whatever_is_given(shipped: Engine):
    file = extract("ehc_assessments", {})
    assert states(shipped, file, JANUARY) == ["loaded"]
    assert states(shipped, file, FEBRUARY) == ["unchanged"]


def test_it_can_be_loaded_again_once_it_is_undone(shipped: Engine):
    options = LoadOptions(date.fromisoformat(JANUARY), "all")
    (report,) = load_files(shipped, [BARE], options=options)
    undo(shipped, report.extract_id or 0)
    assert states(shipped, BARE, JANUARY) == ["loaded"]


def test_a_cut_off_is_given_as_days_are_written_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    store, file = tmp_path / "store.sqlite3", tmp_path / "cases.csv"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{store}")
    file.write_bytes(BARE.content)
    assert main(["setup", "--without-example"]) == 0
    options = ["load", str(file), "--coverage", "all", "--cut-off"]
    assert main([*options, "31/01/2023"]) == 0
    assert main([*options, "2023-01-31"]) == 0
    assert "already loaded" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*options, "31/02/2023"])
    assert "No such day exists" in capsys.readouterr().err
