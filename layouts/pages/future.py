"""Future need: where an area's numbers go, what is planned for them, and what if."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.future import text
from dashboard.future.model import FutureNeed, Outlook
from dashboard.future.scenario import Scenario, choose, present_flow
from dashboard.model.panel import Area
from dashboard.model.selection import Selection
from dashboard.text.format import screen_name
from layouts.charts.svg.outlook import Line, Overlays
from layouts.sections.future.backtest import tested_tables
from layouts.sections.future.money import money_section
from layouts.sections.future.outlook_card import outlook_card
from layouts.sections.future.places import lists_section, places_section, planned_table
from layouts.sections.future.what_if import scenario_words, what_if_form
from layouts.ui.components import page_head
from layouts.ui.live import live_part, live_region
from layouts.ui.tables import plain_table

# The part of the page that follows what is chosen.
PICTURE: Final = "future-picture"
_META: Final = "Projections: where numbers go if past growth continues. No forecast of policy."


def future_title(area: Area) -> str:
    """Return the title of the page of an area."""
    return f"{screen_name(area.name)}: future need"


def future_page(need: FutureNeed, selection: Selection) -> list[Component]:
    """Render everything that lies ahead of an area."""
    first, second = text.verdict(need)
    return [
        page_head(future_title(need.area), meta=_META),
        html.P([html.Strong(first), " ", second], className="verdict"),
        live_region(
            [
                live_part("what-if", what_if_form(need, present_flow(need), selection)),
                live_part(PICTURE, picture(need, selection)),
            ]
        ),
        *planned_table(need),
        *_parts(need),
        _method(need),
    ]


def picture(need: FutureNeed, selection: Selection) -> html.Div:
    """Render the charts of the numbers, with the scenario that is chosen."""
    chosen = choose(need, selection)
    lines = _lines(chosen.scenario)
    cards = [
        outlook_card(
            outlook.measure.title,
            outlook,
            overlays=Overlays(lines.get(outlook.measure.measure_id, ())),
            heading=html.H2,
        )
        for outlook in need.outlooks
        if outlook.history
    ]
    # Beside charts a card of a sentence would be mostly empty.
    sentences = [
        html.P([html.B(f"{outlook.measure.title}. "), text.outlook_sentence(outlook)])
        for outlook in need.outlooks
        if not outlook.history
    ]
    return html.Div(
        [
            scenario_words(chosen, selection),
            html.Div(cards, className="outlook-cards") if cards else None,
            *sentences,
            places_section(need, chosen),
            lists_section(need, chosen),
            money_section(need, chosen.scenario),
        ]
    )


def _lines(scenario: Scenario | None) -> dict[str, Line]:
    if scenario is None:
        return {}
    return {
        text.REQUESTS: scenario.requests,
        text.NEW_PLANS: scenario.new_plans,
        text.CASELOAD: scenario.caseload,
    }


def _parts(need: FutureNeed) -> Iterator[Component]:
    """Yield the parts of the caseload, of requests and of new plans in three and five years."""
    shown = [part for part in (*need.parts, *need.flow_parts) if part.years]
    for _, parts in groupby(shown, text.whole_of):
        yield _parts_of(sorted(parts, key=_place))


def _parts_of(shown: Sequence[Outlook]) -> html.Details:
    whole = shown[0]
    third, fifth = whole.years[2].day, whole.years[4].day
    columns = (text.when(whole, whole.last[0]), text.when(whole, third), text.when(whole, fifth))
    every = text.NAMES[text.whole_of(whole)]
    rows = [
        [
            text.part_name(part),
            _newest(part, whole),
            *(f"{text.number(y.value)} ({text.interval(y.low, y.high)})" for y in part.years[2::2]),
            f"Present share of all {every}" if text.is_share(part) else "Its own history",
        ]
        for part in shown
    ]
    name = text.parts_title(shown)
    table = plain_table(name, ("Part", *columns, "Rests on"), rows, columns)
    return html.Details([html.Summary(name), table, html.P(text.PARTS_NOTE)], className="fold")


def _newest(part: Outlook, whole: Outlook) -> str:
    """Return the newest number of a part, with its day where that is not the one of the column."""
    day, number = part.last
    words = text.number(number)
    return words if day == whole.last[0] else f"{words} ({text.when(part, day)})"


def _place(part: Outlook) -> tuple[int, float]:
    """Return the place of a part: by dimension, then ages in order, others the largest first."""
    dimension, _, category = part.breakdown.partition("=")
    first = category.split("-")[0]
    order = int(first) if dimension == "age" and first.isdigit() else -part.last[1]
    return text.DIMENSIONS.index(dimension), order


def _method(need: FutureNeed) -> html.Details:
    """Render how projections are worked out and how far off they were."""
    sources = dict.fromkeys(source for o in need.outlooks for source in o.sources)
    return html.Details(
        [
            html.Summary("How it’s worked out"),
            *(html.P(words) for words in text.METHOD),
            *tested_tables(),
            html.P(f"Source: {'; '.join(sources)}.") if sources else None,
        ],
        className="fold",
        id="method",
    )
