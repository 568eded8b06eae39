"""Checks of figures and targets: what is odd is a warning, never refused or changed.

What a check finds may yet be right. The rules are plain ones that a data team can repeat by hand:
a target against its own words, a figure against its counts, its neighbours and its plan's baseline.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from dashboard.model.panel import Measure
from dashboard.quality.baselines import check_baselines
from dashboard.quality.figures import check_figures
from dashboard.quality.model import Anomaly, CheckedFigure, read_rows
from dashboard.quality.parts import check_parts
from dashboard.quality.published_text import check_published_text
from dashboard.quality.scales import check_scales

__all__ = ["CHECK_WORDS", "Anomaly", "CheckedFigure", "find_anomalies", "read_figures_and_targets"]

CHECK_WORDS: Final[Mapping[str, str]] = {
    "percent_change": "The target is not what its words ask for",
    "own_words": "The figure is not the one in its words",
    "operator": "The target and its words ask for different things",
    "change_as_number": "A change stands as a number to reach",
    "against_direction": "The target asks for what is worse",
    "out_of_reach": "The target cannot be reached",
    "no_share": "The target names no share",
    "two_figures": "Two figures in one cell",
    "other_unit": "Printed in another unit",
    "own_counts": "The percentage is not what its counts give",
    "whole_of_few": "0% or 100% of fewer than 10",
    "whole_without_count": "All, and not of how many",
    "parts_above_whole": "The parts are more than the whole",
    "part_counts_above_whole": "The counts of the parts are more than those of the whole",
    "cumulative_falls": "A count to date falls",
    "share": "A share may stand for a percentage",
    "unit_slip": "The unit or the decimal point may have slipped",
    "scale_changed": "The figures are on another scale from a day on",
    "all_zero": "Nothing but noughts",
    "shared": "One figure for several areas",
    "copied": "The baseline stands where the figure should",
    "arrow": "The printed arrow contradicts the figures",
    "other_window": "Over another length of time than the target",
    "undated": "A baseline without a day",
    "statistic_changed": "Another kind of average than before",
    "statistic_not_stated": "Nobody says which average it is",
}


def find_anomalies(figures: Sequence[CheckedFigure]) -> tuple[Anomaly, ...]:
    """Return everything that is odd about some figures and targets, in the order of CHECK_WORDS."""
    anomalies = [
        *check_published_text(figures),
        *check_figures(figures),
        *check_scales(figures),
        *check_parts(figures),
        *check_baselines(figures),
    ]
    order = list(CHECK_WORDS)
    return tuple(sorted(anomalies, key=lambda anomaly: order.index(anomaly.check)))


def read_figures_and_targets(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    measures: Mapping[str, Measure],
    areas: Mapping[str, str],
) -> tuple[CheckedFigure, ...]:
    """Return the rows of both frames; `areas` gives the area of each plan."""
    return (
        *read_rows("observations", observations, measures, areas),
        *read_rows("targets", targets, measures, areas),
    )
