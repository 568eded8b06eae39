"""HTML written by the server: pages, and what a callback answers for a part of one.

Text and attribute values are escaped here, in the one place that writes HTML; a drawing comes as
SVG text in the attribute `data-html`, escaped by layouts/charts/svg/canvas.py, which draws it. On an
element that Dash has mounted the same attribute is its content: assets/live.js puts it in place.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any, Final
from urllib.parse import parse_qsl

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls

PRODUCT: Final = "SEND dashboard"
STYLES: Final = (
    f'<link rel="stylesheet" href="{Urls.ASSETS}tokens.css">\n'
    f'<link rel="stylesheet" href="{Urls.ASSETS}fonts.css">\n'
    f'<link rel="stylesheet" href="{Urls.ASSETS}report.css">\n'
    f'<link rel="icon" type="image/svg+xml" href="{Urls.ASSETS}favicon.svg">'
)
_PAGE: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}
</head>
<body>
{body}
</body>
</html>
"""
ATTRIBUTE: Final = "data-html"
_WRITTEN: Final = "_written"
_NAMES: Final = {"className": "class", "htmlFor": "for"}
# Properties for Dash's renderer alone.
_NOT_HTML: Final = frozenset(
    {"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", ATTRIBUTE}
)
# How attributes begin that any element takes.
_WILDCARDS: Final = ("data-", "aria-")
_FIELDS: Final = (dbc.Label, dbc.Input, dbc.Select)
_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "wbr"})


class Input(Component):
    """An input element, which dash.html lacks: it is written as HTML, and never mounted by itself."""

    def __init__(self, **attributes: Any) -> None:
        self._prop_names = self.available_properties = list(attributes)
        self._valid_wildcard_attributes = self.available_wildcard_properties = ["data-", "aria-"]
        self._type, self._namespace = "Input", "dash_html_components"
        super().__init__(**attributes)


@cache
def _is_element(of: type[Component]) -> bool:
    """Return whether a component is an HTML element, and not one that draws itself."""
    return issubclass(of, (Input, *_FIELDS)) or of.__module__.startswith(html.__name__)


def _as_element(tree: Component) -> Component:
    """Return the element that a field of Bootstrap draws in the browser; any other as it is."""
    if not isinstance(tree, _FIELDS):
        return tree
    props = _props(tree)
    if isinstance(tree, dbc.Label):
        return html.Label(props["children"], htmlFor=props["html_for"], className="form-label")
    if isinstance(tree, dbc.Input):
        return Input(**props, className="form-control")
    value, options = props.pop("value", ""), props.pop("options")
    listed = [
        html.Option(each["label"], value=each["value"], selected=each["value"] == value)
        for each in options
    ]
    return html.Select(listed, **props, className="form-select")


def _props(tree: Component) -> dict[str, Any]:
    """Return the attributes of an element in the order that Dash declares them, then data- and aria-."""
    own = vars(tree)
    props = {name: own[name] for name in tree._prop_names if name in own}  # noqa: SLF001
    return props | {name: value for name, value in own.items() if name.startswith(_WILDCARDS)}


def input_element(**attributes: Any) -> html.Span:
    """Return a field of a form, for which Dash has no plain element."""
    return html.Span(**{ATTRIBUTE: f"<input{_attributes(attributes)}>"})


def hidden_fields(query: str) -> html.Span:
    """Return what a form sends along: the names and values of a query."""
    pairs = parse_qsl(query)
    fields = [input_element(type="hidden", name=name, value=value) for name, value in pairs]
    return html.Span(fields, hidden=True)


def html_text(tree: Any) -> str:
    """Return a tree of plain HTML elements and text as HTML; TypeError for any other component."""
    if tree is None:
        return ""
    if not isinstance(tree, Component):
        return escape(str(tree), quote=False)
    if is_written(tree):
        return getattr(tree, _WRITTEN)
    if not _is_element(type(tree)):
        raise TypeError(f"{type(tree).__name__} draws itself in the browser")
    tree = _as_element(tree)
    tag = type(tree).__name__.lower()
    props = _props(tree)
    opened = f"<{tag}{_attributes(props)}>"
    return opened if tag in _VOID else f"{opened}{_inner_html(tree, props)}</{tag}>"


def written(tree: Component) -> Component:
    """Return an element with its HTML, so that it can stand in many pages; nothing changes it from now on."""
    setattr(tree, _WRITTEN, html_text(tree))
    return tree


def is_written(tree: Component) -> bool:
    """Return whether an element has its HTML already."""
    return _WRITTEN in vars(tree)


def html_of(*trees: Any) -> str:
    """Return several trees as HTML, one after another."""
    return "".join(map(html_text, trees))


def _inner_html(tree: Component, props: Mapping[str, Any]) -> str:
    if inner_html := props.get(ATTRIBUTE):
        return inner_html
    return html_of(*_children(tree))


def _children(tree: Component) -> list[Any]:
    children = getattr(tree, "children", None)
    if isinstance(children, list | tuple):
        return [child for child in children if child is not None]
    return [] if children is None else [children]


def _attributes(props: Mapping[str, Any]) -> str:
    attributes = [_attribute(name, value) for name, value in props.items() if name not in _NOT_HTML]
    return "".join(attributes)


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    written = _NAMES.get(name, name.lower())
    if value is True:
        return f" {written}"
    if name == "style":
        text = "; ".join(f"{_css_name(key)}: {each}" for key, each in value.items())
    elif isinstance(value, dict):
        text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    else:
        text = str(value)
    return f' {written}="{escape(text)}"'


def _css_name(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


def plain_page(title: str, head: str, body: Sequence[Any]) -> str:
    """Return a whole page; `head` is HTML, `body` a tree of plain elements."""
    written = "\n".join(html_text(part) for part in body)
    return _PAGE.format(title=escape(title), head=head, body=written)


def message_page(title: str, sentences: Sequence[str], ways: Sequence[tuple[str, str]] = ()) -> str:
    """Return a page that says why there is nothing to show, with links as (words, address)."""
    content: list[Component] = [html.P(each) for each in sentences]
    if ways:
        content.append(html.Ul([html.Li(html.A(words, href=address)) for words, address in ways]))
    return small_page(title, content)


def small_page(title: str, content: Sequence[Component]) -> str:
    """Return a page without the frame of areas and plans: what it holds, under the product's name."""
    band = html.Header(html.A(PRODUCT, href="/"), className="message-band")
    main = html.Main([html.H1(title), *content], id="main", className="message")
    return plain_page(title, STYLES, [band, main])
