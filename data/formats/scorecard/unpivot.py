"""Unpivot the rows of a scorecard: an observation for each figure, a target for each new one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.text.format import sentence_case, shortened
from data.common.errors import UnreadableCellError
from data.formats.base import LEFT_OUT, READ_AS, UNRECOGNISED, CurrentData, Likeness, Note
from data.formats.scorecard.cells import FigureCell, is_like_fractions, read_figure
from data.formats.scorecard.heading_forms import HeadingPeriod, year_start
from data.formats.scorecard.mappings import ConfirmedMapping
from data.formats.scorecard.measure_matching import (
    NO_MEASURE,
    MatchedMeasure,
    MeasureNames,
    NoMatch,
)
from data.formats.scorecard.measure_rules import MeasureRules, measure_rules
from data.formats.scorecard.relative_targets import codes_by_name
from data.formats.scorecard.table_detection import ScorecardTable, SheetRow, is_blank
from data.formats.scorecard.targets import TargetCell, current_targets, read_target_cell
from data.schema.unit_words import conversion_note

_MAX_SHOWN_LENGTH = 80
_MAX_LISTED = 200
NO_YEAR = "it does not say whether its year began in January, April or September"


@dataclass(frozen=True)
class ScorecardContext:
    """What all rows of one scorecard have in common.

    `known_on` is its day of publication, today where that is not stated; `published_on` is blank
    where a row of sources has it.
    """

    area_code: str
    framework_id: str
    source_document: str
    published_on: str
    known_on: date
    today: date
    accepted_rows: frozenset[int] = frozenset()

    @property
    def of_target(self) -> dict[str, str]:
        """What every target of the scorecard has."""
        return {
            "framework_id": self.framework_id,
            "published_on": self.published_on,
            "source_document": self.source_document,
        }


@dataclass
class Unpivoted:
    """Observations and targets made from a scorecard, with the row number of each.

    `read_rows` are the rows with figures, each with its measure, or with the use it has instead.
    """

    observations: list[dict[str, str]] = field(default_factory=list)
    observation_rows: list[int] = field(default_factory=list)
    targets: list[dict[str, str]] = field(default_factory=list)
    target_rows: list[int] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    read_rows: list[tuple[SheetRow, MatchedMeasure | str]] = field(default_factory=list)
    asks_year_kind: bool = False
    blank_count: int = 0
    ahead_count: int = 0

    def leave_out(self, row: SheetRow, words: str, use: str = "") -> None:
        """Note why a row makes no figures; `use` is what it is for instead of a measure."""
        self.notes.append(Note(UNRECOGNISED, f"row {row.number}", words))
        if use:
            self.read_rows.append((row, use))


def unpivot(
    sheet: ScorecardTable,
    names: MeasureNames,
    mapping: ConfirmedMapping,
    current: CurrentData,
    context: ScorecardContext,
) -> Unpivoted:
    """Return the observations and targets of every row whose measure is certain."""
    made = Unpivoted()
    measures = measure_rules(current)
    targets = current_targets(current, context.framework_id)
    area_codes = codes_by_name(current.rows("areas"))
    for row, named in _named_rows(sheet, names, mapping, made):
        if named.needs_acceptance and not _is_accepted(row, named, sheet, names, context, made):
            made.read_rows.append((row, NO_MEASURE))
            continue
        made.read_rows.append((row, named))
        measure = measures[named.measure_id]
        _unpivot_figures(row, named, measure, sheet, context, made)
        bases = dict.fromkeys(period.basis for period, _ in _measure_periods(sheet, named, measure))
        for column in sheet.targets:
            cell = TargetCell(row, column, named, measure, tuple(bases))
            record, notes = read_target_cell(cell, targets, area_codes)
            made.notes += notes
            if record:
                made.targets.append(record | context.of_target)
                made.target_rows.append(row.number)
    made.notes += _count_notes(made)
    return made


def _named_rows(
    sheet: ScorecardTable, names: MeasureNames, mapping: ConfirmedMapping, made: Unpivoted
) -> Iterator[tuple[SheetRow, MatchedMeasure]]:
    """Yield the rows of figures with a series that no other row has."""
    matched: list[tuple[SheetRow, MatchedMeasure]] = []
    headings: list[int] = []
    places = (*sheet.periods, *(column.place for column in sheet.targets))
    for row in sheet.rows:
        if is_blank(row):
            continue
        if not any(row.at(place) for place in places):
            headings.append(row.number)
            continue
        named = _matched_measure(row, sheet, names, mapping)
        if isinstance(named, MatchedMeasure):
            matched.append((row, named))
            continue
        words = f"“{shortened(row.at(sheet.names), _MAX_SHOWN_LENGTH)}” is left out: {named.words}."
        made.leave_out(row, words, named.use)
        made.asks_year_kind |= named.words == NO_YEAR
    if headings:
        rows = ", ".join(map(str, headings[:_MAX_LISTED]))
        made.notes.append(Note(LEFT_OUT, f"rows {rows}", "Rows without figures."))
    yield from _distinct_series(matched, made)


def _matched_measure(
    row: SheetRow, sheet: ScorecardTable, names: MeasureNames, mapping: ConfirmedMapping
) -> MatchedMeasure | NoMatch:
    columns = row.at(sheet.part), row.at(sheet.unit)
    named = names.of_row(row.at(sheet.names), row.at(sheet.reference), columns)
    confirmed = mapping.of_row(row, sheet, names)
    # What the name alone says needs no words about what was confirmed.
    if confirmed and not (
        isinstance(named, MatchedMeasure)
        and isinstance(confirmed, MatchedMeasure)
        and not named.needs_acceptance
        and named.series == confirmed.series
    ):
        named = confirmed
    if isinstance(named, MatchedMeasure) and named.is_to_date and not sheet.columns.year_kind:
        return NoMatch(NO_YEAR)
    return named


def _distinct_series(
    matched: list[tuple[SheetRow, MatchedMeasure]], made: Unpivoted
) -> Iterator[tuple[SheetRow, MatchedMeasure]]:
    """Yield each series once: an exact match takes precedence; of two equal ones neither counts."""
    best: dict[tuple[str, str, str, bool], int] = {}
    for _, named in matched:
        best[named.series] = min(named.how, best.get(named.series, named.how))
    counts = Counter((named.series, named.how) for _, named in matched)
    for row, named in matched:
        if named.how > best[named.series] or counts[named.series, named.how] > 1:
            words = f"Left out: another row is about {named.measure_id} too."
            made.leave_out(row, words, NO_MEASURE)
            continue
        if named.words:
            words = f"{sentence_case(named.words)}."
            made.notes.append(Note(READ_AS, f"row {row.number}", words))
        yield row, named


def _is_accepted(
    row: SheetRow,
    named: MatchedMeasure,
    sheet: ScorecardTable,
    names: MeasureNames,
    context: ScorecardContext,
    made: Unpivoted,
) -> bool:
    """Return whether a person said that the row is of the measure that it is like; list it."""
    is_accepted = row.number in context.accepted_rows
    title = names.titles[named.measure_id][0]
    row_words = shortened(row.at(sheet.names), _MAX_SHOWN_LENGTH), row.at(sheet.reference)
    made.likenesses.append(Likeness(row.number, *row_words, title, named.measure_id, is_accepted))
    return is_accepted


def _unpivot_figures(
    row: SheetRow,
    named: MatchedMeasure,
    measure: MeasureRules,
    sheet: ScorecardTable,
    context: ScorecardContext,
    made: Unpivoted,
) -> None:
    figures = {place: _figure_cell(row, place, measure, sheet, made) for place in sheet.periods}
    cells = {place: cell for place, cell in figures.items() if cell is not None}
    if measure.unit == "percent" and is_like_fractions(list(cells.values())):
        words = "Left out: percentages below 1 may be shares of 1. Write 82% where 0.82 stands."
        made.leave_out(row, words)
        return
    periods = list(_measure_periods(sheet, named, measure))
    if cells and not periods:
        words = "Left out: no column is of a month or another period that its figures can be of."
        made.leave_out(row, words)
    for period, place in periods:
        if place not in cells:
            continue
        if period.end > context.known_on and cells[place].is_empty:
            made.blank_count += 1
            continue
        if period.start > context.today:
            made.ahead_count += 1
            continue
        record = _observation_record(named, period, cells[place], row.at(place), context)
        made.observations.append(record)
        made.observation_rows.append(row.number)


def _figure_cell(
    row: SheetRow, place: int, measure: MeasureRules, sheet: ScorecardTable, made: Unpivoted
) -> FigureCell | None:
    where = f"row {row.number}, {sheet.header.at(place)}"
    try:
        cell = read_figure(row.at(place), measure.unit)
        if cell:
            measure.require_fit(cell)
    except UnreadableCellError as unreadable:
        found = shortened(row.at(place), _MAX_SHOWN_LENGTH)
        words = f"“{found}” is left out: expected {unreadable.expected}. {unreadable.fix}"
        made.notes.append(Note(UNRECOGNISED, where, words))
        return None
    if words := conversion_note(row.at(place), measure.unit):
        made.notes.append(Note(READ_AS, where, f"{words}."))
    made.blank_count += cell is None
    return cell


def _measure_periods(
    sheet: ScorecardTable, named: MatchedMeasure, measure: MeasureRules
) -> Iterator[tuple[HeadingPeriod, int]]:
    """Yield the periods of a row: of a state the last day of each, of the shortest kind."""
    bases = {period.basis for period in sheet.periods.values()}
    finest = next(
        (basis for basis in ("month", "half-term", "quarter", "year") if basis in bases), ""
    )
    for place, period in sheet.periods.items():
        if measure.is_state:
            if period.basis == finest:
                yield replace(period, basis="snapshot", start=period.end), place
        elif not named.is_to_date:
            yield period, place
        elif period.basis == "month":
            start = year_start(sheet.columns.year_kind, period.start)
            yield replace(period, basis="ytd", start=start), place
        elif period.basis == "ytd":
            yield period, place


def _observation_record(
    named: MatchedMeasure,
    period: HeadingPeriod,
    cell: FigureCell,
    written: str,
    context: ScorecardContext,
) -> dict[str, str]:
    return {
        "area_code": context.area_code,
        "framework_id": context.framework_id,
        "measure_id": named.measure_id,
        "breakdown": named.breakdown,
        "statistic": named.statistic,
        "basis": period.basis,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "value": cell.value,
        "provisional": "yes" if period.is_provisional or cell.is_provisional else "no",
        "published_on": context.published_on,
        "as_published": "" if written == cell.value else written,
        "source_document": context.source_document,
    }


def _count_notes(made: Unpivoted) -> Iterator[Note]:
    if made.blank_count:
        cells = "Blank cells, and marks for a time that is not over"
        words = f"{cells}: {made.blank_count:,}. They make no figure."
        yield Note(LEFT_OUT, "the table", words)
    if made.ahead_count:
        words = f"Numbers for a time that is yet to come: {made.ahead_count:,}, left out."
        yield Note(LEFT_OUT, "the table", words)
