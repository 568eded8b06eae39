"""Which returns are due, which have come, and which are overdue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from dashboard.panels.returns import JudgedReturn
from dashboard.text.format import counted, day_words, joined
from layouts.ui.tables import plain_table
from layouts.ui.tags import return_tag

_COLUMNS: Final = ("Service", "Return", "Period", "Due", "State")
# What presses most comes first.
_ORDER: Final = ("overdue", "due", "late", "received")
# Of a service, what came is folded away where it is more than this.
_MOST_RECEIVED: Final = 20


@dataclass(frozen=True)
class Titles:
    """Titles by code: of kinds of extract, of areas, of measures and of plans."""

    kinds: Mapping[str, str]
    areas: Mapping[str, str]
    measures: Mapping[str, str]
    plans: Mapping[str, str]


def returns(entries: Sequence[JudgedReturn], titles: Titles) -> list[Component]:
    """Render the returns by service, the most urgent first."""
    if not entries:
        return _none_declared()
    ordered = sorted(entries, key=_place)
    pressing = [each for each in ordered if each.state in ("overdue", "due")]
    received = [each for each in ordered if each.state not in ("overdue", "due")]
    content: list[Component] = [html.P(counts_words(entries), className="lead")]
    if pressing:
        content.append(_table("Returns that have not come", pressing, titles))
    if received:
        content.append(_received(received, titles))
    return content


def counts_words(entries: Sequence[JudgedReturn]) -> str:
    """Return in one sentence how many returns are overdue, due and received."""
    counts = Counter(each.state for each in entries)
    overdue, due, late = counts["overdue"], counts["due"], counts["late"]
    received = counts["received"] + late
    all_of = "return" if len(entries) == 1 else "returns"
    phrases = [
        f"{overdue:,} {_is(overdue)} overdue" if overdue else "none is overdue",
        f"{due:,} {_is(due)} due and not here yet" if due else "",
        f"{received:,} came{f' ({late:,} late)' if late else ''}" if received else "",
    ]
    return f"Of {len(entries):,} {all_of}, {joined(phrases)}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _place(entry: JudgedReturn) -> tuple[Any, ...]:
    """Return a sort key: what is most urgent first, then a service's returns together; of what came the newest."""
    is_pressing = entry.state in ("overdue", "due")
    day = entry.due_on.toordinal() * (1 if is_pressing else -1)
    return (_ORDER.index(entry.state), entry.service, day, entry.kind)


def _received(received: Sequence[JudgedReturn], titles: Titles) -> html.Details:
    words = f"Returns that came ({len(received):,})"
    return html.Details(
        [html.Summary(words), _table("Returns that came", received, titles)],
        open=len(received) <= _MOST_RECEIVED,
    )


def _table(caption: str, entries: Sequence[JudgedReturn], titles: Titles) -> html.Div:
    return plain_table(caption, _COLUMNS, [_return_cells(each, titles) for each in entries])


def _return_cells(entry: JudgedReturn, titles: Titles) -> list[Any]:
    what = titles.measures.get(entry.measure_id) or titles.kinds.get(entry.kind, entry.kind)
    area = titles.areas.get(entry.area_code, entry.area_code)
    return [
        entry.service,
        [what, _small(" · ".join(each for each in (area, entry.provider, entry.note) if each))],
        f"{day_words(entry.period_start)} to {day_words(entry.period_end)}",
        day_words(entry.due_on),
        [return_tag(entry.state), _small(_state_words(entry))],
    ]


def _state_words(entry: JudgedReturn) -> str:
    days = counted(entry.days, "day")
    if entry.state == "overdue":
        return f"for {days}"
    if entry.received_on is None:
        return ""
    late = f", {days} late" if entry.state == "late" else ""
    number = f" as load {entry.extract_id}" if entry.extract_id else ""
    return f"on {day_words(entry.received_on)}{number}{late}"


def _none_declared() -> list[Component]:
    template = html.A("its template (CSV)", href=Urls.path(Urls.TEMPLATE_CSV, kind="returns_due"))
    how = (
        "To see who has not sent theirs, load an extract of returns due: a row for each service, "
        "kind of extract and period, with the day by which it is due. Start from "
    )
    return [
        html.P("No return is declared yet, so none can be missed."),
        html.P([how, template, "."]),
    ]


def _small(words: str) -> html.Span | None:
    return html.Span(words, className="small") if words else None
