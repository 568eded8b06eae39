"""What a reader without rights can fetch of figures worked out from cases, and what it hides."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.cases import CaseView, view_query
from dashboard.cases.model import Distribution
from dashboard.disclosure import version_and_dimension
from dashboard.disclosure.quantities import band_name
from dashboard.measures import MEASURES
from dashboard.model.codes import WHOLE_BREAKDOWNS
from dashboard.text.periods import period_words
from data.cases.visible_cells import CellQuery, list_breakdowns
from data.queries.as_of import Judging, cells_at, load_as_of
from data.queries.case_views import case_view
from data.store.case_tables import computed_figures
from data.store.read_transaction import ReadTransaction, read_transaction
from tests.attack.boroughs import AREA, PLAN

CELL = ["measure_id", "breakdown", "statistic", "basis", "period_start", "period_end"]
NUMBERS = ["numerator", "denominator", "value"]
# How many of the newest periods with bands of weeks a reader looks at.
_PERIODS = {"month": 2, "year": 1, "rolling12": 1, "snapshot": 2}
COLUMNS = [*CELL, *NUMBERS, "marker", "cut_off"]


def fetch(
    engine: Engine,
    days: Sequence[date],
    dimensions: Collection[str] | None = None,
    *,
    shows_small: bool = False,
) -> pd.DataFrame:
    """Return every cell that pages and their files show, as known on some days (`as_of`).

    A cell that one page hides and another shows is shown. Without `dimensions` they are all there
    are. `shows_small` returns what is behind.
    """
    with read_transaction(engine) as transaction:
        pieces = []
        for day in days:
            framework = load_as_of(transaction, None).catalogue.frameworks[PLAN]
            judging = Judging(framework, day, day, shows_small)
            cells: pd.DataFrame = pd.concat(
                _read(transaction, judging, dimensions), ignore_index=True
            ).loc[:, COLUMNS]
            shown_first = cells.sort_values("marker", kind="stable").drop_duplicates(CELL)
            bands = pd.DataFrame(_bands(transaction, judging, shown_first), columns=COLUMNS)
            bands = bands.drop_duplicates(CELL)
            pieces.append(pd.concat([shown_first, bands], ignore_index=True).assign(as_of=day))
    return pd.concat(pieces, ignore_index=True)


def _read(
    transaction: ReadTransaction, judging: Judging, dimensions: Collection[str] | None
) -> Iterator[pd.DataFrame]:
    catalogue = load_as_of(transaction, None).catalogue
    for query in _queries(transaction, dimensions):
        yield cells_at(transaction, catalogue, judging, query)


def measures_worked_out(transaction: ReadTransaction) -> tuple[str, ...]:
    """Return every measure of which there are figures of cases, those of surveys among them."""
    with transaction.connect() as connection:
        found = connection.scalars(sa.select(computed_figures.c.measure_id).distinct())
        return tuple(sorted(found))


def _queries(
    transaction: ReadTransaction, dimensions: Collection[str] | None
) -> Iterator[CellQuery]:
    """Yield what the overview, the view of each measure and each of its dimensions ask for."""
    measures = measures_worked_out(transaction)
    yield CellQuery(AREA, measures, (), ("month", "snapshot", "year"))
    for measure_id in measures:
        view = view_query(measure_id)
        parts = tuple(part for part in view.breakdowns if part not in WHOLE_BREAKDOWNS)
        yield CellQuery(AREA, view.measures, parts, (*view.bases, "year"))
        by_dimension: dict[tuple[str, str], list[str]] = {}
        for part in list_breakdowns(transaction, AREA, (measure_id,)):
            by_dimension.setdefault(version_and_dimension(part), []).append(part)
        for (_, dimension), parts_of_dimension in by_dimension.items():
            if dimensions is not None and dimension not in ("", *dimensions):
                continue
            yield CellQuery(AREA, (measure_id,), tuple(parts_of_dimension))


def _bands(
    transaction: ReadTransaction, judging: Judging, cells: pd.DataFrame
) -> Iterator[dict[str, object]]:
    """Yield the bands of weeks beside each measure that has them, in its newest periods."""
    measures = load_as_of(transaction, None).catalogue.measures
    for measure_id, entry in MEASURES.items():
        view = getattr(entry, "weeks", None)
        is_whole = (cells["measure_id"] == measure_id) & (cells["breakdown"] == "")
        whole: pd.DataFrame = cells.loc[is_whole]
        if view is None:
            continue
        names = [band_name(*each) for each in zip(view.edges, [*view.edges[1:], None], strict=True)]
        for basis, of_basis in whole.sort_values(by="period_end").groupby("basis"):
            for row in of_basis.tail(_PERIODS.get(str(basis), 0)).to_dict(orient="records"):
                period = (str(basis), row["period_start"], row["period_end"])
                beside = case_view(transaction, judging, measures[measure_id], period)
                words = period_words(*period[1:], period[0])
                for shown in _distributions(beside):
                    if (shown.noun, shown.period) != (view.noun, words):
                        continue
                    for name, band in zip(names, shown.bands, strict=True):
                        numbers = {"value": band.number, "marker": band.marker, "breakdown": name}
                        nothing = {"numerator": np.nan, "denominator": np.nan, "statistic": ""}
                        yield {str(column): row[column] for column in COLUMNS} | nothing | numbers


def _distributions(beside: CaseView | None) -> Iterator[Distribution]:
    by_week = beside.backlog.by_week if beside and beside.backlog else None
    yield from (each for each in (beside and beside.distribution, by_week) if each)
