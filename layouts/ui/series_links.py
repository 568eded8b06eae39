"""Links of one series: to the choices of its page, and to its files."""

import re
from dataclasses import dataclass, replace
from typing import Final

from dash import html

from dashboard.model.codes import STATISTIC_WORDS, window_words
from dashboard.model.panel import Panel, Series
from dashboard.model.points import CASES, PUBLISHED
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.text.format import sentence_case
from layouts.ui.components import aria, data_words
from layouts.ui.controls import MAX_LINKS
from layouts.ui.view_options import (
    basis_code,
    breakdown_code,
    breakdown_names,
    origin_code,
    year_kind_code,
)

NO_LIMITS: Final = "0"
_ORIGINS: Final = {PUBLISHED: "As reported", CASES: "Worked out from cases"}


@dataclass(frozen=True)
class SeriesUrls:
    """Addresses of the downloads of a series, and of the view that shows it."""

    numbers: str
    about: str
    picture: str
    view: str


def series_urls(
    panel: Panel, series: Series, selection: Selection, *, benchmarks: bool = False
) -> SeriesUrls:
    """Return the addresses of the files of a series; its picture has the areas beside it or not."""
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
    shown = (("limits", selection.limits), ("around", "1" if benchmarks else ""))
    return SeriesUrls(
        numbers=Urls.with_query(Urls.SERIES_CSV, query),
        about=Urls.with_query(Urls.SERIES_ABOUT_CSV, query),
        picture=Urls.with_query(Urls.SERIES_SVG, (*query, *shown)),
        view=series_address(panel, series, selection),
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


def series_address(panel: Panel, series: Series, selection: Selection) -> str:
    """Return the address of one series of a measure."""
    return selection.to(
        "measure",
        measure=panel.measure.measure_id,
        basis=basis_code(series),
        year_kind=year_kind_code(panel, series),
        breakdown=breakdown_code(series),
        statistic=selection.statistic or _distinct_statistic(panel, series),
        origin=origin_code(panel, series),
        limits=selection.limits,
    )


def _distinct_statistic(panel: Panel, series: Series) -> str:
    """Return the statistic where two of the same breakdown and window exist; else ""."""
    same_window = [
        series_option
        for series_option in panel.series
        if (series_option.breakdown, series_option.window) == (series.breakdown, series.window)
    ]
    return series.statistic if len(same_window) > 1 else ""


def basis_links(panel: Panel, chosen: Series, selection: Selection) -> html.Nav | None:
    """Render a link for each window that exists for the chosen breakdown; none where there is one."""
    same_part = [series for series in panel.series if series.breakdown == chosen.breakdown]
    by_window = {series.window: series for series in same_part}
    if len(by_window) < 2:
        return None
    hrefs = [
        (
            " ".join(window),
            window_words(*window, names_calendar=bool(year_kind_code(panel, series))),
            _to(panel, selection, series),
        )
        for window, series in by_window.items()
    ]
    return _links("Basis", hrefs, " ".join(chosen.window))


def breakdown_links(panel: Panel, chosen: Series, selection: Selection) -> html.Nav | None:
    """Render a link for each breakdown; none where there is one, or so many that a select is used."""
    names = breakdown_names(panel)
    if not 1 < len(names) <= MAX_LINKS:
        return None
    hrefs = [
        (code, words, _to(panel, selection, _same_window(panel, code, chosen), code))
        for code, words in names.items()
    ]
    return _links("Breakdown", hrefs, breakdown_code(chosen))


def statistic_links(panel: Panel, chosen: Series, selection: Selection) -> html.Nav | None:
    """Render a link for each statistic on the line, each to be judged on its own, and one back."""
    statistics = dict.fromkeys(point.statistic for point in chosen.points if point.statistic)
    if len(statistics) < 2 and not selection.statistic:
        return None
    hrefs = [("", "As published", _to(panel, selection, chosen))]
    hrefs += [
        (
            code,
            sentence_case(STATISTIC_WORDS.get(code, code)),
            _to(panel, selection, chosen, statistic=code),
        )
        for code in statistics
    ]
    return _links("Statistic", hrefs, selection.statistic)


def origin_links(panel: Panel, chosen: Series, selection: Selection) -> html.Nav | None:
    """Render a link to the reported figures and one to the computed ones, where both exist."""
    if not origin_code(panel, chosen):
        return None
    same_window = [
        series_option
        for series_option in panel.series
        if (series_option.breakdown, series_option.window) == (chosen.breakdown, chosen.window)
    ]
    hrefs = [
        (
            series_option.origin,
            _ORIGINS[series_option.origin],
            series_address(panel, series_option, selection),
        )
        for series_option in same_window
    ]
    return _links("Figures", hrefs, chosen.origin)


def limits_links(series: Series, selection: Selection) -> html.Nav | None:
    """Render a link with the limits of the control chart and one without; none without limits."""
    if series.chart is None:
        return None
    hrefs = [
        (code, words, address(replace(selection, limits=code)))
        for code, words in (("", "Shown"), (NO_LIMITS, "Hidden"))
    ]
    return _links("Control limits", hrefs, selection.limits if hides_limits(selection) else "")


def hides_limits(selection: Selection) -> bool:
    """Return whether the reader chose a chart without control limits."""
    return selection.limits == NO_LIMITS


def _same_window(panel: Panel, breakdown: str, chosen: Series) -> Series | None:
    """Return the series of another breakdown in the chosen window; None where it has none."""
    other_part = (series for series in panel.series if breakdown_code(series) == breakdown)
    return next((series for series in other_part if series.window == chosen.window), None)


def _to(
    panel: Panel,
    selection: Selection,
    series: Series | None,
    breakdown: str = "",
    statistic: str = "",
) -> str:
    return selection.to(
        "measure",
        measure=panel.measure.measure_id,
        basis=basis_code(series) if series else "",
        year_kind=year_kind_code(panel, series) if series else "",
        breakdown=breakdown_code(series) if series else breakdown,
        statistic=statistic,
        limits=selection.limits,
    )


def _links(name: str, hrefs: list[tuple[str, str, str]], chosen: str) -> html.Nav:
    items = [
        html.Li(html.A(words, href=href, **aria(current=code == chosen)))
        for code, words, href in hrefs
    ]
    return html.Nav(
        [html.Span(name, className="nav-name"), html.Ul(items)],
        className="series-nav",
        **aria(label=name),
    )
