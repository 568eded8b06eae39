"""Commentary of a report: its identity, the measures it names, numbers that no figure has."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Final

from dashboard.model.codes import OPEN
from dashboard.model.meeting import version_token
from dashboard.model.panel import Commentary, Measure, Panel
from dashboard.records.headlines import unmatched_numbers, unmatched_words

# As many as a slide and a row of a table can hold.
LONGEST_REMARK: Final = 500
# A part of a text, and the measure that it names, "" where it names none.
TextPart = tuple[str, str]


def remark_key(remark: Commentary) -> tuple[int, str, str, date, str]:
    """Return what identifies a remark of a plan."""
    return (remark.priority_number, remark.measure_id, remark.kind, remark.date, remark.text)


def remark_token(remark: Commentary) -> str:
    """Return a hash that changes whenever the remark does (optimistic locking)."""
    return version_token(asdict(remark))


def is_awaited(remark: Commentary) -> bool:
    """Return whether a remark has an owner or a due day and is open."""
    return remark.state == OPEN and bool(remark.owner or remark.due_on)


def is_overdue(remark: Commentary, day: date) -> bool:
    """Return whether a remark is open after its due day."""
    return remark.state == OPEN and remark.due_on is not None and remark.due_on < day


def split_at_measures(text: str, measures: Iterable[Measure]) -> tuple[TextPart, ...]:
    """Return a text split at the titles of measures that it names; the longest title that fits counts."""
    titles = {
        title.lower(): measure.measure_id
        for measure in measures
        for title in (measure.short_title, measure.title)
    }
    if not titles:
        return ((text, ""),)
    longest_first = sorted(titles, key=len, reverse=True)
    pattern = rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)"
    pieces = re.split(pattern, text, flags=re.IGNORECASE)
    return tuple((piece, titles.get(piece.lower(), "")) for piece in pieces if piece)


def unmatched_numbers_warning(panel: Panel, text: str, measures: Iterable[Measure]) -> str:
    """Return the warning of numbers of a text that no figure of a measure has; empty without any.

    A number in the name of one of `measures` is no figure.
    """
    text_without_names = " ".join(
        words for words, measure in split_at_measures(text, measures) if not measure
    )
    of_series = [
        unmatched_numbers(panel.measure, series, text_without_names)
        for series in panel.series
        if series.latest is not None
    ]
    if not of_series or panel.lead.latest is None:
        return ""
    unmatched = [number for number in of_series[0] if all(number in each for each in of_series)]
    return unmatched_words(panel.lead, unmatched) if unmatched else ""
