"""The backlog: who is still open on the newest day, how long already, who falls due next."""

from typing import Final

from dashboard.cases.frame_access import CaseCells, count_of
from dashboard.cases.model import Backlog, NamedCount
from dashboard.measures import StockAverage, family_of, find_measure
from dashboard.model.codes import OPEN_AGES, breakdown_words
from dashboard.text.format import format_value, sentence_case
from dashboard.text.periods import day_words

_DECIMALS: Final = {"count": -1, "weeks": 0}


def build_backlog(measure_id: str, cells: CaseCells) -> Backlog | None:
    """Build the backlog shown beside a measure; None where it has none or nobody is counted."""
    family = family_of(measure_id)
    day = cells.last_snapshot(family.backlog) if family else None
    if family is None or day is None:
        return None
    rows = {measure: cells.at_day(measure, day) for measure in family.backlog}
    if not any(rows.values()):
        return None
    counts = [
        count_of(
            row, words, "weeks" if isinstance(find_measure(measure), StockAverage) else "count"
        )
        for (measure, words), row in zip(family.backlog.items(), rows.values(), strict=True)
    ]
    ages = [
        count_of(cells.at_day(family.ages, day, band), sentence_case(breakdown_words(band)))
        for band in (OPEN_AGES if family.ages else ())
    ]
    whole, oldest = counts[0], counts[-1]
    sentence = family.sentence.format(
        *map(number_words, counts),
        open="case was open" if whole.number == 1 else "cases were open",
        oldest="" if oldest.number is None else f", the oldest {number_words(oldest)}",
    )
    return Backlog(
        on=day,
        sentence=f"On {day_words(day)}, {sentence}",
        counts=tuple(counts),
        ages=tuple(ages),
        is_provisional=any(bool(row and row["is_provisional"]) for row in rows.values()),
    )


def number_words(count: NamedCount) -> str:
    """Return a count in words; a hidden one is a small number."""
    if count.is_hidden:
        return "a small number"
    if count.number is None:
        return "no figure"
    return format_value(count.number, _DECIMALS.get(count.unit, 1), count.unit)
