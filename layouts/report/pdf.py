"""The report as PDF: tagged, with its own font, made from the page's HTML and nothing else.

WeasyPrint needs libraries of the system and most of a second to start: it is imported for the
first PDF, so that where the libraries are missing nothing else is.
"""

import re
from typing import Final

from dashboard.pack.blocks import Report
from dashboard.pack.model import StoredPack
from layouts.report.document import document_title, report_body, report_head
from layouts.ui.static_html import plain_page
from layouts.ui.xml_text import allowed

LIBRARIES: Final = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
MISSING: Final = (
    "The server lacks libraries that draw text on paper. On Debian and Ubuntu, whoever looks after "
    f"it installs {', '.join(LIBRARIES[:-1])} and {LIBRARIES[-1]}."
)
_UNCLOSED: Final = re.compile(r"<(meta|link|col|br|hr|img|wbr)\b([^>]*)>")


class MissingLibraryError(RuntimeError):
    """The system's libraries for text are not installed."""


def report_pdf(stored: StoredPack, report: Report) -> bytes:
    """Return the report as PDF/UA-1; MissingLibraryError says what to install first."""
    try:
        from layouts.report.pdf_press import press  # noqa: PLC0415
    except OSError as missing:
        raise MissingLibraryError(MISSING) from missing
    return press(*paper(stored, report))


def paper(stored: StoredPack, report: Report) -> tuple[str, str]:
    """Return the report as XHTML for paper, and the CSS rules of the shapes in it."""
    shapes: dict[str, str] = {}
    head = report_head(stored)
    if stored.steps:
        made = stored.steps[0].at.strftime("%Y-%m-%dT%H:%M:%SZ")
        head += f'\n<meta name="dcterms.created" content="{made}">'
    body = report_body(stored, report, shapes)
    page = plain_page(document_title(stored, report), head, body)
    rules = (f'.{name}{{background-image:url("{url}")}}' for url, name in shapes.items())
    return allowed(_UNCLOSED.sub(r"<\1\2/>", page)), "".join(rules)
