"""Checks of figures and targets: what is odd is a warning, never refused or changed.

What a check finds may yet be right. The rules are plain ones that a data team can repeat by hand:
a target against its own words, a figure against its counts, its neighbours and its plan's baseline.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dashboard.model.panel import Measure
from dashboard.quality.baselines import check_baselines
from dashboard.quality.figures import check_figures, lines_of
from dashboard.quality.model import Anomaly, CheckedFigure, read_rows
from dashboard.quality.parts import check_parts
from dashboard.quality.published_text import check_published_text
from dashboard.quality.scales import check_scales

__all__ = [
    "CHECK_WORDS",
    "Anomaly",
    "CheckedFigure",
    "by_kind",
    "find_anomalies",
    "read_figures_and_targets",
]

CHECK_WORDS: Final[Mapping[str, str]] = {
    "percent_change": "Target differs from its wording",
    "own_words": "Figure differs from its wording",
    "operator": "Target and wording point different ways",
    "change_as_number": "Change entered as a number to reach",
    "against_direction": "Target asks for worse",
    "out_of_reach": "Target can’t be reached",
    "no_share": "Target without a share",
    "two_figures": "Two figures in one cell",
    "other_unit": "Printed in another unit",
    "own_counts": "Percentage differs from its counts",
    "whole_of_few": "0% or 100% of fewer than 10",
    "whole_without_count": "100% without a count",
    "parts_above_whole": "Parts add up to more than the whole",
    "part_counts_above_whole": "Counts of parts add up to more than the whole",
    "cumulative_falls": "Count to date falls",
    "share": "Share entered as a percentage",
    "unit_slip": "Unit or decimal point may have slipped",
    "scale_changed": "Scale changes from one day on",
    "all_zero": "Every figure is 0",
    "shared": "Same figure for several areas",
    "copied": "Baseline repeated as the figure",
    "arrow": "Printed arrow contradicts the figures",
    "other_window": "Period differs from the target’s",
    "undated": "Baseline without a date",
    "statistic_changed": "Kind of average changes",
    "statistic_not_stated": "Kind of average not stated",
}


def find_anomalies(figures: Sequence[CheckedFigure]) -> tuple[Anomaly, ...]:
    """Return everything that is odd about some figures and targets, in the order of CHECK_WORDS."""
    newest = {line[-1] for line in lines_of(figures)}
    anomalies = [
        *check_published_text(figures),
        *check_figures(figures),
        *check_scales(figures),
        *check_parts(figures),
        *check_baselines(figures),
    ]
    order = list(CHECK_WORDS)
    return tuple(
        replace(each, touches_newest=not newest.isdisjoint((each.figure, *each.compared_with)))
        for each in sorted(anomalies, key=lambda anomaly: order.index(anomaly.check))
    )


def by_kind(anomalies: Sequence[Anomaly]) -> list[tuple[str, list[Anomaly]]]:
    """Return anomalies by check: first the checks that most newest figures fail, then the most failed."""
    groups: dict[str, list[Anomaly]] = {}
    for anomaly in anomalies:
        groups.setdefault(anomaly.check, []).append(anomaly)
    return sorted(
        groups.items(),
        key=lambda group: (-sum(each.touches_newest for each in group[1]), -len(group[1])),
    )


def read_figures_and_targets(
    observations: Iterable[Mapping[str, Any]],
    targets: Iterable[Mapping[str, Any]],
    measures: Mapping[str, Measure],
    areas: Mapping[str, str],
) -> tuple[CheckedFigure, ...]:
    """Return the rows of both kinds; `areas` gives the area of each plan."""
    return (
        *read_rows("observations", observations, measures, areas),
        *read_rows("targets", targets, measures, areas),
    )
