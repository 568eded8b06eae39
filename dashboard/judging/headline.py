"""Texts of a judged series: title, headline, alternative text, a sentence per point."""

from collections.abc import Sequence
from typing import Final

from dashboard.judging.status import mismatch
from dashboard.model.codes import breakdown_words
from dashboard.model.panel import Measure, Point, Status, Target, Trend
from dashboard.text.format import (
    brief_gap_words,
    counts_words,
    in_period,
    point_words,
    within_sentence,
)

TITLE_WORDS: Final = 10
ALT_CHARACTERS: Final = 220
# The words that reports print for arrows, where they are not those of a direction.
_DIRECTIONS: Final = {"level": "flat"}
_AGAINST_WORDS: Final = {
    "baseline": ", the baseline",
    "last_year": ", a year before",
    "last_before": ", the last figure before",
}


def build_title(
    measure: Measure, parts: Sequence[str], latest: Point | None, status: Status
) -> str:
    """Return the finding in at most ten words: short title, parts, value, status word."""
    name = measure.short_title
    value = point_words(latest, measure.unit) if latest and latest.has_number else ""
    word = status.word.lower() if status.code != "no_target" else ""
    finding = ", ".join(item for item in (value, word) if item) or status.word.lower()
    named = ", ".join((name, *parts))
    # The subtitle names the basis, the last of the parts, too.
    shorter = ", ".join((name, *parts[:-1]))
    tries = (
        f"{named}: {finding}",
        f"{named}: {value or finding}",
        f"{shorter}: {finding}",
        f"{shorter}: {value or finding}",
        f"{name}: {value or finding}",
    )
    return next((title for title in tries if len(title.split()) <= TITLE_WORDS), tries[-1])


def build_headline(
    measure: Measure, breakdown: str, latest: Point | None, status: Status, trend: Trend
) -> tuple[str, ...]:
    """Return the sentences of a series, the weightiest first; the full headline is all of them."""
    named = ", ".join(item for item in (measure.title, breakdown_words(breakdown)) if item)
    if latest is None or not latest.has_number:
        return (f"{named}: {status.word.lower()}.", status.reason)
    provisional = " (provisional)" if latest.is_provisional else ""
    value = f"{point_words(latest, measure.unit)} {in_period(latest)}{provisional}"
    gap = within_sentence(status.gap_words)
    first = f"{named}: {value} – {gap}." if gap else f"{named}: {value}."
    if gap:
        judged = f"{status.word}."
    elif status.code == "no_target":
        judged = "No target."
    else:
        judged = f"{status.word}: {within_sentence(status.reason)}"
    return (first, judged, _trend_sentence(trend))


def _trend_sentence(trend: Trend) -> str:
    if trend.sentence:
        return trend.sentence
    comparison = trend.chosen
    if comparison is None:
        return trend.reason
    since = comparison.since + _AGAINST_WORDS.get(comparison.against, "")
    if comparison.change == 0:
        return f"No change from {since}."
    return f"{comparison.moved} from {since}: {trend.word.lower()}."


def build_alt(sentences: Sequence[str]) -> str:
    """Return as many whole sentences as 220 characters allow; the first is cut if it must be."""
    text = sentences[0]
    for sentence in sentences[1:]:
        if len(text) + 1 + len(sentence) > ALT_CHARACTERS:
            break
        text = f"{text} {sentence}"
    return text if len(text) <= ALT_CHARACTERS else f"{text[: ALT_CHARACTERS - 1]}…"


def build_cursor(
    measure: Measure, points: Sequence[Point], status: Status, trend: Trend, latest: Point | None
) -> tuple[str, ...]:
    """Return what the read-out of a chart says of each point, after its period."""
    return tuple(
        _point_words(measure, point, status.target, trend if point is latest else None)
        for point in points
    )


def _point_words(measure: Measure, point: Point, target: Target | None, trend: Trend | None) -> str:
    words = point_words(point, measure.unit)
    words = words if point.has_number else within_sentence(words)
    counts = counts_words(point, measure.unit)
    parts = [f"{words}, {counts}" if counts else words]
    is_for_it = target is not None and (trend is not None or not target.varies)
    if target and is_for_it and point.value is not None and not mismatch(measure, point, target):
        parts.append(brief_gap_words(point.value, target, measure.unit))
    if trend and point.has_number:
        parts.append(trend.word.lower())
    if point.is_provisional:
        parts.append("provisional")
    if point.is_later:
        parts.append("published after this report date")
    return " · ".join(parts)


def printed_arrow_note(latest: Point | None, trend: Trend) -> str:
    """Return how the arrow that the report printed differs from its figures; empty where it does not."""
    printed = latest.printed_arrow if latest else ""
    if not printed or _DIRECTIONS.get(printed, printed) == trend.direction:
        return ""
    direction_text = {
        "up": "the figures go up",
        "down": "the figures go down",
        "flat": "the figure has not moved",
    }.get(trend.direction or "", "the figures cannot be compared")
    if trend.judgement == "no_earlier":
        direction_text = "no earlier figure is loaded to compare with"
    article = "an" if printed == "up" else "a"
    return f"The report printed {article} “{printed}” arrow; {direction_text}."
