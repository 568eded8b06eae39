"""Set up the store: the newest schema, the shipped extracts and the Example borough."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Engine

from data.store.databases.engine import migrate
from data.store.published import refresh_views
from data.synthesise.example_area import example_contents, example_names

if TYPE_CHECKING:
    from data.loading.load import FileReport

SHIPPED = Path(__file__).parents[1] / "extracts"
# The files of the Example borough begin so: its plan (example_…) and its cases (example-…).
_EXAMPLE = "example"
# Those of an area's profile: outcomes, and the figures of areas like ours.
_PROFILE = "profile"
_UNDONE = "undone"


@dataclass(frozen=True)
class SetUpReport:
    """What setup did."""

    has_migrated: bool
    files: tuple[FileReport, ...]

    @property
    def has_done_nothing(self) -> bool:
        """Return whether everything was in place."""
        return not self.has_migrated and not self.files


class _SeenExtract(NamedTuple):
    sha256: str
    file_name: str
    state: str


def set_up(engine: Engine, *, with_example: bool = True, with_profile: bool = True) -> SetUpReport:
    """Migrate the store and load the shipped extracts that it has never held.

    An extract that was loaded and undone stays undone. `with_example` adds the Example borough:
    its plan, and its synthetic cases, which are made only when they are to be loaded;
    `with_profile` the figures that profiles show and plans do not, those of similar areas too.
    """
    has_migrated = migrate(engine)
    if has_migrated:
        from data.cases.hiding import mark_undecided  # noqa: PLC0415 - seldom needed

        mark_undecided(engine)
    has_migrated |= refresh_views(engine)
    seen = _seen_extracts(engine)
    left_out = () if with_example else (_EXAMPLE,)
    left_out += () if with_profile else (_PROFILE,)
    paths = [path for path in _never_seen(seen) if not path.name.startswith(left_out)]
    kinds = _kinds_to_make(seen) if with_example else []
    is_needed = paths or kinds
    return SetUpReport(has_migrated, _load(engine, paths, kinds) if is_needed else ())


def _seen_extracts(engine: Engine) -> list[_SeenExtract]:
    # The tables are not imported: to declare them takes longer than the query.
    columns = [sa.column(name) for name in _SeenExtract._fields]
    statement = sa.select(*columns).select_from(sa.table("extracts"))
    with engine.connect() as connection:
        return [_SeenExtract(*row) for row in connection.execute(statement)]


def _never_seen(seen: list[_SeenExtract]) -> list[Path]:
    contents = {extract.sha256 for extract in seen}
    # Real data comes first, in the history as on the pages.
    paths = sorted(SHIPPED.glob("*.csv"), key=lambda path: (_is_example(path.name), path.name))
    return [path for path in paths if sha256(path.read_bytes()).hexdigest() not in contents]


def _is_example(name: str) -> bool:
    return name.startswith(_EXAMPLE)


def _kinds_to_make(seen: list[_SeenExtract]) -> list[str]:
    """Return the kinds of synthetic cases never loaded; none where any example file was undone."""
    example = [extract for extract in seen if _is_example(extract.file_name)]
    if any(extract.state == _UNDONE for extract in example):
        return []
    loaded = {extract.file_name for extract in example}
    return [kind for kind, name in example_names().items() if name not in loaded]


def _load(engine: Engine, paths: list[Path], kinds: list[str]) -> tuple[FileReport, ...]:
    # Most starts have nothing to load: they do not import this.
    from data.files.csv_reader import ExtractFile, open_extract  # noqa: PLC0415
    from data.loading.load import load_files  # noqa: PLC0415

    files = [open_extract(path) for path in paths]
    if kinds:
        contents = example_contents()
        files += [ExtractFile(example_names()[kind], contents[kind]) for kind in kinds]
    return load_files(engine, files, by="setup")
