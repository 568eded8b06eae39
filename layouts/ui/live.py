"""The region of a page that Dash mounts, and what stands in it."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.ui.components import Child
from layouts.ui.static_html import is_written

REGION: Final = "live"
# The id of what holds the address that the controls of the page lead to, and its property.
CHOICES: Final = "choices"
ADDRESS: Final = "data-address"
MOUNT: Final = "react-entry-point"
# Marks an element that Dash mounts without its content: assets/live.js moves that over.
PART: Final = "data-part"


def live_region(children: list[Child]) -> html.Div:
    """Return the one region of a page in which something is live."""
    return html.Div([html.Div(id=CHOICES, hidden=True), *children], id=REGION)


def live_part(name: str, content: Any, class_name: str = "") -> html.Div:
    """Return a part of a region, whose content a callback may answer as HTML."""
    return html.Div(content, id=name, className=class_name or None, **{PART: ""})


def split_region(tree: Any) -> tuple[Any, html.Div | None]:
    """Return a page as its first HTML has it, and its live region; None where nothing is live.

    In the first HTML the region stands beside its mount; what Dash mounts has its parts without their
    content.
    """
    if isinstance(tree, list | tuple):
        parts = [split_region(each) for each in tree]
        return [part for part, _ in parts], next(
            (found for _, found in parts if found is not None), None
        )
    if not isinstance(tree, Component) or is_written(tree):
        return tree, None
    if getattr(tree, "id", None) == REGION:
        place = [tree, html.Div(id=MOUNT, hidden=True)]
        return html.Div(place, className="live-place"), _without_content(tree)
    tree.children, region = split_region(getattr(tree, "children", None))  # type: ignore[attr-defined]
    return tree, region


def _without_content(tree: Any) -> Any:
    """Return a copy of a tree whose parts are empty."""
    if isinstance(tree, list | tuple):
        return [_without_content(each) for each in tree]
    if not isinstance(tree, Component):
        return tree
    props = tree.to_plotly_json()["props"]
    children = None if PART in props else _without_content(props.get("children"))
    return type(tree)(**{**props, "children": children})
