"""The tabs of a pack on the page of meetings, and the form that puts a measure among its slides."""

from dataclasses import replace
from typing import Final

from dash import html

from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from dashboard.pack.slides.chosen import ADD
from layouts.ui.forms import Button, Form, folded_form, slot

# The tabs of the page of meetings that show the slides of its pack, and the minutes of its meeting.
SLIDES: Final = "slides"
MINUTES: Final = "minutes"
_SLOT: Final = "added-slide"
_EXPLAINED: Final = "It comes first among the measures in focus of the plan’s newest draft."


def pack_tab(stored: StoredPack, tab: str, slide_id: str = "") -> str:
    """Return the address of a tab of a pack; of its slides with the one whose note is written."""
    own = Selection(page="meeting", area=stored.area_code, framework=stored.framework_id)
    return address(replace(own, pack=stored.pack_id, tab=tab, at=slide_id))


def add_measure_form(measure_id: str, framework_id: str) -> html.Div:
    """Render the form that puts a measure among the slides of the plan's newest draft."""
    form = Form(
        "add-to-slides",
        Urls.PACK_SLIDES,
        (),
        (Button("Add to slides"),),
        _SLOT,
        payload={"move": ADD, "measure": measure_id, "framework": framework_id},
        needs="make-packs",
    )
    return html.Div([slot(_SLOT), folded_form(form, "Add to slides", _EXPLAINED)])
