"""The picture of a chart with the stops of its cursor, and the line in which they are read out."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel, Point, Series
from dashboard.text.format import period_words, sentence_case
from layouts.charts.control_text import cursor_words
from layouts.charts.spec.events import legend_words
from layouts.charts.spec.plot import Plot
from layouts.charts.spec.projection import alt_with_projection

# In the line of a read-out, for the events of a chart.
_LONGEST_LINE: Final = 60
_ONE_LINE: Final = 44


def chart_name(panel: Panel, series: Series) -> str:
    """Return the id of a chart, unique among the series of a page."""
    parts = (panel.measure.measure_id, series.breakdown, series.basis, series.label)
    return re.sub(r"[^a-z0-9]+", "-", "-".join(("chart", *parts)).lower()).strip("-")


def picture(
    panel: Panel,
    series: Series,
    plot: Plot,
    drawing: Component,
    *,
    link: str | None,
    hint: str = "",
    day: str = "",
) -> html.Div:
    """Render a drawing as an image with a cursor.

    `link` is where its periods are read in full, `hint` the id of what explains the keys, `day` the
    last of the period that is read out at first.
    """
    data: dict[str, Any] = {
        "aria-label": alt_with_projection(series),
        "aria-describedby": hint or f"{chart_name(panel, series)}-hint",
        "data-stops": json.dumps(list(_stops(series, plot)), ensure_ascii=False),
        "data-name": panel.measure.title,
    }
    if link:
        data["data-href"] = link
    if day:
        data["data-at"] = day
    return html.Div(
        [drawing, html.Div(className="chart-cursor", hidden=True)],
        className="chart-picture",
        role="img",
        tabIndex=0,
        **data,
    )


def readout(plot: Plot, *, is_on_own_page: bool = False) -> html.P:
    """Render the line in which points are read out; until then it has the events of the chart.

    Where they are too many, it says where they are listed, for readers of the measure's own page too.
    """
    listed = "under Related" if is_on_own_page else "under Related on the measure’s page"
    words = legend_words(plot.flags, _LONGEST_LINE, listed)
    # On a phone such words take two lines.
    look = "chart-readout is-long" if len(words) > _ONE_LINE else "chart-readout"
    return html.P(words, className=look)


def _stops(series: Series, plot: Plot) -> Iterator[dict[str, Any]]:
    """Yield the stops of the cursor: first and last day, share across, share up, period and words.

    Shares are null where the point is not drawn.
    """
    for point, words in zip(series.points, series.cursor, strict=True):
        is_drawn = point.period_end and plot.time.start <= point.period_end <= plot.time.end
        yield {
            "first": _iso(point.period_start),
            "day": _iso(point.period_end),
            "across": round(plot.time.share(point.period_end), 4) if is_drawn else None,
            "up": _share_up(point, plot),
            "period": sentence_case(period_words(point)),
            "words": cursor_words(series, point, words),
        }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _share_up(point: Point, plot: Plot) -> float | None:
    if point.value_low is not None and point.value_high is not None:
        return round(plot.value.share((point.value_low + point.value_high) / 2), 4)
    return None if point.value is None else round(plot.value.share(point.value), 4)
