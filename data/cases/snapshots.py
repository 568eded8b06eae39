"""Snapshots: the figures worked out from the cases in force, stored by extract.

A snapshot of one area and one group of measures belongs to the newest extract that bears on it:
an extract of its cases, or of the settings by which all cases are counted.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.cases.hiding import (
    LINE,
    LINE_OF_BINS,
    AreaGroup,
    Marks,
    Undecided,
    cells_before,
    packed_with_marks,
    undecided_about,
)
from data.cases.second_process import second_process
from data.cases.settings import SETTINGS, settings_upto
from data.common.progress import progress_of
from data.schema.registry import KINDS
from data.store.case_scopes import (
    ScopeExtract,
    cut_offs,
    group_kinds,
    in_force,
    loaded_scopes,
    refuse_purged,
)
from data.store.case_tables import SNAPSHOT_TABLES, accounts, bins, extract_scopes, snapshots
from data.store.case_tables import computed_figures as computed_lines
from data.store.current_cases import Fresh, current_cases
from data.store.databases.bulk_insert import write_columns
from data.store.tables import LOADED, extracts

if TYPE_CHECKING:
    from dashboard.measures.compute import ComputedFigures


class _Computed(NamedTuple):
    """The figures of a place, of which it is not decided yet which are shown."""

    place: AreaGroup
    cut_off: date
    result: "ComputedFigures"
    undecided: Undecided


def compute_snapshots(
    connection: Connection, places: Collection[AreaGroup], upto: int, fresh: Fresh | None = None
) -> int:
    """Write the snapshots of places as of an extract and return how many figures they have.

    Of two places in turn the first is decided about beside the second. PurgedCasesError where cases
    that would be counted were purged.
    """
    figures, progress = 0, progress_of(connection)
    elsewhere: _Computed | None = None
    with second_process(len(places)) as second:
        for number, place in enumerate(places):
            progress("Working out", number, len(places))
            computed = _compute(connection, place, upto, fresh)
            if computed is None:
                continue
            figures += len(computed.result.cells)
            if second.start(computed.undecided):
                elsewhere = computed
                continue
            progress("Hiding small numbers", number, len(places))
            _write_snapshot(connection, computed, upto, computed.undecided.decide())
            if elsewhere:
                _write_snapshot(connection, elsewhere, upto, second.take())
                elsewhere = None
        if elsewhere:
            _write_snapshot(connection, elsewhere, upto, second.take())
    return figures


def _compute(
    connection: Connection, place: AreaGroup, upto: int, fresh: Fresh | None
) -> _Computed | None:
    """Compute the figures of a place and drop its snapshot of the extract; None without cases."""
    from dashboard import measures  # noqa: PLC0415 - only extracts of cases need it

    kinds = group_kinds(place.group)
    counted = in_force(loaded_scopes(connection, place.area_code, kinds, upto=upto))
    refuse_purged(counted)
    _drop_snapshot(connection, place, upto)
    if not counted:
        return None
    newest, oldest = cut_offs(counted)
    progress = progress_of(connection)
    result = measures.compute_measures(
        place.group,
        {
            kind.name: current_cases(connection, kind, place.area_code, counted, fresh)
            for kind in kinds
        },
        measures.CutOff(newest, oldest),
        measures.read_settings(settings_upto(connection, upto), place.area_code),
        lambda done, of: progress("Working out", done, of),
    )
    before = cells_before(connection, place, upto)
    undecided = undecided_about(connection, place, upto, newest, result.cells, result.bins, before)
    return _Computed(place, newest, result, undecided)


def _write_snapshot(connection: Connection, computed: _Computed, upto: int, marks: Marks) -> None:
    place, result = computed.place, computed.result
    head = {"extract_id": upto, "area_code": place.area_code, "case_group": place.group}
    connection.execute(sa.insert(snapshots).values(**head, cut_off=computed.cut_off))
    _write(connection, computed_lines, head, packed_with_marks(result.cells, marks.cells, LINE))
    _write(connection, bins, head, packed_with_marks(result.bins, marks.bins, LINE_OF_BINS))
    _write(connection, accounts, head, result.accounts)


def _write(
    connection: Connection, table: sa.Table, head: dict[str, object], rows: pd.DataFrame
) -> None:
    columns = {name: pd.Series([value] * len(rows)) for name, value in head.items()}
    write_columns(connection, table.name, columns | {name: rows[name] for name in rows})


def _drop_snapshot(connection: Connection, place: AreaGroup, extract_id: int) -> None:
    for table in (*SNAPSHOT_TABLES, snapshots):
        connection.execute(
            sa.delete(table).where(
                table.c.extract_id == extract_id,
                table.c.area_code == place.area_code,
                table.c.case_group == place.group,
            )
        )


def area_groups_of(
    connection: Connection, extract_id: int, kind_name: str
) -> tuple[AreaGroup, ...]:
    """Return the places on which an extract bears: for settings, every place with cases."""
    if kind_name == SETTINGS:
        return tuple(sorted({_area_group(each) for each in loaded_scopes(connection)}))
    own = sa.select(extract_scopes).where(extract_scopes.c.extract_id == extract_id)
    areas = {row.area_code for row in connection.execute(own)}
    form = KINDS[kind_name].cases
    return tuple(AreaGroup(area, form.group) for area in sorted(areas)) if form else ()


def _area_group(scope: ScopeExtract) -> AreaGroup:
    form = KINDS[scope.kind].cases
    return AreaGroup(scope.area_code, form.group if form else "")


def recompute_after_undo(connection: Connection, undone: Collection[int], place: AreaGroup) -> None:
    """Compute again every snapshot of a place in which undone extracts had a part."""
    written = _snapshot_ids(connection, place)
    bearing = _relevant_extract_ids(connection, place)
    # Settings loaded after the first cases bear on nothing once those cases are undone.
    for extract_id in written - set(bearing):
        _drop_snapshot(connection, place, extract_id)
    later = {each for each in bearing if each > min(undone) and each in written}
    # Of extracts loaded in one command only the newest has a snapshot: now it may be another.
    before = (
        max((each for each in bearing if each < undone_id), default=0) for undone_id in undone
    )
    missing = {each for each in before if each} - written
    for extract_id in sorted(later | missing):
        compute_snapshots(connection, [place], extract_id)


def _snapshot_ids(connection: Connection, place: AreaGroup) -> set[int]:
    statement = sa.select(snapshots.c.extract_id).where(
        snapshots.c.area_code == place.area_code, snapshots.c.case_group == place.group
    )
    return set(connection.scalars(statement))


def _relevant_extract_ids(connection: Connection, place: AreaGroup) -> list[int]:
    """Return the loaded extracts that bear on a place, in their order."""
    cases = loaded_scopes(connection, place.area_code, group_kinds(place.group))
    own = {each.extract_id for each in cases}
    statement = sa.select(extracts.c.extract_id).where(
        extracts.c.kind == SETTINGS, extracts.c.state == LOADED
    )
    first = min(own, default=0)
    settings = {each for each in connection.scalars(statement) if own and each > first}
    return sorted(own | settings)
