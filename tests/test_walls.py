"""The walls between the rooms stand, and a breach of each would be noticed."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from tests.stores import ROOT

ROOMS: Final = ("callbacks", "layouts", "data", "dashboard")
# Imports that break every contract that is about a room.
BREACHES: Final = {
    "layouts": "import data, alembic",
    "data": "import layouts, callbacks, flask",
    "dashboard": "import data, sqlalchemy, plotly.graph_objects, pandera.pandas",
    "callbacks": "import app\nfrom callbacks import breached\n",
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache"]
    # Wide enough that no name is broken into two lines.
    wide = os.environ | {"COLUMNS": "300"}
    return subprocess.run(
        command, cwd=folder, env=wide, capture_output=True, text=True, check=False
    )


def contracts(folder: Path) -> dict[str, str]:
    """Return the name of each contract by its id."""
    settings = tomllib.loads((folder / "pyproject.toml").read_text())
    return {each["id"]: each["name"] for each in settings["tool"]["importlinter"]["contracts"]}


def test_every_wall_stands() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"{len(contracts(ROOT))} kept, 0 broken" in done.stdout


def test_a_breach_is_noticed(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.sqlite3*"))
        (tmp_path / room / "breach.py").write_text(BREACHES[room])
    (tmp_path / "callbacks" / "breached.py").write_text("from callbacks import breach\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout
    broken = set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))
    names = contracts(tmp_path)
    about_rooms = ("rooms", "cellar", "window", "tests-alone", "front-door", "no-cycles")
    assert broken >= {names[each] for each in about_rooms}
