"""The tabs of a pack on the page of meetings, and the link that leads a measure to its slides."""

from dataclasses import replace
from typing import Final

from dash import html

from dashboard.model.panel import Framework, Panel
from dashboard.model.selection import Selection, address
from dashboard.pack.model import StoredPack

# The tabs of the page of meetings that show the slides of its pack, and the minutes of its meeting.
SLIDES: Final = "slides"
MINUTES: Final = "minutes"
# Where a measure is added, and what stands before its name in the address.
ADD_ANCHOR: Final = "add"
ADDED: Final = "add-"


def pack_tab(stored: StoredPack, tab: str, slide_id: str = "") -> str:
    """Return the address of a tab of a pack; of its slides with the one whose note is written."""
    return _tab(stored.area_code, stored.framework_id, stored.pack_id, tab, slide_id)


def slides_address(plan: Framework, draft: str, measure_id: str = "") -> str:
    """Return the address of the slides of a draft of a plan, at the form that adds a measure to them."""
    at = f"{ADDED}{measure_id}" if measure_id else ""
    return f"{_tab(plan.area_code, plan.framework_id, draft, SLIDES, at)}#{ADD_ANCHOR}"


def _tab(area: str, framework: str, pack_id: str, tab: str, at: str) -> str:
    own = Selection(page="meeting", area=area, framework=framework, pack=pack_id)
    return address(replace(own, tab=tab, at=at))


def add_link(panel: Panel, draft: str) -> html.A:
    """Render the link to where a measure is put among the slides of a draft of its plan."""
    about = html.Span(f": {panel.measure.short_title}", className="visually-hidden")
    href = slides_address(panel.framework, draft, panel.measure.measure_id)
    return html.A(["Add to slides", about], href=href, className="add-to-slides")
