"""Future need: where an area's numbers go, what is planned for them, and what if."""

from collections.abc import Callable
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.future import text
from dashboard.future.model import FutureNeed, Outlook
from dashboard.future.scenario import Scenario, present_flow, read_choices, run_scenario
from dashboard.model.selection import Selection
from layouts.charts.svg.canvas import figure_svg
from layouts.charts.svg.outlook import Line, outlook_svg
from layouts.sections.future import tested_table
from layouts.sections.what_if import scenario_words, what_if_form
from layouts.ui.components import page_head
from layouts.ui.live import live_part, live_region
from layouts.ui.tables import plain_table

DIMENSIONS: Final = ("setting", "need", "age")
TITLE: Final = "Future need"
# The part of the page that follows what is chosen.
PICTURE: Final = "future-picture"
_META: Final = "Projections: where numbers go if what has been goes on. No forecast of policy."
_COLUMNS: Final = ("", "Figure", "Low", "High")


def future_page(need: FutureNeed, selection: Selection) -> list[Component]:
    """Render everything that lies ahead of an area."""
    first, second = text.verdict(need)
    flow = present_flow(need)
    form = [what_if_form(flow, selection)] if flow else []
    return [
        page_head(TITLE, meta=_META),
        html.P([html.Strong(first), " ", second], className="verdict"),
        live_region([live_part("what-if", form), live_part(PICTURE, picture(need, selection))]),
        *_parts(need),
        _lists(need),
        _method(need),
    ]


def picture(need: FutureNeed, selection: Selection) -> html.Div:
    """Render the charts of the numbers, with the scenario that is chosen."""
    flow = present_flow(need)
    scenario = run_scenario(flow, read_choices(selection)) if flow else None
    shown = scenario if scenario and not scenario.is_as_now else None
    lines = _lines(shown)
    cards = [_card(o, lines.get(o.measure.measure_id, ())) for o in need.outlooks]
    words = [scenario_words(shown)] if shown else []
    return html.Div([*words, html.Div(cards, className="outlook-cards")])


def _lines(scenario: Scenario | None) -> dict[str, Line]:
    if scenario is None:
        return {}
    return {
        text.REQUESTS: scenario.requests,
        text.NEW_PLANS: scenario.new_plans,
        text.CASELOAD: scenario.caseload,
    }


def _card(
    outlook: Outlook,
    scenario: Line = (),
    *words: str,
    heading: Callable[[str], Component] = html.H2,
) -> html.Article:
    """Render one number: its title, its chart, what it says, and its numbers."""
    title = heading(outlook.measure.title)
    sentence = text.outlook_sentence(outlook)
    if not outlook.history:
        return html.Article([title, html.P(sentence)], className="outlook-card")
    drawn = figure_svg(lambda width: outlook_svg(outlook, width, scenario), sentence, is_card=True)
    basis = text.basis_sentence(outlook)
    return html.Article(
        [
            title,
            drawn,
            html.P(sentence),
            *(html.P(each) for each in words),
            html.P(basis, className="small") if basis else None,
            html.Details([html.Summary("Numbers"), _numbers(outlook, scenario)]),
        ],
        className="outlook-card",
    )


def _numbers(outlook: Outlook, scenario: Line) -> html.Div:
    """Render the history and the years ahead as a table."""
    rows = [[text.when(outlook, d), text.number(n), "", ""] for d, n in outlook.history]
    rows += [
        [
            f"{text.when(outlook, year.day)}, projection{'' if year.is_tested else ', unchecked'}",
            *map(text.number, (year.value, year.low, year.high)),
        ]
        for year in outlook.years
    ]
    rows += [[f"{d.year}, scenario", text.number(n), "", ""] for d, n in scenario]
    caption = f"{outlook.measure.title}: figures, and projections with their 80% interval"
    return plain_table(caption, ("Period", *_COLUMNS[1:]), rows, _COLUMNS[1:])


def _parts(need: FutureNeed) -> list[Component]:
    """Render the parts of the caseload in three and five years."""
    shown = sorted((part for part in need.parts if part.years), key=_place)
    if not shown:
        return []
    whole = shown[0]
    third, fifth = whole.years[2].day, whole.years[4].day
    columns = (text.when(whole, whole.last[0]), text.when(whole, third), text.when(whole, fifth))
    rows = [
        [
            text.part_name(part),
            text.number(part.last[1]),
            *(f"{text.number(y.value)} ({text.interval(y.low, y.high)})" for y in part.years[2::2]),
            "Present share of all plans" if text.is_share(part) else "Its own history",
        ]
        for part in shown
    ]
    name = "Plans by setting, need and age"
    table = plain_table(name, ("Part", *columns, "Rests on"), rows, columns)
    return [html.Details([html.Summary(name), table, html.P(text.PARTS_NOTE)], className="fold")]


def _place(part: Outlook) -> tuple[int, float]:
    """Return the place of a part: by dimension, then ages in order, others the largest first."""
    dimension, _, category = part.breakdown.partition("=")
    first = category.split("-")[0]
    order = int(first) if dimension == "age" and first.isdigit() else -part.last[1]
    return DIMENSIONS.index(dimension), order


def _lists(need: FutureNeed) -> html.Section:
    """Render the waiting lists, with how long each takes to clear."""
    cards = [
        _card(each.outlook, (), *text.clearance_sentences(each), heading=html.H3)
        for each in need.lists
    ]
    shown = html.Div(cards, className="outlook-cards") if cards else html.P(text.NO_LISTS)
    return html.Section([html.H2("Waiting lists"), shown], className="outlook-section")


def _method(need: FutureNeed) -> html.Details:
    """Render how projections are worked out and how far off they were."""
    sources = dict.fromkeys(source for o in need.outlooks for source in o.sources)
    return html.Details(
        [
            html.Summary("How it's worked out"),
            *(html.P(words) for words in text.METHOD),
            tested_table(),
            html.P(f"Source: {'; '.join(sources)}.") if sources else None,
        ],
        className="fold",
        id="method",
    )
