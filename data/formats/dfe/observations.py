"""Make observations from the totals of a table, for the measures that its columns have figures of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.judging.percentages import percentage, rounded
from dashboard.model.codes import NOTHING_TO_DIVIDE
from dashboard.text.format import sentence_case
from data.formats.base import LEFT_OUT, READ_AS, UNRECOGNISED, Note
from data.formats.dfe.aliases import decimals_of, number_in
from data.formats.dfe.checks import PercentageCheck, check_percentages
from data.formats.dfe.columns import TableLayout
from data.formats.dfe.figure_rules import FigureRule, figure_rules
from data.formats.dfe.rows import ACADEMIC, CALENDAR, Total
from data.schema.marks import clear_marker_of

Record = dict[str, str]
# How the year of a row must be counted, by the period of a rule.
_COUNTED = {"calendar": CALENDAR, "january": ACADEMIC}
_CENSUS_DAY = "01-15"
_CEILING = 100
# Of a percentage that is worked out here: as many as the release prints of others.
_DECIMALS = 1
_OWN_QUOTIENT = "worked out from its counts: the release prints no percentage"
_NOUGHT = "every count of this row is 0 in the release: perhaps not returned"


@dataclass(frozen=True)
class TableFigures:
    """The observations of a table, the row number of each, and notes."""

    records: tuple[Record, ...]
    numbers: tuple[int, ...]
    notes: tuple[Note, ...]


def make_observations(
    layout: TableLayout, totals: Sequence[Total], roles: Mapping[str, str], source: str
) -> TableFigures:
    """Return every figure of a table that is of a measure; `roles` are by area code."""
    records: list[Record] = []
    numbers: list[int] = []
    notes: list[Note] = []
    fields = {*layout.places, *(name for total in totals for name in total.cells)}
    rules = [rule for rule in figure_rules(layout.table) if not rule.missing(fields)]
    counted = {(rule.value, _COUNTED[rule.period]) for rule in rules}
    for rule in rules:
        is_printed = rule.value in fields
        read = totals if is_printed else [_with_percentage(rule, total) for total in totals]
        whole = [total for total in read if {rule.value, *rule.counts} <= set(total.cells)]
        fitting = [total for total in whole if total.counted == _COUNTED[rule.period]]
        unfit = [total for total in whole if (rule.value, total.counted) not in counted]
        notes += _wrong_year_notes(rule, len(unfit), source)
        printed, unpublished = _by_publication(rule, fitting)
        notes += _unpublished_notes(rule, unpublished, source)
        if is_printed:
            comparison = check_percentages(rule, printed)
            notes += comparison.notes(rule, source)
        else:
            comparison = PercentageCheck(decimals=_DECIMALS)
            notes += _own_quotient_notes(rule, printed, source)
        for total in printed:
            record = _observation(rule, total, comparison, is_printed=is_printed)
            if isinstance(record, Note):
                notes.append(record)
                continue
            records.append({**record, "role": roles[total.area_code]})
            numbers.append(total.number)
    notes += _nought_notes(totals, source)
    return TableFigures(tuple(records), tuple(numbers), tuple(notes))


def _with_percentage(rule: FigureRule, total: Total) -> Total:
    """Return a total with the percentage of its counts, or the first cell that is not a number."""
    numerator = _sum_or_text(total, (rule.numerator,))
    denominator = _sum_or_text(total, rule.denominator)
    if isinstance(numerator, str):
        text = numerator
    elif isinstance(denominator, str):
        text = denominator
    else:
        quotient = percentage(float(numerator), float(denominator))
        text = NOTHING_TO_DIVIDE if quotient is None else str(rounded(quotient, _DECIMALS))
    return replace(total, cells={**total.cells, rule.value: text})


def _own_quotient_notes(rule: FigureRule, totals: Sequence[Total], source: str) -> Iterator[Note]:
    yield Note(READ_AS, f"{source}, {rule.name}", f"{sentence_case(_OWN_QUOTIENT)}.")
    empty = [total.place for total in totals if total.cells[rule.value] == NOTHING_TO_DIVIDE]
    if empty:
        words = f"Nothing to divide, so no figure: {'; '.join(empty)}. The release prints 0, not x."
        yield Note(READ_AS, f"{source}, {rule.name}", words)


def _by_publication(rule: FigureRule, totals: Sequence[Total]) -> tuple[list[Total], list[int]]:
    """Return the totals of the years with a figure of any area, and the years without one."""
    years = {total.year for total in totals}
    filled = {total.year for total in totals if not clear_marker_of(total.cells[rule.value])}
    return [total for total in totals if total.year in filled], sorted(years - filled)


def _unpublished_notes(rule: FigureRule, years: list[int], source: str) -> Iterator[Note]:
    if years:
        words = f"Not published for {', '.join(map(str, years))}: x for every area."
        yield Note(LEFT_OUT, f"{source}, {rule.name}", words)


def _wrong_year_notes(rule: FigureRule, count: int, source: str) -> Iterator[Note]:
    if count:
        year_kind = "a calendar year" if rule.period == "calendar" else "an academic year"
        words = f"{count:,} rows are not of {year_kind}, and were not read."
        yield Note(UNRECOGNISED, f"{source}, {rule.name}", words)


def _observation(
    rule: FigureRule, total: Total, comparison: PercentageCheck, *, is_printed: bool
) -> Record | Note:
    """Return one observation, or the note why there is none."""
    text = total.cells[rule.value]
    marker = clear_marker_of(text)
    counts = {}
    if rule.numerator:
        counts["numerator"] = _sum_or_text(total, (rule.numerator,))
        counts["denominator"] = _sum_or_text(total, rule.denominator)
    problem = _problem_text(text, marker, counts)
    if problem:
        return Note(LEFT_OUT, f"{rule.name}: {total.place}", f"Row {total.number:,}: {problem}.")
    return {
        "area_code": total.area_code,
        "measure_id": rule.measure_id,
        "breakdown": rule.breakdown,
        "statistic": rule.statistic,
        **_period_columns(rule, total.year),
        "numerator": _count_text(counts.get("numerator"), is_marked=bool(marker)),
        "denominator": _count_text(counts.get("denominator"), is_marked=bool(marker)),
        "value": marker or _value_text(text, comparison),
        "note": _figure_note(rule, total, marker, counts, comparison)
        or ("" if is_printed else _OWN_QUOTIENT),
    }


def _value_text(text: str, comparison: PercentageCheck) -> str:
    """Return a figure with the decimals of its column: 58 as 58.0 where others are 57.9."""
    number = text.removesuffix("%").replace(",", "")
    decimals = max(comparison.decimals, decimals_of(text))
    return f"{Decimal(number):.{decimals}f}"


def _period_columns(rule: FigureRule, year: int) -> Record:
    if rule.period == "january":
        day = f"{year}-{_CENSUS_DAY}"
        return {"basis": "snapshot", "period_start": day, "period_end": day}
    return {"basis": "year", "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}


def _sum_or_text(total: Total, fields: Sequence[str]) -> Decimal | str:
    """Return the sum of fields, or the text of the first cell that is not a number."""
    texts = [total.cells[field] for field in fields]
    numbers = [number_in(text) for text in texts]
    whole = Decimal(0)
    for text, number in zip(texts, numbers, strict=True):
        if number is None:
            return text
        whole += number
    return whole


def _problem_text(text: str, marker: str, counts: Mapping[str, Decimal | str]) -> str:
    """Return why a figure cannot be right; "" where it can."""
    cells: dict[str, Decimal | str] = {"figure": number_in(text) or Decimal(0), **counts}
    if number_in(text) is None and not marker:
        cells["figure"] = text
    for name, cell in cells.items():
        if isinstance(cell, str) and not clear_marker_of(cell):
            is_unknown = f"{cell!r} is neither a number nor a marker that is known"
            return f"the {name} {is_unknown if cell else 'is blank'}"
        if isinstance(cell, Decimal) and cell < 0:
            return f"the {name} is negative: {cell}"
    return _too_large_text(cells) if counts else ""


def _too_large_text(cells: Mapping[str, Decimal | str]) -> str:
    figure, numerator, denominator = cells["figure"], cells["numerator"], cells["denominator"]
    if isinstance(figure, Decimal) and figure > _CEILING:
        return f"a percentage above {_CEILING}: {figure}"
    if isinstance(numerator, Decimal) and isinstance(denominator, Decimal):
        return "the numerator is above the denominator" if numerator > denominator else ""
    return ""


def _count_text(count: Decimal | str | None, *, is_marked: bool) -> str:
    if count is None or (is_marked and isinstance(count, str)):
        return ""
    return clear_marker_of(count) if isinstance(count, str) else str(count)


def _figure_note(
    rule: FigureRule,
    total: Total,
    marker: str,
    counts: Mapping[str, Decimal | str],
    comparison: PercentageCheck,
) -> str:
    """Return the note of one figure; "" without one."""
    if marker == NOTHING_TO_DIVIDE and counts.get("denominator") == 0:
        return "z: nothing to divide in the DfE release"
    if marker == "x":
        is_of_none = counts.get("denominator") == 0
        return f"x: {'nothing to divide' if is_of_none else 'not available'} in the DfE release"
    words = comparison.rows.get(total.number, "")
    return words or rule.note or (_NOUGHT if total.is_nought else "")


def _nought_notes(totals: Sequence[Total], source: str) -> Iterator[Note]:
    places = [total.place for total in totals if total.is_nought]
    if places:
        words = f"Every count is 0: {'; '.join(places)}. Kept as published; perhaps not returned."
        yield Note(READ_AS, source, words)
