"""What stands above the measures of an overview: verdict, counts by status, priorities, tools."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import ACTION_WORDS, TREND_WORDS
from dashboard.model.panel import ActionPlan, Priority
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.panels.attention import SORT_NAMES, SORT_WORDS
from dashboard.panels.verdict import NO_TARGETS, Verdict
from dashboard.text.format import counted
from layouts.sections.overview.measure_tiles import svg
from layouts.ui.components import aria, screen_name
from layouts.ui.icons import icon
from layouts.ui.overview_measures import (
    BY_PRIORITY,
    FILTERS,
    GROUP_WORDS,
    STATUS_ORDER,
    TARGET_WORDS,
    VIEW_WORDS,
    MeasuresView,
    ShownMeasure,
    filter_words,
    headings,
)
from layouts.ui.palette import BASELINE, FOCUS, TAG_COLOURS, TARGET
from layouts.ui.tags import STATUS_STYLE

# More glyphs than these are counted; with five priorities or more there is room for fewer.
_MOST_GLYPHS: Final = (14, 8)
_MANY_PRIORITIES: Final = 5
# The orders that a phone has at hand.
_ORDERS: Final = {"": "Worst first", "plan": "By priority"}
SHORT_ACTIONS: Final = {
    "completed": "done",
    "on_track": "on track",
    "at_risk": "at risk",
    "delayed": "late",
}
_MARKS: Final = {
    "now": f'<svg width="20" height="10"><path d="M0 5h20" stroke="{FOCUS}" stroke-width="8"/></svg>',
    "target": f'<svg width="6" height="16"><path d="M3 0v16" stroke="{TARGET}" stroke-width="3"/></svg>',
    "baseline": f'<svg width="11" height="11"><circle cx="5.5" cy="5.5" r="4" fill="none" stroke="{BASELINE}" stroke-width="2"/></svg>',
}


def verdict_line(verdict: Verdict, age: str) -> html.P:
    """Render the verdict, its counts in bold, with the age of the report where it matters.

    A plan without targets leads to the template that holds them.
    """
    counts = f"{verdict.counts}{'' if age else '.'}"
    aged = f", as reported {age} ago. " if age else " "
    words: list[Any] = [html.Strong(counts), html.Span(aged, className="verdict-rest")]
    if verdict.moves:
        words.append(html.Span(f"{verdict.moves}. ", className="verdict-moves"))
    if verdict.furthest:
        words.append(html.Span(f"{verdict.furthest}.", className="verdict-rest"))
    if verdict.counts.startswith(NO_TARGETS):
        href = Urls.path(Urls.TEMPLATE_CSV, kind="targets")
        words += [" ", html.A("Add targets", href=href)]
    return html.P(words, className="verdict")


def status_strip(view: MeasuresView) -> html.Nav:
    """Render the measures by status, each a link that filters by it, or lifts that filter again."""
    items = [html.Li(_status(view, *each)) for each in view.statuses()]
    return html.Nav(
        html.Ul(items), className="status-strip", **aria(label="Filter measures by status")
    )


def _status(view: MeasuresView, code: str, words: str, count: int) -> html.A:
    shape, pair = STATUS_STYLE[code]
    is_chosen = view.selection.status == code
    href = address(view.without(status="" if is_chosen else code))
    data: dict[str, Any] = {"data-toggle": f"status={code}"}
    parts = [html.Strong(str(count)), icon(shape, TAG_COLOURS[pair].ink), html.Span(words)]
    return html.A(
        parts, href=href, className=f"tag-{pair}", **data, **aria(current=is_chosen and "true")
    )


def actions_line(plan: ActionPlan, selection: Selection) -> html.P | None:
    """Render the plan's actions by status in one line; None where it has none."""
    counts = [(code, plan.counts.get(code, 0)) for code in ACTION_WORDS]
    parts: list[Any] = []
    for code, count in counts:
        if count:
            parts += [" ", html.Strong(str(count)), f" {SHORT_ACTIONS[code]}"]
    if not parts:
        return None
    link = html.A("Actions", href=selection.to("actions"))
    return html.P([link, ":", *parts], className="not-on-phone")


