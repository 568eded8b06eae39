"""Pieces that several pages share: breadcrumb, page head, tables, sections."""

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel

Child = Component | str | None
LONG_CELL = 40


def aria(**states: str | bool) -> dict[str, Any]:
    """Return ARIA attributes to spread into a component, without those that are False."""
    return {
        f"aria-{name}": "true" if state is True else state
        for name, state in states.items()
        if state is not False
    }


def page_head(title: str, crumbs: Sequence[tuple[str, str]] = (), eyebrow: str = "") -> html.Div:
    """Draw the breadcrumb, the line above the title and the page's only h1."""
    return html.Div(
        [
            breadcrumb(crumbs, title) if crumbs else None,
            html.P(eyebrow, className="eyebrow") if eyebrow else None,
            html.H1(title, id="title", tabIndex="-1"),
        ],
        className="page-head",
    )


def breadcrumb(crumbs: Sequence[tuple[str, str]], here: str) -> html.Nav:
    """Draw the way back; `crumbs` are (words, address), outermost first."""
    links = [html.Li(html.A(words, href=href)) for words, href in crumbs]
    last = html.Li(here, **aria(current="page"))
    return html.Nav(
        html.Ol([*links, last]), className="breadcrumb-trail", **aria(label="Breadcrumb")
    )


def plain_table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numeric: Sequence[str] = (),
) -> html.Div:
    """Draw a table whose first cell in each row is its heading; it scrolls sideways if it must.

    The columns named in `numeric` are set right.
    """
    looks = ["number" if column in numeric else "" for column in columns]
    head = html.Tr(
        [html.Th(c, scope="col", className=look) for c, look in zip(columns, looks, strict=True)]
    )
    body = html.Tbody([_row(row, looks) for row in rows])
    table = html.Table([html.Caption(caption), html.Thead(head), body], className="plain")
    return html.Div(table, className="scroll", role="region", tabIndex="0", **aria(label=caption))


def definition_list(pairs: Iterable[tuple[str, Any]]) -> html.Dl:
    """Draw terms with what each says; pairs that say nothing are left out."""
    filled = [(term, words) for term, words in pairs if words]
    return html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in filled])


def section(heading: str, *children: Child, anchor: str = "") -> html.Section:
    """Draw a part of a page under an h2."""
    attributes = {"id": anchor} if anchor else {}
    return html.Section([html.H2(heading), *children], className="part", **attributes)


def data_words(panel: Panel) -> str:
    """Say that an area's figures are synthetic where its name does not say so already."""
    is_in_name = "synthetic" in panel.area.name.lower()
    return "synthetic data" if panel.area.is_synthetic and not is_in_name else ""


def _length(cell: Any) -> str:
    """Name a cell of many words, which a narrow screen must not squeeze into a column of them."""
    parts = cell if isinstance(cell, (list, tuple)) else [cell]
    longest = max((len(part) for part in parts if isinstance(part, str)), default=0)
    return "long" if longest > LONG_CELL else ""


def _row(cells: Sequence[Any], looks: Sequence[str]) -> html.Tr:
    first, *others = cells
    pairs = zip(others, looks[1:], strict=True)
    rest = [html.Td(cell, className=look or _length(cell)) for cell, look in pairs]
    return html.Tr([html.Th(first, scope="row"), *rest])
