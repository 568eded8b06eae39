"""What each kind of file must hold: templates, the dictionary of columns, and the commands."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from layouts.ui.tables import stacked_table

_COMMANDS: Final = (
    ("Check a file; nothing is changed", "python -m data check FILE.csv"),
    ("See what a load would change", "python -m data load FILE.csv --dry-run"),
    ("Load it, all of it or nothing", "python -m data load FILE.csv"),
    ("Take names and numbers out of a file", "python -m data pseudonymise FILE.csv --help"),
    ("See what was loaded", "python -m data history"),
    ("Undo a load by its number", "python -m data undo 12"),
)


class DictionaryColumn(Protocol):
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


class DictionaryKind(Protocol):
    """One kind of extract, in words."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def columns(self) -> Sequence[DictionaryColumn]: ...


def templates(kinds: Sequence[DictionaryKind], scorecards_address: str) -> list[Component]:
    """Render the template of each kind; its name is where an address leads to."""
    links = [
        html.Li(
            html.A(f"{kind.title} (CSV)", href=Urls.path(Urls.TEMPLATE_CSV, kind=kind.name)),
            id=kind.name,
        )
        for kind in kinds
    ]
    return [
        html.P("A template has the columns of its kind and one row as an example."),
        html.Ul(links, className="template-list"),
        html.P(
            [
                "A scorecard needs no template: ",
                html.A("how scorecards are read", href=scorecards_address),
                ".",
            ]
        ),
    ]


def dictionary(kinds: Sequence[DictionaryKind]) -> list[Component]:
    """Render the columns of each kind, folded."""
    return [_kind(kind) for kind in kinds]


def instructions() -> list[Component]:
    """Render the commands that do the same in a terminal."""
    items = [html.Li([words, html.Pre(html.Code(command))]) for words, command in _COMMANDS]
    return [
        html.P("On the machine that serves this dashboard, in its folder:"),
        html.Ol(items),
        html.P(
            "A row that is loaded again with another value takes the place of the old one, which "
            "stays in the history. Undoing an extract brings back exactly what stood before it."
        ),
    ]


def _kind(kind: DictionaryKind) -> html.Details:
    rows = [_column(column) for column in kind.columns]
    columns = ("Column", "What it is", "Holds", "Required", "Codes", "Example")
    return html.Details(
        [
            html.Summary([kind.title, " ", html.Span(kind.description, className="small")]),
            stacked_table(f"Columns of {kind.title.lower()}", columns, rows),
        ],
        className="dictionary",
    )


def _column(column: DictionaryColumn) -> list[Any]:
    refers_to = f"; names one of the loaded {column.refers_to}" if column.refers_to else ""
    return [
        html.Code(column.name),
        f"{column.description}{' Part of the key.' if column.is_key else ''}",
        f"{column.content}{refers_to}".replace("_", " "),
        "Yes" if column.is_required else "No",
        ", ".join(code or "blank" for code in column.allowed),
        column.example,
    ]
