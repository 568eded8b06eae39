"""Set a headline that a person wrote in place of the computed one, stamped and held to the figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from dashboard.judging.headline import build_alt, build_headline
from dashboard.model.panel import ManualHeadline, Measure, Overview, Panel, Point, Series
from dashboard.text.format import in_period, joined, period_words

# As many as leave room in a chart's alternative text for who wrote them.
LONGEST_TEXT: Final = 150
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


def read_manual_headlines(rows: Iterable[dict[str, Any]]) -> ManualHeadlines:
    """Gather the rows of the frame headlines; one whose text was taken back is left out."""
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
            )
            by_measure.setdefault((row["framework_id"], row["measure_id"]), []).append(headline)
    return {key: tuple(each) for key, each in by_measure.items()}


def overview_with_manual_headlines(overview: Overview, written: ManualHeadlines) -> Overview:
    """Set what was written over every measure of an overview."""
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
    """Set each headline over the series whose latest period it was written for.

    A newer period brings the computed headline back. Of several series of one breakdown and basis
    the headline stands over the one that speaks for the measure. Where `panel` keeps one statistic
    alone, `whole` has them all: what was written of another is left out.
    """
    key = (panel.framework.framework_id, panel.measure.measure_id)
    place = {id(candidate): candidate for candidate in panel.series}
    for headline in written.get(key, ()):
        series_of_headline = series_for_headline(panel, headline.breakdown, headline.basis)
        series_of_whole = (
            series_for_headline(whole, headline.breakdown, headline.basis)
            if whole
            else series_of_headline
        )
        if (
            series_of_headline
            and series_of_whole
            and series_of_headline.statistic == series_of_whole.statistic
            and _is_latest_period(headline, series_of_headline)
        ):
            place[id(series_of_headline)] = _overridden(panel.measure, series_of_headline, headline)
    series = tuple(place.values())
    lead = place.get(id(panel.lead), panel.lead)
    return replace(panel, series=series, lead=lead)


def series_for_headline(panel: Panel, breakdown: str, basis: str) -> Series | None:
    """Find the series over which a headline of a breakdown and basis stands; None without a figure."""
    fits = [
        series
        for series in panel.series
        if (series.breakdown, series.basis) == (breakdown, basis) and series.latest is not None
    ]
    return max(fits, key=lambda series: series.is_counted, default=None)


def accepts_headline(panel: Panel, series: Series) -> bool:
    """Tell whether a headline that is written for the latest period of a series would stand over it."""
    has_day = series.latest is not None and series.latest.period_end is not None
    return has_day and series_for_headline(panel, series.breakdown, series.basis) is series


def _is_latest_period(headline: ManualHeadline, series: Series) -> bool:
    return series.latest is not None and series.latest.period_end == headline.period_end


def _overridden(measure: Measure, series: Series, headline: ManualHeadline) -> Series:
    text = headline.text if headline.text.endswith((".", "!", "?")) else f"{headline.text}."
    warnings = tuple(number_warnings(measure, series, headline.text))
    full = replace(headline, computed=series.headline, warnings=warnings)
    _, *others = build_headline(
        measure, series.breakdown, series.latest, series.status, series.trend
    )
    alt = build_alt((text, headline.stamp, *others))
    return replace(series, headline=f"{text} {headline.stamp}", alt=alt, written=full)


def number_warnings(measure: Measure, series: Series, text: str) -> Iterator[str]:
    """Say which numbers of a written headline its figures do not give."""
    strange = unmatched_numbers(measure, series, text)
    if strange and series.latest:
        are = "is not a figure" if len(strange) == 1 else "are not figures"
        yield (
            f"Check the numbers: {joined(strange)} {are} of this measure. It was "
            f"{series.value_words} {in_period(series.latest)}."
        )


def unmatched_numbers(measure: Measure, series: Series, text: str) -> Sequence[str]:
    """Find the numbers of a text that a series does not give, each once.

    Days, years and numbers of the measure's name are no figures. An older figure counts where the
    text names its period.
    """
    text_numbers = _NUMBER.findall(_DATES.sub(" ", text))
    figure_numbers = set(_numbers(_figure_texts(measure, series)))
    figure_numbers.update(_numbers(_older_texts(series.points, series.cursor, text)))
    return list(dict.fromkeys(each for each in text_numbers if _value(each) not in figure_numbers))


def _figure_texts(measure: Measure, series: Series) -> Sequence[str]:
    """Gather what the figures say of the latest period, and the names that hold numbers."""
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


def _older_texts(points: Sequence[Point], cursor: Sequence[str], text: str) -> Iterator[str]:
    """Give what is said of the points whose period the text names."""
    for point, words in zip(points, cursor, strict=False):
        if period_words(point).lower() in text.lower():
            yield words


def _numbers(texts: Iterable[str]) -> Iterator[Decimal]:
    return (_value(number) for text in texts for number in _NUMBER.findall(_DATES.sub(" ", text)))


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("%").replace(",", "")).normalize()
