"""Tables of the figures of a pack: all in the report, the newest of long series on slides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from dashboard.judging.series import COMPUTED_WORDS
from dashboard.model.codes import STATISTIC_WORDS, breakdown_words, window_words
from dashboard.model.panel import Panel, Point, Series
from dashboard.model.points import PUBLISHED
from dashboard.pack.blocks import Table, TableCell, TableColumn
from dashboard.pack.blocks_from_series import (
    NO_FIGURE,
    baseline_cell,
    point_cell,
    point_content,
    series_name,
)
from dashboard.pack.commentary import measure_name
from dashboard.panels.panel import row_series
from dashboard.text.format import period_words, point_words, sentence_case
from dashboard.text.periods import month_words

# A series of no more months is as short with one month below the other.
_LONG: Final = 12
_MONTHLY: Final = (
    "month",
    "ytd",
    "rolling12",
    "snapshot",
)  # Of a longer series a slide shows the newest figures, as many as fit one; the report has all.
SHORT: Final = 6
NEWEST: Final = 8
# More columns than this are further tables.
COLUMNS: Final = 4
_BY_MONTH: Final = ("month", "ytd", "rolling12")

Month: TypeAlias = tuple[int, int]
Period: TypeAlias = tuple[date, date]


def is_by_year(series: Series) -> bool:
    """Return whether a series is long, with at most one figure that ends in each month."""
    ends = [point.period_end for point in series.points if not point.is_later]
    months = {(end.year, end.month) for end in ends if end}
    return series.basis in _MONTHLY and _LONG < len(ends) == len(months)


def year_table(panel: Panel, series: Series, table_id: str, caption: str) -> Table:
    """Return the figures of such a series: a row a month, a column a year; notes below."""
    by_month = {
        (point.period_end.year, point.period_end.month): point
        for point in series.points
        if point.period_end and not point.is_later
    }
    years = sorted({year for year, _ in by_month})
    columns = [
        TableColumn("Month", share=16),
        *(TableColumn(f"{y}", is_number=True, share=14) for y in years),
    ]
    rows = tuple(
        (
            TableCell(f"{date(years[0], month, 1):%B}"),
            *(point_cell(panel, by_month.get((year, month)), has_counts=True) for year in years),
        )
        for month in sorted({month for _, month in by_month})
    )
    note = " ".join((*_baseline_sentences(panel, series), *_year_notes(by_month)))
    return Table(table_id, caption, tuple(columns), rows, note or f"{NO_FIGURE}: no figure.")


def _baseline_sentences(panel: Panel, series: Series) -> Iterator[str]:
    unit = panel.measure.unit
    for baseline in series.baselines:
        yield f"Baseline: {point_words(baseline.point, unit)} ({period_words(baseline.point)})."
    if printed := series.printed_last_year:
        yield f"{sentence_case(period_words(printed))}, as printed: {point_words(printed, unit)}."


def _year_notes(by_month: Mapping[Month, Point]) -> Iterator[str]:
    """Yield each note once, after the periods that have it."""
    noted: dict[str, list[str]] = {}
    for _, point in sorted(by_month.items()):
        if point.note:
            noted.setdefault(point.note, []).append(period_words(point))
    for note, periods in noted.items():
        yield f"{sentence_case(', '.join(periods))}: {note}."


def report_figures(panel: Panel) -> tuple[Table, ...]:
    """Return every figure of a measure: a table for each part, its windows side by side."""
    groups: defaultdict[tuple[str, ...], list[Series]] = defaultdict(list)
    for series in panel.series:
        if series.points or series.baselines:
            key = (series.breakdown, series.origin, _rows_of(series))
            used = {other.window for other in groups[key]}
            groups[(*key, series.statistic) if series.window in used else key].append(series)
    return tuple(
        _part_table(panel, part, f"figures-{panel.measure.measure_id}-{at}")
        for at, part in enumerate(groups.values(), start=1)
    )


def _part_table(panel: Panel, part: Sequence[Series], table_id: str) -> Table:
    caption = _part_caption(panel, part_name(panel, part[0]), part)
    if len(part) == 1 and is_by_year(part[0]):
        return year_table(panel, part[0], table_id, caption)
    return _figures_grid(panel, part, table_id, caption)


def part_name(panel: Panel, series: Series) -> str:
    """Return the part of a series without its window, and its origin where both origins exist."""
    is_listed = {other.origin for other in panel.series} > {
        series.origin
    } and series.origin != PUBLISHED
    parts = (breakdown_words(series.breakdown), COMPUTED_WORDS if is_listed else "")
    return ", ".join(part for part in parts if part)


def _part_caption(panel: Panel, name: str, part: Sequence[Series]) -> str:
    bases = ", ".join(window_words(*series.window).lower() for series in part)
    title = ", ".join(word for word in (panel.measure.title, name) if word)
    return f"{title}: {bases}"


def _rows_of(series: Series) -> str:
    """Return what the rows of a series' table are: months for the windows that end with each."""
    return "month" if series.basis in _BY_MONTH else series.basis


def slide_figures(panels: Iterable[Panel]) -> Iterator[tuple[str, Table]]:
    """Yield title and table of the figures on slides: short series together, long ones apart."""
    short: list[tuple[TableCell, ...]] = []
    long: list[tuple[str, Table]] = []
    for panel in panels:
        listed = _listed_series(panel)
        short += [_short_row(panel, series) for series in listed if len(series.points) <= SHORT]
        title = f"{panel.measure.short_title}: newest figures"
        lines = [series for series in listed if len(series.points) > SHORT]
        long += ((title, table) for table in _long_tables(panel, lines))
    columns = (
        TableColumn("Measure", share=26),
        TableColumn("Baseline", share=14),
        TableColumn("Figures", share=35),
    )
    if short:
        caption = "Figures of each measure, oldest first"
        yield "The figures, oldest first", Table("figures", caption, columns, tuple(short))
    yield from long


