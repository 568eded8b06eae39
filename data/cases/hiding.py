"""Decide at the load which figures of cases the public sees, and store the mark of each.

What was shown or hidden as known on an earlier day counts: a reader may look at any day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.disclosure import (
    EVERY_BASIS,
    LEFT_OUT,
    TargetBases,
    band_cells,
    hidden_bins,
    is_published,
    mark_cells,
    read_small_to,
)
from dashboard.disclosure.marks import HIDDEN, SHOWN
from dashboard.model.codes import in_headline
from data.cases.read_snapshots import unpacked_figures
from data.cases.settings import settings_upto
from data.store.case_tables import bins, computed_figures, snapshots
from data.store.databases.engine import lock_for_writing, writing_connection
from data.store.frames import load_frame
from data.store.packed_figures import BINS, FIGURES, MARKS, packed
from data.store.read_transaction import ReadTransaction
from data.store.tables import LOADED, extracts

LINE: Final = ("measure_id", "breakdown", "statistic")
LINE_OF_BINS: Final = LINE[:2]


@dataclass(frozen=True)
class Marks:
    """The marks of cells and of bins, in their order."""

    cells: np.ndarray
    bins: np.ndarray


@dataclass(frozen=True, order=True)
class AreaGroup:
    """What a snapshot is of: one area and one group of measures."""

    area_code: str
    group: str


@dataclass(frozen=True)
class Undecided:
    """All by which it is decided what of a snapshot is shown: its `own` cells, then those of its bands.

    `is_published` marks the cells that are published at all, `before` are those of the snapshot before.
    """

    cells: pd.DataFrame
    own: int
    week_bins: pd.DataFrame
    small_to: int
    is_published: np.ndarray
    before: pd.DataFrame | None

    def decide(self) -> Marks:
        """Return what is shown."""
        marks = mark_cells(self.cells, self.small_to, self.is_published, self.before)
        is_in_hidden = hidden_bins(self.week_bins, self.cells, marks != SHOWN)
        return Marks(marks[: self.own], np.where(is_in_hidden, HIDDEN, SHOWN))


def undecided_about(
    connection: Connection,
    place: AreaGroup,
    upto: int,
    cut_off: date,
    cells: pd.DataFrame,
    week_bins: pd.DataFrame,
    before: pd.DataFrame | None,
) -> Undecided:
    """Return what is to be decided about a snapshot, as of an extract, after the one `before`."""
    transaction = ReadTransaction(connection, writes=True)
    small_to = read_small_to(settings_upto(connection, upto), place.area_code, date.max)
    everything = _with_bands(cells, week_bins)
    published = is_published(everything, _target_bases(transaction, place.area_code), cut_off)
    return Undecided(everything, len(cells), week_bins, small_to, published, before)


def packed_with_marks(
    frame: pd.DataFrame, marks: np.ndarray, line: tuple[str, ...]
) -> pd.DataFrame:
    """Return the rows of a table of packed figures, with those of their marks."""
    record = FIGURES if line == LINE else BINS
    rows = packed(frame, line, record)
    return rows.assign(marks=packed(frame.assign(mark=marks), line, MARKS)["points"])


def mark_undecided(engine: Engine) -> None:
    """Decide about snapshots that an earlier version of the product stored."""
    lines = computed_figures
    undecided = sa.exists().where(
        lines.c.extract_id == snapshots.c.extract_id,
        lines.c.area_code == snapshots.c.area_code,
        lines.c.case_group == snapshots.c.case_group,
        lines.c.marks.is_(None),
    )
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        for row in connection.execute(
            sa.select(snapshots).where(undecided).order_by(snapshots.c.extract_id)
        ).all():
            place = AreaGroup(row.area_code, row.case_group)
            before = cells_before(connection, place, row.extract_id)
            _mark_again(connection, place, row.extract_id, row.cut_off, before)


def mark_targeted_parts(connection: Connection, done: Collection[AreaGroup]) -> None:
    """Decide again where a part has a target on a basis on which it is not published yet.

    Of every area and group the newest snapshot counts; those `done` in this command are new.
    """
    newest = sa.select(
        snapshots.c.area_code, snapshots.c.case_group, sa.func.max(snapshots.c.extract_id)
    ).join(extracts, extracts.c.extract_id == snapshots.c.extract_id)
    loaded = newest.where(extracts.c.state == LOADED)
    transaction = ReadTransaction(connection, writes=True)
    for area, group, extract_id in connection.execute(
        loaded.group_by(snapshots.c.area_code, snapshots.c.case_group)
    ).all():
        place, bases = AreaGroup(area, group), _target_bases(transaction, area)
        if place in done or not bases:
            continue
        cells = _cells_of(connection, place, extract_id)
        cut_off = connection.scalar(
            sa.select(snapshots.c.cut_off).where(_is_of(snapshots, place, extract_id))
        )
        by_target = is_published(cells, bases, cut_off) & ~is_published(cells, {}, cut_off)
        if (cells["mark"].to_numpy()[by_target] == LEFT_OUT).any():
            before = _with_bands(cells, _bins_of(connection, place, extract_id))
            _mark_again(connection, place, extract_id, cut_off, before)


def _mark_again(
    connection: Connection,
    place: AreaGroup,
    extract_id: int,
    cut_off: date,
    before: pd.DataFrame | None,
) -> None:
    cells = _cells_of(connection, place, extract_id)
    of_bins = _bins_of(connection, place, extract_id)
    undecided = undecided_about(connection, place, extract_id, cut_off, cells, of_bins, before)
    marks = undecided.decide()
    for table, frame, own, line in (
        (computed_figures, cells, marks.cells, LINE),
        (bins, of_bins, marks.bins, LINE_OF_BINS),
    ):
        _write_marks(connection, table, place, extract_id, packed_with_marks(frame, own, line))


def _write_marks(
    connection: Connection, table: sa.Table, place: AreaGroup, extract_id: int, rows: pd.DataFrame
) -> None:
    heads = [name for name in LINE if name in table.c]
    for row in rows.to_dict(orient="records"):
        connection.execute(
            sa.update(table)
            .where(
                _is_of(table, place, extract_id), *(table.c[name] == row[name] for name in heads)
            )
            .values(marks=row["marks"])
        )


def _is_of(table: sa.Table, place: AreaGroup, extract_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.extract_id == extract_id,
        table.c.area_code == place.area_code,
        table.c.case_group == place.group,
    )


def cells_before(connection: Connection, place: AreaGroup, upto: int) -> pd.DataFrame | None:
    """Return the marked cells and bands of the snapshot before; None where it is the first."""
    newest = sa.select(sa.func.max(snapshots.c.extract_id)).where(
        snapshots.c.area_code == place.area_code,
        snapshots.c.case_group == place.group,
        snapshots.c.extract_id < upto,
        snapshots.c.extract_id == extracts.c.extract_id,
        extracts.c.state == LOADED,
    )
    extract_id = connection.scalar(newest)
    if extract_id is None:
        return None
    of_bins = _bins_of(connection, place, extract_id)
    return _with_bands(_cells_of(connection, place, extract_id), of_bins)


def _with_bands(cells: pd.DataFrame, week_bins: pd.DataFrame) -> pd.DataFrame:
    """Return cells with those of the bands of weeks beside them, marked where both are."""
    bands = band_cells(week_bins)
    return pd.concat([cells, bands], ignore_index=True) if len(bands) else cells


def _cells_of(connection: Connection, place: AreaGroup, extract_id: int) -> pd.DataFrame:
    return unpacked_figures(_lines(connection, computed_figures, place, extract_id), FIGURES)


def _bins_of(connection: Connection, place: AreaGroup, extract_id: int) -> pd.DataFrame:
    return unpacked_figures(_lines(connection, bins, place, extract_id), BINS)


def _lines(
    connection: Connection, table: sa.Table, place: AreaGroup, extract_id: int
) -> Mapping[str, list]:
    heads = [table.c[name] for name in (*LINE, "points", "marks") if name in table.c]
    rows = connection.execute(sa.select(*heads).where(_is_of(table, place, extract_id))).all()
    return {column.name: [row[at] for row in rows] for at, column in enumerate(heads)}


def _target_bases(transaction: ReadTransaction, area_code: str) -> TargetBases:
    """Return the bases of the targets that an area's plans set for parts, whatever the day.

    One that states no basis is for every basis, or for those of the figures it was set beside.
    """
    plans = load_frame(transaction, "frameworks", area_code=area_code)["framework_id"]
    targets = load_frame(transaction, "targets", framework_id=plans.tolist())
    bases: dict[tuple[str, str], frozenset[str]] = {}
    is_of_part = (targets["role"] == "target") & (targets["breakdown"] != "")
    for row in targets.loc[is_of_part].itertuples():
        own = frozenset((row.basis or row.figure_bases).split()) or EVERY_BASIS
        for breakdown in {row.breakdown, in_headline(row.breakdown)}:
            key = (row.measure_id, breakdown)
            bases[key] = bases.get(key, frozenset()) | own
    return bases
