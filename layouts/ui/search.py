"""A search of the rows of a page: a form that the server answers, with JavaScript or without."""

from dataclasses import replace
from urllib.parse import urlsplit

from dash import html

from dashboard.model.selection import Selection, address
from layouts.ui.static_html import hidden_fields, input_element


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
    )
