"""The walls between the rooms stand, and each would be noticed if it fell."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
ROOMS: Final = ("callbacks", "layouts", "data", "dashboard")

# One import for each way through a wall: the contract, the file that breaks it, what it imports.
BREACHES: Final = (
    ("rooms", "layouts/breach.py", "import data"),
    ("rooms", "data/breach.py", "import layouts"),
    ("rooms", "dashboard/breach.py", "import data"),
    ("rooms", "data/breach.py", "import callbacks"),
    ("cellar", "callbacks/breach.py", "import sqlalchemy"),
    ("cellar", "layouts/breach.py", "import alembic"),
    ("cellar", "dashboard/breach.py", "from sqlalchemy import select"),
    ("window", "dashboard/breach.py", "import plotly.graph_objects"),
    ("window", "data/breach.py", "from dash import html"),
    ("window", "data/breach.py", "import flask"),
    ("window", "dashboard/breach.py", "import dash_bootstrap_components"),
    ("tests-alone", "data/breach.py", "import pandera.pandas"),
    ("front-door", "callbacks/breach.py", "import app"),
    ("no-cycles", "dashboard/breach.py", "from dashboard import other"),
)


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts() -> list[dict[str, str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return settings["tool"]["importlinter"]["contracts"]


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A house of empty rooms under the same contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("")
    (tmp_path / "dashboard" / "other.py").write_text("from dashboard import breach\n")
    (tmp_path / "dashboard" / "breach.py").write_text("")
    return tmp_path


def test_every_wall_stands() -> None:
    told = lint_imports(ROOT)
    assert told.returncode == 0, told.stdout
    assert f"{len(contracts())} kept, 0 broken" in told.stdout


def test_a_house_of_empty_rooms_keeps_every_contract(small_house: Path) -> None:
    assert lint_imports(small_house).returncode == 0


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_breach_is_noticed(small_house: Path, contract: str, file: str, line: str) -> None:
    (small_house / file).write_text(f"{line}\n")
    told = lint_imports(small_house, "--contract", contract)
    assert told.returncode == 1, told.stdout
    assert "0 kept, 1 broken" in told.stdout


def test_each_contract_has_a_breach_that_shows_it_can_fail() -> None:
    assert {breach[0] for breach in BREACHES} == {contract["id"] for contract in contracts()}


def test_callbacks_may_reach_the_store_through_data(small_house: Path) -> None:
    (small_house / "data" / "__init__.py").write_text("import sqlalchemy\n")
    (small_house / "callbacks" / "__init__.py").write_text("import data\n")
    assert lint_imports(small_house).returncode == 0
