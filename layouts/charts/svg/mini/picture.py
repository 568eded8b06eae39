"""The mini of a series, the chart of a key measure, and what only the picture has in words."""

from dashboard.model.panel import Measure, Series
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


def mini_words(measure: Measure, series: Series) -> str:
    """Return what only the picture has: "Target 80%, baseline 27%." """
    baselines = fitting_baselines(measure, series)
    start = baselines[0].words[:1].lower() + baselines[0].words[1:] if baselines else ""
    target = f"target {series.target_words}" if compared_targets(measure, series) else ""
    words = ", ".join(filter(None, (target, start)))
    return f"{words[:1].upper()}{words[1:]}." if words else ""
