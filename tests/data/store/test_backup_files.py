"""A file that is no whole backup is refused in words, and what is there is not written over."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.common.errors import CommandError
from data.upkeep.backup import back_up
from data.upkeep.restore import restore
from tests.data.store.test_backups import contents
from tests.stores import ROOT, MakeStore, address, opened


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("shipped")) as engine:
        yield engine


@pytest.fixture(scope="module")
def backup(store: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "backup.sqlite3"
    back_up(store, path)
    return path


def test_a_file_that_is_there_is_not_written_over(store: Engine, tmp_path: Path):
    path = tmp_path / "backup.sqlite3"
    path.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        back_up(store, path)
    assert path.read_text() == "mine"


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _change_a_cell(path: Path) -> None:
    with sqlite3.connect(path) as copy:
        copy.execute("UPDATE extracts SET loaded_by = 'somebody else' WHERE extract_id = 1")


def _flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.rindex(b"ha-wsoa-2021")
    content[place] ^= 1
    path.write_bytes(content)


def _forget_the_manifest(path: Path) -> None:
    with sqlite3.connect(path) as copy:
        copy.execute("DROP TABLE backup_manifest")


def _write_text(path: Path) -> None:
    path.write_text("area_code,name\n")


def _make_it_newer(path: Path) -> None:
    with sqlite3.connect(path) as copy:
        copy.execute("UPDATE backup_manifest SET schema_revision = '9999'")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_cut, "is damaged"),
        (_change_a_cell, "is damaged"),
        (_flip_a_byte, "is damaged"),
        (_forget_the_manifest, "is not a backup"),
        (_write_text, "is not a backup"),
        (_make_it_newer, "a later version"),
        (Path.unlink, "No such file"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_in_words(
    store: Engine, backup: Path, tmp_path: Path, harm: Callable[[Path], None], words: str
):
    before, harmed = contents(store), tmp_path / "harmed.sqlite3"
    shutil.copy(backup, harmed)
    harm(harmed)
    for is_dry in (True, False):
        with pytest.raises(CommandError, match=words):
            restore(store, harmed, dry_run=is_dry)
    assert contents(store) == before


def test_a_restore_is_logged_as_json_where_programs_read_the_log(
    make_sqlite: MakeStore, tmp_path: Path
):
    file = tmp_path / "backup.sqlite3"
    url = make_sqlite("empty")
    with opened(url) as engine:
        back_up(engine, file)
    done = subprocess.run(
        [sys.executable, "-m", "data", "restore", str(file), "--by", "Ann"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(url), "LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    )
    line = json.loads(done.stderr)
    assert (line["act"], line["by"], line["logger"]) == ("restored", "'Ann'", "data.acts")
    assert line["what"].startswith("backup of ")
