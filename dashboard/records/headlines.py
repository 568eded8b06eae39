"""Set a headline that a person wrote in place of the computed one, stamped and held to the figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from dashboard.judging.headline import build_alt, build_headline
from dashboard.model.panel import Measure, Overview, Panel, Point, Series, WrittenHeadline
from dashboard.text.format import in_period, joined, period_words

# As many as leave room in a chart's alternative text for who wrote them.
LONGEST_TEXT: Final = 150
# By framework and measure.
Written = dict[tuple[str, str], tuple[WrittenHeadline, ...]]
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
# What counts days and years, not cases: "3 May 2023", "2022/23", "in 2023".
_DATES: Final = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|\b(?:19|20)\d\d(?:\s*[/–-]\s*\d{{2,4}})?\b(?!\s*%)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def read_written(rows: Iterable[dict[str, Any]]) -> Written:
    """Gather the rows of the frame headlines; one whose text was taken back is left out."""
    found: dict[tuple[str, str], list[WrittenHeadline]] = {}
    for row in rows:
        if row["text"]:
            one = WrittenHeadline(
                row["breakdown"],
                row["basis"],
                row["period_end"],
                row["text"],
                row["author"],
                row["published_on"] or row["known_on"],
            )
            found.setdefault((row["framework_id"], row["measure_id"]), []).append(one)
    return {key: tuple(each) for key, each in found.items()}


def overview_with_written(overview: Overview, written: Written) -> Overview:
    """Set what was written over every measure of an overview."""
    if not written:
        return overview
    priorities = tuple(
        replace(one, panels=tuple(with_written(panel, written) for panel in one.panels))
        for one in overview.priorities
    )
    return replace(overview, priorities=priorities)


def with_written(panel: Panel, written: Written, whole: Panel | None = None) -> Panel:
    """Set each headline over the series whose latest period it was written for.

    A newer period brings the computed headline back. Of several series of one breakdown and basis
    the headline stands over the one that speaks for the measure. Where `panel` keeps one statistic
    alone, `whole` has them all: what was written of another is left out.
    """
    key = (panel.framework.framework_id, panel.measure.measure_id)
    place = {id(one): one for one in panel.series}
    for headline in written.get(key, ()):
        told = told_series(panel, headline.breakdown, headline.basis)
        meant = told_series(whole, headline.breakdown, headline.basis) if whole else told
        if told and meant and told.statistic == meant.statistic and _is_of(headline, told):
            place[id(told)] = _overridden(panel.measure, told, headline)
    series = tuple(place.values())
    lead = place.get(id(panel.lead), panel.lead)
    return replace(panel, series=series, lead=lead)


def told_series(panel: Panel, breakdown: str, basis: str) -> Series | None:
    """Find the series over which a headline of a breakdown and basis stands; None without a figure."""
    fits = [
        one
        for one in panel.series
        if (one.breakdown, one.basis) == (breakdown, basis) and one.latest is not None
    ]
    return max(fits, key=lambda one: one.is_counted, default=None)


def can_be_written(panel: Panel, series: Series) -> bool:
    """Tell whether a headline that is written for the latest period of a series would stand over it."""
    has_day = series.latest is not None and series.latest.period_end is not None
    return has_day and told_series(panel, series.breakdown, series.basis) is series


def _is_of(headline: WrittenHeadline, series: Series) -> bool:
    return series.latest is not None and series.latest.period_end == headline.period_end


def _overridden(measure: Measure, series: Series, headline: WrittenHeadline) -> Series:
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
    strange = strange_numbers(measure, series, text)
    if strange and series.latest:
        are = "is not a figure" if len(strange) == 1 else "are not figures"
        yield (
            f"Check the numbers: {joined(strange)} {are} of this measure. It was "
            f"{series.value_words} {in_period(series.latest)}."
        )


def strange_numbers(measure: Measure, series: Series, text: str) -> Sequence[str]:
    """Find the numbers of a text that a series does not give, each once.

    Days, years and numbers of the measure's name are no figures. An older figure counts where the
    text names its period.
    """
    said = _NUMBER.findall(_DATES.sub(" ", text))
    known = set(_numbers(_told_of(measure, series)))
    known.update(_numbers(_older_of(series.points, series.cursor, text)))
    return list(dict.fromkeys(each for each in said if _value(each) not in known))


def _told_of(measure: Measure, series: Series) -> Sequence[str]:
    """Gather what the figures say of the latest period, and the names that hold numbers."""
    latest = series.latest
    counts = (latest.numerator, latest.denominator) if latest else ()
    told = [c.words for c in series.trend.comparisons]
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
        *told,
        *(f"{count:.10g}" for count in counts if count is not None),
    )


def _older_of(points: Sequence[Point], cursor: Sequence[str], text: str) -> Iterator[str]:
    """Give what is said of the points whose period the text names."""
    for point, words in zip(points, cursor, strict=False):
        if period_words(point).lower() in text.lower():
            yield words


def _numbers(texts: Iterable[str]) -> Iterator[Decimal]:
    return (_value(found) for text in texts for found in _NUMBER.findall(_DATES.sub(" ", text)))


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("%").replace(",", "")).normalize()
