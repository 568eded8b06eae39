"""Load, dry-run or undo, and tell in the measures' words what that changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from dashboard.panels.load_effects import Effects
from data.common.load_options import NOTHING_GIVEN, Given
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile
from data.loading.coverage import SILENT, is_of_areas
from data.loading.effects import Asker
from data.loading.history import DeliveryUndone, undo_delivery
from data.loading.load import load_files
from data.loading.session import FileReport


@dataclass(frozen=True)
class Intake:
    """What became of the files; without effects where any of them was refused or asks something."""

    reports: tuple[FileReport, ...]
    effects: Effects | None = None


@dataclass(frozen=True)
class Undone:
    """What an undo did, or would do."""

    delivery: DeliveryUndone
    effects: Effects


def take_in(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    files: Sequence[ExtractFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    given: Given = NOTHING_GIVEN,
    progress: Progress = unwatched,
    shows_small: bool = False,
) -> Intake:
    """Load files, as load_files does, and tell what changes in the measures of every plan."""
    moment = now or datetime.now(UTC)
    asker = Asker(engine, moment.astimezone(UTC).date(), shows_small, progress)
    found: list[Effects] = []

    def look(connection: Connection, reports: tuple[FileReport, ...]) -> None:
        found.append(asker.effects(connection, areas_borne_on(reports)))

    reports = load_files(
        engine,
        files,
        by=by,
        dry_run=dry_run,
        now=moment,
        given=given,
        progress=progress,
        look=look,
    )
    return Intake(reports, found[0] if found else None)


def take_back(
    engine: Engine,
    extract_id: int,
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = unwatched,
    shows_small: bool = False,
) -> Undone:
    """Undo the delivery of an extract, or see what that would do, and tell what changes."""
    moment = now or datetime.now(UTC)
    asker = Asker(engine, moment.astimezone(UTC).date(), shows_small, progress)
    found: list[Effects] = []
    delivery = undo_delivery(
        engine,
        extract_id,
        by=by,
        dry_run=dry_run,
        now=moment,
        progress=progress,
        look=lambda connection, areas: found.append(asker.effects(connection, areas)),
    )
    return Undone(delivery, found[0])


def areas_borne_on(reports: Iterable[FileReport]) -> set[str] | None:
    """Return the areas whose measures some files can change; None where they can change any."""
    written = [
        part
        for report in reports
        for part in (report.parts or (report,))
        if part.new is not None and part.kind not in SILENT
    ]
    if not all(is_of_areas(part.kind) for part in written):
        return None
    return {area for part in written for area in part.areas}
