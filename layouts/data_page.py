"""For the data team: what is loaded, how to load more, and what each kind of file must hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from dashboard.small_numbers import SMALL_TO, is_small
from dashboard.wording import day_words
from dashboard.worked_out import GROUPS
from layouts.parts import page_head, plain_table, section

TITLE = "Data"
# The kinds of which a row is a child, and what stands for a count of few of them.
_CASE_KINDS = frozenset(kind for kinds in GROUPS.values() for kind in kinds)
_FEW = f"1 to {SMALL_TO}"
_STATES = {"loaded": "Loaded", "undone": "Undone"}
_STEPS = (
    ("Check a file; nothing is changed", "python -m data check FILE.csv"),
    ("See what a load would change", "python -m data load FILE.csv --dry-run"),
    ("Load it, all of it or nothing", "python -m data load FILE.csv"),
    ("See what was loaded", "python -m data history"),
    ("Undo a load by its number", "python -m data undo 12"),
)


class ExtractEntry(Protocol):
    """One line of the history, as the store gives it."""

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


class ColumnEntry(Protocol):
    """One column of an extract, in words."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def is_required(self) -> bool: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def refers_to(self) -> str: ...
    @property
    def allowed(self) -> tuple[str, ...]: ...
    @property
    def example(self) -> str: ...


class KindEntry(Protocol):
    """One kind of extract, in words."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def columns(self) -> Sequence[ColumnEntry]: ...


def data_page(
    history: Sequence[ExtractEntry], kinds: Sequence[KindEntry], *, shows_small: bool = False
) -> list[Component]:
    """Draw the history, the way in and the data dictionary."""
    return [
        page_head(TITLE),
        html.P(
            "Figures, cases, targets, actions and the catalogue itself arrive as CSV extracts. Each "
            "file is checked whole: all its faults are told at once, and it is loaded whole or not at "
            "all.",
            className="lead",
        ),
        section("History", _history(history, shows_small), anchor="history"),
        section("Load a file", *_instructions(), anchor="load"),
        section("Templates", *_templates(kinds), anchor="templates"),
        section("Data dictionary", *[_dictionary(kind) for kind in kinds], anchor="dictionary"),
    ]


def _history(history: Sequence[ExtractEntry], shows_small: bool) -> Component:
    if not history:
        return html.P("Nothing has been loaded yet.")
    rows = [_extract(entry, shows_small) for entry in history]
    columns = ("Extract", "File", "Kind", "Rows", "New", "Changed", "Loaded by", "When", "State")
    return plain_table("Extracts, newest first", columns, rows, numeric=("Rows", "New", "Changed"))


def _extract(entry: ExtractEntry, shows_small: bool) -> list[str]:
    counts = (entry.row_count, entry.new_count, entry.changed_count)
    is_open = shows_small or entry.kind not in _CASE_KINDS
    return [
        str(entry.extract_id),
        entry.file_name,
        entry.kind.replace("_", " "),
        *(f"{count:,}" if is_open or not is_small(count) else _FEW for count in counts),
        entry.loaded_by,
        f"{day_words(entry.loaded_at.date())}, {entry.loaded_at:%H:%M} UTC",
        _STATES.get(entry.state, entry.state),
    ]


def _instructions() -> list[Component]:
    items = [html.Li([words, html.Pre(html.Code(command))]) for words, command in _STEPS]
    return [
        html.P("On the machine that serves this dashboard, in its folder:"),
        html.Ol(items, className="steps"),
        html.P(
            "A row that is loaded again with another value takes the place of the old one, which "
            "stays in the history. Undoing an extract brings back exactly what stood before it."
        ),
    ]


def _templates(kinds: Sequence[KindEntry]) -> list[Component]:
    links = [
        html.Li(html.A(f"{kind.title} (CSV)", href=f"/download/template/{kind.name}.csv"))
        for kind in kinds
    ]
    intro = "A template has the columns of its kind and one row as an example."
    return [html.P(intro), html.Ul(links, className="template-list")]


def _dictionary(kind: KindEntry) -> html.Details:
    rows = [_column(column) for column in kind.columns]
    columns = ("Column", "What it is", "Holds", "Required", "Codes", "Example")
    return html.Details(
        [
            html.Summary(kind.title),
            html.P(kind.description),
            plain_table(f"Columns of {kind.title.lower()}", columns, rows),
        ],
        className="dictionary",
    )


def _column(column: ColumnEntry) -> list[Any]:
    refers_to = f"; names one of the loaded {column.refers_to}" if column.refers_to else ""
    return [
        html.Code(column.name),
        f"{column.description}{' Part of the key.' if column.is_key else ''}",
        f"{column.content}{refers_to}".replace("_", " "),
        "Yes" if column.is_required else "No",
        ", ".join(code or "blank" for code in column.allowed),
        column.example,
    ]
