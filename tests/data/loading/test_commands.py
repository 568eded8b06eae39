"""The commands, as a person runs them."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from sqlalchemy.engine import URL

from data.cli.main import main
from data.loading.setup import SHIPPED
from data.schema.registry import ALL_KINDS
from tests.builders.files import OBSERVATION, csv_text, observations
from tests.builders.workbooks import workbook
from tests.data.formats.test_nhs_autism import waits
from tests.stores import MakeStore, address, setup_output

ROOT = Path(__file__).parents[3]
Run = Callable[..., "Done"]
AREAS_TEMPLATE = """\
area_code,name,kind,part_of
E09000014,Haringey,local_area,"E13000001;E12000007;E92000001"
"""


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def run_as_a_person_does(url: URL, *arguments: str | Path) -> Done:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "data", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(url), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def extract_ids(told: str) -> dict[str, int]:
    """Return the extract as which each file was loaded, by what a command said."""
    found = re.findall(r"^(\S+) .*: loaded as extract (\d+),", told, re.MULTILINE)
    return {name: int(extract_id) for name, extract_id in found}


def read_shipped(name: str) -> pd.DataFrame:
    """Read a shipped extract, as plain as it is."""
    return pd.read_csv(SHIPPED / name, dtype=str)


@pytest.fixture
def run(
    make_sqlite: MakeStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run commands, in this process, on a store with the shipped extracts."""
    monkeypatch.setenv("DATABASE_URL", address(make_sqlite("shipped")))

    def run_here(*arguments: str | Path) -> Done:
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run_here


@pytest.fixture
def april(tmp_path: Path) -> Path:
    path = tmp_path / "april.csv"
    path.write_bytes(observations({}, {"role": "forecast", "note": "two"}).content)
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.csv"
    path.write_bytes(observations({"value": "101"}).content)
    return path


