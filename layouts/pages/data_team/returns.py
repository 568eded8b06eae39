"""Which returns are due, which have come, and which are overdue."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from dashboard.panels.returns import JudgedReturn
from dashboard.text.format import counted, day_words, joined
from layouts.ui.components import choice_nav
from layouts.ui.icons import icon
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.tables import stacked_table, table
from layouts.ui.tags import RETURN_STYLE, return_tag

_COLUMNS: Final = ("Service", "Return", "Period", "Due", "State", "File")
# What presses most comes first.
_ORDER: Final = ("overdue", "due", "late", "received")
# Of a service, what came is folded away where it is more than this.
_MOST_RECEIVED: Final = 20
# What the first screen has room for.
_MONTHS_SHOWN: Final = 3
_SERVICES_SHOWN: Final = 4


@dataclass(frozen=True)
class Titles:
    """Titles by code: of kinds of extract, of areas, of measures and of plans."""

    kinds: Mapping[str, str]
    areas: Mapping[str, str]
    measures: Mapping[str, str]
    plans: Mapping[str, str]


def returns(
    entries: Sequence[JudgedReturn],
    titles: Titles,
    files: Mapping[int, str],
    address_of: Callable[[str], str],
    service: str = "",
) -> list[Component]:
    """Render the returns, the most urgent first, of one service where that is named.

    `files` are the names of extracts; `address_of` no service are the returns of all.
    """
    if not entries:
        return _none_declared()
    names = ["", *sorted({entry.service for entry in entries})]
    service = service if service in names else ""
    choices = [(name or "All", address_of(name), name == service) for name in names]
    own = [entry for entry in entries if service in ("", entry.service)]
    return [choice_nav("Service", choices), *_listed(own, titles, files)]


def _listed(
    entries: Sequence[JudgedReturn], titles: Titles, files: Mapping[int, str]
) -> list[Component]:
    ordered = sorted(entries, key=_place)
    pressing = [each for each in ordered if each.state in ("overdue", "due")]
    received = [each for each in ordered if each.state not in ("overdue", "due")]
    content: list[Component] = [html.P(counts_words(entries))]
    if pressing:
        content.append(_table("Returns that have not come", pressing, titles, files))
    if received:
        content.append(_received(received, titles, files))
    return content


def returns_grid(entries: Sequence[JudgedReturn], today: date, every: str) -> list[Component]:
    """Render the services beside the last three months whose returns they owe, the most urgent first.

    Every row leads to all returns and their files.
    """
    begun = [entry for entry in entries if entry.period_start <= today]
    months = sorted({_month(entry) for entry in begun})[-_MONTHS_SHOWN:]
    title = html.Span("Due and received", id="returns-title")
    if not months:
        return [html.H2(title), *_none_declared()]
    link = html.A(
        [f"All {len(entries):,}", html.Span(" returns", className="visually-hidden")],
        href=every,
        className="small",
    )
    services: dict[str, list[JudgedReturn]] = {}
    for entry in sorted(begun, key=_place):
        services.setdefault(entry.service, []).append(entry)
    rows = [
        [service, *(_grid_cell([e for e in own if _month(e) == month]) for month in months)]
        for service, own in list(services.items())[:_SERVICES_SHOWN]
    ]
    heads = [f"{month:%b}" for month in months]
    newest = html.Span(f"{months[-1]:%B %Y}", className="small")
    caption = html.Caption(
        f"Returns for periods that end in each month, up to {months[-1]:%B %Y}",
        className="visually-hidden",
    )
    more = len(services) - _SERVICES_SHOWN
    return [
        html.Div([html.H2(title), newest, link], className="box-head"),
        table(caption, ["Service", *heads], rows, look="plain due-grid"),
        html.P(f"And {counted(more, 'service')} more.") if more > 0 else html.Div(),
    ]


def _month(entry: JudgedReturn) -> date:
    return entry.period_end.replace(day=1)


def _grid_cell(entries: Sequence[JudgedReturn]) -> Any:
    """Render the most urgent state of a service's returns of a month: a shape and its words."""
    if not entries:
        return "–"
    worst = min(entries, key=lambda entry: (_ORDER.index(entry.state), -entry.days))
    shape, pair, word = RETURN_STYLE[worst.state]
    same = sum(entry.state == worst.state for entry in entries)
    share = f"{same} of {len(entries)}, " if len(entries) > 1 else ""
    mark = icon(shape, TAG_COLOURS[pair].ink, alt=word)
    return html.Span([mark, html.Span(f"{share}{_grid_words(worst)}")], className="due-state")


def _grid_words(entry: JudgedReturn) -> str:
    if entry.state == "overdue":
        return f"{counted(entry.days, 'day')} overdue"
    if entry.received_on is None:
        return f"due {_short_day(entry.due_on)}"
    late = " late" if entry.state == "late" else ""
    return f"{_short_day(entry.received_on)}{late}"


def _short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


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


def _received(
    received: Sequence[JudgedReturn], titles: Titles, files: Mapping[int, str]
) -> html.Details:
    words = f"Returns that came ({len(received):,})"
    return html.Details(
        [html.Summary(words), _table("Returns that came", received, titles, files)],
        open=len(received) <= _MOST_RECEIVED,
    )


def _table(
    caption: str, entries: Sequence[JudgedReturn], titles: Titles, files: Mapping[int, str]
) -> html.Table:
    return stacked_table(
        caption, _COLUMNS, [_return_cells(each, titles, files) for each in entries]
    )


def _return_cells(entry: JudgedReturn, titles: Titles, files: Mapping[int, str]) -> list[Any]:
    what = titles.measures.get(entry.measure_id) or titles.kinds.get(entry.kind, entry.kind)
    area = titles.areas.get(entry.area_code, entry.area_code)
    return [
        entry.service,
        [what, _small(" · ".join(each for each in (area, entry.provider, entry.note) if each))],
        f"{day_words(entry.period_start)} to {day_words(entry.period_end)}",
        day_words(entry.due_on),
        [return_tag(entry.state), _small(_state_words(entry))],
        files.get(entry.extract_id or 0, "–"),
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
    template = html.A("Template", href=Urls.path(Urls.TEMPLATE_CSV, kind="returns_due"))
    how = (
        "No deadlines are set. Load a list of what each service sends and when, and this shows "
        "who is late. "
    )
    return [html.P([how, template])]


def _small(words: str) -> html.Span | None:
    return html.Span(words, className="small") if words else None
