"""What was loaded and purged, by whom and when, what came of it, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import groupby
from typing import Any, Final, Protocol

from dash import html
from dash.development.base_component import Component

from dashboard.measures import GROUPS
from dashboard.model.selection import Selection, address
from dashboard.text.format import counted, day_words, sentence_case
from layouts.ui.components import aria
from layouts.ui.search import search_form
from layouts.ui.tables import Column, table

# The kinds of which a row is a child: how many there are would give small numbers away.
_CASE_KINDS: Final = frozenset(kind for kinds in GROUPS.values() for kind in kinds)
_COLUMNS: Final = ("Load", "File", "Rows", "New", "Changed", "Loaded", "What it brought", "State")
_NUMERIC: Final = ("Rows", "New", "Changed")
# So many loads stand on the first screen, and on a page of all of them.
_LAST: Final = 3
PAGE_ROWS: Final = 20
_NONE: Final = "–"
_IN_TERMINAL: Final = "Without scripts no load is undone here: that is done in a terminal."
_NOTHING: Final = "Nothing has been loaded yet."
_UNCOUNTED: Final = "How many rows the files of cases have is not shown."


class ExtractEntry(Protocol):
    """One extract of the history, as the store gives it."""

    @property
    def extract_id(self) -> int: ...
    @property
    def file_name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def row_count(self) -> int: ...
    @property
    def new_count(self) -> int: ...
    @property
    def changed_count(self) -> int: ...
    @property
    def loaded_by(self) -> str: ...
    @property
    def loaded_at(self) -> datetime: ...
    @property
    def state(self) -> str: ...
    @property
    def undone_by(self) -> str | None: ...
    @property
    def undone_at(self) -> datetime | None: ...
    @property
    def delivery_id(self) -> int | None: ...
    @property
    def format(self) -> str | None: ...
    @property
    def purged_at(self) -> datetime | None: ...


class PurgeEntry(Protocol):
    """One purge of cases, as the store gives it."""

    @property
    def words(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def extracts(self) -> Sequence[ExtractEntry]: ...


# The extracts of a load, or a purge.
_Event = Sequence[ExtractEntry] | PurgeEntry


@dataclass(frozen=True)
class HistoryOptions:
    """How the history is shown; `kinds` are titles by kind, `undoes` whether anybody undoes a load here."""

    kinds: Mapping[str, str]
    shows_small: bool = False
    undoes: bool = True


def last_loads(
    entries: Sequence[ExtractEntry],
    purges: Sequence[PurgeEntry],
    showing: HistoryOptions,
    all_address: str,
) -> list[Component]:
    """Render the newest loads and purges, each load with its way back, and the link to all of them."""
    events, title = _events(entries, purges), html.H2("Last loads")
    if not events:
        return [html.Div(title, className="box-head"), html.P(_NOTHING)]
    link = html.A(f"All {_counts(events)}", href=all_address, className="small")
    rows = [_short_row(event, showing) for event in events[:_LAST]]
    names = ("By, when", "Undo") if showing.undoes else ("When", "State")
    columns, rows = _with_numbers(("File", "New", "Changed", *names), rows)
    caption = html.Caption("Last loads, newest first", className="visually-hidden")
    return [
        *([_undone_slot()] if showing.undoes else []),
        html.Div([title, link], className="box-head"),
        table(caption, columns, rows, look="plain loads", is_stacked=True),
    ]


def history(
    entries: Sequence[ExtractEntry],
    purges: Sequence[PurgeEntry],
    showing: HistoryOptions,
    selection: Selection,
) -> list[Component]:
    """Render loads and purges, the newest first, a page of them; only those that a search finds."""
    events = _events(entries, purges)
    if not events:
        return [html.P(_NOTHING)]
    found = [event for event in events if _fits(event, showing, selection.find)]
    pages = max(1, -(-len(found) // PAGE_ROWS))
    chosen = int(selection.page_number) if selection.page_number.isdecimal() else 1
    page = min(max(chosen, 1), pages)
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    columns, rows = _with_numbers(_COLUMNS, [_row(event, showing) for event in shown])
    is_uncounted = any(
        isinstance(each, Sequence) and not _shows_rows(each, showing) for each in shown
    )
    body = table("Loads, newest first", columns, rows, look="plain loads", is_stacked=True)
    words = _counts(found)
    found_words = f"{words} of {_counts(events)} found" if selection.find else words
    return [
        search_form(selection, "Find a load", "File, kind, person or number"),
        html.P(found_words, role="status"),
        *([html.P(_UNCOUNTED, className="small")] if is_uncounted else []),
        *(
            [_undone_slot(), html.Noscript(html.P(_IN_TERMINAL, className="note"))]
            if showing.undoes
            else []
        ),
        body if rows else html.P("No load fits."),
        *_pager(selection, page, pages),
    ]


def _with_numbers(
    names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> tuple[list[Column], list[list[Any]]]:
    """Return columns with their cells, without those of numbers that no row has."""
    places = [
        place
        for place, name in enumerate(names)
        if name not in _NUMERIC or any(row[place] != _NONE for row in rows)
    ]
    columns = [
        Column(names[place], "number" if names[place] in _NUMERIC else "") for place in places
    ]
    return columns, [[row[place] for place in places] for row in rows]


def _events(entries: Sequence[ExtractEntry], purges: Sequence[PurgeEntry]) -> Sequence[_Event]:
    """Return loads and purges, the newest first; the extracts of one delivery are one load."""
    loads = [list(group) for _, group in groupby(entries, key=load_number)]
    return list(merge(loads, purges, key=_moment, reverse=True))


def _moment(event: _Event) -> datetime:
    return event[-1].loaded_at if isinstance(event, Sequence) else event.at


def _counts(events: Sequence[_Event]) -> str:
    loads = sum(isinstance(event, Sequence) for event in events)
    purges = len(events) - loads
    return counted(loads, "load") + (f" and {counted(purges, 'purge')}" if purges else "")


def _fits(event: _Event, showing: HistoryOptions, wanted: str) -> bool:
    if isinstance(event, Sequence):
        entry = event[-1]
        texts = [str(load_number(entry)), entry.file_name, entry.loaded_by, entry.format or ""]
        texts += [_kind_title(each, showing) for each in event]
    else:
        texts = [_purged(event), event.by, *(each.file_name for each in event.extracts)]
    return all(any(word in text.lower() for text in texts) for word in wanted.lower().split())


def _pager(selection: Selection, page: int, pages: int) -> list[Component]:
    if pages == 1:
        return []
    steps = (("Newer loads", page - 1), ("Older loads", page + 1))
    links = [
        html.A(words, href=address(replace(selection, page_number=str(number))), className="button")
        for words, number in steps
        if 1 <= number <= pages
    ]
    here = html.Span(f"Page {page} of {pages}")
    return [html.Nav([*links, here], className="pager", **aria(label="Pages of loads"))]


def _undone_slot() -> html.Div:
    # assets/intake.js writes the result of an undo here.
    return html.Div(**{"data-intake": "undone"})


def _file(entry: ExtractEntry, showing: HistoryOptions) -> str:
    # To all readers of a public server a file is of its kind, and has no name.
    return entry.file_name or _kind_title(entry, showing)


def _short_row(event: _Event, showing: HistoryOptions) -> list[Any]:
    moment = _moment(event)
    when = f"{moment.day} {moment:%b, %H:%M}"
    if not isinstance(event, Sequence):
        return [_purged(event), _NONE, _NONE, _by(event.by, when), _NONE]
    load, entry = event, event[-1]
    state = _undo_button(entry) if showing.undoes else "Loaded"
    return [
        _file(entry, showing),
        _total(load, "new_count", showing),
        _total(load, "changed_count", showing),
        _by(entry.loaded_by, when),
        "Undone" if entry.state == "undone" else state,
    ]


def _by(who: str, when: str) -> str:
    # To all readers of a public server nobody is named.
    return f"{who}, {when}" if who else when


def load_number(entry: ExtractEntry) -> int:
    """Return the number of a load: that of its delivery, else of its one extract."""
    return entry.delivery_id or entry.extract_id


def _row(event: _Event, showing: HistoryOptions) -> list[Any]:
    """Render a purge, or a load, whose extracts are loaded and undone together."""
    if not isinstance(event, Sequence):
        dropped = [
            html.Li(f"{each.file_name}, load {load_number(each)}") for each in event.extracts
        ]
        what = _folded("this purge dropped", dropped)
        return [
            _NONE,
            _purged(event),
            *[_NONE] * 3,
            _who_and_when(event.by, event.at),
            what,
            "Purged",
        ]
    load, first = event, event[-1]
    counted = ("row_count", "new_count", "changed_count")
    return [
        str(load_number(first)),
        [_file(first, showing), _small(first.format or _kind_title(first, showing))],
        *(_total(load, name, showing) for name in counted),
        _who_and_when(first.loaded_by, first.loaded_at),
        _brought(load, showing),
        _state(first, showing),
    ]


def _kind_title(entry: ExtractEntry, showing: HistoryOptions) -> str:
    return showing.kinds.get(entry.kind, entry.kind.replace("_", " "))


def _total(load: Sequence[ExtractEntry], name: str, showing: HistoryOptions) -> str:
    """Return the sum of a count of extracts in words, a dash where it is not shown."""
    if not _shows_rows(load, showing):
        return _NONE
    return f"{sum(getattr(entry, name) for entry in load):,}"


def _shows_rows(load: Sequence[ExtractEntry], showing: HistoryOptions) -> bool:
    return showing.shows_small or not any(entry.kind in _CASE_KINDS for entry in load)


def _who_and_when(who: str, moment: datetime | None) -> list[Any]:
    when = f"{day_words(moment.date())}, {moment:%H:%M} UTC" if moment else ""
    return [*([who] if who else []), _small(when)]


def _brought(load: Sequence[ExtractEntry], showing: HistoryOptions) -> Component:
    """Render the effects of a load; assets/intake.js fetches the figures when it is opened."""
    parts = [_extract_item(each, showing) for each in reversed(load)]
    return _folded(f"load {load_number(load[-1])} brought", parts)


def _folded(what: str, parts: Sequence[html.Li]) -> Component:
    hidden = html.Span(f" what {what}", className="visually-hidden")
    return html.Details(
        [html.Summary(["Show", hidden]), html.Ul(parts, className="bare")], className="brought"
    )


def _purged(purge: PurgeEntry) -> str:
    return f"{sentence_case(purge.words)} purged"


def _extract_item(entry: ExtractEntry, showing: HistoryOptions) -> html.Li:
    rows = f": {counted(entry.row_count, 'row')}" if _shows_rows([entry], showing) else ""
    data_attributes = {"data-contents-of": str(entry.extract_id)}
    return html.Li([f"{_kind_title(entry, showing)}{rows}", html.Div(**data_attributes)])


def _state(entry: ExtractEntry, showing: HistoryOptions) -> Any:
    """Render the state of a load; the stylesheet shows the button where assets/intake.js may undo."""
    if entry.state == "undone":
        by = [_small(f"by {entry.undone_by}")] if entry.undone_by else []
        return ["Undone", *_who_and_when("", entry.undone_at), *by]
    purged = (
        [_small(f"Cases purged {day_words(entry.purged_at.date())}")] if entry.purged_at else []
    )
    return ["Loaded", *purged, *([_undo_button(entry)] if showing.undoes else [])]


def _undo_button(entry: ExtractEntry) -> html.Button:
    number = load_number(entry)
    attributes: dict[str, Any] = {
        "aria-label": f"Undo load {number}, {entry.file_name}",
        "data-undo": str(number),
        "data-file": entry.file_name,
    }
    return html.Button("Undo", type="button", className="button", **attributes)


def _small(words: str) -> html.Span:
    return html.Span(words, className="small")
