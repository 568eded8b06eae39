"""The report as PDF: tagged, with its own typeface, made from the page's HTML and nothing else."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from dashboard.pack.blocks import Report
from dashboard.pack.shapes import StoredPack
from layouts.plain_page import plain_page
from layouts.report_page import document_title, report_body, report_head
from layouts.report_styles import ASSETS, report_styles

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

MISSING: Final = (
    "The PDF cannot be made here: the server lacks libraries that draw text on paper. On Debian "
    "and Ubuntu install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."
)
# Fonts and their maps belong to libraries that no two threads may use at once.
_ONE_AT_A_TIME: Final = Lock()
_DECORATION: Final = re.compile(
    r'<img(?=[^>]* class="icon")(?=[^>]* alt="")[^>]* src="([^"]*)"[^>]*>'
)
# Strokes painted under letters would be painted over them.
_HALO: Final = re.compile(r' stroke="[^"]*" stroke-width="\d" paint-order="stroke"')


class MissingLibraryError(RuntimeError):
    """The system's libraries for text are not installed."""


def report_pdf(stored: StoredPack, report: Report) -> bytes:
    """Make the report as PDF/UA-1; MissingLibraryError says what to install first."""
    body = plain_page(
        document_title(stored, report), _pdf_head(stored), report_body(stored, report)
    )
    html, shapes = _as_backgrounds(_HALO.sub("", body))
    with _ONE_AT_A_TIME:
        return _press(html, shapes)


def _pdf_head(stored: StoredPack) -> str:
    made = stored.steps[0].at.strftime("%Y-%m-%dT%H:%M:%SZ") if stored.steps else ""
    return report_head(stored) + (
        f'\n<meta name="dcterms.created" content="{made}">' if made else ""
    )


def _press(html: str, shapes: str) -> bytes:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415
    except OSError as missing:
        raise MissingLibraryError(MISSING) from missing
    fonts, style = _styles()
    document = HTML(string=html, base_url=_base(), url_fetcher=fetch_own, media_type="print")
    told: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "finisher": _name_scopes}
    shapes_style = CSS(string=shapes, url_fetcher=fetch_own)
    return document.write_pdf(stylesheets=[style, shapes_style], font_config=fonts, **told) or b""


@cache
def _styles() -> "tuple[FontConfiguration, CSS]":
    """Read the typeface and the rules of paper once in each process."""
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    read = CSS(
        string=report_styles(),
        base_url=_base(),
        url_fetcher=fetch_own,
        media_type="print",
        font_config=fonts,
    )
    return fonts, read


def _base() -> str:
    return f"{ASSETS.as_uri()}/"


def fetch_own(url: str) -> "URLFetcherResponse":
    """Give a file of our own assets, or what the address itself carries; nothing from anywhere else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    parts = urlsplit(url)
    if parts.scheme == "data":
        return URLFetcher(allowed_protocols=["data"]).fetch(url)
    path = Path(unquote(parts.path)).resolve()
    if parts.scheme != "file" or not path.is_relative_to(ASSETS):
        raise ValueError(f"The report may not ask for {url}")
    return URLFetcherResponse(url, path.read_bytes())


def _as_backgrounds(html: str) -> tuple[str, str]:
    """Draw shapes that say nothing of their own as grounds, which readers of a PDF pass over."""
    names: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        name = names.setdefault(found[1], f"shape-{len(names)}")
        return f'<span class="icon {name}"></span>'

    drawn = _DECORATION.sub(named, html)
    rules = (f'.{name}{{background:url("{unescape(url)}")}}' for url, name in names.items())
    return drawn, "".join(rules)


def _name_scopes(_document: Any, pdf: "PDF") -> None:
    """Say of every heading cell whether it heads its column or its row."""
    elements = {one.reference: one for one in pdf.objects if _kind(one)}
    for cell in elements.values():
        if _kind(cell) == "/TH":
            group = elements[elements[cell["P"]]["P"]]
            cell["A"]["Scope"] = "/Column" if _kind(group) == "/THead" else "/Row"


def _kind(element: Any) -> str:
    is_element = isinstance(element, dict) and element.get("Type") == "/StructElem"
    return element["S"] if is_element else ""
