"""A long monthly line as a table of its months by year, in which each stands beside its last year's."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from dashboard.pack.blocks import Cell, Column, Table
from dashboard.pack.figure_cells import NO_FIGURE, point_cell
from dashboard.shapes import Panel, Point, Series
from dashboard.wording import period_words, point_words, sentence_case

# A line of no more months is as short when they stand one below the other.
_LONG: Final = 12
_MONTHLY: Final = ("month", "ytd", "rolling12", "snapshot")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

Month: TypeAlias = tuple[int, int]


def is_by_year(series: Series) -> bool:
    """Tell whether a series is long, and has at most one figure that ends in each month."""
    ends = [point.period_end for point in series.points if not point.is_later]
    months = {(end.year, end.month) for end in ends if end}
    return series.basis in _MONTHLY and _LONG < len(ends) == len(months)


def year_table(panel: Panel, series: Series, table_id: str, caption: str) -> Table:
    """Give every figure of such a series: a row a month, a column a year; the rest in the note."""
    known = {
        (point.period_end.year, point.period_end.month): point
        for point in series.points
        if point.period_end and not point.is_later
    }
    years = sorted({year for year, _ in known})
    columns = [
        Column("Month", share=16),
        *(Column(f"{y}", is_number=True, share=14) for y in years),
    ]
    rows = tuple(
        (
            Cell(_MONTHS[month - 1]),
            *(point_cell(panel, known.get((year, month)), has_counts=True) for year in years),
        )
        for month in sorted({month for _, month in known})
    )
    note = " ".join((*_beside(panel, series), *_notes(known)))
    return Table(table_id, caption, tuple(columns), rows, note or f"{NO_FIGURE}: no figure.")


def _beside(panel: Panel, series: Series) -> Iterator[str]:
    """Say the baselines, and what a report prints as last year's figure."""
    unit = panel.measure.unit
    for one in series.baselines:
        yield f"Baseline: {point_words(one.point, unit)} ({period_words(one.point)})."
    if printed := series.printed_last_year:
        yield f"{sentence_case(period_words(printed))}, as printed: {point_words(printed, unit)}."


def _notes(known: Mapping[Month, Point]) -> Iterator[str]:
    """Say each note once, with the periods that it is of."""
    noted: dict[str, list[str]] = {}
    for _, point in sorted(known.items()):
        if point.note:
            noted.setdefault(point.note, []).append(period_words(point))
    for note, periods in noted.items():
        yield f"{sentence_case(', '.join(periods))}: {note}."
