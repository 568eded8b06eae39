"""The row of tools over the panels of a priority: each acts on all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from dash import html

from dashboard.model.panel import Overview, Panel, Priority
from dashboard.model.selection import Selection, address
from dashboard.panels.attention import SORT_NAMES
from dashboard.text.format import counted, day_words
from layouts.charts.panel_chart import offers_of
from layouts.sections.priority.panel_card import chosen_view, opened
from layouts.ui.components import aria
from layouts.ui.palette import BASELINE, FOCUS, TARGET, WHITE
from layouts.ui.static_html import ATTRIBUTE, input_element

LIST: Final = "list"


def priority_tools(
    overview: Overview, priority: Priority, shown: Sequence[Panel], selection: Selection
) -> html.Form | None:
    """Render count and key, order, period, and whether panels or a list are shown."""
    if not priority.panels:
        return None
    chosen_sort = selection.sort if selection.sort in SORT_NAMES else ""
    selects = [_select("Sort", "sort", list(SORT_NAMES.items()), chosen_sort)]
    own = ["sort"]
    if len(opened(selection)) != 1:
        # A panel that alone is enlarged has controls of its own.
        since = selection.since.isoformat() if selection.since else ""
        selects.append(_select("Period", "from", _periods(overview, selection.since), since))
        selects += _compare(shown, selection)
        own += ["from", "compare"]
    hidden_fields = [
        input_element(type="hidden", name=name, value=value)
        for name, value in _unchanged(selection, own)
    ]
    return html.Form(
        [
            html.Span(hidden_fields, hidden=True),
            html.P([counted(len(shown), "measure"), _key()], className="tool-count"),
            *selects,
            html.Button("Apply", type="submit", className="button"),
            html.Nav(
                [_view_link("Charts", "", selection), _view_link("List", LIST, selection)],
                className="switch",
                **aria(label="Charts or list"),
            ),
            _menu(selection),
        ],
        className="tools",
        method="get",
        action=address(selection).partition("?")[0],
        **{"data-live": "", "data-announcement": f"{counted(len(shown), 'measure')} shown"},
    )


def _compare(shown: Sequence[Panel], selection: Selection) -> list[html.Label]:
    """Render what every panel can be set beside; nothing where none can be."""
    offers = {
        offer.code: offer.words
        for panel in shown
        for offer in offers_of(panel, chosen_view(panel, selection))
    }
    options = [("", "Nothing"), *offers.items()]
    return [_select("Compare", "compare", options, selection.compare)] if offers else []


def _unchanged(selection: Selection, own: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the choices of the form leave as it is."""
    query = parse_qsl(address(selection).partition("?")[2])
    return [(name, value) for name, value in query if name not in own]


def _periods(overview: Overview, chosen: date | None) -> list[tuple[str, str]]:
    """Return the first days from which panels can be drawn."""
    start = overview.framework.starts_on
    day = overview.as_of
    months = [(_months_before(day, 24), "24 months"), (_months_before(day, 12), "12 months")]
    plan = [(start.isoformat(), "Since the plan began")] if start and start < day else []
    offered = {"": "All", **{each.isoformat(): words for each, words in months}, **dict(plan)}
    if chosen:
        offered.setdefault(chosen.isoformat(), f"From {day_words(chosen)}")
    return list(offered.items())


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before a day."""
    index = day.year * 12 + day.month - months
    return date(index // 12, index % 12 + 1, 1)


def _select(label: str, name: str, options: Sequence[tuple[str, str]], chosen: str) -> html.Label:
    listed = [
        html.Option(words, value=code, **({"selected": True} if code == chosen else {}))
        for code, words in options
    ]
    return html.Label([f"{label} ", html.Select(listed, name=name)])


def _view_link(words: str, code: str, selection: Selection) -> html.A:
    is_on = selection.view == code
    return html.A(
        words,
        href=address(replace(selection, view=code)),
        **aria(current="true" if is_on else False),
    )


def _menu(selection: Selection) -> html.Details:
    is_fitted = selection.axis == "fit"
    scale = html.A(
        "Same scale for all percentages" if is_fitted else "A scale for each measure",
        href=address(replace(selection, axis="" if is_fitted else "fit")),
        className="chart-button",
    )
    linked = html.Label(
        [input_element(type="checkbox", **{"data-link-cursors": ""}), " Link cursors"],
        className="link-cursors",
    )
    return html.Details(
        [
            html.Summary("⋯", **aria(label="More for all panels")),
            html.Div([linked, scale], className="menu-list"),
        ],
        className="panel-menu",
    )


def _key() -> html.Span:
    """Render what the marks of the pictures mean."""
    return html.Span(
        className="marks",
        **{
            "aria-hidden": "true",
            ATTRIBUTE: (
                f'<svg width="22" height="10" aria-hidden="true"><rect width="22" height="10" '
                f'fill="{FOCUS}"/></svg> now '
                f'<svg width="22" height="10" aria-hidden="true"><path d="M0 5H22" '
                f'stroke="{TARGET}" stroke-width="3" stroke-dasharray="7 3"/></svg> target '
                f'<svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4" '
                f'fill="{WHITE}" stroke="{BASELINE}" stroke-width="2.5"/></svg> baseline'
            ),
        },
    )
