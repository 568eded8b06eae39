"""One measure of a priority as a panel: value, tags, what it did, its picture, and its menu."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Action, Panel, Series
from dashboard.model.selection import Selection, address
from dashboard.panels.briefs import PanelView, change_phrase, panel_views, place_words
from dashboard.text.format import screen_name, sentence_case, within_sentence
from layouts.charts.downloads import file_list
from layouts.charts.panel_chart import Days, panel_chart
from layouts.sections.meetings.slides import add_link
from layouts.sections.overview.tile_words import aim_words, gap_words, short_period
from layouts.ui.components import aria
from layouts.ui.series_links import series_address, series_urls
from layouts.ui.tags import status_tag, trend_tag
from layouts.ui.view_options import series_choices

# No arrow stands for these, and the status or the sentence says why.
_NO_TREND: Final = ("no_earlier",)
# What is chosen of the series, the lines and the marks of a panel that alone is enlarged.
_OF_ONE: Final = (
    "basis",
    "year_kind",
    "breakdown",
    "statistic",
    "origin",
    "by",
    "members",
    "limits",
    "events",
    "at",
)


def panel_card(
    panel: Panel,
    view: PanelView,
    actions: Sequence[Action],
    selection: Selection,
    days: Days | None = None,
    own: Sequence[Component] = (),
    draft: str = "",
) -> html.Article:
    """Render a panel; the actions are those meant to move its measure, `days` of a shared axis.

    `own` are the controls and the chart of a panel that alone is enlarged; to the slides of the pack
    `draft` its measure can be added.
    """
    measure, shown = panel.measure, view.shown
    is_large = measure.measure_id in opened(selection)
    href = series_address(panel, shown, selection)
    looks = ["panel", "is-large" if is_large else "", "" if own else "chart"]
    chart = own or panel_chart(
        panel, view, href, selection, is_large=is_large, days=days if is_large else None
    )
    return html.Article(
        [
            _head(
                panel,
                view,
                _menu(panel, view, actions, selection, draft),
                selection,
                has_switch=not own,
            ),
            html.Div([_value(shown), *card_tags(panel, view)], className="panel-row"),
            html.P(_sentence(panel, view), className="panel-words"),
            *chart,
        ],
        id=card_id(measure.measure_id),
        className=" ".join(filter(None, looks)),
        **{"data-measure": measure.measure_id},
    )


def card_id(measure_id: str) -> str:
    """Return the id of the panel of a measure."""
    return f"panel-{measure_id}"


def opened(selection: Selection) -> list[str]:
    """Return the measures whose panels are enlarged."""
    return [measure for measure in selection.open.split(",") if measure]


def chosen_view(panel: Panel, selection: Selection) -> PanelView:
    """Return the view of a panel that the address names, else its first."""
    views = panel_views(panel)
    named = f"{panel.measure.measure_id}:"
    codes = [item.removeprefix(named) for item in selection.shown.split(",") if named in item]
    return next((view for view in views if view.code in codes), views[0])


def card_tags(panel: Panel, view: PanelView) -> list[html.Span]:
    """Render status and trend, the trend only where it adds something."""
    shown = view.shown
    status = panel.status if len(view.series) > 1 else shown.status
    tags = [status_tag(status, bool(shown.latest and shown.latest.is_provisional))]
    is_same = shown.trend.judgement == "cannot_compare" and status.code == "not_comparable"
    if _has_number(shown) and not is_same and shown.trend.judgement not in _NO_TREND:
        tags.append(trend_tag(shown.trend, is_neutral=status.code == "no_target"))
    return tags


def opening(selection: Selection, measures: Sequence[str], **series: str) -> Selection:
    """Return what is chosen with other panels enlarged; what was chosen of one alone falls."""
    of_one: dict[str, Any] = dict.fromkeys(_OF_ONE, "")
    compare = selection.compare.split(",")[0]
    chosen = {**of_one, "until": None, "compare": compare, "open": ",".join(measures), **series}
    return replace(selection, **chosen)


def _head(
    panel: Panel, view: PanelView, menu: html.Details, selection: Selection, *, has_switch: bool
) -> html.Div:
    measure = panel.measure
    href = series_address(panel, view.shown, selection)
    return html.Div(
        [
            html.H3(html.A(measure.short_title, href=href)),
            _switch(panel, view, selection) if has_switch else None,
            menu,
            _size_link(panel, view, selection),
        ],
        className="panel-head",
    )


def _value(shown: Series) -> html.Strong | None:
    latest = shown.latest
    has_value = latest is not None and (latest.has_number or latest.is_over)
    return html.Strong(shown.value_words, className="value") if has_value else None


def gap_phrase(panel: Panel, series: Series) -> str:
    """Return how far a series is from its target, or where the plan wants it to go.

    Where it is not compared, or its latest figure is missing, return why.
    """
    if series.status.code in (*JUDGED, "not_comparable") or _is_missing(series):
        return next(gap_words(panel.measure, series))
    return aim_words(panel.measure, series)


def _has_number(series: Series) -> bool:
    return series.latest is not None and series.latest.has_number


def _is_missing(series: Series) -> bool:
    """Return whether the latest figure is missing where earlier ones are drawn."""
    latest = series.latest
    is_empty = latest is not None and not latest.has_number and not latest.is_over
    return is_empty and any(point.has_number for point in series.points)


def _sentence(panel: Panel, view: PanelView) -> str:
    """Return distance, change and period: "75 points to go. Down 19 points from 44% in 2022. Mar 2023."."""
    shown = view.shown
    place, gap = place_words(view), gap_phrase(panel, shown)
    named = ": ".join(filter(None, (place, within_sentence(gap) if place else gap)))
    is_dated = _has_number(shown) or _is_missing(shown)
    period = short_period(shown.latest) if is_dated else ""
    parts = (named, change_phrase(panel.measure, shown), sentence_case(period))
    return " ".join(f"{part}." for part in parts if part)


def _switch(panel: Panel, view: PanelView, selection: Selection) -> html.Nav | None:
    """Render a link for each window that the measure has figures in; none where there is one."""
    views = panel_views(panel)
    if len(views) < 2:
        return None
    links = [
        html.A(
            each.words,
            href=_shown_address(panel, each, selection),
            **aria(current="true" if each.code == view.code else False),
        )
        for each in views
    ]
    label = f"Period of {panel.measure.short_title}"
    return html.Nav(links, className="switch", **aria(label=label))


def _shown_address(panel: Panel, view: PanelView, selection: Selection) -> str:
    measure = panel.measure.measure_id
    others = [each for each in selection.shown.split(",") if each and f"{measure}:" not in each]
    shown = ",".join([*others, f"{measure}:{view.code}"])
    return f"{address(replace(selection, shown=shown))}#{card_id(measure)}"


def _size_link(panel: Panel, view: PanelView, selection: Selection) -> html.A:
    """Render the link that enlarges a panel, or makes it small again."""
    measure, title = panel.measure.measure_id, panel.measure.short_title
    now = opened(selection)
    is_large = measure in now
    left = [each for each in now if each != measure]
    chosen = (
        opening(selection, left)
        if is_large
        else opening(selection, [measure], **series_choices(panel, view.shown))
    )
    words = f"{'Make smaller' if is_large else 'Enlarge'}: {title}"
    closing: dict[str, Any] = {"data-close": ""} if is_large else {}
    return html.A(
        "⤡" if is_large else "⤢",
        href=f"{address(chosen)}#{card_id(measure)}",
        id=f"size-{measure}",
        className="size",
        **aria(label=words),
        **closing,
    )


def _menu(
    panel: Panel, view: PanelView, actions: Sequence[Action], selection: Selection, draft: str
) -> html.Details:
    shown, title = view.shown, panel.measure.short_title
    table = html.A(
        "Table of the numbers",
        href=f"{series_address(panel, shown, selection)}&tab=numbers",
        className="chart-button",
        **{"data-numbers": ""},
    )
    moved = [html.Li(f"{action.reference} {screen_name(action.title)}") for action in actions]
    parts = [
        table,
        *file_list(panel, shown, series_urls(panel, shown, selection)),
        add_link(panel, draft) if draft else None,
        html.P("Actions meant to move it") if moved else None,
        html.Ul(moved) if moved else None,
    ]
    return html.Details(
        [
            html.Summary("⋯", **aria(label=f"More on {title}")),
            html.Div(
                [*(part for part in parts if part is not None), html.P(className="copied")],
                className="menu-list take-away",
            ),
        ],
        className="panel-menu",
    )
