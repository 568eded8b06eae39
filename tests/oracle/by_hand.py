"""Cases worked out by hand: short ways to make them and to find their figures."""

from datetime import date, timedelta

from dashboard.measures import CutOff
from tests.oracle.asked import Settings
from tests.oracle.breakdowns import Case
from tests.oracle.cells import Cell, Cells, Key
from tests.oracle.columns import KINDS_OF, case
from tests.oracle.product import differences, figures_of, product_work
from tests.oracle.worked_out import DEFAULTS, worked_out

CUT_OFF = date(2024, 12, 31)
ISSUED = date(2024, 6, 12)


def cells_of(
    group: str, *cases: Case, cut_off: date = CUT_OFF, settings: Settings = DEFAULTS
) -> Cells:
    """Work out the cases, each of the kind that its columns are of; the product says the same."""
    rows: dict[str, list[Case]] = {kind: [] for kind in KINDS_OF[group]}
    for each in cases:
        rows[next(kind for kind in rows if case(kind).keys() == each.keys())].append(each)
    cells = worked_out(group, rows, cut_off, cut_off, settings)
    found = product_work(group, rows, CutOff(cut_off, cut_off), settings).cells
    assert differences(cells, figures_of(found)) == []
    return cells


def in_month(cells: Cells, measure_id: str, day: date, breakdown: str = "") -> Cell | None:
    """Return the figure of the month that holds a day."""
    for key, cell in cells.items():
        named = (key.measure_id, key.breakdown, key.basis) == (measure_id, breakdown, "month")
        if named and key.start <= day <= key.end:
            return cell
    return None


def on_day(
    cells: Cells, measure_id: str, day: date, breakdown: str = "", statistic: str = ""
) -> Cell:
    return cells[Key(measure_id, breakdown, statistic, "snapshot", day, day)]


def ago(days: int, day: date = ISSUED) -> date:
    return day - timedelta(days)
