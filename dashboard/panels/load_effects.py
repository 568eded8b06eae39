"""What a load would change, in the measures' words: two overviews of one plan compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Overview, Panel, Series
from dashboard.panels.overview import unique_panels
from dashboard.text.format import counted, sentence_case, target_words

NOTHING = "No measure of a plan here changes."
# A plan's overview before and after; None where there is no such plan.
OverviewPair = tuple[Overview | None, Overview | None]
_SeriesKey = tuple[str, tuple[str, str], str, str]


@dataclass(frozen=True)
class Reading:
    """What a series shows: value, period and status in words, and the numbers of a picture of it.

    `number` is rounded: it says no more than the words do.
    """

    value: str
    period: str
    status: str
    status_word: str
    number: float | None
    target: float | None


@dataclass(frozen=True)
class EffectLine:
    """One series of a measure that changes; `has_turned` where its status does too.

    `detail` is the change, to follow the measure's title. `before` and `after` are None where
    there is no figure, and where only earlier or later ones differ.
    """

    area_code: str
    area: str
    framework_id: str
    plan: str
    measure_id: str
    measure: str
    detail: str
    has_turned: bool
    unit: str
    part: str = ""
    before: Reading | None = None
    after: Reading | None = None

    @property
    def words(self) -> str:
        """The measure's title and the change."""
        return f"{self.measure}{self.detail}"


@dataclass(frozen=True)
class Effects:
    """What changes: a line for each series, and how many measures and statuses, each once an area.

    `newly_off` measures miss a target that they did not miss before.
    """

    lines: tuple[EffectLine, ...] = ()
    measures_changed: int = 0
    statuses_turned: int = 0
    newly_off: int = 0
    words: str = NOTHING


def build_effects(pairs: Iterable[OverviewPair]) -> Effects:
    """Return what changes in each plan: lines whose status turns first, else in the plans' order."""
    lines: list[EffectLine] = []
    turned: set[tuple[str, str]] = set()
    for before, after in pairs:
        overview = after or before
        if overview is None:
            continue
        for old, new in _panel_pairs(before, after):
            lines += _panel_lines(overview, old, new)
            if old and new and old.status.code != new.status.code:
                turned.add((overview.area.area_code, new.measure.measure_id))
    changed = {(line.area_code, line.measure_id) for line in lines}
    turned &= changed
    newly_off = {(line.area_code, line.measure_id) for line in lines if _is_newly_off(line)}
    ordered = tuple(sorted(lines, key=lambda line: not line.has_turned))
    words = summary_words(len(changed), len(turned))
    return Effects(ordered, len(changed), len(turned), len(newly_off), words)


def _is_newly_off(line: EffectLine) -> bool:
    return line.has_turned and line.after is not None and line.after.status == "missed"


def summary_words(changed: int, turned: int) -> str:
    """Return how many measures and statuses change, in a sentence."""
    if not changed:
        return NOTHING
    measures = f"{changed:,} {'measure changes' if changed == 1 else 'measures change'}"
    if not turned:
        return f"{measures}, no status changes."
    return f"{measures}, {turned:,} {'status changes' if turned == 1 else 'statuses change'}."


def _panel_pairs(
    before: Overview | None, after: Overview | None
) -> Sequence[tuple[Panel | None, Panel | None]]:
    old, new = (
        {panel.measure.measure_id: panel for panel in unique_panels(overview.priorities)}
        if overview
        else {}
        for overview in (before, after)
    )
    return [(old.get(name), new.get(name)) for name in {**new, **old}]


def _panel_lines(overview: Overview, old: Panel | None, new: Panel | None) -> Iterable[EffectLine]:
    was, now = _series_with_figures(old), _series_with_figures(new)
    panel = new or old
    if panel is None:
        return
    for key in {**now, **was}:
        before, after = was.get(key), now.get(key)
        words = _series_words(panel, before, after)
        if words:
            series = after or before
            part = series.label if series else ""
            label = f" ({part.lower()})" if part else ""
            line = _line(overview, panel, f"{label}{words}", has_turned=_has_turned(before, after))
            was_shown, is_shown = _reading(before), _reading(after)
            is_same = was_shown == is_shown
            yield line if is_same else replace(line, part=part, before=was_shown, after=is_shown)
    if old and new and new.later > old.later:
        figures = counted(new.later - old.later, "figure")
        words = f": {figures} published after the report date, drawn but not judged"
        yield _line(overview, panel, words, has_turned=False)