def priority_strip(view: MeasuresView, actions: Mapping[int, Mapping[str, int]]) -> html.Ul:
    """Render each priority with a glyph for each of its measures."""
    cards = [_priority(view, each, actions.get(each.number, {})) for each in _priorities(view)]
    return html.Ul(cards, className="priority-strip")


def _priorities(view: MeasuresView) -> Sequence[Priority]:
    return view.overview.priorities


def _priority(view: MeasuresView, priority: Priority, actions: Mapping[str, int]) -> html.Li:
    selection, number = view.selection, priority.number
    title = screen_name(priority.title)
    href = selection.to("priority", framework=selection.framework, priority_number=number)
    own = sorted(
        (each for each in view.measures if number in each.priorities),
        key=lambda each: STATUS_ORDER.index(each.panel.status.code),
    )
    is_narrow = len(_priorities(view)) >= _MANY_PRIORITIES
    words = priority_words(own, actions, is_narrow=is_narrow)
    return html.Li(
        html.Article(
            [
                html.Span(str(number), className="priority-number", **aria(hidden="true")),
                html.H3(html.A(title, href=href, **aria(label=f"{number}. {title}"))),
                _glyphs(own, selection, is_narrow=is_narrow),
                html.P(words, className="priority-words"),
            ]
        ),
        className="priority-card",
    )


def _glyphs(own: Sequence[ShownMeasure], selection: Selection, *, is_narrow: bool) -> html.P:
    """Render a glyph for each measure, outlined where a filter leaves it out; counts of many."""
    if len(own) > _MOST_GLYPHS[is_narrow]:
        codes = Counter(each.panel.status.code for each in own)
        return html.P(
            [
                html.Span([_glyph(code), str(codes[code])], className="glyph-count")
                for code in STATUS_ORDER
                if codes[code]
            ],
            className="glyphs",
            **aria(hidden="true"),
        )
    glyphs = [
        html.Span(
            _glyph(each.panel.status.code),
            className="glyph",
            **{"data-glyph": each.panel.measure.measure_id},
            **({} if each.fits(selection) else {"data-out": "true"}),
        )
        for each in own
    ]
    return html.P(glyphs, className="glyphs", **aria(hidden="true"))


def _glyph(code: str) -> html.Img:
    shape, pair = STATUS_STYLE[code]
    return icon(shape, TAG_COLOURS[pair].ink)


def priority_words(
    own: Sequence[ShownMeasure], actions: Mapping[str, int], *, is_narrow: bool
) -> str:
    """Return how a priority's measures stand, in a few words."""
    if not own:
        done, total = actions.get("completed", 0), sum(actions.values())
        done_words = f" · {done} of {counted(total, 'action')} done" if total else ""
        return f"No measures{'' if is_narrow else done_words}"
    codes = Counter(each.panel.status.code for each in own)
    judged = codes["met"] + codes["close"] + codes["missed"]
    if not judged:
        none = "No targets" if codes["no_target"] == len(own) else "Can’t be judged yet"
        return none if is_narrow else f"None of {len(own)} can be judged yet"
    first = f"{codes['met']} of {len(own)} on target"
    if is_narrow:
        return first
    trends = Counter(each.series.trend.judgement for each in own)
    moved = [f"{trends[code]} {code}" for code in ("improved", "worsened") if trends[code]]
    return " · ".join(filter(None, (first, ", ".join(moved))))


def tool_row(view: MeasuresView) -> html.Div:
    """Render what the measures are, the key of the pictures, chosen filters, and the controls."""
    selection = view.selection
    return html.Div(
        [
            html.H2(SORT_WORDS[selection.sort], id="measures-heading"),
            html.P(count_words(view), className="count-of-measures", id="count-of-measures"),
            _key(),
            html.Ul([_chip(view, name) for name in FILTERS], className="chips", id="chips"),
            html.Ul(
                [_order_link(view, *each) for each in _ORDERS.items()], className="order-switch"
            ),
            html.Button(
                "Filter", type="button", className="open-filter", **aria(controls="tool-form")
            ),
            _form(view),
            html.Ul([_view_link(view, each) for each in VIEW_WORDS], className="view-switch"),
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
    return html.P(parts, className="key-of-marks")


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
