"""What was loaded, by whom and when, what came of it, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, Protocol

from dash import html
from dash.development.base_component import Component

from dashboard.disclosure import case_count_words
from dashboard.measures import GROUPS
from dashboard.text.format import day_words
from layouts.ui.tables import Column, table

# The kinds of which a row is a child, so that its count is rounded.
_CASE_KINDS: Final = frozenset(kind for kinds in GROUPS.values() for kind in kinds)
_COLUMNS: Final = ("Load", "File", "Rows", "New", "Changed", "Loaded", "What it brought", "State")
_NUMERIC: Final = ("Rows", "New", "Changed")
# Older loads than these are folded away.
UNFOLDED: Final = 30


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


@dataclass(frozen=True)
class HistoryOptions:
    """How the history is shown; `kinds` are titles by kind."""

    kinds: Mapping[str, str]
    shows_small: bool = False


def history(entries: Sequence[ExtractEntry], showing: HistoryOptions) -> list[Component]:
    """Render the loads, the newest first; the extracts of one delivery are one load."""
    if not entries:
        return [html.P("Nothing has been loaded yet.")]
    loads = [list(group) for _, group in groupby(entries, key=load_number)]
    rows = [_load(load, showing) for load in loads]
    content: list[Component] = [_table("Loads, newest first", rows[:UNFOLDED])]
    if older := rows[UNFOLDED:]:
        words = f"{len(older):,} older {'load' if len(older) == 1 else 'loads'}"
        content.append(
            html.Details([html.Summary(words), _table("Older loads", older)], className="older")
        )
    # assets/intake.js writes the result of an undo here.
    return [html.Div(**{"data-intake": "undone"}), *content]


def load_number(entry: ExtractEntry) -> int:
    """Return the number of a load: that of its delivery, else of its one extract."""
    return entry.delivery_id or entry.extract_id


def _table(caption: str, rows: Sequence[Sequence[Any]]) -> html.Table:
    columns = [Column(name, "number" if name in _NUMERIC else "") for name in _COLUMNS]
    return table(caption, columns, rows, look="plain loads", is_stacked=True)


def _load(load: Sequence[ExtractEntry], showing: HistoryOptions) -> list[Any]:
    """Render one load; all of its extracts are loaded and undone together."""
    first = load[-1]
    counted = ("row_count", "new_count", "changed_count")
    return [
        str(load_number(first)),
        [first.file_name, _small(first.format or _kind_title(first, showing))],
        *(_total(load, name, showing) for name in counted),
        _who_and_when(first.loaded_by, first.loaded_at),
        _brought(load, showing),
        _state(first),
    ]


def _kind_title(entry: ExtractEntry, showing: HistoryOptions) -> str:
    return showing.kinds.get(entry.kind, entry.kind.replace("_", " "))


def _total(load: Sequence[ExtractEntry], name: str, showing: HistoryOptions) -> str:
    """Return the sum of a count of extracts in words: rounded where some hold cases."""
    is_exact = showing.shows_small or not any(entry.kind in _CASE_KINDS for entry in load)
    return case_count_words(*(getattr(entry, name) for entry in load), is_exact=is_exact)


def _who_and_when(who: str | None, moment: datetime | None) -> list[Any]:
    when = f"{day_words(moment.date())}, {moment:%H:%M} UTC" if moment else ""
    return [who or "", _small(when)]


def _brought(load: Sequence[ExtractEntry], showing: HistoryOptions) -> Component:
    """Render the effects of a load; assets/intake.js fetches the figures when it is opened."""
    number = load_number(load[-1])
    parts = [_extract_item(each, showing) for each in reversed(load)]
    return html.Details(
        [
            html.Summary(
                ["Show", html.Span(f" what load {number} brought", className="visually-hidden")]
            ),
            html.Ul(parts, className="bare"),
        ],
        className="brought",
    )


def _extract_item(entry: ExtractEntry, showing: HistoryOptions) -> html.Li:
    rows = _total([entry], "row_count", showing)
    noun = "row" if rows == "1" else "rows"
    data_attributes = {"data-contents-of": str(entry.extract_id)}
    return html.Li([f"{_kind_title(entry, showing)}: {rows} {noun}", html.Div(**data_attributes)])


def _state(entry: ExtractEntry) -> Any:
    """Render the state of a load; the stylesheet shows the button where assets/intake.js may undo."""
    if entry.state == "undone":
        return ["Undone", *_who_and_when("", entry.undone_at)[1:], _small(f"by {entry.undone_by}")]
    number = load_number(entry)
    button_attributes: dict[str, Any] = {
        "aria-label": f"Undo load {number}, {entry.file_name}",
        "data-undo": str(number),
        "data-file": entry.file_name,
    }
    return ["Loaded", html.Button("Undo", type="button", className="button", **button_attributes)]


def _small(words: str) -> html.Span:
    return html.Span(words, className="small")
