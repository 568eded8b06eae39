"""What looks odd about figures and targets: in full for the data team, and on the measure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import breakdown_words
from dashboard.model.selection import Selection, address
from dashboard.quality.checks import CHECK_WORDS
from dashboard.quality.model import Doubt
from dashboard.text.format import sentence_case
from layouts.ui.components import plain_table, section

HEADING: Final = "What looks odd"
ANCHOR: Final = "odd"
_COLUMNS: Final = ("Measure", "Area", "Found", "Expected", "What to do")
# A table of more rows is not read; the rest is counted.
MOST_SHOWN: Final = 100


def oddities(doubts: Sequence[Doubt], areas: Mapping[str, str]) -> list[Component]:
    """Draw everything that looks odd, by what it is; `areas` names those that have pages or none."""
    if not doubts:
        return [html.P("No figure or target looks odd by the checks that are made of each.")]
    found = {check: [one for one in doubts if one.check == check] for check in CHECK_WORDS}
    return [
        html.P(
            f"{_counted(len(doubts))}. None is refused or changed for it: what is odd may be right."
        ),
        *(_table(check, some, areas) for check, some in found.items() if some),
    ]


def measure_oddities(doubts: Sequence[Doubt]) -> Component | None:
    """List what looks odd about a measure; None where nothing does."""
    if not doubts:
        return None
    told = dict.fromkeys((CHECK_WORDS[one.check], one.words) for one in doubts)
    items = [html.Li([html.Strong(f"{name}. "), words]) for name, words in told]
    return section(HEADING, html.Ul(items, className="odd"), anchor=ANCHOR)


def _counted(count: int) -> str:
    return (
        "1 figure or target looks odd" if count == 1 else f"{count:,} figures or targets look odd"
    )


def _table(check: str, doubts: Sequence[Doubt], areas: Mapping[str, str]) -> html.Details:
    name = CHECK_WORDS[check]
    shown, left = doubts[:MOST_SHOWN], len(doubts) - MOST_SHOWN
    table = plain_table(name, _COLUMNS, [_row(one, areas) for one in shown])
    more = html.P(f"And {left:,} more of the same.") if left > 0 else None
    parts = [html.Summary(f"{name} ({len(doubts):,})"), table, more]
    return html.Details([part for part in parts if part is not None], className="dictionary")


def _row(doubt: Doubt, areas: Mapping[str, str]) -> list[Any]:
    one = doubt.figure
    part = breakdown_words(one.breakdown)
    title = f"{one.measure.title}, {part}" if part else one.measure.title
    return [
        _link(doubt, title),
        areas.get(one.area_code, one.area_code),
        sentence_case(doubt.found),
        doubt.expected,
        doubt.mend,
    ]


def _link(doubt: Doubt, title: str) -> html.A | str:
    """Lead to the measure in the plan that set or reported it; other figures have no page alone."""
    one = doubt.figure
    if not one.framework_id or one.role == "benchmark":
        return title
    chosen = Selection(
        page="measure",
        area=one.area_code,
        framework=one.framework_id,
        measure=one.measure.measure_id,
    )
    return html.A(title, href=address(chosen))
