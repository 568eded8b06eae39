"""The way in for files: where assets/intake.js draws what a person sends and what comes of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.parts import section
from layouts.tags import intake_tags

ANCHOR: Final = "load"
HEADING: Final = "Load files"


@dataclass(frozen=True)
class WayIn:
    """Say whether files may be loaded here, and between what a person may choose for them.

    `closed` says why they may not be; it is blank where they may. Areas, plans, sources and kinds
    are titles by code.
    """

    closed: str = ""
    most_megabytes: int = 200
    areas: Mapping[str, str] = field(default_factory=dict)
    plans: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Tell whether files may be loaded and undone on this page."""
        return not self.closed


def load_section(way_in: WayIn) -> html.Section:
    """Draw the room for the drop zone, or say why files are not taken here."""
    children = _open(way_in) if way_in.is_open else _closed(way_in.closed)
    return section(HEADING, *children, anchor=ANCHOR)


def _open(way_in: WayIn) -> Sequence[Component]:
    told: dict[str, Any] = {
        "data-most-megabytes": str(way_in.most_megabytes),
        "data-choices": json.dumps(_choices(way_in), ensure_ascii=False),
    }
    return [
        html.P(
            "Each file is checked whole: all its faults are told at once, with what would change in "
            "the measures. Nothing is loaded until you say so, and all of it is or none."
        ),
        html.Div(className="intake", **{"data-intake": "work"}, **told),
        html.P(className="visually-hidden", role="status", **{"data-intake": "status"}),
        html.Template(intake_tags(), **{"data-intake": "tags"}),
    ]


def _choices(way_in: WayIn) -> dict[str, list[tuple[str, str]]]:
    """Give what the form offers, each as (code, words) in the order of the words."""
    named = {
        "area_code": way_in.areas,
        "framework_id": way_in.plans,
        "source_document": way_in.sources,
    }
    ordered = {
        name: sorted(titles.items(), key=lambda each: each[1].casefold())
        for name, titles in named.items()
    }
    return {**ordered, "kinds": list(way_in.kinds.items())}


def _closed(words: str) -> Sequence[Component]:
    return [
        html.P([html.Strong("Files cannot be loaded on this page. "), words], className="closed")
    ]
