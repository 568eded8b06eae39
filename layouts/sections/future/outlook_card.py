"""A card of one number that lies ahead: its chart, what it says, its numbers as a table."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.future import text
from dashboard.future.model import Outlook
from dashboard.text.periods import day_words
from layouts.charts.svg.canvas import figure_svg
from layouts.charts.svg.outlook import Overlays, outlook_svg
from layouts.ui.components import of_what
from layouts.ui.static_html import ATTRIBUTE, html_text
from layouts.ui.xml_text import escape

_NUMBERS: Final = ("Figure", "Low", "High")
_HEAD: Final = '<th scope="col" class="number">{}</th>'
_CELL: Final = '<td class="number">{}</td>'


NO_OVERLAYS: Final = Overlays()


def outlook_card(
    title: str,
    outlook: Outlook,
    *words: str,
    overlays: Overlays = NO_OVERLAYS,
    heading: Callable[[str], Component] = html.H3,
) -> html.Article:
    """Render a number that lies ahead, with what is beside it."""
    card = _card_html(title, outlook, words, overlays, heading)
    return html.Article(className="outlook-card", **{ATTRIBUTE: card})


# A choice alters a few cards; the others are not drawn anew.
@lru_cache(maxsize=128)
def _card_html(
    title: str,
    outlook: Outlook,
    words: tuple[str, ...],
    overlays: Overlays,
    heading: Callable[[str], Component],
) -> str:
    return "".join(map(html_text, _card(title, outlook, words, overlays, heading)))


def _card(
    title: str,
    outlook: Outlook,
    words: tuple[str, ...],
    overlays: Overlays,
    heading: Callable[[str], Component],
) -> Iterator[Component]:
    sentence = text.outlook_sentence(outlook)
    yield heading(title)
    if not outlook.history:
        yield from (html.P(each) for each in (sentence, *words))
        return
    yield figure_svg(lambda width: outlook_svg(outlook, width, overlays), sentence, is_card=True)
    yield from (html.P(each) for each in (sentence, *words))
    basis = text.basis_sentence(outlook)
    if basis:
        yield html.P(basis, className="small")
    yield html.Details(
        [html.Summary(["Numbers", of_what(title)]), _numbers(title, outlook, overlays)]
    )


def _numbers(title: str, outlook: Outlook, overlays: Overlays) -> html.Div:
    """Render everything that the chart shows as a table, written at once as HTML."""
    rows = [(text.when(outlook, day), text.number(n), "", "") for day, n in outlook.history]
    rows += [
        (
            f"{text.when(outlook, year.day)}, projection{'' if year.is_tested else ', unchecked'}",
            *map(text.number, (year.value, year.low, year.high)),
        )
        for year in outlook.years
    ]
    rows += [
        (f"{text.when(outlook, day)}, scenario", text.number(n), "", "")
        for day, n in overlays.scenario
    ]
    steps = (
        (overlays.planned, overlays.planned_as),
        (overlays.chosen, f"{overlays.planned_as} in scenario"),
    )
    rows += [
        (f"From {day_words(day)}, {name}", text.number(n), "", "")
        for line, name in steps
        for day, n in line
    ]
    caption = f"{title}: figures, and projections with their 80% interval"
    table = (
        f'<table class="plain"><caption>{escape(caption)}</caption><thead><tr><th scope="col">Period</th>'
        f"{''.join(map(_HEAD.format, _NUMBERS))}</tr></thead>"
        f"<tbody>{''.join(map(_row, rows))}</tbody></table>"
    )
    attributes = {"aria-label": caption, ATTRIBUTE: table}
    return html.Div(className="scroll", role="region", tabIndex="0", **attributes)


def _row(cells: Sequence[str]) -> str:
    heading, *numbers = map(escape, cells)
    return f'<tr><th scope="row">{heading}</th>{"".join(map(_CELL.format, numbers))}</tr>'
