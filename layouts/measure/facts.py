"""The six facts beside a measure's chart, each with the sentence that explains it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dash import html

from dashboard.cases.model import Backlog
from dashboard.model.codes import TREND_WORDS
from dashboard.model.panel import Comparison, Panel, Series
from dashboard.text.format import (
    dated_target_words,
    day_words,
    target_noun,
    target_words,
    within_sentence,
)
from layouts.sections.cases import count_words
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.xml_text import escape

FACTS: Final = 6
_BEFORE: Final = {
    "month": "Month before",
    "quarter": "Quarter before",
    "half-term": "Half term before",
}
_POPOVER: Final = (
    '<button type="button" class="explain" popovertarget="fact-{place}" '
    'aria-label="{label}: how it is worked out">?</button></dt><dd>{value}'
    '<div id="fact-{place}" popover class="explained">{words}</div></dd></div>'
)


@dataclass(frozen=True)
class Fact:
    """A fact in a few words, and the sentence behind it."""

    label: str
    value: str
    words: str


def build_facts(panel: Panel, series: Series, backlog: Backlog | None) -> tuple[Fact, ...]:
    """Return the six facts of a series, the first of those that it can have."""
    return tuple(_facts(panel, series, backlog))[:FACTS]


def facts_list(facts: tuple[Fact, ...]) -> html.Dl:
    """Render facts, each with a button that opens its explanation."""
    rows = (
        f"<div><dt>{escape(fact.label)}"
        + _POPOVER.format(
            place=place,
            label=escape(fact.label),
            value=escape(fact.value),
            words=escape(fact.words),
        )
        for place, fact in enumerate(facts, start=1)
    )
    return html.Dl(className="six-facts", **{ATTRIBUTE: "".join(rows)})


def _facts(panel: Panel, series: Series, backlog: Backlog | None) -> Iterator[Fact]:
    yield _target(panel, series)
    yield _at_this_pace(series)
    yield _pace_needed(series)
    yield _earlier(series, "last_year", "A year ago")
    if series.basis != "year":
        yield _earlier(series, "previous", _BEFORE.get(series.basis, "Period before"))
    if backlog is not None:
        yield _open_cases(backlog)
    yield _baseline(series)
    yield _published(panel, series)


def _target(panel: Panel, series: Series) -> Fact:
    due = " ".join(f"{words}." for words in series.due_words)
    words = f"{series.status.reason} {due}".strip()
    if not series.shown_targets:
        return Fact("Target", "None", words)
    ahead = [t for t in series.shown_targets if t.due_on and t.due_on >= panel.as_of]
    target, unit = (ahead or series.shown_targets)[0], panel.measure.unit
    value = (
        f"{target_words(target, unit)} by {day_words(target.due_on)}"
        if target.due_on and not target.period_start
        else dated_target_words(target, unit)
    )
    noun = target_noun(panel.measure.better, *series.shown_targets)
    return Fact(noun.title(), value, words)


def _at_this_pace(series: Series) -> Fact:
    pace = series.pace
    label = "At this pace"
    if pace is None:
        return Fact(label, "Can’t say", "There are too few figures for a pace.")
    sentences = (pace.forecast_words, pace.reached_words, pace.pace_words)
    words = " ".join(filter(None, sentences))
    if pace.projection:
        return Fact(label, pace.projection.words, words)
    return Fact(label, pace.word or "No target ahead", words)


def _pace_needed(series: Series) -> Fact:
    label, pace = "Pace needed", series.pace
    if series.status.code == "not_comparable":
        return Fact(label, "Can’t say", series.status.reason)
    if pace is None or not pace.needed_change:
        is_met = pace is not None and pace.needed is not None
        words = "The latest figure meets the target." if is_met else "No target lies ahead."
        return Fact(label, "None", words)
    cases = f"; {pace.needed_cases}" if pace.needed_cases else ""
    words = " ".join(filter(None, (pace.needed_words, pace.cases_words)))
    return Fact(label, f"{pace.needed_change}{cases}", words)


def _earlier(series: Series, against: str, label: str) -> Fact:
    for comparison in series.trend.comparisons:
        if comparison.against == against:
            return _compared(label, comparison)
    return Fact(label, "No figure", f"No figure is loaded to compare with. {series.trend.reason}")


def _compared(label: str, comparison: Comparison) -> Fact:
    judgement = TREND_WORDS[comparison.judgement].lower()
    moved = f", {within_sentence(comparison.moved)}" if comparison.moved else ""
    return Fact(
        label,
        f"{comparison.from_value}{moved}: {judgement}",
        " ".join(filter(None, (comparison.words, comparison.reason))),
    )


def _open_cases(backlog: Backlog) -> Fact:
    first, *others = backlog.counts
    value = count_words(first)
    if others and others[0].number is not None:
        words, number = others[0].words.lower(), count_words(others[0])
        # "9 open past 20 weeks", but "half have waited longer than 21 weeks".
        is_count = others[0].unit == "count"
        value = f"{value}; {f'{number} {words}' if is_count else f'{words} {number}'}"
    return Fact("Still open", value, backlog.sentence)


def _baseline(series: Series) -> Fact:
    words = [c.words for c in series.trend.comparisons if c.against == "baseline"]
    if not series.baseline_words:
        return Fact("Baseline", "None", "The plan sets no baseline for this series.")
    return Fact("Baseline", series.baseline_words, " ".join(words) or "What the plan starts from.")


def _published(panel: Panel, series: Series) -> Fact:
    latest = series.latest
    if latest is None or latest.known_on is None:
        return Fact("Published", "No figure", series.status.reason)
    source = panel.sources.get(latest.source_document, latest.source_document)
    return Fact("Published", day_words(latest.known_on), f"Source: {source or 'case extracts'}.")
