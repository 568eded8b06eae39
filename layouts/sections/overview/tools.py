"""The row of tools of an overview: count and key, order, filters, view."""

from collections.abc import Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import TREND_WORDS
from dashboard.model.selection import Selection, address
from dashboard.panels.attention import SORT_NAMES, SORT_WORDS
from dashboard.text.format import counted
from layouts.sections.overview.measure_tiles import svg
from layouts.ui.components import aria
from layouts.ui.overview_measures import (
    BY_PRIORITY,
    FILTERS,
    GROUP_WORDS,
    TARGET_WORDS,
    VIEW_WORDS,
    MeasuresView,
    filter_words,
    headings,
)
from layouts.ui.palette import BASELINE, FOCUS, TARGET

# The orders that a phone has at hand.
_ORDERS: Final = {"": "Worst first", "plan": "By priority"}
_MARKS: Final = {
    "now": f'<svg width="20" height="10"><path d="M0 5h20" stroke="{FOCUS}" stroke-width="8"/></svg>',
    "target": f'<svg width="6" height="16"><path d="M3 0v16" stroke="{TARGET}" stroke-width="3"/></svg>',
    "baseline": f'<svg width="11" height="11"><circle cx="5.5" cy="5.5" r="4" fill="none" stroke="{BASELINE}" stroke-width="2"/></svg>',
}


def tool_row(view: MeasuresView) -> html.Div:
    """Render what the measures are, the key of the pictures, and the controls with chosen filters."""
    selection = view.selection
    # Where each is a key measure nothing stands below.
    look = None if view.others or selection.view == "list" else "visually-hidden"
    return html.Div(
        [
            html.H2(SORT_WORDS[selection.sort], id="measures-heading", className=look),
            html.P(count_words(view), className="count-of-measures", id="count-of-measures"),
            _key(),
            html.Ul(
                [_order_link(view, *each) for each in _ORDERS.items()], className="order-switch"
            ),
            html.Button(
                "Filter", type="button", className="open-filter", **aria(controls="tool-form")
            ),
            html.Ul([_chip(view, name) for name in FILTERS], className="chips", id="chips"),
            _form(view),
            html.Ul(
                [_view_link(view, each) for each in VIEW_WORDS],
                className="view-switch",
                **aria(label="Tiles or list"),
            ),
        ],
        className="tool-row",
    )


def count_words(view: MeasuresView) -> str:
    """Return how many measures are below, or how many of all a filter leaves."""
    if view.is_filtered:
        return f"{len(view.fitting)} of {counted(len(view.measures), 'measure')}"
    if view.selection.view == "list" or not view.others:
        return counted(len(view.measures), "measure")
    return f"{len(view.others)} more measure{'' if len(view.others) == 1 else 's'}"


def _key() -> html.P:
    parts = [html.Span([svg(mark, "key-mark"), name]) for name, mark in _MARKS.items()]
    # Who hears a page has the pictures in words.
    return html.P(parts, className="key-of-marks", **aria(hidden="true"))


def _chip(view: MeasuresView, name: str) -> html.Li:
    value = getattr(view.selection, name)
    words = filter_words(view, name, value) if value else ""
    data: dict[str, Any] = {"data-set": f"{name}="}
    link = html.A(
        [html.Span(words), html.Span("×", **aria(hidden="true"))],
        href=address(view.without(**{name: ""})),
        **data,
        **aria(label=f"{words}: remove this filter"),
    )
    return html.Li(link, hidden=not value, **{"data-chip": name})


def _order_link(view: MeasuresView, sort: str, words: str) -> html.Li:
    is_chosen = view.selection.sort == sort
    data: dict[str, Any] = {"data-set": f"sort={sort}"}
    href = address(view.without(sort=sort))
    return html.Li(html.A(words, href=href, **data, **aria(current=is_chosen and "true")))


def _view_link(view: MeasuresView, name: str) -> html.Li:
    is_chosen = view.selection.view == name
    data: dict[str, Any] = {"data-set": f"view={name}"}
    href = address(view.without(view=name, group=view.selection.group if name else ""))
    link = html.A(VIEW_WORDS[name], href=href, **data, **aria(current=is_chosen and "true"))
    return html.Li(link)


def _form(view: MeasuresView) -> html.Form:
    """Render the selects; without scripts they are sent with what else is chosen."""
    selection = view.selection
    sent = {
        name: getattr(selection, name)
        for name in ("area", "framework", "view", *FILTERS)
        if getattr(selection, name)
    }
    if selection.as_of:
        sent["as_of"] = selection.as_of.isoformat()
    fixed = [
        html.Select(html.Option(value, value=value, selected=True), name=name, hidden=True)
        for name, value in sent.items()
    ]
    group = _select(
        "group", "Group", [_option(*each, selection.group) for each in GROUP_WORDS.items()]
    )
    return html.Form(
        [
            *fixed,
            html.Div(group, className="group-field", hidden=selection.view != "list"),
            _select("sort", "Sort", _sort_options(selection)),
            _select("show", "Show", _show_options(view)),
            html.Noscript(html.Button("Apply", type="submit")),
            html.Div(
                [
                    html.Button("Done", type="button", className="close-filter"),
                    html.Button("Clear", type="button", className="clear-filter"),
                ],
                className="sheet-buttons",
            ),
        ],
        action="/",
        method="get",
        className="tool-form",
        id="tool-form",
    )


def _sort_options(selection: Selection) -> list[html.Option]:
    return [
        html.Option(
            SORT_NAMES[code], value=code, selected=code == selection.sort, **{"data-heading": words}
        )
        for code, words in SORT_WORDS.items()
    ]


def _select(name: str, words: str, options: Sequence[Component]) -> html.Div:
    select = html.Select(list(options), name=name, id=f"tool-{name}", className="form-select")
    label = html.Label(words, htmlFor=f"tool-{name}")
    return html.Div([label, select], className="tool-field")


def _option(value: str, words: str, chosen: str) -> html.Option:
    return html.Option(words, value=value, selected=value == chosen)


def _show_options(view: MeasuresView) -> list[Component]:
    """Return what one select narrows the measures to; with several filters none of them is chosen."""
    active = [name for name in FILTERS if getattr(view.selection, name)]
    only = f"{active[0]}:{getattr(view.selection, active[0])}" if len(active) == 1 else ""
    trends = {code: TREND_WORDS[code] for code in ("worsened", "improved")}
    groups = (
        ("Status", "status", {code: words for code, words, _ in view.statuses()}),
        ("Trend", "trend", trends),
        ("Target", "target", TARGET_WORDS),
        ("Priority", "priority", headings(view, BY_PRIORITY)),
    )
    options: list[Component] = [_option("", "All" if len(active) < 2 else "Several", only)]
    for label, name, values in groups:
        each = [_option(f"{name}:{value}", words, only) for value, words in values.items()]
        options.append(html.Optgroup(each, label=label))
    return options
