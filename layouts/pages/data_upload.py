"""The way in for files: where assets/intake.js draws what a person sends and what comes of it.

Whether files may be loaded is asked by the browser, for it hangs on how the browser reached us.
"""

from typing import Any, Final

from dash import html

from layouts.ui.components import section
from layouts.ui.tags import intake_tags

ANCHOR: Final = "load"
HEADING: Final = "Load files"


def load_section() -> html.Section:
    """Render the container of the drop zone, the live region, and the templates of tags."""
    return section(
        HEADING,
        html.Div(className="intake", **_upload_slot("work")),
        html.P(className="visually-hidden", role="status", **_upload_slot("status")),
        html.Template(intake_tags(), **_upload_slot("tags")),
        anchor=ANCHOR,
    )


def _upload_slot(name: str) -> dict[str, Any]:
    return {"data-intake": name}