@pytest.mark.both_databases
def test_a_file_goes_all_the_way_in_and_out(
    run: Run,
    make_store: MakeStore,
    run_folder: Path,
    dialect: str,
    april: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    # A copy of the store that `setup` filled, once for all tests, from nothing.
    monkeypatch.setenv("DATABASE_URL", address(make_store("filled")))
    first = setup_output(run_folder, dialect)
    newest, rows = extract_ids(first)["targets.csv"], len(read_shipped("targets.csv"))
    assert f"extract {newest}, {rows} rows: {rows} new, 0 changed, 0 unchanged." in first
    following = max(extract_ids(first).values()) + 1
    again = run("setup")
    assert again == (0, "The store is ready: nothing to do.\n", "")
    loaded = run("load", april, "--by", "Ada")
    assert loaded == (
        0,
        (
            f"april.csv (observations): loaded as extract {following}, 2 rows: "
            "2 new, 0 changed, 0 unchanged.\n"
        ),
        "",
    )
    undone = run("undo", f"{following}", "--by", "Grace")
    assert (undone.returncode, undone.stderr) == (0, "")
    history = run("history", "--json")
    newest = json.loads(history.stdout)["extracts"][0]
    assert (newest["loaded_by"], newest["undone_by"]) == ("Ada", "Grace")


def test_on_the_command_line_the_name_is_that_of_the_operating_systems_user(
    run: Run, april: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("getpass.getuser", lambda: "analyst")
    (number,) = extract_ids(run("load", april).stdout).values()
    assert run("undo", str(number)).returncode == 0
    newest = json.loads(run("history", "--json").stdout)["extracts"][0]
    assert (newest["loaded_by"], newest["undone_by"]) == ("analyst", "analyst")


def test_check_and_template_run_on_their_own(make_sqlite: MakeStore, april: Path):
    url = make_sqlite("shipped")
    checked = run_as_a_person_does(url, "check", april, "--json")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert json.loads(checked.stdout)["ok"] is True
    assert run_as_a_person_does(url, "template", "areas") == (0, AREAS_TEMPLATE, "")


def test_a_file_that_is_loaded_already_is_told_so(run: Run, april: Path):
    first = extract_ids(run("load", april).stdout)["april.csv"]
    again = run("load", april)
    assert again == (
        0,
        f"april.csv (observations): already loaded, as extract {first}; nothing changes.\n",
        "",
    )


def test_a_sheet_of_a_workbook_is_named_and_loaded(run: Run, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    rows = [list(OBSERVATION), list(OBSERVATION.values())]
    path.write_bytes(workbook({"Notes": [["a", "b", "c"], [1, 2, 3]], "April": rows}).content)
    assert run("check", path).returncode == 1
    done = run("load", path, "--sheet", "April")
    assert done.returncode == 0
    assert "book.xlsx (observations): loaded as extract" in done.stdout
    assert "read as: sheet “April”: This sheet of the workbook is read. Not read: “Notes”." in done.stdout  # fmt: skip


def test_columns_are_mapped_by_both_sides_of_an_equals_sign(run: Run, tmp_path: Path):
    path = tmp_path / "mine.csv"
    text = csv_text({**OBSERVATION, "a=b": "61%", "basis": ""}).replace(",value", ",figure")
    path.write_text(text)
    assert run("check", path).returncode == 1
    done = run("check", path, "--map", "a=b=value", "--map", "Basis=note", "--fill", "basis=month")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        run("check", path, "--map", "value").stderr == "--map value: write both sides of the =.\n"
    )


def test_check_tells_every_fault_and_loads_nothing(run: Run, april: Path, faulty: Path):
    done = run("check", april, faulty)
    assert done.returncode == 1
    assert done.stdout == (
        "april.csv (observations): no issues in 2 rows.\n"
        "faulty.csv (observations): 1 issue.\n"
        "  row 2, value: found '101', expected a percentage of at most 100: ehcp-20-weeks cannot "
        "exceed it. Check the value. If ehcp-20-weeks can exceed 100, write yes under "
        "can_exceed_100 in measures.\n"
    )
    assert run("check", april).returncode == 0


def test_load_refuses_a_faulty_file(run: Run, april: Path, faulty: Path):
    done = run("load", april, faulty)
    assert done.returncode == 1
    assert done.stdout.endswith("Nothing was loaded. Fix the issues and load again.\n")
    assert "april.csv" not in run("history").stdout


def test_a_load_that_reads_nothing_is_no_success(run: Run, tmp_path: Path):
    path = tmp_path / "AutismStats.csv"
    path.write_bytes(waits({"METRIC": "ASD99", "METRIC_NAME": "Something else"}).content)
    for arguments in (("check", path), ("load", path), ("load", path, "--dry-run")):
        done = run(*arguments, "--published-on", "2023-11-09")
        assert done.returncode == 1
        assert "“Something else” is not read: 1 row left out." in done.stdout
        assert "Found 'nothing in this file that can be read'" in done.stdout


def test_a_dry_run_says_what_would_change(run: Run, april: Path):
    done = run("load", "--dry-run", april)
    told = "March 2023: 82% → April 2023: 80%, still on target"
    assert done.stdout.splitlines()[:3] == [
        "april.csv (observations): would load 2 rows: 2 new, 0 changed, 0 unchanged.",
        "1 measure changes, no status changes.",
        f"  EHC plans issued within 20 weeks (in month), {told}.",
    ]
    assert "april.csv" not in run("history").stdout


def test_load_and_check_speak_json(run: Run, april: Path, faulty: Path):
    loaded = json.loads(run("load", april, "--json").stdout)
    assert loaded["ok"] is True
    (file,) = loaded["files"]
    assert {name: file[name] for name in ("file", "kind", "state", "rows", "new")} == {
        "file": "april.csv",
        "kind": "observations",
        "state": "loaded",
        "rows": 2,
        "new": 2,
    }
    refused = json.loads(run("check", faulty, "--json").stdout)
    assert refused["ok"] is False
    (issue,) = refused["files"][0]["issues"]
    assert list(issue) == ["row", "column", "found", "expected", "fix", "source", "mark"]
    assert (issue["row"], issue["column"], issue["found"]) == (2, "value", "101")


def test_history_and_undo_speak_json(run: Run):
    history = json.loads(run("history", "--json").stdout)["extracts"]
    (plans,) = (record for record in history if record["file_name"] == "frameworks.csv")
    assert (plans["kind"], plans["state"]) == ("frameworks", "loaded")
    undone = json.loads(run("undo", f"{plans['extract_id']}", "--json").stdout)
    targets = len(read_shipped("targets.csv"))
    assert (undone["file"], undone["set_aside"]["targets"]) == ("frameworks.csv", targets)


def test_undoing_what_cannot_be_undone_says_why(run: Run):
    done = run("undo", "99")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no extract 99. See: python -m data history\n"


def test_template_prints_a_csv_and_lists_the_kinds(run: Run):
    assert run("template", "areas").stdout == (AREAS_TEMPLATE)
    assert len(run("template", "--list").stdout.splitlines()) == len(ALL_KINDS)
    assert run("template", "nonsense").returncode == 2
    assert run("template").returncode == 2


def test_a_file_that_is_not_there_is_told_plainly(run: Run, tmp_path: Path):
    done = run("check", tmp_path / "none.csv")
    assert done.returncode == 1
    assert done.stderr == f"Cannot read {tmp_path / 'none.csv'}: No such file or directory.\n"


@pytest.mark.parametrize(
    "arguments", [("history",), ("undo", "1"), ("check", "x.csv"), ("load", "x.csv")]
)
def test_a_store_that_is_not_set_up_is_told_plainly(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite3'}")
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stderr == "The store is not set up. Run: python -m data setup\n"


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("nonsense", "The address of the store (DATABASE_URL) is not one of SQLite or PostgreSQL"),
        ("mysql://me:secret@host/name", "The address of the store (DATABASE_URL) is not one of"),
        ("postgresql://me:secret@host:port/name", "The address of the store (DATABASE_URL) is not"),
        ("postgresql://me:secret@127.0.0.1:1/name", "The store cannot be used: "),
        ("sqlite:////nowhere/at/all/send.sqlite3", "The store "),
        ("sqlite:///{text_file}", "The store cannot be used: file is not a database"),
    ],
)
@pytest.mark.parametrize("arguments", [("history",), ("setup",), ("undo", "1")])
def test_a_store_that_cannot_be_used_is_told_in_a_sentence(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    written: str,
    start: str,
    arguments: tuple[str, ...],
):
    text = tmp_path / "notes.txt"
    text.write_text("This is no database. " * 100)
    monkeypatch.setenv("DATABASE_URL", written.format(text_file=text))
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(start)
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


@pytest.mark.parametrize("number", ["0", "99999999999", "99999999999999999999999"])
@pytest.mark.both_databases
def test_a_number_that_no_extract_can_have_is_told_so(
    run: Run, make_store: MakeStore, monkeypatch: pytest.MonkeyPatch, number: str
):
    monkeypatch.setenv("DATABASE_URL", address(make_store("empty")))
    assert run("undo", number) == (
        1,
        "",
        f"There is no extract {number}. See: python -m data history\n",
    )


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_a_command_has_come(
    make_sqlite: MakeStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("DATABASE_URL", address(make_sqlite("shipped")))
    file = tmp_path / "figures.csv"
    file.write_text(csv_text(OBSERVATION))
    for command in (("check",), ("load", "--dry-run"), ("load",)):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        main([*command, str(file)])
        *lines, last = terminal.getvalue().split("\r\x1b[K")
        assert any(line.startswith("Checking: 1 of ") for line in lines)
        assert last == ""


def modules_of(url: URL, *arguments: str) -> set[str]:
    """Return the names of the modules that a process has imported when a command has ended."""
    code = "import sys; from data.cli.main import main\ntry: main(sys.argv[1:])\n"
    code += "finally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(url)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("command", [(), ("series",), ("load",), ("template",)])
def test_help_needs_neither_pandas_nor_the_store(make_sqlite: MakeStore, command: tuple[str, ...]):
    imported = modules_of(make_sqlite("empty"), *command, "--help")
    assert "data.cli.main" in imported
    assert not {"numpy", "pandas", "sqlalchemy", "data.store"} & imported


def test_series_imports_nothing_that_other_commands_need(make_sqlite: MakeStore):
    imported = modules_of(make_sqlite("shipped"), "series", "ehcp-20-weeks", "--area", "E09000014")
    assert "data.queries.panels" in imported
    commands = {name for name in imported if name.startswith("data.cli.")}
    modules = ("account_options", "main", "output", "run", "series")
    assert commands == {f"data.cli.{name}" for name in modules}
    others = {"data.files", "data.formats", "data.loading", "data.meetings", "data.privacy"}
    others |= {"alembic", "dash", "flask", "plotly", "psycopg", "data.store.databases.bulk_insert"}
    assert not others & imported


def test_misuse_is_answered_with_usage(run: Run):
    done = run("undo", "the last")
    assert done.returncode == 2
    assert "usage: python -m data undo" in done.stderr


def test_a_reader_that_stops_early_is_no_fault(make_sqlite: MakeStore):
    command = f"{sys.executable} -W error -m data template observations | true"
    done = subprocess.run(
        [
            "bash",
            "-o",
            "pipefail",
            "-c",
            f"{command}; {sys.executable} -m data history --json | head -c 1",
        ],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(make_sqlite("shipped"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "{")


def test_a_backup_is_written_checked_and_restored(run: Run, tmp_path: Path):
    path = tmp_path / "backup.sqlite3"
    written = run("backup", path)
    assert written.returncode == 0
    (sha256,) = re.findall(r"^SHA-256 of its contents: (\w{64})$", written.stdout, re.MULTILINE)
    assert run("backup", path).returncode == 1
    checked = json.loads(run("restore", path, "--dry-run", "--json").stdout)
    assert checked["content_sha256"] == sha256
    restored = run("restore", path, "--by", "Ann Example")
    assert restored.returncode == 0
    assert "is restored" in restored.stdout
    assert run("restore", tmp_path / "none.sqlite3").stderr.endswith("No such file or directory.\n")


def test_a_purge_lists_first_and_drops_only_when_it_is_confirmed(run: Run, tmp_path: Path):
    path = tmp_path / "cases.csv"
    row = "C1,E09000014,2022-09-01,2023-01-31,all\n"
    path.write_text("case_id,area_code,request_date,cut_off,coverage\n" + row)
    assert run("load", path).returncode == 0
    listed = run("purge", "--before", "2023-02-01").stdout
    assert "ehc_assessments, cases.csv, 1 row, cut-off 31/01/2023" in listed
    assert "Nothing was dropped. With --confirm" in listed
    done = json.loads(run("purge", "--before", "2023-02-01", "--confirm", "--json").stdout)
    assert (done["is_done"], len(done["dropped"])) == (True, 1)
    assert "its cases purged" in run("history").stdout
    assert "no cases to drop" in run("purge", "--before", "2023-02-01").stdout
