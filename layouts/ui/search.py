"""A search of the rows of a page: a form that the server answers, with JavaScript or without."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from dash import html

from dashboard.model.selection import Selection, address
from layouts.ui.static_html import input_element


def search_form(selection: Selection, label: str, hint: str) -> html.Form:
    """Render the field of a search of this page; whatever else its address has stays."""
    place = urlsplit(address(replace(selection, find="", page_number="")))
    others = [
        input_element(type="hidden", name=name, value=value)
        for name, value in parse_qsl(place.query)
    ]
    field = input_element(
        type="search", id="find-rows", name="find", value=selection.find, placeholder=hint
    )
    return html.Form(
        [
            *others,
            html.Label(label, htmlFor="find-rows"),
            field,
            html.Button("Find", type="submit", className="button"),
        ],
        action=place.path,
        method="get",
        role="search",
        className="search-form",
    )
