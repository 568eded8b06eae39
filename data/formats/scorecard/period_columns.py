"""The columns of a scorecard that are periods, and what the year of its years to date is."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.text.periods import day_words
from data.formats.base import LEFT_OUT, READ_AS, Note
from data.formats.scorecard.heading_forms import HeadingPeriod, UnclearHeadingError, year_start
from data.formats.scorecard.headings import is_day, is_mangled, read_headings, year_kind_in

_YEAR_TO_DATE: Final = re.compile(r"ytd|year to date|cumulative", re.IGNORECASE)


@dataclass(frozen=True)
class PeriodColumns:
    """The clear periods of a sheet by position, each once, and why the other times are not read.

    `year_kind` is the kind of year of its years to date, empty where neither its words nor a person
    say it; `asks_year_kind` where columns are read only once it is known.
    """

    periods: Mapping[int, HeadingPeriod]
    unclear: Mapping[int, str]
    year_kind: str
    asks_year_kind: bool
    notes: tuple[Note, ...]


def read_period_columns(
    title: str,
    headings: Sequence[str],
    meanings: Sequence[str],
    has_figures: Callable[[int], bool],
    chosen_kind: str,
) -> PeriodColumns:
    """Return the periods of a sheet's columns; its own words go before the kind of year chosen.

    `meanings` are the headings, or what a person confirmed that they are.
    """
    year_kind = year_kind_in(title, meanings) or chosen_kind
    read = read_headings(meanings, year_kind)
    read |= _bare_years_to_date(meanings, read, has_figures, year_kind)
    periods = {at: each for at, each in read.items() if isinstance(each, HeadingPeriod)}
    errors = {at: each for at, each in read.items() if isinstance(each, UnclearHeadingError)}
    spans = [(each.basis, each.start, each.end) for each in periods.values()]
    unclear = {at: str(each) for at, each in errors.items()} | {
        at: "the same time heads another column too"
        for at, each in periods.items()
        if spans.count((each.basis, each.start, each.end)) > 1
    }
    clear = {at: each for at, each in periods.items() if at not in unclear}
    undecided = [
        each for each in errors.values() if each.kinds and (each.basis == "ytd" or not clear)
    ]
    ordered = dict(sorted(clear.items(), key=lambda each: (each[1].end, each[1].start)))
    notes = [
        Note(LEFT_OUT, headings[at], f"The column is left out: {why}.")
        for at, why in sorted(unclear.items())
    ]
    return PeriodColumns(
        ordered, unclear, year_kind, bool(undecided), (*notes, *_reading_notes(headings, clear))
    )


def _bare_years_to_date(
    headings: Sequence[str],
    read: Mapping[int, HeadingPeriod | UnclearHeadingError],
    has_figures: Callable[[int], bool],
    year_kind: str,
) -> dict[int, HeadingPeriod | UnclearHeadingError]:
    """Return columns headed only YTD as up to the last filled month, where all are of one year."""
    bare = [at for at in read if _YEAR_TO_DATE.fullmatch(headings[at])]
    months = {
        at: each
        for at, each in read.items()
        if isinstance(each, HeadingPeriod) and each.basis == "month"
    }
    filled = [each.end for at, each in months.items() if has_figures(at)]
    if not bare or not filled:
        return {}
    if not year_kind:
        why = "it does not say whether its year began in January, April or September"
        return dict.fromkeys(bare, UnclearHeadingError(why, ("calendar", "financial"), "ytd"))
    starts = {year_start(year_kind, each.start) for each in months.values()}
    if len(starts) > 1:
        return {}
    return dict.fromkeys(bare, HeadingPeriod("ytd", starts.pop(), max(filled)))


def _reading_notes(headings: Sequence[str], periods: Mapping[int, HeadingPeriod]) -> Iterator[Note]:
    """Yield how days, months that a spreadsheet swapped, and years to date are read."""
    turned = [at for at in periods if is_mangled(headings[at]) or is_day(headings[at])]
    if turned:
        first = periods[turned[0]].start
        words = f"Every heading is so written: {headings[turned[0]]} is read as {first:%B %Y}."
        yield Note(READ_AS, headings[turned[0]], words)
    to_date = [at for at, each in periods.items() if each.basis == "ytd" and not each.is_span]
    if to_date:
        first = periods[to_date[0]].start
        words = f"Its year began on {day_words(first)}."
        yield Note(READ_AS, headings[to_date[0]], words)
