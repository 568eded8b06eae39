"""Links of one series: to the choices of its page, and to its files."""

import re
from dataclasses import dataclass
from typing import Any, Final

from dashboard.model.panel import Panel, Series
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from layouts.ui.components import data_words
from layouts.ui.view_options import basis_code, breakdown_code, origin_code, year_kind_code

NO_LIMITS: Final = "0"


@dataclass(frozen=True)
class SeriesUrls:
    """Addresses of the downloads of a series, and of the view that shows it."""

    numbers: str
    about: str
    picture: str
    view: str


def series_urls(panel: Panel, series: Series, selection: Selection) -> SeriesUrls:
    """Return the addresses of the files of a series, with the time and the lines that its chart shows."""
    query = (
        ("area", panel.area.area_code),
        ("framework", panel.framework.framework_id),
        ("measure", panel.measure.measure_id),
        ("basis", basis_code(series)),
        ("year_kind", year_kind_code(panel, series)),
        ("breakdown", breakdown_code(series)),
        ("statistic", selection.statistic or _distinct_statistic(panel, series)),
        ("origin", origin_code(panel, series)),
        ("as_of", selection.as_of),
    )
    shown = (
        ("by", _members_of(selection)),
        ("members", selection.members),
        ("compare", selection.compare),
        ("from", selection.since),
        ("to", selection.until),
    )
    drawn = (("limits", selection.limits), ("axis", selection.axis), ("events", selection.events))
    return SeriesUrls(
        numbers=Urls.with_query(Urls.SERIES_CSV, (*query, *shown)),
        about=Urls.with_query(Urls.SERIES_ABOUT_CSV, query),
        picture=Urls.with_query(Urls.SERIES_SVG, (*query, *shown, *drawn)),
        view=series_address(panel, series, selection, **_drawn_choices(selection)),
    )


def series_file_name(panel: Panel, series: Series) -> str:
    """Return the file name of one series: area, measure, what distinguishes it, and report date."""
    parts = (
        panel.area.name,
        data_words(panel),
        panel.measure.measure_id,
        series.breakdown,
        series.basis,
        year_kind_code(panel, series),
        _distinct_statistic(panel, series),
        origin_code(panel, series),
    )
    file_name = "-".join([*filter(None, parts), f"as-at-{panel.as_of}"])
    return re.sub(r"[^a-z0-9]+", "-", file_name.lower()).strip("-")


def _members_of(selection: Selection) -> str:
    return selection.by if selection.members else ""


def _drawn_choices(selection: Selection) -> dict[str, Any]:
    """Return what is chosen of a chart besides its series: lines beside it, its time, axis and events."""
    names = ("members", "compare", "since", "until", "axis", "events")
    return {"by": _members_of(selection)} | {name: getattr(selection, name) for name in names}


def place_of(selection: Selection) -> Selection:
    """Return what the address of a series takes from a selection."""
    names = ("area", "framework", "as_of", "statistic", "limits")
    return Selection(**{name: getattr(selection, name) for name in names})


def series_address(panel: Panel, series: Series, selection: Selection, **also: Any) -> str:
    """Return the address of one series of a measure, with what is `also` chosen."""
    return selection.to(
        "measure",
        measure=panel.measure.measure_id,
        basis=basis_code(series),
        year_kind=year_kind_code(panel, series),
        breakdown=breakdown_code(series),
        statistic=selection.statistic or _distinct_statistic(panel, series),
        origin=origin_code(panel, series),
        limits=selection.limits,
        **also,
    )


def _distinct_statistic(panel: Panel, series: Series) -> str:
    """Return the statistic where two of the same breakdown and window exist; else ""."""
    same_window = [
        series_option
        for series_option in panel.series
        if (series_option.breakdown, series_option.window) == (series.breakdown, series.window)
    ]
    return series.statistic if len(same_window) > 1 else ""


def hides_limits(selection: Selection) -> bool:
    """Return whether the reader chose a chart without control limits."""
    return selection.limits == NO_LIMITS
