"""Detect the columns of targets in a scorecard, and read from their headings what each is for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.model.codes import BASIS_WORDS
from dashboard.text.periods import day_words
from data.formats.base import LEFT_OUT, READ_AS, Note
from data.formats.scorecard.heading_forms import HeadingPeriod, UnclearHeadingError
from data.formats.scorecard.headings import read_headings
from data.formats.scorecard.period_columns import PeriodColumns

_TARGET = re.compile(r"\btargets?\b")
# How headings name the basis of the figures that a target is for.
_BASES = {
    "ytd": r"ytd|year to date|cumulative",
    "rolling12": r"rolling (?:12|twelve) months?|(?:12|twelve)[ -]months? rolling",
    "month": r"in[ -]month|monthly",
    "quarter": r"quarterly",
    "year": r"annual|yearly|full[ -]year",
}
_PLAIN = frozenset({"", "%", "value", "figure", "level", "range"})
_TWO_YEARS = re.compile(r"(?<![0-9/-])(?:20)?[0-9]{2} ?[/-] ?(?:20)?[0-9]{2}(?![0-9/-])")
_DUE = re.compile(r"(?P<rest>.+?),? \(?(?:by|due)\b(?: (?:the )?end of)? (?P<time>.+)")
_DATED = frozenset({"month", "quarter", "year"})


@dataclass(frozen=True)
class TargetColumn:
    """A column of targets: when they are due, and the period and basis that they are for.

    What neither its heading nor its sheet names is None or "".
    """

    place: int
    heading: str
    due_on: date | None = None
    period: tuple[date, date] | None = None
    basis: str = ""

    @property
    def reach(self) -> tuple[date | None, tuple[date, date] | None, str]:
        """What sets it apart from other columns of targets."""
        return self.due_on, self.period, self.basis


def read_target_columns(
    plain: Mapping[int, str], headings: Sequence[str], columns: PeriodColumns, title: str
) -> tuple[tuple[TargetColumn, ...], tuple[Note, ...], bool]:
    """Return the columns of targets, notes, and whether the kind of year of one is asked.

    Of several columns only those count whose headings set them apart.
    """
    year_kind = columns.year_kind
    read = {
        at: _column(at, headings[at], text, year_kind)
        for at, text in plain.items()
        if is_target_heading(text)
    }
    targets = [each for each in read.values() if isinstance(each, TargetColumn)]
    notes = [
        Note(LEFT_OUT, headings[at], f"The column is left out: {each}.")
        for at, each in read.items()
        if isinstance(each, UnclearHeadingError)
    ]
    reaches = [each.reach for each in targets]
    apart = [
        each
        for each in targets
        if len(targets) == 1 or (any(each.reach) and reaches.count(each.reach) == 1)
    ]
    words = "The column is left out: there are several targets, and it does not say by when."
    notes += [Note(LEFT_OUT, each.heading, words) for each in targets if each not in apart]
    year = _year_of_sheet(title, [headings[at] for at in columns.periods], year_kind)
    apart = [
        each if year is None or each.due_on or each.period else replace(each, period=year)
        for each in apart
    ]
    asks_year_kind = any(
        isinstance(each, UnclearHeadingError) and each.kinds for each in read.values()
    )
    notes += [note for each in apart for note in _read_notes(each)]
    return tuple(apart), tuple(notes), asks_year_kind


def is_target_heading(heading: str) -> bool:
    """Return whether a heading names targets, with a time or a basis and nothing else."""
    return _TARGET.search(heading.lower()) is not None and _parts(heading) is not None


def _parts(heading: str) -> tuple[str, str, bool] | None:
    """Return basis, time and whether that is a last day; None where a heading says something else."""
    basis, rest = _split_basis(_tidy(_TARGET.sub(" ", heading.lower(), count=1)))
    rest = _tidy(rest)
    time = re.sub(r"^(?:by|due|for|to|at|in|of)\b(?: end(?: of)?\b)? *", "", rest)
    is_last_day = re.match(r"(?:by|due|to|at)\b", rest) is not None
    if time in _PLAIN:
        return basis, "", is_last_day
    return (basis, time, is_last_day) if read_headings([time]) else None


def _split_basis(text: str) -> tuple[str, str]:
    """Return the basis that some words name, and the other words."""
    for code, words in _BASES.items():
        rest = re.sub(rf"\b(?:{words})\b", " ", text)
        if rest != text:
            return code, rest
    return "", text


def column_of_cell(column: TargetColumn, written: str) -> tuple[TargetColumn, str]:
    """Return a column with the basis and the day that one of its cells names, and the cell's rest."""
    basis, rest = _split_basis(written.lower())
    dated = _DUE.fullmatch(rest.strip(" ()"))
    period = read_headings([dated["time"]]).get(0) if dated else None
    if dated and isinstance(period, HeadingPeriod) and period.basis in _DATED:
        column, rest = replace(column, due_on=period.end), dated["rest"]
    elif not basis:
        return column, written
    return replace(column, basis=basis or column.basis), " ".join(rest.split()).strip(" ()[],:")


def _tidy(text: str) -> str:
    return " ".join(re.sub(r"[()\[\]:,_]|(?<!\w)-|-(?!\w)", " ", text).split())


def _column(
    place: int, heading: str, meaning: str, year_kind: str
) -> TargetColumn | UnclearHeadingError:
    """Return a column of targets, or why its time is unclear."""
    basis, time, is_last_day = _parts(meaning) or ("", "", False)
    if not time:
        return TargetColumn(place, heading, basis=basis)
    period = read_headings([time], year_kind)[0]
    if not isinstance(period, HeadingPeriod):
        return period
    if period.basis not in _DATED:
        return TargetColumn(place, heading, period.end, basis=basis or period.basis)
    if period.basis == "year" and not is_last_day:
        return TargetColumn(place, heading, None, (period.start, period.end), basis)
    return TargetColumn(place, heading, period.end, None, basis)


def _year_of_sheet(title: str, headings: Sequence[str], year_kind: str) -> tuple[date, date] | None:
    """Return the year such as 2023/24 that the title, or else every heading of a period, names."""
    labels = [set(_TWO_YEARS.findall(text)) for text in (title, *headings)]
    shared = labels[0] or (set.intersection(*labels[1:]) if headings else set())
    year = read_headings([shared.pop()], year_kind).get(0) if len(shared) == 1 else None
    is_year = isinstance(year, HeadingPeriod) and year.basis == "year"
    return (year.start, year.end) if is_year and isinstance(year, HeadingPeriod) else None


def _read_notes(column: TargetColumn) -> Iterator[Note]:
    """Yield what a column is for, where that is less than every figure."""
    basis = f" {BASIS_WORDS[column.basis].lower()}" if column.basis else ""
    days = " to ".join(day_words(day) for day in column.period or ())
    figures = f"for figures{basis}{f' of {days}' if days else ''} alone" if basis or days else ""
    due = f"due {day_words(column.due_on)}" if column.due_on else ""
    if words := ", ".join(filter(None, (figures, due))):
        yield Note(READ_AS, column.heading, f"Read as targets {words}.")
