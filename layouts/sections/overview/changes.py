"""Lists of measures of a plan with a sentence each: what changed, what judging them would need."""

from collections.abc import Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Change, Overview
from dashboard.model.selection import Selection
from dashboard.pack.tables.summary import NEEDED_TITLE
from dashboard.panels.changes import FIRST, News
from dashboard.text.format import counted
from layouts.sections.overview.measure_tiles import CACHED_MEASURES
from layouts.ui.series_links import place_of, series_address
from layouts.ui.static_html import written

# So many are open; the rest are folded away.
_MOST_OPEN = 5
_TURNS = {"missed": "newly off", "met": "back on"}
_NEWS_HEADINGS = {
    "missed": "Newly off target",
    "met": "Back on target",
    "worsened": "Newly worsening",
    "improved": "Newly improving",
}


def since_words(overview: Overview, news: Sequence[News]) -> str:
    """Return how many measures turned off or onto their target since the report before.

    Where none did, how many have their first figures, else how many changed at all.
    """
    if overview.before is None:
        return ""
    counts = {
        code: len({n.panel.measure.measure_id for n in news if n.code == code})
        for code in (*_TURNS, FIRST)
    }
    parts = [f"{counts[code]} {words}" for code, words in _TURNS.items() if counts[code]]
    if not parts and counts[FIRST]:
        parts = [f"{counts[FIRST]} now {'has' if counts[FIRST] == 1 else 'have'} figures"]
    if not parts and overview.changes:
        parts = [f"{counted(len(overview.changes), 'measure')} changed"]
    before = overview.before
    year = "" if before.year == overview.as_of.year else f" {before.year}"
    day = f"Since {before.day} {before:%B}{year}"
    return f"{day}: {', '.join(parts)}" if parts else ""


def changes_details(
    overview: Overview, news: Sequence[News], selection: Selection
) -> html.Details | None:
    """Render what is new since the report before, behind one press; None where nothing is."""
    if not since_words(overview, news) or overview.before is None:
        return None
    columns = [
        html.Section([html.H3(words), _news_list(found[:_MOST_OPEN], selection, len(found))])
        for code, words in _NEWS_HEADINGS.items()
        if (found := [each for each in news if each.code == code])
    ]
    changes = [_change(change, selection) for change in overview.changes]
    everything = html.Details(
        [
            html.Summary(f"All {counted(len(changes), 'change')}"),
            html.Ul(changes, className="changes"),
        ],
        className="folded",
    )
    shown = (
        [html.Div(columns, className="change-columns"), everything if changes else None]
        if columns
        else [html.Ul(changes, className="changes change-columns")]
    )
    return html.Details(
        [
            html.Summary(f"See {counted(len(changes), 'change')}" if changes else "See changes"),
            html.H2("What changed", className="visually-hidden"),
            *shown,
        ],
        className="changes-since",
        id="changes",
    )


def _news_list(news: Sequence[News], selection: Selection, count: int) -> html.Ul:
    items = [
        html.Li(
            [
                html.A(each.panel.measure.short_title, href=_news_href(each, selection)),
                f": {each.words}",
            ]
        )
        for each in news
    ]
    rest = count - len(news)
    return html.Ul([*items, html.Li(f"and {rest} more") if rest else None], className="bare")


def _news_href(news: News, selection: Selection) -> str:
    if news.series is not None:
        return series_address(news.panel, news.series, selection)
    return selection.to("measure", measure=news.panel.measure.measure_id)


def needed_section(overview: Overview, selection: Selection) -> html.Section | None:
    """Render which figures and targets a plan lacks of which nothing can be judged; else None."""
    if not overview.needed:
        return None
    return _section(NEEDED_TITLE, overview.needed, "measure", selection)


def _section(
    heading: str, changes: Sequence[Change], noun: str, selection: Selection
) -> html.Section:
    items = [_change(change, selection) for change in changes]
    first, rest = items[:_MOST_OPEN], items[_MOST_OPEN:]
    more = [
        html.Summary(f"{counted(len(rest), f'more {noun}')}"),
        html.Ul(rest, className="changes"),
    ]
    parts = [
        html.H2(heading),
        html.Ul(first, className="changes"),
        html.Details(more, className="folded") if rest else None,
    ]
    return html.Section(parts, className="changed")


def _change(change: Change, selection: Selection) -> Component:
    return _change_element(change, place_of(selection))


@lru_cache(maxsize=CACHED_MEASURES)
def _change_element(change: Change, place: Selection) -> Component:
    href = place.to("measure", measure=change.measure_id)
    return written(html.Li([html.A(change.title, href=href), f": {change.words}"]))