def _line(overview: Overview, panel: Panel, detail: str, *, has_turned: bool) -> EffectLine:
    return EffectLine(
        overview.area.area_code,
        overview.area.name,
        overview.framework.framework_id,
        overview.framework.title,
        panel.measure.measure_id,
        panel.measure.title,
        detail,
        has_turned=has_turned,
        unit=panel.measure.unit,
    )


def _reading(series: Series | None) -> Reading | None:
    if series is None:
        return None
    status, latest = series.status, series.latest
    return Reading(
        series.value_words,
        series.period_words,
        status.code,
        status.word,
        round(latest.value, 1) if latest and latest.value is not None else None,
        status.target.value if status.target else None,
    )


def _series_with_figures(panel: Panel | None) -> dict[_SeriesKey, Series]:
    """Return the counted series of a measure that have a figure."""
    return {
        (series.breakdown, series.window, series.statistic, series.origin): series
        for series in (panel.series if panel else ())
        if series.is_counted and series.latest
    }


def _has_turned(before: Series | None, after: Series | None) -> bool:
    return bool(before and after and before.status.code != after.status.code)


def _series_words(panel: Panel, before: Series | None, after: Series | None) -> str:
    """Return what a series showed and what it shows now; empty where that is the same."""
    if before is None or after is None:
        return _added_or_removed(before, after)
    is_same_period = before.period_words == after.period_words
    status = _status_words(panel, before, after)
    if before.value_words != after.value_words or not is_same_period:
        now = after.value_words if is_same_period else f"{after.period_words}: {after.value_words}"
        is_broken = not is_same_period and after.trend.judgement == "cannot_compare"
        broken = f", {after.trend.word.lower()}" if is_broken else ""
        return f", {before.period_words}: {before.value_words} → {now}{broken}{status}"
    targets = (series.status.target for series in (before, after))
    was, now = (target_words(goal, panel.measure.unit) if goal else "none" for goal in targets)
    if was != now:
        return f", {after.period_words}: {after.value_words}, target {was} → {now}{status}"
    if _has_turned(before, after):
        return f", {after.period_words}: {after.value_words}{status}"
    return _history_words(before, after)


def _added_or_removed(before: Series | None, after: Series | None) -> str:
    if after is not None:
        word = after.status.word.lower()
        return f": no figure → {after.period_words}: {after.value_words}, {word}"
    return f", {before.period_words}: {before.value_words} → no figure" if before else ""


def _history_words(before: Series, after: Series) -> str:
    """Return how earlier periods differ: more of them, fewer, or others."""
    was, now = _judged_values(before), _judged_values(after)
    difference = len(now) - len(was)
    if difference:
        word = "more" if difference > 0 else "fewer"
        return f": {counted(abs(difference), f'{word} earlier period')}"
    return ": an earlier figure is another" if was != now else ""


def _judged_values(series: Series) -> list[tuple[object, ...]]:
    return [
        (point.period_start, point.period_end, point.value, point.value_low, point.value_high)
        for point in series.points
        if not point.is_later
    ]


def _status_words(panel: Panel, before: Series, after: Series) -> str:
    """Return how the status went: "falls below target", "now close", "still on target"."""
    word = after.status.word.lower()
    if before.status.code == after.status.code:
        return f", still {word}" if after.status.code in JUDGED else ""
    if after.status.code == "missed" and before.status.code in JUDGED:
        return f", {'rises' if panel.measure.better == 'lower' else 'falls'} {word}"
    return f", now {word}" if after.status.code in JUDGED else f"; status now: {word}"


def plain_effects(effects: Effects) -> list[str]:
    """Return the effects as sentences: the summary first; area and plan where there are several."""
    has_one_plan = len({(line.area, line.plan) for line in effects.lines}) == 1
    lines = (
        f"{'' if has_one_plan else f'{line.area}, {line.plan}: '}{line.words}."
        for line in effects.lines
    )
    return [effects.words, *map(sentence_case, lines)]
