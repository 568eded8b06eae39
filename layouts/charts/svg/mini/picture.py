"""The mini of a series, the chart of a key measure, and what only the picture has in words."""

from typing import Final

from dashboard.model.panel import Measure, Series
from dashboard.text.format import target_noun, within_sentence
from layouts.charts.spec.baselines import fitting_baselines
from layouts.charts.svg.mini.bar import Bar
from layouts.charts.svg.mini.figures import BULLET, LINE, STEPS, compared_targets, mini_kind
from layouts.charts.svg.mini.plot import TimePlot
from layouts.charts.svg.mini.strokes import HEIGHT, drawing


def mini(measure: Measure, series: Series) -> str:
    """Render the mini of a series as SVG; "" where there is nothing to draw or to measure a bar by."""
    kind = mini_kind(series)
    if kind in (LINE, STEPS):
        return drawing(HEIGHT, TimePlot(measure, series, HEIGHT).parts())
    bar = Bar(measure, series)
    return drawing(HEIGHT, bar.parts()) if bar.has_scale else ""


def key_chart(measure: Measure, series: Series, height: int = 62) -> str:
    """Render the chart of a key measure: over time where its figures allow, with its target written."""
    plot = TimePlot(measure, series, height)
    is_dated = mini_kind(series) in (LINE, STEPS, BULLET) and len(plot.days) > 1
    if not is_dated:
        return mini(measure, series)
    return drawing(height, plot.parts()) + plot.target_label()


# A mini on a slide is drawn at half its size and doubled, so that video keeps its strokes.
SLIDE_SCALE: Final = 2
# The part of a bar's height that is drawn on.
_BAR_TOP: Final = 4
_BAR_HEIGHT: Final = 40
_BAR_EDGES: Final = (9.0, 29.0)


def slide_plot(measure: Measure, series: Series, width: float, height: float) -> TimePlot | None:
    """Return what a slide's mini shows over time, in so many px of a slide; None without two days."""
    plot = TimePlot(measure, series, round(height / SLIDE_SCALE), round(width / SLIDE_SCALE))
    is_dated = mini_kind(series) in (LINE, STEPS, BULLET) and len(plot.days) > 1
    return plot if is_dated else None


def slide_mini(measure: Measure, series: Series, width: float, height: float) -> str:
    """Render a mini for so many px of a slide: over time where its figures allow, else a bar."""
    plot = slide_plot(measure, series, width, height)
    if plot is None:
        return slide_bar(measure, series, width, min(height, 90))
    return drawing(plot.height, plot.parts(), plot.width)


def slide_bar(measure: Measure, series: Series, width: float, height: float) -> str:
    """Render a bar for so many px of a slide; "" where there is nothing to measure it by."""
    across = round(width * _BAR_HEIGHT / height)
    bar = Bar(measure, series, across, _BAR_EDGES)
    if not bar.has_scale:
        return ""
    return (
        f'<svg class="mini" viewBox="0 {_BAR_TOP} {across} {_BAR_HEIGHT}" aria-hidden="true" '
        f'focusable="false">{"".join(bar.parts())}</svg>'
    )


def mini_words(measure: Measure, series: Series) -> str:
    """Return what only the picture has: "Target 80%, baseline 27%." """
    baselines = fitting_baselines(measure, series)
    start = within_sentence(baselines[0].words) if baselines else ""
    noun = target_noun(measure.better, *series.shown_targets)
    target = f"{noun} {series.target_words}" if compared_targets(measure, series) else ""
    words = ", ".join(filter(None, (target, start)))
    return f"{words[:1].upper()}{words[1:]}." if words else ""
