"""Make the store ready: newest schema, and the extracts that are shipped with the product."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Engine

from data.store import migrate

if TYPE_CHECKING:
    from data.load import FileReport

SHIPPED = Path(__file__).parent / "extracts"


@dataclass(frozen=True)
class SetUpReport:
    """Tell what setting up had to do."""

    has_migrated: bool
    files: tuple[FileReport, ...]

    @property
    def has_done_nothing(self) -> bool:
        """Return whether all was in place."""
        return not self.has_migrated and not self.files


def set_up(engine: Engine) -> SetUpReport:
    """Migrate the store and load the shipped extracts that it has never seen.

    An extract that was loaded once and undone stays undone.
    """
    has_migrated = migrate(engine)
    missing = _never_seen(engine)
    return SetUpReport(has_migrated, _load(engine, missing) if missing else ())


def _never_seen(engine: Engine) -> list[Path]:
    # The tables are not imported: declaring them takes longer than asking.
    statement = sa.select(sa.column("sha256")).select_from(sa.table("extracts"))
    with engine.connect() as connection:
        seen = set(connection.scalars(statement))
    paths = sorted(SHIPPED.glob("*.csv"))
    return [path for path in paths if sha256(path.read_bytes()).hexdigest() not in seen]


def _load(engine: Engine, paths: list[Path]) -> tuple[FileReport, ...]:
    # Most starts have nothing to load, and need not import what loads.
    from data.load import load_files  # noqa: PLC0415
    from data.read import open_extract  # noqa: PLC0415

    return load_files(engine, [open_extract(path) for path in paths], by="setup")
