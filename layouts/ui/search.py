"""Searches, of a page's rows and of a plan: forms that the server answers, with JavaScript or without."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from dash import html

from dashboard.model.selection import Selection, address
from layouts.ui.components import aria
from layouts.ui.static_html import Input, hidden_fields, input_element

FIND_LABEL: Final = "Find a measure, priority or action"
NONE_FOUND: Final = "No measure, priority or action of this plan has these words."
FIND_KEY: Final = "/"


def search_form(selection: Selection, label: str, hint: str) -> html.Form:
    """Render the field of a search of this page; whatever else its address has stays."""
    place = urlsplit(address(replace(selection, find="", page_number="")))
    field = input_element(
        type="search", id="find-rows", name="find", value=selection.find, placeholder=hint
    )
    return html.Form(
        [
            hidden_fields(place.query),
            html.Label(label, htmlFor="find-rows"),
            field,
            html.Button("Find", type="submit", className="button"),
        ],
        action=place.path,
        method="get",
        role="search",
        className="search-form",
        **aria(label="Rows of this page"),
    )


def find_form(selection: Selection, hint: str) -> html.Form:
    """Render the field that finds what the plan has; assets/find.js lists it as it is typed."""
    place = urlsplit(selection.to("find"))
    field = Input(
        type="search",
        id="find",
        name="find",
        value=selection.find if selection.page == "find" else "",
        placeholder=hint,
        autoComplete="off",
        **{"data-list": selection.to("find"), "data-none": NONE_FOUND},
        **aria(label=FIND_LABEL, keyshortcuts=FIND_KEY),
    )
    return html.Form(
        [
            hidden_fields(place.query),
            html.Span([field, html.Kbd(FIND_KEY, **aria(hidden="true"))], className="find-field"),
            html.Button("Find", type="submit", className="button"),
        ],
        action=place.path,
        method="get",
        role="search",
        className="find-form",
        **aria(label=FIND_LABEL),
    )
