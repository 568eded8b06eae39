"""What stands above the measures of an overview: verdict, counts by status, priorities."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html

from dashboard.model.codes import ACTION_WORDS, STATUS_ORDER
from dashboard.model.panel import ActionPlan, Priority
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.panels.verdict import NO_TARGETS, Verdict
from dashboard.text.format import counted, screen_name
from layouts.ui.components import aria
from layouts.ui.icons import icon
from layouts.ui.overview_measures import MeasuresView, ShownMeasure
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.tags import STATUS_STYLE

# Where a priority has more glyphs than these all are counted; with five priorities or more there is room for fewer.
_MOST_GLYPHS: Final = (14, 8)
_MANY_PRIORITIES: Final = 5
SHORT_ACTIONS: Final = {
    "completed": "done",
    "on_track": "on track",
    "at_risk": "at risk",
    "delayed": "late",
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
    """Render each priority with a glyph for each of its measures, or all with counts of them."""
    is_narrow = len(_priorities(view)) >= _MANY_PRIORITIES
    sizes = Counter(number for each in view.measures for number in each.priorities)
    is_counted = max(sizes.values(), default=0) > _MOST_GLYPHS[is_narrow]
    cards = [
        _priority(
            view, each, actions.get(each.number, {}), is_narrow=is_narrow, is_counted=is_counted
        )
        for each in _priorities(view)
    ]
    return html.Ul(cards, className="priority-strip")


def _priorities(view: MeasuresView) -> Sequence[Priority]:
    return view.overview.priorities


def _priority(
    view: MeasuresView,
    priority: Priority,
    actions: Mapping[str, int],
    *,
    is_narrow: bool,
    is_counted: bool,
) -> html.Li:
    selection, number = view.selection, priority.number
    title = screen_name(priority.title)
    href = selection.to("priority", framework=selection.framework, priority_number=number)
    own = sorted(
        (each for each in view.measures if number in each.priorities),
        key=lambda each: STATUS_ORDER.index(each.panel.status.code),
    )
    words = priority_words(own, actions, is_narrow=is_narrow)
    return html.Li(
        html.Article(
            [
                html.Span(str(number), className="priority-number", **aria(hidden="true")),
                html.H3(html.A(title, href=href, **aria(label=f"{number}. {title}"))),
                _counts(own) if is_counted else _glyphs(own, selection),
                _statuses(own) if own else None,
                html.P(words, className="priority-words"),
            ]
        ),
        className="priority-card",
    )


def _counts(own: Sequence[ShownMeasure]) -> html.P:
    """Render how many measures have each status."""
    codes = Counter(each.panel.status.code for each in own)
    counts = [
        html.Span([_glyph(code), str(codes[code])], className="glyph-count")
        for code in STATUS_ORDER
        if codes[code]
    ]
    return html.P(counts, className="glyphs", **aria(hidden="true"))


def _glyphs(own: Sequence[ShownMeasure], selection: Selection) -> html.P:
    """Render a glyph for each measure, outlined where a filter leaves it out."""
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


def _statuses(own: Sequence[ShownMeasure]) -> html.P:
    """Render what the glyphs show for who hears it: "5 below target, 4 on target"."""
    counts = Counter(each.panel.status.word for each in own)
    words = ", ".join(f"{count} {word.lower()}" for word, count in counts.items())
    return html.P(words, className="visually-hidden")


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
