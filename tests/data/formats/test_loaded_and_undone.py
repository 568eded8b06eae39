"""A file of every maker loads beside a whole release, changes nothing of it, and is undone whole.

The files are made up in the published layouts; `make bench` does the same with the published ones.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from data.cli.main import main
from data.files.csv_reader import ExtractFile
from data.schema.registry import ALL_KINDS
from data.store.current_rows import current_rows
from tests.builders.dfe import TOWER_HAMLETS, made_release
from tests.builders.dfe_2026 import reviews, timeliness
from tests.builders.published_tables import (
    balances,
    lait_measures,
    lait_values,
    profile,
    waits,
    whole_profile,
)
from tests.data.formats.test_neighbours import listed as neighbours
from tests.data.formats.test_nhs_autism import waits as autism_waits
from tests.stores import MakeStore, address, opened

DAY = ("--published-on", "2026-06-11")
RELEASE = "dfe-2025"
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "timeliness of 2026": ("--source", "dfe-2026", *DAY),
    "reviews of 2026": ("--source", "dfe-2026", *DAY),
    "reviews first published": ("--source", "dfe-2025-first", "--published-on", "2025-06-26"),
    "appeals": ("--source", RELEASE),
    "autism waits": DAY,
    "community waits": DAY,
    "early years": DAY,
    "balances": DAY,
    "lait": DAY,
    "neighbours": DAY,
}


@dataclass(frozen=True)
class Published:
    """The archive of a release, and the files that are loaded beside it, by the names above."""

    archive: Path
    others: Mapping[str, tuple[Path, ...]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Made-up files; elsewhere the published ones."""
    folder = tmp_path_factory.mktemp("published")

    def written(*files: ExtractFile) -> tuple[Path, ...]:
        paths = [folder / f"{number}_{file.name}" for number, file in enumerate(files)]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.content)
        return tuple(paths)

    release = made_release()
    (archive,) = written(release.archive)
    others = {
        "timeliness of 2026": (timeliness(TOWER_HAMLETS),),
        "reviews of 2026": (reviews(TOWER_HAMLETS),),
        "reviews first published": (release.first,),
        "appeals": (release.appeals,),
        "autism waits": (autism_waits({}),),
        "community waits": (waits({}),),
        "early years": (profile(*whole_profile()),),
        "balances": (balances({}),),
        "lait": (lait_measures({}), lait_values({})),
        "neighbours": (neighbours({}),),
    }
    return Published(archive, {name: written(*files) for name, files in others.items()})


@pytest.fixture
def store(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A store with the shipped extracts, which the commands use."""
    url = make_store("shipped")
    monkeypatch.setenv("DATABASE_URL", address(url))
    with opened(url) as engine:
        yield engine


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    """Run a command and return its JSON; it must succeed."""
    code = main([*map(str, arguments), "--json"])
    output = capsys.readouterr().out
    assert code == 0, output
    return json.loads(output)


def rows_of(engine: Engine, kinds: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return the current rows of kinds as text, whichever extract they are of."""
    with engine.connect() as connection:
        return {kind: _current(connection, kind) for kind in kinds}


def _current(connection: Connection, kind: str) -> list[tuple[str, ...]]:
    statement = current_rows(kind)
    columns = statement.selected_columns.keys()
    places = [n for n, name in enumerate(columns) if name not in {"row_id", "extract_id"}]
    rows = connection.execute(statement).all()
    return [tuple(str(row[place]) for place in places) for row in rows]


def figures_of_release(engine: Engine) -> list[tuple[str, ...]]:
    """Return the figures of the whole release."""
    (rows,) = rows_of(engine, ["observations"]).values()
    return [row for row in rows if RELEASE in row]


@pytest.mark.both_databases
def test_each_file_loads_beside_a_release_and_is_undone(
    store: Engine, published: Published, capsys: pytest.CaptureFixture[str]
):
    kinds = [kind.name for kind in ALL_KINDS if not kind.cases]
    shipped = rows_of(store, kinds)
    loaded = run(capsys, "load", published.archive)
    beside = rows_of(store, kinds)
    figures = figures_of_release(store)
    assert set(published.others) == set(OPTIONS)
    for name, paths in published.others.items():
        sent = run(capsys, "load", *paths, *OPTIONS[name])
        files = [file for file in sent["files"] if not file["read_with"]]
        assert [file["state"] for file in files] == ["loaded"], name
        assert files[0]["rows"] > 0
        assert figures_of_release(store) == figures, name
        run(capsys, "undo", str(files[0]["extract_id"]))
        assert rows_of(store, kinds) == beside, name
    run(capsys, "undo", str(loaded["files"][0]["extract_id"]))
    assert rows_of(store, kinds) == shipped
