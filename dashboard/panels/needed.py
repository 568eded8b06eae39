"""What would be needed to judge a plan of which no measure can be: which figures, which targets."""

from collections.abc import Iterable

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Change, Panel
from dashboard.text.format import dated_target_words, joined


def build_needed(panels: Iterable[Panel]) -> tuple[Change, ...]:
    """Return what each measure lacks, in the plan's order; () where any of them can be judged."""
    every = tuple(panels)
    if any(panel.status.code in JUDGED for panel in every):
        return ()
    return tuple(
        Change(panel.measure.measure_id, panel.measure.title, _needed_words(panel))
        for panel in every
    )


def _needed_words(panel: Panel) -> str:
    numbers = [
        dated_target_words(target, panel.measure.unit)
        for series in panel.series
        for target in series.targets
        if target.is_in_force and target.operator != "towards"
    ]
    numbers += [words for series in panel.series for words in series.open_targets]
    has_figure = any(series.latest and series.latest.has_number for series in panel.series)
    if not numbers:
        target = "a target with a number"
        return target if has_figure else f"a figure, and {target}"
    if has_figure:
        reason = panel.status.reason
        return f"a figure and a target that can be compared. {reason}"
    return f"a figure, to hold against {joined(dict.fromkeys(numbers))}"
