"""Remarks of a report: how they are told apart, what they name, which of their numbers are strange."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Final

from dashboard.model.codes import OPEN
from dashboard.model.panel import Commentary, Measure, Panel
from dashboard.records.headlines import unmatched_numbers
from dashboard.text.format import in_period, joined
from dashboard.text.version_token import hash_token

# As many as a slide and a row of a table can hold.
LONGEST_REMARK: Final = 500
# A part of a text, and the measure that it names, "" where it names none.
TextPart = tuple[str, str]


def remark_key(remark: Commentary) -> tuple[int, str, str, date, str]:
    """Give what makes a remark of a plan another one."""
    return (remark.priority_number, remark.measure_id, remark.kind, remark.date, remark.text)


def remark_token(remark: Commentary) -> str:
    """Give a short text that differs wherever anything of a remark does."""
    return hash_token(asdict(remark))


def is_awaited(remark: Commentary) -> bool:
    """Tell whether somebody is to do something, or by some day, and has not done it."""
    return remark.state == OPEN and bool(remark.owner or remark.due_on)


def is_overdue(remark: Commentary, day: date) -> bool:
    """Tell whether something was to be done before a day and is not said to be done."""
    return remark.state == OPEN and remark.due_on is not None and remark.due_on < day


def split_at_measures(text: str, measures: Iterable[Measure]) -> tuple[TextPart, ...]:
    """Divide a text at the titles of measures that it names; the longest title that fits counts."""
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
    """Say which numbers of a text no figure of a measure gives; empty where all do.

    A number in the name of one of `measures` is no figure.
    """
    text_without_names = " ".join(
        words for words, measure in split_at_measures(text, measures) if not measure
    )
    with_figure = [series for series in panel.series if series.latest is not None]
    strange = [
        unmatched_numbers(panel.measure, series, text_without_names) for series in with_figure
    ]
    latest = panel.lead.latest
    if not strange or latest is None:
        return ""
    unmatched = [number for number in strange[0] if all(number in each for each in strange)]
    if not unmatched:
        return ""
    are = "is not a figure" if len(unmatched) == 1 else "are not figures"
    return (
        f"Check the numbers: {joined(unmatched)} {are} of this measure. It was "
        f"{panel.lead.value_words} {in_period(latest)}."
    )
