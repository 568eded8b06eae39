"""Measures in few words for main slides, and their order."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.judging.status import is_met
from dashboard.model.codes import JUDGED, MARKERS
from dashboard.model.panel import Panel, Series
from dashboard.pack.blocks import TREND, MeasureItem, Tag
from dashboard.pack.blocks_from_series import status_tag
from dashboard.panels.attention import by_attention, move
from dashboard.panels.panel import row_series
from dashboard.panels.verdict import has_figure, shown_series
from dashboard.text.format import (
    counted,
    exact,
    sentence_case,
    short_goal,
    short_point,
    target_noun,
    within_sentence,
)

# Which way a measure moved; of others no arrow is drawn.
_MOVES: Final = {
    "improved": "better",
    "worsened": "worse",
    "little_change": "little change",
    "no_change": "same",
    "rose": "up",
    "fell": "down",
}
# Statuses that say of a figure without a number all that its marker does.
_WHOLE_REASONS: Final = ("suppressed", "not_due")
_MISSED: Final = {"Below target": "below target", "Above limit": "above their limit"}


def measure_item(panel: Panel) -> MeasureItem:
    """Return a measure as an item: the part furthest off, else its leading series."""
    series = shown_series(panel)
    latest = series.latest
    has_number = latest is not None and latest.has_number
    is_provisional = bool(latest and latest.is_provisional)
    return MeasureItem(
        panel,
        series,
        item_title(panel, series),
        short_point(latest, panel.measure.unit)
        if latest and has_number
        else _reason(panel, series),
        _goal(panel, series) if has_number else "",
        status_tag(panel.status, is_provisional=is_provisional and has_number),
        _move_tag(series) if has_number else None,
        f"measure-{panel.measure.measure_id}",
    )


def _reason(panel: Panel, series: Series) -> str:
    """Return why there is no figure; where the status says that already, of when there is none."""
    marker = series.latest.marker if series.latest else ""
    is_stated = MARKERS.get(marker, ("",))[0] == panel.status.code in _WHOLE_REASONS
    if is_stated or series.value_words == panel.status.word:
        return sentence_case(series.period_words)
    return series.value_words


def item_title(panel: Panel, series: Series) -> str:
    """Return the short title of a measure with the part that is shown, if it has several."""
    title, label = panel.measure.short_title, series.label
    if label and len(row_series(panel)) > 1:
        return f"{title}, {within_sentence(label)}"
    return title


def _goal(panel: Panel, series: Series) -> str:
    target = series.status.target
    if series.status.code not in JUDGED or target is None:
        return ""
    unit = panel.measure.unit
    noun = target_noun(panel.measure.better, target)
    return f"{'limit' if noun == 'limit' else 'of'} {short_goal(target, unit)}"


def _move_tag(series: Series) -> Tag | None:
    trend = series.trend
    if trend.judgement not in _MOVES or not trend.direction:
        return None
    return Tag(TREND, trend.judgement, _MOVES[trend.judgement], trend.direction)


def off_target(panels: Iterable[Panel]) -> tuple[Panel, ...]:
    """Return the measures that miss their target, the furthest off first, as among all others."""
    return by_need(panel for panel in panels if panel.status.code == "missed")


def missed_word(panels: Iterable[Panel]) -> str:
    """Return what measures that miss their target are called: below target, above their limit."""
    words = {panel.status.word for panel in panels if panel.status.code == "missed"}
    return _MISSED.get(words.pop(), "off target") if len(words) == 1 else "off target"


def off_target_title(panels: Collection[Panel]) -> str:
    """Return how many measures miss their target, and how many of them got worse."""
    worse = sum(shown_series(panel).trend.judgement == "worsened" for panel in panels)
    verb = "is" if len(panels) == 1 else "are"
    title = f"{counted(len(panels), 'measure')} {verb} {missed_word(panels)}"
    if not worse:
        return title
    return f"{title}; {worse} of them got worse" if len(panels) > 1 else f"{title} and got worse"


def by_need(panels: Iterable[Panel]) -> tuple[Panel, ...]:
    """Return measures in the order in which they need attention."""
    return tuple(sorted(panels, key=by_attention))


def focus_panels(panels: Iterable[Panel], count: int) -> tuple[Panel, ...]:
    """Return at most so many measures worth a slide each.

    They are the furthest off, that which worsened most, that which is off target longest, the next
    furthest off, then others with figures that need attention; no measure twice.
    """
    every = tuple(panels)
    missed = off_target(every)
    worsened = [p for p in every if shown_series(p).trend.judgement == "worsened"]
    worst = sorted(worsened, key=lambda panel: -(move(shown_series(panel)) or Decimal(0)))
    longest = sorted(missed, key=_off_since)
    chosen: dict[str, Panel] = {}
    figures = [panel for panel in by_need(every) if has_figure(panel)]
    for candidates in (missed, worst, longest, missed, missed, *[figures] * count):
        new = (p for p in candidates if p.measure.measure_id not in chosen)
        if (panel := next(new, None)) is not None:
            chosen[panel.measure.measure_id] = panel
    return tuple(chosen.values())[:count]


def _off_since(panel: Panel) -> date:
    """Return the end of the first period since which every figure missed the present target."""
    series = shown_series(panel)
    target, since = series.status.target, date.max
    if target is None:
        return since
    for point in reversed(series.points):
        if point.is_later or point.value is None or point.period_end is None:
            continue
        if is_met(exact(point.value), target):
            break
        since = point.period_end
    return since
