"""One figure in a table: its words, with what it was made of below them."""

from typing import Final

from dashboard.codes import STATISTIC_WORDS
from dashboard.pack.blocks import Cell
from dashboard.shapes import Panel, Point
from dashboard.wording import plain_number, point_words

NO_FIGURE: Final = "–"


def point_cell(panel: Panel, point: Point | None, *, has_counts: bool) -> Cell:
    """Say a figure with the counts that it is made of; a percentage alone has such."""
    if point is None:
        return Cell(NO_FIGURE)
    counts = ""
    is_rate = panel.measure.kind == "rate"
    if has_counts and is_rate and None not in (point.numerator, point.denominator):
        counts = " of ".join(
            plain_number(n, -1) for n in (point.numerator, point.denominator) if n is not None
        )
    provisional = "provisional" if point.is_provisional else ""
    statistic = STATISTIC_WORDS.get(point.statistic, point.statistic)
    detail = ", ".join(part for part in (statistic, counts, provisional) if part)
    return Cell(point_words(point, panel.measure.unit), detail)
