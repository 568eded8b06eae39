"""Tables of pages, slides and reports: a caption, headings with their scope, rows, classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.ui.components import aria

# A cell of more characters has room of its own on a narrow screen.
LONG_CELL: Final = 40


@dataclass(frozen=True)
class Column:
    """A column; `look` is the class of its cells and, unless `is_head_plain`, of its heading."""

    name: str
    look: str = ""
    is_head_plain: bool = False


@dataclass(frozen=True)
class Row:
    """A row; its first cell is its heading. A cell that is a th or td already stays as it is.

    `anchor` is the id that a link leads to it by.
    """

    cells: Sequence[Any]
    look: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class RowGroup:
    """Rows that belong together."""

    rows: Sequence[Row]
    look: str = ""


def table(
    caption: str | html.Caption,
    columns: Iterable[Column | str],
    rows: Iterable[Row | RowGroup | Sequence[Any]],
    *,
    look: str = "",
    is_stacked: bool = False,
    widths: html.Colgroup | None = None,
    **attributes: Any,
) -> html.Table:
    """Render a table of rows, of sequences of their cells, or of groups of rows.

    A stacked one falls apart into cards on a phone: each cell repeats the name of its column there,
    and spelt-out roles keep it a table. Without a caption it is named by its attributes.
    """
    sorts = [Column(column) if isinstance(column, str) else column for column in columns]
    heads = [
        html.Th(
            column.name,
            scope="col",
            **_look("" if column.is_head_plain else column.look),
            **_role("columnheader", is_stacked),
        )
        for column in sorts
    ]
    entries = [each if isinstance(each, Row | RowGroup) else Row(each) for each in rows]
    groups = [each for each in entries if isinstance(each, RowGroup)]
    if not groups:
        groups = [RowGroup([each for each in entries if isinstance(each, Row)])]
    bodies = [
        html.Tbody(
            [_table_row(sorts, row, is_stacked) for row in group.rows],
            **_look(group.look),
            **_role("rowgroup", is_stacked),
        )
        for group in groups
    ]
    head = html.Tr(heads, **_role("row", is_stacked))
    named = html.Caption(caption) if isinstance(caption, str) and caption else caption or None
    parts = [named, widths, html.Thead(head, **_role("rowgroup", is_stacked)), *bodies]
    return html.Table(
        [part for part in parts if part is not None],
        **_look(look),
        **_role("table", is_stacked),
        **attributes,
    )


def plain_table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numeric: Sequence[str] = ()
) -> html.Div:
    """Render a table that scrolls sideways if it must; the columns in `numeric` are set right."""
    sorts = [Column(name, "number" if name in numeric else "") for name in columns]
    body = [[first, *map(_spaced, others, sorts[1:])] for first, *others in rows]
    plain = table(caption, sorts, body, look="plain")
    return html.Div(plain, className="scroll", role="region", tabIndex="0", **aria(label=caption))


def stacked_table(
    caption: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]
) -> html.Table:
    """Render a table of words, whose rows fall apart on a narrow screen."""
    return table(caption, columns, rows, look="plain stacks", is_stacked=True)


def scroll_region(wide: Component, label: str) -> html.Div:
    """Render a wide table in a box of its own that scrolls and that the keyboard reaches."""
    return html.Div(wide, className="table-scroll", role="region", tabIndex=0, **aria(label=label))


def _spaced(cell: Any, column: Column) -> Any:
    """Return a cell of many words so that a narrow screen does not squeeze it."""
    parts = cell if isinstance(cell, list | tuple) else [cell]
    longest = max((len(part) for part in parts if isinstance(part, str)), default=0)
    is_long = longest > LONG_CELL and not column.look
    return html.Td(cell, className="long") if is_long else cell


def _table_row(columns: Sequence[Column], row: Row, is_stacked: bool) -> html.Tr:
    cells = [
        cell
        if isinstance(cell, html.Th | html.Td)
        else _table_cell(cell, column, is_heading=place == 0, is_stacked=is_stacked)
        for place, (cell, column) in enumerate(zip(row.cells, columns, strict=False))
    ]
    anchor = {"id": row.anchor} if row.anchor else {}
    return html.Tr(cells, **anchor, **_look(row.look), **_role("row", is_stacked))


def _table_cell(content: Any, column: Column, *, is_heading: bool, is_stacked: bool) -> Component:
    attributes = {
        **_look(column.look),
        **_role("rowheader" if is_heading else "cell", is_stacked),
        **({"data-label": column.name} if is_stacked else {}),
    }
    return (
        html.Th(content, scope="row", **attributes)
        if is_heading
        else html.Td(content, **attributes)
    )


def _look(look: str) -> dict[str, str]:
    return {"className": look} if look else {}


def _role(name: str, is_stacked: bool) -> dict[str, str]:
    return {"role": name} if is_stacked else {}
