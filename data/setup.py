"""Make the store ready: newest schema, and the extracts that are shipped with the product."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data.load import FileReport, load_files, loaded_ever
from data.read import ExtractFile, open_extract
from data.store import migrate

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


def shipped_files() -> tuple[ExtractFile, ...]:
    """Return the shipped extracts, in the order of their names."""
    return tuple(open_extract(path) for path in sorted(SHIPPED.glob("*.csv")))


def set_up(engine: Engine) -> SetUpReport:
    """Migrate the store and load the shipped extracts that it has never seen.

    An extract that was loaded once and undone stays undone.
    """
    has_migrated = migrate(engine)
    files = shipped_files()
    with engine.connect() as connection:
        seen = loaded_ever(connection, (file.sha256 for file in files))
    missing = [file for file in files if file.sha256 not in seen]
    return SetUpReport(has_migrated, load_files(engine, missing, by="setup") if missing else ())
