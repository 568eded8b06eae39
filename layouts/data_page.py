"""For the data team: what is loaded, how to load more, and what each kind of file must hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.parts import page_head, plain_table, section

TITLE = "Data"
_STATES = {"loaded": "Loaded", "undone": "Undone"}
_STEPS = (
    ("Check a file; nothing is changed", "python -m data check FILE.csv"),
    ("See what a load would change", "python -m data load FILE.csv --dry-run"),
    ("Load it, all of it or nothing", "python -m data load FILE.csv"),
    ("See what was loaded", "python -m data history"),
    ("Undo a load by its number", "python -m data undo 12"),
)


def data_page(history: Sequence[Any], kinds: Sequence[Any]) -> list[Component]:
    """Draw the history, the way in and the data dictionary."""
    return [
        page_head(TITLE),
        html.P(
            "Figures, targets, actions and the catalogue itself arrive as CSV extracts. Each file "
            "is checked whole: all its faults are told at once, and it is loaded whole or not at all.",
            className="lead",
        ),
        section("History", _history(history), anchor="history"),
        section("Load a file", *_instructions(), anchor="load"),
        section("Templates", *_templates(kinds), anchor="templates"),
        section("Data dictionary", *[_dictionary(kind) for kind in kinds], anchor="dictionary"),
    ]


def _history(history: Sequence[Any]) -> Component:
    if not history:
        return html.P("Nothing has been loaded yet.")
    rows = [_extract(entry) for entry in history]
    columns = ("Extract", "File", "Kind", "Rows", "New", "Changed", "Loaded by", "When", "State")
    return plain_table("Extracts, newest first", columns, rows)


def _extract(entry: Any) -> list[str]:
    return [
        str(entry.extract_id),
        entry.file_name,
        entry.kind.replace("_", " "),
        f"{entry.row_count:,}",
        f"{entry.new_count:,}",
        f"{entry.changed_count:,}",
        entry.loaded_by,
        f"{entry.loaded_at:%-d %B %Y, %H:%M} UTC",
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


def _templates(kinds: Sequence[Any]) -> list[Component]:
    links = [
        html.Li(html.A(f"{kind.title} (CSV)", href=f"/download/template/{kind.name}.csv"))
        for kind in kinds
    ]
    intro = "A template has the columns of its kind and one row as an example."
    return [html.P(intro), html.Ul(links, className="template-list")]


def _dictionary(kind: Any) -> html.Details:
    rows = [_column(column) for column in kind.columns]
    columns = ("Column", "What it is", "Holds", "Required", "Allowed values", "Example")
    return html.Details(
        [
            html.Summary(kind.title),
            html.P(kind.description),
            plain_table(f"Columns of {kind.title.lower()}", columns, rows),
        ],
        className="dictionary",
    )


def _column(column: Mapping[str, Any] | Any) -> list[Any]:
    return [
        html.Code(column.name),
        column.description,
        column.cell,
        "Yes" if column.required else "No",
        ", ".join(code or "blank" for code in column.allowed),
        column.example,
    ]
