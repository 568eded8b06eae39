"""Pieces that several pages share: breadcrumb, page head, sections."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel
from dashboard.text.format import screen_name

DATA_TEAM: Final = "For the data team."
DATA_TEAM_WORDS: Final = (
    "Counts of a few children are shown: no figure of this view may be published."
)
Child = Component | str | None


def aria(**states: str | bool) -> dict[str, Any]:
    """Return ARIA attributes to spread into a component, without those that are False."""
    return {
        f"aria-{name}": "true" if state is True else state
        for name, state in states.items()
        if state is not False
    }


def page_head(
    title: str | Sequence[Child], crumbs: Sequence[tuple[str, str]] = (), meta: Any = None
) -> html.Div:
    """Render what leads to the page and its only h1 in one row, with `meta` at the row's end."""
    heading = html.H1(title, id="title", tabIndex="-1")
    return html.Div(
        [
            html.Div([breadcrumb(crumbs) if crumbs else None, heading], className="page-title"),
            html.P(meta, className="meta") if meta else None,
        ],
        className="page-head",
    )


def breadcrumb(crumbs: Sequence[tuple[str, str]]) -> html.Nav:
    """Render the pages above this one; `crumbs` are (text, address), outermost first."""
    links = [html.Li(html.A(screen_name(words), href=href)) for words, href in crumbs]
    return html.Nav(html.Ol(links), className="breadcrumb-trail", **aria(label="Breadcrumb"))


def choice_nav(name: str, choices: Iterable[tuple[str, str, bool]]) -> html.Nav:
    """Render links beside their name; `choices` are (text, address, whether it is shown now)."""
    links = [
        html.Li(html.A(words, href=href, **aria(current=is_shown)))
        for words, href, is_shown in choices
    ]
    return html.Nav(
        [html.Span(name, className="nav-name"), html.Ul(links)],
        className="choice-nav",
        **aria(label=name),
    )


def definition_list(pairs: Iterable[tuple[str, Any]]) -> html.Dl:
    """Render a list of terms and details; pairs without details are left out."""
    filled = [(term, words) for term, words in pairs if words]
    return html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in filled])


def section(heading: str, *children: Child, anchor: str = "") -> html.Section:
    """Render a section of a page under an h2."""
    attributes = {"id": anchor} if anchor else {}
    return html.Section([html.H2(heading), *children], className="part", **attributes)


def of_what(name: str) -> html.Span:
    """Return what words that stand several times on a page are of, for who does not see where."""
    return html.Span(f" of {name}", className="visually-hidden")


def data_words(panel: Panel) -> str:
    """Return that an area's figures are synthetic, unless its name says so already."""
    is_in_name = "synthetic" in panel.area.name.lower()
    return "synthetic data" if panel.area.is_synthetic and not is_in_name else ""
