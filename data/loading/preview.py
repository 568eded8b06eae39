"""Load, dry-run or undo files, and return what that changes in the measures.

The overviews before are read, and cached, as pages read them; those after in the open transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine

from dashboard.model.panel import Framework, Overview
from dashboard.model.selection import Selection
from dashboard.panels.load_effects import Effects, OverviewPair, build_effects
from data.common.errors import CommandError
from data.common.load_options import NO_LOAD_OPTIONS, LoadOptions
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile
from data.loading.extract_areas import (
    areas_named,
    areas_of_extracts,
    has_any,
    is_within,
    reports_of_others,
)
from data.loading.file_report import UNJUDGED_KINDS, FileReport, is_of_areas
from data.loading.history import DeliveryUndoReport, UnknownExtractError, undo_delivery
from data.loading.load import load_files
from data.opening.large_file import LargeFile
from data.queries.panels import load_overview
from data.queries.snapshot import Snapshot, load_catalogue, reach_of
from data.store.read_transaction import ReadTransaction, read_transaction


@dataclass(frozen=True)
class EffectsBuilder:
    """Compares the overviews before and after a load, on a day, for one who may see small numbers or not."""

    engine: Engine
    today: date
    shows_small: bool = False
    progress: Progress = unwatched

    def effects(self, connection: Connection, areas: Collection[str] | None) -> Effects:
        """Return what changes in every plan of some areas; of any area where that is None."""
        with read_transaction(self.engine) as outside:
            return build_effects(
                self._pairs(outside, ReadTransaction(connection, writes=True), areas)
            )

    def _pairs(
        self, outside: ReadTransaction, inside: ReadTransaction, areas: Collection[str] | None
    ) -> Iterator[OverviewPair]:
        before, after = self._plans(outside, areas), self._plans(inside, areas)
        names = list({**after, **before})
        for done, name in enumerate(names):
            self.progress("Comparing the measures", done, len(names))
            yield (
                self._overview(outside, before.get(name)),
                self._overview(inside, after.get(name)),
            )

    def _plans(
        self, transaction: ReadTransaction, areas: Collection[str] | None
    ) -> dict[str, Framework]:
        plans = load_catalogue(transaction).frameworks
        return {
            plan.framework_id: plan for plan in plans if areas is None or plan.area_code in areas
        }

    def _overview(self, transaction: ReadTransaction, plan: Framework | None) -> Overview | None:
        if plan is None:
            return None
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        return load_overview(Snapshot(transaction, chosen, self.today, reach_of(self.shows_small)))


class OtherAreasError(CommandError):
    """What is loaded or undone is of areas in which whoever does it may not."""

    def __init__(self) -> None:
        super().__init__(
            "This is not of your areas alone: it takes the role data team in every area. Nothing was "
            "changed."
        )


@dataclass(frozen=True)
class LoadResult:
    """The reports of a load; without effects where a file was refused or asks for something."""

    reports: tuple[FileReport, ...]
    effects: Effects | None = None


@dataclass(frozen=True)
class UndoResult:
    """The result of an undo, or of a dry run of it."""

    delivery: DeliveryUndoReport
    effects: Effects


def load_with_effects(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    files: Sequence[ExtractFile | LargeFile],
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    options: LoadOptions = NO_LOAD_OPTIONS,
    progress: Progress = unwatched,
    shows_small: bool = False,
    areas: Collection[str] | None = None,
) -> LoadResult:
    """Load files, as load_files does, and return what changes in the measures of every plan.

    OtherAreasError where they are of areas besides those named.
    """
    moment = now or datetime.now(UTC)
    effects_builder = EffectsBuilder(engine, moment.astimezone(UTC).date(), shows_small, progress)
    effects: list[Effects] = []

    def may_load(connection: Connection, reports: tuple[FileReport, ...]) -> None:
        # What a file that is not loaded is told says what the store has, too: its own issues which cases
        # there are, one that is loaded already that it is, others what they would change.
        parts = _parts(reports)
        stored = [(part.extract_id, part.kind) for part in parts if part.extract_id]
        _refuse_others(connection, areas, stored)
        named = areas_named(
            connection,
            [options.area_code, *(code for part in parts for code in part.areas)],
            [options.framework_id, *(plan for part in parts for plan in part.plans)],
        )
        if not is_within(areas, named):
            raise OtherAreasError

    def before_commit(connection: Connection, reports: tuple[FileReport, ...]) -> None:
        _refuse_other_reports(engine, connection, areas)
        effects.append(effects_builder.effects(connection, affected_areas(reports)))

    reports = load_files(
        engine,
        files,
        by=by,
        dry_run=dry_run,
        now=moment,
        options=options,
        progress=progress,
        areas=areas,
        may_load=may_load,
        before_commit=before_commit,
    )
    return LoadResult(reports, effects[0] if effects else None)


def undo_with_effects(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    extract_id: int,
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = unwatched,
    shows_small: bool = False,
    areas: Collection[str] | None = None,
) -> UndoResult:
    """Undo the delivery of an extract, or dry-run that, and return what changes.

    OtherAreasError where it is of areas besides those named, UnknownExtractError where it is of none of these.
    """
    moment = now or datetime.now(UTC)
    effects_builder = EffectsBuilder(engine, moment.astimezone(UTC).date(), shows_small, progress)
    effects: list[Effects] = []

    def may_undo(connection: Connection, kinds: Sequence[tuple[int, str]]) -> None:
        of_extracts = areas_of_extracts(connection, kinds).values()
        if not any(has_any(areas, each) for each in of_extracts):
            raise UnknownExtractError(extract_id)
        _refuse_others(connection, areas, kinds)

    def before_commit(connection: Connection, affected: Collection[str] | None) -> None:
        _refuse_other_reports(engine, connection, areas)
        effects.append(effects_builder.effects(connection, affected))

    delivery = undo_delivery(
        engine,
        extract_id,
        by=by,
        dry_run=dry_run,
        now=moment,
        progress=progress,
        may_undo=may_undo,
        before_commit=before_commit,
    )
    return UndoResult(delivery, effects[0])


def _refuse_others(
    connection: Connection, own: Collection[str] | None, kinds: Sequence[tuple[int, str]]
) -> None:
    """Raise OtherAreasError where an extract, given with its kind, is not of somebody's areas alone."""
    if own is not None and not all(
        is_within(own, areas) for areas in areas_of_extracts(connection, kinds).values()
    ):
        raise OtherAreasError


def _refuse_other_reports(
    engine: Engine, connection: Connection, own: Collection[str] | None
) -> None:
    """Raise OtherAreasError where a transaction changes which sources are reports of others than somebody's areas."""
    if own is None:
        return
    with engine.connect() as before:
        if reports_of_others(before, own) != reports_of_others(connection, own):
            raise OtherAreasError


def _parts(reports: Iterable[FileReport]) -> list[FileReport]:
    return [part for report in reports for part in (report.parts or (report,))]


def affected_areas(reports: Iterable[FileReport]) -> set[str] | None:
    """Return the areas whose measures some files can change; None for any area."""
    written = [
        part for part in _parts(reports) if part.new is not None and part.kind not in UNJUDGED_KINDS
    ]
    if not all(is_of_areas(part.kind) for part in written):
        return None
    return {area for part in written for area in part.areas}
