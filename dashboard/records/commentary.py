"""What people write about figures, headlines and remarks, with the numbers in it checked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from dashboard.judging.headline import build_alt, build_headline
from dashboard.model.codes import OPEN, read_year_kind
from dashboard.model.meeting import version_token
from dashboard.model.panel import Commentary, ManualHeadline, Measure, Overview, Panel, Series
from dashboard.text.format import in_period, joined, period_words

# As many as leave room in a chart's alternative text for who wrote them.
LONGEST_HEADLINE: Final = 150
# As many as a slide and a row of a table have room for.
LONGEST_REMARK: Final = 500
# A part of a text, and the measure that it names, "" where it names none.
TextPart = tuple[str, str]
# By framework and measure.
ManualHeadlines = dict[tuple[str, str], tuple[ManualHeadline, ...]]
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
# What counts days and years, not cases: "3 May 2023", "2022/23", "in 2023".
_DATES: Final = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|\b(?:19|20)\d\d(?:\s*[/–-]\s*\d{{2,4}})?\b(?!\s*%)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_NUMBER_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_NUMBER_WORD: Final = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)


def read_manual_headlines(rows: Iterable[dict[str, Any]]) -> ManualHeadlines:
    """Return the headlines of the frame, by framework and measure; one taken back is left out."""
    by_measure: dict[tuple[str, str], list[ManualHeadline]] = {}
    for row in rows:
        if row["text"]:
            headline = ManualHeadline(
                row["breakdown"],
                row["basis"],
                row["period_end"],
                row["text"],
                row["author"],
                row["published_on"] or row["known_on"],
                year_kind=read_year_kind(row),
            )
            by_measure.setdefault((row["framework_id"], row["measure_id"]), []).append(headline)
    return {key: tuple(each) for key, each in by_measure.items()}


def overview_with_manual_headlines(overview: Overview, written: ManualHeadlines) -> Overview:
    """Return an overview with the headlines that people wrote."""
    if not written:
        return overview
    priorities = tuple(
        replace(
            priority,
            panels=tuple(with_manual_headlines(panel, written) for panel in priority.panels),
        )
        for priority in overview.priorities
    )
    return replace(overview, priorities=priorities)


def with_manual_headlines(
    panel: Panel, written: ManualHeadlines, whole: Panel | None = None
) -> Panel:
    """Return a panel with each headline in the series whose latest period it was written for.

    A newer period brings the computed headline back. Of several series of one breakdown and window
    it goes to the one that counts, and to none whose figure is hidden. Where `panel` has one
    statistic alone, `whole` has them all: a headline of another statistic is left out.
    """
    key = (panel.framework.framework_id, panel.measure.measure_id)
    if key not in written:
        return panel
    by_identity = {id(series): series for series in panel.series}
    for headline in written[key]:
        series, of_whole = (
            series_for_headline(each, headline.breakdown, (headline.basis, headline.year_kind))
            for each in (panel, whole or panel)
        )
        if series is None or of_whole is None or series.statistic != of_whole.statistic:
            continue
        latest = series.latest
        if latest and not latest.is_hidden and latest.period_end == headline.period_end:
            by_identity[id(series)] = _overridden(panel.measure, series, headline)
    lead = by_identity.get(id(panel.lead), panel.lead)
    return replace(panel, series=tuple(by_identity.values()), lead=lead)


def series_for_headline(panel: Panel, breakdown: str, window: tuple[str, str]) -> Series | None:
    """Return the series that a headline of a breakdown and window is of; None without a figure."""
    fits = [
        series
        for series in panel.series
        if (series.breakdown, series.window) == (breakdown, window) and series.latest is not None
    ]
    return max(fits, key=lambda series: series.is_counted, default=None)


def accepts_headline(panel: Panel, series: Series) -> bool:
    """Return whether a headline written for the latest period of a series would be shown with it."""
    has_day = series.latest is not None and series.latest.period_end is not None
    return has_day and series_for_headline(panel, series.breakdown, series.window) is series


def _overridden(measure: Measure, series: Series, headline: ManualHeadline) -> Series:
    text = headline.sentence
    warnings = tuple(number_warnings(measure, series, headline.text))
    full = replace(headline, computed=series.headline, warnings=warnings)
    _, *others = build_headline(
        measure, series.breakdown, series.latest, series.status, series.trend
    )
    alt = build_alt((text, headline.stamp, *others))
    return replace(series, headline=f"{text} {headline.stamp}", alt=alt, written=full)


def number_warnings(measure: Measure, series: Series, text: str) -> Iterator[str]:
    """Yield a warning of the numbers of a written text that its figures do not have."""
    unmatched = unmatched_numbers(measure, series, text)
    if unmatched and series.latest:
        yield unmatched_words(series, unmatched)


def unmatched_words(series: Series, numbers: Sequence[str]) -> str:
    """Return the warning that numbers of a text are not figures of a series, with its latest one."""
    are = "is not a figure" if len(numbers) == 1 else "are not figures"
    period = f" {in_period(series.latest)}" if series.latest else ""
    return (
        f"Check the numbers: {joined(numbers)} {are} of this measure. It was "
        f"{series.value_words}{period}."
    )


def unmatched_numbers(measure: Measure, series: Series, text: str) -> Sequence[str]:
    """Return the numbers of a text that a series does not have, each once.

    They are compared as shown: with every text that a page has of the latest figure, and of an
    older one whose period the text names. Days, years and numbers in names are no figures.
    """
    text_numbers = _NUMBER.findall(_DATES.sub(" ", text))
    figure_numbers = set(_numbers(_figure_texts(measure, series)))
    # What is shown of the points whose period the text names.
    figure_numbers.update(
        _numbers(
            words
            for point, words in zip(series.points, series.cursor, strict=False)
            if period_words(point).lower() in text.lower()
        )
    )
    return list(dict.fromkeys(each for each in text_numbers if _value(each) not in figure_numbers))


def _figure_texts(measure: Measure, series: Series) -> Sequence[str]:
    """Return the texts about the latest period, and the names that have numbers."""
    latest = series.latest
    counts = (latest.numerator, latest.denominator) if latest else ()
    comparison_texts = [c.words for c in series.trend.comparisons]
    return (
        measure.title,
        measure.short_title,
        measure.definition,
        series.label,
        series.headline,
        series.value_words,
        series.target_words,
        series.baseline_words,
        series.status.gap_words,
        series.trend.reason,
        *comparison_texts,
        *(f"{count:.10g}" for count in counts if count is not None),
    )


def _numbers(texts: Iterable[str]) -> Iterator[Decimal]:
    return (_value(number) for text in texts for number in _NUMBER.findall(_DATES.sub(" ", text)))


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("%").replace(",", "")).normalize()


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
    if panel.lead.latest is None:
        return ""
    unmatched = _numbers_of_no_series(_without_names(text, measures), panel)
    return unmatched_words(panel.lead, unmatched) if unmatched else ""


def hidden_numbers(
    text: str, panel: Panel | None = None, measures: Iterable[Measure] = ()
) -> Sequence[str]:
    """Return the numbers of a text, in digits or in words, that a measure does not show.

    Without a panel to compare them with these are all of its numbers.
    """
    in_digits = _NUMBER_WORD.sub(
        lambda word: str(_NUMBER_WORDS.index(word[0].lower())), _without_names(text, measures)
    )
    return _numbers_of_no_series(in_digits, panel)


def _without_names(text: str, measures: Iterable[Measure]) -> str:
    parts = split_at_measures(text, measures)
    return " ".join(words for words, measure in parts if not measure)


def _numbers_of_no_series(text: str, panel: Panel | None) -> Sequence[str]:
    """Return the numbers of a text that no series of a panel has, each once."""
    of_series = [
        unmatched_numbers(panel.measure, series, text)
        for series in (panel.series if panel else ())
        if panel and series.latest is not None
    ]
    numbers = dict.fromkeys(_NUMBER.findall(_DATES.sub(" ", text)))
    return [number for number in numbers if all(number in each for each in of_series)]
