"""The verdict of a plan: its measures counted by status, what moved, and what is furthest off."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Panel, Series
from dashboard.model.same import cached_by_object
from dashboard.panels.panel import CACHED_PANELS, newest_end, row_series
from dashboard.text.format import counted, exact, goal_words, joined, target_noun, within_sentence
from dashboard.text.periods import months_between, year_before

NO_TARGETS: Final = "No targets are loaded, so progress can’t be judged"
# What is younger than this needs no age beside it.
_RECENT_MONTHS: Final = 3
# So many fill two lines on a laptop, an age among them; with more, the short title is named.
_MOST_CHARACTERS: Final = 205


@dataclass(frozen=True)
class Verdict:
    """Three sentences without their full stops; the last two are empty where there is nothing."""

    counts: str
    moves: str
    furthest: str

    @property
    def words(self) -> str:
        """All of it, in full."""
        return " ".join(f"{each}." for each in (self.counts, self.moves, self.furthest) if each)


def build_verdict(panels: Sequence[Panel]) -> Verdict:
    """Return the verdict of a plan's measures; its counts add up to all of them."""
    if not panels:
        return Verdict("No measures are set for this plan", "", "")
    judged = [panel for panel in panels if panel.status.code in JUDGED]
    counts = _counts(panels) if judged else _unjudged(panels)
    verdict = Verdict(counts, _moves(panels), _furthest(judged, is_short=False))
    if len(verdict.words) <= _MOST_CHARACTERS:
        return verdict
    return replace(verdict, furthest=_furthest(judged, is_short=True))


def age_words(day: date, today: date) -> str:
    """Return how long ago a report was: "3 years 7 months"; "" where it is recent."""
    months = months_between(day, today) - (today.day < day.day)
    if months < _RECENT_MONTHS:
        return ""
    years, rest = divmod(months, 12)
    parts = (counted(years, "year") if years else "", counted(rest, "month") if rest else "")
    return " ".join(filter(None, parts))


def _counts(panels: Sequence[Panel]) -> str:
    codes = Counter(panel.status.code for panel in panels)
    met, rest = codes["met"], sum(codes[code] for code in codes if code not in JUDGED)
    is_ = "is" if met == 1 else "are"
    first = f"{counted(met, 'measure')} {is_} on target" if met else "No measure is on target"
    words = {"close": "close", "missed": _missed_word(panels)}
    others = [
        f"{codes[code]} {word if met else f'{_be(codes[code])} {word}'}"
        for code, word in words.items()
        if codes[code]
    ]
    if met == len(panels):
        return f"All {met} measures are on target" if met > 1 else first
    counts = joined([first, *others])
    if not rest:
        return counts
    if codes["no_target"] == rest:
        return f"{counts}; {rest} {'has' if rest == 1 else 'have'} no target"
    return f"{counts}; {rest} can’t be judged yet"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _missed_word(panels: Iterable[Panel]) -> str:
    words = {panel.status.word for panel in panels if panel.status.code == "missed"}
    return (
        {"Below target": "below", "Above limit": "above"}[words.pop()] if len(words) == 1 else "off"
    )


def _unjudged(panels: Sequence[Panel]) -> str:
    """Return why nothing can be judged, and how many measures have a figure all the same."""
    figures = sum(has_figure(panel) for panel in panels)
    verb = "has" if figures == 1 else "have"
    of_all = f"{figures} of {counted(len(panels), 'measure')} {verb} a figure"
    if any(target.is_in_force for p in panels for s in p.series for target in s.targets):
        return f"No measure can be judged yet; {of_all}"
    return f"{NO_TARGETS}; {of_all}"


def _moves(panels: Iterable[Panel]) -> str:
    """Return how many measures improved and worsened; since the baseline where all are from that."""
    trends = [shown_series(panel).trend for panel in panels]
    moved = [trend for trend in trends if trend.judgement in ("improved", "worsened")]
    codes = Counter(trend.judgement for trend in moved)
    counts = joined(f"{codes[code]} {code}" for code in ("improved", "worsened") if codes[code])
    against = {trend.chosen.against if trend.chosen else "" for trend in moved}
    return f"Since the baseline {counts}" if counts and against == {"baseline"} else counts


def has_figure(panel: Panel) -> bool:
    """Return whether any series of a measure has a number."""
    return any(series.latest is not None and series.latest.has_number for series in panel.series)


def distance(series: Series) -> Decimal | None:
    """Return how far a series misses its target as a share of it, so that units can be ranked.

    None where it does not, or no gap was judged.
    """
    status = series.status
    if status.code == "met" or status.gap is None or status.target is None:
        return None
    high = status.target.value_high
    goal = abs(exact(high if high is not None and status.gap > 0 else status.target.value))
    return abs(exact(status.gap)) / goal if goal else None


@cached_by_object(CACHED_PANELS)
def misses(panel: Panel) -> tuple[tuple[Decimal, Series], ...]:
    """Return how far each counted series misses its target, save one a year older than another."""
    counted_series = [series for series in panel.series if series.is_counted]
    newest = max((newest_end(series) for series in counted_series), default=date.min)
    recent = [
        s for s in counted_series if newest == date.min or newest_end(s) > year_before(newest)
    ]
    distances = ((distance(series), series) for series in recent)
    return tuple((miss, series) for miss, series in distances if miss is not None)


@cached_by_object(CACHED_PANELS)
def shown_series(panel: Panel) -> Series:
    """Return the series that stands for a measure: the part furthest off, else the leading one.

    Where the leading one is not judged and others are, it is the first of them with the measure's status.
    """
    worst = [(miss, series) for miss, series in misses(panel) if series.status.code in JUDGED]
    if worst:
        return max(worst, key=lambda each: each[0])[1]
    if panel.status.code in JUDGED and panel.lead.status.code != panel.status.code:
        fitting = [s for s in row_series(panel) if s.status.code == panel.status.code]
        return next(iter(fitting), panel.lead)
    return panel.lead


def _furthest(panels: Iterable[Panel], *, is_short: bool) -> str:
    distances = [(miss, panel, series) for panel in panels for miss, series in misses(panel)]
    if not distances:
        return ""
    _, panel, series = max(distances, key=lambda each: (each[1].status.code == "missed", each[0]))
    target, measure = series.status.target, panel.measure
    if target is None:
        return ""
    part = f" ({within_sentence(series.label)})" if series.breakdown else ""
    goal = f"a {target_noun(measure.better, target)} of {goal_words(target, measure.unit)}"
    title = measure.short_title if is_short else measure.title
    return f"Furthest off: {title}{part}, {series.value_words} against {goal}"
