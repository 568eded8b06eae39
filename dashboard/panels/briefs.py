"""A measure in brief, as one panel among many shows it: which of its series, and what they did."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from dashboard.judging.control import METHOD, amount_words, clipped, control_sentence
from dashboard.model.codes import breakdown_words, window_words
from dashboard.model.panel import Measure, Panel, Series
from dashboard.panels.panel import row_series
from dashboard.panels.verdict import distance
from dashboard.text.format import in_period, sentence_case, unit_affixes

# Those that need attention first; among the others, those without a target last.
_ATTENTION: Final = ("missed", "close", "not_reported", "met")
_UNLIKE: Final = ("not_comparable", "cannot_say")
# What the series without a breakdown is called among the others of its measure.
WHOLE: Final = "Total"


@dataclass(frozen=True)
class PanelView:
    """The series of a measure in one window; `shown` is the one whose value stands for them.

    `code` names the window in an address, `words` on a page.
    """

    series: tuple[Series, ...]
    shown: Series
    code: str
    words: str

    @property
    def has_figure(self) -> bool:
        """Whether any of its series has a figure that can be drawn."""
        return any(point.has_number for line in self.series for point in line.points)


def panel_views(panel: Panel) -> tuple[PanelView, ...]:
    """Return what a panel can show, a view for each window: with figures first, then the lead's."""
    rows = sorted(row_series(panel), key=lambda line: line.window)
    views = [
        _view(tuple(lines), window) for window, lines in groupby(rows, key=lambda line: line.window)
    ]
    return tuple(
        sorted(views, key=lambda view: (not view.has_figure, panel.lead not in view.series))
    )


def _view(lines: tuple[Series, ...], window: tuple[str, str]) -> PanelView:
    code = "-".join(filter(None, window)) or "not-stated"
    return PanelView(lines, max(lines, key=_need), code, window_words(*window))


def _need(series: Series) -> tuple[int, Decimal, bool]:
    """Return a sort key by which the series that needs attention most is the greatest."""
    code = series.status.code
    place = _ATTENTION.index(code) if code in _ATTENTION else len(_ATTENTION)
    has_number = series.latest is not None and series.latest.has_number
    return -place, distance(series) or Decimal(0), has_number


def part_words(series: Series) -> str:
    """Return what a series is a part by, without its window: "Age 0–5"; of the whole its label, or "Total"."""
    return sentence_case(breakdown_words(series.breakdown) or series.label or WHOLE)


def place_words(view: PanelView) -> str:
    """Return which of several parts is shown: "Section F, worst of 2"; empty for a whole."""
    if len(view.series) < 2:
        return ""
    return f"{part_words(view.shown)}, {_place(view)}"


def _place(view: PanelView) -> str:
    is_worst = view.shown.status.code in ("missed", "close")
    return f"{'worst' if is_worst else 'one'} of {len(view.series)}"


def change_phrase(measure: Measure, series: Series) -> str:
    """Return what the arrow rests on: "Down 19 points from 44% in September 2022"."""
    trend, chart = series.trend, series.chart
    if trend.method == METHOD and chart and trend.judgement != "cannot_compare":
        return _control_phrase(measure, series)
    if chosen := trend.chosen:
        is_same = chosen.change == 0 and chosen.earlier is not None
        return (
            f"The same {in_period(chosen.earlier)}"
            if is_same
            else f"{chosen.moved} from {chosen.since}"
        )
    if series.status.code in _UNLIKE or not (series.latest and series.latest.has_number):
        return ""
    refused = next((c.reason for c in trend.comparisons if not c.is_allowed), trend.reason)
    return sentence_case(refused.removesuffix("."))


def _control_phrase(measure: Measure, series: Series) -> str:
    chart = series.chart
    if chart is None:
        return ""
    limits = chart.segment.limits
    if series.trend.judgement != "little_change" or limits.lower is None or limits.upper is None:
        return sentence_case(control_sentence(measure, chart))
    low, high = (amount_words(end, measure) for end in clipped(measure, limits.lower, limits.upper))
    return f"Usual range {low.removesuffix(unit_affixes(measure.unit)[1])} to {high}"
