"""Pages that say why there is nothing else to show, each with a way on."""

from dash import html
from dash.development.base_component import Component

from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from layouts.ui.components import page_head

NOT_FOUND_TITLE = "Page not found"
ERROR_TITLE = "Something went wrong"
UNAVAILABLE_TITLE = "The figures cannot be read"
NOT_ALLOWED_TITLE = "Not one of your areas"
NOT_SET_UP_TITLE = "No figures are loaded yet"
OUTDATED_TITLE = "The store has to be brought up to date"


def not_found_page(selection: Selection) -> list[Component]:
    """Render the page for a missing address; its links lead to `selection`."""
    return [
        page_head(NOT_FOUND_TITLE),
        html.P(
            "The address does not lead to a page: it may be mistyped, or name an area, plan, "
            "priority, measure or date that is not loaded.",
            className="lead",
        ),
        html.Ul(
            [
                html.Li(html.A("Overview of the plan", href=selection.to("overview"))),
                html.Li(html.A("What is loaded", href=selection.to("data"))),
                html.Li(html.A("All measures and what they mean", href=Urls.about("measures"))),
            ]
        ),
    ]


def error_page(reference: str) -> list[Component]:
    """Render the page for a failure; `reference` identifies it in the server's log."""
    return [
        page_head(ERROR_TITLE),
        html.P(
            "This page could not be shown. Nothing that is loaded has changed.", className="lead"
        ),
        html.P(
            [
                "Try again, or give the reference ",
                html.Strong(reference, className="reference"),
                " to whoever looks after this dashboard.",
            ]
        ),
        html.P(html.A("Go to the overview", href="/")),
    ]


def not_allowed_page() -> list[Component]:
    """Render the page for an area that the reader has no role in."""
    return [
        page_head(NOT_ALLOWED_TITLE),
        html.P("You have no role in this area: ask an administrator for one.", className="lead"),
        html.P(html.A("Go to the overview", href="/")),
    ]


def unavailable_page(words: str) -> list[Component]:
    """Render the page for a store that cannot be used; `words` say why."""
    return [page_head(UNAVAILABLE_TITLE), html.P(words, className="lead")]


def not_set_up_page() -> list[Component]:
    """Render how to fill a store without tables or plans."""
    return _set_up(NOT_SET_UP_TITLE, "The store is empty.")


def outdated_page() -> list[Component]:
    """Render how to bring a store up to date whose schema is of another version."""
    return _set_up(
        OUTDATED_TITLE,
        "No figure is lost: the store is of another version of the dashboard than this server.",
    )


def _set_up(title: str, words: str) -> list[Component]:
    return [
        page_head(title),
        html.P(f"{words} On the machine that serves this dashboard, run:"),
        html.Pre(html.Code("python -m data setup")),
        html.P(["or start it with ", html.Code("make run"), ", which does the same first."]),
    ]
