"""The public summary of a pack: one page in plain words for parents, from the same figures as its report."""

from collections.abc import Iterable, Iterator
from typing import Final

from dashboard.model.codes import DONE
from dashboard.model.panel import Panel, Series
from dashboard.pack.blocks import Fact, Facts, Item, Paragraphs, Points, Report, Section
from dashboard.pack.commentary import remarks
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.slides.actions import actions_title
from dashboard.pack.slides.measure_items import by_need, measure_item
from dashboard.panels.verdict import build_verdict, shown_series
from dashboard.text.format import counted, day_words, goal_words, point_words, target_noun

_MOST: Final = 5
_MISSED: Final = "missed"
# Which way a figure moved: since an earlier one, or beside its usual range.
_MOVED: Final = {
    "improved": ("Better", "Better than it usually is"),
    "worsened": ("Worse", "Worse than it usually is"),
    "little_change": ("Little change", "About what it usually is"),
    "no_change": ("The same", "About what it usually is"),
}
_READING: Final = (
    "Each line has the newest figure, its target, and how it moved. Counts of a few children are hidden. "
    "The full report has every figure, its definition and its source."
)


def build_public_summary(stored: StoredPack) -> Report:
    """Return what is better, what is better and not yet on target, what is not, and what happens next."""
    pack = stored.content
    overview = pack.overview
    return Report(
        title=f"SEND in {overview.area.name}: what is better, and what is not",
        subtitle=pack.heading,
        facts=Facts("", (Fact("Figures as at", day_words(stored.as_of)),)),
        sections=tuple(_sections(pack)),
        is_short=True,
    )


def _sections(pack: Pack) -> Iterator[Section]:
    panels = by_need(pack.panels.values())
    counts = f"{build_verdict(panels).counts}."
    yield Section("summary", "In short", 2, (Paragraphs("", (counts, _READING)),))
    improved = [panel for panel in panels if _moved(panel) == "improved"]
    missed = [panel for panel in panels if panel.status.code == _MISSED]
    lists = {
        ("better", "What is better"): [panel for panel in improved if panel not in missed],
        ("nearer", "What is better, and not yet on target"): [
            panel for panel in improved if panel in missed
        ],
        ("not-better", "What is not better"): [
            panel
            for panel in panels
            if _moved(panel) == "worsened" or (panel in missed and panel not in improved)
        ],
    }
    for (name, heading), listed in lists.items():
        if listed:
            yield Section(name, heading, 2, (Points("", tuple(_items(listed))),))
    if steps := tuple(_next_steps(pack)):
        yield Section("next", "What happens next", 2, (Points("", steps),))


def _moved(panel: Panel) -> str:
    return shown_series(panel).trend.judgement


def _items(panels: Iterable[Panel]) -> Iterator[Item]:
    every = list(panels)
    for panel in every[:_MOST]:
        item = measure_item(panel)
        latest = item.series.latest
        value = point_words(latest, panel.measure.unit) if latest else item.series.value_words
        words = f"{value}{_target_words(panel)}."
        yield Item(words, item.title, _moved_words(item.series), item.status)
    if len(every) > _MOST:
        yield Item(f"{counted(len(every) - _MOST, 'more measure')} in the full report.")


def _moved_words(series: Series) -> str:
    """Return which way a figure moved and from what, as one would say it to a parent."""
    trend = series.trend
    word, usual = _MOVED.get(trend.judgement, ("", ""))
    if word and trend.chosen:
        return f"{word}: it was {trend.chosen.since}."
    return f"{usual}." if usual else ""


def _target_words(panel: Panel) -> str:
    """Return the target of the series that is shown, where it was judged against one."""
    status = shown_series(panel).status
    if not measure_item(panel).goal or status.target is None:
        return ""
    return f"; the {target_noun(panel.measure.better, status.target)} is {goal_words(status.target, panel.measure.unit)}"


def _next_steps(pack: Pack) -> Iterator[Item]:
    """Yield the next steps that are not done, without who owns them, and how far the actions are."""
    for remark in remarks(pack, "next_step"):
        if remark.state != DONE:
            yield Item(remark.text, "", f"by {day_words(remark.due_on)}" if remark.due_on else "")
    if pack.actions.actions:
        yield Item(f"{actions_title(pack)}.")