def _listed_series(panel: Panel) -> list[Series]:
    """Return the series that have a row, and what was published beside them."""
    rows = row_series(panel)
    return [o for o in panel.series if o in rows or (o.origin == PUBLISHED and o.points)]


def _short_row(panel: Panel, series: Series) -> tuple[TableCell, ...]:
    """Return one row with all figures of a short series."""
    unit = panel.measure.unit
    points = [(sentence_case(period_words(p)), _with_statistic(p, unit)) for p in series.points]
    printed = series.printed_last_year
    if printed:
        words = f"{sentence_case(period_words(printed))}, as printed"
        points.insert(0, (words, point_words(printed, unit)))
    figures_text = "; ".join(f"{period}: {value}" for period, value in points)
    label = series_name(series) if series.label else ""
    return (
        TableCell(measure_name(panel), label),
        baseline_cell(panel, series),
        TableCell(figures_text or "No figure"),
    )


def _with_statistic(point: Point, unit: str) -> str:
    statistic = STATISTIC_WORDS.get(point.statistic, point.statistic)
    words = point_words(point, unit)
    return f"{words} ({statistic})" if statistic and point.has_number else words


def _long_tables(panel: Panel, lines: Sequence[Series]) -> Iterator[Table]:
    groups: defaultdict[str, list[Series]] = defaultdict(list)
    for series in lines:
        groups[_rows_of(series)].append(series)
    batches = [
        part[at : at + COLUMNS] for part in groups.values() for at in range(0, len(part), COLUMNS)
    ]
    for at, part in enumerate(batches, start=1):
        number = f"-{at}" if len(batches) > 1 else ""
        table_id = f"figures-{panel.measure.measure_id}{number}"
        yield _figures_grid(panel, part, table_id, panel.measure.title, NEWEST)


def _figures_grid(
    panel: Panel, part: Sequence[Series], table_id: str, caption: str, newest: int | None = None
) -> Table:
    """Return series side by side, a row a period; only the `newest` periods if given."""
    lines = [_by_period(series) for series in part]
    every = sorted({period for line in lines for period in line})
    shown = every[-newest:] if newest else every
    notes = [] if newest else [_period_notes(period, lines) for period in shown]
    names = _column_names(part)
    columns = [
        TableColumn("Period", share=20),
        *(TableColumn(n, is_number=True, share=15) for n in names),
    ]
    rows = [_grid_row(panel, period, part, lines, has_counts=not newest) for period in shown]
    if not newest:
        rows = [*_other_rows(panel, part), *rows]
    if any(notes):
        columns.append(TableColumn("Note", share=30))
        blank = len(rows) - len(shown)
        note_cells = [*(TableCell("") for _ in range(blank)), *(TableCell(note) for note in notes)]
        rows = [(*row, note) for row, note in zip(rows, note_cells, strict=True)]
    earlier = len(every) - len(shown)
    note = f"The newest {len(shown)} periods; the report has {len(every)}." if earlier else ""
    return Table(table_id, caption, tuple(columns), tuple(rows), note)


def _by_period(series: Series) -> Mapping[Period, Point]:
    """Return the points of a series by period; of windows that end with a month, by that month."""
    judged_points = [point for point in series.points if not point.is_later]
    return {period: point for point in judged_points if (period := _period(series, point))}


def _period(series: Series, point: Point) -> Period | None:
    if point.period_end is None:
        return None
    end = point.period_end
    if series.basis in _BY_MONTH:
        return (end, end)
    return (end, point.period_start or end)


def _column_names(part: Sequence[Series]) -> list[str]:
    bases = [window_words(*series.window) for series in part]
    if len(part) == 1:
        return ["Value"]
    is_single_part = len({series.breakdown for series in part}) == 1 and len(set(bases)) == len(
        bases
    )
    return bases if is_single_part else [series_name(series) for series in part]


def _grid_row(
    panel: Panel,
    period: Period,
    part: Sequence[Series],
    lines: Sequence[Mapping[Period, Point]],
    *,
    has_counts: bool,
) -> tuple[TableCell, ...]:
    points = [line.get(period) for line in lines]
    labelled_point = next(point for point in points if point)
    is_by_month = part[0].basis in _BY_MONTH and len({series.window for series in part}) > 1
    words = month_words(period[0]) if is_by_month else period_words(labelled_point)
    return (
        TableCell(sentence_case(words)),
        *(point_cell(panel, point, has_counts=has_counts) for point in points),
    )


def _other_rows(panel: Panel, part: Sequence[Series]) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each baseline, and for what a report prints as last year's figure."""
    unit = panel.measure.unit
    baseline_points = dict.fromkeys(b.point for series in part for b in series.baselines)
    labelled_points = [(f"Baseline: {period_words(point)}", point) for point in baseline_points]
    printed = dict.fromkeys(series.printed_last_year for series in part if series.printed_last_year)
    labelled_points += [
        (f"{sentence_case(period_words(point))}, as printed", point) for point in printed
    ]
    for words, point in labelled_points:
        at = next((i for i, series in enumerate(part) if series.window == point.window), 0)
        cells = [TableCell(NO_FIGURE)] * len(part)
        cells[at] = TableCell(point_content(point, unit))
        yield (TableCell(words), *cells)


def _period_notes(period: Period, lines: Sequence[Mapping[Period, Point]]) -> str:
    points = (line[period].note for line in lines if period in line)
    return " ".join(dict.fromkeys(f"{sentence_case(note)}." for note in points if note))
