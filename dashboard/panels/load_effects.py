"""Say what a load would change, in the measures' words: two overviews of one plan, set side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Overview, Panel, Series
from dashboard.panels.overview import unique_panels
from dashboard.text.format import sentence_case, target_words

NOTHING = "No measure of a plan here changes."
# What an overview says before and after; None where there is no such plan.
OverviewPair = tuple[Overview | None, Overview | None]
_SeriesKey = tuple[str, str, str, str]


@dataclass(frozen=True)
class EffectLine:
    """One series of a measure that says something else; `has_turned` where its status does too."""

    area_code: str
    area: str
    framework_id: str
    plan: str
    measure_id: str
    measure: str
    words: str
    has_turned: bool


@dataclass(frozen=True)
class Effects:
    """What changes: a line for each series, and how many measures and statuses, each once an area."""

    lines: tuple[EffectLine, ...] = ()
    measures_changed: int = 0
    statuses_turned: int = 0
    words: str = NOTHING


def build_effects(pairs: Iterable[OverviewPair]) -> Effects:
    """Compare each plan with itself; of equally telling lines, in the plans' order."""
    lines: list[EffectLine] = []
    turned: set[tuple[str, str]] = set()
    for before, after in pairs:
        overview = after or before
        if overview is None:
            continue
        for old, new in _panels(before, after):
            lines += _panel_lines(overview, old, new)
            if old and new and old.status.code != new.status.code:
                turned.add((overview.area.area_code, new.measure.measure_id))
    changed = {(line.area_code, line.measure_id) for line in lines}
    turned &= changed
    ordered = tuple(sorted(lines, key=lambda line: not line.has_turned))
    return Effects(ordered, len(changed), len(turned), summary_words(len(changed), len(turned)))


def summary_words(changed: int, turned: int) -> str:
    """Count what changes in a sentence."""
    if not changed:
        return NOTHING
    measures = f"{changed:,} {'measure changes' if changed == 1 else 'measures change'}"
    if not turned:
        return f"{measures}, no status turns."
    return f"{measures}, {turned:,} {'status turns' if turned == 1 else 'statuses turn'}."


def _panels(
    before: Overview | None, after: Overview | None
) -> Sequence[tuple[Panel | None, Panel | None]]:
    old, new = (
        {panel.measure.measure_id: panel for panel in _unique(each)} for each in (before, after)
    )
    return [(old.get(name), new.get(name)) for name in {**new, **old}]


def _unique(overview: Overview | None) -> tuple[Panel, ...]:
    return unique_panels(overview.priorities) if overview else ()


def _panel_lines(overview: Overview, old: Panel | None, new: Panel | None) -> Iterable[EffectLine]:
    was, now = _series_with_figures(old), _series_with_figures(new)
    panel = new or old
    if panel is None:
        return
    for key in {**now, **was}:
        before, after = was.get(key), now.get(key)
        words = _series_words(panel, before, after)
        if words:
            named = f"{panel.measure.title}{_label(after or before)}"
            yield EffectLine(
                overview.area.area_code,
                overview.area.name,
                overview.framework.framework_id,
                overview.framework.title,
                panel.measure.measure_id,
                panel.measure.title,
                f"{named}{words}",
                has_turned=_has_turned(before, after),
            )
    if old and new and new.later > old.later:
        yield _later_line(overview, panel, new.later - old.later)


def _later_line(overview: Overview, panel: Panel, count: int) -> EffectLine:
    """Tell of figures that were published after the day at which the plan is judged."""
    figures = "1 figure" if count == 1 else f"{count:,} figures"
    words = f"{figures} published after the report date, drawn but not judged"
    return EffectLine(
        overview.area.area_code,
        overview.area.name,
        overview.framework.framework_id,
        overview.framework.title,
        panel.measure.measure_id,
        panel.measure.title,
        f"{panel.measure.title}: {words}",
        has_turned=False,
    )


def _series_with_figures(panel: Panel | None) -> dict[_SeriesKey, Series]:
    """Give the series that speak for a measure and hold something."""
    counted_series = (
        [series for series in panel.series if series.is_counted and series.latest] if panel else []
    )
    return {
        (series.breakdown, series.basis, series.statistic, series.origin): series
        for series in counted_series
    }


def _label(series: Series | None) -> str:
    return f" ({series.label.lower()})" if series and series.label else ""


def _has_turned(before: Series | None, after: Series | None) -> bool:
    return bool(before and after and before.status.code != after.status.code)


def _series_words(panel: Panel, before: Series | None, after: Series | None) -> str:
    """Say what a series said and what it says now; empty where that is the same."""
    if before is None or after is None:
        return _added_or_removed(before, after)
    is_same_period = before.period_words == after.period_words
    status = _status_words(panel, before, after)
    if before.value_words != after.value_words or not is_same_period:
        now = after.value_words if is_same_period else f"{after.period_words}: {after.value_words}"
        return f", {before.period_words}: {before.value_words} → {now}{status}"
    goals = [_target_text(series, panel.measure.unit) for series in (before, after)]
    if goals[0] != goals[1]:
        target_change = f"target {goals[0] or 'none'} → {goals[1] or 'none'}"
        return f", {after.period_words}: {after.value_words}, {target_change}{status}"
    if _has_turned(before, after):
        return f", {after.period_words}: {after.value_words}{status}"
    return _history_words(before, after)


def _added_or_removed(before: Series | None, after: Series | None) -> str:
    if after is not None:
        word = after.status.word.lower()
        return f": no figure → {after.period_words}: {after.value_words}, {word}"
    return f", {before.period_words}: {before.value_words} → no figure" if before else ""


def _history_words(before: Series, after: Series) -> str:
    """Tell of earlier periods: more of them, fewer, or others."""
    was, now = _judged_values(before), _judged_values(after)
    points = len(now) - len(was)
    if points > 0:
        return f": {points:,} more earlier {'period' if points == 1 else 'periods'}"
    if points < 0:
        return f": {-points:,} fewer earlier {'period' if points == -1 else 'periods'}"
    return ": an earlier figure is another" if was != now else ""


def _judged_values(series: Series) -> list[tuple[object, ...]]:
    """Give what is judged of a series, period by period."""
    return [
        (point.period_start, point.period_end, point.value, point.value_low, point.value_high)
        for point in series.points
        if not point.is_later
    ]


def _target_text(series: Series, unit: str) -> str:
    target = series.status.target
    return target_words(target, unit) if target else ""


def _status_words(panel: Panel, before: Series, after: Series) -> str:
    """Say how the status went: "falls below target", "now close", "still on target"."""
    word = after.status.word.lower()
    if before.status.code == after.status.code:
        return f", still {word}" if after.status.code in JUDGED else ""
    if after.status.code == "missed" and before.status.code in JUDGED:
        return f", {'rises' if panel.measure.better == 'lower' else 'falls'} {word}"
    return f", now {word}" if after.status.code in JUDGED else f"; status now: {word}"


def plain_effects(effects: Effects) -> list[str]:
    """Give the effects as sentences: the summary first."""
    places = {(line.area, line.plan) for line in effects.lines}
    return [effects.words, *(_sentence(line, many=len(places) > 1) for line in effects.lines)]


def _sentence(line: EffectLine, *, many: bool) -> str:
    place = f"{line.area}, {line.plan}: " if many else ""
    return sentence_case(f"{place}{line.words}.")
