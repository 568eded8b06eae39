"""The report as PDF: tagged, with its own typeface, made from the page's HTML and nothing else.

What draws on paper needs libraries of the system and most of a second to start: it is imported when
the first PDF is asked for, so that where the libraries are missing nothing else is.
"""

import re
from html import unescape
from typing import Final

from dashboard.pack.blocks import Report
from dashboard.pack.model import StoredPack
from layouts.report.document import document_title, report_body, report_head
from layouts.ui.document import plain_page
from layouts.ui.xml_text import allowed

LIBRARIES: Final = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
MISSING: Final = (
    "The server lacks libraries that draw text on paper. On Debian and Ubuntu, whoever looks after "
    f"it installs {', '.join(LIBRARIES[:-1])} and {LIBRARIES[-1]}."
)
_IMAGE: Final = r'<img(?=[^>]* class="icon")(?=[^>]* alt="")[^>]* src="([^"]*)"[^>]*>'
_TAG: Final = re.compile(rf'<span class="(tag [^"]*)">{_IMAGE}<span>([^<]*)</span></span>')
# Strokes painted under letters would be painted over them.
_HALO: Final = re.compile(r' stroke="[^"]*" stroke-width="\d" paint-order="stroke"')
_FOR_PHONES: Final = re.compile(r'<div class="for-narrow">.*?</div>', re.DOTALL)
_UNCLOSED: Final = re.compile(r"<(meta|link|col|br|hr|img|wbr)\b([^>]*)>")


class MissingLibraryError(RuntimeError):
    """The system's libraries for text are not installed."""


def report_pdf(stored: StoredPack, report: Report) -> bytes:
    """Make the report as PDF/UA-1; MissingLibraryError says what to install first."""
    try:
        from layouts.report.pdf_press import press  # noqa: PLC0415
    except OSError as missing:
        raise MissingLibraryError(MISSING) from missing
    return press(*paper(stored, report))


def paper(stored: StoredPack, report: Report) -> tuple[str, str]:
    """Write the report as XHTML for paper, and the rules of the shapes in it."""
    head, body = _head(stored), report_body(stored, report)
    page = plain_page(document_title(stored, report), head, body)
    html, rules = _shapes_as_grounds(_HALO.sub("", _FOR_PHONES.sub("", page)))
    return allowed(_UNCLOSED.sub(r"<\1\2/>", html)), rules


def _head(stored: StoredPack) -> str:
    made = stored.steps[0].at.strftime("%Y-%m-%dT%H:%M:%SZ") if stored.steps else ""
    return report_head(stored) + (
        f'\n<meta name="dcterms.created" content="{made}">' if made else ""
    )


def _shapes_as_grounds(html: str) -> tuple[str, str]:
    """Draw shapes that say nothing of their own as grounds, which readers of a PDF pass over."""
    names: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        name = names.setdefault(match[2], f"shape-{len(names)}")
        return f'<span class="{match[1]} shaped {name}">{match[3]}</span>'

    html_text = _TAG.sub(named, html)
    rules = (f'.{name}{{background-image:url("{unescape(url)}")}}' for url, name in names.items())
    return html_text, "".join(rules)
