"""What the page of a measure shows beside its figures, and the address of each of its choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.cases.model import CaseView
from dashboard.comparison.model import NeighbourGroup
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Benchmark, Commentary, Measure, Panel, Series
from dashboard.model.selection import Selection, address
from dashboard.panels.breakdowns import Breakdown
from dashboard.quality.model import Anomaly
from layouts.sections.meetings.scrutiny import LogView
from layouts.ui.view_options import series_choices


@dataclass(frozen=True)
class MeasureContext:
    """What a page shows beside the figures of a measure: actions, commentary, links back.

    `view` is the case view of figures worked out from cases, `parts` their breakdown; `group`
    compares similar councils; `anomalies` look odd; `log` has questions and recommendations of the
    committee, `exceptions` await a reply; `measures` are those of the plan, for a remark to name.
    `areas` are other areas' lines of the same series; `below` is another measure with the series
    that is drawn below on the same axis of time. `before` and `after` are the measures next to it in the plan, as (title, address).
    `draft` is the pack of the plan to whose slides the measure can be added, "" where there is none.
    """

    crumbs: Sequence[tuple[str, str]]
    actions: Sequence[Action]
    commentary: Sequence[Commentary]
    titles: Mapping[str, str]
    view: CaseView | None = None
    parts: Breakdown | None = None
    group: NeighbourGroup | None = None
    anomalies: Sequence[Anomaly] = ()
    log: LogView | None = None
    exceptions: Sequence[OpenException] = ()
    measures: Sequence[Measure] = ()
    areas: Sequence[Benchmark] = ()
    below: tuple[Panel, Series] | None = None
    today: date | None = None
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    draft: str = ""


def here(selection: Selection, **changes: Any) -> str:
    """Return the address of this view with some choices changed."""
    return address(replace(selection, **changes))


def series_here(panel: Panel, series: Series, selection: Selection, **changes: Any) -> str:
    """Return the address of this view with another series of the measure on the chart."""
    return here(
        selection,
        **{
            **series_choices(panel, series),
            "statistic": "",
            "origin": "",
            "period": None,
            **changes,
        },
    )
