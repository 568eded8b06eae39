"""What a reader without rights can fetch of figures worked out from cases, and what it hides."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from dashboard.cases import view_query
from dashboard.disclosure import version_and_dimension
from dashboard.measures import MEASURES
from dashboard.model.codes import WHOLE_BREAKDOWNS
from data.cases.visible_cells import CellQuery, list_breakdowns
from data.queries.as_of import Judging, cells_at, load_as_of
from data.store.read_transaction import ReadTransaction, read_transaction
from tests.attack.boroughs import AREA, PLAN

CELL = ["measure_id", "breakdown", "statistic", "basis", "period_start", "period_end"]
NUMBERS = ["numerator", "denominator", "value"]
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
            shown_first = cells.sort_values("marker", kind="stable")
            pieces.append(shown_first.drop_duplicates(CELL).assign(as_of=day))
    return pd.concat(pieces, ignore_index=True)


def _read(
    transaction: ReadTransaction, judging: Judging, dimensions: Collection[str] | None
) -> Iterator[pd.DataFrame]:
    catalogue = load_as_of(transaction, None).catalogue
    for query in _queries(transaction, dimensions):
        yield cells_at(transaction, catalogue, judging, query)


def _queries(
    transaction: ReadTransaction, dimensions: Collection[str] | None
) -> Iterator[CellQuery]:
    """Yield what the overview, the view of each measure and each of its dimensions ask for."""
    yield CellQuery(AREA, tuple(MEASURES), (), ("month", "snapshot", "year"))
    for measure_id in MEASURES:
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
